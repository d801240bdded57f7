//! Equality of structs.

use super::structs::{EncodeStruct, Fields};
use super::value::ValueRef;

/// Returns `true` if all fields of two structs of one type are equal.
///
/// One function for all structs is far less to compile than a derived comparison for each.
pub fn structs_equal(one: &dyn EncodeStruct, other: &dyn EncodeStruct) -> bool {
    let (Fields { list, extra }, other) = (one.fields(), other.fields());
    let mut pairs = list.iter().zip(&other.list);
    pairs.all(|(one, other)| values_equal(&one.as_value(), &other.as_value()))
        && extra == other.extra
}

fn values_equal(one: &ValueRef<'_>, other: &ValueRef<'_>) -> bool {
    match (one, other) {
        (ValueRef::None, ValueRef::None) => true,
        (ValueRef::Text(one), ValueRef::Text(other)) => one == other,
        // as they are written, which is more than the point in time
        (ValueRef::DateTime(one), ValueRef::DateTime(other)) => one.to_text() == other.to_text(),
        (ValueRef::DateTime(date), ValueRef::Text(text))
        | (ValueRef::Text(text), ValueRef::DateTime(date)) => date.to_text() == **text,
        (ValueRef::Integer(one), ValueRef::Integer(other)) => one == other,
        (ValueRef::Decimal(one), ValueRef::Decimal(other)) => one == other,
        (ValueRef::Bool(one), ValueRef::Bool(other)) => one == other,
        (ValueRef::Json(one), ValueRef::Json(other)) => one == other,
        (ValueRef::List(one), ValueRef::List(other)) => {
            all(one.values(), other.values(), values_equal)
        }
        (ValueRef::Map(one), ValueRef::Map(other)) => {
            all(one.values(), other.values(), entries_equal)
        }
        (ValueRef::Numbered(one), ValueRef::Numbered(other)) => {
            all(one.values(), other.values(), entries_equal)
        }
        (ValueRef::Struct(one), ValueRef::Struct(other)) => structs_equal(*one, *other),
        (ValueRef::Variant(one), ValueRef::Variant(other)) => {
            one.tag == other.tag
                && one.value.meta() == other.value.meta()
                && structs_equal(one.value, other.value)
        }
        (ValueRef::File(one), ValueRef::File(other)) => one == other,
        (ValueRef::Sensitive(one), ValueRef::Sensitive(other)) => {
            values_equal(&one.as_value(), &other.as_value())
        }
        _ => false,
    }
}

fn entries_equal<K: PartialEq>(one: &(K, ValueRef<'_>), other: &(K, ValueRef<'_>)) -> bool {
    one.0 == other.0 && values_equal(&one.1, &other.1)
}

/// Returns `true` if both iterators have equal items.
fn all<T>(
    mut some: impl Iterator<Item = T>,
    mut others: impl Iterator<Item = T>,
    equal: impl Fn(&T, &T) -> bool,
) -> bool {
    loop {
        match (some.next(), others.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if equal(&one, &other) => {}
            _ => return false,
        }
    }
}
