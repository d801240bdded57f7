//! Removes the names of removed security schemes.

use crate::context::Context;
use crate::location::FileId;
use crate::normalize::requirements;

/// Removes the alternatives that name a scheme that does not exist. Requests are sent without its credentials.
pub(super) fn remove_unknown(ctx: &mut Context) {
    let Some(known) = ctx.sources.tree(FileId(0)).map(|tree| requirements::schemes(&tree)) else {
        return;
    };
    let files: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    for file in files {
        let Some(mut tree) = ctx.sources.take_tree(file) else { continue };
        requirements::remove_unknown(&mut tree, &known, &mut |_, _| {});
        ctx.sources.set_tree(file, tree);
    }
}
