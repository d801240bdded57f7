//! Whether two records say the same.

use super::record::{Record, Slots};
use super::view::View;

/// Whether all members of two records of one type say the same. One function for all of them is far
/// less to compile than a derived comparison for each.
pub fn same(one: &dyn Record, other: &dyn Record) -> bool {
    let (Slots { list, extra }, other) = (one.slots(), other.slots());
    let mut pairs = list.iter().zip(&other.list);
    pairs.all(|(one, other)| same_view(&one.view(), &other.view())) && extra == other.extra
}

fn same_view(one: &View<'_>, other: &View<'_>) -> bool {
    match (one, other) {
        (View::None, View::None) => true,
        (View::Text(one), View::Text(other)) => one == other,
        (View::Integer(one), View::Integer(other)) => one == other,
        (View::Decimal(one), View::Decimal(other)) => one == other,
        (View::Bool(one), View::Bool(other)) => one == other,
        (View::Json(one), View::Json(other)) => one == other,
        (View::List(one), View::List(other)) => all(one.views(), other.views(), same_view),
        (View::Map(one), View::Map(other)) => all(one.views(), other.views(), same_entry),
        (View::Numbered(one), View::Numbered(other)) => all(one.views(), other.views(), same_entry),
        (View::Record(one), View::Record(other)) => same(*one, *other),
        (View::Variant(one), View::Variant(other)) => {
            one.tag == other.tag
                && one.record.names() == other.record.names()
                && same(one.record, other.record)
        }
        (View::File(one), View::File(other)) => one == other,
        (View::Sensitive(one), View::Sensitive(other)) => same_view(&one.view(), &other.view()),
        _ => false,
    }
}

fn same_entry<K: PartialEq>(one: &(K, View<'_>), other: &(K, View<'_>)) -> bool {
    one.0 == other.0 && same_view(&one.1, &other.1)
}

/// Whether there are as many on both sides, and each is the same as the one across.
fn all<T>(
    mut some: impl Iterator<Item = T>,
    mut others: impl Iterator<Item = T>,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    loop {
        match (some.next(), others.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if same(&one, &other) => {}
            _ => return false,
        }
    }
}
