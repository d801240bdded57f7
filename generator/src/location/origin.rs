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

    /// Returns the last segment of the pointer, unescaped.
    pub fn key(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        unescape(last).into_owned()
    }
}
