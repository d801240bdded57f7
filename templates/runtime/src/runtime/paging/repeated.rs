//! Comparison of the items of two pages.

use crate::runtime::json::{JsonKind, Raw};

/// Returns `true` if two pages have the same items. Their metadata may differ.
pub(super) fn has_same_items(one: &[u8], other: &[u8], names: &[&str]) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (items(one, names), items(other, names));
    one.is_some() && one == other
}

/// Returns the text of the list.
fn items<'a>(body: &'a [u8], names: &[&str]) -> Option<&'a str> {
    let raw = Raw::document(body).ok()?;
    if raw.kind() != JsonKind::Object {
        return Some(raw.text());
    }
    let mut found = None;
    let visited = raw.each_member(&mut |name, raw| {
        if names.contains(&name) {
            found = Some(raw.text());
        }
        Ok(())
    });
    visited.ok().and(found)
}
