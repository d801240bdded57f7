//! Request bodies, JSON responses and parameters have examples, which serve as test vectors.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements, MediaKind, MediaType};

/// Reports missing examples.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        for media in operation.body_media_types() {
            let subject = format!("`{}` body of {}", media.name, operation.name());
            check_media_type(&media, &subject, &mut found);
        }
        for response in operation.responses().iter().filter(|response| response.is_in(2)) {
            let subject = format!("response {} of {}", response.status, operation.name());
            let media = response.media_types().into_iter();
            for media in media.filter(|media| media.kind() == Some(MediaKind::Json)) {
                check_media_type(&media, &subject, &mut found);
            }
        }
    }
    for parameter in &spec.parameters {
        let Some(schema) = parameter.schema() else { continue };
        if !has_example(&parameter.cursor) && !schema.resolved().cursor.has("example") {
            let subject = format!("parameter `{}`", parameter.name());
            found.push(missing(&parameter.cursor, &subject, "example"));
        }
    }
    found
}

fn check_media_type(media: &MediaType<'_>, subject: &str, found: &mut Vec<Diagnostic>) {
    let Some(schema) = media.schema() else { return };
    let is_binary = schema.find_str("format") == Some("binary");
    if !has_example(&media.cursor) && !is_binary {
        found.push(missing(&media.cursor, subject, "examples"));
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
