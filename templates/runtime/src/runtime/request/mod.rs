//! Requests: parameters as they are set, options of a single call, validation, and encoding to HTTP.

mod build;
mod custom;
mod form;
mod keywords;
mod limits;
mod missing;
mod multipart;
mod options;
mod parts;
mod security;
mod style;
mod styled;
mod validate;
mod value;
mod windows;

pub(crate) use custom::CustomCall;
pub(crate) use options::RESERVED;
pub(crate) use parts::RequestParts;
#[cfg(feature = "testing")]
pub(crate) use security::QueryCredentials;
pub(crate) use value::{BodyValue, InvalidParameter};

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;

use crate::runtime::api::Operation;
use crate::runtime::codec::{Encode, ValueRef, numbered_name};
use crate::runtime::config::Core;
use crate::runtime::mode::Async;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::wire::{Json, Upload};

/// A request of an operation, with the parameters that are set so far.
///
/// Setters do not fail. The first invalid parameter is kept, and is returned as an error, instead of sending
/// anything, when the request is sent.
pub struct Request<M = Async> {
    pub(crate) parts: Box<RequestParts>,
    mode: PhantomData<M>,
}

impl<M> Request<M> {
    /// Creates a request without parameters.
    pub fn new(core: &Arc<Core>, operation: &'static Operation) -> Self {
        Self::from_parts(Box::new(RequestParts::new(core.clone(), operation)))
    }

    /// Creates a request from its parts.
    pub(crate) fn from_parts(parts: Box<RequestParts>) -> Self {
        Self { parts, mode: PhantomData }
    }

    /// Returns the request in another mode.
    #[inline]
    pub fn into_mode<N>(self) -> Request<N> {
        Request { parts: self.parts, mode: PhantomData }
    }

    /// Sets a path parameter.
    pub fn path<T: Encode>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.parts.set_path(name, value.into().as_value());
        self
    }

    /// Sets a query parameter.
    pub fn query<T: Encode>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.parts.set_query(name, value.into().as_value());
        self
    }

    /// Sets a query parameter that is repeated for each value: `A=1&A=2`.
    pub fn query_each<T: Encode>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        self.parts.remove_query(name);
        for value in values {
            self.parts.push_query(name, value.into().as_value());
        }
        self
    }

    /// Sets a query parameter whose values are joined by commas: `A=1,2`.
    pub fn query_joined<T: Encode>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let mut all = Vec::new();
        for value in values {
            all.extend(BodyValue::new(value.into().as_value()));
        }
        self.parts.set_joined_query(name, &all);
        self
    }

    /// Sets a parameter in the style that the description of the operation has for it.
    pub fn parameter<T: Encode>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        let value = BodyValue::new(value.into().as_value());
        self.parts.set_styled(name, value);
        self
    }

    /// Sets a parameter that is a list, in the style that the description of the operation has for it.
    pub fn parameter_list<T: Encode>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let values = values.into_iter().filter_map(|value| BodyValue::new(value.into().as_value()));
        let list = BodyValue::List(values.collect());
        self.parts.set_styled(name, Some(list));
        self
    }

    /// Adds a query parameter that the operation does not declare.
    pub fn query_free(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_query(name.into(), value.into())
    }

    /// Sets a header that the operation declares.
    pub fn header<T: Encode>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        match value.into().as_value() {
            ValueRef::None => {}
            value => match value.request_scalar() {
                Some(text) => return self.with_header(name, &text),
                None => self.fail(InvalidParameter::new(name, "expected a single value")),
            },
        }
        self
    }

    /// Sets a member of the body.
    pub fn member<T: Encode>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.parts.set_member_value(name.into(), value.into().as_value());
        self
    }

    /// Sets a member of the body that is a list: joined by commas in a form, an array in JSON.
    pub fn member_list<T: Encode>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let values = values.into_iter().filter_map(|value| BodyValue::new(value.into().as_value()));
        self.parts.set_member(name.into(), BodyValue::List(values.collect()));
        self
    }

    /// Sets one of the members whose names differ by a number, such as `Text{n}`.
    pub fn member_numbered<T: Encode>(
        mut self,
        name: &'static str,
        n: u32,
        range: RangeInclusive<u32>,
        value: impl Into<T>,
    ) -> Self {
        let member = numbered_name(name, n);
        if range.contains(&n) {
            self.parts.set_member_value(member.into(), value.into().as_value());
        } else {
            let reason = format!("expected a number from {} to {}", range.start(), range.end());
            self.fail(InvalidParameter::new(member, reason));
        }
        self
    }

    /// Sets a member of the body to `null`.
    pub fn clear(mut self, name: &'static str) -> Self {
        self.parts.set_member(name.into(), BodyValue::Json(Json::null()));
        self
    }

    /// Appends a struct to a list in the body; its member names may contain placeholders, such as `Sku{i}`.
    pub fn indexed(mut self, name: &'static str, value: &impl Encode) -> Self {
        self.parts.push_element(name, value.as_value());
        self
    }

    /// Sets all members of the body from a struct.
    pub fn record<T: Encode>(mut self, record: &T) -> Self {
        self.parts.set_members(record.as_value());
        self
    }

    /// Sets the body to a string.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.file(Upload::bytes("", text.into()))
    }

    /// Sets the body to the content of a file. The content type of the file takes precedence.
    pub fn file(mut self, file: impl Into<Upload>) -> Self {
        self.parts.raw = Some(file.into());
        self
    }

    /// Sets the body to a list.
    pub fn list(mut self, values: impl IntoIterator<Item = impl Encode>) -> Self {
        let values = values.into_iter().filter_map(|value| BodyValue::new(value.as_value()));
        self.parts.list = Some(values.collect());
        self
    }

    /// Sets the body to a JSON value of any kind.
    pub fn document<T: Encode>(mut self, value: impl Into<T>) -> Self {
        self.parts.document = BodyValue::new(value.into().as_value());
        self
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.parts.operation
    }
}

/// Options of the call and undeclared parameters, for `call_options!` and `request_builder!`.
impl<M> Request<M> {
    /// Keeps the first invalid parameter.
    pub(crate) fn fail(&mut self, error: InvalidParameter) {
        self.parts.fail(error);
    }

    /// Sets the timeout of an attempt.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of the call as a whole.
    pub fn with_operation_timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.operation_timeout = Some(timeout);
        self
    }

    /// Sets when failed attempts are repeated.
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.options.retry = Some(policy);
        self
    }

    /// Sets the maximum size of a response body that is read into memory, in bytes.
    pub fn with_max_body(mut self, bytes: u64) -> Self {
        self.parts.options.max_body = Some(bytes);
        self
    }

    /// Skips the validation.
    pub fn without_validation(mut self) -> Self {
        self.parts.options.skip_validation = true;
        self
    }

    /// Makes values that cannot be read as their type an error, or not.
    pub fn with_strict_decoding(mut self, strict: bool) -> Self {
        self.parts.options.strict_decoding = Some(strict);
        self
    }

    /// Sets a header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Err(error) = self.parts.options.set_header(name, value) {
            self.fail(error);
        }
        self
    }

    /// Sets a header, unless it is set already.
    pub(crate) fn with_default_header(self, name: HeaderName, value: &str) -> Self {
        if self.parts.options.headers.iter().any(|(known, _)| *known == name) {
            return self;
        }
        self.with_header(name.as_str(), value)
    }

    /// Sets the header with the version of the API.
    pub fn with_api_version(mut self, version: &str) -> Self {
        let name = self.parts.core.api.version_header;
        if version.trim().is_empty() {
            self.fail(InvalidParameter::new(name, "the API version is empty"));
        }
        self.with_header(name, version)
    }

    /// Adds a query parameter that the operation does not declare.
    pub fn with_query(mut self, name: String, value: String) -> Self {
        if name.is_empty() {
            self.fail(InvalidParameter::new("", "the name of a query parameter is empty"));
        }
        self.parts.query.push((name.into(), value));
        self
    }

    /// Sets a member of the body that the operation does not declare.
    pub fn with_member(mut self, name: String, value: Json) -> Self {
        if name.is_empty() {
            self.fail(InvalidParameter::new("", "the name of a member is empty"));
        }
        self.parts.set_member(name.into(), BodyValue::Json(value));
        self
    }
}

impl<M> Clone for Request<M> {
    #[inline]
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), mode: PhantomData }
    }
}

/// Shows the names of the parameters only: values may be personal data.
impl<M> fmt::Debug for Request<M> {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
