//! `x-page` agrees with the paging style, the parameters and the response.

use super::page_members::known_members;
use super::quota::{check_key, check_used};
use crate::diagnostics::{Code, Diagnostic, closest, did_you_mean};
use crate::location::Origin;
use crate::source::Scalar;
use crate::spec::{Cursor, Elements, Operation, Response, Schema};

/// Reports unknown paging styles, parameters and response members.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_used(spec, "x-page", "x-paging", &mut found);
    let reported = check_styles(spec, &mut found);
    for operation in &spec.operations {
        let Some(page) = operation.cursor.get("x-page") else { continue };
        let Some(style) = page.get("style") else { continue };
        if let Some(diagnostic) = check_key(spec, &style, "x-paging", Code::UnknownPaging) {
            found.push(diagnostic);
            continue;
        }
        check_parameters(spec, operation, &style, &reported, &mut found);
        let limits = ["max-pages", "max-items"].into_iter();
        found.extend(limits.filter_map(|key| check_limit(&page.get(key)?)));
        if let Some(items) = page.get("items") {
            check_items(operation, &items, &mut found);
            let also = page.get_items("also");
            let known = known_members(operation);
            found.extend(also.filter_map(|other| {
                let spelling = check_spelling(&items, &other);
                spelling.or_else(|| check_known(operation, &other, &known))
            }));
        }
    }
    found
}

/// Reports query parameters of paging styles that none of several operations has. Returns their locations.
fn check_styles(spec: &Elements<'_>, found: &mut Vec<Diagnostic>) -> Vec<Origin> {
    let mut reported = Vec::new();
    for (style, paging) in spec.document.root_entries("x-paging") {
        let has_style = |operation: &&Operation<'_>| operation.page_style() == Some(style);
        let queries: Vec<Vec<&str>> =
            spec.operations.iter().filter(has_style).map(Operation::query_names).collect();
        found.extend(check_style(&paging));
        for expected in ["page", "size"].into_iter().filter_map(|key| paging.get(key)) {
            let Some(name) = expected.node.as_str() else { continue };
            if queries.len() < 2 || queries.iter().any(|query| query.contains(&name)) {
                continue;
            }
            let message = format!(
                "no operation with the paging style `{style}` has a query parameter `{name}`"
            );
            let mut diagnostic = Diagnostic::new(Code::UnknownParameter, &expected.origin, message);
            diagnostic.help = did_you_mean(name, queries.iter().flatten().copied());
            found.push(diagnostic);
            reported.push(expected.origin);
        }
    }
    reported
}

/// Checks that the parameters of a paging style differ, and that a style with links has a member with the next link.
fn check_style(paging: &Cursor<'_>) -> Option<Diagnostic> {
    let (page, size) = (paging.get("page")?, paging.get("size")?);
    if let Some(name) = page.node.as_str().filter(|name| size.node.as_str() == Some(name)) {
        let message = format!("parameter `{name}` is the number of the page and its size");
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &size.origin, message);
        return Some(diagnostic.label(&page.origin, "first used here").help("correct one of them"));
    }
    let members = paging.get("members")?;
    if paging.get_str("follow") != Some("link") || members.get_items("next").next().is_some() {
        return None;
    }
    let message = "`follow: link` without a member with the URL of the next page";
    let diagnostic =
        Diagnostic::new(Code::BadExtensionValue, &paging.get("follow")?.origin, message);
    Some(diagnostic.help("add the member to `next` in `members`, or write `follow: number`"))
}

/// Checks that the operation has the query parameters of the paging style.
fn check_parameters(
    spec: &Elements<'_>,
    operation: &Operation<'_>,
    style: &Cursor<'_>,
    reported: &[Origin],
    found: &mut Vec<Diagnostic>,
) {
    let root = spec.document.root_file();
    let name = style.node.as_str().unwrap_or_default();
    let paging = root.and_then(|root| root.get("x-paging")?.get(name));
    let query = operation.query_names();
    let style_names = ["page", "size"].map(|key| paging.as_ref().and_then(|it| it.get_str(key)));
    for key in ["page", "size"] {
        let Some(expected) = paging.as_ref().and_then(|paging| paging.get(key)) else { continue };
        if reported.contains(&expected.origin) {
            continue;
        }
        let Some(parameter) = expected.node.as_str().filter(|text| !query.contains(text)) else {
            continue;
        };
        let message = format!("{} has no query parameter `{parameter}`", operation.name());
        let mut diagnostic = Diagnostic::new(Code::UnknownParameter, &style.origin, message)
            .label(&expected.origin, "the paging style requires it");
        // the other parameter of the style is no misspelling of this one
        let others = query.iter().copied().filter(|name| !style_names.contains(&Some(*name)));
        let near = closest(parameter, others).map(|near| format!("did you mean `{near}`?"));
        diagnostic.help = near.or_else(|| {
            Some("add the parameter to the operation, or name another style".to_owned())
        });
        found.push(diagnostic);
    }
}

/// Checks that a limit is not zero.
fn check_limit(limit: &Cursor<'_>) -> Option<Diagnostic> {
    if limit.node.scalar() != Some(Scalar::Integer(0)) {
        return None;
    }
    let message = "expected a number above 0, found 0";
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &limit.origin, message);
    Some(diagnostic.help("remove it if there is no limit"))
}

/// Checks that the response has the member with the items.
fn check_items(operation: &Operation<'_>, items: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let members = response_members(operation);
    let name = items.node.as_str().unwrap_or_default();
    if members.contains(&name) || !has_known_response(operation) {
        return;
    }
    let mut diagnostic = unknown_member(operation, items, name);
    diagnostic.help = did_you_mean(name, members.iter().copied());
    found.push(diagnostic);
}

/// Returns `true` if an operation declares a successful response, and the media types are known. Others are errors of their
/// own.
fn has_known_response(operation: &Operation<'_>) -> bool {
    let successes = operation.successes();
    let mut media = successes.iter().flat_map(Response::media_types);
    !successes.is_empty() && media.all(|media| media.kind().is_some())
}

/// Checks that another spelling of the member with the items differs from it.
fn check_spelling(items: &Cursor<'_>, other: &Cursor<'_>) -> Option<Diagnostic> {
    let name = other.node.as_str().filter(|name| items.node.as_str() == Some(name))?;
    let message = format!("expected another spelling of `items`, found `{name}`");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &other.origin, message);
    Some(diagnostic.label(&items.origin, "first listed here").help("remove it"))
}

/// Checks that a response, or an example of one, has another spelling of the member with the items.
fn check_known(
    operation: &Operation<'_>,
    other: &Cursor<'_>,
    known: &[&str],
) -> Option<Diagnostic> {
    let name = other.node.as_str()?;
    if known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let diagnostic = unknown_member(operation, other, name);
    Some(diagnostic.help("add an example of a response with it, or remove it"))
}

/// Returns a diagnostic about a member that the responses of an operation do not have.
pub(super) fn unknown_member(operation: &Operation<'_>, at: &Cursor<'_>, name: &str) -> Diagnostic {
    let message = format!("response of {} has no member `{name}`", operation.name());
    Diagnostic::new(Code::UnknownResponseMember, &at.origin, message)
}

/// Returns the members of the successful JSON responses of an operation.
pub fn response_members<'a>(operation: &Operation<'a>) -> Vec<&'a str> {
    let schemas = response_schemas(operation);
    schemas.iter().flat_map(|schema| schema.properties().into_keys()).collect()
}

/// Returns the schemas of the successful JSON responses of an operation.
pub fn response_schemas<'a>(operation: &Operation<'a>) -> Vec<Schema<'a>> {
    operation.successes().iter().flat_map(Response::json_schemas).collect()
}
