//! The files of the spec, as read.

use std::sync::Arc;

use super::Node;
use crate::diagnostics::Files;
use crate::location::{FileId, LineIndex, Origin, Position, Span};

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path below the spec folder, with `/` between the parts.
    pub path: String,
    /// Its text; empty when it could not be read.
    pub text: String,
    /// Its content; none when it could not be parsed.
    pub tree: Option<Arc<Node>>,
    lines: LineIndex,
}

impl SourceFile {
    /// A file that is still to be read.
    pub fn new(path: &str) -> Self {
        let (text, lines) = (String::new(), LineIndex::new(""));
        Self { path: path.to_owned(), text, tree: None, lines }
    }

    /// The line and column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// The text of a line, counted from 1.
    pub fn line(&self, line: usize) -> &str {
        self.lines.line(&self.text, line)
    }
}

/// All files; the root comes first, then its parts in order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// How the spec folder is called in messages, with a `/` at the end; may be empty.
    pub prefix: String,
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() - 1)
    }

    /// Gives a file its text.
    pub fn set_text(&mut self, id: FileId, text: String) {
        if let Some(file) = self.files.get_mut(id.0) {
            file.lines = LineIndex::new(&text);
            file.text = text;
        }
    }

    /// Gives a file its content.
    pub fn set_tree(&mut self, id: FileId, tree: Node) {
        if let Some(file) = self.files.get_mut(id.0) {
            file.tree = Some(Arc::new(tree));
        }
    }

    /// The files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index), file))
    }

    /// A file.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0)
    }

    /// The path of a file below the spec folder.
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.path)
    }

    /// The file with this path below the spec folder.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// The content of a file, shared, so that diagnostics can be reported while it is walked.
    pub fn tree(&self, id: FileId) -> Option<Arc<Node>> {
        self.file(id)?.tree.clone()
    }

    /// The node at an origin.
    pub fn node(&self, origin: &Origin) -> Option<&Node> {
        self.file(origin.file)?.tree.as_ref()?.at(&origin.pointer)
    }

    /// The text to show for an origin: a scalar itself, the key of anything bigger.
    pub fn span(&self, origin: &Origin) -> Span {
        let tree = self.file(origin.file).and_then(|file| file.tree.as_ref());
        tree.map(|tree| tree.shown(&origin.pointer)).unwrap_or_default()
    }

    /// The key of an origin, or what [`Sources::span`] shows where there is none.
    pub fn key_span(&self, origin: &Origin) -> Span {
        let tree = self.file(origin.file).and_then(|file| file.tree.as_ref());
        tree.and_then(|tree| tree.key(&origin.pointer)).unwrap_or_else(|| self.span(origin))
    }
}

impl Files for Sources {
    fn path(&self, file: FileId) -> Option<&str> {
        self.file(file).map(|file| file.path.as_str())
    }

    fn prefix(&self) -> &str {
        &self.prefix
    }

    fn has_text(&self, file: FileId) -> bool {
        self.file(file).is_some_and(|file| !file.text.is_empty())
    }

    fn line(&self, file: FileId, line: usize) -> &str {
        self.file(file).map(|file| file.line(line)).unwrap_or_default()
    }

    fn position(&self, file: FileId, offset: usize) -> Position {
        self.file(file).map_or(Position::START, |file| file.position(offset))
    }

    fn span(&self, origin: &Origin) -> Span {
        Sources::span(self, origin)
    }
}
