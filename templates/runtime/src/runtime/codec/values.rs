//! Encoding and decoding of ids, JSON, sensitive values and uploads.

use bytes::Bytes;

use crate::runtime::json::{DecodeError, Reader};
use crate::runtime::wire::{Id, Json, Sensitive, Upload};

use super::document::ToJson;
use super::report::Context;
use super::strings;
use super::to_json::encode_value;
use super::traits::{Decode, Encode};
use super::value::ValueRef;

impl<K> Encode for Id<K> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_str().into())
    }
}

impl<K> Decode for Id<K> {
    fn empty() -> Self {
        Self::default()
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        strings::decode_text(self.text_mut(), reader, cx)
    }
}

impl Json {
    /// Returns the JSON that a value is sent as.
    pub fn of<T: ToJson>(value: &T) -> Self {
        Json::from_trusted(encode_value(&value.as_value()))
    }
}

impl Encode for Json {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Json(self)
    }
}

impl Decode for Json {
    fn empty() -> Self {
        Self::null()
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        _: &mut Context,
    ) -> Result<bool, DecodeError> {
        *self = Self::trusted(reader.value()?);
        Ok(true)
    }

    fn declares(&self, _name: &str) -> Option<bool> {
        None
    }
}

impl<T: Encode> Encode for Sensitive<T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Sensitive(self.reveal())
    }

    fn is_sent_empty(&self) -> bool {
        self.reveal().is_sent_empty()
    }
}

impl<T: Decode> Decode for Sensitive<T> {
    fn empty() -> Self {
        Self::from(T::empty())
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        self.inner_mut().decode_from(reader, cx).map_err(DecodeError::redacted)
    }

    fn declares(&self, name: &str) -> Option<bool> {
        self.reveal().declares(name)
    }
}

impl Encode for Upload {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::File(self)
    }
}

/// Files are sent and never decoded.
impl Decode for Upload {
    fn empty() -> Self {
        Self::bytes("", Bytes::new())
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        _: &mut Context,
    ) -> Result<bool, DecodeError> {
        let raw = reader.value()?;
        if raw.is_whitespace() {
            Ok(false)
        } else {
            Err(DecodeError::new("no value: files are only sent", raw))
        }
    }
}
