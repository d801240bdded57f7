//! Parameters of an operation are unique.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Elements;

/// Reports duplicate parameters.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let earlier = operation.parameters.iter().take(index);
            let (name, location) = (parameter.name(), parameter.location());
            // the case of letters has no meaning in the names of headers
            let is_same = |other: &str| match location {
                "header" => other.eq_ignore_ascii_case(name),
                _ => other == name,
            };
            let mut same = earlier.filter(|p| p.location() == location && is_same(p.name()));
            let same = same.next();
            let Some(first) = same.filter(|first| first.inherited == parameter.inherited) else {
                continue;
            };
            let message =
                format!("duplicate {location} parameter `{name}` in {}", operation.name());
            let diagnostic = Diagnostic::new(Code::DuplicateParameter, &parameter.entry, message);
            found.push(
                diagnostic.label(&first.entry, "first declared here").help("remove one of them"),
            );
        }
    }
    found
}
