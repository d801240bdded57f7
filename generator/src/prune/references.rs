//! Finds references to removed components.

use std::collections::BTreeMap;

use crate::context::Context;
use crate::diagnostics::Diagnostic;
use crate::load::{ValueSchema, objects};
use crate::location::{FileId, Origin};
use crate::resolve::{for_each_ref, parse_ref};

/// Returns an error for each reference to one of the components, with the reason of the component.
pub(super) fn find_dangling(
    ctx: &Context,
    components: &BTreeMap<Origin, Diagnostic>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let files: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    for file in files.into_iter().filter(|_| !components.is_empty()) {
        let Some(tree) = ctx.sources.tree(file) else { continue };
        let schema = ValueSchema::Object(&objects::ROOT);
        for_each_ref(&Origin::root(file), &tree, schema, &mut |reference| {
            let Ok(target) = parse_ref(&ctx.sources, file, &reference.text) else { return };
            let Some(reason) = components.get(&target.origin()) else { return };
            let mut error = reason.clone();
            error.origin = reference.origin;
            error.span = None;
            if !error.message.starts_with("it uses ") {
                let noun = target.section.noun();
                error.message = format!("it uses {noun} `{}`: {}", target.name, error.message);
            }
            found.push(error);
        });
    }
    found
}
