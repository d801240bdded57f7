//! Examples agree with their schemas, as far as the wire does.

use super::fits::{Fit, fits};
use super::input::{Input, Operation};
use super::quota::texts;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    input.each(&objects::PARAMETER, &mut |parameter| {
        compare(input, parameter, Fit::default(), &mut found);
    });
    input.each(&objects::MEDIA_TYPE, &mut |media| {
        let request = media.origin.pointer.contains("/requestBod");
        let mut misfits = Vec::new();
        compare(input, media, Fit { request }, &mut misfits);
        // Further spellings of the members of a page are not in the schema.
        let also = also(input, media);
        misfits.retain(|d| !also.contains(&d.origin.key().as_str()));
        found.extend(misfits);
    });
    input.each(&objects::SCHEMA, &mut |schema| {
        if let Some(example) = schema.get("example") {
            let fit = Fit::default();
            report(input, schema, &example, fit, &mut found);
        }
    });
    found
}

/// The further spellings of the members of a page that the operation around `media` answers: those
/// of the member with the rows, and those of its paging style.
fn also<'a>(input: &Input<'a>, media: &Spot<'a>) -> Vec<&'a str> {
    let around = |operation: &&Operation<'a>| {
        let origin = &operation.spot.origin;
        let below = media.origin.pointer.strip_prefix(&origin.pointer);
        origin.file == media.origin.file && below.is_some_and(|rest| rest.starts_with('/'))
    };
    let operation = input.operations.iter().find(around);
    let Some(page) = operation.and_then(|operation| operation.spot.get("x-page")) else {
        return Vec::new();
    };
    let style = page.text("style").unwrap_or_default();
    let paging = input.root().and_then(|root| root.get("x-paging")?.get(style));
    let members = paging.map(|paging| paging.map("members")).into_iter().flatten();
    let spellings = members.flat_map(|(_, spellings)| spellings.items().collect::<Vec<_>>());
    let mut names = texts(&page, "also");
    names.extend(spellings.filter_map(|spelling| spelling.node.text()));
    names
}

/// Compares `example` and `examples` of a parameter or media type with its schema.
fn compare<'a>(input: &Input<'a>, owner: &Spot<'a>, fit: Fit, found: &mut Vec<Diagnostic>) {
    let Some(schema) = owner.get("schema") else { return };
    if let Some(example) = owner.get("example") {
        report(input, &schema, &example, fit, found);
    }
    for (_, example) in owner.map("examples") {
        if let Some(value) = input.follow(&example).get("value") {
            report(input, &schema, &value, fit, found);
        }
    }
}

fn report<'a>(
    input: &Input<'a>,
    schema: &Spot<'a>,
    example: &Spot<'a>,
    fit: Fit,
    found: &mut Vec<Diagnostic>,
) {
    for misfit in fits(input, schema, example, fit) {
        let mut diagnostic = Diagnostic::new(Code::BadExample, &misfit.at, misfit.message)
            .label(&misfit.schema, "the schema");
        if misfit.key {
            diagnostic = diagnostic.span(input.key(&misfit.at));
        }
        diagnostic.help = misfit.help;
        found.push(diagnostic);
    }
}
