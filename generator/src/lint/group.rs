//! Operations belong to groups, and have the facts that the client is made of.

use std::collections::BTreeMap;

use super::input::{Input, Operation};
use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    groups(input, &mut found);
    methods(input, &mut found);
    for operation in &input.operations {
        facts(operation, &mut found);
    }
    found
}

fn groups(input: &Input<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
    for file in input.files() {
        let group = file.get("x-group");
        let Some(name) = group.as_ref().and_then(|group| group.get("name")) else {
            if file.map("paths").next().is_some() {
                let message = "operations stand in a file that names no group";
                found.push(
                    Diagnostic::new(
                        Code::OperationOutsideGroup,
                        &file.origin.child("paths"),
                        message,
                    )
                    .help("add `x-group: { name: …, title: …, description: … }`"),
                );
            }
            continue;
        };
        let text = name.node.text().unwrap_or_default();
        match first.get(text) {
            None => {
                first.insert(text, name.origin);
            }
            Some(other) => found.push(
                Diagnostic::new(
                    Code::DuplicateGroup,
                    &name.origin,
                    format!("a second group `{text}`"),
                )
                .label(other, "here is the first")
                .help("rename one of them, or put both into one file"),
            ),
        }
    }
}

/// The methods of a group: those of its operations, and of single media types.
fn methods(input: &Input<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(&str, &str), Origin> = BTreeMap::new();
    for operation in &input.operations {
        let body = operation.spot.get("requestBody").map(|body| input.follow(&body));
        let media = body.iter().flat_map(|body| body.map("content"));
        let extra = media.filter_map(|(_, media)| media.get("x-method"));
        for method in operation.spot.get("x-method").into_iter().chain(extra) {
            let name = method.node.text().unwrap_or_default();
            match first.get(&(operation.group.unwrap_or_default(), name)) {
                None => {
                    first.insert((operation.group.unwrap_or_default(), name), method.origin);
                }
                Some(other) => found.push(
                    Diagnostic::new(
                        Code::DuplicateMethod,
                        &method.origin,
                        format!("a second method `{name}` in the group"),
                    )
                    .label(other, "here is the first")
                    .help("rename one of them"),
                ),
            }
        }
    }
}

fn facts(operation: &Operation<'_>, found: &mut Vec<Diagnostic>) {
    let wanted = [
        ("x-method", "the Rust method"),
        ("x-effect", "what a repetition does: `read`, `idempotent`, `unsafe` or `quota`"),
    ];
    for (key, what) in wanted.into_iter().filter(|(key, _)| !operation.spot.has(key)) {
        let message = format!("{} has no `{key}`", operation.name());
        let diagnostic = Diagnostic::new(Code::MissingFact, &operation.spot.origin, message);
        found.push(diagnostic.help(format!("add `{key}`, {what}")));
    }
}
