//! Comparison of the items of two pages.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hasher};

use crate::runtime::json::{JsonKind, Raw};

/// Returns `true` if two pages have the same items. Their metadata may differ.
pub(super) fn has_same_items(one: &[u8], other: &[u8], names: &[&str]) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (items(one, names), items(other, names));
    one.is_some() && one == other
}

/// Returns a hash of the items of a page.
pub(super) fn items_hash(body: &[u8], names: &[&str]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    hasher.write(items(body, names)?.as_bytes());
    Some(hasher.finish())
}

/// Returns the text of the list, without its attributes.
fn items<'a>(body: &'a [u8], names: &[&str]) -> Option<Cow<'a, str>> {
    let raw = Raw::document(body).ok()?;
    if raw.kind() != JsonKind::Object {
        return Some(raw.text().into());
    }
    let mut found = None;
    let visited = raw.each_member(&mut |name, raw| {
        if names.contains(&name) {
            found = Some(raw);
        }
        Ok(())
    });
    let list = visited.ok().and(found)?;
    if list.kind() != JsonKind::Object {
        return Some(list.text().into());
    }
    let mut text = String::new();
    let visited = list.each_member(&mut |name, raw| {
        if !name.starts_with('@') {
            text.push_str(raw.text());
        }
        Ok(())
    });
    visited.ok().map(|()| text.into())
}
