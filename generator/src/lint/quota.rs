//! `x-quota` names a quota of the root.

use super::input::Input;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::source::Node;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        if let Some(spot) = operation.spot.get("x-quota") {
            found.extend(unknown(input, &spot, "x-quotas", Code::UnknownQuota));
        }
    }
    found.extend(fallback(input));
    found
}

/// What operations without `x-quota` count against.
fn fallback(input: &Input<'_>) -> Option<Diagnostic> {
    let root = input.root()?;
    let operation = input.operations.iter().find(|operation| !operation.spot.has("x-quota"))?;
    if root.get("x-quotas").is_some_and(|quotas| quotas.has("default")) {
        return None;
    }
    let at = root.origin.child("x-quotas");
    Some(
        Diagnostic::new(Code::UnknownQuota, &at, "`x-quotas` of the root has no `default`")
            .label(&operation.spot.origin, "this operation names no quota")
            .help("add `default: { limit: …, per: hour, description: … }`; without `limit` nothing is counted"),
    )
}

/// Whether the text at `spot` is a key of the mapping `table` of the root.
pub fn unknown(input: &Input<'_>, spot: &Spot<'_>, table: &str, code: Code) -> Option<Diagnostic> {
    let name = spot.node.text()?;
    let root = input.root()?;
    let known: Vec<&str> = root.map(table).map(|(name, _)| name).collect();
    if known.contains(&name) {
        return None;
    }
    let mut diagnostic =
        Diagnostic::new(code, &spot.origin, format!("`{table}` of the root has no `{name}`"));
    diagnostic.help =
        did_you_mean(name, known).or_else(|| Some(format!("declare it in `{table}` of the root")));
    Some(diagnostic)
}

/// The texts of a list of texts.
pub fn texts<'a>(spot: &Spot<'a>, key: &str) -> Vec<&'a str> {
    spot.node.get(key).and_then(Node::list).into_iter().flatten().filter_map(Node::text).collect()
}
