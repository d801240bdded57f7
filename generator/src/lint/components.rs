//! Names of components consist of the characters that OpenAPI allows.

use crate::diagnostics::{Code, Diagnostic};
use crate::normalize::is_component_name;
use crate::spec::Elements;

/// Reports names with other characters.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for components in spec.document.files().filter_map(|file| file.get("components")) {
        for (_, section) in components.members().filter(|(key, _)| !key.starts_with("x-")) {
            for (name, component) in section.members().filter(|(name, _)| !is_component_name(name))
            {
                let message =
                    format!("expected the name of a component, found `{}`", name.escape_debug());
                let diagnostic = Diagnostic::new(Code::BadName, &component.origin, message);
                let help = "write only letters, digits, `.`, `-` and `_`";
                found.push(diagnostic.span(spec.document.key_span(&component.origin)).help(help));
            }
        }
    }
    found
}
