//! What became of the spec: every operation, schema, field, parameter, enum value, example and
//! description, mapped to what is generated from it or to a reason why nothing is.

mod elements;
mod fate;
mod report;

pub use elements::{Element, Kind};
pub use report::{Coverage, GroupCoverage, Mapping, Tally};

use crate::context::Context;
use crate::ir::Api;
use crate::resolve::Resolved;

/// Compares the spec with what was made of it.
pub fn measure(ctx: &Context, resolved: &Resolved, api: &Api) -> Coverage {
    let fates = fate::Fates::of(api);
    let mut coverage = Coverage::default();
    for part in &resolved.document.parts {
        let Some(tree) = ctx.sources.tree(part.file) else { continue };
        let title = part.group.as_ref().map_or("shared", |group| &group.title);
        let mut group = GroupCoverage::new(title);
        for element in elements::of(part.file, &tree) {
            let fate = fates.find(&element);
            group.count(element, fate);
        }
        coverage.add(group);
    }
    coverage
}
