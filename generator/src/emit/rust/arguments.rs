//! The documentation of the arguments of a method.

use super::calls::{self, Argument};
use super::links::Links;
use super::references;
use super::setters::with_limits;
use crate::ir::{Api, Limits, Name, Operation};
use crate::location::Origin;
use crate::markdown;

/// Descriptions of this many words, such as "The exception list.", only repeat the name of the argument.
const NAME_ONLY: usize = 3;

/// Returns the section about the arguments. It is empty if all descriptions repeat the names, or if the arguments are
/// fields of a struct, which are documented there.
pub fn docs(api: &Api, operation: &Operation) -> String {
    if calls::required_arguments(operation).is_some() {
        return String::new();
    }
    let mut text = String::new();
    let links = Links::of_request(operation);
    if let Some(reference) = references::of_operation(api, operation) {
        let docs = markdown::escape(&reference.docs.replace('\n', " "));
        text.push_str(&format!("\n* `{}` - {docs}", reference.argument.plain()));
    }
    for argument in described(operation).filter(Described::is_informative) {
        let docs = with_limits(argument.docs, argument.limits, None);
        let docs = docs.split_whitespace().collect::<Vec<_>>().join(" ");
        let docs = links.apply(&markdown::escape(&docs), "");
        text.push_str(&format!("\n* `{}` - {docs}", argument.name.plain()));
    }
    if text.is_empty() { text } else { format!("\n\n# Arguments\n{text}") }
}

/// Returns the arguments whose description is left out.
pub fn left_out(operation: &Operation) -> Vec<&Origin> {
    if calls::required_arguments(operation).is_some() {
        return Vec::new();
    }
    let left = described(operation).filter(|argument| !argument.is_informative());
    left.map(|argument| argument.origin).collect()
}

/// An argument that the spec describes.
struct Described<'a> {
    name: &'a Name,
    docs: &'a str,
    limits: &'a Limits,
    origin: &'a Origin,
}

impl Described<'_> {
    /// Returns `true` if the description has more information than the name.
    fn is_informative(&self) -> bool {
        self.docs.split_whitespace().count() > NAME_ONLY || !self.limits.is_empty()
    }
}

fn described(operation: &Operation) -> impl Iterator<Item = Described<'_>> {
    calls::arguments(operation).into_iter().filter_map(|argument| {
        let (name, docs, limits, origin) = match argument {
            Argument::Parameter(own) => (&own.name, &own.docs, &own.limits, &own.origin),
            Argument::Member(own) => (&own.name, &own.docs, &own.limits, &own.origin),
            Argument::Body(_) | Argument::Reference(_) => return None,
        };
        Some(Described { name, docs, limits, origin })
    })
}
