//! The targets of references.

use std::collections::HashMap;

use super::reference::{self, ComponentRef, Reference, Section};
use crate::location::{FileId, Origin};
use crate::source::Sources;

/// The component that each reference names, by file and text.
#[derive(Debug, Default)]
pub struct Targets {
    files: Vec<HashMap<String, ComponentRef>>,
    references: Vec<ResolvedRef>,
}

/// A reference and the component that it names.
#[derive(Debug)]
pub struct ResolvedRef {
    /// The location of the `$ref` key.
    pub origin: Origin,
    /// The component that contains the reference.
    pub owner: Option<ComponentRef>,
    /// The component that it names.
    pub target: ComponentRef,
    /// The member of `responses` that contains the reference.
    pub response: Option<Origin>,
    /// `true` for an item of an `allOf`.
    pub is_part: bool,
}

impl Targets {
    pub(super) fn insert(&mut self, reference: Reference, target: ComponentRef) {
        let Reference { origin, text, response, is_part, .. } = reference;
        let owner = ComponentRef::containing(&origin);
        let from = origin.file;
        let resolved = ResolvedRef { origin, owner, target: target.clone(), response, is_part };
        self.references.push(resolved);
        if self.files.len() <= from.0 {
            self.files.resize_with(from.0 + 1, HashMap::new);
        }
        if let Some(targets) = self.files.get_mut(from.0) {
            targets.insert(text, target);
        }
    }

    /// Returns all references in document order.
    pub fn references(&self) -> &[ResolvedRef] {
        &self.references
    }

    /// Returns the component that the reference `text` in the file `from` names. It may be a reference itself.
    pub fn get(&self, from: FileId, text: &str) -> Option<&ComponentRef> {
        self.files.get(from.0)?.get(text)
    }
}

/// Returns the names of the components of a kind in a file.
pub fn component_names(sources: &Sources, file: FileId, section: Section) -> Vec<String> {
    let tree = sources.tree(file);
    let members =
        tree.as_ref().and_then(|tree| tree.get("components")?.get(section.key())?.as_map());
    members.into_iter().flat_map(|members| members.keys().cloned()).collect()
}

/// Returns the first declaration of a component with this kind and name.
pub fn find_component(sources: &Sources, section: Section, name: &str) -> Option<ComponentRef> {
    let in_file = |file| ComponentRef { file, section, name: name.to_owned() };
    sources
        .iter()
        .map(|(file, _)| in_file(file))
        .find(|component| component_exists(sources, component))
}

/// Returns `true` if the component exists.
pub fn component_exists(sources: &Sources, component: &ComponentRef) -> bool {
    let tree = sources.file(component.file).and_then(|file| file.tree.as_ref());
    tree.and_then(|tree| tree.get("components")?.get(component.section.key())?.get(&component.name))
        .is_some()
}

/// Returns the component that the reference `text` in the file `from` names, if it exists.
pub fn resolve_ref(sources: &Sources, from: FileId, text: &str) -> Option<ComponentRef> {
    reference::parse_ref(sources, from, text)
        .ok()
        .filter(|target| component_exists(sources, target))
}
