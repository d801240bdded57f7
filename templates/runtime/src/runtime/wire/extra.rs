//! Members that no field takes.

use std::borrow::Cow;
use std::fmt;

use super::json::Json;
use super::map::Map;

/// What came beyond the fields of a record, in its order; written back after them.
///
/// One word large, and nothing is allocated while it is empty. `Debug` shows the names only: nobody
/// knows what the values are.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Map<Json>>>);

impl Extra {
    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref()?.get(name)
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.entries().iter().map(|(name, json)| (&**name, json))
    }

    /// The members in their order, as they are kept.
    pub(crate) fn entries(&self) -> &[(Box<str>, Json)] {
        match &self.0 {
            Some(members) => members.entries(),
            None => &[],
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a member, or replaces the value of one that is there.
    pub fn insert<'n>(&mut self, name: impl Into<Cow<'n, str>>, value: Json) -> Option<Json> {
        self.0.get_or_insert_default().insert(name, value)
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
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
