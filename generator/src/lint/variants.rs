//! Alternatives are listed once, and a discriminator belongs to alternatives.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, closest};
use crate::location::Origin;
use crate::spec::{Elements, Schema};

/// Reports duplicate alternatives, and discriminators of schemas without alternatives.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in &spec.schemas {
        for key in ["oneOf", "anyOf", "allOf"] {
            report_duplicates(schema, key, &mut found);
        }
        check_discriminator(schema, &mut found);
        let schema = &schema.cursor;
        if schema.has("discriminator") && !schema.has("oneOf") && !schema.has("anyOf") {
            let at = schema.origin.child("discriminator");
            let message = "unsupported `discriminator` in a schema without `oneOf`";
            found.push(
                Diagnostic::new(Code::Unsupported, &at, message).span(spec.document.key_span(&at)).help(
                    "move it to a schema with `oneOf`, which lists the schemas that contain this one, and refer to \
                     that schema where each of them is allowed",
                ),
            );
        }
    }
    found
}

/// Reports objects among the alternatives that do not declare the property of the discriminator, unless none of them
/// does: the union writes it then.
fn check_discriminator(schema: &Schema<'_>, found: &mut Vec<Diagnostic>) {
    let name = schema.cursor.get("discriminator").and_then(|own| own.get("propertyName"));
    let Some(name) = name else { return };
    let text = name.node.as_str().unwrap_or_default();
    let is_object = |own: &Schema<'_>| own.data_type().is_none_or(|name| name == "object");
    let variants = schema.alternatives().into_iter().filter(is_object);
    let variants: Vec<_> = variants.map(|variant| (variant.properties(), variant)).collect();
    let is_declared = variants.iter().any(|(known, _)| known.contains_key(text));
    for (known, variant) in variants.iter().filter(|(known, _)| !known.contains_key(text)) {
        let near = closest(text, known.keys().copied());
        if near.is_none() && !is_declared {
            continue;
        }
        let target = variant.component_name();
        let message = format!(
            "property `{text}` of the discriminator is not declared in {}",
            target.map_or("an alternative".to_owned(), |target| format!("`{target}`"))
        );
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it in each alternative, as a string".to_owned(),
        };
        let diagnostic = Diagnostic::new(Code::UnknownDiscriminator, &name.origin, message);
        found.push(diagnostic.label(&variant.cursor.origin, "alternative is here").help(help));
    }
}

/// Reports references that a list contains twice.
fn report_duplicates(schema: &Schema<'_>, key: &str, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
    for variant in schema.subschemas(key) {
        let Some(target) = variant.reference() else { continue };
        let at = variant.cursor.origin.child("$ref");
        match first.get(target) {
            None => drop(first.insert(target, at)),
            Some(other) => {
                let name = variant.component_name().unwrap_or(target);
                let message = format!("duplicate schema `{name}` in `{key}`");
                let diagnostic = Diagnostic::new(Code::DuplicateVariant, &at, message);
                found.push(diagnostic.label(other, "first listed here").help("remove one of them"));
            }
        }
    }
}
