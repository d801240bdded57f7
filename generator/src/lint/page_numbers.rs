//! The numbers of pages in `x-paging`, and the sizes of pages, are values of their parameters.

use std::collections::BTreeSet;

use super::limits::violated_limit;
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements, Operation};

/// Reports parameters of pages that are no integers, and numbers that they do not permit.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let Some(paging) = style_of(spec, operation) else { continue };
        for key in ["page", "size"] {
            let Some(name) = paging.get(key) else { continue };
            found.extend(check_type(operation, &name));
        }
        let first = paging.get("first").zip(paging.get("page"));
        let wrong = first.and_then(|(first, page)| check_number(operation, &page, &first, true));
        found.extend(wrong);
    }
    for (_, queue) in spec.document.queues() {
        found.extend(check_page_size(spec, &queue));
    }
    // several operations have the style
    let mut reported = BTreeSet::new();
    found.retain(|diagnostic: &Diagnostic| reported.insert(diagnostic.origin.clone()));
    found
}

/// Returns the paging style of an operation.
fn style_of<'a>(spec: &Elements<'a>, operation: &Operation<'a>) -> Option<Cursor<'a>> {
    spec.document.root_file()?.get("x-paging")?.get(operation.page_style()?)
}

/// Checks that a parameter of pages is an integer.
fn check_type(operation: &Operation<'_>, name: &Cursor<'_>) -> Option<Diagnostic> {
    let text = name.node.as_str()?;
    let parameter = operation.query_parameter(text)?;
    let kind = parameter.schema()?.data_type().filter(|kind| *kind != "integer")?;
    let message = format!("expected a query parameter of type `integer`, found `{text}`");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &name.origin, message);
    Some(diagnostic.label(&parameter.cursor.origin, format!("this has the type `{kind}`")))
}

/// Checks that the size of the pages of statuses is permitted.
fn check_page_size(spec: &Elements<'_>, queue: &Cursor<'_>) -> Option<Diagnostic> {
    let list = queue.get("list")?;
    let operation = spec.operation(list.get_str("operation")?)?;
    let size = style_of(spec, operation)?.get("size")?;
    check_number(operation, &size, &list.get("page-size")?, false)
}

/// Checks that a number is one that a query parameter permits and, if it `is_first`, the default of the parameter.
fn check_number(
    operation: &Operation<'_>,
    name: &Cursor<'_>,
    number: &Cursor<'_>,
    is_first: bool,
) -> Option<Diagnostic> {
    let text = name.node.as_str()?;
    let schema = operation.query_parameter(text)?.schema()?.resolved();
    let parts = schema.parts();
    let value: i64 = number.text()?.parse().ok()?;
    if value == 0 && !is_first {
        return None; // no size of a page
    }
    // limits and defaults of other types, and those that contradict each other, are errors of their own
    let find = |key: &str| {
        let limit = parts.iter().find_map(|part| part.cursor.get(key))?;
        let number: i64 = limit.text()?.parse().ok()?;
        Some((limit, number))
    };
    let permits_default = find("default").is_some_and(|(_, default)| {
        violated_limit(&parts, "integer", &default.to_string()).is_none()
    });
    let is_wrong = |key: &str, limit: i64| match key {
        "minimum" => value < limit,
        "maximum" => value > limit,
        _ => is_first && permits_default && value != limit,
    };
    let (key, limit) = ["minimum", "maximum", "default"].into_iter().find_map(|key| {
        let (limit, number) = find(key)?;
        is_wrong(key, number).then_some((key, limit))
    })?;
    let (found, expected) = (number.text()?, limit.text()?);
    let message = format!(
        "`{}` is {found}, but the `{key}` of parameter `{text}` is {expected}",
        number.origin.key()
    );
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &number.origin, message);
    let diagnostic = diagnostic.label(&limit.origin, format!("`{key}` is here"));
    Some(diagnostic.help("correct one of them"))
}
