//! Lowers unions of records.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Discriminator as OpenApiDiscriminator;

use super::Lowering;
use super::schema::SchemaContext;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::ir::{Alternative, Discriminator, Field, Kind, Name, Ty, TypeId, Union};
use crate::location::Origin;
use crate::spec::{Schema, SchemaShape};

impl<'a> Lowering<'a> {
    /// Lowers a `oneOf` or `anyOf`.
    pub(super) fn union(
        &mut self,
        schema: &Schema<'a>,
        keyword: &str,
        variants: &[Schema<'a>],
        context: &SchemaContext,
    ) -> Kind {
        let data = schema.value().map(|value| &value.schema_data);
        let discriminator = data.and_then(|data| data.discriminator.as_ref());
        let mut alternatives = Vec::new();
        for variant in variants {
            alternatives.extend(self.alternative(variant, discriminator, context));
        }
        if let Some(discriminator) = discriminator {
            self.check_mapping(discriminator, variants, &schema.cursor.origin, keyword);
        }
        let discriminator = match discriminator {
            Some(discriminator) => Discriminator::Member(discriminator.property_name.clone()),
            None => Discriminator::UniqueMembers,
        };
        Kind::Union(Union { discriminator, alternatives })
    }

    fn alternative(
        &mut self,
        variant: &Schema<'a>,
        discriminator: Option<&OpenApiDiscriminator>,
        context: &SchemaContext,
    ) -> Option<Alternative> {
        let origin = &variant.cursor.origin;
        let (reference, component) = match (variant.reference(), inline_name(variant)) {
            (Some(reference), _) => {
                (reference, reference.rsplit('/').next().unwrap_or(reference).to_owned())
            }
            (None, Some(name)) => ("", name),
            (None, None) => {
                self.report_unsupported(
                    origin,
                    "inline schema in a union",
                    "move it to a component, or use `type: string` for scalars",
                );
                return None;
            }
        };
        let inner = match variant.reference() {
            Some(_) => context.clone(),
            None => context.inner(&component),
        };
        let Ty::Named(record) = self.lower_type(variant, &inner) else {
            self.report_unsupported(
                origin,
                "union of values that are not objects",
                "use an object",
            );
            return None;
        };
        Some(Alternative {
            tags: discriminator
                .map(|own| discriminator_values(own, reference, &component))
                .unwrap_or_default(),
            name: Name::new(component),
            record,
            origin: origin.clone(),
        })
    }

    /// Checks that the targets of the mapping are alternatives of the union.
    fn check_mapping(
        &mut self,
        discriminator: &OpenApiDiscriminator,
        variants: &[Schema<'a>],
        origin: &Origin,
        keyword: &str,
    ) {
        let known: Vec<&str> = variants.iter().filter_map(Schema::reference).collect();
        for (value, to) in &discriminator.mapping {
            if known.iter().any(|reference| is_same_component(to, reference)) {
                continue;
            }
            let origin = origin.child("discriminator").child("mapping").child(value);
            let message = format!("`{to}` is not an alternative of the union");
            let help = did_you_mean(to, known.iter().copied())
                .unwrap_or_else(|| format!("add it to `{keyword}`"));
            self.ctx.report(Diagnostic::new(Code::DanglingRef, &origin, message).help(help));
        }
    }
}

/// Returns a name for an object that is declared in a union: its title, its constant, or its only required member.
fn inline_name(schema: &Schema<'_>) -> Option<String> {
    if !matches!(schema.shape()?, SchemaShape::Object) {
        return None;
    }
    let constant = |property: &Schema<'_>| match property.shape()? {
        SchemaShape::Enum(values) => match values.as_slice() {
            [single] => Some((*single).to_owned()),
            _ => None,
        },
        _ => None,
    };
    let required = schema.cursor.get_strings("required");
    let title = schema.value()?.schema_data.title.clone();
    let constants = || {
        let mut properties = schema.own_properties().into_iter();
        properties.find_map(|(name, own)| constant(&own).filter(|_| required.contains(&name)))
    };
    title.or_else(constants).or_else(|| match required.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    })
}

/// Returns the discriminator values of a component: those of the mapping, or its name.
fn discriminator_values(
    discriminator: &OpenApiDiscriminator,
    reference: &str,
    component: &str,
) -> Vec<String> {
    let mapped = discriminator.mapping.iter().filter(|(_, to)| is_same_component(to, reference));
    let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    if mapped.is_empty() { vec![component.to_owned()] } else { mapped }
}

/// Returns `true` if the target of a mapping, a reference or a name, is the component of `reference`.
fn is_same_component(to: &str, reference: &str) -> bool {
    to == reference || reference.rsplit('/').next() == Some(to)
}

/// Completes the unions after all records have been lowered.
pub(super) fn complete_unions(lowering: &mut Lowering<'_>) {
    let unions: Vec<(TypeId, Union)> = lowering
        .api
        .types
        .iter()
        .enumerate()
        .filter_map(|(i, ty)| match &ty.kind {
            Kind::Union(union) => Some((TypeId(i), union.clone())),
            _ => None,
        })
        .collect();
    for (id, mut union) in unions {
        if lowering.check_records(&union) {
            let is_declared = union.discriminator != Discriminator::UniqueMembers;
            if !is_declared {
                lowering.find_constants(&mut union);
            }
            match union.discriminator.clone() {
                Discriminator::Member(member) => {
                    // a value that is found among several must be chosen
                    let has_one = |own: &&Alternative| is_declared || own.tags.len() == 1;
                    let alternatives = union.alternatives.iter().filter(has_one);
                    lowering.make_discriminator_optional(&member, alternatives)
                }
                Discriminator::UniqueMembers => lowering.find_unique_members(&mut union),
            }
        }
        if let Some(ty) = lowering.api.types.get_mut(id.0) {
            ty.kind = Kind::Union(union);
        }
    }
}

impl Lowering<'_> {
    /// Checks that all alternatives are records.
    fn check_records(&mut self, union: &Union) -> bool {
        let mut all = true;
        for (index, alternative) in union.alternatives.iter().enumerate() {
            let mut earlier = union.alternatives.iter().take(index);
            if earlier.any(|other| other.record == alternative.record) {
                all = false;
                let construct = "union of a schema and an alias of it";
                self.report_unsupported(&alternative.origin, construct, "remove one of them");
            }
            if self.members_of(alternative.record).is_none() {
                all = false;
                self.report_unsupported(
                    &alternative.origin,
                    "union of values that are not objects",
                    "use an object; list the alternatives of a nested union in this one",
                );
            }
        }
        all
    }

    fn members_of(&self, record: TypeId) -> Option<Vec<String>> {
        match &self.api.types.get(record.0)?.kind {
            Kind::Record(record) => {
                Some(record.fields.iter().map(|field| field.wire.clone()).collect())
            }
            _ => None,
        }
    }

    /// Makes the discriminator optional, because the union writes it.
    fn make_discriminator_optional<'u>(
        &mut self,
        member: &str,
        alternatives: impl Iterator<Item = &'u Alternative>,
    ) {
        for alternative in alternatives {
            let ty = self.api.types.get_mut(alternative.record.0);
            if let Some(Kind::Record(record)) = ty.map(|ty| &mut ty.kind) {
                // the union writes strings
                let is_text = |field: &&mut Field| !self.integers.contains_key(&field.origin);
                let fields = record.fields.iter_mut().filter(|field| field.wire == member);
                for field in fields.filter(is_text) {
                    field.required = false;
                }
            }
        }
    }

    /// Finds a required member that has other values in each alternative, which makes it the discriminator.
    fn find_constants(&self, union: &mut Union) {
        let Some(first) = union.alternatives.first() else { return };
        for member in self.members_of(first.record).unwrap_or_default() {
            let values: Option<Vec<Vec<String>>> =
                union.alternatives.iter().map(|own| self.values_of(own.record, &member)).collect();
            let Some(values) = values else { continue };
            let all: BTreeSet<&String> = values.iter().flatten().collect();
            if all.len() == values.iter().map(Vec::len).sum::<usize>() {
                for (alternative, tags) in union.alternatives.iter_mut().zip(&values) {
                    alternative.tags.clone_from(tags);
                }
                union.discriminator = Discriminator::Member(member);
                return;
            }
        }
    }

    /// Returns the values of a required member of a record.
    fn values_of(&self, record: TypeId, member: &str) -> Option<Vec<String>> {
        let Kind::Record(record) = &self.api.types.get(record.0)?.kind else { return None };
        let field = record.fields.iter().find(|field| field.wire == member && field.required)?;
        let Ty::Named(id) = &field.ty else { return self.integers.get(&field.origin).cloned() };
        match &self.api.types.get(id.0)?.kind {
            Kind::Enum(definition) if !definition.values.is_empty() => {
                Some(definition.values.iter().map(|value| value.wire.clone()).collect())
            }
            _ => None,
        }
    }

    /// Records the integers that a property lists. They make no type, but may distinguish the alternatives of a union.
    pub(super) fn record_integers(&mut self, property: &Schema<'_>) {
        let schema = property.resolved();
        if schema.own_type() != Some("integer") {
            return;
        }
        let values = schema.cursor.get_items("enum").map(|item| item.text().map(str::to_owned));
        let values: Option<Vec<String>> = values.collect();
        if let Some(values) = values.filter(|values| !values.is_empty()) {
            self.integers.insert(property.cursor.origin.clone(), values);
        }
    }

    /// Finds the members of each alternative that no other alternative has. Reports alternatives without
    /// such a member.
    fn find_unique_members(&mut self, union: &mut Union) {
        let members: Vec<Vec<String>> = union
            .alternatives
            .iter()
            .map(|alternative| self.members_of(alternative.record).unwrap_or_default())
            .collect();
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for member in members.iter().flatten() {
            *owners.entry(member).or_default() += 1;
        }
        for (alternative, own) in union.alternatives.iter_mut().zip(&members) {
            let unique = own.iter().filter(|member| owners.get(member.as_str()) == Some(&1));
            alternative.tags = unique.cloned().collect();
            if alternative.tags.is_empty() {
                let construct = format!(
                    "alternative `{}` without a member that identifies it",
                    alternative.name.words
                );
                self.report_unsupported(&alternative.origin, &construct, "add a `discriminator`");
            }
        }
    }
}
