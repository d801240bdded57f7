//! Removal of secrets that a service repeats in its responses.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// Replaces a secret.
const REDACTED: &str = "[redacted]";

/// The minimum length of a secret. A shorter one is part of other words.
const MIN_LENGTH: usize = 6;

/// The secrets of a client in all forms that are sent.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<[SecretString]>);

impl Secrets {
    /// Creates a list of secrets. Short ones are left out.
    pub(crate) fn new(secrets: impl Iterator<Item = String>) -> Self {
        let mut secrets: Vec<String> = secrets.filter(|text| text.len() >= MIN_LENGTH).collect();
        // a secret may be a part of another one
        secrets.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(secrets.into_iter().map(SecretString::from).collect())
    }

    /// Returns the length of the longest secret.
    pub(super) fn max_len(&self) -> usize {
        self.0.first().map_or(0, |secret| secret.expose_secret().len())
    }

    /// Returns `true` if a string contains a secret.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.expose_secret()))
    }

    /// Replaces the secrets in a string.
    pub(super) fn redact(&self, text: &mut String) {
        for secret in &*self.0 {
            if text.contains(secret.expose_secret()) {
                *text = text.replace(secret.expose_secret(), REDACTED);
            }
        }
    }

    /// Replaces the secrets in the values of headers.
    pub(super) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            let mut text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            if self.is_in(&text) {
                self.redact(&mut text);
                *value = HeaderValue::try_from(text)
                    .unwrap_or_else(|_| HeaderValue::from_static(REDACTED));
            }
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
