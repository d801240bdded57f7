//! Path templates are well formed, unique, and match the path parameters of their operations.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::location::Origin;
use crate::path_template;
use crate::spec::{Elements, Operation};

/// Reports malformed and duplicate paths, and mismatches with path parameters.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in spec.document.files() {
        for (path, item) in file.get_members("paths") {
            if let Err(message) = path_template::names(path) {
                let span = spec.document.key_span(&item.origin);
                found.push(Diagnostic::new(Code::BadPath, &item.origin, message).span(span));
            }
        }
    }
    check_unique(spec, &mut found);
    for operation in &spec.operations {
        if let Ok(names) = path_template::names(operation.path) {
            check_parameters(spec, operation, &names, &mut found);
        }
    }
    found
}

/// Reports duplicate operations. Paths that differ only in parameter names or in escapes are the same.
fn check_unique(spec: &Elements<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(String, &str), &Origin> = BTreeMap::new();
    for operation in &spec.operations {
        let unnamed = path_template::canonical(operation.path);
        let origin = &operation.cursor.origin;
        match first.get(&(unnamed.clone(), operation.method.as_str())) {
            None => {
                first.insert((unnamed, operation.method.as_str()), origin);
            }
            Some(other) => {
                let message =
                    format!("duplicate operation `{} {}`", operation.method, operation.path);
                found.push(
                    Diagnostic::new(Code::DuplicatePath, origin, message)
                        .label(other, "first declared here")
                        .help("remove one of them"),
                );
            }
        }
    }
}

fn check_parameters(
    spec: &Elements<'_>,
    operation: &Operation<'_>,
    names: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    let declared: Vec<_> = operation.parameters_in("path").collect();
    for name in names.iter().filter(|name| !declared.iter().any(|p| p.name() == **name)) {
        let message = format!("path parameter `{name}` is not declared in {}", operation.name());
        let unmatched = declared.iter().map(|p| p.name()).filter(|n| !names.contains(n));
        let mut diagnostic =
            Diagnostic::new(Code::UndeclaredPathParameter, &operation.cursor.origin, message);
        diagnostic.help = did_you_mean(name, unmatched)
            .or_else(|| Some(format!("add `- {{ name: {name}, in: path, required: true, … }}`")));
        found.push(diagnostic);
    }
    for parameter in declared {
        let name = parameter.name();
        if !names.contains(&name) {
            let message = format!("path `{}` has no parameter `{{{name}}}`", operation.path);
            let mut diagnostic =
                Diagnostic::new(Code::UnusedPathParameter, &parameter.entry, message);
            diagnostic.help = did_you_mean(name, names.iter().copied());
            found.push(diagnostic.span(spec.document.item_span(&parameter.entry)));
        }
        if !parameter.is_required() {
            let message = format!("path parameter `{name}` is not required");
            found.push(
                Diagnostic::new(Code::OptionalPathParameter, &parameter.cursor.origin, message)
                    .help("write `required: true`"),
            );
        }
    }
}
