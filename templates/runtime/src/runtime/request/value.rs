//! The members of a request body, kept as wire text until the encoding of the body is known.

use std::borrow::Cow;

use crate::runtime::codec::{EncodeStruct, StructMeta, ValueRef, members, numbered_name};
use crate::runtime::json::{JsonKind, write_string};
use crate::runtime::wire::{Json, Upload};

/// The name of a member; it may contain placeholders for numbers.
pub(crate) type Name = Cow<'static, str>;

/// A parameter that cannot be sent, and why.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InvalidParameter {
    pub(crate) name: String,
    pub(crate) reason: String,
}

impl InvalidParameter {
    pub(crate) fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), reason: reason.into() }
    }
}

/// A value in a request body.
#[derive(Clone)]
pub(crate) enum BodyValue {
    String(String),
    /// A number or a boolean, which has no quotes in JSON.
    Literal(String),
    Json(Json),
    List(Vec<BodyValue>),
    Object(Object),
    /// Values by number; each becomes a member of its own.
    Numbered(Vec<(u32, BodyValue)>),
    File(Upload),
}

/// A struct or a map.
#[derive(Clone)]
pub(crate) struct Object {
    pub(crate) members: Vec<(Name, BodyValue)>,
    /// The names of the struct; `None` for a map.
    pub(crate) meta: Option<&'static StructMeta>,
}

impl BodyValue {
    /// Copies a value; returns `None` if it is absent.
    pub(crate) fn new(value: ValueRef<'_>) -> Option<Self> {
        Some(match value {
            ValueRef::None => return None,
            ValueRef::Text(text) => BodyValue::String(text.into_owned()),
            ValueRef::DateTime(value) => BodyValue::String(value.for_request().to_text()),
            ValueRef::Json(json) => BodyValue::Json(json.clone()),
            ValueRef::List(list) => {
                BodyValue::List(list.values().filter_map(BodyValue::new).collect())
            }
            ValueRef::Map(entries) => {
                let mut all = Vec::new();
                for (name, value) in entries.values() {
                    add_member(&mut all, name, value);
                }
                BodyValue::Object(Object { members: all, meta: None })
            }
            ValueRef::Numbered(entries) => {
                let values = entries.values();
                let values = values.filter_map(|(n, value)| Some((n, BodyValue::new(value)?)));
                BodyValue::Numbered(values.collect())
            }
            ValueRef::Struct(value) => BodyValue::Object(Object::new(None, value)),
            ValueRef::Variant(variant) => {
                BodyValue::Object(Object::new(variant.missing_tag(), variant.value))
            }
            ValueRef::Sensitive(value) => return BodyValue::new(value.as_value()),
            ValueRef::File(file) => BodyValue::File(file.clone()),
            scalar @ (ValueRef::Integer(_) | ValueRef::Decimal(_) | ValueRef::Bool(_)) => {
                BodyValue::Literal(scalar.scalar()?.into_owned())
            }
        })
    }

    /// Returns the text of a scalar.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            BodyValue::String(text) | BodyValue::Literal(text) => Some(Cow::Borrowed(text)),
            // in a form, `null` is written as an empty value
            BodyValue::Json(json) if json.kind() == JsonKind::Null => Some(Cow::Borrowed("")),
            BodyValue::Json(json) => ValueRef::Json(json).scalar(),
            _ => None,
        }
    }

    /// Returns `true` for a list of structs whose members have numbered names.
    fn is_indexed_list(&self) -> bool {
        matches!(self, BodyValue::List(list) if list.iter().any(|element| {
            matches!(element, BodyValue::Object(object)
                if object.meta.is_some_and(|meta| meta.members.iter().any(|name| has_index(name))))
        }))
    }
}

impl Object {
    /// Copies a struct: the tag of its union, its fields, its extra members, and `null` for those that may be `null`
    /// but not absent.
    fn new(tag: Option<(&str, &str)>, value: &dyn EncodeStruct) -> Self {
        let mut all = Vec::new();
        if let Some((name, text)) = tag {
            add_member(&mut all, name, ValueRef::Text(Cow::Borrowed(text)));
        }
        for (name, value) in members(value) {
            add_member(&mut all, name, value);
        }
        let meta = value.meta();
        for name in meta.nullable {
            if !all.iter().any(|(known, _)| known == name) {
                all.push(((*name).into(), BodyValue::Json(Json::null())));
            }
        }
        Self { members: all, meta: Some(meta) }
    }
}

fn add_member(members: &mut Vec<(Name, BodyValue)>, name: &str, value: ValueRef<'_>) {
    if let Some(value) = BodyValue::new(value) {
        members.push((Name::Owned(name.to_owned()), value));
    }
}

/// Returns the members under their wire names: numbered values, and the members of indexed lists, become
/// members of their own.
pub(crate) fn flatten(
    members: &[(Name, BodyValue)],
) -> Result<Vec<(String, &BodyValue)>, InvalidParameter> {
    let mut all = Vec::with_capacity(members.len());
    flatten_into(&mut all, members, None)?;
    Ok(all)
}

/// Fails if an element of a list is a struct without members, which would shift or lose the elements.
pub(crate) fn reject_empty_elements(
    name: &str,
    elements: &[BodyValue],
) -> Result<(), InvalidParameter> {
    let is_empty =
        |value: &BodyValue| matches!(value, BodyValue::Object(object) if object.members.is_empty());
    match elements.iter().position(is_empty) {
        Some(index) => {
            Err(InvalidParameter::new(name, format!("element {} has no members", index + 1)))
        }
        None => Ok(()),
    }
}

fn flatten_into<'a>(
    all: &mut Vec<(String, &'a BodyValue)>,
    members: &'a [(Name, BodyValue)],
    index: Option<usize>,
) -> Result<(), InvalidParameter> {
    for (name, value) in members {
        let name = index.map_or_else(|| name.to_string(), |index| indexed_name(name, index));
        match value {
            BodyValue::Numbered(values) => {
                for (n, value) in values {
                    all.push((numbered_name(&name, *n), value));
                }
            }
            BodyValue::List(elements) if index.is_none() && value.is_indexed_list() => {
                reject_empty_elements(&name, elements)?;
                for (index, element) in elements.iter().enumerate() {
                    if let BodyValue::Object(object) = element {
                        flatten_into(all, &object.members, Some(index))?;
                    }
                }
            }
            value => all.push((name, value)),
        }
    }
    Ok(())
}

/// The placeholders for the position in a list.
const INDEXES: [&str; 3] = ["{i}", "{i?}", "{i0}"];

/// Returns `true` if a name has a placeholder for the position in a list.
fn has_index(name: &str) -> bool {
    INDEXES.iter().any(|index| name.contains(index))
}

/// Replaces the placeholder for the position in a list: `{i}` counts from 1, `{i0}` from 0, and `{i?}` is
/// empty for the first element.
pub(crate) fn indexed_name(name: &str, index: usize) -> String {
    let count = (index + 1).to_string();
    let unless_first = if index == 0 { "" } else { count.as_str() };
    let [from_one, bare_first, from_zero] = INDEXES;
    name.replace(from_one, &count)
        .replace(bare_first, unless_first)
        .replace(from_zero, &index.to_string())
}

/// Encodes members as a JSON object. If it is `quoted`, numbers and booleans are strings.
pub(crate) fn encode_object(
    members: &[(Name, BodyValue)],
    quoted: bool,
) -> Result<String, InvalidParameter> {
    let mut text = String::from("{");
    for (name, value) in flatten(members)? {
        if text.len() > 1 {
            text.push(',');
        }
        write_string(&mut text, &name);
        text.push(':');
        encode_json(&mut text, &name, value, quoted)?;
    }
    text.push('}');
    Ok(text)
}

/// Encodes values as a JSON array.
pub(crate) fn encode_list(
    name: &str,
    list: &[BodyValue],
    quoted: bool,
) -> Result<String, InvalidParameter> {
    let mut text = String::from("[");
    for value in list {
        if text.len() > 1 {
            text.push(',');
        }
        encode_json(&mut text, name, value, quoted)?;
    }
    text.push(']');
    Ok(text)
}

/// Encodes a value as JSON.
pub(super) fn encode(
    name: &str,
    value: &BodyValue,
    quoted: bool,
) -> Result<String, InvalidParameter> {
    let mut text = String::new();
    encode_json(&mut text, name, value, quoted)?;
    Ok(text)
}

fn encode_json(
    text: &mut String,
    name: &str,
    value: &BodyValue,
    quoted: bool,
) -> Result<(), InvalidParameter> {
    match value {
        BodyValue::Literal(value) if quoted => write_string(text, value),
        BodyValue::String(value) => write_string(text, value),
        BodyValue::Literal(value) => text.push_str(value),
        BodyValue::Json(json) => text.push_str(json.as_json()),
        BodyValue::List(list) => text.push_str(&encode_list(name, list, quoted)?),
        BodyValue::Object(object) => text.push_str(&encode_object(&object.members, quoted)?),
        BodyValue::Numbered(_) => {
            return Err(InvalidParameter::new(name, "numbered values cannot be nested"));
        }
        BodyValue::File(_) => {
            return Err(InvalidParameter::new(name, "a file cannot be part of a JSON body"));
        }
    }
    Ok(())
}
