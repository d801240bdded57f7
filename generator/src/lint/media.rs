//! Keys for the method of a media type apply to request bodies with several methods.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;
use crate::location::{FileId, Origin};

/// Reports media type keys outside of such bodies.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut split = BTreeSet::new();
    for media in input.objects(&objects::MEDIA_TYPE) {
        if is_request(media) && media.has("x-method") {
            split.insert(content_of(&media.origin));
        }
    }
    let mut found = Vec::new();
    for media in input.objects(&objects::MEDIA_TYPE) {
        for key in ["x-method", "x-summary", "x-description"] {
            if !media.has(key) {
                continue;
            }
            let (message, help) = if !is_request(media) {
                (format!("`{key}` applies only to request bodies"), "remove it")
            } else if !split.contains(&content_of(&media.origin)) {
                (
                    format!("`{key}` requires an `x-method` on a media type of this body"),
                    "move it to the operation",
                )
            } else {
                continue;
            };
            let at = media.origin.child(key);
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message).help(help);
            found.push(diagnostic.span(input.key_span(&at)));
        }
    }
    found
}

fn is_request(media: &Cursor<'_>) -> bool {
    media.origin.pointer.contains("/requestBod")
}

/// Returns the location of the `content` that contains a media type.
fn content_of(media: &Origin) -> (FileId, String) {
    let body = media.pointer.rsplit_once('/').map(|(body, _)| body);
    (media.file, body.unwrap_or_default().to_owned())
}
