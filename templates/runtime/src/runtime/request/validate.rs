//! Validation of a request before anything is sent: required members, keywords, date ranges, limits of values, and the
//! constraints of the operation.

use super::parts::RequestParts;
use super::value::{BodyValue, Name};
use super::{keywords, limits, missing, windows};
use crate::runtime::api::{Constraint, ConstraintSpec, Encoding};
use crate::runtime::codec::number_in;
use crate::runtime::json::JsonKind;

/// Returns a message that lists all violations.
pub(crate) fn check(parts: &RequestParts) -> Result<(), String> {
    let mut violations = missing::violations(parts);
    violations.extend(keywords::violations(parts));
    violations.extend(windows::violations(parts));
    violations.extend(limits::violations(parts));
    check_constraints(parts, &mut violations);
    if violations.is_empty() {
        return Ok(());
    }
    // a URL without a path parameter cannot be sent
    if missing::empty_path_parameters(parts).next().is_none() {
        violations.push("use `skip_validation()` to send the request anyway".to_owned());
    }
    Err(violations.join("; "))
}

/// Adds the violations of the constraints of the operation.
fn check_constraints(parts: &RequestParts, violations: &mut Vec<String>) {
    let scope = Scope {
        body: &parts.members,
        element: None,
        empty_is_absent: !matches!(parts.operation.encoding, Encoding::Json | Encoding::JsonOf(_)),
    };
    for constraint in parts.operation.constraints {
        let elements = match (constraint.each, &parts.list) {
            (Some(list), _) => list_member(&parts.members, list),
            (None, Some(elements)) => elements,
            (None, None) => {
                violations.extend(scope.violation(constraint));
                continue;
            }
        };
        for (index, element) in elements.iter().enumerate() {
            // an element that is not a struct is not validated
            let BodyValue::Object(object) = element else { continue };
            let scope = Scope { element: Some(&object.members), ..scope };
            if let Some(violation) = scope.violation(constraint) {
                let list = constraint.each.map(|list| format!(" of `{list}`")).unwrap_or_default();
                violations.push(format!("element {}{list}: {violation}", index + 1));
            }
        }
    }
}

/// Returns the elements of the list of this name.
fn list_member<'a>(members: &'a [(Name, BodyValue)], list: &str) -> &'a [BodyValue] {
    let found = members.iter().find(|(name, _)| name == list);
    found.map(|(_, value)| elements(value)).unwrap_or_default()
}

fn elements(value: &BodyValue) -> &[BodyValue] {
    match value {
        BodyValue::List(elements) => elements,
        _ => &[],
    }
}

/// The members that a constraint applies to.
#[derive(Clone, Copy)]
struct Scope<'a> {
    body: &'a [(Name, BodyValue)],
    /// The element that is checked; its members take precedence over those of the body.
    element: Option<&'a [(Name, BodyValue)]>,
    /// An empty string counts as absent.
    empty_is_absent: bool,
}

impl Scope<'_> {
    /// Describes how the constraint is violated.
    fn violation(&self, spec: &ConstraintSpec) -> Option<String> {
        let trigger = spec.when_any.iter().find(|name| self.has(name)).copied();
        let is_triggered = trigger.is_some() || spec.when_any.is_empty();
        let applies = is_triggered && spec.when.iter().all(|(name, values)| self.is(name, values));
        match spec.constraint {
            Constraint::AnyOf(sets) => {
                let satisfied = sets.iter().any(|set| self.count(set) == set.len());
                (applies && !satisfied).then(|| describe(spec, None, trigger))
            }
            Constraint::AllOf(names) => {
                let missing = self.select(names, false);
                let note = (missing.len() < names.len()).then(|| note("missing", &missing));
                (applies && !missing.is_empty()).then(|| describe(spec, note, trigger))
            }
            Constraint::AtMostOne(names) => {
                let given = self.select(names, true);
                (applies && given.len() > 1)
                    .then(|| describe(spec, given_note(names, &given), trigger))
            }
            Constraint::OnlyIf(names) => {
                let is_other =
                    |(name, values): &(&str, &[&str])| self.has(name) && !self.is(name, values);
                let denied = !is_triggered || spec.when.iter().any(is_other);
                let given = self.select(names, true);
                (denied && !given.is_empty())
                    .then(|| describe(spec, given_note(names, &given), trigger))
            }
        }
    }

    /// Returns the members that are given, or those that are not.
    fn select<'n>(&self, names: &[&'n str], given: bool) -> Vec<&'n str> {
        names.iter().copied().filter(|name| self.has(name) == given).collect()
    }

    /// Returns the number of members that are given.
    fn count(&self, names: &[&str]) -> usize {
        self.select(names, true).len()
    }

    /// Returns `true` if a member is given.
    fn has(&self, name: &str) -> bool {
        self.any(name, &|value| !is_absent(value, self.empty_is_absent))
    }

    /// Returns `true` if a member has one of these values.
    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.any(name, &|value| value.text().is_some_and(|text| values.contains(&&*text)))
    }

    /// Returns `true` if a member of this name passes the test. Outside of a list, a member of its elements
    /// stands for that of any element.
    fn any(&self, name: &str, test: &dyn Fn(&BodyValue) -> bool) -> bool {
        let has = |members: &[(Name, BodyValue)]| {
            members.iter().any(|(known, value)| matches_name(name, known) && test(value))
        };
        if self.element.is_some_and(has) || has(self.body) {
            return true;
        }
        let element_has = |element: &BodyValue| matches!(element, BodyValue::Object(object) if has(&object.members));
        self.element.is_none()
            && name.contains("{i")
            && self.body.iter().any(|(_, value)| elements(value).iter().any(element_has))
    }
}

/// Formats a violation: the constraint, and the members that violate it.
fn describe(spec: &ConstraintSpec, note: Option<String>, trigger: Option<&str>) -> String {
    let trigger = trigger.filter(|_| spec.when_any.len() > 1);
    let trigger = trigger.map(|name| format!("{} is given", join_names(&[name])));
    let notes: Vec<String> = note.into_iter().chain(trigger).collect();
    match notes.is_empty() {
        true => spec.message.to_owned(),
        false => format!("{} ({})", spec.message, notes.join(", ")),
    }
}

fn given_note(names: &[&str], given: &[&str]) -> Option<String> {
    (given.len() < names.len()).then(|| note("given", given))
}

fn note(label: &str, names: &[&str]) -> String {
    format!("{label}: {}", join_names(names))
}

/// Returns `true` if a value would not be written, or is empty where that counts as absent.
pub(super) fn is_absent(value: &BodyValue, empty_is_absent: bool) -> bool {
    match value {
        BodyValue::String(text) => empty_is_absent && text.is_empty(),
        BodyValue::Json(json) => {
            let is_empty = || value.text().is_some_and(|text| text.is_empty());
            json.kind() == JsonKind::Null || empty_is_absent && is_empty()
        }
        BodyValue::List(list) => list.is_empty(),
        BodyValue::Numbered(values) => values.is_empty(),
        BodyValue::Object(object) => object.members.is_empty(),
        BodyValue::Literal(_) | BodyValue::File(_) => false,
    }
}

/// Returns `true` if a name is the declared one, or a numbered name of the declared pattern.
pub(super) fn matches_name(declared: &str, name: &str) -> bool {
    declared == name || number_in(declared, name).is_some()
}

/// Joins names in backticks; all placeholders of elements are shown as `{i}`.
fn join_names(names: &[&str]) -> String {
    let names = names.iter().map(|name| name.replace("{i?}", "{i}").replace("{i0}", "{i}"));
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
