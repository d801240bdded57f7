//! Finds what distinguishes the alternatives of unions, after all types have been lowered.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::equal_tags::conflicting_tags;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Alternative, Discriminator, Field, Kind, Ty, TypeId, Union};
use crate::spec::Schema;

/// Completes the unions.
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
    let mut completed = Vec::new();
    let mut written: Vec<(String, TypeId)> = Vec::new();
    for (id, mut union) in unions {
        union.alternatives = lowering.flattened(&union, &mut vec![id]);
        if union.alternatives.is_empty() {
            lowering.report_empty(id);
        }
        if lowering.check_kinds(&union) {
            written.extend(lowering.complete_union(&mut union));
        }
        completed.push((id, union));
    }
    lowering.report_undistinguished();
    // the discriminators of all unions are found before one of them becomes optional
    for (member, record) in written {
        lowering.make_discriminator_optional(&member, record);
    }
    for (id, union) in completed {
        if let Some(ty) = lowering.api.types.get_mut(id.0) {
            ty.kind = Kind::Union(union);
        }
    }
}

impl Lowering<'_> {
    /// Reports a union without alternatives, which has no values.
    fn report_empty(&mut self, id: TypeId) {
        let Some(origin) = self.api.types.get(id.0).map(|ty| ty.origin.clone()) else { return };
        let help = "list the alternatives, or remove the list";
        self.report_unsupported(&origin, "union without alternatives", help);
    }

    /// Returns the alternatives of a union, with those of a union among them in its place.
    fn flattened(&self, union: &Union, outer: &mut Vec<TypeId>) -> Vec<Alternative> {
        let mut all: Vec<Alternative> = Vec::new();
        for own in &union.alternatives {
            let inner = match own.ty {
                Ty::Named(id) => self.api.types.get(id.0).map(|ty| (id, &ty.kind)),
                _ => None,
            };
            let Some((id, Kind::Union(inner))) = inner else {
                all.push(own.clone());
                continue;
            };
            if outer.contains(&id) {
                continue;
            }
            outer.push(id);
            let has_same_tags = inner.discriminator == union.discriminator;
            for mut nested in self.flattened(inner, outer) {
                if all.iter().any(|known| known.ty == nested.ty) {
                    continue;
                }
                if !has_same_tags {
                    nested.tags.clear();
                }
                // what does not distinguish it in this union may do so in the inner one
                nested.origin = own.origin.clone();
                all.push(nested);
            }
            outer.pop();
        }
        all
    }

    /// Finds what distinguishes the records of a union. Returns the records for which the union writes a member.
    fn complete_union(&mut self, union: &mut Union) -> Vec<(String, TypeId)> {
        let records: Vec<TypeId> = self.api.records_of(union).map(|(_, id)| id).collect();
        let mut mapped: BTreeSet<TypeId> = BTreeSet::new();
        match &union.discriminator {
            _ if records.is_empty() => union.discriminator = Discriminator::Object,
            Discriminator::Member(member) => {
                let own = self.api.records_of(union).filter(|(own, _)| !own.tags.is_empty());
                mapped.extend(own.map(|(_, id)| id));
                let tags = self.declared_tags(union, member);
                self.set_tags(union, tags);
                self.distinguish_equal_tags(union);
                self.check_tags(union);
            }
            _ if records.len() < 2 => union.discriminator = Discriminator::Object,
            _ => {
                self.find_constants(union, |field, _| field.required);
                if union.discriminator == Discriminator::UniqueMembers
                    && !self.has_unique_members(union)
                {
                    self.find_constants(union, is_constant);
                    self.find_shared_constants(union);
                    self.check_tags(union);
                }
            }
        }
        match union.discriminator.clone() {
            Discriminator::Member(member) => {
                let records = self.api.records_of(union);
                // a value that is found among several must be chosen
                let is_written =
                    |(own, id): &(&Alternative, TypeId)| own.tags.len() == 1 || mapped.contains(id);
                records.filter(is_written).map(|(_, id)| (member.clone(), id)).collect()
            }
            Discriminator::UniqueMembers => {
                self.find_unique_members(union);
                Vec::new()
            }
            Discriminator::Object => Vec::new(),
        }
    }

    /// Returns the values of a declared discriminator for each record: those of the mapping, those that the record lists
    /// for the member, or its name.
    fn declared_tags(&self, union: &Union, member: &str) -> Vec<Vec<String>> {
        let tags = |(own, id): (&Alternative, TypeId)| match own.tags.as_slice() {
            [] => {
                let listed = self.values_of(id, member);
                listed.unwrap_or_else(|| vec![own.name.words.clone()])
            }
            mapped => mapped.to_vec(),
        };
        self.api.records_of(union).map(tags).collect()
    }

    /// Reports values of a declared discriminator that several records have, unless members distinguish these.
    fn check_tags(&mut self, union: &mut Union) {
        if self.ctx.dialect.is_foreign {
            self.remove_conflicting_tags(union);
        }
        for (tag, first, own) in conflicting_tags(union) {
            let message = format!(
                "unsupported construct: value `{tag}` of a discriminator for several alternatives"
            );
            let diagnostic = Diagnostic::new(Code::Unsupported, &own.origin, message);
            self.ctx.report(
                diagnostic
                    .label(&first.origin, "another one is here")
                    .help("add a `mapping` to the `discriminator`"),
            );
        }
    }

    /// Checks that the kind of a value selects one alternative, except among records.
    fn check_kinds(&mut self, union: &Union) -> bool {
        let mut all = true;
        for (index, own) in union.alternatives.iter().enumerate() {
            let earlier = union.alternatives.get(..index).unwrap_or_default();
            let Some((construct, help)) = self.ambiguity(own, earlier) else { continue };
            all = false;
            let message = format!("unsupported construct: {construct}");
            let diagnostic = Diagnostic::new(Code::Unsupported, &own.origin, message).help(help);
            self.ctx.report(match self.same_kind(own, earlier) {
                Some(other) => diagnostic.label(&other.origin, "another one is here"),
                None => diagnostic,
            });
        }
        all
    }

    /// Returns why an alternative is not distinguished from those before it, and what to do.
    fn ambiguity(
        &self,
        own: &Alternative,
        earlier: &[Alternative],
    ) -> Option<(String, &'static str)> {
        let is_named = matches!(own.ty, Ty::Named(_));
        if earlier.iter().any(|other| other.ty == own.ty) {
            let construct = match is_named {
                true => "union of a schema and an alias of it",
                false => "union of equal schemas",
            };
            return Some((construct.to_owned(), "remove one of them"));
        }
        let Some(kind) = self.api.json_kind(&own.ty) else {
            let (construct, help) = match is_named {
                true => ("union in a union", "list the alternatives of that union in this one"),
                false => (
                    "alternative of a union that any value matches",
                    "declare its type, or make the schema free-form with `{}`",
                ),
            };
            return Some((construct.to_owned(), help));
        };
        self.same_kind(own, earlier)?;
        let construct = format!("union with several {}s", kind.name());
        Some((construct, "combine the schemas to one"))
    }

    /// Returns an alternative that is not distinguished from another one because both are of one kind.
    fn same_kind<'u>(
        &self,
        own: &Alternative,
        earlier: &'u [Alternative],
    ) -> Option<&'u Alternative> {
        let kind = self.api.json_kind(&own.ty)?;
        let is_record = |own: &Alternative| self.api.record_of(own).is_some();
        let mut same = earlier.iter().filter(|other| self.api.json_kind(&other.ty) == Some(kind));
        same.find(|other| !(is_record(other) && is_record(own)))
    }

    pub(super) fn members_of(&self, record: TypeId) -> Vec<String> {
        self.api.fields_of(record).iter().map(|field| field.wire.clone()).collect()
    }

    /// Makes the discriminator of a record optional, because the union writes it.
    fn make_discriminator_optional(&mut self, member: &str, record: TypeId) {
        let ty = self.api.types.get_mut(record.0);
        if let Some(Kind::Record(record)) = ty.map(|ty| &mut ty.kind) {
            // the union writes strings
            let is_text = |field: &&mut Field| !self.integers.contains_key(&field.origin);
            let fields = record.fields.iter_mut().filter(|field| field.wire == member);
            for field in fields.filter(is_text) {
                field.required = false;
            }
        }
    }

    /// Finds a member that has other values in each record, which makes it the discriminator.
    fn find_constants(&self, union: &mut Union, is_present: fn(&Field, &[String]) -> bool) {
        let records: Vec<TypeId> = self.api.records_of(union).map(|(_, id)| id).collect();
        let Some(first) = records.first() else { return };
        for member in self.members_of(*first) {
            let values: Option<Vec<Vec<String>>> =
                records.iter().map(|own| self.present_values(*own, &member, is_present)).collect();
            let Some(values) = values else { continue };
            let all: BTreeSet<&String> = values.iter().flatten().collect();
            if all.len() == values.iter().map(Vec::len).sum::<usize>() {
                self.set_tags(union, values);
                union.discriminator = Discriminator::Member(member);
                return;
            }
        }
    }

    /// Sets what distinguishes each record of a union.
    pub(super) fn set_tags(&self, union: &mut Union, tags: Vec<Vec<String>>) {
        let is_record = |own: &&mut Alternative| self.api.record_of(own).is_some();
        for (alternative, tags) in union.alternatives.iter_mut().filter(is_record).zip(tags) {
            alternative.tags = tags;
        }
    }

    /// Returns the values that a record lists for a member, if the member is present.
    pub(super) fn present_values(
        &self,
        record: TypeId,
        member: &str,
        is_present: fn(&Field, &[String]) -> bool,
    ) -> Option<Vec<String>> {
        let field = self.api.fields_of(record).iter().find(|field| field.wire == member)?;
        self.values_of(record, member).filter(|values| is_present(field, values))
    }

    /// Returns the values that a record lists for a member.
    fn values_of(&self, record: TypeId, member: &str) -> Option<Vec<String>> {
        let field = self.api.fields_of(record).iter().find(|field| field.wire == member)?;
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

    /// Returns the members of each record that no other record has.
    pub(super) fn unique_members(&self, union: &Union) -> Vec<Vec<String>> {
        let records = self.api.records_of(union);
        let members: Vec<Vec<String>> = records.map(|(_, id)| self.members_of(id)).collect();
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for member in members.iter().flatten() {
            *owners.entry(member).or_default() += 1;
        }
        let is_unique = |member: &&String| owners.get(member.as_str()) == Some(&1);
        members.iter().map(|own| own.iter().filter(is_unique).cloned().collect()).collect()
    }

    /// Returns `true` if members that no other record has distinguish the records of a union.
    fn has_unique_members(&self, union: &Union) -> bool {
        let mut union = union.clone();
        let members = self.unique_members(&union);
        self.set_tags(&mut union, members);
        self.api.records_of(&union).all(|(own, _)| !own.tags.is_empty()) || self.has_default(&union)
    }

    /// Distinguishes the records of a union by the members that no other record has.
    fn find_unique_members(&mut self, union: &mut Union) {
        self.set_tags(union, self.unique_members(union));
        if self.has_default(union) {
            return;
        }
        let records: Vec<Alternative> =
            self.api.records_of(union).map(|(own, _)| own.clone()).collect();
        for alternative in records.iter().filter(|own| own.tags.is_empty()) {
            let construct = format!(
                "alternative `{}` without a member that identifies it",
                alternative.name.words
            );
            self.report_unsupported(&alternative.origin, &construct, "add a `discriminator`");
        }
    }

    /// Returns `true` if one record has no unique member, and each other one requires one, so that an object without any
    /// of these members is that record.
    pub(super) fn has_default(&self, union: &Union) -> bool {
        let is_required = |id: TypeId, member: &String| {
            self.api.fields_of(id).iter().any(|field| field.wire == *member && field.required)
        };
        let mut defaults = self.api.records_of(union).filter(|(own, _)| own.tags.is_empty());
        let has_one = defaults.next().is_some() && defaults.next().is_none();
        let mut others = self.api.records_of(union).filter(|(own, _)| !own.tags.is_empty());
        has_one && others.all(|(own, id)| own.tags.iter().any(|member| is_required(id, member)))
    }
}

/// Returns `true` for a member that is required, or whose only value is the default: it is written even if it is optional.
pub(super) fn is_constant(field: &Field, values: &[String]) -> bool {
    let is_default = |only: &String| field.default.as_ref() == Some(only);
    field.required || matches!(values, [only] if is_default(only))
}
