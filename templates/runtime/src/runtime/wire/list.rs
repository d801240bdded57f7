//! Lists.

use super::fault::Fault;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::{Element, Put, Slot};
use super::view::{List, View};

impl<T: Element> List for Vec<T> {
    fn at(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(Put::view)
    }
}

impl<T: Element> Put for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Element> Slot for Vec<T> {
    fn read(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        self.fill(raw, cx).map(drop)
    }
}

impl<T: Element> Element for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        self.clear();
        read_list(raw, cx, &mut |raw, cx| {
            self.push(T::blank());
            let filled = self.last_mut().map_or(Ok(false), |element| element.fill(raw, cx))?;
            if !filled {
                self.pop();
            }
            Ok(filled)
        })?;
        Ok(!self.is_empty())
    }
}

/// Reads one element; `false` when nothing is there.
type Take<'f> = dyn FnMut(Raw<'_>, &mut Context) -> Result<bool, Fault> + 'f;

/// Hands out the elements of a list, or the one that stands there without a list around it.
fn read_list(raw: Raw<'_>, cx: &mut Context, take: &mut Take<'_>) -> Result<(), Fault> {
    match raw.kind() {
        Kind::Null => Ok(()),
        Kind::List => raw.each_element(&mut |index, raw| {
            cx.enter_index(index);
            let filled = if raw.is_null() { Ok(false) } else { take(raw, cx) };
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
            take(raw, cx).map(drop)
        }
    }
}
