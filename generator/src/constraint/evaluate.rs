//! Evaluation of constraints.

use super::{ConditionalConstraint, Constraint};

/// The members of an object that a constraint is evaluated on.
pub trait Members {
    /// Returns `true` if a member is present.
    fn has(&self, name: &str) -> bool;

    /// Returns `true` if a member has one of the values.
    fn has_value(&self, name: &str, values: &[String]) -> bool;
}

/// How an object violates a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation<'a> {
    /// None of these sets of members is present as a whole.
    NoneOf(&'a [Vec<String>]),
    /// These members are missing.
    Missing(Vec<&'a str>),
    /// These members are combined.
    Combined(Vec<&'a str>),
    /// These members are present without the condition.
    Denied(Vec<&'a str>),
}

impl ConditionalConstraint {
    /// Returns how an object violates the constraint, if it does.
    pub fn violation(&self, members: &dyn Members) -> Option<Violation<'_>> {
        let is_violated = match &self.constraint {
            Constraint::OnlyIf(_) => self.is_denied(members),
            _ => self.applies(members),
        };
        self.constraint.violation(members).filter(|_| is_violated)
    }

    /// Returns `true` if an object satisfies the condition.
    pub fn applies(&self, members: &dyn Members) -> bool {
        let has_value = |(name, values): &(String, Vec<String>)| members.has_value(name, values);
        self.is_triggered(members) && self.when.iter().all(has_value)
    }

    /// Returns the members by which an object satisfies the constraint and its condition.
    pub fn satisfying_members(&self, members: &dyn Members) -> Vec<&str> {
        if !self.applies(members) {
            return Vec::new();
        }
        let trigger = self.when_any.iter().find(|name| members.has(name));
        let required: &[String] = match &self.constraint {
            Constraint::AllOf(names) => names,
            Constraint::AnyOf(sets) => {
                let mut whole = sets.iter().filter(|set| set.iter().all(|name| members.has(name)));
                whole.next().map(Vec::as_slice).unwrap_or_default()
            }
            Constraint::AtMostOne(_) | Constraint::OnlyIf(_) => &[],
        };
        trigger.into_iter().chain(required).map(String::as_str).collect()
    }

    fn is_triggered(&self, members: &dyn Members) -> bool {
        self.when_any.is_empty() || self.when_any.iter().any(|name| members.has(name))
    }

    /// Returns `true` if an object contradicts the condition. A member that it lacks contradicts no value.
    fn is_denied(&self, members: &dyn Members) -> bool {
        let has_other = |(name, values): &(String, Vec<String>)| {
            members.has(name) && !members.has_value(name, values)
        };
        !self.is_triggered(members) || self.when.iter().any(has_other)
    }
}

impl Constraint {
    /// Returns how an object violates the constraint if it applies.
    pub fn violation(&self, members: &dyn Members) -> Option<Violation<'_>> {
        match self {
            Constraint::AnyOf(sets) => {
                let is_whole = |set: &Vec<String>| set.iter().all(|name| members.has(name));
                (!sets.iter().any(is_whole)).then_some(Violation::NoneOf(sets))
            }
            Constraint::AllOf(names) => {
                let missing = select_names(names, members, false);
                (!missing.is_empty()).then_some(Violation::Missing(missing))
            }
            Constraint::AtMostOne(names) => {
                let present = select_names(names, members, true);
                (present.len() > 1).then_some(Violation::Combined(present))
            }
            Constraint::OnlyIf(names) => {
                let present = select_names(names, members, true);
                (!present.is_empty()).then_some(Violation::Denied(present))
            }
        }
    }
}

/// Returns the names of the members that are present, or of those that are not.
fn select_names<'a>(names: &'a [String], members: &dyn Members, present: bool) -> Vec<&'a str> {
    names.iter().map(String::as_str).filter(|name| members.has(name) == present).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The members of an object with their values.
    struct ObjectMembers(&'static [(&'static str, &'static str)]);

    impl Members for ObjectMembers {
        fn has(&self, name: &str) -> bool {
            self.0.iter().any(|(own, _)| *own == name)
        }

        fn has_value(&self, name: &str, values: &[String]) -> bool {
            self.0.iter().any(|(own, text)| *own == name && values.iter().any(|it| it == text))
        }
    }

    fn names(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn conditional(constraint: Constraint) -> ConditionalConstraint {
        ConditionalConstraint {
            list: None,
            constraint,
            when: vec![("T".to_owned(), names("X Y"))],
            when_any: names("M N"),
            reason: None,
        }
    }

    #[test]
    fn constraints_apply_under_their_condition() {
        let all = conditional(Constraint::AllOf(names("A B")));
        let missing = |given: &ObjectMembers| all.violation(given).is_some();
        assert!(missing(&ObjectMembers(&[("T", "X"), ("N", ""), ("A", "")])));
        assert!(!missing(&ObjectMembers(&[("T", "X"), ("N", ""), ("A", ""), ("B", "")])));
        assert!(!missing(&ObjectMembers(&[("T", "Z"), ("N", "")])));
        assert!(!missing(&ObjectMembers(&[("T", "X")])));
        let given = ObjectMembers(&[("T", "Y"), ("M", ""), ("N", ""), ("A", ""), ("B", "")]);
        assert_eq!(all.satisfying_members(&given), ["M", "A", "B"]);
        assert_eq!(
            all.violation(&ObjectMembers(&[("T", "X"), ("M", ""), ("B", "")])),
            Some(Violation::Missing(vec!["A"]))
        );
    }

    #[test]
    fn members_are_denied_without_the_condition() {
        let only = conditional(Constraint::OnlyIf(names("A B")));
        let denied = |given: &ObjectMembers| only.violation(given).is_some();
        assert!(denied(&ObjectMembers(&[("T", "X"), ("A", "")])));
        assert!(denied(&ObjectMembers(&[("T", "Z"), ("M", ""), ("A", "")])));
        // the condition on `T` is open if `T` is absent
        assert!(!denied(&ObjectMembers(&[("M", ""), ("A", "")])));
        assert!(!denied(&ObjectMembers(&[("T", "Z")])));
    }

    #[test]
    fn sets_are_complete() {
        let any = Constraint::AnyOf(vec![names("A B"), names("C")]);
        assert_eq!(any.violation(&ObjectMembers(&[("C", "")])), None);
        assert!(
            matches!(any.violation(&ObjectMembers(&[("A", "")])), Some(Violation::NoneOf(sets)) if sets.len() == 2)
        );
        let one = Constraint::AtMostOne(names("A B C"));
        assert_eq!(one.violation(&ObjectMembers(&[("A", "")])), None);
        let combined = one.violation(&ObjectMembers(&[("A", ""), ("C", "")]));
        assert_eq!(combined, Some(Violation::Combined(vec!["A", "C"])));
    }
}
