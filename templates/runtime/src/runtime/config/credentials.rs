//! Credentials, kept so that no `Debug`, log line or error can show them.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::base64;
use crate::runtime::api::Placement;
use crate::runtime::http::url::{self, is_cookie_value};

/// The credentials of a security scheme in the form that is sent. They are encoded once for all requests.
pub(crate) struct EncodedCredentials {
    pub(crate) scheme: Box<str>,
    pub(crate) placement: Placement,
    pub(crate) text: SecretString,
}

/// The credentials of a security scheme.
#[derive(Clone)]
pub(crate) enum Credentials {
    /// A user and a password.
    Pair { user: SecretString, password: SecretString },
    /// A token or a key.
    Token(SecretString),
}

impl Credentials {
    /// Creates a user and a password. The strings are wiped from memory when the last copy is dropped.
    pub(crate) fn pair(user: String, password: String) -> Self {
        Self::Pair { user: user.into(), password: password.into() }
    }

    /// Creates a token. The string is wiped from memory when the last copy is dropped.
    pub(crate) fn token(token: String) -> Self {
        Self::Token(token.into())
    }

    /// Replaces the user.
    pub(crate) fn set_user(&mut self, new: String) {
        if let Self::Pair { user, .. } = self {
            *user = new.into();
        }
    }

    /// Returns why the credentials cannot be sent, without quoting them.
    pub(crate) fn problem(&self, placement: Placement) -> Option<&'static str> {
        match self {
            Self::Pair { user, password } if placement == Placement::Basic => {
                pair_problem(user.expose_secret(), password.expose_secret())
            }
            Self::Pair { .. } => Some("expected a token, found a user and a password"),
            Self::Token(_) if placement == Placement::Basic => {
                Some("expected a user and a password, found a token")
            }
            Self::Token(token) => token_problem(token.expose_secret(), placement),
        }
    }

    /// Returns the password or the token, and the pair, in the forms that a response may repeat.
    pub(crate) fn secret_forms(&self) -> Vec<String> {
        let secret = match self {
            Self::Pair { password, .. } => password.expose_secret(),
            Self::Token(token) => token.expose_secret(),
        };
        let mut forms = vec![secret.to_owned(), url::encode(secret).to_string()];
        let mut encoded = vec![SecretString::from(base64::encode(secret.as_bytes()))];
        if let Self::Pair { user, password } = self {
            encoded.push(encode_pair(user, password));
        }
        for text in encoded {
            let text = text.expose_secret().trim_end_matches('=');
            forms.push(text.to_owned());
            if text.contains(['+', '/']) {
                // the alphabet for URLs
                forms.push(text.replace('+', "-").replace('/', "_"));
            }
        }
        forms
    }

    /// Encodes the credentials for this place.
    pub(crate) fn encode(&self, scheme: Box<str>, placement: Placement) -> EncodedCredentials {
        let text = match (self, placement) {
            (Self::Pair { user, password }, _) => {
                format!("Basic {}", encode_pair(user, password).expose_secret()).into()
            }
            (Self::Token(token), Placement::Bearer) => {
                format!("Bearer {}", token.expose_secret()).into()
            }
            (Self::Token(token), Placement::Cookie(name)) => {
                format!("{name}={}", token.expose_secret()).into()
            }
            (Self::Token(token), _) => token.clone(),
        };
        EncodedCredentials { scheme, placement, text }
    }
}

fn pair_problem(user: &str, password: &str) -> Option<&'static str> {
    if user.trim().is_empty() {
        Some("the user is empty")
    } else if password.is_empty() {
        Some("the password is empty")
    } else if user.contains(':') {
        Some("the user contains a colon")
    } else if has_control(user) || has_control(password) {
        Some("the user or the password contains a control character, such as a line break")
    } else {
        None
    }
}

fn token_problem(token: &str, placement: Placement) -> Option<&'static str> {
    let is_cookie = matches!(placement, Placement::Cookie(_));
    if token.is_empty() {
        Some("the token is empty")
    } else if has_control(token) {
        Some("the token contains a control character, such as a line break")
    } else if is_cookie && !is_cookie_value(token) {
        Some("the token contains a character that is not allowed in a cookie")
    } else {
        None
    }
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

fn encode_pair(user: &SecretString, password: &SecretString) -> SecretString {
    let pair = format!("{}:{}", user.expose_secret(), password.expose_secret());
    let pair = SecretString::from(pair);
    base64::encode(pair.expose_secret().as_bytes()).into()
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
