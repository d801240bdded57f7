//! Limits of values are valid, and values are within them.

use std::cmp::Ordering;

use super::exact::Exact;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::singularize;
use crate::scalar::{ScalarType, integer_range};
use crate::source::NodeKind;
use crate::spec::{Cursor, Elements, Schema};

/// The keywords of a lower and an upper bound. The keywords that exclude the bounds follow if there are any.
type Bounds = (&'static str, &'static str, Option<(&'static str, &'static str)>);

const NUMBERS: Bounds = ("minimum", "maximum", Some(("exclusiveMinimum", "exclusiveMaximum")));
const LENGTHS: Bounds = ("minLength", "maxLength", None);
const ITEMS: Bounds = ("minItems", "maxItems", None);
const MEMBERS: Bounds = ("minProperties", "maxProperties", None);

/// Keywords whose value is a number.
const NUMERIC: [&str; 3] = ["minimum", "maximum", "multipleOf"];

/// The maximum number of digits of a limit of type `number`, which is read as a binary fraction.
const MAX_DIGITS: usize = 15;

/// Reports limits that contradict each other or do not apply.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in &spec.schemas {
        let schema = &schema.cursor;
        let limits = NUMERIC.iter().filter_map(|key| schema.get(key));
        found.extend(limits.filter_map(|limit| check_number(spec, schema, &limit)));
        for bounds in [NUMBERS, LENGTHS, ITEMS, MEMBERS] {
            found.extend(check_bounds(schema, bounds));
        }
        found.extend(check_multiples(schema));
        found.extend(check_exclusive(spec, schema, "exclusiveMinimum", "minimum"));
        found.extend(check_exclusive(spec, schema, "exclusiveMaximum", "maximum"));
        found.extend(
            ["minLength", "maxLength"].iter().filter_map(|key| check_length(spec, schema, key)),
        );
    }
    found
}

/// Checks that a limit of a number is read without rounding, and that a multiple is of a positive number.
fn check_number(
    spec: &Elements<'_>,
    schema: &Cursor<'_>,
    limit: &Cursor<'_>,
) -> Option<Diagnostic> {
    let key = limit.origin.key();
    let NodeKind::Scalar { text, .. } = &limit.node.kind else { return None };
    let is_exact = |text: &String| {
        Exact::parse(text).is_some()
            && text.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS
    };
    let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
    if let (Some("integer"), Some((whole, _))) = (schema.get_str("type"), whole) {
        let message = format!("expected an integer in `{key}`, found `{text}`");
        let diagnostic = Diagnostic::new(Code::WrongType, &limit.origin, message);
        return Some(diagnostic.help(format!("write `{whole}`")));
    }
    let is_foreign = spec.document.dialect.is_foreign;
    let outside = outside_of_format(schema, text).filter(|_| !is_foreign);
    let (expected, help) = match schema.get_str("type") {
        Some("integer") if text.parse::<i64>().is_err() => {
            ("a 64-bit integer", "correct or remove the limit")
        }
        Some("number") if !is_exact(text) => {
            ("a decimal number of at most 15 digits", "correct the limit")
        }
        Some("integer") if outside.is_some() => {
            (outside.as_deref().unwrap_or_default(), "correct the limit, or write another `format`")
        }
        _ if key == "multipleOf" && Exact::parse(text).is_some_and(|of| !of.is_positive()) => {
            ("a number greater than 0", "correct the limit")
        }
        _ => return None,
    };
    let message = format!("expected {expected} in `{key}`, found `{text}`");
    Some(Diagnostic::new(Code::WrongType, &limit.origin, message).help(help))
}

/// Returns what is expected in place of an integer outside of the range of the format of its schema.
fn outside_of_format(schema: &Cursor<'_>, text: &str) -> Option<String> {
    let format = schema.get_str("format")?;
    let (least, most) = integer_range(format)?;
    let value: i64 = text.parse().ok()?;
    let is_inside = (least..=most).contains(&value);
    (!is_inside).then(|| format!("a value of format `{format}`"))
}

/// Checks that there are values between two bounds.
fn check_bounds(schema: &Cursor<'_>, (lower, upper, exclusive): Bounds) -> Option<Diagnostic> {
    let (least, most) = (schema.get(lower)?, schema.get(upper)?);
    let (from, to) = (number(&least)?, number(&most)?);
    let excluded =
        exclusive.is_some_and(|(lower, upper)| schema.has_flag(lower) || schema.has_flag(upper));
    let order = from.compare(&to)?;
    let kind = match order {
        Ordering::Greater => "",
        Ordering::Equal if excluded => " without its bounds",
        _ => return None,
    };
    let (from, to) = (least.text()?, most.text()?);
    let message = format!("empty range{kind}: `{lower}` is {from}, `{upper}` is {to}");
    let diagnostic = Diagnostic::new(Code::BadRange, &least.origin, message);
    Some(diagnostic.label(&most.origin, "upper bound is here").help("swap or correct the bounds"))
}

/// Checks that there is a multiple between the bounds of an integer.
fn check_multiples(schema: &Cursor<'_>) -> Option<Diagnostic> {
    let integer = |key: &str| schema.get(key)?.text()?.parse::<i64>().ok();
    let (least, most, of) = (integer("minimum")?, integer("maximum")?, integer("multipleOf")?);
    let is_integer = schema.get_str("type") == Some("integer") && of > 0 && least <= most;
    let last = most.checked_sub(most.checked_rem_euclid(of)?)?;
    if !is_integer || last >= least {
        return None;
    }
    let message = format!("empty range: {least} to {most} contains no multiple of {of}");
    let at = schema.origin.child("multipleOf");
    Some(Diagnostic::new(Code::BadRange, &at, message).help("correct `multipleOf` or the bounds"))
}

/// Checks that a keyword that excludes a bound occurs together with the bound.
fn check_exclusive(
    spec: &Elements<'_>,
    schema: &Cursor<'_>,
    key: &str,
    bound: &str,
) -> Option<Diagnostic> {
    // a keyword that does not apply to the type is reported with the other ones
    let is_number = matches!(schema.get_str("type"), Some("integer" | "number"));
    if !is_number || !schema.has(key) || schema.has(bound) {
        return None;
    }
    let at = schema.origin.child(key);
    let message = format!("`{key}` requires `{bound}`");
    Some(Diagnostic::new(Code::MisplacedKeyword, &at, message).span(spec.document.key_span(&at)))
}

/// Checks that the format of a string leaves its length open.
fn check_length(spec: &Elements<'_>, schema: &Cursor<'_>, key: &str) -> Option<Diagnostic> {
    let is_closed = |format: &&str| {
        let scalar = ScalarType::find("string", Some(format));
        scalar.is_some_and(|scalar| !scalar.has_length(key))
    };
    let format = schema.get_str("format").filter(is_closed)?;
    if !schema.has(key) {
        return None;
    }
    let at = schema.origin.child(key);
    let message = format!("`{key}` does not apply to format `{format}`");
    let diagnostic = Diagnostic::new(Code::MisplacedKeyword, &at, message);
    Some(diagnostic.span(spec.document.key_span(&at)).help("remove it"))
}

/// Returns the message about a string or a number that violates a limit of one of the schemas.
pub fn violated_limit(parts: &[Schema<'_>], kind: &str, text: &str) -> Option<String> {
    if kind == "string" {
        let format = parts.iter().find_map(|part| part.cursor.get_str("format"));
        // a length of another format is an error of its own
        ScalarType::find(kind, format).filter(|scalar| scalar.has_length("maxLength"))?;
        return violated_count(parts, LENGTHS, text.chars().count(), "characters");
    }
    let value = Exact::parse(text).filter(|_| ["integer", "number"].contains(&kind))?;
    let of_format = parts.iter().filter(|_| kind == "integer").find_map(|part| {
        // others declare formats that their values do not have
        let is_foreign = part.document().dialect.is_foreign;
        outside_of_format(&part.cursor, text).filter(|_| !is_foreign)
    });
    let expected = of_format.or_else(|| violated_bound(parts, NUMBERS, &value)).or_else(|| {
        let of = limit(parts, "multipleOf")?;
        let rest = value.remainder(&number(&of)?)?;
        (rest != 0).then(|| Some(format!("a multiple of {}", of.text()?)))?
    });
    expected.map(|expected| format!("expected {expected}, found {text}"))
}

/// Returns the message about a list whose number of items violates a limit of one of the schemas.
pub fn violated_items(parts: &[Schema<'_>], count: usize) -> Option<String> {
    violated_count(parts, ITEMS, count, "items")
}

/// Returns the message about a count. `noun` is in the plural.
fn violated_count(
    parts: &[Schema<'_>],
    bounds: Bounds,
    count: usize,
    noun: &str,
) -> Option<String> {
    let value = Exact::from_count(count)?;
    let expected = violated_bound(parts, bounds, &value)?;
    let noun = if expected.ends_with(" 1") { singularize(noun) } else { noun.to_owned() };
    Some(format!("expected {expected} {noun}, found {count}"))
}

/// Describes the bound that a value is outside of.
fn violated_bound(
    parts: &[Schema<'_>],
    (lower, upper, exclusive): Bounds,
    value: &Exact,
) -> Option<String> {
    let excludes = |key: &str| parts.iter().any(|part| part.cursor.has_flag(key));
    let described = |key: &str, is_outside: fn(Ordering) -> bool, words: &str| {
        let bound = limit(parts, key)?;
        let order = value.compare(&number(&bound)?)?;
        is_outside(order).then(|| Some(format!("{words} {}", bound.text()?)))?
    };
    let least = match exclusive.is_some_and(|(lower, _)| excludes(lower)) {
        true => described(lower, Ordering::is_le, "more than"),
        false => described(lower, Ordering::is_lt, "at least"),
    };
    least.or_else(|| match exclusive.is_some_and(|(_, upper)| excludes(upper)) {
        true => described(upper, Ordering::is_ge, "less than"),
        false => described(upper, Ordering::is_gt, "at most"),
    })
}

/// Returns the keyword of the first schema that has it.
fn limit<'a>(parts: &[Schema<'a>], key: &str) -> Option<Cursor<'a>> {
    parts.iter().find_map(|part| part.cursor.get(key))
}

/// Returns the number that a keyword is set to.
fn number(cursor: &Cursor<'_>) -> Option<Exact> {
    Exact::parse(cursor.text()?)
}
