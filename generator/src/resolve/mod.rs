//! The third pass: every `$ref` leads to a component of the right kind, and never in a circle.

mod alias;
mod bundle;
mod check;
mod reference;
mod target;
mod walk;

pub use bundle::bundle;
pub use check::references;
pub use reference::{Place, Reference, Section};
pub use target::{Resolved, Target};

pub(crate) use target::{names, place};
pub(crate) use walk::below;
