//! A node of the spec, identified by its file and JSON pointer.

use super::pointer::{escape, unescape};

/// The index of a file in the list of files that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

impl FileId {
    /// The file of diagnostics that are not about the spec.
    pub const OUTSIDE: Self = Self(usize::MAX);
}

/// The location of a node. Lines and columns are computed when a diagnostic is rendered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The JSON pointer of the node; empty for the root of the file.
    pub pointer: String,
}

impl Origin {
    /// Returns the root of a file.
    pub fn root(file: FileId) -> Self {
        Self { file, pointer: String::new() }
    }

    /// Returns the member `key` of this mapping.
    pub fn child(&self, key: &str) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        pointer.push_str(&escape(key));
        Self { file: self.file, pointer }
    }

    /// Returns the item at `index` of this list.
    pub fn index(&self, index: usize) -> Self {
        self.child(&index.to_string())
    }

    /// Returns the node that contains this one, or `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.pointer.rsplit_once('/')?;
        Some(Self { file: self.file, pointer: parent.to_owned() })
    }

    /// Returns the nodes that contain this one, the innermost first.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// Returns `true` if `other` contains this node.
    pub fn is_in(&self, other: &Self) -> bool {
        let below = self.pointer.strip_prefix(other.pointer.as_str());
        self.file == other.file && below.is_some_and(|below| below.starts_with('/'))
    }

    /// Returns the last segment of the pointer, unescaped.
    pub fn key(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        unescape(last).into_owned()
    }
}
