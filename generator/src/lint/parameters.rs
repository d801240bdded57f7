//! Parameters of an operation are unique.

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};

/// Reports duplicate parameters.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let earlier = operation.parameters.iter().take(index);
            let (name, location) = (parameter.name(), parameter.location());
            let same = earlier.into_iter().find(|p| p.name() == name && p.location() == location);
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
