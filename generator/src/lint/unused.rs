//! Every component is used by an operation, directly or through other components.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::resolve::{ComponentRef, Section};
use crate::spec::Elements;

/// Reports unused components.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let used = reachable(spec);
    let mut found = Vec::new();
    for file in spec.document.files() {
        let components = file.get("components");
        for section in Section::ALL {
            let declared = components.iter().flat_map(|it| it.get_members(section.key()));
            for (name, cursor) in declared {
                let (file, name) = (file.origin.file, name.to_owned());
                let component = ComponentRef { file, section, name };
                if used.contains(&component) {
                    continue;
                }
                let message = format!("{} `{}` is never used", section.noun(), component.name);
                let diagnostic = Diagnostic::new(Code::UnusedComponent, &cursor.origin, message);
                let span = spec.document.key_span(&cursor.origin);
                found.push(diagnostic.span(span).help("remove it, or refer to it"));
            }
        }
    }
    found
}

/// Returns all components that are reachable from operations.
fn reachable<'a>(spec: &Elements<'a>) -> BTreeSet<&'a ComponentRef> {
    let references = spec.document.references().iter();
    let of_operations = references.filter(|reference| reference.owner.is_none());
    spec.document.closure(of_operations.map(|reference| &reference.target))
}
