//! Encoding of values as JSON.

use std::fmt::Write as _;

use super::document::ToJson;
use super::structs::{EncodeStruct, Name, each_member, numbered_name};
use super::value::ValueRef;
use super::write_decimal::write_decimal;
use crate::runtime::json::{write_escaped, write_string};

/// Encodes a value as JSON.
///
/// Numbers are exact, absent values are left out, and extra members are last.
pub fn encode<T: ToJson>(value: &T) -> String {
    encode_value(&value.as_value())
}

/// Encodes a value as JSON. An absent value and a file are `null`.
pub fn encode_value(value: &ValueRef<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &ValueRef<'_>) {
    match value {
        ValueRef::None | ValueRef::File(_) => out.push_str("null"),
        ValueRef::Text(text) => write_string(out, text),
        ValueRef::DateTime(value) => {
            out.push('"');
            value.write_to(out);
            out.push('"');
        }
        ValueRef::Integer(value) => {
            let _ = write!(out, "{value}");
        }
        ValueRef::Decimal(value) => write_decimal(out, *value),
        ValueRef::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        ValueRef::Json(json) => out.push_str(json.as_json()),
        ValueRef::List(list) => {
            out.push('[');
            for (index, value) in list.values().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(out, &value);
            }
            out.push(']');
        }
        ValueRef::Map(entries) => {
            let mut object = Object::open(out);
            for (name, value) in entries.values() {
                object.member(name, &value);
            }
            object.close();
        }
        ValueRef::Numbered(entries) => {
            let mut object = Object::open(out);
            for (n, value) in entries.values() {
                object.member(&n.to_string(), &value);
            }
            object.close();
        }
        ValueRef::Sensitive(value) => write(out, &value.as_value()),
        ValueRef::Struct(value) => write_struct(out, None, *value),
        ValueRef::Variant(variant) => write_struct(out, variant.missing_tag(), variant.value),
    }
}

fn write_struct(out: &mut String, tag: Option<(&str, &str)>, value: &dyn EncodeStruct) {
    let mut object = Object::open(out);
    if let Some((name, text)) = tag {
        object.member(name, &ValueRef::Text(text.into()));
    }
    each_member(value, |name, value| match value {
        ValueRef::Numbered(entries) => {
            for (n, value) in entries.values() {
                object.member(&numbered_name(name.text, n), &value);
            }
        }
        ValueRef::File(_) => {}
        value => object.plain_member(name, value),
    });
    object.close();
}

/// An object that is being encoded.
struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    /// Writes a member of a struct.
    #[inline]
    fn plain_member(&mut self, name: Name<'_>, value: &ValueRef<'_>) {
        if !name.is_plain {
            return self.member(name.text, value);
        }
        let is_first = std::mem::take(&mut self.first);
        self.out.push_str(if is_first { "\"" } else { ",\"" });
        self.out.push_str(name.text);
        // most values are strings
        if let ValueRef::Text(text) = value {
            self.out.push_str("\":\"");
            write_escaped(self.out, text);
            self.out.push('"');
        } else {
            self.out.push_str("\":");
            write(self.out, value);
        }
    }

    fn member(&mut self, name: &str, value: &ValueRef<'_>) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        write_string(self.out, name);
        self.out.push(':');
        write(self.out, value);
    }

    fn close(self) {
        self.out.push('}');
    }
}
