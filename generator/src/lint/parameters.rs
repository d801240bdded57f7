//! Parameters of an operation are unique, and their styles apply to their types.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Elements, Parameter};

/// The types that the styles of lists and objects apply to.
const STYLES: [(&str, &[&str]); 3] = [
    ("deepObject", &["object"]),
    ("spaceDelimited", &["array", "object"]),
    ("pipeDelimited", &["array", "object"]),
];

/// Reports duplicate parameters, and styles that do not apply.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let own = spec.parameters.iter().filter(|_| !spec.document.dialect.is_foreign);
    let mut found: Vec<Diagnostic> = own.filter_map(check_style).collect();
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

/// Checks that the style of a parameter is one of its type.
fn check_style(parameter: &Parameter<'_>) -> Option<Diagnostic> {
    let style = parameter.cursor.get("style")?;
    let (name, types) = STYLES.into_iter().find(|(name, _)| style.node.as_str() == Some(name))?;
    let kind = parameter.schema()?.resolved().data_type()?;
    if types.contains(&kind) {
        return None;
    }
    let message = format!("style `{name}` does not apply to type `{kind}`");
    Some(Diagnostic::new(Code::MisplacedKeyword, &style.origin, message).help("remove it"))
}
