//! Examples are valid instances of their schemas.

use super::validate::{ValidationMode, Validator};
use crate::diagnostics::{Code, Diagnostic, closest};
use crate::spec::{ContentOwner, Cursor, Elements, Example, MediaType, Schema};

/// Reports examples that do not match their schema.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut validator = Validator::default();
    for parameter in &spec.parameters {
        if let Some(schema) = parameter.schema() {
            let (examples, mode) = (parameter.examples(), ValidationMode::Request);
            compare(spec, &mut validator, &schema, &examples, mode, &mut found);
        }
    }
    for media in &spec.media_types {
        let Some(schema) = media.schema() else { continue };
        let mode = match media.owner {
            ContentOwner::Request | ContentOwner::Parameter => ValidationMode::Request,
            ContentOwner::Response | ContentOwner::Header => ValidationMode::Response,
        };
        let mut mismatches = Vec::new();
        compare(spec, &mut validator, &schema, &media.examples(), mode, &mut mismatches);
        if !mismatches.is_empty() {
            // Alternative spellings of the members of a page are not in the schema.
            let spellings = alternative_spellings(spec, media);
            // One that is similar to a spelling without a member is reported with the paging style.
            let members = schema.properties();
            let unknown = |name: &&&str| !members.keys().any(|own| own.eq_ignore_ascii_case(name));
            let unknown: Vec<&str> = spellings.iter().filter(unknown).copied().collect();
            mismatches.retain(|diagnostic| {
                let name = diagnostic.origin.key();
                let is_misspelled =
                    || diagnostic.span.is_some() && closest(&name, unknown.clone()).is_some();
                !spellings.contains(&name.as_str()) && !is_misspelled()
            });
        }
        found.extend(mismatches);
    }
    for schema in &spec.schemas {
        if let Some(example) = schema.cursor.get("example") {
            report(spec, &mut validator, schema, &example, ValidationMode::Response, &mut found);
        }
    }
    found
}

/// Returns the alternative spellings of page members that a response of `media` may use: those of the
/// member with the items, and those of the paging style.
fn alternative_spellings<'a>(spec: &Elements<'a>, media: &MediaType<'a>) -> Vec<&'a str> {
    let Some(page) = media.operation.as_ref().and_then(|operation| operation.get("x-page")) else {
        return Vec::new();
    };
    let style = page.get_str("style").unwrap_or_default();
    let paging = spec.document.root_file().and_then(|root| root.get("x-paging")?.get(style));
    let members = paging.map(|paging| paging.get_members("members")).into_iter().flatten();
    let spellings = members.flat_map(|(_, spellings)| spellings.items().collect::<Vec<_>>());
    let mut names = page.get_strings("also");
    names.extend(spellings.filter_map(|spelling| spelling.node.as_str()));
    names
}

/// Compares the examples of a parameter or media type with its schema.
fn compare<'a>(
    spec: &Elements<'a>,
    validator: &mut Validator<'a>,
    schema: &Schema<'a>,
    examples: &[Example<'a>],
    mode: ValidationMode,
    found: &mut Vec<Diagnostic>,
) {
    for example in examples {
        report(spec, validator, schema, &example.cursor, mode, found);
    }
}

/// Reports the mismatches of one example.
fn report<'a>(
    spec: &Elements<'a>,
    validator: &mut Validator<'a>,
    schema: &Schema<'a>,
    example: &Cursor<'a>,
    mode: ValidationMode,
    found: &mut Vec<Diagnostic>,
) {
    for mismatch in validator.validate(schema, example, mode) {
        let mut diagnostic = Diagnostic::new(Code::BadExample, &mismatch.at, mismatch.message)
            .label(&mismatch.schema, "schema is here");
        if mismatch.key {
            diagnostic = diagnostic.span(spec.document.key_span(&mismatch.at));
        }
        diagnostic.help = mismatch.help;
        found.push(diagnostic);
    }
}
