//! Lowers bulk writes, presets and references.

use indexmap::IndexMap;

use super::{Lowering, text};
use crate::ir::{Bulk, Content, Field, Name, Preset, Reference, ReferenceForm, StatusList};
use crate::load::extension::{OperationExtensions, StatusListExtension};
use crate::location::Origin;
use crate::spec::Schema;

impl Lowering<'_> {
    /// Lowers the declared references. Their members follow from the requests that use them.
    pub(super) fn lower_references(&mut self) {
        for part in &self.document.parts {
            let origin = Origin::root(part.file).child("x-references");
            let module = self.module_of(part.file);
            for (name, reference) in &part.references {
                let origin = origin.child(name);
                let forms = reference.forms.keys().map(|form| ReferenceForm {
                    name: Name::new(form),
                    members: Vec::new(),
                    origin: origin.child("forms").child(form),
                });
                self.api.references.push(Reference {
                    name: Name::new(name).with_explicit(Some(name.clone())),
                    argument: Name::new(&reference.argument)
                        .with_explicit(Some(reference.argument.clone())),
                    docs: text::clean_or_name(&reference.description, name),
                    module,
                    forms: forms.collect(),
                    origin: origin.clone(),
                });
            }
        }
    }

    /// Returns the reference of an inline body, and marks its members.
    pub(super) fn body_reference(
        &mut self,
        schema: &Schema<'_>,
        content: &mut Content,
    ) -> Option<usize> {
        let Content::Members(fields) = content else { return None };
        self.apply_reference(schema.extensions().reference.as_ref()?, fields)
    }

    /// Marks the members of a body that form a reference, and completes the reference with them.
    fn apply_reference(&mut self, name: &str, fields: &mut [Field]) -> Option<usize> {
        let at = self.api.references.iter().position(|reference| reference.name.words == name)?;
        let parts = self.document.parts.iter();
        let declared = parts.flat_map(|part| &part.references).find(|(known, _)| *known == name)?.1;
        let reference = self.api.references.get_mut(at)?;
        for (form, members) in reference.forms.iter_mut().zip(declared.forms.values()) {
            let named = |wire: &String| fields.iter().find(|field| field.wire == *wire).cloned();
            if form.members.is_empty() {
                form.members = members.iter().filter_map(named).collect();
            }
            for field in fields.iter_mut().filter(|field| members.contains(&field.wire)) {
                field.referenced = true;
            }
        }
        Some(at)
    }

    /// Lowers the list of statuses of a queue.
    pub(super) fn status_list(&self, extension: &StatusListExtension) -> Option<StatusList> {
        let pairs = |map: &IndexMap<String, String>| {
            map.iter().map(|(name, text)| (name.clone(), text.clone())).collect()
        };
        Some(StatusList {
            method: Name::new(&extension.method),
            operation: self.find_operation(&extension.operation)?,
            page_size: extension.page_size,
            id: extension.id.clone(),
            date: extension.date.clone(),
            payload: extension.payload.clone(),
            members: pairs(&extension.members),
            objects: extension.objects.clone(),
            kind: extension.kind.clone(),
            kinds: pairs(&extension.kinds),
        })
    }
}

/// Returns the method that writes many elements.
pub(super) fn bulk(extensions: &OperationExtensions, origin: &Origin) -> Option<Bulk> {
    let bulk = extensions.bulk.as_ref()?;
    Some(Bulk {
        name: Name::new(&bulk.method),
        summary: text::clean(&bulk.summary),
        docs: text::clean_optional(bulk.description.as_ref()),
        key: bulk.key.clone(),
        qualifiers: bulk.qualifiers.clone(),
        origin: origin.child("x-bulk"),
    })
}

/// Returns the methods that set some members.
pub(super) fn presets(extensions: &OperationExtensions, origin: &Origin) -> Vec<Preset> {
    let origin = origin.child("x-presets");
    let presets = extensions.presets.iter().enumerate();
    let preset = presets.map(|(index, preset)| Preset {
        name: Name::new(&preset.method),
        summary: text::clean(&preset.summary),
        docs: text::clean_optional(preset.description.as_ref()),
        set: preset.set.iter().map(|(wire, text)| (wire.clone(), text.clone())).collect(),
        arguments: preset.arguments.clone(),
        aliases: preset.aliases.clone(),
        origin: origin.index(index),
    });
    preset.collect()
}
