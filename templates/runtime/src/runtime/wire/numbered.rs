//! Families of numbered members: `Text1`, `Text2`, ….

use std::fmt;

use super::fault::Fault;
use super::raw::{Kind, Raw};
use super::record::plain_number;
use super::report::Context;
use super::slot::{Element, Put, Slot};
use super::view::{NumberedEntries, View};

/// The values of members that differ only by a number in their names, by that number.
///
/// Kept in a list by rising number: there are few.
#[derive(Clone, PartialEq)]
pub struct Numbered<T>(Vec<(u32, T)>);

impl<T> Numbered<T> {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a number.
    pub fn set(&mut self, n: u32, value: T) -> Option<T> {
        match self.find(n) {
            Ok(at) => self.0.get_mut(at).map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                self.0.insert(at, (n, value));
                None
            }
        }
    }

    /// The value of a number.
    pub fn get(&self, n: u32) -> Option<&T> {
        self.0.get(self.find(n).ok()?).map(|(_, value)| value)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the value of a number is, or belongs.
    fn find(&self, n: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&n, |(n, _)| *n)
    }

    /// The values by rising number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u32, &T)> {
        self.0.iter().map(|(n, value)| (*n, value))
    }
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: fmt::Debug> fmt::Debug for Numbered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<T> IntoIterator for Numbered<T> {
    type Item = (u32, T);
    type IntoIter = std::vec::IntoIter<(u32, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> Extend<(u32, T)> for Numbered<T> {
    fn extend<I: IntoIterator<Item = (u32, T)>>(&mut self, values: I) {
        for (n, value) in values {
            self.set(n, value);
        }
    }
}

impl<T> FromIterator<(u32, T)> for Numbered<T> {
    fn from_iter<I: IntoIterator<Item = (u32, T)>>(values: I) -> Self {
        let mut all = Self::new();
        all.extend(values);
        all
    }
}

impl<T: Put> NumberedEntries for Numbered<T> {
    fn from(&self, n: u32) -> Option<(u32, View<'_>)> {
        let at = self.find(n).unwrap_or_else(|at| at);
        self.0.get(at).map(|(n, value)| (*n, value.view()))
    }
}

impl<T: Put> Put for Numbered<T> {
    fn view(&self) -> View<'_> {
        View::Numbered(self)
    }
}

impl<T: Element> Slot for Numbered<T> {
    /// Reads an object whose names are the numbers; in a record, members come one by one instead.
    fn read(&mut self, n: Option<u32>, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        if let Some(n) = n {
            return self.read_value(n, raw, cx);
        }
        self.0.clear();
        if raw.is_null() || raw.is_hollow() {
            return Ok(());
        }
        if raw.kind() != Kind::Object {
            return Err(Fault::new("an object with numbers for names", raw));
        }
        raw.each_member(&mut |name, raw| {
            let n = plain_number(name).ok_or_else(|| Fault::new("a number for a name", raw));
            n.and_then(|n| self.read_value(n, raw, cx)).map_err(|fault| fault.under(name))
        })
    }
}

impl<T: Element> Numbered<T> {
    fn read_value(&mut self, n: u32, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        let mut value = T::blank();
        if !raw.is_null() && value.fill(raw, cx)? {
            self.set(n, value);
        } else if let Ok(at) = self.find(n) {
            self.0.remove(at);
        }
        Ok(())
    }
}
