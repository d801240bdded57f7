//! The first pass: reads the files of the spec, keeps their text and where everything stands in it.

mod line;
mod origin;
mod parse;
mod read;
mod scalar;
mod sources;
mod span;
mod tree;

pub use line::{LineIndex, Position};
pub use origin::{FileId, Origin};
pub use parse::parse;
pub use read::{ROOT_FILE, read};
pub use scalar::{Scalar, is_ambiguous, resolve};
pub use sources::{SourceFile, Sources};
pub use span::Span;
pub use tree::{Member, Node, NodeKind};
