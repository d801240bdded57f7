//! Third pass: resolves every `$ref` to a component of the right kind, and rejects cycles.

mod check;
mod cycles;
mod reference;
mod target;
mod walk;

pub use check::references;
pub use reference::{ComponentRef, Reference, Section};
pub use target::{ResolvedRef, Targets};

pub(crate) use reference::parse_ref;
pub(crate) use target::resolve_ref;
pub(crate) use walk::for_each_ref;
