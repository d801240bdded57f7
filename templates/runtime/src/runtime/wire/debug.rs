//! `Debug` of records.

use std::fmt;

use super::record::{Names, Slots};
use super::view::View;

/// Shows what a record holds, by wire names. What is absent is left out: most fields of most answers
/// are. One function for all records is far less to compile than a derived one for each, and it takes
/// their parts because a `&dyn Record` would bring along what drops the record.
pub fn debug(names: &Names, slots: Slots<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(names.record);
    for (name, slot) in names.members.iter().zip(&slots.list) {
        let view = slot.view();
        if !view.is_empty() {
            shown.field(name, &Shown(view));
        }
    }
    if !slots.extra.is_empty() {
        shown.field("extra", slots.extra);
    }
    shown.finish()
}

/// A value of a record, if it may be shown.
struct Shown<'a>(View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            View::None => f.write_str("None"),
            View::Sensitive(_) => f.write_str("[redacted]"),
            View::Text(text) => fmt::Debug::fmt(text, f),
            View::Integer(value) => fmt::Display::fmt(value, f),
            View::Decimal(value) => fmt::Display::fmt(value, f),
            View::Bool(value) => fmt::Display::fmt(value, f),
            View::Json(json) => f.write_str(json.text()),
            View::List(list) => f.debug_list().entries(list.views().map(Shown)).finish(),
            View::Map(all) => {
                f.debug_map().entries(all.views().map(|(name, view)| (name, Shown(view)))).finish()
            }
            View::Numbered(all) => {
                f.debug_map().entries(all.views().map(|(n, view)| (n, Shown(view)))).finish()
            }
            View::Record(record) => debug(record.names(), record.slots(), f),
            View::Variant(variant) => debug(variant.record.names(), variant.record.slots(), f),
            View::File(file) => fmt::Debug::fmt(file, f),
        }
    }
}
