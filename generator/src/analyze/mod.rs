//! Analysis of the whole API: recursive types, types in requests and responses, dependencies of groups.

mod access;
mod cycles;
mod names;
mod usage;

use crate::context::Context;
use crate::diagnostics::Diagnostics;
use crate::ir::Api;

/// Sets the derived properties of types, fields and groups.
pub fn api(ctx: &mut Context, mut api: Api) -> Result<Api, Diagnostics> {
    cycles::mark_boxed(&mut api);
    usage::mark_types(&mut api);
    access::remove_unused_fields(&mut api);
    access::mark_plain_fields(&mut api);
    usage::find_dependencies(&mut api);
    names::index_names(&mut api);
    ctx.finish(api)
}
