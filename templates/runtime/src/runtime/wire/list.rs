//! Lists.

use super::fault::Fault;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::{Change, Element, Holder, Put, Slot, read_element, unnumbered};
use super::view::{List, View};

impl<T: Put> List for Vec<T> {
    fn at(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(Put::view)
    }
}

impl<T: Put> Put for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Element> Holder for Vec<T> {
    fn change(&mut self, change: Change) -> Option<&mut dyn Element> {
        let kept = match change {
            Change::Add => {
                self.push(T::blank());
                return self.last_mut().map(|element| element as &mut dyn Element);
            }
            Change::TakeBack => self.len().saturating_sub(1),
            Change::Clear => 0,
        };
        self.truncate(kept);
        None
    }
}

impl<T: Element> Slot for Vec<T> {
    fn read(&mut self, n: Option<u32>, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        read_list(self, n, raw, cx)
    }
}

impl<T: Element> Element for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        self.read(None, raw, cx)?;
        Ok(!self.is_empty())
    }
}

/// Reads the elements of a list, or the one that stands there without a list around it.
// in line, it would be compiled once more for each type of element
#[inline(never)]
fn read_list(
    list: &mut dyn Holder,
    n: Option<u32>,
    raw: Raw<'_>,
    cx: &mut Context,
) -> Result<(), Fault> {
    unnumbered(n, raw)?;
    list.change(Change::Clear);
    match raw.kind() {
        Kind::Null => Ok(()),
        Kind::List => raw.each_element(&mut |index, raw| {
            cx.enter_index(index);
            let filled = if raw.is_null() { Ok(false) } else { read_element(list, raw, cx) };
            if !filled.map_err(|fault| fault.at(index))? {
                cx.coerced("skipped an empty element");
            }
            cx.leave();
            Ok(())
        }),
        _ if raw.is_blank() || raw.is_hollow() => {
            cx.coerced("read as an empty list");
            Ok(())
        }
        _ => {
            cx.coerced("read as a list of one");
            read_element(list, raw, cx).map(drop)
        }
    }
}
