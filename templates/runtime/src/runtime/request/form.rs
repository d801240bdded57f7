//! Bodies of type `application/x-www-form-urlencoded`, and the fields they share with multipart bodies.

use std::borrow::Cow;

use bytes::Bytes;

use super::style;
use super::value::{
    BodyValue, InvalidParameter, Name, encode as encode_value, flatten, reject_empty_elements,
};
use crate::runtime::api::{MemberStyle, Style};
use crate::runtime::http::url::encode_pairs;
use crate::runtime::wire::Upload;

/// A field of a form.
pub(crate) enum FormField<'a> {
    Text(Cow<'a, str>),
    Json(String),
    File(&'a Upload),
}

/// Returns the fields of a form, in order.
///
/// A list of scalars without a style is one field, joined by commas. An object without a style is an error, unless it is a
/// value of any type in a multipart body.
pub(crate) fn fields<'a>(
    members: &'a [(Name, BodyValue)],
    styles: &[MemberStyle],
    is_multipart: bool,
) -> Result<Vec<(String, FormField<'a>)>, InvalidParameter> {
    let mut fields = Vec::new();
    for (name, value) in flatten(members)? {
        let style = styles.iter().find(|style| style.name == name);
        let style = style.filter(|own| own.style == Style::Json || value.text().is_none());
        match (value, style) {
            (BodyValue::File(file), _) => fields.push((name, FormField::File(file))),
            (BodyValue::List(list), _) if list.iter().any(|v| matches!(v, BodyValue::File(_))) => {
                for value in list {
                    let BodyValue::File(file) = value else {
                        let reason = "a list cannot mix files and other values";
                        return Err(InvalidParameter::new(name, reason));
                    };
                    fields.push((name.clone(), FormField::File(file)));
                }
            }
            (
                BodyValue::List(list),
                Some(MemberStyle { style: Style::Form, explode: true, .. }),
            ) if is_multipart && list.iter().any(is_any_json) => {
                reject_empty_elements(&name, list)?;
                list.iter().try_for_each(|item| add_any(&mut fields, &name, item))?;
            }
            (value, Some(style)) => add_styled(&mut fields, &name, style, value)?,
            (BodyValue::Json(json), None) if is_multipart && is_any_json(value) => {
                let items = json.elements().map(|items| items.into_iter().map(BodyValue::Json));
                match items {
                    Some(mut items) => items.try_for_each(|it| add_any(&mut fields, &name, &it))?,
                    None => add_any(&mut fields, &name, value)?,
                }
            }
            (BodyValue::List(list), None) => {
                reject_empty_elements(&name, list)?;
                let text = joined(&name, list)?;
                fields.push((name, FormField::Text(text.into())));
            }
            (value, None) => match value.text() {
                Some(text) => fields.push((name, FormField::Text(text))),
                None => return Err(nested(&name)),
            },
        }
    }
    Ok(fields)
}

/// Adds the fields that a value in a style becomes.
fn add_styled(
    fields: &mut Vec<(String, FormField<'_>)>,
    name: &str,
    &MemberStyle { style, explode, .. }: &MemberStyle,
    value: &BodyValue,
) -> Result<(), InvalidParameter> {
    if let BodyValue::List(list) = value {
        reject_empty_elements(name, list)?;
    }
    match (style, value) {
        (Style::Json, BodyValue::List(list)) if explode => {
            for item in list {
                fields.push((name.to_owned(), FormField::Json(encode_value(name, item, false)?)));
            }
        }
        (Style::Json, value) => {
            fields.push((name.to_owned(), FormField::Json(encode_value(name, value, false)?)));
        }
        _ => {
            let pairs = style::pairs(name, (style, explode), value)?;
            let pairs = pairs.into_iter().map(|(name, text)| (name, FormField::Text(text.into())));
            fields.extend(pairs);
        }
    }
    Ok(())
}

/// Returns `true` for a list or an object in a member of any type.
fn is_any_json(value: &BodyValue) -> bool {
    matches!(value, BodyValue::Json(_)) && value.text().is_none()
}

/// Adds a value of any type as a part: the text of a scalar, or JSON.
fn add_any(
    fields: &mut Vec<(String, FormField<'_>)>,
    name: &str,
    value: &BodyValue,
) -> Result<(), InvalidParameter> {
    let field = match value.text() {
        Some(text) => FormField::Text(text.into_owned().into()),
        None => FormField::Json(encode_value(name, value, false)?),
    };
    fields.push((name.to_owned(), field));
    Ok(())
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
pub(crate) fn encode(
    members: &[(Name, BodyValue)],
    styles: &[MemberStyle],
) -> Result<Bytes, InvalidParameter> {
    let mut pairs = Vec::new();
    for (name, field) in fields(members, styles, false)? {
        match field {
            FormField::Text(text) => pairs.push((name, text)),
            FormField::Json(text) => pairs.push((name, text.into())),
            FormField::File(_) => {
                let reason = "a file cannot be part of a URL-encoded form";
                return Err(InvalidParameter::new(name, reason));
            }
        }
    }
    Ok(encode_pairs(pairs.iter().map(|(name, text)| (name.as_str(), &**text))).into())
}
