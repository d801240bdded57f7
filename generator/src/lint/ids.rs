//! `x-id` names declared id types, and each of those is used.

use std::collections::{BTreeMap, BTreeSet};

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::location::Origin;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut declared: BTreeMap<&str, Origin> = BTreeMap::new();
    for file in input.files() {
        for (name, spot) in file.map("x-ids") {
            if let Some(first) = declared.get(name) {
                let message = format!("a second id type `{name}`");
                let span = input.key(&spot.origin);
                let diagnostic = Diagnostic::new(Code::DuplicateComponent, &spot.origin, message);
                let first_key = input.key(first);
                found.push(diagnostic.span(span).label_span(first, first_key, "here is the first"));
            } else {
                declared.insert(name, spot.origin);
            }
        }
    }
    let mut used = BTreeSet::new();
    input.each(&objects::SCHEMA, &mut |schema| {
        let Some(name) = schema.text("x-id") else { return };
        if declared.contains_key(name) {
            used.insert(name);
            return;
        }
        let at = schema.origin.child("x-id");
        let mut diagnostic =
            Diagnostic::new(Code::UnknownId, &at, format!("there is no id type `{name}`"));
        diagnostic.help = did_you_mean(name, declared.keys().copied())
            .or_else(|| Some("declare it in `x-ids`, with a description".to_owned()));
        found.push(diagnostic);
    });
    for (name, origin) in declared.iter().filter(|(name, _)| !used.contains(**name)) {
        let message = format!("nothing is a `{name}`");
        let diagnostic = Diagnostic::new(Code::UnusedId, origin, message).span(input.key(origin));
        found.push(diagnostic.help("remove it, or use it with `x-id`"));
    }
    found
}
