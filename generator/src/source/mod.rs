//! First pass: reads the files of the spec and parses them into located trees.

mod explain;
mod parse;
mod read;
mod scalar;
mod sources;
mod surrogates;
mod tree;
mod version;

pub use parse::parse;
pub use read::{ROOT_FILE, read};
pub use scalar::{Scalar, is_ambiguous, resolve};
pub use sources::{SourceFile, Sources};
pub use tree::{Member, Node, NodeKind};
