//! The object with a status in a body: in JSON or XML, in other objects, and with names in any letter case.

use std::borrow::Cow;

use crate::runtime::api::PollSpec;
use crate::runtime::codec::StructMeta;
use crate::runtime::error::{decode_text, is_html, xml_to_json};
use crate::runtime::json::{JsonKind, Raw, write_string};

/// The maximum number of objects and lists around a status.
const MAX_WRAPPERS: usize = 4;

/// Returns the status in a body as JSON, unless the body is that object, with the names that its type declares.
pub(super) fn status_document(body: &[u8], spec: &PollSpec, meta: &StructMeta) -> Option<String> {
    let text = decode_text(body);
    let json = to_json(&text)?;
    let status = StatusObject::find(&json, spec.state, &|name| meta.spelling(name).is_some())?;
    status.member(spec.state)?;
    let is_converted = matches!((&text, &json), (Cow::Owned(_), _) | (_, Cow::Owned(_)));
    let is_renamed = |(name, _): &(String, _)| meta.spelling(name).is_some_and(|own| own != name);
    let is_other = is_converted || status.depth > 0 || status.members.iter().any(is_renamed);
    is_other.then(|| status.to_json(Some(meta)))
}

/// Returns a document as JSON, if it is JSON or XML.
pub(super) fn to_json(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    match text.starts_with('<') {
        true if is_html(text) => None,
        true => xml_to_json(text).map(Cow::Owned),
        false => Some(Cow::Borrowed(text)),
    }
}

/// An object in a document that may be a status.
pub(super) struct StatusObject<'a> {
    pub(super) members: Vec<(String, Raw<'a>)>,
    /// The number of objects and lists around it.
    pub(super) depth: usize,
    /// It is the only element of a list.
    pub(super) is_element: bool,
}

impl<'a> StatusObject<'a> {
    /// Finds the object: the document, or the only value of an object or of a list around it. An object with the state,
    /// or with another member of a status, is not such a wrapper.
    pub(super) fn find(
        json: &'a str,
        state: &str,
        is_member: &dyn Fn(&str) -> bool,
    ) -> Option<Self> {
        let mut raw = Raw::checked(json).ok()?;
        let mut is_element = false;
        for depth in 0..=MAX_WRAPPERS {
            if raw.kind() == JsonKind::List {
                (raw, is_element) = (only_element(raw)?, true);
                continue;
            }
            let members = members(raw)?;
            let is_own = |name: &str| name.eq_ignore_ascii_case(state) || is_member(name);
            let is_status = members.iter().any(|(name, _)| is_own(name));
            match only_container(&members).filter(|_| !is_status) {
                Some(inner) => raw = inner,
                None => return Some(Self { members, depth, is_element }),
            }
        }
        None
    }

    /// Returns the string of a member that is not blank, or its number as it is written. The letter case of names is
    /// ignored.
    pub(super) fn member(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut named = self.members.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.find_map(|(_, raw)| scalar(*raw))
    }

    /// Returns `true` if no member is an object or a list. With `or_empty`, such a member may be empty.
    pub(super) fn is_flat(&self, or_empty: bool) -> bool {
        let is_empty = |raw: Raw<'_>| or_empty && raw.is_empty_container();
        !self.members.iter().any(|(_, raw)| is_container(*raw) && !is_empty(*raw))
    }

    /// Returns the object as JSON, with the names that a type declares.
    pub(super) fn to_json(&self, meta: Option<&StructMeta>) -> String {
        let mut json = String::from("{");
        for (at, (name, raw)) in self.members.iter().enumerate() {
            json.push_str(if at > 0 { "," } else { "" });
            let own = meta.and_then(|meta| meta.spelling(name));
            let own = own.filter(|own| !self.has_exactly(own)).unwrap_or(name);
            write_string(&mut json, own);
            json.push(':');
            json.push_str(raw.text());
        }
        json.push('}');
        json
    }

    fn has_exactly(&self, name: &str) -> bool {
        self.members.iter().any(|(known, _)| known == name)
    }
}

fn members(raw: Raw<'_>) -> Option<Vec<(String, Raw<'_>)>> {
    if raw.kind() != JsonKind::Object {
        return None;
    }
    let mut members = Vec::new();
    let visited = raw.each_member(&mut |name, value| {
        members.push((name.to_owned(), value));
        Ok(())
    });
    visited.ok().map(|()| members)
}

fn only_element(list: Raw<'_>) -> Option<Raw<'_>> {
    let mut elements = Vec::new();
    let visited = list.each_element(&mut |_, element| {
        elements.push(element);
        Ok(())
    });
    visited.ok()?;
    match elements.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Returns the object or the list in an object, if there is exactly one that is not empty.
fn only_container<'a>(members: &[(String, Raw<'a>)]) -> Option<Raw<'a>> {
    let is_filled = |raw: &Raw<'_>| is_container(*raw) && !raw.is_empty_container();
    let mut containers = members.iter().map(|(_, raw)| *raw).filter(is_filled);
    containers.next().filter(|_| containers.next().is_none())
}

fn is_container(raw: Raw<'_>) -> bool {
    matches!(raw.kind(), JsonKind::Object | JsonKind::List)
}

/// Returns the string, the number or the boolean of a value that is not blank.
fn scalar(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    match raw.kind() {
        JsonKind::String => raw.string().ok().filter(|text| !text.trim().is_empty()),
        JsonKind::Number | JsonKind::Bool => Some(Cow::Borrowed(raw.text())),
        JsonKind::Null | JsonKind::List | JsonKind::Object => None,
    }
}
