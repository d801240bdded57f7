//! Records the component schemas that no item is generated from because of where they are used.

use std::collections::BTreeSet;

use super::Lowering;
use crate::ir::Reason;
use crate::resolve::ComponentRef;

impl Lowering<'_> {
    /// Records the components that only error bodies contain, and those that no operation uses.
    pub(super) fn record_unreached(&mut self) {
        let document = self.document;
        let of_operations = document.references().iter().filter(|own| own.owner.is_none());
        let (errors, others): (Vec<_>, Vec<_>) = of_operations.partition(|reference| {
            let response = reference.response.as_ref();
            response.is_some_and(|response| self.error_responses.contains(response))
        });
        let errors = document.closure(errors.into_iter().map(|reference| &reference.target));
        let others = document.closure(others.into_iter().map(|reference| &reference.target));
        for part in &document.parts {
            for schema in document.component_schemas(part) {
                let origin = &schema.cursor.origin;
                let own = ComponentRef::containing(origin);
                let is_in = |used: &BTreeSet<&ComponentRef>| {
                    own.as_ref().is_some_and(|own| used.contains(own))
                };
                match (is_in(&errors), is_in(&others)) {
                    (_, true) => {}
                    (true, false) => self.api.omissions.record(origin, Reason::ErrorBody),
                    (false, false) => self.api.omissions.record(origin, Reason::Unused),
                }
            }
        }
    }
}
