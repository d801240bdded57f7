//! Records: tables of names and slots.

use std::borrow::Cow;

use super::extra::Extra;
use super::fault::Fault;
use super::json::Json;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::{Put, Slot};
use super::view::View;

/// An object with known members. Written by `record!`.
pub trait Record {
    /// Its name, and those of its slots.
    fn names(&self) -> &'static Names;
    /// What its slots say, and what came beyond them.
    fn slots(&self) -> Slots<'_>;
}

/// A record that can be read. Written by `record!`.
pub trait Readable {
    /// Hands its names, its slots and what came beyond them to a reader.
    fn fill(&mut self, read: &mut Fill<'_>) -> Result<(), Fault>;
}

/// What a record and its slots are called.
#[derive(Debug, PartialEq, Eq)]
pub struct Names {
    /// The Rust name of the record.
    pub record: &'static str,
    /// The wire names of its slots, by position. `{n}` in a name stands for a number.
    pub members: &'static [&'static str],
}

/// The slots of a record by position, and what came beyond them.
pub struct Slots<'a> {
    /// The slots.
    pub list: Box<[&'a dyn Put]>,
    /// What came beyond them.
    pub extra: &'a Extra,
}

/// What fills the slots of a record.
pub type Fill<'f> =
    dyn FnMut(&'static Names, &mut [&mut dyn Slot], &mut Extra) -> Result<(), Fault> + 'f;

impl<'a> Slots<'a> {
    /// For `record!`.
    #[doc(hidden)]
    pub fn new<const N: usize>(list: [&'a dyn Put; N], extra: &'a Extra) -> Self {
        Self { list: Box::new(list), extra }
    }
}

/// A record may be boxed where types would contain themselves.
impl<T: Record> Record for Box<T> {
    fn names(&self) -> &'static Names {
        (**self).names()
    }
    fn slots(&self) -> Slots<'_> {
        (**self).slots()
    }
}

impl<T: Readable> Readable for Box<T> {
    fn fill(&mut self, read: &mut Fill<'_>) -> Result<(), Fault> {
        (**self).fill(read)
    }
}

/// Which slot a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Plain(usize),
    Numbered(usize, u32),
    Unknown,
}

/// Finds a name. Services write members in one order, so the position after the last one is tried
/// first; a name out of order costs a comparison of lengths for most others.
pub(crate) fn find(names: &[&str], name: &str, hint: usize) -> Place {
    let known = match names.get(hint) {
        Some(next) if *next == name => Some(hint),
        _ => names.iter().position(|known| *known == name),
    };
    match known {
        Some(at) if !name.contains('{') => Place::Plain(at),
        None if name.bytes().any(|byte| byte.is_ascii_digit()) => find_family(names, name),
        _ => Place::Unknown,
    }
}

/// Finds the family that a name with a number belongs to.
fn find_family(names: &[&str], name: &str) -> Place {
    let mut families = names.iter().enumerate();
    let found =
        families.find_map(|(at, family)| Some(Place::Numbered(at, number_in(family, name)?)));
    found.unwrap_or(Place::Unknown)
}

/// The number by which a name belongs to a family: that of `Text7` in `Text{n}`.
pub(crate) fn number_in(family: &str, name: &str) -> Option<u32> {
    let (before, after) = family.split_once("{n}")?;
    plain_number(name.strip_prefix(before)?.strip_suffix(after)?)
}

/// A number as it is written in a name: `7`, not `07` or `+7`, or else it would not be written back
/// as it came.
pub(crate) fn plain_number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse::<u64>().ok()?.try_into().ok() } else { None }
}

/// Puts a number into a name that has a place for it.
pub(crate) fn numbered_name(name: &str, n: u32) -> String {
    name.replacen("{n}", &n.to_string(), 1)
}

/// The value of a member, be it that of a field or one beyond them.
pub(crate) fn member<'a>(record: &'a dyn Record, name: &str) -> View<'a> {
    let Slots { list, extra } = record.slots();
    match (said(record.names().members, &list, name), extra.get(name)) {
        (Some(view), _) => view,
        (None, Some(json)) => View::Json(json),
        (None, None) => View::None,
    }
}

/// What the field says that takes members of this name.
fn said<'a>(names: &[&str], list: &[&'a dyn Put], name: &str) -> Option<View<'a>> {
    let (Place::Plain(at) | Place::Numbered(at, _)) = find(names, name, usize::MAX) else {
        return None;
    };
    let view = list.get(at)?.view().revealed();
    if view.is_empty() { None } else { Some(view) }
}

/// The members that a record writes, by wire name: what its fields say, then what lies beyond them.
/// What a field says under a name takes precedence. A name may hold places for numbers.
pub(crate) fn members(record: &dyn Record) -> Vec<(&str, View<'_>)> {
    let Slots { list, extra } = record.slots();
    let names = record.names().members;
    let mut members = Vec::with_capacity(list.len());
    for (name, slot) in names.iter().zip(&list) {
        let view = slot.view().revealed();
        if !view.is_empty() {
            members.push((*name, view));
        }
    }
    for (name, json) in extra.entries() {
        if said(names, &list, name).is_none() {
            members.push((name, View::Json(json)));
        }
    }
    members
}

/// Reads an object, or a list with one object in it; `false` when nothing is there.
pub(crate) fn read_record(
    raw: Raw<'_>,
    record: &mut dyn Readable,
    cx: &mut Context,
) -> Result<bool, Fault> {
    match raw.kind() {
        Kind::Object => read_members(raw, record, cx).map(|()| true),
        Kind::Null => Ok(false),
        _ if raw.is_blank() || raw.is_hollow() => {
            cx.coerced("read as no record");
            Ok(false)
        }
        Kind::List => read_only_element(raw, record, cx),
        _ => Err(Fault::new("an object", raw)),
    }
}

fn read_only_element(
    raw: Raw<'_>,
    record: &mut dyn Readable,
    cx: &mut Context,
) -> Result<bool, Fault> {
    let Some((index, element)) = only_element(raw)? else {
        cx.coerced("read as no record");
        return Ok(false);
    };
    cx.coerced("read the one element of a list");
    cx.enter_index(index);
    read_members(element, record, cx).map_err(|fault| fault.at(index))?;
    cx.leave();
    Ok(true)
}

/// The one object in a list, with its position; `None` when there is nothing in it.
pub(crate) fn only_element(raw: Raw<'_>) -> Result<Option<(usize, Raw<'_>)>, Fault> {
    let mut only = None;
    let mut count = 0;
    raw.each_element(&mut |index, element| {
        if !element.is_null() {
            count += 1;
            only = Some((index, element));
        }
        Ok(())
    })?;
    match only {
        Some((_, element)) if count > 1 || element.kind() != Kind::Object => {
            Err(Fault::new("an object", raw))
        }
        only => Ok(only),
    }
}

fn read_members(raw: Raw<'_>, record: &mut dyn Readable, cx: &mut Context) -> Result<(), Fault> {
    record.fill(&mut |names, slots, extra| {
        let mut hint = 0;
        let mut seen = cx.seen();
        raw.each_member(&mut |name, raw| {
            cx.enter_name(name);
            if seen.as_mut().is_some_and(|seen| !seen.insert(name, 0)) {
                cx.coerced("took the last of several members of this name");
            }
            let place = find(names.members, name, hint);
            if let Place::Plain(at) | Place::Numbered(at, _) = place {
                hint = at + 1;
            }
            let known = read_known(place, raw, slots, cx).map_err(|fault| fault.under(name))?;
            if !known {
                cx.unknown_member();
                extra.insert(Cow::Borrowed(name), Json::trusted(raw));
            }
            cx.leave();
            Ok(())
        })
    })
}

/// Reads a member into its slot; `false` when it has none.
fn read_known(
    place: Place,
    raw: Raw<'_>,
    slots: &mut [&mut dyn Slot],
    cx: &mut Context,
) -> Result<bool, Fault> {
    let (at, number) = match place {
        Place::Plain(at) => (at, None),
        Place::Numbered(at, n) => (at, Some(n)),
        Place::Unknown => return Ok(false),
    };
    let Some(slot) = slots.get_mut(at) else { return Ok(false) };
    slot.read(number, raw, cx)?;
    Ok(true)
}
