//! Jobs and follow-ups: the operations that they name exist, and the answers have the members.

use super::input::{Input, Operation};
use super::paging::{answer, entries};
use super::quota::unknown;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (key, table, code) in
        [("x-job", "x-jobs", Code::UnknownJob), ("x-follow", "x-follows", Code::UnknownFollow)]
    {
        for operation in &input.operations {
            let Some(name) = operation.spot.get(key) else { continue };
            found.extend(unknown(input, &name, table, code));
            starts(input, operation, &name, table, &mut found);
        }
        let root = input.root();
        for (_, plan) in root.iter().flat_map(|root| root.map(table)) {
            for key in ["poll", "download", "replay"] {
                found.extend(plan.get(key).and_then(|id| operation(input, &id)));
            }
            polled(input, &plan, &mut found);
        }
    }
    found
}

/// The answer that starts a job must hold its id.
fn starts(
    input: &Input<'_>,
    operation: &Operation<'_>,
    name: &Spot<'_>,
    table: &str,
    found: &mut Vec<Diagnostic>,
) {
    let plan = input.root().and_then(|root| root.get(table)?.get(name.node.text()?));
    let Some(ids) = plan.and_then(|plan| plan.get("id")) else { return };
    let members = answer(input, operation);
    let known: Vec<&str> = ids.items().filter_map(|id| id.node.text()).collect();
    if !known.iter().any(|id| members.contains(id)) {
        let message =
            format!("the answer of {} has none of `{}`", operation.name(), known.join("`, `"));
        found.push(
            Diagnostic::new(Code::UnknownAnswerMember, &name.origin, message)
                .label(&ids.origin, "one of these must hold the id"),
        );
    }
}

fn operation(input: &Input<'_>, id: &Spot<'_>) -> Option<Diagnostic> {
    let name = id.node.text()?;
    if input.operation(name).is_some() {
        return None;
    }
    let message = format!("there is no operation `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownOperation, &id.origin, message);
    diagnostic.help = did_you_mean(name, input.operations.iter().filter_map(|o| o.id()));
    Some(diagnostic)
}

/// The polled answer must hold the state and whatever else is read from it.
fn polled(input: &Input<'_>, plan: &Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Some(operation) = plan.text("poll").and_then(|id| input.operation(id)) else { return };
    let members = answer(input, operation);
    let single = ["state", "progress", "message"].into_iter().filter_map(|key| plan.get(key));
    let named: Vec<Spot<'_>> =
        single.chain(entries(plan, "failure").into_iter().map(|(_, spot)| spot)).collect();
    for spot in named {
        let Some(name) = spot.node.text().filter(|name| !members.contains(name)) else { continue };
        let message = format!("the answer of {} has no `{name}`", operation.name());
        let mut diagnostic = Diagnostic::new(Code::UnknownAnswerMember, &spot.origin, message);
        diagnostic.help = did_you_mean(name, members.iter().copied());
        found.push(diagnostic);
    }
}
