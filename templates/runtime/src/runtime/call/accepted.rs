//! The response to an accepted write as a JSON object, whatever its format is.

use std::borrow::Cow;

use super::response::RawResponse;
use crate::runtime::api::Api;
use crate::runtime::error::{is_html, xml_to_json};
use crate::runtime::json::{JsonKind, Raw, write_string};

/// The maximum length of a body of one word, such as `OK`.
const MAX_WORD: usize = 32;

impl RawResponse {
    /// Returns the body of the response to a write, or to the start of a job, as a JSON object.
    ///
    /// An empty body is an empty object, and a bare word is the status. XML is converted. Any other body, such as an HTML
    /// page, is returned as it is: it does not confirm that the service accepted the request.
    pub(crate) fn accepted_object(&self) -> Cow<'_, [u8]> {
        let body = self.body();
        let text = std::str::from_utf8(body).ok();
        let text = text.map(|text| text.trim_start_matches('\u{feff}').trim());
        let converted = text.and_then(|text| convert(text, self.api));
        converted.map_or(Cow::Borrowed(body), |json| Cow::Owned(json.into_bytes()))
    }
}

/// Converts a body that is not a JSON object.
fn convert(text: &str, api: &Api) -> Option<String> {
    if text.is_empty() {
        return Some("{}".to_owned());
    }
    if text.starts_with('<') {
        return if is_html(text) { None } else { xml_to_json(text) };
    }
    let Ok(raw) = Raw::checked(text) else { return status_object(text, api) };
    match raw.kind() {
        JsonKind::Null => Some("{}".to_owned()),
        JsonKind::Bool if text == "true" => Some("{}".to_owned()),
        JsonKind::List if raw.is_empty_container() => Some("{}".to_owned()),
        JsonKind::List => only_element(raw),
        JsonKind::String => status_object(&raw.string().ok()?, api),
        JsonKind::Object | JsonKind::Bool | JsonKind::Number => None,
    }
}

/// Returns the object in a list of one object.
fn only_element(list: Raw<'_>) -> Option<String> {
    let mut elements = Vec::new();
    let visited = list.each_element(&mut |_, element| {
        elements.push(element);
        Ok(())
    });
    match elements.as_slice() {
        [element] if visited.is_ok() && element.kind() == JsonKind::Object => {
            Some(element.text().to_owned())
        }
        _ => None,
    }
}

/// Returns an object with the status, if the text is one word other than that of an error.
fn status_object(text: &str, api: &Api) -> Option<String> {
    let is_word = text.len() <= MAX_WORD && text.chars().all(char::is_alphabetic);
    let mut errors = api.errors.error_values.iter().chain(api.errors.failure);
    if !is_word || errors.any(|word| word.eq_ignore_ascii_case(text)) {
        return None;
    }
    let mut json = String::from("{");
    if let Some(name) = api.errors.status.first().filter(|_| !text.is_empty()) {
        write_string(&mut json, name);
        json.push(':');
        write_string(&mut json, text);
    }
    json.push('}');
    Some(json)
}
