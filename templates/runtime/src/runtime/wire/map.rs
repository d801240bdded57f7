//! Values by name.

use std::borrow::Cow;
use std::fmt;

use super::fault::Fault;
use super::index::Index;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::slot::{Element, Put, Slot, unnumbered};
use super::view::{Entries, View};

/// From how many entries on names are looked up through an index.
const INDEXED: usize = 16;

/// Values by name, in the order in which they came.
#[derive(Clone)]
pub struct Map<T> {
    entries: Vec<(Box<str>, T)>,
    /// Where each name is, once there are many.
    index: Index,
}

impl<T> Map<T> {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entries.get(self.position(name)?).map(|(_, value)| value)
    }

    /// The entries in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.entries().iter().map(|(name, value)| (&**name, value))
    }

    /// The entries in their order, as they are kept.
    pub(crate) fn entries(&self) -> &[(Box<str>, T)] {
        &self.entries
    }

    /// Adds an entry at the end, or replaces the value of one that is there.
    pub fn insert<'n>(&mut self, name: impl Into<Cow<'n, str>>, value: T) -> Option<T> {
        let name = name.into();
        let found = self.position(&name);
        match found.and_then(|at| self.entries.get_mut(at)) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.push(name.into(), value);
                None
            }
        }
    }

    fn push(&mut self, name: Box<str>, value: T) {
        let at = self.entries.len();
        if at == INDEXED {
            for (at, (name, _)) in self.entries.iter().enumerate() {
                self.index.insert(name, at);
            }
        }
        if at >= INDEXED {
            self.index.insert(&name, at);
        }
        self.entries.push((name, value));
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.entries.len() <= INDEXED {
            self.entries.iter().position(|(known, _)| &**known == name)
        } else {
            self.index.get(name)
        }
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.index = Index::default();
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: Index::default() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Two maps are equal when they hold the same entries in the same order.
impl<T: PartialEq> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (Box<str>, T);
    type IntoIter = std::vec::IntoIter<(Box<str>, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<N: Into<Box<str>>, T> Extend<(N, T)> for Map<T> {
    fn extend<I: IntoIterator<Item = (N, T)>>(&mut self, entries: I) {
        for (name, value) in entries {
            let name: Box<str> = name.into();
            self.insert(String::from(name), value);
        }
    }
}

impl<N: Into<Box<str>>, T> FromIterator<(N, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<T: Put> Entries for Map<T> {
    fn entry(&self, index: usize) -> Option<(&str, View<'_>)> {
        self.entries.get(index).map(|(name, value)| (&**name, value.view()))
    }
}

impl<T: Put> Put for Map<T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Element> Slot for Map<T> {
    fn read(&mut self, n: Option<u32>, raw: Raw<'_>, cx: &mut Context) -> Result<(), Fault> {
        unnumbered(n, raw)?;
        self.fill(raw, cx).map(drop)
    }
}

impl<T: Element> Element for Map<T> {
    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        self.clear();
        read_map(raw, cx, &mut |name, raw, cx| {
            let mut value = T::blank();
            if value.fill(raw, cx)? && self.insert(name, value).is_some() {
                cx.coerced("took the last of several members of this name");
            }
            Ok(())
        })?;
        Ok(!self.is_empty())
    }
}

/// Takes one entry.
type Take<'f> = dyn FnMut(&str, Raw<'_>, &mut Context) -> Result<(), Fault> + 'f;

/// Hands out the entries of an object.
fn read_map(raw: Raw<'_>, cx: &mut Context, take: &mut Take<'_>) -> Result<(), Fault> {
    match raw.kind() {
        Kind::Null => Ok(()),
        Kind::Object => raw.each_member(&mut |name, raw| {
            cx.enter_name(name);
            take(name, raw, cx).map_err(|fault| fault.under(name))?;
            cx.leave();
            Ok(())
        }),
        _ if raw.is_blank() || raw.is_hollow() => {
            cx.coerced("read as an empty map");
            Ok(())
        }
        _ => Err(Fault::new("an object", raw)),
    }
}
