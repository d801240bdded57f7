//! URLs and headers of the root file are valid, and its default security and its states exist.

use super::headers::check_sent_name;
use super::paging::response_schemas;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::normalize::is_base_url;
use crate::spec::{Cursor, Elements, Schema};

/// Reports invalid URLs, headers and states, and a missing default security.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let urls = root.get_items("servers").filter_map(|server| server.get("url"));
    let mut found: Vec<Diagnostic> = urls.filter_map(|url| check_url(&url)).collect();
    found.extend(root.get("servers").and_then(|servers| check_servers(&servers)));
    let client = root.get("x-client");
    let mut earlier: Vec<(&str, Cursor<'_>)> = Vec::new();
    for (name, value) in client.iter().flat_map(|client| client.get_members("headers")) {
        found.extend(check_header(spec, name, &value));
        found.extend(check_same_header(spec, name, &value, &earlier));
        earlier.push((name, value));
    }
    found.extend(client.iter().flat_map(check_variables));
    let pages = ["repository", "homepage", "documentation"].into_iter();
    found.extend(pages.filter_map(|key| check_page(&client.as_ref()?.get(key)?)));
    found.extend(check_security(spec, &root));
    for entry in spec.document.long_running_entries() {
        check_states(spec, &entry, &mut found);
    }
    found
}

fn check_servers(servers: &Cursor<'_>) -> Option<Diagnostic> {
    servers.node.as_list().filter(|servers| servers.is_empty())?;
    let message = "expected at least one server, found an empty list";
    let diagnostic = Diagnostic::new(Code::MissingMember, &servers.origin, message);
    Some(diagnostic.help("add a server, as in `- url: https://api.example.com`"))
}

fn check_url(url: &Cursor<'_>) -> Option<Diagnostic> {
    let text = url.node.as_str().filter(|text| !is_base_url(text))?;
    if text.contains('{') {
        let message = format!("unsupported variable in the server URL `{text}`");
        let diagnostic = Diagnostic::new(Code::Unsupported, &url.origin, message);
        return Some(diagnostic.help("write a URL without variables"));
    }
    let (message, help) = match text.contains("://") {
        true => (
            format!("invalid server URL `{text}`"),
            "write `https`, a host, and no query, as in `https://api.example.com/v2`",
        ),
        false => (
            format!("expected an absolute URL, found `{text}`"),
            "write the scheme and the host, as in `https://api.example.com`",
        ),
    };
    Some(Diagnostic::new(Code::BadServer, &url.origin, message).help(help))
}

fn check_header(spec: &Elements<'_>, name: &str, value: &Cursor<'_>) -> Option<Diagnostic> {
    if let Some((message, help)) = check_sent_name(name) {
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &value.origin, message);
        return Some(diagnostic.span(spec.document.key_span(&value.origin)).help(help));
    }
    let text = value.node.as_str()?;
    if text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) && text.trim() == text {
        return None;
    }
    let message = format!("expected the value of a header, found {text:?}");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &value.origin, message);
    Some(diagnostic.help("write printable ASCII characters without surrounding spaces"))
}

/// Reports a header whose name differs from an earlier one only in case.
fn check_same_header(
    spec: &Elements<'_>,
    name: &str,
    value: &Cursor<'_>,
    earlier: &[(&str, Cursor<'_>)],
) -> Option<Diagnostic> {
    let (_, first) = earlier.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))?;
    let message = format!("duplicate header `{name}`");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &value.origin, message);
    let diagnostic = diagnostic.span(spec.document.key_span(&value.origin));
    let first_span = spec.document.key_span(&first.origin);
    let help = "remove one of them; the case of letters has no meaning";
    Some(diagnostic.label_span(&first.origin, first_span, "first declared here").help(help))
}

/// Reports invalid names of environment variables, and one that has two values.
fn check_variables(client: &Cursor<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut earlier: Vec<Cursor<'_>> = Vec::new();
    for (_, variable) in client.get_members("env") {
        let Some(name) = variable.node.as_str() else { continue };
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(is_allowed) || name.starts_with(char::is_numeric) {
            let message =
                format!("expected the name of a variable, found `{}`", name.escape_debug());
            let diagnostic = Diagnostic::new(Code::BadExtensionValue, &variable.origin, message);
            found.push(diagnostic.help("write letters, digits and `_`, as in `NOTES_TOKEN`"));
        } else if let Some(first) = earlier.iter().find(|it| it.node.as_str() == Some(name)) {
            let message = format!("duplicate variable `{name}`");
            let diagnostic = Diagnostic::new(Code::BadExtensionValue, &variable.origin, message);
            found.push(
                diagnostic.label(&first.origin, "first used here").help("rename one of them"),
            );
        }
        earlier.push(variable);
    }
    found
}

/// Checks the URL of a page, which registries show as a link.
fn check_page(page: &Cursor<'_>) -> Option<Diagnostic> {
    let text = page.node.as_str()?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_valid = |rest: &str| !rest.is_empty() && !rest.contains(char::is_whitespace);
    if rest.is_some_and(is_valid) {
        return None;
    }
    let message = format!("expected a URL, found `{}`", text.escape_debug());
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &page.origin, message);
    Some(diagnostic.help("write the scheme and the host, as in `https://example.com/notes`"))
}

/// Checks that there is a default security, unless all operations declare their own.
fn check_security(spec: &Elements<'_>, root: &Cursor<'_>) -> Option<Diagnostic> {
    let schemes = root.get("components")?.get("securitySchemes")?;
    if root.has("security") {
        return None;
    }
    let (name, _) = schemes.members().next()?;
    let operation = spec.operations.iter().find(|operation| !operation.cursor.has("security"))?;
    let message =
        format!("missing key `security`: {} is sent without credentials", operation.name());
    let diagnostic = Diagnostic::new(Code::MissingMember, &schemes.origin, message);
    let help = format!(
        "add `security: [{{ {name}: [] }}]` to the root, or `security: []` if there are no credentials"
    );
    Some(diagnostic.span(spec.document.key_span(&schemes.origin)).help(help))
}

/// Checks that the documented states are values of the enum of the polled state.
fn check_states(spec: &Elements<'_>, entry: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let Some(operation) = entry.get_str("poll").and_then(|id| spec.operation(id)) else { return };
    let Some(state) = entry.get_str("state") else { return };
    let schemas = response_schemas(operation);
    let state = schemas.iter().find_map(|schema| schema.properties().swap_remove(state));
    let parts = state.map(|state| state.parts()).unwrap_or_default();
    let values: Vec<&str> = parts.iter().flat_map(|part| part.cursor.get_strings("enum")).collect();
    if values.is_empty() {
        return;
    }
    let before = found.len();
    for at in ["pending", "done", "failed"].into_iter().flat_map(|key| entry.get_items(key)) {
        let Some(value) = at.node.as_str().filter(|value| !values.contains(value)) else {
            continue;
        };
        let message = format!("`{value}` is not a value of the polled state");
        let mut diagnostic = Diagnostic::new(Code::BadExtensionValue, &at.origin, message);
        diagnostic.help = did_you_mean(value, values.iter().copied());
        found.push(diagnostic);
    }
    if found.len() == before {
        found.extend(check_unlisted(entry, &parts));
    }
}

/// Reports the states of the enum that no list has. The job would never end in them.
fn check_unlisted(entry: &Cursor<'_>, state: &[Schema<'_>]) -> Vec<Diagnostic> {
    let Some(at) = entry.get("state") else { return Vec::new() };
    let keys = ["pending", "done", "failed", "undocumented-done", "undocumented-failed"];
    let listed: Vec<&str> = keys.iter().flat_map(|key| entry.get_strings(key)).collect();
    let is_unlisted = |value: &Cursor<'_>| {
        let text = value.text().unwrap_or_default();
        !text.is_empty() && !listed.iter().any(|listed| listed.eq_ignore_ascii_case(text))
    };
    let values = state.iter().flat_map(|part| part.cursor.get_items("enum"));
    let help = "add it to `pending` if it is not final, or else to `done` or `failed`";
    let report = |value: Cursor<'_>| {
        let message = format!("`{}` is in no list of the states", value.text()?);
        let diagnostic = Diagnostic::new(Code::ImprobableValue, &at.origin, message);
        Some(diagnostic.label(&value.origin, "the enum has it").help(help))
    };
    values.filter(is_unlisted).filter_map(report).collect()
}

#[cfg(test)]
mod tests {
    use super::is_base_url;

    #[test]
    fn base_urls_have_a_scheme_and_a_host() {
        for url in [
            "https://api.example.com",
            "http://localhost:80/v2/",
            "https://[::1]/",
            "https://[::1]:8080",
            "https://api.example.com/@notes",
        ] {
            assert!(is_base_url(url), "{url}");
        }
        for url in [
            "",
            "api.example.com",
            "https://",
            "ftp://a",
            "https://a b",
            "https://a/?b",
            "/v2",
            "https:///v2",
            "https://:80",
            "https://a:99999",
            "https://a:b",
            "https://[::1",
            "https://{region}.a",
            "//a/v2",
            "https://me@a/v2",
        ] {
            assert!(!is_base_url(url), "{url}");
        }
    }
}
