//! First pass: reads the files of the spec and parses them into located trees.

mod anchors;
mod comments;
mod edit;
mod explain;
mod external;
mod json;
mod parse;
mod read;
mod scalar;
mod sources;
mod surrogates;
mod tree;
mod version;

pub use edit::{find_mut, insert, map, remove, rename, string};
pub use external::{file_of, join};
pub use parse::parse;
pub use read::{EXTENSIONS, ROOT_FILE, SETTLED_FILE, is_foreign, is_inside, read, read_files};
pub use scalar::{Scalar, is_ambiguous, resolve};
pub use sources::{SourceFile, Sources};
pub use tree::{Member, MemberMap, Node, NodeKind};
pub use version::is_newer;
