//! The document with resolved references.

use indexmap::IndexMap;
use openapiv3::{Example, Header, Parameter, ReferenceOr, RequestBody, Response, Schema};

use super::reference::{self, ComponentRef, Section};
use crate::load::{Document, Part};
use crate::location::{FileId, Origin};
use crate::source::Sources;

/// The document together with the targets of all references.
#[derive(Debug)]
pub struct Resolved {
    /// The document.
    pub document: Document,
    /// The target of each reference, by file and text.
    pub(super) targets: std::collections::BTreeMap<(FileId, String), ComponentRef>,
}

/// A component that a reference resolves to.
#[derive(Debug)]
pub struct Target<'a, T> {
    /// The name.
    pub name: &'a str,
    /// The file that declares it. References in the component are relative to this file.
    pub file: FileId,
    /// The location of the declaration.
    pub origin: Origin,
    /// The component.
    pub value: &'a T,
}

impl Resolved {
    /// Returns the part in a file.
    pub fn part(&self, file: FileId) -> Option<&Part> {
        self.document.parts.iter().find(|part| part.file == file)
    }

    /// Returns the schema that `reference` in the file `from` resolves to.
    pub fn schema(&self, from: FileId, reference: &str) -> Option<Target<'_, Schema>> {
        self.resolve(from, reference, Section::Schemas, |part| &part.components.schemas)
    }

    /// Returns the schema that a file declares under this name, after resolving aliases.
    pub fn declared_schema(&self, file: FileId, name: &str) -> Option<Target<'_, Schema>> {
        let (name, declared) = self.part(file)?.components.schemas.get_key_value(name)?;
        match declared {
            ReferenceOr::Reference { reference } => self.schema(file, reference),
            ReferenceOr::Item(value) => {
                let component =
                    ComponentRef { file, section: Section::Schemas, name: name.clone() };
                Some(Target { name, file, origin: component.origin(), value })
            }
        }
    }

    /// Returns the parameter that `reference` in the file `from` resolves to.
    pub fn parameter(&self, from: FileId, reference: &str) -> Option<Target<'_, Parameter>> {
        self.resolve(from, reference, Section::Parameters, |part| &part.components.parameters)
    }

    /// Returns the response that `reference` in the file `from` resolves to.
    pub fn response(&self, from: FileId, reference: &str) -> Option<Target<'_, Response>> {
        self.resolve(from, reference, Section::Responses, |part| &part.components.responses)
    }

    /// Returns the request body that `reference` in the file `from` resolves to.
    pub fn request_body(&self, from: FileId, reference: &str) -> Option<Target<'_, RequestBody>> {
        self.resolve(from, reference, Section::RequestBodies, |part| {
            &part.components.request_bodies
        })
    }

    /// Returns the header that `reference` in the file `from` resolves to.
    pub fn header(&self, from: FileId, reference: &str) -> Option<Target<'_, Header>> {
        self.resolve(from, reference, Section::Headers, |part| &part.components.headers)
    }

    /// Returns the example that `reference` in the file `from` resolves to.
    pub fn example(&self, from: FileId, reference: &str) -> Option<Target<'_, Example>> {
        self.resolve(from, reference, Section::Examples, |part| &part.components.examples)
    }

    fn resolve<'a, T>(
        &'a self,
        from: FileId,
        reference: &str,
        section: Section,
        components: impl Fn(&'a Part) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> Option<Target<'a, T>> {
        // cycles have been rejected
        let mut key = (from, reference.to_owned());
        loop {
            let target = self.targets.get(&key).filter(|target| target.section == section)?;
            let part = self.part(target.file)?;
            let (name, component) = components(part).get_key_value(&target.name)?;
            match component {
                ReferenceOr::Item(value) => {
                    return Some(Target {
                        name,
                        file: target.file,
                        origin: target.origin(),
                        value,
                    });
                }
                ReferenceOr::Reference { reference } => key = (target.file, reference.clone()),
            }
        }
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
