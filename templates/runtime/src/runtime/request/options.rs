//! Options of a single call, which take precedence over those of the client.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::value::InvalidParameter;
use crate::runtime::retry::RetryPolicy;

/// Headers that only the client sets.
pub(crate) const RESERVED: [&str; 7] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
];

/// The options that are set for a single call.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) max_body: Option<u64>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) skip_validation: bool,
    pub(crate) strict_decoding: Option<bool>,
}

impl CallOptions {
    /// Sets a header.
    pub(crate) fn set_header(&mut self, name: &str, value: &str) -> Result<(), InvalidParameter> {
        let invalid = |reason| InvalidParameter::new(name.escape_debug().to_string(), reason);
        let parsed = HeaderName::try_from(name).map_err(|_| invalid("not a header name"))?;
        if RESERVED.contains(&parsed.as_str()) {
            return Err(invalid("the header is set by the client"));
        }
        let value = HeaderValue::try_from(value).map_err(|_| {
            invalid("the value contains characters that are not allowed in a header")
        })?;
        match self.headers.iter_mut().find(|(name, _)| *name == parsed) {
            Some((_, old)) => *old = value,
            None => self.headers.push((parsed, value)),
        }
        Ok(())
    }
}
