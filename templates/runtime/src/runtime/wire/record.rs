//! Records: tables of names and slots.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::extra::Extra;
use super::fault::Fault;
use super::json::Json;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::Slot;

/// An object with known members. Written by `record!`.
pub trait Record {
    /// The wire names of its slots, by position.
    fn names(&self) -> &'static Names;
    /// The slot at a position.
    fn slot(&self, position: usize) -> Option<&dyn Slot>;
    /// The slot at a position, to be changed.
    fn slot_mut(&mut self, position: usize) -> Option<&mut dyn Slot>;
    /// What came beyond the slots.
    fn extra(&self) -> &Extra;
    /// What came beyond the slots, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// A record may be boxed where types would contain themselves.
impl<T: Record> Record for Box<T> {
    fn names(&self) -> &'static Names {
        (**self).names()
    }
    fn slot(&self, position: usize) -> Option<&dyn Slot> {
        (**self).slot(position)
    }
    fn slot_mut(&mut self, position: usize) -> Option<&mut dyn Slot> {
        (**self).slot_mut(position)
    }
    fn extra(&self) -> &Extra {
        (**self).extra()
    }
    fn extra_mut(&mut self) -> &mut Extra {
        (**self).extra_mut()
    }
}

/// The wire names of a record, by position. `{n}` in a name stands for a number.
#[derive(Debug)]
pub struct Names {
    list: &'static [&'static str],
    index: OnceLock<Index>,
}

/// Made when a name is met out of order for the first time.
#[derive(Debug)]
struct Index {
    /// The positions of plain names, by length and then text: most misses cost a few comparisons of
    /// numbers.
    sorted: Box<[usize]>,
    /// The positions of names with a number, with what stands before and after it.
    families: Box<[(usize, &'static str, &'static str)]>,
}

/// Which slot a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Plain(usize),
    Numbered(usize, u32),
    Unknown,
}

impl Names {
    /// A table of these names.
    pub const fn new(list: &'static [&'static str]) -> Self {
        Self { list, index: OnceLock::new() }
    }

    /// The names by position.
    pub fn list(&self) -> &'static [&'static str] {
        self.list
    }

    /// Finds a name. Services write members in one order, so the position after the last one is
    /// tried first.
    pub(crate) fn find(&self, name: &str, hint: usize) -> Place {
        if self.list.get(hint) == Some(&name) && !name.as_bytes().contains(&b'{') {
            return Place::Plain(hint);
        }
        let index = self.index.get_or_init(|| Index::of(self.list));
        let key = (name.len(), name);
        let order = |at: &usize| self.list.get(*at).map(|name| (name.len(), *name)).cmp(&Some(key));
        match index.sorted.binary_search_by(order) {
            Ok(found) => index.sorted.get(found).map_or(Place::Unknown, |at| Place::Plain(*at)),
            Err(_) => index.family(name),
        }
    }
}

impl Index {
    fn of(list: &'static [&'static str]) -> Self {
        let split = |(at, name): (usize, &'static str)| match name.split_once("{n}") {
            Some((before, after)) => Err((at, before, after)),
            None => Ok((name.len(), name, at)),
        };
        let (mut plain, mut families) = (Vec::new(), Vec::new());
        for name in list.iter().copied().enumerate().map(split) {
            match name {
                Ok(name) => plain.push(name),
                Err(family) => families.push(family),
            }
        }
        plain.sort_unstable();
        let sorted = plain.into_iter().map(|(_, _, at)| at).collect();
        Self { sorted, families: families.into() }
    }

    fn family(&self, name: &str) -> Place {
        let place = |(at, before, after): &(usize, &str, &str)| {
            let number = name.strip_prefix(before)?.strip_suffix(after)?;
            plain_number(number).map(|n| Place::Numbered(*at, n))
        };
        self.families.iter().find_map(place).unwrap_or(Place::Unknown)
    }
}

/// A number as it is written in a name: `7`, not `07` or `+7`, or else it would not be written back
/// as it came.
pub(crate) fn plain_number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// Puts a number into a name that has a place for it.
pub(crate) fn numbered_name(name: &str, n: u32) -> String {
    name.replacen("{n}", &n.to_string(), 1)
}

/// Whether a field of the record has something to say under this name.
pub(crate) fn says(record: &dyn Record, name: &str) -> bool {
    match record.names().find(name, usize::MAX) {
        Place::Plain(at) | Place::Numbered(at, _) => {
            record.slot(at).is_some_and(|slot| !slot.view().is_empty())
        }
        Place::Unknown => false,
    }
}

/// The members beyond the fields that are to be written. What a field says under such a name takes
/// precedence.
pub(crate) fn further(record: &dyn Record) -> impl Iterator<Item = (&str, &Json)> {
    record.extra().iter().filter(move |(name, _)| !says(record, name))
}

/// Reads an object, or a list with one object in it; `false` when nothing is there.
pub(crate) fn read_record(
    raw: Raw<'_>,
    record: &mut dyn Record,
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
    record: &mut dyn Record,
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

fn read_members(raw: Raw<'_>, record: &mut dyn Record, cx: &mut Context) -> Result<(), Fault> {
    let names = record.names();
    let mut hint = 0;
    let mut seen = cx.seen();
    raw.each_member(&mut |name, raw| {
        cx.enter_name(name);
        if seen.as_mut().is_some_and(|seen| !seen.insert(name.into())) {
            cx.coerced("took the last of several members of this name");
        }
        let place = names.find(name, hint);
        if let Place::Plain(at) | Place::Numbered(at, _) = place {
            hint = at + 1;
        }
        read_member(place, name, raw, record, cx).map_err(|fault| fault.under(name))?;
        cx.leave();
        Ok(())
    })
}

fn read_member(
    place: Place,
    name: &str,
    raw: Raw<'_>,
    record: &mut dyn Record,
    cx: &mut Context,
) -> Result<(), Fault> {
    let slot = match place {
        Place::Plain(at) => record.slot_mut(at).map(|slot| slot.read(raw, cx)),
        Place::Numbered(at, n) => record.slot_mut(at).map(|slot| slot.read_numbered(n, raw, cx)),
        Place::Unknown => None,
    };
    slot.unwrap_or_else(|| {
        cx.unknown_member();
        record.extra_mut().insert(Cow::Borrowed(name), Json::trusted(raw));
        Ok(())
    })
}
