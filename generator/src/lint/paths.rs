//! Path templates are well formed, unique, and match the path parameters of their operations.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::location::Origin;
use crate::spec::{Elements, Operation};

/// Reports malformed and duplicate paths, and mismatches with path parameters.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in spec.document.files() {
        for (path, item) in file.get_members("paths") {
            if let Err(message) = template_names(path) {
                let span = spec.document.key_span(&item.origin);
                found.push(Diagnostic::new(Code::BadPath, &item.origin, message).span(span));
            }
        }
    }
    check_unique(spec, &mut found);
    for operation in &spec.operations {
        if let Ok(names) = template_names(operation.path) {
            check_parameters(spec, operation, &names, &mut found);
        }
    }
    found
}

/// Returns the names of the parameters in a path template.
fn template_names(path: &str) -> Result<Vec<&str>, String> {
    // a fragment only distinguishes operations, and is not sent
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    if !path.starts_with('/') {
        return Err(format!("path `{path}` does not start with `/`"));
    }
    let mut names = Vec::new();
    let mut rest = path;
    if let Some(escape) = invalid_escape(path) {
        return Err(format!("path `{path}` contains the invalid escape `{escape}`"));
    }
    while let Some(at) = rest.find(['{', '}']) {
        let open = rest.get(at..).unwrap_or_default();
        let inner = open.strip_prefix('{').and_then(|open| open.split_once('}'));
        let Some((name, after)) = inner.filter(|(name, _)| !name.is_empty() && !name.contains('{'))
        else {
            return Err(format!("unbalanced braces in path `{path}`"));
        };
        if names.contains(&name) {
            return Err(format!("duplicate parameter `{name}` in path `{path}`"));
        }
        names.push(name);
        rest = after;
    }
    let text =
        names.iter().fold(path.to_owned(), |text, name| text.replace(&format!("{{{name}}}"), ""));
    match text.chars().find(|c| !is_path_letter(*c)) {
        Some(c) => Err(format!("path `{path}` contains `{c}`, which is not allowed in a path")),
        None if query.contains(['{', '}']) => {
            Err(format!("expected a query without parameters in a path, found `{query}`"))
        }
        None => match query.chars().find(|c| !is_path_letter(*c)) {
            Some(c) => Err(format!("query `{query}` contains `{c}`, which is not allowed")),
            None => Ok(names),
        },
    }
}

/// Returns `true` for a character that a path can have without being encoded.
fn is_path_letter(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '?' | '#' | '"' | '<' | '>' | '\\' | '^' | '`' | '|')
}

/// Returns a `%` that is not followed by two hexadecimal digits.
fn invalid_escape(path: &str) -> Option<&str> {
    let mut escapes = path.match_indices('%').map(|(at, _)| path.get(at..).unwrap_or_default());
    let invalid = escapes.find(|rest| {
        let digits = rest.get(1..3).unwrap_or_default();
        digits.len() < 2 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })?;
    invalid.char_indices().nth(3).map_or(Some(invalid), |(end, _)| invalid.get(..end))
}

/// Returns a path without the escapes of characters that need none: `/%61` becomes `/a`.
fn unescape(path: &str) -> String {
    let mut parts = path.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        match u8::from_str_radix(digits, 16).map(char::from) {
            Ok(c) if c.is_ascii_alphanumeric() || "-._~".contains(c) => plain.push(c),
            _ => {
                plain.push('%');
                plain.push_str(&digits.to_ascii_uppercase());
            }
        }
        plain.push_str(rest);
    }
    plain
}

/// Reports duplicate operations. Paths that differ only in parameter names or in escapes are the same.
fn check_unique(spec: &Elements<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(String, &str), &Origin> = BTreeMap::new();
    for operation in &spec.operations {
        let unnamed = unescape(&erase_names(operation.path));
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

/// Removes the parameter names from a path template: `/a/{b}` becomes `/a/{}`.
fn erase_names(path: &str) -> String {
    let mut parts = path.split('{');
    let mut unnamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        unnamed.push_str("{}");
        unnamed.push_str(part.split_once('}').map_or(part, |(_, after)| after));
    }
    unnamed
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        assert_eq!(template_names("/a/{B}/c.{d}"), Ok(vec!["B", "d"]));
        for bad in
            ["a", "/{", "/}", "/{}", "/{a{b}}", "/{a}/{a}", "/a b", "/a?b={c}", "/a|b", "/größe"]
        {
            assert!(template_names(bad).is_err(), "{bad}");
        }
        assert_eq!(template_names("/a/{B}?c=1"), Ok(vec!["B"]));
        assert_eq!(erase_names("/a/{b}/{c}.x"), "/a/{}/{}.x");
        assert_eq!(unescape("/%61b%2fc%2E"), "/ab%2Fc.");
        assert_eq!(invalid_escape("/a%zzb"), Some("%zz"));
        assert_eq!(invalid_escape("/a%2"), Some("%2"));
        assert_eq!(invalid_escape("/a%2F"), None);
    }
}
