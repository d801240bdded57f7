//! Serde for records, unions, enums and ids, so that they can be stored and passed on.
//!
//! Decimals are written as strings, so writing and reading back is exact in every format. What
//! comes from elsewhere passes through serde's data model first: a decimal that is written there as
//! a number is exact to 15 digits, and the order of unknown members is not kept. To read what the
//! service sends, use [`decode`](super::decode), which has neither limit.

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use serde_core::de::Error as _;
use serde_core::ser::SerializeMap;
use serde_json::Value;

use super::raw::Raw;
use super::record::{Readable, Record, members, numbered_name, read_record};
use super::report::Context;
use super::slot::{Element, Put};
use super::view::View;

/// Writes a record.
pub fn serialize<S: Serializer>(record: &dyn Record, to: S) -> Result<S::Ok, S::Error> {
    Viewed(View::Record(record)).serialize(to)
}

/// Writes any value.
pub fn serialize_put<S: Serializer>(value: &dyn Put, to: S) -> Result<S::Ok, S::Error> {
    Viewed(value.view()).serialize(to)
}

/// Reads any value that must say something.
pub fn deserialize_element<'de, T: Element, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = Value::deserialize(from)?.to_string();
    let mut value = T::blank();
    match value.fill(Raw::trusted(&text), &mut Context::new()) {
        Ok(true) => Ok(value),
        Ok(false) => Err(D::Error::custom("expected a value, found nothing")),
        Err(fault) => Err(D::Error::custom(fault)),
    }
}

/// Reads a record.
pub fn deserialize<'de, T: Readable + Default, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    let mut record = T::default();
    deserialize_into(from, &mut record)?;
    Ok(record)
}

fn deserialize_into<'de, D: Deserializer<'de>>(
    from: D,
    record: &mut dyn Readable,
) -> Result<(), D::Error> {
    let text = Value::deserialize(from)?.to_string();
    match read_record(Raw::trusted(&text), record, &mut Context::new()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(D::Error::custom("expected an object, found nothing")),
        Err(fault) => Err(D::Error::custom(fault)),
    }
}

/// Reads what is text underneath.
pub fn deserialize_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match Value::deserialize(from)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(D::Error::custom("expected text")),
    }
}

struct Viewed<'a>(View<'a>);

impl Serialize for Viewed<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            View::None | View::File(_) => to.serialize_none(),
            View::Text(text) => to.serialize_str(text),
            View::Integer(value) => to.serialize_i64(*value),
            View::Decimal(value) => to.collect_str(value),
            View::Bool(value) => to.serialize_bool(*value),
            View::Json(json) => json.serialize(to),
            View::List(list) => to.collect_seq(list.views().map(Viewed)),
            View::Map(all) => to.collect_map(all.views().map(|(name, view)| (name, Viewed(view)))),
            View::Numbered(all) => to.collect_map(all.views().map(|(n, view)| (n, Viewed(view)))),
            View::Sensitive(value) => Viewed(value.view()).serialize(to),
            View::Record(record) => serialize_members(None, *record, to),
            View::Variant(variant) => serialize_members(variant.missing_tag(), variant.record, to),
        }
    }
}

fn serialize_members<S: Serializer>(
    tag: Option<(&str, &str)>,
    record: &dyn Record,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    if let Some((name, text)) = tag {
        map.serialize_entry(name, text)?;
    }
    for (name, view) in members(record) {
        match view {
            View::Numbered(entries) => {
                for (n, view) in entries.views() {
                    map.serialize_entry(&numbered_name(name, n), &Viewed(view))?;
                }
            }
            View::File(_) => {}
            view => map.serialize_entry(name, &Viewed(view))?,
        }
    }
    map.end()
}
