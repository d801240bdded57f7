//! Positions in the files of the spec.

mod line;
mod origin;
mod span;

pub use line::{LineIndex, Position};
pub use origin::{FileId, Origin};
pub use span::Span;
