//! Where a thing stands in the spec: a file and a JSON pointer into it.

/// One of the files that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

/// A node of the spec. Lines and columns are looked up only when a diagnostic is printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The JSON pointer of the node in its file; empty for the whole file.
    pub pointer: String,
}

impl Origin {
    /// The whole file.
    pub fn root(file: FileId) -> Self {
        Self { file, pointer: String::new() }
    }

    /// The member `key` of this mapping.
    pub fn child(&self, key: &str) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        Self { file: self.file, pointer }
    }

    /// The element at `index` of this sequence.
    pub fn index(&self, index: usize) -> Self {
        self.child(&index.to_string())
    }

    /// The last step of the pointer, unescaped.
    pub fn key(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }
}
