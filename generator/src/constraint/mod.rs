//! Constraints between the members of a request: their descriptions, and their evaluation on examples.

mod evaluate;
mod example;

pub use evaluate::{Members, Violation};
pub use example::ExampleMembers;

use crate::markdown;
use crate::wire_name::{Numbering, WireName};

/// A constraint and the condition under which it applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionalConstraint {
    /// The list to whose items it applies separately; `None` for the body.
    pub list: Option<String>,
    /// The constraint.
    pub constraint: Constraint,
    /// Condition: each of these members has one of the values.
    pub when: Vec<(String, Vec<String>)>,
    /// Condition: one of these members is present; ignored if empty.
    pub when_any: Vec<String>,
    /// An explanation, as the end of a sentence.
    pub reason: Option<String>,
}

/// A constraint, by wire names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// At least one of these sets of members must be present.
    AnyOf(Vec<Vec<String>>),
    /// All of these must be present.
    AllOf(Vec<String>),
    /// At most one of these may be present.
    AtMostOne(Vec<String>),
    /// These may be present only under the condition.
    OnlyIf(Vec<String>),
}

/// How the name of a member is shown.
type Show<'a> = &'a dyn Fn(&str) -> String;

impl ConditionalConstraint {
    /// Returns the constraint and its condition on other names.
    pub fn map_names(&self, rename: impl Fn(&str) -> String) -> Self {
        let when = self.when.iter().map(|(name, values)| (rename(name), values.clone()));
        Self {
            list: self.list.clone(),
            constraint: self.constraint.map_names(&rename),
            when: when.collect(),
            when_any: self.when_any.iter().map(|name| rename(name)).collect(),
            reason: self.reason.clone(),
        }
    }

    /// Returns the message about a violation: ``one of `A`, `B` or `C` is required when `D` is set``. Names are without
    /// the placeholder of the item, because the message is about a certain item or about all items.
    pub fn message(&self) -> String {
        let item = if self.list.is_some() { "" } else { " of an item" };
        self.describe(&|name| {
            let wire = WireName::parse(name).with_numbering(Numbering::BareFirst);
            match wire.has_item() {
                true => format!("`{}`{item}", wire.with_numbers(Some(0), None)),
                false => code(name),
            }
        })
    }

    /// Returns a description without a full stop.
    fn describe(&self, show: Show<'_>) -> String {
        let mut text = self.constraint.describe(show);
        let conditions = self.conditions(show);
        if !conditions.is_empty() {
            text.push_str(" when ");
            text.push_str(&conditions.join(" and "));
        }
        if let Some(reason) = &self.reason {
            text.push_str("; ");
            text.push_str(reason);
        }
        text
    }

    /// Returns the description as a sentence.
    pub fn to_sentence(&self) -> String {
        let description = self.describe(&code);
        match &self.list {
            Some(list) => format!("In each item of `{list}`: {description}."),
            None => {
                let mut letters = description.chars();
                let first = letters.next().map(|first| first.to_uppercase().to_string());
                format!("{}{}.", first.unwrap_or_default(), letters.as_str())
            }
        }
    }

    /// Describes the parts of the condition.
    fn conditions(&self, show: Show<'_>) -> Vec<String> {
        let describe_values = |(name, values): &(String, Vec<String>)| {
            format!("{} is {}", show(name), join_names(values, "or", &code))
        };
        let mut parts: Vec<String> = self.when.iter().map(describe_values).collect();
        match self.when_any.as_slice() {
            [] => {}
            [one] => parts.push(format!("{} is set", show(one))),
            several => parts.push(format!("one of {} is set", join_names(several, "or", show))),
        }
        parts
    }
}

impl Constraint {
    /// Returns the constrained members.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Constraint::AnyOf(sets) => sets.iter().flatten().map(String::as_str).collect(),
            Constraint::AllOf(names) | Constraint::AtMostOne(names) | Constraint::OnlyIf(names) => {
                names.iter().map(String::as_str).collect()
            }
        }
    }

    /// Returns the constraint on other names.
    pub fn map_names(&self, rename: impl Fn(&str) -> String) -> Self {
        let all = |names: &[String]| names.iter().map(|name| rename(name)).collect::<Vec<_>>();
        match self {
            Constraint::AnyOf(sets) => Constraint::AnyOf(sets.iter().map(|set| all(set)).collect()),
            Constraint::AllOf(names) => Constraint::AllOf(all(names)),
            Constraint::AtMostOne(names) => Constraint::AtMostOne(all(names)),
            Constraint::OnlyIf(names) => Constraint::OnlyIf(all(names)),
        }
    }

    fn describe(&self, show: Show<'_>) -> String {
        match self {
            Constraint::AnyOf(sets) => {
                let sets: Vec<String> = sets.iter().map(|set| describe_set(set, show)).collect();
                match sets.as_slice() {
                    [one] => format!("{one} is required"),
                    [one, other] => format!("{one} or {other} is required"),
                    several => format!("one of {} is required", join(several, "or")),
                }
            }
            Constraint::AllOf(names) => match names.as_slice() {
                [one] => format!("{} is required", show(one)),
                several => format!("{} are required", join_names(several, "and", show)),
            },
            Constraint::AtMostOne(names) => match names.as_slice() {
                [_, _] => format!("{} cannot be combined", join_names(names, "and", show)),
                several => {
                    format!("at most one of {} can be set", join_names(several, "and", show))
                }
            },
            Constraint::OnlyIf(names) => {
                format!("{} can be set only", join_names(names, "and", show))
            }
        }
    }
}

fn describe_set(names: &[String], show: Show<'_>) -> String {
    match names.split_first() {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} with {}", show(first), join_names(rest, "and", show))
        }
        _ => join_names(names, "and", show),
    }
}

/// Formats a name or a value as code.
fn code(name: &str) -> String {
    markdown::code(&WireName::parse(name).declared())
}

fn join_names(names: &[String], last: &str, show: Show<'_>) -> String {
    let names: Vec<String> = names.iter().map(|name| show(name)).collect();
    join(&names, last)
}

fn join(parts: &[String], last: &str) -> String {
    match parts.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn unconditional(constraint: Constraint) -> ConditionalConstraint {
        ConditionalConstraint {
            list: None,
            constraint,
            when: Vec::new(),
            when_any: Vec::new(),
            reason: None,
        }
    }

    #[test]
    fn every_constraint_is_described() {
        let any = Constraint::AnyOf(vec![names("A"), names("B C"), names("D")]);
        let cases = [
            (any, "one of `A`, `B` with `C` or `D` is required"),
            (Constraint::AnyOf(vec![names("A B")]), "`A` with `B` is required"),
            (Constraint::AnyOf(vec![names("A"), names("B")]), "`A` or `B` is required"),
            (Constraint::AllOf(names("A")), "`A` is required"),
            (Constraint::AllOf(names("A B C")), "`A`, `B` and `C` are required"),
            (Constraint::AtMostOne(names("A B")), "`A` and `B` cannot be combined"),
            (Constraint::AtMostOne(names("A B C")), "at most one of `A`, `B` and `C` can be set"),
        ];
        for (constraint, description) in cases {
            assert_eq!(unconditional(constraint).message(), description);
        }
    }

    #[test]
    fn conditions_follow_the_constraint() {
        let when = vec![("T".to_owned(), names("X Y")), ("U".to_owned(), names("Z"))];
        let only = ConditionalConstraint { when, ..unconditional(Constraint::OnlyIf(names("A"))) };
        assert_eq!(only.message(), "`A` can be set only when `T` is `X` or `Y` and `U` is `Z`");
        let reason = Some("there is no other way".to_owned());
        let all = ConditionalConstraint {
            when_any: names("M N"),
            reason,
            ..unconditional(Constraint::AllOf(names("A")))
        };
        assert_eq!(
            all.message(),
            "`A` is required when one of `M` or `N` is set; there is no other way"
        );
        let list = Some("Items".to_owned());
        let item = ConditionalConstraint {
            list,
            ..unconditional(Constraint::AtMostOne(names("P{i?} S{i?}")))
        };
        assert_eq!(item.message(), "`P` and `S` cannot be combined");
        let body = ConditionalConstraint { list: None, ..item.clone() };
        assert_eq!(body.message(), "`P` of an item and `S` of an item cannot be combined");
        assert_eq!(
            item.to_sentence(),
            "In each item of `Items`: `P{i}` and `S{i}` cannot be combined."
        );
    }
}
