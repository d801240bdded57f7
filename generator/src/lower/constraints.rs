//! Lowers the constraints of a request body.

use super::Lowering;
use crate::ir::{ConditionalConstraint, Content, Ty};
use crate::load::extension::ConstraintExtension;
use crate::spec::Schema;
use crate::wire_name::WireName;

impl Lowering<'_> {
    /// Lowers the constraints of the schema of a body, those of `allOf` first.
    pub(super) fn constraints(
        &self,
        schema: &Schema<'_>,
        content: &Content,
    ) -> Vec<ConditionalConstraint> {
        let parts = schema.merged_parts();
        let declared = parts.iter().flat_map(|part| &part.extensions().constraints);
        let members = self.member_names(content);
        declared.filter_map(|constraint| lower_constraint(constraint, &members)).collect()
    }

    /// Returns the wire names of the members of a body, with the list that contains them.
    fn member_names(&self, content: &Content) -> Vec<(Option<String>, String)> {
        let mut members = Vec::new();
        for field in self.api.members_of(content) {
            members.push((None, field.wire.clone()));
            if let Ty::List(inner) = &field.ty
                && let Ty::Named(id) = **inner
            {
                let inner = self.api.fields_of(id).iter().filter(|it| it.wire_name().has_item());
                members.extend(inner.map(|inner| (Some(field.wire.clone()), inner.wire.clone())));
            }
        }
        members
    }
}

/// Lowers a constraint and its wire names. Returns `None` for an empty constraint, which `lint` reports.
fn lower_constraint(
    extension: &ConstraintExtension,
    members: &[(Option<String>, String)],
) -> Option<ConditionalConstraint> {
    let find =
        |name: &str| members.iter().find(|(_, wire)| WireName::parse(wire).declared() == name);
    let wire = |name: &str| find(name).map_or_else(|| name.to_owned(), |(_, wire)| wire.clone());
    let constraint = extension.to_constraint()?;
    let first = constraint.constraint.names().first().and_then(|name| find(name));
    let list = first.and_then(|(list, _)| list.clone()).filter(|_| extension.applies_to_items());
    Some(ConditionalConstraint { list, ..constraint.map_names(wire) })
}
