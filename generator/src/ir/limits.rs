//! Limits of values.

/// The limits of a value. The kind of the value determines which of them apply.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// The number of characters of a string.
    pub length: Range,
    /// The maximum number of bytes of a file.
    pub size: Option<u64>,
    /// The pattern of a string.
    pub pattern: Option<String>,
    /// The minimum of a number.
    pub minimum: Option<Bound>,
    /// The maximum of a number.
    pub maximum: Option<Bound>,
    /// The number that a number is a multiple of, as text.
    pub multiple_of: Option<String>,
    /// The number of items of a list.
    pub items: Range,
    /// `true` if a list has no duplicates.
    pub unique_items: bool,
    /// The number of members of an object or a map.
    pub members: Range,
    /// The limits of each item of a list, or of each value of a map.
    pub each: Option<Box<Limits>>,
}

/// A range of counts, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lowest count.
    pub from: Option<u64>,
    /// The highest count.
    pub to: Option<u64>,
}

/// A bound of a range of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number, as text.
    pub number: String,
    /// `true` if the number itself is out of range.
    pub exclusive: bool,
}

impl Limits {
    /// Returns `true` if there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
