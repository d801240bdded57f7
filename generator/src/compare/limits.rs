//! Comparison of the limits of values.

use std::cmp::Ordering;
use std::fmt;

use super::comparer::{ComparedElement, Comparer};
use super::rule::Rule;
use crate::ir::{Bound, Limits, Range};

/// The changed limits of a value.
#[derive(Debug, Default, PartialEq)]
struct Changes {
    narrowed: Vec<String>,
    widened: Vec<String>,
}

impl Comparer<'_> {
    /// Compares the limits of a value.
    pub(super) fn compare_limits(
        &mut self,
        old: &Limits,
        new: &Limits,
        element: &ComparedElement<'_>,
    ) {
        let mut changes = Changes::default();
        changes.compare(old, new);
        for (request, details) in [
            (Rule::RequestLimitNarrowed, changes.narrowed),
            (Rule::RequestLimitWidened, changes.widened),
        ] {
            let rule = element.direction.choose(request, Rule::ResponseLimitChanged);
            for detail in details {
                self.add(rule, element, detail);
            }
        }
    }

    /// Compares the ranges of the numbers in the names of members.
    pub(super) fn compare_families(
        &mut self,
        old: Option<(u32, u32)>,
        new: Option<(u32, u32)>,
        element: &ComparedElement<'_>,
    ) {
        let range = |family: Option<(u32, u32)>| Limits {
            items: Range {
                from: family.map(|(from, _)| from.into()),
                to: family.map(|(_, to)| to.into()),
            },
            ..Limits::default()
        };
        self.compare_limits(&range(old), &range(new), element);
    }
}

impl Changes {
    fn compare(&mut self, old: &Limits, new: &Limits) {
        self.compare_ranges("length", old.length, new.length);
        self.compare_ranges("items", old.items, new.items);
        self.compare_ranges("members", old.members, new.members);
        self.compare_ends("size", old.size, new.size, false);
        let bound =
            |bound: &Option<Bound>, is_lower: bool| bound.as_ref().map(|it| place(it, is_lower));
        let (from, to) = (bound(&old.minimum, true), bound(&new.minimum, true));
        self.compare_ends("minimum", from, to, true);
        let (from, to) = (bound(&old.maximum, false), bound(&new.maximum, false));
        self.compare_ends("maximum", from, to, false);
        self.compare_conditions("pattern", old.pattern.as_ref(), new.pattern.as_ref());
        self.compare_conditions("multipleOf", old.multiple_of.as_ref(), new.multiple_of.as_ref());
        let unique = |is_unique: bool| is_unique.then_some("true");
        let (from, to) = (unique(old.unique_items), unique(new.unique_items));
        self.compare_conditions("uniqueItems", from, to);
        match (old.each.as_deref(), new.each.as_deref()) {
            (None, None) => {}
            (from, to) => {
                let none = Limits::default();
                self.compare(from.unwrap_or(&none), to.unwrap_or(&none));
            }
        }
    }

    fn compare_ranges(&mut self, name: &str, old: Range, new: Range) {
        self.compare_ends(&format!("minimum of {name}"), old.from, new.from, true);
        self.compare_ends(&format!("maximum of {name}"), old.to, new.to, false);
    }

    /// Compares an end of a range. The lower end is narrowed by a higher number.
    fn compare_ends<T: PartialOrd + fmt::Display>(
        &mut self,
        name: &str,
        old: Option<T>,
        new: Option<T>,
        is_lower: bool,
    ) {
        let is_narrowed = match (&old, &new) {
            (None, None) => return,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(old), Some(new)) if old == new => return,
            (Some(old), Some(new)) => (new > old) == is_lower,
        };
        self.push(is_narrowed, name, old, new);
    }

    /// Compares conditions. Another condition may exclude a value that was accepted.
    fn compare_conditions<T: PartialEq + fmt::Display>(
        &mut self,
        name: &str,
        old: Option<T>,
        new: Option<T>,
    ) {
        if old != new {
            self.push(new.is_some(), name, old, new);
        }
    }

    fn push<T: fmt::Display>(
        &mut self,
        is_narrowed: bool,
        name: &str,
        old: Option<T>,
        new: Option<T>,
    ) {
        let show = |end: Option<T>| end.map_or("none".to_owned(), |end| format!("`{end}`"));
        let list = if is_narrowed { &mut self.narrowed } else { &mut self.widened };
        list.push(format!("{name}: {} → {}", show(old), show(new)));
    }
}

/// A bound as a place on the line of numbers: an exclusive bound is inside of an inclusive one.
struct BoundPlace {
    key: (f64, i8),
    text: String,
}

impl PartialEq for BoundPlace {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl PartialOrd for BoundPlace {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.key.partial_cmp(&other.key)
    }
}

impl fmt::Display for BoundPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn place(bound: &Bound, is_lower: bool) -> BoundPlace {
    let inside = match (bound.exclusive, is_lower) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => -1,
    };
    let suffix = if bound.exclusive { ", exclusive" } else { "" };
    let number = bound.number.parse().unwrap_or_default();
    BoundPlace { key: (number, inside), text: format!("{}{suffix}", bound.number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(old: Limits, new: Limits) -> (Vec<String>, Vec<String>) {
        let mut changes = Changes::default();
        changes.compare(&old, &new);
        (changes.narrowed, changes.widened)
    }

    fn bound(number: &str, exclusive: bool) -> Option<Bound> {
        Some(Bound { number: number.to_owned(), exclusive })
    }

    #[test]
    fn each_end_is_narrowed_or_widened() {
        let old = Limits {
            length: Range { from: Some(2), to: Some(9) },
            minimum: bound("1", false),
            maximum: bound("10", false),
            ..Limits::default()
        };
        let new = Limits {
            length: Range { from: Some(1), to: Some(8) },
            minimum: bound("1", true),
            maximum: bound("9.5", true),
            pattern: Some("^a".to_owned()),
            ..Limits::default()
        };
        let (narrowed, widened) = compare(old, new);
        assert_eq!(
            narrowed,
            [
                "maximum of length: `9` → `8`",
                "minimum: `1` → `1, exclusive`",
                "maximum: `10` → `9.5, exclusive`",
                "pattern: none → `^a`",
            ]
        );
        assert_eq!(widened, ["minimum of length: `2` → `1`"]);
    }

    #[test]
    fn limits_of_items_are_compared() {
        let each = |size: u64| Limits {
            each: Some(Box::new(Limits { size: Some(size), ..Limits::default() })),
            ..Limits::default()
        };
        assert_eq!(compare(each(1), each(1)), (vec![], vec![]));
        assert_eq!(compare(each(1), each(2)).1, ["size: `1` → `2`"]);
        assert_eq!(compare(each(1), Limits::default()).1, ["size: `1` → none"]);
    }
}
