//! Encoding of lists and objects in the styles of OpenAPI.

use std::borrow::Cow;

use super::form::nested;
use super::value::{self, BodyValue, InvalidParameter, Name};
use crate::runtime::api::Style;
use crate::runtime::http::url;
use crate::runtime::wire::Json;

/// A value by its structure.
enum Structure<'a> {
    Scalar(Cow<'a, str>),
    List(Cow<'a, [BodyValue]>),
    Object(Cow<'a, [(Name, BodyValue)]>),
}

impl<'a> Structure<'a> {
    fn of(name: &str, value: &'a BodyValue) -> Result<Self, InvalidParameter> {
        if let Some(text) = value.text() {
            return Ok(Self::Scalar(text));
        }
        match value {
            BodyValue::List(list) => Ok(Self::List(list.into())),
            BodyValue::Object(object) => Ok(Self::Object((&object.members[..]).into())),
            BodyValue::Json(json) => match (json.elements(), json.members()) {
                (Some(items), _) => {
                    Ok(Self::List(items.into_iter().map(BodyValue::Json).collect()))
                }
                (_, Some(members)) => {
                    let member = |(name, json): (&str, &Json)| {
                        (Name::Owned(name.to_owned()), BodyValue::Json(json.clone()))
                    };
                    Ok(Self::Object(members.iter().map(member).collect()))
                }
                _ => Err(nested(name)),
            },
            _ => Err(nested(name)),
        }
    }
}

/// Returns the pairs of a query, a form or the cookies that a value becomes.
pub(super) fn pairs(
    name: &str,
    (style, explode): (Style, bool),
    value: &BodyValue,
) -> Result<Vec<(String, String)>, InvalidParameter> {
    let mut pairs = Vec::new();
    match style {
        Style::Json => pairs.push((name.to_owned(), value::encode(name, value, false)?)),
        Style::DeepObject => add_deep(&mut pairs, name.to_owned(), value)?,
        _ if explode => add_exploded(&mut pairs, name, value)?,
        _ => {
            let texts = texts(name, value)?;
            if !texts.is_empty() {
                pairs.push((name.to_owned(), joined(name, &texts, delimiter(style))?));
            }
        }
    }
    Ok(pairs)
}

fn add_deep(
    pairs: &mut Vec<(String, String)>,
    name: String,
    value: &BodyValue,
) -> Result<(), InvalidParameter> {
    match Structure::of(&name, value)? {
        Structure::Scalar(text) => pairs.push((name, text.into_owned())),
        Structure::List(items) => {
            for (index, item) in items.iter().enumerate() {
                add_deep(pairs, format!("{name}[{index}]"), item)?;
            }
        }
        Structure::Object(members) => {
            for (member, value) in members.iter() {
                add_deep(pairs, format!("{name}[{member}]"), value)?;
            }
        }
    }
    Ok(())
}

fn add_exploded(
    pairs: &mut Vec<(String, String)>,
    name: &str,
    value: &BodyValue,
) -> Result<(), InvalidParameter> {
    match Structure::of(name, value)? {
        Structure::Scalar(text) => pairs.push((name.to_owned(), text.into_owned())),
        Structure::List(items) => {
            for item in items.iter() {
                let text = item.text().ok_or_else(|| nested(name))?;
                pairs.push((name.to_owned(), text.into_owned()));
            }
        }
        Structure::Object(members) => {
            for (member, value) in members.iter() {
                // a list in an object is repeated under its own name
                if !matches!(Structure::of(member, value)?, Structure::Object(_)) {
                    add_exploded(pairs, member, value)?;
                } else {
                    return Err(nested(member));
                }
            }
        }
    }
    Ok(())
}

/// Returns the texts that are joined: a scalar, the items of a list, or the names and values of an object.
fn texts(name: &str, value: &BodyValue) -> Result<Vec<String>, InvalidParameter> {
    let text = |value: &BodyValue| Ok(value.text().ok_or_else(|| nested(name))?.into_owned());
    match Structure::of(name, value)? {
        Structure::Scalar(text) => Ok(vec![text.into_owned()]),
        Structure::List(items) => items.iter().map(text).collect(),
        Structure::Object(members) => {
            let mut texts = Vec::new();
            for (member, value) in members.iter() {
                texts.push(member.to_string());
                texts.push(text(value)?);
            }
            Ok(texts)
        }
    }
}

fn delimiter(style: Style) -> &'static str {
    match style {
        Style::Space => " ",
        Style::Pipe => "|",
        _ => ",",
    }
}

/// Joins texts. One that contains the delimiter is an error, because the delimiter cannot be escaped.
fn joined(name: &str, texts: &[String], delimiter: &str) -> Result<String, InvalidParameter> {
    if texts.len() > 1 && texts.iter().any(|text| text.contains(delimiter)) {
        let reason = format!("a value in a list separated by `{delimiter}` cannot contain it");
        return Err(InvalidParameter::new(name, reason));
    }
    Ok(texts.join(delimiter))
}

/// Returns the value of a header.
pub(super) fn header(
    name: &str,
    (style, explode): (Style, bool),
    value: &BodyValue,
) -> Result<String, InvalidParameter> {
    if style == Style::Json {
        return value::encode(name, value, false);
    }
    joined(name, &members(name, explode, value, &|text| text.to_owned())?, ",")
}

/// Returns the part of a path, encoded.
pub(super) fn path(
    name: &str,
    (style, explode): (Style, bool),
    value: &BodyValue,
) -> Result<String, InvalidParameter> {
    let encode = |text: &str| url::encode(text).to_string();
    if style == Style::Json {
        return Ok(encode(&value::encode(name, value, false)?));
    }
    let parts = members(name, explode, value, &encode)?;
    if parts.iter().all(String::is_empty) {
        return Err(InvalidParameter::new(name, "a path parameter cannot be empty"));
    }
    let is_object = matches!(Structure::of(name, value)?, Structure::Object(_));
    Ok(match style {
        Style::Label if explode => format!(".{}", parts.join(".")),
        Style::Label => format!(".{}", parts.join(",")),
        Style::Matrix if explode && is_object => format!(";{}", parts.join(";")),
        Style::Matrix if explode => {
            parts.iter().map(|part| format!(";{}={part}", encode(name))).collect()
        }
        Style::Matrix => format!(";{}={}", encode(name), parts.join(",")),
        _ => parts.join(","),
    })
}

/// Returns the encoded parts of a value: the items of a list, or the members of an object, exploded as `A=1`.
fn members(
    name: &str,
    explode: bool,
    value: &BodyValue,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<String>, InvalidParameter> {
    let texts = texts(name, value)?;
    let is_object = matches!(Structure::of(name, value)?, Structure::Object(_));
    if !(is_object && explode) {
        return Ok(texts.iter().map(|text| encode(text)).collect());
    }
    let pairs = texts.chunks(2).map(|pair| {
        let parts: Vec<String> = pair.iter().map(|text| encode(text)).collect();
        parts.join("=")
    });
    Ok(pairs.collect())
}
