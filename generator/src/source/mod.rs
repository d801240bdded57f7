//! The first pass: reads the files of the spec, keeps their text and where everything stands in it.

mod parse;
mod read;
mod scalar;
mod sources;
mod tree;

pub use parse::parse;
pub use read::{ROOT_FILE, read};
pub use scalar::{Scalar, is_ambiguous, resolve};
pub use sources::{SourceFile, Sources};
pub use tree::{Member, Node, NodeKind};
