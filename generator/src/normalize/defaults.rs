//! Completes `x-client`, which names the crate and the variables with the credentials.

use heck::{ToKebabCase, ToShoutySnakeCase};

use crate::inflect::{MAX_CRATE_NAME, is_snake_case};
use crate::location::Span;
use crate::source::{Node, NodeKind, insert, map, string};

/// The name of the crate if the title has no letters.
const DEFAULT_NAME: &str = "api-client";

/// Adds the keys of `x-client` that a root file does not declare.
pub(super) fn complete(root: &mut Node, crate_name: Option<&str>) {
    let title = root.get("info").and_then(|info| info.get("title"));
    let span = title.map_or(Span::new(root.span.start, root.span.start), |title| title.span);
    let title = title.and_then(Node::as_str).unwrap_or_default().trim().to_owned();
    let mut client = match root.get("x-client") {
        None => map::<String>([], span),
        Some(client) if client.as_map().is_some() => client.clone(),
        Some(_) => return,
    };
    let span = client.get("crate").map_or(span, |name| name.span);
    if let Some(name) = crate_name {
        insert(&mut client, "crate", string(name, span));
    }
    let declared = client.get("crate").and_then(Node::as_str);
    let name = declared.map_or_else(|| package_name(&title), str::to_owned);
    let summary = match title.as_str() {
        "" => "A client for an HTTP API.".to_owned(),
        title => format!("A client for the {}.", with_noun(title.trim_end_matches('.'))),
    };
    let prefix = name.to_shouty_snake_case();
    let variable = |suffix: &str| string(format!("{prefix}_{suffix}"), span);
    let env = map([("account", variable("ACCOUNT")), ("token", variable("TOKEN"))], span);
    for (key, value) in
        [("crate", string(name, span)), ("summary", string(summary, span)), ("env", env)]
    {
        if client.get(key).is_none() {
            insert(&mut client, key, value);
        }
    }
    insert(root, "x-client", client);
}

/// Adds an empty list of default security schemes, which is what OpenAPI assumes if there is none.
pub(super) fn complete_security(root: &mut Node) {
    if root.get("security").is_none() {
        let span = Span::new(root.span.start, root.span.start);
        insert(root, "security", Node { span, kind: NodeKind::List(Vec::new()) });
    }
}

/// Returns the title, followed by "API" unless it contains that.
fn with_noun(title: &str) -> String {
    match title.to_ascii_lowercase().contains("api") {
        true => title.to_owned(),
        false => format!("{title} API"),
    }
}

/// Returns the name of the crate for a title.
fn package_name(title: &str) -> String {
    let ascii: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = ascii.to_kebab_case();
    let name = match shortened(&name).as_str() {
        "" => DEFAULT_NAME.to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("api-{name}"),
        name => name.to_owned(),
    };
    let is_valid = is_snake_case(&name.replace('-', "_")) && !STANDARD_CRATES.contains(&&*name);
    if is_valid { name } else { format!("{name}-client") }
}

/// Returns the first words of a name, so that it is the name of a crate with the suffix of [`package_name`].
fn shortened(name: &str) -> String {
    let max = MAX_CRATE_NAME - "-client".len();
    let mut short = String::new();
    for word in name.split('-') {
        let separator = if short.is_empty() { "" } else { "-" };
        if short.len() + separator.len() + word.len() > max {
            break;
        }
        short.push_str(separator);
        short.push_str(word);
    }
    short
}

/// Crate names that the standard library uses.
const STANDARD_CRATES: [&str; 5] = ["alloc", "core", "proc-macro", "std", "test"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_of_crates() {
        for (title, name) in [
            ("Swagger Petstore - OpenAPI 3.0", "swagger-petstore-open-api-3-0"),
            ("Заметки", "api-client"),
            ("3D prints", "api-3d-prints"),
            ("Test", "test-client"),
            ("Type", "type-client"),
        ] {
            assert_eq!(package_name(title), name);
        }
        let long = format!("{}-words", ["long"; 5].join("-words-"));
        assert_eq!(package_name(&"Long words ".repeat(9)), long);
    }

    #[test]
    fn declared_keys_are_kept() {
        let at = Span::default();
        let client = map([("crate", string("notes", at)), ("summary", string("Mine.", at))], at);
        let mut root = map([("x-client", client)], at);
        complete(&mut root, None);
        let client = root.get("x-client").unwrap();
        assert_eq!(client.get("summary").unwrap().as_str(), Some("Mine."));
        let account = client.get("env").unwrap().get("account").unwrap();
        assert_eq!(account.as_str(), Some("NOTES_ACCOUNT"));
        complete(&mut root, Some("memos"));
        assert_eq!(root.get("x-client").unwrap().get("crate").unwrap().as_str(), Some("memos"));
    }
}
