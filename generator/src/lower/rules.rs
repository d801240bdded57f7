//! The rules of a request body.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::Lowering;
use crate::ir::{Content, Demand, Rule, Ty, as_described};
use crate::load::extension::{self, RuleExtension, Together};
use crate::location::Origin;

impl Lowering<'_> {
    /// The rules that the schema of a body states, those of its `allOf` first.
    pub(super) fn rules(
        &mut self,
        schema: &ReferenceOr<Schema>,
        origin: &Origin,
        content: &Content,
    ) -> Vec<Rule> {
        let stated = self.stated(schema, origin);
        let members = self.members(content);
        stated.iter().filter_map(|rule| lowered(rule, &members)).collect()
    }

    fn stated(&mut self, schema: &ReferenceOr<Schema>, origin: &Origin) -> Vec<RuleExtension> {
        let resolved = self.resolved;
        match schema {
            ReferenceOr::Reference { reference } => {
                let Some(target) = resolved.schema(origin.file, reference) else {
                    return Vec::new();
                };
                self.stated_here(target.value, &target.origin)
            }
            ReferenceOr::Item(schema) => self.stated_here(schema, origin),
        }
    }

    fn stated_here(&mut self, schema: &Schema, origin: &Origin) -> Vec<RuleExtension> {
        let parts: &[ReferenceOr<Schema>] = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &any.all_of,
            _ => &[],
        };
        let mut rules = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            rules.extend(self.stated(part, &origin.child("allOf").index(i)));
        }
        let own = extension::schema(self.ctx, origin, &schema.schema_data.extensions);
        rules.extend(own.rules);
        rules
    }

    /// The wire names of the members of a body, and the lists whose elements have them.
    fn members(&self, content: &Content) -> Vec<(Option<String>, String)> {
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

/// The rule with its names as the client keeps them; `None` when it demands nothing, which has been
/// reported.
fn lowered(rule: &RuleExtension, members: &[(Option<String>, String)]) -> Option<Rule> {
    let find = |name: &str| members.iter().find(|(_, wire)| as_described(wire) == name);
    let wire = |name: &String| find(name).map_or_else(|| name.clone(), |(_, wire)| wire.clone());
    let wires = |names: &[String]| names.iter().map(wire).collect::<Vec<_>>();
    let demand = match (&rule.any, &rule.all, &rule.not_both, &rule.only) {
        (Some(sets), ..) => Demand::Any(sets.iter().map(Together::names).map(wires).collect()),
        (_, Some(names), ..) => Demand::All(wires(names)),
        (_, _, Some(names), _) => Demand::NotBoth(wires(names)),
        (.., Some(names)) => Demand::Only(wires(names)),
        _ => return None,
    };
    let first = rule.demanded().first().and_then(|name| find(name));
    Some(Rule {
        each: first.and_then(|(list, _)| list.clone()).filter(|_| rule.is_of_elements()),
        demand,
        when: rule.when.iter().map(|(name, values)| (wire(name), values.clone())).collect(),
        when_any: wires(&rule.when_any),
        because: rule.because.clone(),
    })
}
