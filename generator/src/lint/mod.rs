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
mod wire_name;

pub use rules::{RULES, Rule};

use crate::context::{Context, Dialect};
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

/// The rules that find nothing else.
const COMPLETENESS_RULES: [&str; 3] =
    ["missing-description", "oas3-missing-example", "no-unused-components"];

/// Runs all rules, and reports what they find.
pub fn check(ctx: &mut Context, document: &Document) -> Result<(), Diagnostics> {
    find(ctx.dialect, document).into_iter().for_each(|diagnostic| ctx.report(diagnostic));
    Ok(())
}

/// Runs all rules, and returns what they find without the warnings that the spec allows.
pub fn find(dialect: Dialect, document: &Document) -> Vec<Diagnostic> {
    let elements = document.elements();
    // a suppression is unused if its rule finds nothing
    let runs_all = !dialect.is_foreign || !elements.suppressing.is_empty();
    let rules = RULES.iter().filter(|rule| runs_all || !COMPLETENESS_RULES.contains(&rule.name));
    let found = parallel::map(rules.collect(), |rule: &Rule| rule.run(&elements));
    let mut found = suppress::apply(&elements, found.into_iter().flatten().collect());
    found.retain(|it| !dialect.is_foreign || !COMPLETENESS.contains(&it.code));
    found
}
