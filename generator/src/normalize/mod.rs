//! Rewrites the trees of a description, so that the later passes find one kind of document.
//!
//! OpenAPI 3.1 becomes 3.0, keys of other tools are removed, and what this generator needs beyond OpenAPI gets defaults.
//! Nodes keep their byte ranges, so that diagnostics are located in the text as it is written.

mod alternatives;
mod bases;
mod bundle;
mod component;
mod component_names;
mod compositions;
mod constants;
mod counts;
mod deep_references;
mod defaults;
mod foreign;
mod formats;
mod media_types;
mod member_objects;
mod mixed;
mod newer;
mod operation_ids;
mod path_items;
mod repair;
pub mod requirements;
mod scalar_parts;
mod servers;
mod siblings;
mod type_names;
mod types;
mod walk;

pub use component_names::is_component_name;
pub use servers::is_base_url;

use crate::context::{Context, Dialect};
use crate::location::FileId;
use crate::source::{Node, is_foreign, is_newer};

/// What the user of the generator sets instead of the description.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The name of the crate.
    pub crate_name: Option<String>,
    /// The URL of the server.
    pub base_url: Option<String>,
    /// Keeps the media types next to JSON.
    pub keep_media_types: bool,
}

/// Rewrites all files.
pub fn apply(ctx: &mut Context, root: FileId, overrides: &Overrides) {
    let Some(tree) = ctx.sources.tree(root) else { return };
    ctx.dialect = Dialect { is_foreign: is_foreign(&tree), is_newer: is_newer(&tree) };
    drop(tree);
    let ids: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    let mut files: Vec<(FileId, Node)> =
        ids.into_iter().filter_map(|id| Some((id, ctx.sources.take_tree(id)?))).collect();
    if ctx.dialect.is_foreign {
        bundle::apply(&ctx.sources, root, &mut files);
        component_names::correct(ctx, &mut files);
        for (_, tree) in &mut files {
            path_items::replace(tree);
            member_objects::merge(tree);
            deep_references::hoist(tree);
        }
        type_names::repair(ctx, &mut files);
    }
    if ctx.dialect.is_newer {
        newer::convert(&mut files);
    } else if ctx.dialect.is_foreign {
        siblings::remove(ctx, &mut files);
        mixed::convert(ctx, &mut files);
    }
    if ctx.dialect.is_foreign {
        for (_, tree) in &mut files {
            compositions::simplify(tree);
            alternatives::combine(tree);
            bases::rewrite(tree);
        }
        formats::remove(ctx, &mut files);
        repair::apply(ctx, root, &mut files);
    }
    if ctx.dialect.is_foreign && !overrides.keep_media_types {
        media_types::remove(ctx, &mut files);
    }
    foreign::remove(ctx, &mut files);
    if let Some((_, tree)) = files.iter_mut().find(|(id, _)| *id == root) {
        if ctx.dialect.is_foreign || overrides.base_url.is_some() {
            servers::complete(ctx, root, tree, overrides.base_url.as_deref());
        }
        if ctx.dialect.is_foreign {
            servers::collect(ctx, root, tree);
            defaults::complete_security(tree);
        }
        defaults::complete(tree, overrides.crate_name.as_deref());
    }
    if ctx.dialect.is_foreign {
        operation_ids::separate(ctx, &mut files);
    }
    operation_ids::complete(ctx, &mut files);
    for (id, tree) in files {
        ctx.sources.set_tree(id, tree);
    }
}
