//! Positions in a paged list.

use std::fmt;
use std::str::FromStr;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A position in a paged list: a page, and the number of its items that were returned.
///
/// It can be stored as a string (`to_string` and `parse`, or serde) and passed to `resume` later, also in another
/// process. If the list has grown in the meantime, resuming may repeat items.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Position {
    pub(crate) page: Target,
    pub(crate) offset: usize,
}

/// A page to request.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// The page that the request selects itself.
    Start,
    /// The page with this number.
    Number(u64),
    /// The page of this link: path and query.
    Link(String),
    /// The end of the list.
    End,
}

impl Position {
    /// Returns the start of the list.
    pub fn start() -> Self {
        Self { page: Target::Start, offset: 0 }
    }

    /// Returns the start of the page with this number.
    pub fn page(number: u64) -> Self {
        Self { page: Target::Number(number), offset: 0 }
    }

    /// Returns the number of items of the page that were returned.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the number of the page, if pages are requested by number.
    pub fn number(&self) -> Option<u64> {
        match self.page {
            Target::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns `true` at the end of the list.
    pub fn is_end(&self) -> bool {
        self.page == Target::End
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = self.offset;
        match &self.page {
            Target::Start => write!(f, "{offset}:start"),
            Target::Number(number) => write!(f, "{offset}:page:{number}"),
            Target::Link(link) => write!(f, "{offset}:link:{link}"),
            Target::End => write!(f, "{offset}:end"),
        }
    }
}

/// Leaves the link out: it contains the account and filters.
impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Position");
        match &self.page {
            Target::Start => debug.field("page", &format_args!("first")),
            Target::Number(number) => debug.field("page", number),
            Target::Link(_) => debug.field("page", &format_args!("linked")),
            Target::End => debug.field("page", &format_args!("none")),
        };
        debug.field("offset", &self.offset).finish()
    }
}

/// A string that is not a [`Position`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPosition;

impl fmt::Display for InvalidPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the string is not a position in a list")
    }
}

impl std::error::Error for InvalidPosition {}

impl FromStr for Position {
    type Err = InvalidPosition;

    fn from_str(text: &str) -> Result<Self, InvalidPosition> {
        let (offset, page) = text.split_once(':').ok_or(InvalidPosition)?;
        let page = match page.split_once(':').unwrap_or((page, "")) {
            ("start", "") => Target::Start,
            ("end", "") => Target::End,
            ("page", number) => Target::Number(number.parse().map_err(|_| InvalidPosition)?),
            ("link", link) if !link.is_empty() => Target::Link(link.to_owned()),
            _ => return Err(InvalidPosition),
        };
        Ok(Self { page, offset: offset.parse().map_err(|_| InvalidPosition)? })
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
