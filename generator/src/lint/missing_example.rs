//! Examples are test vectors: every body, every JSON answer and every parameter has one.

use super::input::Input;
use super::properties::parts;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        if let Some(body) = operation.spot.get("requestBody") {
            for (kind, media) in input.follow(&body).map("content") {
                let what = format!("the `{kind}` body of {}", operation.name());
                media_type(input, &media, &what, &mut found);
            }
        }
        for (code, response) in operation.spot.map("responses") {
            let json = |kind: &str| kind.contains("json");
            let content = input.follow(&response).map("content");
            for (_, media) in content.filter(|(kind, _)| code.starts_with('2') && json(kind)) {
                let what = format!("the answer {code} of {}", operation.name());
                media_type(input, &media, &what, &mut found);
            }
        }
    }
    input.each(&objects::PARAMETER, &mut |parameter| {
        let inner = parameter.get("schema").map(|schema| input.follow(&schema));
        let shown = has_example(parameter) || inner.is_some_and(|schema| schema.has("example"));
        if !shown && parameter.has("schema") {
            let what = format!("the parameter `{}`", parameter.text("name").unwrap_or_default());
            found.push(missing(parameter, &what, "example"));
        }
    });
    found
}

fn media_type<'a>(input: &Input<'a>, media: &Spot<'a>, what: &str, found: &mut Vec<Diagnostic>) {
    let Some(schema) = media.get("schema") else { return };
    let binary = parts(input, &schema).iter().any(|part| part.text("format") == Some("binary"));
    if !has_example(media) && !binary {
        found.push(missing(media, what, "examples"));
    }
}

fn has_example(spot: &Spot<'_>) -> bool {
    spot.has("example") || spot.map("examples").next().is_some()
}

fn missing(spot: &Spot<'_>, what: &str, key: &str) -> Diagnostic {
    let message = format!("{what} has no example");
    Diagnostic::new(Code::MissingExample, &spot.origin, message).help(format!(
        "add `{key}:`, as the wire writes it; it is tested, and shown in the documentation"
    ))
}
