//! Lowers unions.

use openapiv3::Discriminator as OpenApiDiscriminator;

use super::alternative_names::{inline_name, is_empty_object};
use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::ir::{Alternative, Discriminator, Kind, Name, Ty, Union};
use crate::location::Origin;
use crate::scalar::ScalarType;
use crate::spec::Schema;

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
            alternatives.extend(self.alternative(variant, variants, discriminator, context));
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
        variants: &[Schema<'a>],
        discriminator: Option<&OpenApiDiscriminator>,
        context: &SchemaContext,
    ) -> Option<Alternative> {
        let origin = &variant.cursor.origin;
        let component = variant.component_name().map(str::to_owned);
        let words = component.or_else(|| inline_name(variant, variants));
        let Some(words) = words else {
            self.report_unsupported(
                origin,
                "object without a name in a union",
                "add a `title`, or move it to a component",
            );
            return None;
        };
        let inner = context.inner(&words);
        let target = variant.resolved();
        let ty = match is_empty_object(&target, variants) {
            true => self.lower_named(&target, &inner),
            false => self.lower_type(variant, &inner),
        };
        let name = match &ty {
            Ty::Named(_) => words.clone(),
            ty => self.kind_words(ty),
        };
        Some(Alternative {
            tags: discriminator.map(|own| mapped_values(own, variant)).unwrap_or_default(),
            name: Name::new(name),
            docs: match &ty {
                Ty::Named(_) => String::new(),
                _ => description(&target),
            },
            members: Vec::new(),
            ty,
            origin: origin.clone(),
        })
    }

    /// Returns the name of an alternative without a type of its own.
    fn kind_words(&self, ty: &Ty) -> String {
        let words = match ty {
            Ty::Scalar(ScalarType::Decimal) => "number",
            Ty::Scalar(scalar) => scalar.name(),
            Ty::DateTimeOrKeyword(_) => ScalarType::DateTime.name(),
            Ty::Id(id) => self.api.ids.get(*id).map_or("id", |id| &id.name.words),
            Ty::List(_) => "list",
            _ => "map",
        };
        words.to_owned()
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
            if variants.iter().any(|variant| variant.refers_to(to)) {
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

fn description(schema: &Schema<'_>) -> String {
    let data = schema.value().map(|value| &value.schema_data);
    text::clean_optional(data.and_then(|data| data.description.as_ref()))
}

/// Returns the discriminator values that the mapping has for an alternative.
fn mapped_values(discriminator: &OpenApiDiscriminator, variant: &Schema<'_>) -> Vec<String> {
    let mapped = discriminator.mapping.iter().filter(|(_, to)| variant.refers_to(to));
    mapped.map(|(value, _)| value.clone()).collect()
}
