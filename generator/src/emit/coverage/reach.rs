//! The components that operations refer to.

use std::collections::BTreeSet;

use crate::location::Origin;
use crate::resolve::ComponentRef;
use crate::spec::Document;

/// The components that operations refer to, directly or through other components.
#[derive(Debug, Default)]
pub(super) struct Reach<'a> {
    /// Those of the responses to errors.
    errors: BTreeSet<&'a ComponentRef>,
    /// Those of everything else.
    others: BTreeSet<&'a ComponentRef>,
    /// The parts of each `allOf`.
    inherited: BTreeSet<&'a ComponentRef>,
}

impl<'a> Reach<'a> {
    /// Follows the references of all operations.
    pub(super) fn new(document: &'a Document) -> Self {
        let operations = document.operations();
        let failures = operations.iter().flat_map(|operation| operation.failures());
        let failures: BTreeSet<Origin> = failures.map(|response| response.entry.origin).collect();
        let references = document.references();
        let of_operations = references.iter().filter(|reference| reference.owner.is_none());
        let (errors, others): (Vec<_>, Vec<_>) = of_operations.partition(|reference| {
            reference.response.as_ref().is_some_and(|response| failures.contains(response))
        });
        let parts = references.iter().filter(|reference| reference.is_part);
        Self {
            errors: document.closure(errors.into_iter().map(|reference| &reference.target)),
            others: document.closure(others.into_iter().map(|reference| &reference.target)),
            inherited: parts.map(|reference| &reference.target).collect(),
        }
    }

    /// Returns `true` if the schema at `origin` is used for errors only.
    pub(super) fn is_error(&self, origin: &Origin) -> bool {
        let own = ComponentRef::containing(origin);
        own.is_some_and(|own| self.errors.contains(&own) && !self.others.contains(&own))
    }

    /// Returns `true` if no operation uses the schema at `origin`.
    pub(super) fn is_unused(&self, origin: &Origin) -> bool {
        let own = ComponentRef::containing(origin);
        own.is_some_and(|own| !self.errors.contains(&own) && !self.others.contains(&own))
    }

    /// Returns `true` if the schema at `origin` is a part of other schemas.
    pub(super) fn is_inherited(&self, origin: &Origin) -> bool {
        ComponentRef::containing(origin).is_some_and(|own| self.inherited.contains(&own))
    }
}
