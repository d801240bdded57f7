//! The response to an accepted write as a JSON object, whatever its format is.

use std::borrow::Cow;

use super::media::{essence, is_html_type};
use super::response::RawResponse;
use crate::runtime::api::ErrorMembers;
use crate::runtime::error::{
    Error, Expected, Outcome, ResultMembers, decode_text, is_one_of, refusal, unconfirmed_text,
    words, xml_value,
};
use crate::runtime::json::{JsonKind, Raw, write_string};

impl RawResponse {
    /// Returns the body of the response to a write, or to the start of a job, as a JSON object.
    ///
    /// An empty body is an empty object, and a bare word that accepts the write is the status. XML is converted. Any other
    /// body is an empty object, because the status confirms the write, except those that leave it open, which are not
    /// objects: an HTML page, a truncated document, and text without a word that accepts the write, or with one that reports
    /// an error. Fails if the status and the message of an object are such a text: see [`unconfirmed_text`].
    pub(crate) fn accepted_object(
        &self,
        result: ResultMembers<'_>,
    ) -> Result<Cow<'_, [u8]>, Error> {
        let (body, members) = (self.body(), &self.api.errors);
        let text = decode_text(body);
        let converted = match text.trim_start().starts_with('<') {
            true => convert_xml(text.trim(), members, self.has_html_type()),
            false => convert(text.trim(), members),
        };
        let object = converted.as_deref().unwrap_or(text.trim());
        if let Some(text) = unconfirmed_text(object, members, result) {
            return Err(self.unconfirmed_error(&text));
        }
        Ok(match (converted, text) {
            (Some(json), _) => Cow::Owned(json.into_bytes()),
            (None, Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
            (None, Cow::Borrowed(_)) => Cow::Borrowed(body),
        })
    }

    /// Returns `true` for the media type of HTML pages.
    fn has_html_type(&self) -> bool {
        self.head.content_type().is_some_and(|media| is_html_type(&essence(media)))
    }
}

/// Converts a body that is neither a JSON object nor XML; `None` for an object, and for a body that leaves the write open.
fn convert(text: &str, members: &ErrorMembers) -> Option<String> {
    if !text.starts_with(['{', '[', '"']) && Raw::checked(text).is_err() {
        return match text.chars().any(is_binary) {
            true => Some("{}".to_owned()),
            false => convert_text(text, members),
        };
    }
    let raw = Raw::leading(text).ok()?;
    // what follows the document is ignored, unless it reports an error
    let rest = text.trim_start().get(raw.text().len()..).unwrap_or_default();
    if Outcome::of(rest, members).reports_error() {
        return None;
    }
    match raw.kind() {
        JsonKind::Object if raw.text() == text => None,
        JsonKind::Object => Some(raw.text().to_owned()),
        JsonKind::String => convert_text(raw.string().ok()?.trim(), members),
        JsonKind::List => convert_list(raw, members),
        JsonKind::Bool | JsonKind::Number if matches!(raw.text(), "false" | "0") => None,
        JsonKind::Bool | JsonKind::Number | JsonKind::Null => Some("{}".to_owned()),
    }
}

/// Converts XML: to an object, or the text of the root element. With the media type of HTML, it must have a status or a
/// word that accepts the write.
fn convert_xml(text: &str, members: &ErrorMembers, has_html_type: bool) -> Option<String> {
    let json = xml_value(text, members)?;
    let raw = Raw::trusted(&json);
    if raw.kind() == JsonKind::String {
        let text = raw.string().ok()?;
        let is_empty = has_html_type && text.trim().is_empty();
        return convert_text(&text, members).filter(|_| !is_empty);
    }
    (!has_html_type || has_status(raw, members)).then_some(json)
}

fn has_status(object: Raw<'_>, members: &ErrorMembers) -> bool {
    let mut has_status = false;
    let visited = object.each_member(&mut |name, _| {
        has_status |= is_one_of(members.status, name);
        Ok(())
    });
    visited.is_ok() && has_status
}

/// Converts a list of results: of one to its content, and of several to an empty object, unless one of them is an error.
fn convert_list(list: Raw<'_>, members: &ErrorMembers) -> Option<String> {
    let mut elements = Vec::new();
    let visited = list.each_element(&mut |_, element| {
        elements.push(element);
        Ok(())
    });
    visited.ok()?;
    if let [element] = elements.as_slice() {
        return match element.kind() {
            JsonKind::Object => Some(element.text().to_owned()),
            _ => convert(element.text(), members),
        };
    }
    let accepts = |element: &Raw<'_>| match element.kind() {
        JsonKind::Object => {
            refusal(element.text().as_bytes(), members, Expected::WriteResult(None)).is_none()
                && unconfirmed_text(element.text(), members, ResultMembers::None).is_none()
        }
        _ => convert(element.text(), members).is_some(),
    };
    elements.iter().all(accepts).then(|| "{}".to_owned())
}

/// Converts text with a word that accepts the write: one word to an object with the status, and several words to an empty
/// one. Blank text is an empty object.
fn convert_text(text: &str, members: &ErrorMembers) -> Option<String> {
    if text.trim().is_empty() {
        return Some("{}".to_owned());
    }
    if Outcome::of(text, members) != Outcome::Accepted {
        return None;
    }
    let mut all = words(text);
    match (all.next(), all.next()) {
        (Some(word), None) => status_object(word.text, members),
        _ => Some("{}".to_owned()),
    }
}

/// Returns an object with a status.
fn status_object(status: &str, members: &ErrorMembers) -> Option<String> {
    let mut json = String::from("{");
    write_string(&mut json, members.status.first()?);
    json.push(':');
    write_string(&mut json, status);
    json.push('}');
    Some(json)
}

/// Returns `true` for a character that text does not contain.
fn is_binary(letter: char) -> bool {
    letter == '\u{fffd}' || letter.is_control() && !letter.is_whitespace()
}
