//! What follows from the whole: which types must be boxed, which are read and which written, and
//! which groups need which.

mod access;
mod cycles;
mod usage;

use crate::context::Context;
use crate::diagnostics::Diagnostics;
use crate::ir::Api;

/// Derives the facts.
pub fn derive(ctx: &mut Context, mut api: Api) -> Result<Api, Diagnostics> {
    cycles::boxes(&mut api);
    usage::types(&mut api);
    access::prune(&mut api);
    usage::groups(&mut api);
    ctx.finish(api)
}
