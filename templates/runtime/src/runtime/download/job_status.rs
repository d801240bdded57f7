//! The status of a job in place of its file.

use crate::runtime::call::{Content, RawResponse};
use crate::runtime::codec::{DecodeStruct, StructMeta};
use crate::runtime::error::xml_to_json;
use crate::runtime::json::{JsonKind, Raw};

/// Returns the status of the job as JSON, if a response is not the file but its status.
///
/// It is an object, in JSON or XML, most of whose members the type of the status declares.
pub(super) fn status_document<S: DecodeStruct>(response: &RawResponse) -> Option<String> {
    let Content::Document(bytes) = &response.content else { return None };
    find(std::str::from_utf8(bytes).ok()?, S::empty().meta())
}

// not generic, so that it is compiled once
fn find(text: &str, meta: &StructMeta) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let json = if text.starts_with('<') { xml_to_json(text)? } else { text.to_owned() };
    let object = Raw::checked(&json).ok()?;
    let (names, only) = members(object)?;
    if is_status(&names, meta) {
        return Some(object.text().to_owned());
    }
    let inner = only.filter(|inner| inner.kind() == JsonKind::Object)?;
    let (names, _) = members(inner)?;
    is_status(&names, meta).then(|| inner.text().to_owned())
}

fn is_status(names: &[String], meta: &StructMeta) -> bool {
    let declared = names.iter().filter(|name| meta.declares(name)).count();
    declared * 2 > names.len()
}

/// Returns the names of the members of an object, and the value if there is only one.
fn members(object: Raw<'_>) -> Option<(Vec<String>, Option<Raw<'_>>)> {
    if object.kind() != JsonKind::Object {
        return None;
    }
    let (mut names, mut last) = (Vec::new(), None);
    let visited = object.each_member(&mut |name, value| {
        names.push(name.to_owned());
        last = Some(value);
        Ok(())
    });
    let only = last.filter(|_| names.len() == 1);
    visited.ok().map(|()| (names, only))
}
