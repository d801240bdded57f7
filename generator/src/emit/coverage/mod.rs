//! Coverage of the spec.
//!
//! Every operation, schema, field, parameter, enum value, example and description is mapped to the item that
//! is generated from it, or to the reason why none is.

mod elements;
mod no_effect;
mod outcome;
mod report;
mod walk;

pub use elements::{ElementKind, SpecElement};
pub use report::{Count, Coverage, GroupCoverage, Mapping};

use crate::context::Context;
use crate::ir::Api;
use crate::spec::Document;

/// Maps every element of the spec to its outcome.
pub fn measure(ctx: &Context, document: &Document, api: &Api) -> Coverage {
    let outcomes = outcome::OutcomeIndex::new(api);
    let keys = no_effect::count(&ctx.sources);
    let mut coverage = Coverage { keys, ..Coverage::default() };
    for part in &document.parts {
        let title = part.group.as_ref().map_or("shared", |group| &group.title);
        let mut group = GroupCoverage::new(title);
        walk::add_elements(document, part, &outcomes, &mut group);
        coverage.add(group);
    }
    coverage
}
