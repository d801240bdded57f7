//! `x-page` fits the paging style, the parameters and the answer.

use super::input::{Input, Operation};
use super::properties::properties;
use super::quota::unknown;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::source::Node;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        let Some(page) = operation.spot.get("x-page") else { continue };
        let Some(style) = page.get("style") else { continue };
        if let Some(diagnostic) = unknown(input, &style, "x-paging", Code::UnknownPaging) {
            found.push(diagnostic);
            continue;
        }
        parameters(input, operation, &style, &mut found);
        if let Some(items) = page.get("items") {
            rows(input, operation, &items, &mut found);
        }
    }
    found
}

/// The query parameters that turn the pages.
fn parameters(
    input: &Input<'_>,
    operation: &Operation<'_>,
    style: &Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let root = input.root();
    let name = style.node.text().unwrap_or_default();
    let paging = root.and_then(|root| root.get("x-paging")?.get(name));
    let query = operation.query();
    for key in ["page", "size"] {
        let Some(wanted) = paging.as_ref().and_then(|paging| paging.get(key)) else { continue };
        let Some(parameter) = wanted.node.text().filter(|text| !query.contains(text)) else {
            continue;
        };
        let message = format!("{} has no query parameter `{parameter}`", operation.name());
        let mut diagnostic = Diagnostic::new(Code::UnknownParameter, &style.origin, message)
            .label(&wanted.origin, "the paging style asks for it");
        diagnostic.help = did_you_mean(parameter, query.iter().copied());
        found.push(diagnostic);
    }
}

/// The member that holds the rows.
fn rows(
    input: &Input<'_>,
    operation: &Operation<'_>,
    items: &Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let members = answer(input, operation);
    let name = items.node.text().unwrap_or_default();
    if members.contains(&name) {
        return;
    }
    let message = format!("the answer of {} has no `{name}`", operation.name());
    let mut diagnostic = Diagnostic::new(Code::UnknownAnswerMember, &items.origin, message);
    diagnostic.help = did_you_mean(name, members.iter().copied());
    found.push(diagnostic);
}

/// The members of the JSON answers of an operation, for the cases of success.
pub fn answer<'a>(input: &Input<'a>, operation: &Operation<'a>) -> Vec<&'a str> {
    let mut members = Vec::new();
    for (code, response) in operation.spot.map("responses") {
        if !code.starts_with('2') && code != "default" {
            continue;
        }
        for (_, media) in input.follow(&response).map("content").filter(|(k, _)| k.contains("json"))
        {
            if let Some(schema) = media.get("schema") {
                members.extend(properties(input, &schema).into_keys());
            }
        }
    }
    members
}

/// The places of the texts in a list.
pub fn entries<'a>(spot: &Spot<'a>, key: &str) -> Vec<(&'a str, Spot<'a>)> {
    spot.list(key).filter_map(|item| Some((Node::text(item.node)?, item))).collect()
}
