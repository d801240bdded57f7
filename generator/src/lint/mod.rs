//! Fourth pass: checks that need the whole document.
//!
//! Each rule is one module with a function `check`, which returns diagnostics and changes nothing. [`RULES`] has
//! their names.

mod all_of;
mod bulk;
mod components;
mod constraint_examples;
mod constraints;
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
mod quota;
mod references;
mod required;
mod responses;
mod root_values;
mod rules;
mod security;
mod suppress;
mod unused;
mod validate;
mod variants;
mod windows;

pub use rules::{RULES, Rule};

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::spec::Document;

/// What descriptions of others need not have, and operations that only the generated methods distinguish.
const COMPLETENESS: [Code; 5] = [
    Code::MissingDescription,
    Code::MissingExample,
    Code::MissingKey,
    Code::UnusedComponent,
    Code::DuplicatePath,
];

/// Runs all rules, and removes the warnings that the spec allows.
pub fn check(ctx: &mut Context, document: &Document) -> Result<(), Diagnostics> {
    let elements = document.elements();
    let is_foreign = ctx.dialect.is_foreign;
    let found: Vec<Diagnostic> =
        parallel::map(RULES.iter().collect(), |rule: &Rule| rule.run(&elements))
            .into_iter()
            .flatten()
            .collect();
    let found = suppress::apply(&elements, found).into_iter();
    for diagnostic in found.filter(|it| !is_foreign || !COMPLETENESS.contains(&it.code)) {
        ctx.report(diagnostic);
    }
    Ok(())
}
