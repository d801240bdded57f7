//! `Debug` of structs.

use std::fmt;

use super::structs::{Fields, StructMeta};
use super::value::ValueRef;

/// Formats the fields that are not empty, by wire names.
///
/// One function for all structs is far less to compile than a derived one for each. It takes the parts, because the
/// vtable of `&dyn EncodeStruct` contains the drop glue of the struct.
pub fn debug_struct(
    meta: &StructMeta,
    fields: Fields<'_>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut debug = f.debug_struct(meta.name);
    for (name, field) in meta.members.iter().zip(&fields.list) {
        let value = field.as_value();
        if !value.is_empty() {
            debug.field(name, &Visible(value));
        }
    }
    if !fields.extra.is_empty() {
        debug.field("extra", fields.extra);
    }
    debug.finish()
}

/// A value, unless it is sensitive.
struct Visible<'a>(ValueRef<'a>);

impl fmt::Debug for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            ValueRef::None => f.write_str("None"),
            ValueRef::Sensitive(_) => f.write_str("[redacted]"),
            ValueRef::Text(text) => fmt::Debug::fmt(text, f),
            ValueRef::DateTime(value) => fmt::Debug::fmt(&value.to_text(), f),
            ValueRef::Integer(value) => fmt::Display::fmt(value, f),
            ValueRef::Decimal(value) => fmt::Display::fmt(value, f),
            ValueRef::Bool(value) => fmt::Display::fmt(value, f),
            ValueRef::Json(json) => f.write_str(json.as_json()),
            ValueRef::List(list) => f.debug_list().entries(list.values().map(Visible)).finish(),
            ValueRef::Map(all) => f
                .debug_map()
                .entries(all.values().map(|(name, value)| (name, Visible(value))))
                .finish(),
            ValueRef::Numbered(all) => {
                f.debug_map().entries(all.values().map(|(n, value)| (n, Visible(value)))).finish()
            }
            ValueRef::Struct(value) => debug_struct(value.meta(), value.fields(), f),
            ValueRef::Variant(variant) => {
                debug_struct(variant.value.meta(), variant.value.fields(), f)
            }
            ValueRef::File(file) => fmt::Debug::fmt(file, f),
        }
    }
}
