//! The description with its references at hand.

use indexmap::IndexMap;
use openapiv3::{Example, Header, Parameter, ReferenceOr, RequestBody, Response, Schema};

use super::reference::{self, ComponentRef, Section};
use crate::load::{Document, Part};
use crate::location::{FileId, Origin};
use crate::source::Sources;

/// The whole description; every reference in it leads to its target.
#[derive(Debug)]
pub struct Resolved {
    /// The description.
    pub document: Document,
    /// For every reference, as its file and text, the component.
    pub(super) places: std::collections::BTreeMap<(FileId, String), ComponentRef>,
}

/// What a reference leads to, past all aliases.
#[derive(Debug)]
pub struct Target<'a, T> {
    /// The name of the component.
    pub name: &'a str,
    /// The file that declares it; references in it start from there.
    pub file: FileId,
    /// Where it is declared.
    pub origin: Origin,
    /// The component.
    pub value: &'a T,
}

impl Resolved {
    /// The part that a file holds.
    pub fn part(&self, file: FileId) -> Option<&Part> {
        self.document.parts.iter().find(|part| part.file == file)
    }

    /// The schema that `reference`, written in the file `from`, leads to.
    pub fn schema(&self, from: FileId, reference: &str) -> Option<Target<'_, Schema>> {
        self.follow(from, reference, Section::Schemas, |part| &part.components.schemas)
    }

    /// The schema that this file declares under this name; an alias leads to another one.
    pub fn declared_schema(&self, file: FileId, name: &str) -> Option<Target<'_, Schema>> {
        let (name, declared) = self.part(file)?.components.schemas.get_key_value(name)?;
        match declared {
            ReferenceOr::Reference { reference } => self.schema(file, reference),
            ReferenceOr::Item(value) => {
                let place = ComponentRef { file, section: Section::Schemas, name: name.clone() };
                Some(Target { name, file, origin: place.origin(), value })
            }
        }
    }

    /// The parameter that `reference`, written in the file `from`, leads to.
    pub fn parameter(&self, from: FileId, reference: &str) -> Option<Target<'_, Parameter>> {
        self.follow(from, reference, Section::Parameters, |part| &part.components.parameters)
    }

    /// The answer that `reference`, written in the file `from`, leads to.
    pub fn response(&self, from: FileId, reference: &str) -> Option<Target<'_, Response>> {
        self.follow(from, reference, Section::Responses, |part| &part.components.responses)
    }

    /// The request body that `reference`, written in the file `from`, leads to.
    pub fn request_body(&self, from: FileId, reference: &str) -> Option<Target<'_, RequestBody>> {
        self.follow(from, reference, Section::RequestBodies, |part| &part.components.request_bodies)
    }

    /// The header that `reference`, written in the file `from`, leads to.
    pub fn header(&self, from: FileId, reference: &str) -> Option<Target<'_, Header>> {
        self.follow(from, reference, Section::Headers, |part| &part.components.headers)
    }

    /// The example that `reference`, written in the file `from`, leads to.
    pub fn example(&self, from: FileId, reference: &str) -> Option<Target<'_, Example>> {
        self.follow(from, reference, Section::Examples, |part| &part.components.examples)
    }

    fn follow<'a, T>(
        &'a self,
        from: FileId,
        reference: &str,
        section: Section,
        components: impl Fn(&'a Part) -> &'a IndexMap<String, ReferenceOr<T>>,
    ) -> Option<Target<'a, T>> {
        // Circles were refused; the bound is for callers that ask before that.
        const LONGEST: usize = 64;
        let mut key = (from, reference.to_owned());
        for _ in 0..LONGEST {
            let place = self.places.get(&key).filter(|place| place.section == section)?;
            let part = self.part(place.file)?;
            let (name, component) = components(part).get_key_value(&place.name)?;
            match component {
                ReferenceOr::Item(value) => {
                    return Some(Target { name, file: place.file, origin: place.origin(), value });
                }
                ReferenceOr::Reference { reference } => key = (place.file, reference.clone()),
            }
        }
        None
    }
}

/// The components that exist, by file and section.
pub fn component_names(sources: &Sources, file: FileId, section: Section) -> Vec<String> {
    let tree = sources.tree(file);
    let members = tree.as_ref().and_then(|tree| tree.get("components")?.get(section.key())?.map());
    members.into_iter().flat_map(|members| members.keys().cloned()).collect()
}

/// Where the component of this kind and name is declared, if anywhere.
pub fn find_component(sources: &Sources, section: Section, name: &str) -> Option<ComponentRef> {
    let place = |file| ComponentRef { file, section, name: name.to_owned() };
    sources.iter().map(|(file, _)| place(file)).find(|place| component_exists(sources, place))
}

/// Whether there is such a component.
pub fn component_exists(sources: &Sources, place: &ComponentRef) -> bool {
    let tree = sources.file(place.file).and_then(|file| file.tree.as_ref());
    tree.and_then(|tree| tree.get("components")?.get(place.section.key())?.get(&place.name))
        .is_some()
}

/// The component that `text`, written in the file `from`, names, if it exists.
pub fn resolve_ref(sources: &Sources, from: FileId, text: &str) -> Option<ComponentRef> {
    reference::parse_ref(sources, from, text).ok().filter(|place| component_exists(sources, place))
}
