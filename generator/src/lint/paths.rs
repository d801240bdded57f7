//! Paths are well formed, unique, and agree with the path parameters of their operations.

use std::collections::BTreeMap;

use super::input::{Input, Operation};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::location::Origin;
use crate::source::{Node, Scalar};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in input.files() {
        for (path, item) in file.map("paths") {
            if let Err(message) = template(path) {
                let span = input.key(&item.origin);
                found.push(Diagnostic::new(Code::BadPath, &item.origin, message).span(span));
            }
        }
    }
    unique(input, &mut found);
    for operation in &input.operations {
        if let Ok(names) = template(operation.path) {
            parameters(input, operation, &names, &mut found);
        }
    }
    found
}

/// The names of the parameters of a path.
fn template(path: &str) -> Result<Vec<&str>, String> {
    if !path.starts_with('/') {
        return Err(format!("the path `{path}` must begin with `/`"));
    }
    if path.contains(['?', '#']) || path.contains(char::is_whitespace) {
        return Err(format!("the path `{path}` holds a character that must not stand in one"));
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let open = rest.get(at..).unwrap_or_default();
        let inner = open.strip_prefix('{').and_then(|open| open.split_once('}'));
        let Some((name, after)) = inner.filter(|(name, _)| !name.is_empty() && !name.contains('{'))
        else {
            return Err(format!("the braces of the path `{path}` do not match"));
        };
        if names.contains(&name) {
            return Err(format!("the path `{path}` holds `{name}` twice"));
        }
        names.push(name);
        rest = after;
    }
    Ok(names)
}

/// Two paths that differ only in the names of their parameters are one.
fn unique(input: &Input<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(String, &str), &Origin> = BTreeMap::new();
    for operation in &input.operations {
        let blank: String = blank(operation.path);
        let origin = &operation.spot.origin;
        match first.get(&(blank.clone(), operation.method.as_str())) {
            None => {
                first.insert((blank, operation.method.as_str()), origin);
            }
            Some(other) => {
                let message = format!("a second `{} {}`", operation.method, operation.path);
                found.push(
                    Diagnostic::new(Code::DuplicatePath, origin, message)
                        .label(other, "here is the first")
                        .help("remove one of them"),
                );
            }
        }
    }
}

fn blank(path: &str) -> String {
    let mut parts = path.split('{');
    let mut blank = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        blank.push_str("{}");
        blank.push_str(part.split_once('}').map_or(part, |(_, after)| after));
    }
    blank
}

fn parameters(
    input: &Input<'_>,
    operation: &Operation<'_>,
    names: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    let declared: Vec<_> = operation.parameters.iter().filter(|p| p.place() == "path").collect();
    for name in names.iter().filter(|name| !declared.iter().any(|p| p.name() == **name)) {
        let message =
            format!("the path holds `{{{name}}}`, and {} does not declare it", operation.name());
        let spare = declared.iter().map(|p| p.name()).filter(|n| !names.contains(n));
        let mut diagnostic =
            Diagnostic::new(Code::UndeclaredPathParameter, &operation.spot.origin, message);
        diagnostic.help = did_you_mean(name, spare)
            .or_else(|| Some(format!("add `- {{ name: {name}, in: path, required: true, … }}`")));
        found.push(diagnostic);
    }
    for parameter in declared {
        let name = parameter.name();
        if !names.contains(&name) {
            let message = format!("the path `{}` holds no `{{{name}}}`", operation.path);
            let mut diagnostic =
                Diagnostic::new(Code::UnusedPathParameter, &parameter.entry, message);
            diagnostic.help = did_you_mean(name, names.iter().copied());
            found.push(diagnostic.span(shown(input, &parameter.entry)));
        }
        let required = parameter.spot.node.get("required").and_then(Node::scalar);
        if required != Some(Scalar::Bool(true)) {
            let message = format!("the path parameter `{name}` must be required");
            found.push(
                Diagnostic::new(Code::OptionalPathParameter, &parameter.spot.origin, message)
                    .help("write `required: true`"),
            );
        }
    }
}

/// An entry of a list of parameters: its reference or its name.
fn shown(input: &Input<'_>, entry: &Origin) -> crate::location::Span {
    let key =
        |key: &str| Some(entry.child(key)).filter(|origin| input.sources.node(origin).is_some());
    input.sources.span(&key("$ref").or_else(|| key("name")).unwrap_or_else(|| entry.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        assert_eq!(template("/a/{B}/c.{d}"), Ok(vec!["B", "d"]));
        for bad in ["a", "/{", "/}", "/{}", "/{a{b}}", "/{a}/{a}", "/a b", "/a?b=1"] {
            assert!(template(bad).is_err(), "{bad}");
        }
        assert_eq!(blank("/a/{b}/{c}.x"), "/a/{}/{}.x");
    }
}
