//! What the arguments of a method are, where their names do not say it all.

use super::calls::{self, Argument};
use super::setters::told;
use crate::ir::Operation;
use crate::source::Origin;

/// "The exception list." is no more than the name of the argument.
const AS_THE_NAME: usize = 3;

/// The paragraph of a method's documentation; empty when the names of its arguments say it all, and
/// when the arguments are fields of a struct, which are documented there.
pub fn docs(operation: &Operation) -> String {
    if calls::needed(operation).is_some() {
        return String::new();
    }
    let mut text = String::new();
    for argument in calls::arguments(operation) {
        let (name, docs, limits) = match &argument {
            Argument::Parameter(own) => (&own.name, &own.docs, &own.limits),
            Argument::Member(own) => (&own.name, &own.docs, &own.limits),
            Argument::Body(_) => continue,
        };
        if says_more(docs) || !limits.is_empty() {
            let docs = told(docs, limits, None).split_whitespace().collect::<Vec<_>>().join(" ");
            text.push_str(&format!("\n- `{}`: {docs}", name.plain()));
        }
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// The arguments whose description is left out.
pub fn left_out(operation: &Operation) -> Vec<&Origin> {
    if calls::needed(operation).is_some() {
        return Vec::new();
    }
    let arguments = calls::arguments(operation).into_iter();
    let left = arguments.filter_map(|argument| match argument {
        Argument::Parameter(own) => Some((&own.docs, &own.limits, &own.origin)),
        Argument::Member(own) => Some((&own.docs, &own.limits, &own.origin)),
        Argument::Body(_) => None,
    });
    left.filter(|(docs, limits, _)| !says_more(docs) && limits.is_empty())
        .map(|(_, _, origin)| origin)
        .collect()
}

fn says_more(docs: &str) -> bool {
    docs.split_whitespace().count() > AS_THE_NAME
}
