//! Credentials, kept so that no `Debug`, log line or error can show them.

use std::fmt;

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::base64;
use crate::runtime::http::url;

/// A user and a password for `Authorization: Basic`.
#[derive(Clone)]
pub(crate) struct Credentials {
    user: SecretString,
    password: SecretString,
}

impl Credentials {
    /// Creates credentials. The strings are wiped from memory when the last copy is dropped.
    pub(crate) fn new(user: String, password: String) -> Self {
        Self { user: user.into(), password: password.into() }
    }

    /// Replaces the user.
    pub(crate) fn set_user(&mut self, user: String) {
        self.user = user.into();
    }

    /// Returns why the credentials cannot be sent, without quoting them.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let (user, password) = (self.user.expose_secret(), self.password.expose_secret());
        let has_control = |text: &str| text.chars().any(char::is_control);
        if user.is_empty() {
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

    /// Returns the password and the encoded pair in the forms that a response may repeat.
    pub(crate) fn secret_forms(&self) -> [String; 3] {
        let (user, password) = (self.user.expose_secret(), self.password.expose_secret());
        let pair = base64::encode(format!("{user}:{password}").as_bytes());
        let pair = pair.trim_end_matches('=').to_owned();
        [password.to_owned(), url::encode(password).to_string(), pair]
    }

    /// Returns the value of the `Authorization` header, marked as sensitive for HTTP libraries.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let (user, password) = (self.user.expose_secret(), self.password.expose_secret());
        let pair = SecretString::from(format!("{user}:{password}"));
        let text = base64::encode(pair.expose_secret().as_bytes());
        let mut value = HeaderValue::try_from(format!("Basic {text}")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
