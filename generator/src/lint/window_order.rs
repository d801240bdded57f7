//! The start of a window is the parameter that its name, or else its description, calls the start.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements, Operation};

/// Words that name the start of a range, also at the beginning of a longer one: `startdate`.
const START: [&str; 5] = ["start", "begin", "after", "since", "from"];

/// Words that name the end of a range.
const END: [&str; 4] = ["end", "before", "until", "till"];

/// Words that name a start or an end in names, but are too common in sentences.
const START_OF_NAME: [&str; 2] = ["min", "minimum"];
const END_OF_NAME: [&str; 4] = ["to", "through", "max", "maximum"];

/// Reports windows whose ends are probably swapped.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let operations = spec.operations.iter();
    let windows = operations.flat_map(|operation| {
        let windows = operation.cursor.get_items("x-windows");
        windows.filter_map(|window| check_window(operation, &window)).collect::<Vec<_>>()
    });
    windows.collect()
}

fn check_window(operation: &Operation<'_>, window: &Cursor<'_>) -> Option<Diagnostic> {
    let (start, end) = (window.get("start")?, window.get("end")?);
    let (first, second) = (start.node.as_str()?, end.node.as_str()?);
    let in_order = order_of_names(first, second).or_else(|| {
        let describe = |name: &str| operation.query_parameter(name)?.cursor.get_str("description");
        let (of_first, of_second) = (describe(first)?, describe(second)?);
        // the words about the other end are not about this one
        let is_mixed = of_first.contains(second) || of_second.contains(first);
        if is_mixed { None } else { order_of_sentences(of_first, of_second) }
    })?;
    if in_order {
        return None;
    }
    let message = format!("expected the start of the range in `start`, found `{first}`");
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &start.origin, message);
    let help = format!("swap them: `start: {second}`, `end: {first}`");
    Some(diagnostic.label(&end.origin, "end is here").help(help))
}

/// Returns `true` if the first name is that of a start and the second that of an end, `false` for the contrary, and `None`
/// if the names do not distinguish them.
fn order_of_names(first: &str, second: &str) -> Option<bool> {
    let (first, second) = (first.to_snake_case(), second.to_snake_case());
    let words = |name: &'_ str| name.split('_').map(str::to_owned).collect();
    let is_start = |word: &str| is_start(word) || START_OF_NAME.contains(&word);
    let is_end = |word: &str| is_end(word) || END_OF_NAME.contains(&word);
    order(&words(&first), &words(&second), is_start, is_end)
}

/// Returns the same as [`order_of_names`] for descriptions.
fn order_of_sentences(first: &str, second: &str) -> Option<bool> {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    order(&words(first), &words(second), |word| START.contains(&word), |word| END.contains(&word))
}

fn is_start(word: &str) -> bool {
    START.iter().any(|start| word.starts_with(start))
}

fn is_end(word: &str) -> bool {
    END.iter().any(|end| word.starts_with(end))
}

/// Compares the words that only one of two texts has.
fn order(
    first: &BTreeSet<String>,
    second: &BTreeSet<String>,
    is_start: impl Fn(&str) -> bool,
    is_end: impl Fn(&str) -> bool,
) -> Option<bool> {
    let meaning = |own: &BTreeSet<String>, other: &BTreeSet<String>| {
        let has = |test: &dyn Fn(&str) -> bool| own.difference(other).any(|word| test(word));
        match (has(&is_start), has(&is_end)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    };
    let (starts, is_second_start) = (meaning(first, second)?, meaning(second, first)?);
    (starts != is_second_start).then_some(starts)
}

#[cfg(test)]
mod tests {
    use super::{order_of_names, order_of_sentences};

    #[test]
    fn names_distinguish_the_ends() {
        for (start, end) in [
            ("StartDate", "EndDate"),
            ("StartDateAfter", "StartDateBefore"),
            ("EndDateAfter", "EndDateBefore"),
            ("created_since", "created_until"),
            ("startdate", "enddate"),
            ("from", "to"),
            ("minDate", "maxDate"),
        ] {
            assert_eq!(order_of_names(start, end), Some(true), "{start}");
            assert_eq!(order_of_names(end, start), Some(false), "{start}");
        }
        for (one, other) in [("Date1", "Date2"), ("StartDate", "StartTime"), ("Since", "From")] {
            assert_eq!(order_of_names(one, other), None, "{one}");
        }
    }

    #[test]
    fn descriptions_distinguish_the_ends() {
        let (after, before) =
            ("Returns only notes created after this day.", "Notes created before this day.");
        assert_eq!(order_of_sentences(after, before), Some(true));
        assert_eq!(order_of_sentences(before, after), Some(false));
        assert_eq!(order_of_sentences("The first day.", "The last day."), None);
    }
}
