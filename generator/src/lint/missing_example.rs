//! Request bodies, JSON responses and parameters have examples, which serve as test vectors.

use super::cursor::Cursor;
use super::input::Input;
use super::properties::parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

/// Reports missing examples.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        if let Some(body) = operation.cursor.get("requestBody") {
            for (kind, media) in input.resolve(&body).get_members("content") {
                let subject = format!("`{kind}` body of {}", operation.name());
                check_media_type(input, &media, &subject, &mut found);
            }
        }
        for (code, response) in operation.cursor.get_members("responses") {
            let json = |kind: &str| kind.contains("json");
            let content = input.resolve(&response).get_members("content");
            for (_, media) in content.filter(|(kind, _)| code.starts_with('2') && json(kind)) {
                let subject = format!("response {code} of {}", operation.name());
                check_media_type(input, &media, &subject, &mut found);
            }
        }
    }
    for parameter in input.objects(&objects::PARAMETER) {
        let inner = parameter.get("schema").map(|schema| input.resolve(&schema));
        let found_example =
            has_example(parameter) || inner.is_some_and(|schema| schema.has("example"));
        if !found_example && parameter.has("schema") {
            let subject = format!("parameter `{}`", parameter.get_str("name").unwrap_or_default());
            found.push(missing(parameter, &subject, "example"));
        }
    }
    found
}

fn check_media_type<'a>(
    input: &Input<'a>,
    media: &Cursor<'a>,
    subject: &str,
    found: &mut Vec<Diagnostic>,
) {
    let Some(schema) = media.get("schema") else { return };
    let binary = parts(input, &schema).iter().any(|part| part.get_str("format") == Some("binary"));
    if !has_example(media) && !binary {
        found.push(missing(media, subject, "examples"));
    }
}

fn has_example(cursor: &Cursor<'_>) -> bool {
    cursor.has("example") || cursor.get_members("examples").next().is_some()
}

fn missing(cursor: &Cursor<'_>, subject: &str, key: &str) -> Diagnostic {
    let message = format!("{subject} has no example");
    Diagnostic::new(Code::MissingExample, &cursor.origin, message)
        .help(format!("add `{key}:` as sent by the service; it becomes a test and documentation"))
}
