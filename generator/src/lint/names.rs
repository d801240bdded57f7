//! Names of the crate, of groups and of methods are valid as they are written.

use heck::ToSnakeCase;

use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::{CRATE_NAME_HELP, is_crate_name, is_snake_case};
use crate::spec::{Cursor, Elements};

/// Reports names that are not valid as a crate, a module or a method.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let client = spec.document.root_file().and_then(|root| root.get("x-client"));
    let package = client.and_then(|client| client.get("crate"));
    let mut found: Vec<Diagnostic> = package.iter().filter_map(check_crate).collect();
    for file in spec.document.files() {
        let name = file.get("x-group").and_then(|group| group.get("name"));
        found.extend(name.iter().filter_map(check_group));
    }
    for operation in &spec.operations {
        let media = operation.body_media_types();
        let more = media.iter().filter_map(|media| media.cursor.get("x-method"));
        let methods = operation.cursor.get("x-method").into_iter().chain(more);
        let bulk = operation.cursor.get("x-bulk");
        let further = bulk.into_iter().chain(operation.cursor.get_items("x-presets"));
        let methods = methods.chain(further.filter_map(|method| method.get("method")));
        found.extend(methods.filter_map(|method| check_method(&method)));
    }
    for (_, queue) in spec.document.queues() {
        let method = queue.get("list").and_then(|list| list.get("method"));
        found.extend(method.iter().filter_map(check_method));
    }
    found
}

fn check_crate(package: &Cursor<'_>) -> Option<Diagnostic> {
    let name = package.node.as_str().filter(|name| !is_crate_name(name))?;
    let message = format!("expected the name of a crate, found `{name}`");
    let diagnostic = Diagnostic::new(Code::BadName, &package.origin, message);
    Some(diagnostic.help(CRATE_NAME_HELP))
}

fn check_group(name: &Cursor<'_>) -> Option<Diagnostic> {
    let text = name.node.as_str().filter(|text| !is_snake_case(text))?;
    let message = format!("expected the name of a group, found `{text}`");
    let diagnostic = Diagnostic::new(Code::BadName, &name.origin, message);
    Some(diagnostic.help(suggest(text, "shared_notes")))
}

fn check_method(method: &Cursor<'_>) -> Option<Diagnostic> {
    let text = method.node.as_str().filter(|text| !is_snake_case(text))?;
    let message = format!("expected the name of a method, found `{text}`");
    let diagnostic = Diagnostic::new(Code::BadName, &method.origin, message);
    Some(diagnostic.help(suggest(text, "create_item")))
}

/// Suggests a valid spelling, or else describes the valid names.
fn suggest(text: &str, example: &str) -> String {
    let spelled = text.to_snake_case();
    if text.starts_with(char::is_alphabetic) && is_snake_case(&spelled) {
        return format!("write `{spelled}`");
    }
    format!(
        "write lower-case letters, digits and `_`, beginning with a letter, as in `{example}`; keywords are not allowed"
    )
}
