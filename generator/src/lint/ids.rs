//! `x-id` names a declared id type, and every id type is used.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, closest, did_you_mean};
use crate::location::Origin;
use crate::spec::Elements;

/// Reports undeclared, duplicate and unused id types.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut declared: BTreeMap<&str, Origin> = BTreeMap::new();
    for file in spec.document.files() {
        for (name, cursor) in file.get_members("x-ids") {
            if let Some(first) = declared.get(name) {
                let message = format!("duplicate id type `{name}`");
                let span = spec.document.key_span(&cursor.origin);
                let diagnostic = Diagnostic::new(Code::DuplicateComponent, &cursor.origin, message);
                let first_key = spec.document.key_span(first);
                found.push(diagnostic.span(span).label_span(
                    first,
                    first_key,
                    "first declared here",
                ));
            } else {
                declared.insert(name, cursor.origin);
            }
        }
    }
    let (mut used, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for schema in &spec.schemas {
        let Some(name) = schema.cursor.get_str("x-id") else { continue };
        if declared.contains_key(name) {
            used.insert(name);
            continue;
        }
        unknown.insert(name);
        let at = schema.cursor.origin.child("x-id");
        let mut diagnostic =
            Diagnostic::new(Code::UnknownId, &at, format!("unknown id type `{name}`"));
        diagnostic.help = did_you_mean(name, declared.keys().copied())
            .or_else(|| Some("declare it in `x-ids` with a description".to_owned()));
        found.push(diagnostic);
    }
    for (name, origin) in declared.iter().filter(|(name, _)| !used.contains(**name)) {
        if unknown.iter().any(|unknown| closest(unknown, [*name]).is_some()) {
            continue; // the unknown name is probably a misspelling of it
        }
        let message = format!("id type `{name}` is never used");
        let diagnostic =
            Diagnostic::new(Code::UnusedId, origin, message).span(spec.document.key_span(origin));
        found.push(diagnostic.help("remove it, or refer to it with `x-id`"));
    }
    found
}
