//! An operation declares a parameter once.

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let earlier = operation.parameters.iter().take(index);
            let (name, place) = (parameter.name(), parameter.place());
            let same = earlier.into_iter().find(|p| p.name() == name && p.place() == place);
            let Some(first) = same.filter(|first| first.inherited == parameter.inherited) else {
                continue;
            };
            let message =
                format!("{} declares the {place} parameter `{name}` twice", operation.name());
            let diagnostic = Diagnostic::new(Code::DuplicateParameter, &parameter.entry, message);
            found.push(
                diagnostic
                    .label(&first.entry, "here for the first time")
                    .help("remove one of them"),
            );
        }
    }
    found
}
