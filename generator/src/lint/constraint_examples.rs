//! Examples of request bodies satisfy the constraints of their schemas.

use super::constraints::DeclaredConstraint;
use super::validate::Properties;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::extension::{ConstraintExtension, MemberSet};
use crate::source::{Node, NodeKind, Scalar};
use crate::spec::{Cursor, MediaType};
use crate::wire_name::{WireName, matches_name};

/// Reports the examples of a media type that violate a constraint.
///
/// With `empty_is_absent`, as in forms, an empty string counts as absent.
pub fn check<'a>(
    media: &MediaType<'a>,
    declared: &DeclaredConstraint<'a>,
    known: &Properties<'a>,
    empty_is_absent: bool,
) -> Vec<Diagnostic> {
    let values = media.examples().into_iter().map(|example| example.cursor);
    let bodies = values.flat_map(|value| match &value.node.kind {
        NodeKind::List(_) => value.items().collect(),
        _ => vec![value],
    });
    let mut found = Vec::new();
    for body in bodies {
        let members = ExampleMembers::new(&body, known, empty_is_absent);
        for violation in members.violations(declared.constraint) {
            found.push(
                Diagnostic::new(Code::ViolatedConstraint, &body.origin, violation)
                    .label(&declared.cursor.origin, "constraint is here")
                    .help(
                        "correct the example, or the constraint if the service accepts the example",
                    ),
            );
        }
    }
    found
}

/// The members of an example with the properties that they belong to.
struct ExampleMembers<'a> {
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    /// The name of the property, with placeholders for numbers.
    property: &'a str,
    /// The number at the position of `{i}`; empty for a first item without a number.
    index: Option<&'a str>,
    text: &'a str,
}

impl<'a> ExampleMembers<'a> {
    fn new(body: &Cursor<'a>, known: &Properties<'a>, empty_is_absent: bool) -> Self {
        // A name without a number may belong to a property or to the first item of a list. It belongs
        // to the item if the example has other members of items.
        let item_property = |name: &str| {
            known
                .keys()
                .copied()
                .find(|key| WireName::parse(key).has_item() && matches_name(key, name))
        };
        let has_items = body
            .members()
            .any(|(name, _)| !known.contains_key(name) && item_property(name).is_some());
        let property = |name: &str| {
            let exact = known.keys().copied().find(|key| *key == name);
            let family = || known.keys().copied().find(|key| matches_name(key, name));
            let item = item_property(name).filter(|_| has_items);
            item.or(exact).or_else(family)
        };
        let members = body.members().filter(|(_, cursor)| is_present(cursor.node, empty_is_absent));
        let member = |(name, cursor): (&'a str, Cursor<'a>)| {
            let property: &'a str = property(name)?;
            let index = property.split_once("{i}").and_then(|(before, _)| {
                let rest = name.strip_prefix(before)?;
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                rest.get(..end)
            });
            let text = match &cursor.node.kind {
                NodeKind::Scalar { text, .. } => text.as_str(),
                _ => "",
            };
            Some(Member { property, index, text })
        };
        Self { members: members.filter_map(member).collect() }
    }

    /// Returns a message for every violation of the constraint.
    fn violations(&self, constraint: &ConstraintExtension) -> Vec<String> {
        if !constraint.applies_to_items() {
            return self.violation(constraint, None).into_iter().collect();
        }
        let mut indexes: Vec<&str> = self.members.iter().filter_map(|m| m.index).collect();
        indexes.sort_unstable();
        indexes.dedup();
        indexes.into_iter().filter_map(|index| self.violation(constraint, Some(index))).collect()
    }

    /// Returns the members of a property, limited to one item of a list if there is an index.
    fn of_property(&self, name: &str, index: Option<&str>) -> impl Iterator<Item = &Member<'a>> {
        let in_item = move |member: &&Member<'a>| {
            index.is_none() || member.index.is_none() || member.index == index
        };
        self.members.iter().filter(move |member| member.property == name).filter(in_item)
    }

    /// Returns a message if the constraint is violated.
    fn violation(&self, constraint: &ConstraintExtension, index: Option<&str>) -> Option<String> {
        let has = |name: &String| self.of_property(name, index).next().is_some();
        let has_value = |(name, values): (&String, &Vec<String>)| {
            self.of_property(name, index)
                .any(|member| values.iter().any(|value| value == member.text))
        };
        let unsatisfied =
            constraint.when.iter().any(|(name, values)| has(name) && !has_value((name, values)));
        let none_given = !constraint.when_any.is_empty() && !constraint.when_any.iter().any(has);
        let location = index.map(|index| format!(" in item `{index}`")).unwrap_or_default();
        if let Some(names) = &constraint.only {
            let name = names.iter().find(|name| has(name)).filter(|_| unsatisfied || none_given)?;
            return Some(format!("example must not have `{name}`{location}"));
        }
        if !constraint.when.iter().all(has_value) || none_given {
            return None;
        }
        if let Some(sets) = &constraint.any {
            let satisfied = sets.iter().any(|set| set.names().iter().all(has));
            let all: Vec<String> =
                sets.iter().map(MemberSet::names).map(|set| set.join("` with `")).collect();
            return (!satisfied)
                .then(|| format!("example has none of `{}`{location}", all.join("`, `")));
        }
        if let Some(names) = &constraint.all {
            let name = names.iter().find(|name| !has(name))?;
            return Some(format!("example has no `{name}`{location}"));
        }
        let present: Vec<&String> =
            constraint.not_both.iter().flatten().filter(|name| has(name)).collect();
        match present.as_slice() {
            [first, second, ..] => {
                Some(format!("example has both `{first}` and `{second}`{location}"))
            }
            _ => None,
        }
    }
}

/// Returns `true` if the value of a member counts as present.
fn is_present(node: &Node, empty_is_absent: bool) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, .. } => {
            node.scalar() != Some(Scalar::Null) && !(empty_is_absent && text.is_empty())
        }
        NodeKind::List(items) => !items.is_empty(),
        NodeKind::Map(members) => !members.is_empty(),
    }
}
