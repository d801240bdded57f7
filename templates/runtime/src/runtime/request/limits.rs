//! The check of values against their limits: lengths, ranges of numbers, and numbers of items.
//!
//! A value that is absent is not checked, nor is one of another kind than the limit is about. An empty string counts as
//! absent. Messages contain no values, which may be personal data.

use std::cmp::Ordering;
use std::fmt::Display;

use super::missing::is_member;
use super::parts::RequestParts;
use super::validate::is_absent;
use super::value::{BodyValue, Name, indexed_name};
use crate::runtime::api::{Limit, NamedLimit};
use crate::runtime::codec::numbered_name;
use crate::runtime::json::JsonKind;
use crate::runtime::wire::parse_decimal;

/// Returns the violations of the limits of the operation. The limits of structs are checked with their other members.
pub(super) fn violations(parts: &RequestParts) -> Vec<String> {
    let mut violations = Vec::new();
    for (name, limit) in parts.operation.limits {
        for value in parameter_values(parts, name, limit) {
            check(&mut violations, "", &format_args!("`{name}`"), limit, &value);
        }
    }
    let limits = parts.operation.body_limits;
    check_members(&mut violations, "", limits, &parts.members, None);
    for (_, limit) in limits.iter().filter(|(name, _)| name.is_empty()) {
        if let Some(list) = &parts.list {
            check_list(&mut violations, "", &"`body`", limit, list);
        }
    }
    violations
}

/// Returns the values of a parameter that are checked against a limit.
fn parameter_values(parts: &RequestParts, name: &str, limit: &Limit) -> Vec<BodyValue> {
    if let Some((_, value)) = parts.styled.iter().find(|(style, _)| style.name == name) {
        return vec![value.clone()];
    }
    let mut texts: Vec<&str> = Vec::new();
    for (known, text) in &parts.path {
        if *known == name {
            texts.push(text);
        }
    }
    texts.extend(parts.query_values(name));
    for (known, value) in &parts.options.headers {
        if known.as_str().eq_ignore_ascii_case(name) {
            texts.extend(std::str::from_utf8(value.as_bytes()));
        }
    }
    texts.retain(|text| !text.is_empty());
    match limit {
        Limit::Joined(_) => {
            let lists = texts.iter().map(|text| BodyValue::List(strings(text.split(','))));
            lists.collect()
        }
        Limit::Each(_) | Limit::MinItems(_) | Limit::MaxItems(_) if texts.is_empty() => Vec::new(),
        Limit::Each(_) | Limit::MinItems(_) | Limit::MaxItems(_) => {
            vec![BodyValue::List(strings(texts.into_iter()))]
        }
        _ => strings(texts.into_iter()),
    }
}

fn strings<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<BodyValue> {
    texts.map(|text| BodyValue::String(text.to_owned())).collect()
}

/// Checks the members of an object. `position` is a prefix of messages, and `index` the position of the object in a
/// list.
pub(super) fn check_members(
    violations: &mut Vec<String>,
    position: &str,
    limits: &[NamedLimit],
    members: &[(Name, BodyValue)],
    index: Option<usize>,
) {
    for (declared, limit) in limits {
        let named = members.iter().filter(|(known, _)| is_member(declared, known, index));
        for (name, value) in named.filter(|(_, value)| !is_absent(value, true)) {
            let mut check_named = |name: &str, value| {
                let name = index.map_or_else(|| name.into(), |index| indexed_name(name, index));
                check(violations, position, &format_args!("`{name}`"), limit, value);
            };
            match value {
                BodyValue::Numbered(values) => {
                    values.iter().for_each(|(n, value)| {
                        check_named(&numbered_name(name, *n), value);
                    });
                }
                value => check_named(name, value),
            }
        }
    }
}

/// Checks a value, which `subject` describes.
fn check(
    violations: &mut Vec<String>,
    position: &str,
    subject: &dyn Display,
    limit: &Limit,
    value: &BodyValue,
) {
    match (limit, value) {
        (Limit::Joined(limit), value) => check(violations, position, subject, limit, value),
        (limit, BodyValue::List(items)) => check_list(violations, position, subject, limit, items),
        (Limit::Each(limit), BodyValue::Object(map)) => {
            for (name, value) in &map.members {
                let subject = format_args!("`{name}` in {subject}");
                check(violations, position, &subject, limit, value);
            }
        }
        (limit, value) => {
            let found = violation(limit, value);
            violations.extend(found.map(|found| format!("{position}{subject}: {found}")));
        }
    }
}

/// Checks the number of items, or each item.
fn check_list(
    violations: &mut Vec<String>,
    position: &str,
    subject: &dyn Display,
    limit: &Limit,
    items: &[BodyValue],
) {
    let found = match *limit {
        Limit::Each(limit) => {
            for (index, item) in items.iter().enumerate() {
                let subject = format_args!("element {} of {subject}", index + 1);
                check(violations, position, &subject, limit, item);
            }
            None
        }
        Limit::MinItems(minimum) => too_few(minimum, items.len(), "item"),
        Limit::MaxItems(maximum) => too_many(maximum, items.len(), "item"),
        _ => None,
    };
    violations.extend(found.map(|found| format!("{position}{subject}: {found}")));
}

/// Describes how a string or a number violates a limit.
fn violation(limit: &Limit, value: &BodyValue) -> Option<String> {
    let text = value.text().filter(|text| !text.is_empty())?;
    let length = || is_string(value).then(|| text.chars().count());
    let (bound, is_outside, expected) = match *limit {
        Limit::MinLength(minimum) => return too_few(minimum, length()?, "character"),
        Limit::MaxLength(maximum) => return too_many(maximum, length()?, "character"),
        Limit::Minimum(bound) => {
            (bound, Ordering::is_lt as fn(Ordering) -> bool, "a number of at least")
        }
        Limit::Maximum(bound) => (bound, Ordering::is_gt as _, "a number of at most"),
        Limit::ExclusiveMinimum(bound) => (bound, Ordering::is_le as _, "a number greater than"),
        Limit::ExclusiveMaximum(bound) => (bound, Ordering::is_ge as _, "a number less than"),
        Limit::MultipleOf(unit) => {
            let rest = parse_decimal(&text)?.checked_rem(parse_decimal(unit)?)?;
            return (!rest.is_zero()).then(|| format!("expected a multiple of {unit}"));
        }
        Limit::MaxSize(_)
        | Limit::MinItems(_)
        | Limit::MaxItems(_)
        | Limit::Each(_)
        | Limit::Joined(_) => return None,
    };
    let order = parse_decimal(&text)?.cmp(&parse_decimal(bound)?);
    is_outside(order).then(|| format!("expected {expected} {bound}"))
}

fn is_string(value: &BodyValue) -> bool {
    match value {
        BodyValue::String(_) => true,
        BodyValue::Json(json) => json.kind() == JsonKind::String,
        _ => false,
    }
}

fn too_few(minimum: u64, found: usize, noun: &str) -> Option<String> {
    let is_violated = (found as u64) < minimum;
    is_violated.then(|| format!("expected at least {}, found {found}", counted(minimum, noun)))
}

fn too_many(maximum: u64, found: usize, noun: &str) -> Option<String> {
    let is_violated = found as u64 > maximum;
    is_violated.then(|| format!("expected at most {}, found {found}", counted(maximum, noun)))
}

/// Formats a number with its noun, which is in the singular.
fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
