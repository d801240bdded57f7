//! Keys of media types apply to request bodies: those for a method to bodies with several methods, those for an encoding
//! to bodies with that encoding.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::input::Input;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::location::{FileId, Origin};

/// Reports misspelled media types, and media type keys outside of such bodies.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut split = BTreeSet::new();
    for media in input.objects(&objects::MEDIA_TYPE) {
        if is_request(media) && media.has("x-method") {
            split.insert(content_of(&media.origin));
        }
    }
    let mut found = Vec::new();
    for media in input.objects(&objects::MEDIA_TYPE) {
        check_encodings(input, media, &mut found);
        found.extend(check_spelling(input, media));
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

/// Keys for the encoding of a request body, and the media type that they apply to.
const ENCODINGS: [(&str, &str); 2] =
    [("x-quoted", "application/json"), ("x-named-files", "multipart/form-data")];

fn check_encodings(input: &Input<'_>, media: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    for (key, name) in ENCODINGS {
        let is_allowed = is_request(media) && media_name(&media.origin) == name;
        if media.has(key) && !is_allowed {
            let at = media.origin.child(key);
            let message = format!("`{key}` applies only to request bodies of type `{name}`");
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message);
            found.push(diagnostic.help("remove it").span(input.key_span(&at)));
        }
    }
}

/// The media types that are handled in a way of their own.
const SPECIAL: [&str; 4] =
    ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Reports a media type that is probably a misspelling of one in [`SPECIAL`].
fn check_spelling(input: &Input<'_>, media: &Cursor<'_>) -> Option<Diagnostic> {
    const MAX_EDITS: usize = 2;
    let (owner, _) = media.origin.pointer.rsplit_once('/')?;
    if !owner.ends_with("/content") {
        return None;
    }
    let name = media_name(&media.origin);
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if SPECIAL.contains(&essence.as_str()) {
        return None;
    }
    let edits = |known: &&str| strsim::damerau_levenshtein(&essence, known);
    let near = SPECIAL.into_iter().find(|known| edits(known) <= MAX_EDITS);
    let is_valid =
        essence.split_once('/').is_some_and(|(kind, name)| is_token(kind) && is_token(name));
    if near.is_none() && is_valid {
        return None;
    }
    let message = format!("unknown media type `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownMediaType, &media.origin, message);
    diagnostic.help = near
        .map(|near| format!("did you mean `{near}`?"))
        .or_else(|| did_you_mean(&essence, SPECIAL));
    Some(diagnostic.span(input.key_span(&media.origin)))
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Returns the name of a media type, which is the last segment of its location.
pub fn media_name(media: &Origin) -> String {
    let (_, name) = media.pointer.rsplit_once('/').unwrap_or_default();
    name.replace("~1", "/").replace("~0", "~")
}

/// Returns `true` if the media type is that of a request body.
pub fn is_request(media: &Cursor<'_>) -> bool {
    media.origin.pointer.contains("/requestBod")
}

/// Returns the location of the `content` that contains a media type.
fn content_of(media: &Origin) -> (FileId, String) {
    let body = media.pointer.rsplit_once('/').map(|(body, _)| body);
    (media.file, body.unwrap_or_default().to_owned())
}
