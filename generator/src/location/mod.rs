//! Locations in the files of the spec: files, nodes, byte ranges, lines and columns.

mod line;
mod origin;
mod pointer;
mod span;

pub use line::{LineIndex, Position};
pub use origin::{FileId, Origin};
pub use pointer::{escape, unescape};
pub use span::Span;
