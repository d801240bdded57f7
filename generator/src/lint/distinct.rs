//! Strings in lists that differ only in case.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;
use crate::spec::Cursor;

/// Reports strings of the lists that are equal to an earlier one, the case of letters ignored. Equal strings of one list are
/// reported when it is read.
pub(super) fn check_distinct<'a>(
    lists: impl Iterator<Item = Cursor<'a>>,
    message: impl Fn(&str) -> String,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<String, (usize, &str, Origin)> = BTreeMap::new();
    for (index, list) in lists.enumerate() {
        for item in list.items() {
            let Some(text) = item.node.as_str() else { continue };
            let Some((first, spelling, origin)) = seen.get(&text.to_lowercase()) else {
                seen.insert(text.to_lowercase(), (index, text, item.origin));
                continue;
            };
            if (*first, *spelling) == (index, text) {
                continue;
            }
            found.push(
                Diagnostic::new(Code::BadExtensionValue, &item.origin, message(text))
                    .label(origin, "first listed here")
                    .help("remove one of them; the case of letters has no meaning"),
            );
        }
    }
}
