//! The third pass: every `$ref` leads to a component of the right kind, and never in a circle.

mod alias;
mod check;
pub(crate) mod reference;
mod target;
mod walk;

pub use check::references;
pub use reference::{Place, Reference, Section};
pub use target::{Resolved, Target};

pub(crate) use target::{names, place};
pub(crate) use walk::below;
