//! The fourth pass: what needs the whole document. One rule, one file; a rule reads, and answers
//! with what it found.

mod description;
mod enums;
mod example;
mod fits;
mod group;
mod ids;
mod input;
mod jobs;
mod keywords;
mod media;
mod missing_example;
mod operation_id;
mod paging;
mod parameters;
mod paths;
mod properties;
mod quota;
mod required;
mod responses;
mod rules;
mod rules_kept;
mod security;
mod spot;
mod unused;
mod windows;

use crate::context::Context;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use input::Input;

/// A rule.
type Rule = fn(&Input<'_>) -> Vec<Diagnostic>;

/// All of them, in the order in which a reader of the spec meets them.
const RULES: [Rule; 19] = [
    group::check,
    operation_id::check,
    paths::check,
    parameters::check,
    responses::check,
    description::check,
    missing_example::check,
    example::check,
    ids::check,
    quota::check,
    paging::check,
    jobs::check,
    windows::check,
    security::check,
    enums::check,
    required::check,
    keywords::check,
    rules::check,
    media::check,
];

/// Applies all rules. They read the trees, where every key has its place; that the references in
/// them lead somewhere is what `_resolved` stands for.
pub fn check(ctx: &mut Context, _resolved: &Resolved) -> Result<(), Diagnostics> {
    let input = Input::new(&ctx.sources);
    let mut found: Vec<Diagnostic> = RULES.iter().flat_map(|rule| rule(&input)).collect();
    found.extend(unused::check(&input));
    for diagnostic in found {
        ctx.report(diagnostic);
    }
    ctx.finish(())
}
