//! Requests that no operation describes.

use super::RequestParts;
use super::value::InvalidParameter;
use crate::runtime::api::{Encoding, Host, RetrySafety};
use crate::runtime::http::url;

/// What takes the place of the description of an operation.
#[derive(Clone)]
pub(crate) struct CustomCall {
    /// The path template.
    pub(crate) path: String,
    pub(crate) host: &'static Host,
    /// The security scheme, instead of the one of the operation.
    pub(crate) scheme: Option<String>,
    pub(crate) retry_safety: RetrySafety,
    pub(crate) encoding: Encoding,
}

impl RequestParts {
    /// Returns the path template.
    pub(super) fn path_template(&self) -> &str {
        self.custom.as_ref().map_or(self.operation.path, |custom| &custom.path)
    }

    /// Appends a part of the path template. What a program has written is not encoded, but checked afterwards.
    pub(super) fn push_literal(&self, path: &mut String, part: &str) {
        match self.custom {
            Some(_) => path.push_str(part),
            None => url::push_literal(path, part),
        }
    }

    /// Checks the path of a request that no operation describes, with its parameters filled in.
    pub(super) fn check_path(&self, path: &str) -> Result<(), InvalidParameter> {
        let Some(custom) = &self.custom else { return Ok(()) };
        if custom.path.matches('{').count() != custom.path.matches('}').count() {
            return Err(InvalidParameter::new("path", "unbalanced braces"));
        }
        url::check_path(path).map_err(|reason| InvalidParameter::new("path", reason))
    }

    /// Returns the host.
    pub(super) fn host(&self) -> &'static Host {
        self.custom.as_ref().map_or(self.operation.host, |custom| custom.host)
    }

    /// Returns the encoding of the body.
    pub(super) fn encoding(&self) -> Encoding {
        self.custom.as_ref().map_or(self.operation.encoding, |custom| custom.encoding)
    }

    /// Returns the effect of sending the request more than once.
    pub(crate) fn retry_safety(&self) -> RetrySafety {
        self.custom.as_ref().map_or(self.operation.retry_safety, |custom| custom.retry_safety)
    }
}
