//! Lowers the constraints of a request body.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::Lowering;
use crate::ir::{ConditionalConstraint, Constraint, Content, Ty, declared_name};
use crate::load::extension::{self, ConstraintExtension, MemberSet};
use crate::location::Origin;

impl Lowering<'_> {
    /// Lowers the constraints of the schema of a body, those of `allOf` first.
    pub(super) fn constraints(
        &mut self,
        schema: &ReferenceOr<Schema>,
        origin: &Origin,
        content: &Content,
    ) -> Vec<ConditionalConstraint> {
        let declared = self.declared_constraints(schema, origin);
        let members = self.member_names(content);
        declared.iter().filter_map(|constraint| lower_constraint(constraint, &members)).collect()
    }

    /// Returns the constraints that a schema declares, those of `allOf` first.
    fn declared_constraints(
        &mut self,
        schema: &ReferenceOr<Schema>,
        origin: &Origin,
    ) -> Vec<ConstraintExtension> {
        let resolved = self.resolved;
        match schema {
            ReferenceOr::Reference { reference } => {
                let Some(target) = resolved.schema(origin.file, reference) else {
                    return Vec::new();
                };
                self.constraints_of(target.value, &target.origin)
            }
            ReferenceOr::Item(schema) => self.constraints_of(schema, origin),
        }
    }

    fn constraints_of(&mut self, schema: &Schema, origin: &Origin) -> Vec<ConstraintExtension> {
        let parts: &[ReferenceOr<Schema>] = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &any.all_of,
            _ => &[],
        };
        let mut constraints = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            constraints.extend(self.declared_constraints(part, &origin.child("allOf").index(i)));
        }
        let extensions = extension::schema(self.ctx, origin, &schema.schema_data.extensions);
        constraints.extend(extensions.constraints);
        constraints
    }

    /// Returns the wire names of the members of a body, with the list that contains them.
    fn member_names(&self, content: &Content) -> Vec<(Option<String>, String)> {
        let mut members = Vec::new();
        for field in self.api.members_of(content) {
            members.push((None, field.wire.clone()));
            if let Ty::List(inner) = &field.ty
                && let Ty::Named(id) = **inner
            {
                let inner = self.api.fields_of(id).iter().filter(|inner| inner.wire.contains("{i"));
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
    let find = |name: &str| members.iter().find(|(_, wire)| declared_name(wire) == name);
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
