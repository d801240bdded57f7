//! What a media type says about a method goes with bodies that are sent in several ways.

use std::collections::BTreeSet;

use super::input::Input;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;
use crate::location::{FileId, Origin};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut split = BTreeSet::new();
    input.each(&objects::MEDIA_TYPE, &mut |media| {
        if is_sent(media) && media.has("x-method") {
            split.insert(around(&media.origin));
        }
    });
    let mut found = Vec::new();
    input.each(&objects::MEDIA_TYPE, &mut |media| {
        for key in ["x-method", "x-summary", "x-description"] {
            if !media.has(key) {
                continue;
            }
            let (message, help) = if !is_sent(media) {
                (format!("`{key}` goes with a request body only"), "remove it")
            } else if !split.contains(&around(&media.origin)) {
                (
                    format!("`{key}` goes with a body whose media types have an `x-method`"),
                    "say it in the operation itself",
                )
            } else {
                continue;
            };
            let at = media.origin.child(key);
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message).help(help);
            found.push(diagnostic.span(input.key(&at)));
        }
    });
    found
}

fn is_sent(media: &Spot<'_>) -> bool {
    media.origin.pointer.contains("/requestBod")
}

/// The place of all media types of a body.
fn around(media: &Origin) -> (FileId, String) {
    let body = media.pointer.rsplit_once('/').map(|(body, _)| body);
    (media.file, body.unwrap_or_default().to_owned())
}
