//! The files of the spec.

use std::sync::Arc;

use super::Node;
use crate::diagnostics::Files;
use crate::location::{FileId, LineIndex, Origin, Position, Span};

/// A file of the spec.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path relative to the spec folder, with `/` as separator.
    pub path: String,
    /// The text; empty if the file could not be read.
    pub text: String,
    /// The root node; `None` if the file could not be parsed.
    pub tree: Option<Arc<Node>>,
    lines: LineIndex,
}

impl SourceFile {
    /// Creates a file that has not been read.
    pub fn new(path: &str) -> Self {
        let (text, lines) = (String::new(), LineIndex::new(""));
        Self { path: path.to_owned(), text, tree: None, lines }
    }

    /// Returns the line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }
}

/// All files: the root file, then its parts in order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The path of the spec folder in messages: empty, or with a `/` at the end.
    pub prefix: String,
    files: Vec<SourceFile>,
    /// The files whose nodes are in the tree of another file.
    appended: Vec<Appended>,
}

/// A file whose nodes are in the tree of another file.
#[derive(Clone, Debug)]
struct Appended {
    file: FileId,
    /// The file with the tree.
    owner: FileId,
    /// The offset in the byte ranges of the tree at which those of the file begin.
    base: usize,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() - 1)
    }

    /// Sets the text of a file.
    pub fn set_text(&mut self, id: FileId, text: String) {
        if let Some(file) = self.files.get_mut(id.0) {
            file.lines = LineIndex::new(&text);
            file.text = text;
        }
    }

    /// Sets the root node of a file.
    pub fn set_tree(&mut self, id: FileId, tree: Node) {
        if let Some(file) = self.files.get_mut(id.0) {
            file.tree = Some(Arc::new(tree));
        }
    }

    /// Removes the root node of a file, to change it. It is not copied unless it is in use.
    pub fn take_tree(&mut self, id: FileId) -> Option<Node> {
        self.files.get_mut(id.0)?.tree.take().map(Arc::unwrap_or_clone)
    }

    /// Removes the root nodes of all files.
    pub fn remove_trees(&mut self) {
        self.files.iter_mut().for_each(|file| file.tree = None);
    }

    /// Makes the byte ranges of a file those of the tree of `owner` after all others. Returns their first offset.
    pub fn append(&mut self, file: FileId, owner: FileId) -> usize {
        let length = |file: FileId| self.file(file).map_or(0, |file| file.text.len() + 1);
        let last = self.appended.iter().rev().find(|it| it.owner == owner);
        let base = last.map_or(length(owner), |last| last.base + length(last.file));
        self.appended.push(Appended { file, owner, base });
        base
    }

    /// Returns the files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index), file))
    }

    /// Returns a file.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0)
    }

    /// Returns the path of a file relative to the spec folder.
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.path)
    }

    /// Returns the file with this path relative to the spec folder.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// Returns the root node of a file. It is shared, so that diagnostics can be reported during a walk.
    pub fn tree(&self, id: FileId) -> Option<Arc<Node>> {
        self.file(id)?.tree.clone()
    }

    /// Returns the node at an origin.
    pub fn node(&self, origin: &Origin) -> Option<&Node> {
        self.file(origin.file)?.tree.as_ref()?.at(&origin.pointer)
    }

    /// Returns the span to underline: that of a scalar, or that of the key of a list or a mapping.
    pub fn span(&self, origin: &Origin) -> Span {
        let tree = self.file(origin.file).and_then(|file| file.tree.as_ref());
        tree.map(|tree| tree.display_span(&origin.pointer)).unwrap_or_default()
    }

    /// Returns the span of the key of an origin, or [`Sources::span`] if there is none.
    pub fn key_span(&self, origin: &Origin) -> Span {
        let tree = self.file(origin.file).and_then(|file| file.tree.as_ref());
        tree.and_then(|tree| tree.key_span(&origin.pointer)).unwrap_or_else(|| self.span(origin))
    }
}

impl Files for Sources {
    fn path(&self, file: FileId) -> Option<&str> {
        self.file(file).map(|file| file.path.as_str())
    }

    fn prefix(&self) -> &str {
        &self.prefix
    }

    fn locate(&self, file: FileId, span: Span) -> (FileId, Span) {
        let mut appended = self.appended.iter().rev().filter(|it| it.owner == file);
        appended.find(|it| it.base <= span.start).map_or((file, span), |it| {
            (it.file, Span::new(span.start - it.base, span.end.max(span.start) - it.base))
        })
    }

    fn text(&self, file: FileId) -> &str {
        self.file(file).map(|file| file.text.as_str()).unwrap_or_default()
    }

    fn position(&self, file: FileId, offset: usize) -> Position {
        self.file(file).map_or(Position::START, |file| file.position(offset))
    }

    fn span(&self, origin: &Origin) -> Span {
        Sources::span(self, origin)
    }
}
