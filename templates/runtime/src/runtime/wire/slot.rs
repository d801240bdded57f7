//! Places that a value is read into, and values that can be sent.
//!
//! Reading and saying are traits of their own, so that what is only ever read is not compiled for being
//! sent, nor the other way round.

use super::fault::Fault;
use super::raw::Raw;
use super::record::{Readable, Record, read_record};
use super::report::Context;
use super::view::View;

/// Something that can be sent.
pub trait Put {
    /// What it says.
    fn view(&self) -> View<'_>;
}

/// A field of a record: `Option<T>`, `Vec<T>`, [`Map<T>`](super::Map) or
/// [`Numbered<T>`](super::Numbered) of an [`Element`].
pub trait Slot {
    /// Reads a value in place of what is there; with a number, one value of a family of numbered
    /// members.
    fn read(&mut self, n: Option<u32>, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault>;
}

/// What can stand in an `Option`, a list, a map or a numbered family.
pub trait Element {
    /// A value for [`fill`](Element::fill) to read into. Filled in place, a large record is not
    /// moved about.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads a value; `false` when the wire says in its way that nothing is there.
    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault>;
}

/// Holds elements. It lets one reader do for all types of elements.
pub(crate) trait Holder {
    /// Adds or takes away an element; gives out the one that was added.
    // one function for both: whatever is here is compiled for each type of element
    fn change(&mut self, change: Change) -> Option<&mut dyn Element>;
}

/// What is done to a holder.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    /// Adds a blank element.
    Add,
    /// Takes the last element away again.
    TakeBack,
    /// Takes all elements away.
    Clear,
}

impl<T: Put> Put for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::None,
        }
    }
}

impl<T: Element> Holder for Option<T> {
    fn change(&mut self, change: Change) -> Option<&mut dyn Element> {
        *self = match change {
            Change::Add => Some(T::blank()),
            Change::TakeBack | Change::Clear => None,
        };
        match self {
            Some(element) => Some(element),
            None => None,
        }
    }
}

impl<T: Element> Slot for Option<T> {
    fn read(&mut self, n: Option<u32>, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        read_one(self, n, raw, cx)
    }
}

// in line, it would be compiled once more for each type of element
#[inline(never)]
fn read_one(
    place: &mut dyn Holder,
    n: Option<u32>,
    raw: Raw<'_>,
    cx: &mut Context,
) -> Result<(), Fault> {
    unnumbered(n, raw)?;
    if raw.is_null() {
        place.change(Change::Clear);
        return Ok(());
    }
    read_element(place, raw, cx).map(drop)
}

/// Refuses a number where there is no family.
pub(crate) fn unnumbered(n: Option<u32>, raw: Raw<'_>) -> Result<(), Fault> {
    match n {
        None => Ok(()),
        Some(_) => Err(Fault::new("nothing: the field is not numbered", raw)),
    }
}

/// Reads an element into its holder; `false` when nothing is there.
// in line, it would be compiled once more for each type of element
#[inline(never)]
pub(crate) fn read_element(
    holder: &mut dyn Holder,
    raw: Raw<'_>,
    cx: &mut Context,
) -> Result<bool, Fault> {
    let Some(element) = holder.change(Change::Add) else { return Ok(false) };
    let filled = element.fill(raw, cx)?;
    if !filled {
        holder.change(Change::TakeBack);
    }
    Ok(filled)
}

impl<T: Record> Put for T {
    // in line, the table of the record's functions would be made once more for each caller
    #[inline(never)]
    fn view(&self) -> View<'_> {
        View::Record(self)
    }
}

impl<T: Readable + Default> Element for T {
    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        read_record(raw, self, cx)
    }
}
