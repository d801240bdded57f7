//! The account parameter and the example account are not misspelled.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, closest};
use crate::source::{Node, NodeKind};
use crate::spec::{Cursor, Elements, MediaType, Parameter};

/// Reports an unknown account parameter, and an account that no example has.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let client = spec.document.root_file().and_then(|root| root.get("x-client"));
    let Some(client) = client else { return Vec::new() };
    let parameter = client.get("account-parameter").and_then(|own| check_parameter(spec, &own));
    let example = client.get("example-account").and_then(|own| check_example(spec, &own));
    parameter.into_iter().chain(example).collect()
}

/// Reports an account parameter that is probably not the right one: it is similar to a path parameter, or an operation that is
/// found by its id has a further path parameter.
///
/// An API whose paths do not contain the account is valid.
fn check_parameter(spec: &Elements<'_>, account: &Cursor<'_>) -> Option<Diagnostic> {
    let name = account.node.as_str().filter(|name| !name.is_empty())?;
    let parameters = spec.operations.iter().flat_map(|operation| operation.parameters_in("path"));
    let names: BTreeSet<&str> = parameters.map(Parameter::name).collect();
    if names.contains(name) {
        return None;
    }
    let help = match closest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "name the path parameter with the account, or remove one of the path parameters of {}",
            operation_with_account(spec)?
        ),
    };
    let message = format!("no operation has the path parameter `{name}`");
    let diagnostic = Diagnostic::new(Code::UnknownParameter, &account.origin, message);
    Some(diagnostic.help(help))
}

/// Returns the name of an operation of a job, a queue or a list of filters that has several path parameters.
fn operation_with_account(spec: &Elements<'_>) -> Option<String> {
    let polled = spec.document.long_running_entries().filter_map(|entry| entry.get_str("poll"));
    let operations = spec.operations.iter();
    let filters = operations.filter_map(|own| own.cursor.get("x-filters")?.get_str("operation"));
    let mut named = polled.chain(filters).filter_map(|id| spec.operation(id));
    let operation = named.find(|operation| operation.parameters_in("path").nth(1).is_some())?;
    Some(operation.name())
}

/// Reports an account of examples that no example contains.
fn check_example(spec: &Elements<'_>, account: &Cursor<'_>) -> Option<Diagnostic> {
    let text = account.node.as_str()?;
    let of_parameters = spec.parameters.iter().flat_map(Parameter::examples);
    let of_bodies = spec.media_types.iter().flat_map(MediaType::examples);
    if of_bodies.chain(of_parameters).any(|example| contains(example.cursor.node, text)) {
        return None;
    }
    let message = format!("no example contains the account `{text}`");
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &account.origin, message);
    Some(diagnostic.help("write the account id that the examples contain"))
}

/// Returns `true` if a string of an example contains a text.
fn contains(node: &Node, text: &str) -> bool {
    match &node.kind {
        NodeKind::Scalar { text: own, .. } => own.contains(text),
        NodeKind::List(items) => items.iter().any(|item| contains(item, text)),
        NodeKind::Map(members) => members.values().any(|member| contains(&member.node, text)),
    }
}
