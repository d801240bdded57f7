//! Examples are valid instances of their schemas.

use super::cursor::Cursor;
use super::input::{Input, Operation};
use super::validate::{ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

/// Reports examples that do not match their schema.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for parameter in input.objects(&objects::PARAMETER) {
        compare(input, parameter, ValidationMode::default(), &mut found);
    }
    for media in input.objects(&objects::MEDIA_TYPE) {
        let request = media.origin.pointer.contains("/requestBod");
        let mut mismatches = Vec::new();
        compare(input, media, ValidationMode { request }, &mut mismatches);
        if !mismatches.is_empty() {
            // Alternative spellings of the members of a page are not in the schema.
            let spellings = alternative_spellings(input, media);
            mismatches.retain(|d| !spellings.contains(&d.origin.key().as_str()));
        }
        found.extend(mismatches);
    }
    for schema in input.objects(&objects::SCHEMA) {
        if let Some(example) = schema.get("example") {
            let mode = ValidationMode::default();
            report(input, schema, &example, mode, &mut found);
        }
    }
    found
}

/// Returns the alternative spellings of page members that a response of `media` may use: those of the
/// member with the items, and those of the paging style.
fn alternative_spellings<'a>(input: &Input<'a>, media: &Cursor<'a>) -> Vec<&'a str> {
    let around = |operation: &&Operation<'a>| {
        let origin = &operation.cursor.origin;
        let below = media.origin.pointer.strip_prefix(&origin.pointer);
        origin.file == media.origin.file && below.is_some_and(|rest| rest.starts_with('/'))
    };
    let operation = input.operations.iter().find(around);
    let Some(page) = operation.and_then(|operation| operation.cursor.get("x-page")) else {
        return Vec::new();
    };
    let style = page.get_str("style").unwrap_or_default();
    let paging = input.root().and_then(|root| root.get("x-paging")?.get(style));
    let members = paging.map(|paging| paging.get_members("members")).into_iter().flatten();
    let spellings = members.flat_map(|(_, spellings)| spellings.items().collect::<Vec<_>>());
    let mut names = page.get_strings("also");
    names.extend(spellings.filter_map(|spelling| spelling.node.as_str()));
    names
}

/// Compares `example` and `examples` of a parameter or media type with its schema.
fn compare<'a>(
    input: &Input<'a>,
    owner: &Cursor<'a>,
    mode: ValidationMode,
    found: &mut Vec<Diagnostic>,
) {
    let Some(schema) = owner.get("schema") else { return };
    if let Some(example) = owner.get("example") {
        report(input, &schema, &example, mode, found);
    }
    for (_, example) in owner.get_members("examples") {
        if let Some(value) = input.resolve(&example).get("value") {
            report(input, &schema, &value, mode, found);
        }
    }
}

/// Reports the mismatches of one example.
fn report<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    example: &Cursor<'a>,
    mode: ValidationMode,
    found: &mut Vec<Diagnostic>,
) {
    for mismatch in validate_instance(input, schema, example, mode) {
        let mut diagnostic = Diagnostic::new(Code::BadExample, &mismatch.at, mismatch.message)
            .label(&mismatch.schema, "schema is here");
        if mismatch.key {
            diagnostic = diagnostic.span(input.key_span(&mismatch.at));
        }
        diagnostic.help = mismatch.help;
        found.push(diagnostic);
    }
}
