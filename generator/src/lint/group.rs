//! Operations belong to groups with unique names, and declare a method and their retry safety.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::spec::{Elements, Operation};

/// Reports operations without a group, duplicate names and missing keys.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_groups(spec, &mut found);
    check_methods(spec, &mut found);
    for operation in &spec.operations {
        check_required_keys(operation, &mut found);
    }
    found
}

fn check_groups(spec: &Elements<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
    // Operations of a single file are grouped by their tags.
    let has_parts = spec.document.root_file().is_some_and(|root| root.has("x-parts"));
    for file in spec.document.files() {
        let group = file.get("x-group");
        let Some(name) = group.as_ref().and_then(|group| group.get("name")) else {
            if has_parts && file.get_members("paths").next().is_some() {
                let message = "operations in a file without `x-group`";
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
        let text = name.node.as_str().unwrap_or_default();
        match first.get(text) {
            None => {
                first.insert(text, name.origin);
            }
            Some(other) => found.push(
                Diagnostic::new(
                    Code::DuplicateGroup,
                    &name.origin,
                    format!("duplicate group `{text}`"),
                )
                .label(other, "first declared here")
                .help("rename one of them, or move both into one file"),
            ),
        }
    }
}

/// Reports duplicate method names in a group. Operations and media types declare methods.
fn check_methods(spec: &Elements<'_>, found: &mut Vec<Diagnostic>) {
    // Two files with the same group are an error of their own.
    let mut first: BTreeMap<(FileId, &str, &str), Origin> = BTreeMap::new();
    for operation in &spec.operations {
        let tag = operation.cursor.get_items("tags").next();
        let tag = tag.and_then(|tag| tag.node.as_str()).unwrap_or_default();
        let media = operation.body_media_types();
        let extra = media.iter().filter_map(|media| media.cursor.get("x-method"));
        for method in operation.cursor.get("x-method").into_iter().chain(extra) {
            let name = method.node.as_str().unwrap_or_default();
            let key = (operation.cursor.origin.file, tag, name);
            match first.get(&key) {
                None => {
                    first.insert(key, method.origin);
                }
                Some(other) => found.push(
                    Diagnostic::new(
                        Code::DuplicateMethod,
                        &method.origin,
                        format!("duplicate method `{name}`"),
                    )
                    .label(other, "first declared here")
                    .help("rename one of them"),
                ),
            }
        }
    }
}

fn check_required_keys(operation: &Operation<'_>, found: &mut Vec<Diagnostic>) {
    let expected = [
        ("x-method", "the name of the Rust method"),
        ("x-retry-safety", "one of `read`, `idempotent`, `non-idempotent` and `metered`"),
    ];
    for (key, meaning) in expected.into_iter().filter(|(key, _)| !operation.cursor.has(key)) {
        let message = format!("{} has no `{key}`", operation.name());
        let diagnostic = Diagnostic::new(Code::MissingKey, &operation.cursor.origin, message);
        found.push(diagnostic.help(format!("add `{key}`, {meaning}")));
    }
}
