//! Members of a response that no field of a model contains.

use std::borrow::Cow;
use std::fmt;

use super::json::Json;
use super::map::{Map, MapIter};

/// The members of an object that its model does not declare, or whose values cannot be read, in the order of the
/// document. Encoding a model writes them after its fields.
///
/// It has the size of a pointer, and allocates nothing while it is empty. `Debug` shows the names only, because the
/// values may be private.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Map<Json>>>);

impl Extra {
    /// Returns the value of a member.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name)
    }

    /// Iterates over the members, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.entries().iter().map(|(name, json)| (&**name, json))
    }

    /// Returns the members as they are stored, in order.
    pub(crate) fn entries(&self) -> &[(Box<str>, Json)] {
        match &self.0 {
            Some(members) => members.entries(),
            None => &[],
        }
    }

    /// Returns the number of members.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Returns `true` if there are no members.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a member at the end, or replaces the value of an existing one and returns the old value.
    pub fn insert<'n>(&mut self, name: impl Into<Cow<'n, str>>, value: Json) -> Option<Json> {
        self.0.get_or_insert_default().insert(name, value)
    }

    /// Removes a member and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.remove(name)
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl<'a> IntoIterator for &'a Extra {
    type Item = (&'a str, &'a Json);
    type IntoIter = MapIter<'a, Json>;

    fn into_iter(self) -> Self::IntoIter {
        MapIter::over(self.entries())
    }
}

impl From<Map<Json>> for Extra {
    fn from(members: Map<Json>) -> Self {
        Self(if members.is_empty() { None } else { Some(Box::new(members)) })
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
