//! Lowers the constraints of a request body.

use super::Lowering;
use crate::ir::{ConditionalConstraint, Constraint, Content, Ty};
use crate::load::extension::{ConstraintExtension, MemberSet};
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
    let wire = |name: &String| find(name).map_or_else(|| name.clone(), |(_, wire)| wire.clone());
    let wires = |names: &[String]| names.iter().map(wire).collect::<Vec<_>>();
    let constraint = match (&extension.any, &extension.all, &extension.not_both, &extension.only) {
        (Some(sets), ..) => {
            Constraint::AnyOf(sets.iter().map(MemberSet::names).map(wires).collect())
        }
        (_, Some(names), ..) => Constraint::AllOf(wires(names)),
        (_, _, Some(names), _) => Constraint::AtMostOne(wires(names)),
        (.., Some(names)) => Constraint::OnlyIf(wires(names)),
        _ => return None,
    };
    let first = extension.constrained_members().first().and_then(|name| find(name));
    Some(ConditionalConstraint {
        list: first.and_then(|(list, _)| list.clone()).filter(|_| extension.applies_to_items()),
        constraint,
        when: extension.when.iter().map(|(name, values)| (wire(name), values.clone())).collect(),
        when_any: wires(&extension.when_any),
        reason: extension.because.clone(),
    })
}
