//! Validation of values against the alternatives of unions.

use super::validate::{Mismatch, ValidationMode, Validator, mismatch};
use crate::diagnostics::did_you_mean;
use crate::source::{NodeKind, Scalar};
use crate::spec::{Cursor, Schema};

impl<'a> Validator<'a> {
    /// Validates against the alternative that the discriminator or the kind of the value selects, or against those of
    /// `oneOf` and `anyOf`. Returns `false` if the schema has none.
    pub(super) fn validate_variants(
        &mut self,
        schema: &Schema<'a>,
        value: &Cursor<'a>,
        mode: ValidationMode,
        found: &mut Vec<Mismatch>,
    ) -> bool {
        let variants = schema.alternatives();
        if variants.is_empty() {
            return false;
        }
        if let Some(variant) = schema.discriminated(value) {
            found.extend(self.validate(&variant, value, mode));
            return true;
        }
        if let Some(wrong) = wrong_discriminator(schema, &variants, value, mode) {
            found.push(wrong);
            return true;
        }
        let possible = of_kind(variants, value);
        if let [only] = possible.as_slice() {
            found.extend(self.validate(only, value, mode));
        } else if !possible.iter().any(|own| self.validate(own, value, mode).is_empty()) {
            found.push(mismatch(schema, value, "value matches none of the variants".to_owned()));
        }
        true
    }
}

/// Returns the alternatives that a value of this kind can belong to: those of the same kind, or all if there is none. A
/// string may be the text of a value of another kind.
fn of_kind<'a>(variants: Vec<Schema<'a>>, value: &Cursor<'a>) -> Vec<Schema<'a>> {
    let kinds: &[&str] = match &value.node.kind {
        NodeKind::Map(_) => &["object"],
        NodeKind::List(_) => &["array"],
        NodeKind::Scalar { .. } => match value.node.scalar() {
            Some(Scalar::Bool(_)) => &["boolean"],
            Some(Scalar::Integer(_) | Scalar::Float(_)) => &["integer", "number"],
            _ => return variants,
        },
    };
    let kind_of = |own: &Schema<'a>| own.resolved().data_type();
    let is_of_kind = |own: &Schema<'a>| kind_of(own).is_some_and(|kind| kinds.contains(&kind));
    if !variants.iter().any(is_of_kind) {
        return variants;
    }
    // an alternative without a type may be a union
    variants.into_iter().filter(|own| kind_of(own).is_none() || is_of_kind(own)).collect()
}

/// Returns the mismatch of an object whose discriminator is missing, or, in a request, selects no alternative.
fn wrong_discriminator<'a>(
    schema: &Schema<'a>,
    variants: &[Schema<'a>],
    value: &Cursor<'a>,
    mode: ValidationMode,
) -> Option<Mismatch> {
    let discriminator = schema.value()?.schema_data.discriminator.as_ref()?;
    let member = &discriminator.property_name;
    let objects: Vec<Schema<'a>> = variants.iter().map(Schema::resolved).collect();
    let has_members = |own: &Schema<'a>| !own.properties().is_empty();
    if value.node.as_map().is_none() || !objects.iter().any(has_members) {
        return None;
    }
    let given = value.get(member);
    let Some((cursor, word)) = given.as_ref().and_then(|own| Some((own, own.text()?))) else {
        let message = format!("missing discriminator `{member}`");
        return Some(mismatch(schema, value, message));
    };
    let is_listed = |own: &Schema<'a>| {
        let property = own.properties().get(member.as_str()).map(Schema::resolved);
        property.is_some_and(|it| it.cursor.get_items("enum").any(|it| it.text() == Some(word)))
    };
    // the value of an alternative that is declared in the union is its name
    let is_named = variants.iter().all(|own| own.component_name().is_some())
        && objects.iter().all(has_members);
    if mode != ValidationMode::Request || !is_named || objects.iter().any(is_listed) {
        return None;
    }
    let mapped = discriminator.mapping.keys().map(String::as_str);
    let known = mapped.chain(variants.iter().filter_map(Schema::component_name));
    let message = format!("`{word}` is not a value of the discriminator");
    Some(Mismatch { help: did_you_mean(word, known), ..mismatch(schema, cursor, message) })
}
