//! Bodies of type `application/x-www-form-urlencoded`, and the fields they share with multipart bodies.

use std::borrow::Cow;

use bytes::Bytes;

use super::value::{BodyValue, InvalidParameter, Name, flatten, reject_empty_elements};
use crate::runtime::http::url::encode_pairs;
use crate::runtime::wire::Upload;

/// A field of a form.
pub(crate) enum FormField<'a> {
    Text(Cow<'a, str>),
    File(&'a Upload),
}

/// Returns the fields of a form, in order.
///
/// A list of scalars is one field, joined by commas. A value without a documented form is an error.
pub(crate) fn fields(
    members: &[(Name, BodyValue)],
) -> Result<Vec<(String, FormField<'_>)>, InvalidParameter> {
    let mut fields = Vec::new();
    for (name, value) in flatten(members)? {
        match value {
            BodyValue::File(file) => fields.push((name, FormField::File(file))),
            BodyValue::List(list) if list.iter().any(|v| matches!(v, BodyValue::File(_))) => {
                for value in list {
                    let BodyValue::File(file) = value else {
                        let reason = "a list cannot mix files and other values";
                        return Err(InvalidParameter::new(name, reason));
                    };
                    fields.push((name.clone(), FormField::File(file)));
                }
            }
            BodyValue::List(list) => {
                reject_empty_elements(&name, list)?;
                let text = joined(&name, list)?;
                fields.push((name, FormField::Text(text.into())));
            }
            value => match value.text() {
                Some(text) => fields.push((name, FormField::Text(text))),
                None => return Err(nested(&name)),
            },
        }
    }
    Ok(fields)
}

/// Joins values by commas. A value that contains a comma is an error, because commas cannot be escaped.
pub(crate) fn joined(name: &str, values: &[BodyValue]) -> Result<String, InvalidParameter> {
    let mut text = String::new();
    for (count, value) in values.iter().enumerate() {
        let value = value.text().ok_or_else(|| nested(name))?;
        if value.contains(',') {
            let reason = "a value in a comma-separated list cannot contain a comma";
            return Err(InvalidParameter::new(name, reason));
        }
        if count > 0 {
            text.push(',');
        }
        text.push_str(&value);
    }
    Ok(text)
}

pub(super) fn nested(name: &str) -> InvalidParameter {
    InvalidParameter::new(name, "nested values cannot be part of a form")
}

/// Encodes members as a form.
pub(crate) fn encode(members: &[(Name, BodyValue)]) -> Result<Bytes, InvalidParameter> {
    let mut pairs = Vec::new();
    for (name, field) in fields(members)? {
        match field {
            FormField::Text(text) => pairs.push((name, text)),
            FormField::File(_) => {
                let reason = "a file cannot be part of a URL-encoded form";
                return Err(InvalidParameter::new(name, reason));
            }
        }
    }
    Ok(encode_pairs(pairs.iter().map(|(name, text)| (name.as_str(), &**text))).into())
}
