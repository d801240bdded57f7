//! The required parameters and members that a request lacks. The structs of a request are visited for this, and the
//! numbers in their names and the limits of their values are checked in the same pass.

use super::limits;
use super::parts::RequestParts;
use super::validate::{is_absent, matches_name};
use super::value::{BodyValue, Name, Object, indexed_name};
use crate::runtime::codec::{StructMeta, numbered_name};

/// Returns the violations of each object of the request, with its position.
pub(super) fn violations(parts: &RequestParts) -> Vec<String> {
    let mut violations = Vec::new();
    let own = parts.operation.required.iter().filter(|name| !is_given(parts, name));
    let body = required(parts.body).iter().filter(|name| !has(&parts.members, name, None));
    let names = empty_path_parameters(parts).chain(own.copied()).chain(body.copied());
    report(&mut violations, "", names.map(str::to_owned).collect());
    check_meta(&mut violations, "", parts.body, &parts.members, None);
    check_members(&mut violations, "", &parts.members);
    for (style, value) in &parts.styled {
        check_value(&mut violations, "", style.name, value);
    }
    check_elements(&mut violations, "", None, parts.list.as_deref().unwrap_or_default());
    violations
}

/// Returns the path parameters without a value.
pub(super) fn empty_path_parameters(parts: &RequestParts) -> impl Iterator<Item = &'static str> {
    parts.path.iter().filter(|(_, text)| text.trim().is_empty()).map(|(name, _)| *name)
}

/// Returns `true` if the request has a parameter or a member of this name that is not blank.
fn is_given(parts: &RequestParts, name: &str) -> bool {
    let in_query = || parts.query_values(name).any(|text| !text.trim().is_empty());
    let in_headers = || {
        let mut headers = parts.options.headers.iter();
        headers.any(|(known, value)| {
            known.as_str().eq_ignore_ascii_case(name) && !value.as_bytes().trim_ascii().is_empty()
        })
    };
    let in_styled =
        || parts.styled.iter().any(|(style, value)| style.name == name && !is_missing(value));
    has(&parts.members, name, None) || in_query() || in_headers() || in_styled()
}

/// Returns `true` if a member is given. `index` is the position of its object in a list.
fn has(members: &[(Name, BodyValue)], name: &str, index: Option<usize>) -> bool {
    members.iter().any(|(known, value)| is_member(name, known, index) && !is_missing(value))
}

/// Returns `true` if a name is the declared one, with or without numbers in place of its placeholders.
pub(super) fn is_member(declared: &str, name: &str, index: Option<usize>) -> bool {
    matches_name(declared, name) || index.is_some_and(|index| indexed_name(declared, index) == name)
}

/// Returns `true` for a value that cannot be that of a required member, such as blank text. The members of an object are
/// checked instead.
fn is_missing(value: &BodyValue) -> bool {
    let is_whitespace = || value.text().is_some_and(|text| text.trim().is_empty());
    !matches!(value, BodyValue::Object(_)) && (is_absent(value, true) || is_whitespace())
}

/// Checks the objects in the values of members. `position` is a prefix of messages.
fn check_members(violations: &mut Vec<String>, position: &str, members: &[(Name, BodyValue)]) {
    for (name, value) in members {
        check_value(violations, position, name, value);
    }
}

fn check_value(violations: &mut Vec<String>, position: &str, name: &str, value: &BodyValue) {
    match value {
        BodyValue::Object(object) => {
            check_object(violations, &format!("{position}in `{name}`: "), object, None);
        }
        BodyValue::List(elements) => check_elements(violations, position, Some(name), elements),
        BodyValue::Numbered(values) => {
            for (n, value) in values {
                check_value(violations, position, &numbered_name(name, *n), value);
            }
        }
        BodyValue::String(_) | BodyValue::Literal(_) | BodyValue::Json(_) | BodyValue::File(_) => {}
    }
}

/// Checks the elements of a list, which is the body if it has no name.
fn check_elements(
    violations: &mut Vec<String>,
    position: &str,
    name: Option<&str>,
    elements: &[BodyValue],
) {
    let list = name.map(|name| format!(" of `{name}`")).unwrap_or_default();
    for (index, element) in elements.iter().enumerate() {
        let position = || format!("{position}element {}{list}: ", index + 1);
        match element {
            BodyValue::Object(object) => {
                check_object(violations, &position(), object, Some(index));
            }
            BodyValue::List(elements) => check_elements(violations, &position(), None, elements),
            _ => {}
        }
    }
}

fn check_object(
    violations: &mut Vec<String>,
    position: &str,
    object: &Object,
    index: Option<usize>,
) {
    let required = required(object.meta).iter();
    let missing = required.filter(|name| !has(&object.members, name, index));
    let shown = |name: &&str| match index {
        Some(index) => indexed_name(name, index),
        None => (*name).to_owned(),
    };
    report(violations, position, missing.map(shown).collect());
    check_meta(violations, position, object.meta, &object.members, index);
    check_members(violations, position, &object.members);
}

/// Returns the names of the members that a struct requires.
fn required(meta: Option<&'static StructMeta>) -> &'static [&'static str] {
    meta.map(|meta| meta.required).unwrap_or_default()
}

/// Checks the numbers in the names of members, and the limits of their values.
fn check_meta(
    violations: &mut Vec<String>,
    position: &str,
    meta: Option<&'static StructMeta>,
    members: &[(Name, BodyValue)],
    index: Option<usize>,
) {
    let Some(meta) = meta else { return };
    check_numbers(violations, position, meta.numbered, members, index);
    limits::check_members(violations, position, meta.limits, members, index);
}

fn check_numbers(
    violations: &mut Vec<String>,
    position: &str,
    numbered: &[(&str, u32, u32)],
    members: &[(Name, BodyValue)],
    index: Option<usize>,
) {
    for (pattern, lowest, highest) in numbered {
        let found = members.iter().find(|(name, _)| name == pattern);
        let Some((_, BodyValue::Numbered(values))) = found else { continue };
        for (n, _) in values.iter().filter(|(n, _)| n < lowest || n > highest) {
            let name = numbered_name(pattern, *n);
            let name = index.map_or(name.clone(), |index| indexed_name(&name, index));
            violations.push(format!(
                "{position}`{name}`: expected a number from {lowest} to {highest} in the name"
            ));
        }
    }
}

/// Adds a message if members are missing.
fn report(violations: &mut Vec<String>, position: &str, missing: Vec<String>) {
    let mut names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let Some(last) = names.pop() else { return };
    violations.push(match names.is_empty() {
        true => format!("{position}{last} is required"),
        false => format!("{position}{} and {last} are required", names.join(", ")),
    });
}
