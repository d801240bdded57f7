//! Requests: parameters as they are set, options of a single call, validation, and encoding to HTTP.

mod build;
mod form;
mod keywords;
mod missing;
mod multipart;
mod options;
mod parts;
mod validate;
mod value;

pub(crate) use parts::RequestParts;
pub(crate) use value::InvalidParameter;

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use crate::runtime::api::Operation;
use crate::runtime::codec::{Encode, ValueRef, numbered_name};
use crate::runtime::config::Core;
use crate::runtime::wire::{Json, Upload};
use value::BodyValue;

/// A request of an operation, with the parameters that are set so far.
///
/// Setters do not fail. The first invalid parameter is kept, and is returned as an error, instead of sending
/// anything, when the request is sent.
#[derive(Clone)]
pub struct Request {
    pub(crate) parts: Box<RequestParts>,
}

impl Request {
    /// Creates a request without parameters.
    pub fn new(core: &Arc<Core>, operation: &'static Operation) -> Self {
        Self { parts: Box::new(RequestParts::new(core.clone(), operation)) }
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

    /// Adds a query parameter that the operation does not declare.
    pub fn query_free(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.add_query(name.into(), value.into());
        self
    }

    /// Sets a header that the operation declares.
    pub fn header<T: Encode>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        match value.into().as_value() {
            ValueRef::None => {}
            value => match value.scalar() {
                Some(text) => self.set_header(name, &text),
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

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.parts.operation
    }
}

/// Options of the call and undeclared parameters, as `call_options!` and `request_builder!` set them.
impl Request {
    /// Keeps the first invalid parameter.
    pub(crate) fn fail(&mut self, error: InvalidParameter) {
        self.parts.fail(error);
    }

    /// Sets the timeout of an attempt.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.parts.options.timeout = Some(timeout);
    }

    /// Sets the maximum size of a response body that is read into memory, in bytes.
    pub fn set_max_body(&mut self, bytes: u64) {
        self.parts.options.max_body = Some(bytes);
    }

    /// Skips the validation of required members and constraints.
    pub fn set_skip_validation(&mut self) {
        self.parts.options.skip_validation = true;
    }

    /// Makes values that cannot be read as their type an error, or not.
    pub fn set_strict_decoding(&mut self, strict: bool) {
        self.parts.options.strict_decoding = Some(strict);
    }

    /// Sets a header.
    pub fn set_header(&mut self, name: &str, value: &str) {
        if let Err(error) = self.parts.options.set_header(name, value) {
            self.fail(error);
        }
    }

    /// Sets the header with the version of the API.
    pub fn set_api_version(&mut self, version: &str) {
        let name = self.parts.core.api.version_header;
        self.set_header(name, version);
    }

    /// Adds a query parameter that the operation does not declare.
    pub fn add_query(&mut self, name: String, value: String) {
        self.parts.query.push((name.into(), value));
    }

    /// Sets a member of the body that the operation does not declare.
    pub fn add_member(&mut self, name: String, value: Json) {
        self.parts.set_member(name.into(), BodyValue::Json(value));
    }
}

/// Shows the names of the parameters only: values may be personal data.
impl fmt::Debug for Request {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}
