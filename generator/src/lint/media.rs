//! Keys of media types apply to request bodies: those for a method to bodies with several methods, those for an encoding
//! to bodies with that encoding.

use std::collections::BTreeSet;

use super::headers::is_token;
use crate::diagnostics::{Code, Diagnostic, did_you_mean, differs_by};
use crate::media_type;
use crate::spec::{ContentOwner, Elements, MediaType};

/// Reports misspelled media types, and media type keys outside of such bodies.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut split = BTreeSet::new();
    for media in &spec.media_types {
        if media.owner == ContentOwner::Request && media.cursor.has("x-method") {
            split.insert(&media.content);
        }
    }
    let mut found = Vec::new();
    for media in &spec.media_types {
        check_encodings(spec, media, &mut found);
        found.extend(check_spelling(spec, media));
        for key in ["x-method", "x-summary", "x-description"] {
            if !media.cursor.has(key) {
                continue;
            }
            let (message, help) = if media.owner != ContentOwner::Request {
                (format!("`{key}` applies only to request bodies"), "remove it")
            } else if !split.contains(&media.content) {
                (
                    format!("`{key}` requires an `x-method` on a media type of this body"),
                    "move it to the operation",
                )
            } else {
                continue;
            };
            let at = media.cursor.origin.child(key);
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message).help(help);
            found.push(diagnostic.span(spec.document.key_span(&at)));
        }
    }
    found
}

/// Keys for the encoding of a request body, and the media type that they apply to.
const ENCODINGS: [(&str, &str); 2] =
    [("x-quoted", media_type::JSON), ("x-named-files", media_type::MULTIPART)];

fn check_encodings(spec: &Elements<'_>, media: &MediaType<'_>, found: &mut Vec<Diagnostic>) {
    for (key, name) in ENCODINGS {
        let is_allowed = media.owner == ContentOwner::Request && media.name == name;
        if media.cursor.has(key) && !is_allowed {
            let at = media.cursor.origin.child(key);
            let message = format!("`{key}` applies only to request bodies of type `{name}`");
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message);
            found.push(diagnostic.help("remove it").span(spec.document.key_span(&at)));
        } else if key == "x-named-files" && media.cursor.has_flag(key) && !has_file(media) {
            let at = media.cursor.origin.child(key);
            let message = "`x-named-files` requires a member with a file";
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message);
            let help = "write `format: binary` in the schema of the member, or remove it";
            found.push(diagnostic.help(help).span(spec.document.key_span(&at)));
        }
    }
}

/// Returns `true` if a member of the body is a file, or a list of files.
fn has_file(media: &MediaType<'_>) -> bool {
    let properties = media.schema().map(|schema| schema.properties()).unwrap_or_default();
    properties.into_values().any(|property| {
        let value = property.items().unwrap_or(property);
        value.find_str("format") == Some("binary")
    })
}

/// The media types that are handled in a way of their own.
const SPECIAL: [&str; 4] =
    [media_type::JSON, media_type::FORM, media_type::MULTIPART, media_type::TEXT];

/// Reports a media type that is probably a misspelling of one in [`SPECIAL`].
fn check_spelling(spec: &Elements<'_>, media: &MediaType<'_>) -> Option<Diagnostic> {
    const MAX_EDITS: usize = 2;
    let essence = media.essence();
    if SPECIAL.contains(&essence.as_str()) {
        return None;
    }
    let near = SPECIAL.into_iter().find(|known| differs_by(&essence, known, MAX_EDITS));
    let is_valid =
        essence.split_once('/').is_some_and(|(kind, name)| is_token(kind) && is_token(name));
    if near.is_none() && is_valid {
        return None;
    }
    let message = format!("unknown media type `{}`", media.name);
    let at = &media.cursor.origin;
    let mut diagnostic = Diagnostic::new(Code::UnknownMediaType, at, message);
    diagnostic.help = near
        .map(|near| format!("did you mean `{near}`?"))
        .or_else(|| did_you_mean(&essence, SPECIAL));
    Some(diagnostic.span(spec.document.key_span(at)))
}
