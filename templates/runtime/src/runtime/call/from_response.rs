//! Decoding of a response into the result of a call.

use super::classify::is_write;
use super::response::RawResponse;
use super::status_body::status_document;
use crate::runtime::codec::{self, Decode, DecodeField, DecodeStruct, Model};
use crate::runtime::error::{Error, ResultMembers};
use crate::runtime::json::{DecodeError, JsonKind, Raw};
use crate::runtime::wire::{Json, Map};

/// A type that a response is decoded into.
pub trait FromResponse: Sized + Send + 'static {
    /// The body is passed on as it arrives instead of being read into memory.
    const STREAMED: bool = false;

    /// The model whose members distinguish a response from an error.
    const MODEL: Option<Model> = None;

    /// Decodes the response.
    fn from_response(response: RawResponse) -> Result<Self, Error>;
}

impl<T: DecodeStruct + Send + 'static> FromResponse for T {
    const MODEL: Option<Model> = Some(|| Box::new(T::empty()));

    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let mut value = T::empty();
        decode_struct_response(&response, &mut value)?;
        Ok(value)
    }
}

/// Decodes the body of a response into a struct; no content leaves it empty. The result of a write may be in any format,
/// and a status may be in XML or in another object.
pub(crate) fn decode_struct_response(
    response: &RawResponse,
    value: &mut dyn DecodeStruct,
) -> Result<(), Error> {
    if response.has_no_content() {
        return Ok(());
    }
    let document = match response.poll {
        _ if is_write(response.operation.retry_safety) => {
            let (meta, model) = (value.meta(), response.model);
            response.accepted_object(ResultMembers::Declared { meta, model })?
        }
        Some(poll) => match status_document(response.body(), poll, value.meta()) {
            Some(status) => status.into_bytes().into(),
            None => response.body().into(),
        },
        None => response.body().into(),
    };
    codec::decode_struct_into(&document, value, &mut response.decode_context())
        .map_err(|error| response.decode_error(error))
}

/// Decodes the body of a response into a value, which cannot be absent.
pub fn decode_document<T: Decode>(response: &RawResponse) -> Result<T, Error> {
    codec::decode_value(response.body(), &mut response.decode_context())
        .map_err(|error| response.decode_error(error))
}

/// Decodes the body of a response into a collection; no content leaves it empty.
fn decode_collection(response: &RawResponse, field: &mut dyn DecodeField) -> Result<(), Error> {
    if response.has_no_content() {
        return Ok(());
    }
    codec::decode_field_into(response.body(), field, &mut response.decode_context())
        .map_err(|error| response.decode_error(error))
}

/// Decodes nothing. The body of the response to a write must not leave open whether it was accepted.
impl FromResponse for () {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        confirm(&response)
    }
}

/// Checks that the body of a response confirms the success that its status reports. It may be empty. That of a read is not
/// checked, because nothing is returned from it.
pub(crate) fn confirm(response: &RawResponse) -> Result<(), Error> {
    if !is_write(response.operation.retry_safety) {
        return Ok(());
    }
    match Raw::document(&response.accepted_object(ResultMembers::None)?) {
        Ok(raw) if raw.kind() == JsonKind::Object => Ok(()),
        Ok(raw) => Err(response.decode_error(DecodeError::new("an object", raw))),
        Err(error) => Err(response.decode_error(error)),
    }
}

/// Keeps the body as JSON of any kind.
impl FromResponse for Json {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        decode_document(&response)
    }
}

/// Keeps the body as text.
impl FromResponse for String {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        Ok(String::from_utf8_lossy(response.body()).into_owned())
    }
}

/// Decodes a body that is a list.
impl<T: Decode + Send + 'static> FromResponse for Vec<T> {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let mut list = Vec::new();
        decode_collection(&response, &mut list)?;
        Ok(list)
    }
}

/// Decodes a body that is an object with arbitrary names.
impl<T: Decode + Send + 'static> FromResponse for Map<T> {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let mut map = Map::new();
        decode_collection(&response, &mut map)?;
        Ok(map)
    }
}
