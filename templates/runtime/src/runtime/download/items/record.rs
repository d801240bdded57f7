//! An item of a file, before it is converted to a type.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde_core::de::DeserializeOwned;
use serde_core::{Serialize, Serializer};

use super::deserialize::RecordDeserializer;
use crate::runtime::codec::{Context, FromJson, decode_value};
use crate::runtime::json::{DecodeError, JsonKind, Raw, write_string};
use crate::runtime::wire::{Json, Map};

/// The names of the values, which the items of a file share.
pub(super) type FieldNames = Arc<[Box<str>]>;

/// An item of a file: names and values in the order of the file.
///
/// Values are kept as their text, so that amounts are exact to the last digit. A name that occurs twice is kept twice.
#[derive(Clone)]
pub struct Record {
    names: FieldNames,
    /// The fields of CSV one after the other, or the JSON of the item.
    text: Box<str>,
    /// The start and the end of each value in `text`.
    spans: Box<[(u32, u32)]>,
    is_json: bool,
    index: u64,
    line: u64,
}

/// A value of a record.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// A field of CSV, without quotes.
    Text(&'a str),
    Json(Raw<'a>),
}

impl Record {
    /// Creates the record of a line of CSV.
    #[cfg(feature = "csv")]
    pub(super) fn from_csv(
        names: FieldNames,
        text: &str,
        spans: Vec<(u32, u32)>,
        line: u64,
    ) -> Self {
        Self { names, text: text.into(), spans: spans.into(), is_json: false, index: 0, line }
    }

    /// Creates the record of a JSON object. The names of the previous item are shared if they are the same.
    pub(super) fn from_json(
        raw: Raw<'_>,
        previous: Option<&FieldNames>,
        line: u64,
    ) -> Result<Self, DecodeError> {
        if raw.kind() != JsonKind::Object {
            return Err(DecodeError::new("an object", raw));
        }
        let (mut spans, mut names, mut is_same) = (Vec::new(), Vec::<Box<str>>::new(), true);
        let known = previous.map(|names| &**names).unwrap_or_default();
        let origin = raw.text().as_ptr() as usize;
        raw.each_member(&mut |name, value| {
            if is_same && known.get(spans.len()).is_none_or(|known| **known != *name) {
                is_same = false;
                names.extend(known.iter().take(spans.len()).cloned());
            }
            if !is_same {
                names.push(name.into());
            }
            // values are slices of the text of the item
            let start = value.text().as_ptr() as usize - origin;
            spans.push((start as u32, (start + value.text().len()) as u32));
            Ok(())
        })?;
        let names = match previous {
            Some(previous) if is_same && previous.len() == spans.len() => previous.clone(),
            _ if is_same => known.iter().take(spans.len()).cloned().collect(),
            _ => names.into(),
        };
        let (text, spans) = (raw.text().into(), spans.into());
        Ok(Self { names, text, spans, is_json: true, index: 0, line })
    }

    pub(super) fn set_index(&mut self, index: u64) {
        self.index = index;
    }

    pub(super) fn shared_names(&self) -> FieldNames {
        self.names.clone()
    }

    /// Returns the position of the item in the file, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Returns the line of the file on which the item starts, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the number of values.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Returns `true` if there are no values.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns the names of the values, as they are in the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// Returns the value at a position.
    pub(super) fn value_at(&self, at: usize) -> Option<Value<'_>> {
        let (start, end) = self.spans.get(at)?;
        let text = self.text.get(*start as usize..*end as usize)?;
        Some(if self.is_json { Value::Json(Raw::trusted(text)) } else { Value::Text(text) })
    }

    /// Returns the name at a position.
    pub(super) fn name_at(&self, at: usize) -> Option<&str> {
        self.names.get(at).map(|name| &**name)
    }

    fn value(&self, name: &str) -> Option<Value<'_>> {
        self.value_at(self.names.iter().position(|known| **known == *name)?)
    }

    /// Returns the text of the first value of this name: a field of CSV or a JSON string without its quotes, and any
    /// other JSON value as JSON. Returns `None` for `null`, and if there is no value of this name.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.value(name)? {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::Json(raw) if raw.is_null() => None,
            Value::Json(raw) if raw.kind() == JsonKind::String => raw.string().ok(),
            Value::Json(raw) => Some(Cow::Borrowed(raw.text())),
        }
    }

    /// Returns the first value of this name as JSON. A field of CSV is a JSON string.
    pub fn json(&self, name: &str) -> Option<Json> {
        Some(self.value(name)?.to_json())
    }

    /// Parses the first value of this name as the client parses values of responses: `Decimal`, `i64`, `bool`, `Date`,
    /// `DateTime`, ids and enums. Returns `None` for an empty value.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not of this type, or if a CSV file has no column of this name. The members of JSON
    /// objects may be absent.
    pub fn parse<T: FromJson>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        let Some(value) = self.value(name) else {
            return match self.is_json {
                true => Ok(None),
                false => Err(DecodeError::of("a column of this name", "none").under(name)),
            };
        };
        let json = value.to_json();
        let mut parsed = T::empty();
        let is_present = match value {
            Value::Json(raw) if raw.is_null() => false,
            _ => parsed
                .decode_into(Raw::trusted(json.as_json()), &mut Context::new())
                .map_err(|error| error.under(name))?,
        };
        Ok(is_present.then_some(parsed))
    }

    /// Decodes the item as a model of this crate, as responses are decoded.
    pub fn decode<T: FromJson>(&self) -> Result<T, DecodeError> {
        decode_value(self.to_json_text().as_bytes(), &mut Context::new())
    }

    /// Deserializes the item by serde.
    ///
    /// Values are converted leniently: a number or a boolean may be in quotes, as every field of CSV is, and an empty value
    /// is `None` for an `Option`. A number with a fraction is passed to types of decimals as its text, so that it is exact.
    /// A type without names, such as a tuple, takes the values in their order.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        T::deserialize(RecordDeserializer(self)).map_err(|error| error.0)
    }

    /// Returns the values by their names. The last of several values of a name replaces the others.
    pub fn to_map(&self) -> Map<Json> {
        let mut map = Map::new();
        for (at, name) in self.names.iter().enumerate() {
            if let Some(value) = self.value_at(at) {
                map.insert(&**name, value.to_json());
            }
        }
        map
    }

    /// Returns the item as a JSON object.
    pub(super) fn to_json_text(&self) -> Cow<'_, str> {
        if self.is_json {
            return Cow::Borrowed(&self.text);
        }
        let mut json = String::from("{");
        for (at, name) in self.names.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            write_string(&mut json, name);
            json.push(':');
            if let Some(Value::Text(text)) = self.value_at(at) {
                write_string(&mut json, text);
            }
        }
        json.push('}');
        Cow::Owned(json)
    }
}

impl Value<'_> {
    pub(super) fn to_json(self) -> Json {
        match self {
            Value::Text(text) => Json::from(text),
            Value::Json(raw) => Json::trusted(raw),
        }
    }
}

impl From<Record> for Map<Json> {
    fn from(record: Record) -> Self {
        record.to_map()
    }
}

/// Serializes the item as a map, whose numbers are as they are in the file.
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let values = self.names.iter().enumerate();
        to.collect_map(
            values.filter_map(|(at, name)| Some((&**name, self.value_at(at)?.to_json()))),
        )
    }
}

/// Leaves the values out.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("index", &self.index)
            .field("line", &self.line)
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}
