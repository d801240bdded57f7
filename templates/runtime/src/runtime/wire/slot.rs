//! Places in a record that a value is read into and written from.

use super::fault::Fault;
use super::raw::Raw;
use super::record::{Record, read_record};
use super::report::Context;
use super::view::View;

/// Something that can be sent.
pub trait Put {
    /// What it says.
    fn view(&self) -> View<'_>;
}

/// A field of a record: `Option<T>`, `Vec<T>`, [`Map<T>`](super::Map) or
/// [`Numbered<T>`](super::Numbered) of an [`Element`].
pub trait Slot: Put {
    /// Reads a value in place of what is there.
    fn read(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault>;

    /// Reads one value of a family of numbered members.
    fn read_numbered(&mut self, n: u32, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        let _ = (n, cx);
        Err(Fault::new("nothing: the field is not numbered", raw))
    }
}

/// What can stand in an `Option`, a list, a map or a numbered family.
pub trait Element: Put + Sized {
    /// A value for [`fill`](Element::fill) to read into. Filled in place, a large record is not
    /// moved about.
    fn blank() -> Self;

    /// Reads a value; `false` when the wire says in its way that nothing is there.
    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault>;
}

impl<T: Element> Put for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::None, Put::view)
    }
}

impl<T: Element> Slot for Option<T> {
    fn read(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        if raw.is_null() || !self.insert(T::blank()).fill(raw, cx)? {
            *self = None;
        }
        Ok(())
    }
}

impl<T: Record> Put for T {
    fn view(&self) -> View<'_> {
        View::Record(self)
    }
}

impl<T: Record + Default> Element for T {
    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        read_record(raw, self, cx)
    }
}
