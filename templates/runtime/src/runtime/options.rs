//! What may be set for a single call instead of for the client as a whole.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::runtime::tree::Trouble;

/// Headers that are for the client alone to set.
const OWN: [&str; 7] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
];

/// What was set for a single call.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_body: Option<u64>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// The rules of the operation are left alone.
    pub(crate) unchecked: bool,
}

impl Options {
    pub(crate) fn header(&mut self, name: &str, value: &str) -> Result<(), Trouble> {
        let trouble = |what| Trouble::new(format!("header {}", name.escape_debug()), what);
        let parsed = HeaderName::try_from(name).map_err(|_| trouble("not a name for a header"))?;
        if OWN.contains(&parsed.as_str()) {
            return Err(trouble("the client sets it itself"));
        }
        let value = HeaderValue::try_from(value)
            .map_err(|_| trouble("characters that no header may hold"))?;
        match self.headers.iter_mut().find(|(name, _)| *name == parsed) {
            Some((_, old)) => *old = value,
            None => self.headers.push((parsed, value)),
        }
        Ok(())
    }
}

/// The setters for a single call, on a type that has its request in this field.
macro_rules! overrides {
    ($($field:ident).+) => {
        /// How long one attempt may take, instead of what the client is set to.
        #[must_use = "a request does nothing until it is sent"]
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.$($field).+.set_timeout(timeout);
            self
        }

        /// Sends this header as well, or with this value.
        #[must_use = "a request does nothing until it is sent"]
        pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
            self.$($field).+.set_header(name.as_ref(), value.as_ref());
            self
        }

        /// Asks for answers of this version of the API.
        #[must_use = "a request does nothing until it is sent"]
        pub fn api_version(mut self, version: impl AsRef<str>) -> Self {
            self.$($field).+.set_api_version(version.as_ref());
            self
        }

        /// The longest body of an answer to be read into memory, in bytes.
        #[must_use = "a request does nothing until it is sent"]
        pub fn max_body(mut self, bytes: u64) -> Self {
            self.$($field).+.set_max_body(bytes);
            self
        }

        /// Sends the request even if it breaks a rule under which it would be refused here, such as a
        /// member that another one needs. The rules are those of the service's documents, which may be
        /// wrong; with this, the service is asked.
        #[must_use = "a request does nothing until it is sent"]
        pub fn without_checks(mut self) -> Self {
            self.$($field).+.set_unchecked();
            self
        }
    };
}

pub(crate) use overrides;
