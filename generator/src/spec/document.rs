//! The document, and the components that references resolve to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr};

use super::cursor::Cursor;
use super::extensions::Extensions;
use crate::context::{Context, Dialect};
use crate::diagnostics::Diagnostics;
use crate::load::{Document as Loaded, Part, Root};
use crate::location::{FileId, Origin, Span};
use crate::parallel;
use crate::resolve::{self, ComponentRef, ResolvedRef, Targets};
use crate::source::Node;

/// The typed, resolved and located document.
#[derive(Debug)]
pub struct Document {
    /// The root file.
    pub root: Root,
    /// The files that the root lists, in that order.
    pub parts: Vec<Part>,
    /// What is known about the author.
    pub dialect: Dialect,
    /// The root nodes by file. They contain the elements with errors, which have no `openapiv3` value.
    trees: Vec<Option<Arc<Node>>>,
    /// The index in `parts` by file.
    part_of: Vec<Option<usize>>,
    targets: Targets,
    pub(super) extensions: Extensions,
}

/// Resolves the references of a document, and reads its extension keys.
pub fn document(ctx: &mut Context, loaded: Loaded) -> Result<Document, Diagnostics> {
    let targets = resolve::references(ctx, &loaded)?;
    let Loaded { root, parts } = loaded;
    let trees: Vec<_> = ctx.sources.iter().map(|(_, file)| file.tree.clone()).collect();
    let mut part_of = vec![None; trees.len()];
    for (index, part) in parts.iter().enumerate() {
        if let Some(slot) = part_of.get_mut(part.file.0) {
            *slot = Some(index);
        }
    }
    let extensions = Extensions::default();
    let dialect = ctx.dialect;
    let mut document = Document { root, parts, dialect, trees, part_of, targets, extensions };
    document.extensions = Extensions::read(ctx, &document);
    Ok(document)
}

impl Document {
    /// Drops the document. The trees of the files are no longer shared then, so that they can be changed.
    pub fn discard(mut self) {
        self.trees.clear();
        parallel::drop_later(self);
    }

    /// Returns the root of each file.
    pub fn files(&self) -> impl Iterator<Item = Cursor<'_>> {
        self.trees.iter().enumerate().filter_map(|(index, tree)| {
            Some(Cursor { origin: Origin::root(FileId(index)), node: tree.as_deref()? })
        })
    }

    /// Returns the root of a file.
    pub fn file(&self, file: FileId) -> Option<Cursor<'_>> {
        Some(Cursor { origin: Origin::root(file), node: self.tree(file)? })
    }

    /// Returns the root of the root file.
    pub fn root_file(&self) -> Option<Cursor<'_>> {
        self.file(self.root.file)
    }

    /// Returns the members of a key of the root file, such as `x-jobs`.
    pub fn root_entries(&self, key: &'static str) -> impl Iterator<Item = (&str, Cursor<'_>)> {
        self.root_file().into_iter().flat_map(move |root| root.get_members(key))
    }

    /// Returns the queues with their names.
    pub fn queues(&self) -> impl Iterator<Item = (&str, Cursor<'_>)> {
        self.root_entries("x-queues")
    }

    /// Returns the jobs and the queues.
    pub fn long_running_entries(&self) -> impl Iterator<Item = Cursor<'_>> {
        self.root_entries("x-jobs").chain(self.queues()).map(|(_, entry)| entry)
    }

    /// Returns the span of the key at `origin`, or of its value if it has no key.
    pub fn key_span(&self, origin: &Origin) -> Span {
        let tree = self.tree(origin.file);
        let key = tree.and_then(|tree| tree.key_span(&origin.pointer));
        key.unwrap_or_else(|| self.span(origin))
    }

    /// Returns the span to underline: that of a scalar, or that of the key of a list or a mapping.
    pub fn span(&self, origin: &Origin) -> Span {
        let tree = self.tree(origin.file);
        tree.map(|tree| tree.display_span(&origin.pointer)).unwrap_or_default()
    }

    /// Returns the span of the reference or the name of an item in a list of parameters.
    pub fn item_span(&self, entry: &Origin) -> Span {
        let item = self.tree(entry.file).and_then(|tree| tree.at(&entry.pointer));
        let key =
            ["$ref", "name"].into_iter().find(|key| item.is_some_and(|it| it.get(key).is_some()));
        key.map_or_else(|| self.span(entry), |key| self.span(&entry.child(key)))
    }

    /// Returns all references in document order, except those without a target.
    pub fn references(&self) -> &[ResolvedRef] {
        self.targets.references()
    }

    /// Returns the components and those that they refer to.
    pub fn closure<'a>(
        &'a self,
        components: impl Iterator<Item = &'a ComponentRef>,
    ) -> BTreeSet<&'a ComponentRef> {
        let mut inner: BTreeMap<&ComponentRef, Vec<&ComponentRef>> = BTreeMap::new();
        for reference in self.references() {
            if let Some(owner) = &reference.owner {
                inner.entry(owner).or_default().push(&reference.target);
            }
        }
        let mut found = BTreeSet::new();
        let mut open: Vec<&ComponentRef> = components.collect();
        while let Some(next) = open.pop() {
            if found.insert(next) {
                open.extend(inner.get(next).into_iter().flatten().copied());
            }
        }
        found
    }

    /// Returns the part in a file.
    pub fn part(&self, file: FileId) -> Option<&Part> {
        self.parts.get((*self.part_of.get(file.0)?)?)
    }

    fn tree(&self, file: FileId) -> Option<&Node> {
        self.trees.get(file.0)?.as_deref()
    }

    /// Returns the component that an element refers to, after following all references. Cycles have been rejected.
    ///
    /// Returns `None` if the element is not a reference, or if a component does not exist.
    pub(super) fn resolve_ref<'a>(
        &'a self,
        element: &Cursor<'a>,
    ) -> Option<(&'a ComponentRef, Cursor<'a>)> {
        let mut component = self.target_of(element.origin.file, element.node)?;
        loop {
            let node = self.component_node(component)?;
            match self.target_of(component.file, node) {
                Some(next) => component = next,
                None => return Some((component, Cursor { origin: component.origin(), node })),
            }
        }
    }

    /// Returns an element after following all references, its value unless it has errors, and the component if it is a
    /// reference to one. `section` returns the components of its kind.
    pub(super) fn resolve<'a, T>(
        &'a self,
        element: Cursor<'a>,
        value: Option<&'a ReferenceOr<T>>,
        section: fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> (Cursor<'a>, Option<&'a T>, Option<&'a ComponentRef>) {
        match self.resolve_ref(&element) {
            Some((component, cursor)) => (cursor, self.value(component, section), Some(component)),
            None => (element, value.and_then(ReferenceOr::as_item), None),
        }
    }

    /// Returns the component that the reference `text` in the file `from` names. It may be a reference itself.
    pub fn target(&self, from: FileId, text: &str) -> Option<&ComponentRef> {
        self.targets.get(from, text)
    }

    fn target_of(&self, file: FileId, node: &Node) -> Option<&ComponentRef> {
        self.target(file, node.get("$ref")?.as_str()?)
    }

    fn component_node(&self, component: &ComponentRef) -> Option<&Node> {
        let components = self.tree(component.file)?.get("components")?;
        components.get(component.section.key())?.get(&component.name)
    }

    /// Returns the value of a component, unless it has errors.
    pub(super) fn value<'a, T>(
        &'a self,
        component: &ComponentRef,
        section: fn(&'a Components) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> Option<&'a T> {
        section(&self.part(component.file)?.components).get(&component.name)?.as_item()
    }
}
