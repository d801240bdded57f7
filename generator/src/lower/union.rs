//! Choices between records.

use std::collections::BTreeMap;

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::Lowering;
use super::schema::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::ir::{Alternative, Kind, Name, Tell, Ty, TypeId, Union};

impl Lowering<'_> {
    /// A choice between records.
    pub(super) fn union(
        &mut self,
        schema: &Schema,
        choices: &[ReferenceOr<Schema>],
        spot: &Spot,
        keyword: &str,
    ) -> Kind {
        let discriminator = schema.schema_data.discriminator.as_ref();
        let mut alternatives = Vec::new();
        for (i, choice) in choices.iter().enumerate() {
            let origin = spot.origin.child(keyword).index(i);
            alternatives.extend(self.alternative(choice, discriminator, &spot.at(origin)));
        }
        if let Some(discriminator) = discriminator {
            self.check_mapping(discriminator, choices, spot, keyword);
        }
        let tell = match discriminator {
            Some(discriminator) => Tell::Member(discriminator.property_name.clone()),
            None => Tell::Shape,
        };
        Kind::Union(Union { tell, alternatives })
    }

    fn alternative(
        &mut self,
        choice: &ReferenceOr<Schema>,
        discriminator: Option<&Discriminator>,
        spot: &Spot,
    ) -> Option<Alternative> {
        let ReferenceOr::Reference { reference } = choice else {
            self.unsupported(
                &spot.origin,
                "an alternative without a name",
                "make it a component; for plain values state one `type`: text takes numbers as well",
            );
            return None;
        };
        let component = reference.rsplit('/').next().unwrap_or(reference);
        let Ty::Named(record) = self.ty(choice, spot) else {
            self.unsupported(&spot.origin, "an alternative that is no object", "make it an object");
            return None;
        };
        Some(Alternative {
            words: discriminator.map(|own| words(own, reference, component)).unwrap_or_default(),
            name: Name::new(component),
            record,
            origin: spot.origin.clone(),
        })
    }

    /// What a mapping leads to must be one of the alternatives.
    fn check_mapping(
        &mut self,
        discriminator: &Discriminator,
        choices: &[ReferenceOr<Schema>],
        spot: &Spot,
        keyword: &str,
    ) {
        let known: Vec<&str> = choices
            .iter()
            .filter_map(|choice| match choice {
                ReferenceOr::Reference { reference } => Some(reference.as_str()),
                ReferenceOr::Item(_) => None,
            })
            .collect();
        for (word, to) in &discriminator.mapping {
            if known.iter().any(|reference| leads_to(to, reference)) {
                continue;
            }
            let origin = spot.origin.child("discriminator").child("mapping").child(word);
            let message = format!("`{to}` is none of the alternatives");
            let help = did_you_mean(to, known.iter().copied())
                .unwrap_or_else(|| format!("add it to `{keyword}`"));
            self.ctx.report(Diagnostic::new(Code::DanglingRef, &origin, message).help(help));
        }
    }
}

/// The texts of the discriminator that mean a component: those of the mapping, or else its name.
fn words(discriminator: &Discriminator, reference: &str, component: &str) -> Vec<String> {
    let mapped = discriminator.mapping.iter().filter(|(_, to)| leads_to(to, reference));
    let mapped: Vec<String> = mapped.map(|(word, _)| word.clone()).collect();
    if mapped.is_empty() { vec![component.to_owned()] } else { mapped }
}

/// Whether an entry of a mapping, a reference or the bare name of a component, means the same.
fn leads_to(to: &str, reference: &str) -> bool {
    to == reference || reference.rsplit('/').next() == Some(to)
}

/// What can only be said about a union when all of its records are known.
pub(super) fn complete(lowering: &mut Lowering<'_>) {
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
        if lowering.are_records(&union) {
            match union.tell.clone() {
                Tell::Member(member) => lowering.free(&member, &union),
                Tell::Shape => lowering.telltales(&mut union),
            }
        }
        if let Some(ty) = lowering.api.types.get_mut(id.0) {
            ty.kind = Kind::Union(union);
        }
    }
}

impl Lowering<'_> {
    fn are_records(&mut self, union: &Union) -> bool {
        let mut all = true;
        for alternative in &union.alternatives {
            if self.members_of(alternative.record).is_none() {
                all = false;
                self.unsupported(
                    &alternative.origin,
                    "an alternative that is no object",
                    "make it an object; list the alternatives of a choice in a choice themselves",
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

    /// The union writes the discriminator, so nobody has to be asked for it.
    fn free(&mut self, member: &str, union: &Union) {
        for alternative in &union.alternatives {
            let ty = self.api.types.get_mut(alternative.record.0);
            if let Some(Kind::Record(record)) = ty.map(|ty| &mut ty.kind) {
                for field in record.fields.iter_mut().filter(|field| field.wire == member) {
                    field.required = false;
                }
            }
        }
    }

    /// Finds for every alternative the members that no other one has; without one it cannot be told
    /// from the others.
    fn telltales(&mut self, union: &mut Union) {
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
            let only = own.iter().filter(|member| owners.get(member.as_str()) == Some(&1));
            alternative.words = only.cloned().collect();
            if alternative.words.is_empty() {
                let what = format!(
                    "`{}` has no member that the other alternatives lack; telling it from them",
                    alternative.name.words
                );
                self.unsupported(
                    &alternative.origin,
                    &what,
                    "name the member that tells the alternatives apart under `discriminator`",
                );
            }
        }
    }
}
