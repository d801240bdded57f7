//! Fourth pass: checks that need the whole document.
//!
//! Each lint is one module with a function `check`, which returns diagnostics and changes nothing.

mod all_of;
mod bulk;
mod components;
mod constraint_examples;
mod constraints;
mod cursor;
mod delegate;
mod description;
mod encodings;
mod enums;
mod exact;
mod example;
mod filters;
mod formats;
mod group;
mod headers;
mod ids;
mod input;
mod jobs;
mod keywords;
mod limits;
mod media;
mod missing_example;
mod names;
mod operation_id;
mod paging;
mod parameters;
mod paths;
mod patterns;
mod presets;
mod properties;
mod quota;
mod references;
mod required;
mod responses;
mod root_values;
mod security;
mod unused;
mod validate;
mod variants;
mod windows;

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use input::Input;

/// A check of the whole document.
type Lint = fn(&Input<'_>) -> Vec<Diagnostic>;

/// The lints, in the order in which their subjects appear in a spec.
const LINTS: [Lint; 34] = [
    root_values::check,
    names::check,
    components::check,
    group::check,
    operation_id::check,
    paths::check,
    parameters::check,
    headers::check,
    responses::check,
    description::check,
    missing_example::check,
    example::check,
    ids::check,
    quota::check,
    paging::check,
    jobs::check,
    windows::check,
    filters::check,
    security::check,
    delegate::check,
    enums::check,
    formats::check,
    limits::check,
    patterns::check,
    required::check,
    all_of::check,
    variants::check,
    keywords::check,
    constraints::check,
    media::check,
    encodings::check,
    references::check,
    presets::check,
    bulk::check,
];

/// What descriptions of others need not have.
const COMPLETENESS: [Code; 4] =
    [Code::MissingDescription, Code::MissingExample, Code::MissingKey, Code::UnusedComponent];

/// Runs all lints.
///
/// They read the source trees, which have a location for every key. The unused argument makes sure that
/// references have been resolved before.
pub fn check(ctx: &mut Context, _resolved: &Resolved) -> Result<(), Diagnostics> {
    let input = Input::new(&ctx.sources);
    let mut found: Vec<Diagnostic> = LINTS.iter().flat_map(|lint| lint(&input)).collect();
    found.extend(unused::check(&input));
    let is_foreign = ctx.dialect.is_foreign;
    for diagnostic in found.into_iter().filter(|it| !is_foreign || !COMPLETENESS.contains(&it.code))
    {
        ctx.report(diagnostic);
    }
    Ok(())
}
