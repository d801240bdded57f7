//! Whether a value is one that the wire may send for a schema.
//!
//! The wire sends numbers, booleans and ids as text or as themselves, `""`, `[]` and `null` for
//! nothing, one object where a list is meant, and a list of words as text with commas. Members, enum values and formats must agree.

use indexmap::IndexMap;

use super::input::Input;
use super::properties::{elements, kind, parts, properties, stands_for};
use super::quota::texts;
use super::spot::Spot;
use crate::diagnostics::did_you_mean;
use crate::location::Origin;
use crate::source::{Node, NodeKind, Scalar};

/// Where the value is used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fit {
    /// In a request, where `required` counts.
    pub request: bool,
}

/// One way in which a value does not fit.
#[derive(Debug)]
pub struct Misfit {
    /// The place in the value.
    pub at: Origin,
    /// Whether it is the key that is wrong.
    pub key: bool,
    /// What is wrong.
    pub message: String,
    /// The schema that it contradicts.
    pub schema: Origin,
    /// What to do.
    pub help: Option<String>,
}

/// All the ways in which `value` does not fit `schema`.
pub fn fits<'a>(input: &Input<'a>, schema: &Spot<'a>, value: &Spot<'a>, fit: Fit) -> Vec<Misfit> {
    let mut found = Vec::new();
    let schema = input.follow(schema);
    if nothing(value.node) || variants(input, &schema, value, fit, &mut found) {
        return found;
    }
    match (kind(input, &schema), &value.node.kind) {
        (Some("object"), NodeKind::Map(_)) => object(input, &schema, value, fit, &mut found),
        (Some("array"), NodeKind::List(_)) => {
            if let Some(items) = elements(input, &schema) {
                found.extend(value.items().flat_map(|value| fits(input, &items, &value, fit)));
            }
        }
        (Some("array"), _) => lone(input, &schema, value, fit, &mut found),
        (Some(kind), _) => scalar(input, &schema, kind, value, &mut found),
        (None, _) => {}
    }
    found
}

/// `""`, `[]` and `null` mean that there is nothing.
fn nothing(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.is_empty() || node.scalar() == Some(Scalar::Null),
        NodeKind::List(items) => items.is_empty(),
        NodeKind::Map(_) => false,
    }
}

/// One of several schemas must fit; whether the schema is of that kind.
fn variants<'a>(
    input: &Input<'a>,
    schema: &Spot<'a>,
    value: &Spot<'a>,
    fit: Fit,
    found: &mut Vec<Misfit>,
) -> bool {
    let variants: Vec<Spot<'a>> = schema.list("oneOf").chain(schema.list("anyOf")).collect();
    if variants.is_empty() {
        return false;
    }
    if !variants.iter().any(|variant| fits(input, variant, value, fit).is_empty()) {
        found.push(misfit(schema, value, "this fits none of the variants".to_owned()));
    }
    true
}

fn misfit(schema: &Spot<'_>, value: &Spot<'_>, message: String) -> Misfit {
    let (at, schema) = (value.origin.clone(), schema.origin.clone());
    Misfit { at, key: false, message, schema, help: None }
}

fn object<'a>(
    input: &Input<'a>,
    schema: &Spot<'a>,
    value: &Spot<'a>,
    fit: Fit,
    found: &mut Vec<Misfit>,
) {
    let declared = properties(input, schema);
    let known = members(input, &declared);
    let parts = parts(input, schema);
    let free = parts.iter().find_map(|part| part.get("additionalProperties"));
    let closed = match free.as_ref().map(|free| free.node.scalar()) {
        None => !known.is_empty(),
        Some(scalar) => scalar == Some(Scalar::Bool(false)),
    };
    for (name, member) in value.members() {
        let exact = known.get(name);
        let property =
            exact.or_else(|| known.iter().find(|(k, _)| stands_for(k, name)).map(|(_, p)| p));
        match (property, &free) {
            (Some(property), _) => found.extend(fits(input, property, &member, fit)),
            (None, Some(free)) if !closed => found.extend(fits(input, free, &member, fit)),
            (None, _) if !closed => {}
            (None, _) => {
                let message = format!("the schema has no `{name}`");
                let help = did_you_mean(name, known.keys().copied());
                found.push(Misfit { key: true, help, ..misfit(schema, &member, message) });
            }
        }
    }
    for name in parts.iter().flat_map(|part| texts(part, "required")) {
        let there = value.members().any(|(key, _)| stands_for(name, key));
        let has = |key: &str| declared.get(name).is_some_and(|property| property.has(key));
        if fit.request && !there && !has("x-indexed") && !has("readOnly") {
            found.push(misfit(
                schema,
                value,
                format!("the example lacks `{name}`, which is required"),
            ));
        }
    }
}

/// Properties by their names.
pub type Properties<'a> = IndexMap<&'a str, Spot<'a>>;

/// The properties as the wire names them: a numbered list stands for those of its elements.
pub fn members<'a>(input: &Input<'a>, declared: &Properties<'a>) -> Properties<'a> {
    let mut members = IndexMap::new();
    for (name, property) in declared {
        match elements(input, property).filter(|_| property.has("x-indexed")) {
            Some(element) => members.extend(properties(input, &element)),
            None => {
                members.insert(*name, property.clone());
            }
        }
    }
    members
}

/// A single value where a list is meant.
fn lone<'a>(
    input: &Input<'a>,
    schema: &Spot<'a>,
    value: &Spot<'a>,
    fit: Fit,
    found: &mut Vec<Misfit>,
) {
    let Some(items) = elements(input, schema) else { return };
    let object = kind(input, &items) == Some("object");
    match &value.node.kind {
        NodeKind::Map(_) if object => found.extend(fits(input, &items, value, fit)),
        NodeKind::Scalar { text, .. } if !object => {
            for word in text.split(',') {
                let kind = kind(input, &items).unwrap_or("string");
                found.extend(word_fits(input, &items, kind, word.trim(), value));
            }
        }
        _ => found.push(misfit(schema, value, "this must be a list".to_owned())),
    }
}

fn scalar<'a>(
    input: &Input<'a>,
    schema: &Spot<'a>,
    kind: &str,
    value: &Spot<'a>,
    found: &mut Vec<Misfit>,
) {
    match (&value.node.kind, kind) {
        (NodeKind::Scalar { text, .. }, kind) if kind != "object" => {
            found.extend(word_fits(input, schema, kind, text, value));
        }
        (_, "object") => found.push(misfit(schema, value, "this must be a mapping".to_owned())),
        _ => found.push(misfit(schema, value, format!("this must be of type `{kind}`"))),
    }
}

/// Whether the text of a scalar is one for the type.
fn word_fits<'a>(
    input: &Input<'a>,
    schema: &Spot<'a>,
    kind: &str,
    text: &str,
    value: &Spot<'a>,
) -> Option<Misfit> {
    let parts = parts(input, schema);
    let format = parts.iter().find_map(|part| part.text("format"));
    let words: Vec<&str> = parts.iter().flat_map(|part| texts(part, "x-words")).collect();
    let fits = match kind {
        "integer" => text.parse::<i64>().is_ok(),
        "number" => {
            text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
                && text.parse::<f64>().is_ok()
        }
        "boolean" => ["true", "false"].contains(&text.to_ascii_lowercase().as_str()),
        "string" if words.contains(&text) => true,
        "string" => match format {
            Some("date") => date(text),
            Some("date-time") => text.get(..10).is_some_and(date),
            _ => true,
        },
        _ => true,
    };
    if !fits {
        let kind = format.filter(|_| kind == "string").unwrap_or(kind);
        return Some(misfit(schema, value, format!("`{text}` is not of type `{kind}`")));
    }
    unlisted(&parts, text, value)
}

fn date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2)
        && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
}

/// A value of an enum must be one of those listed, unless others are expected.
fn unlisted(parts: &[Spot<'_>], text: &str, value: &Spot<'_>) -> Option<Misfit> {
    if parts.iter().any(|part| part.has("x-open")) {
        return None;
    }
    let listing = parts.iter().find(|part| part.has("enum"))?;
    let word = |spot: Spot<'_>| match &spot.node.kind {
        NodeKind::Scalar { text, .. } => text.clone(),
        _ => String::new(),
    };
    let listed: Vec<String> = listing.list("enum").map(word).collect();
    if listed.iter().any(|listed| listed == text) {
        return None;
    }
    let help = did_you_mean(text, listed.iter().map(String::as_str));
    let message = format!("`{text}` is not one of the values of the enum");
    Some(Misfit { help, ..misfit(listing, value, message) })
}
