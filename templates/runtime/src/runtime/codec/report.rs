//! The context of decoding, and the report of what was converted, unknown or unreadable.

use std::hash::{DefaultHasher, Hasher};

use crate::runtime::json::{DecodeError, Segment, format_path};
use crate::runtime::wire::NameIndex;

/// What was found while a document was decoded.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DecodeReport {
    /// Values that were accepted in another form than declared.
    pub coercions: Vec<Coercion>,
    /// The paths of members without a field; their values are in `extra`.
    pub unknown_members: Vec<String>,
    /// The paths of values that an enum does not list.
    pub unknown_values: Vec<String>,
    /// Values that cannot be read as the type of their field; their JSON is in `extra`.
    pub unreadable: Vec<UnreadableValue>,
}

impl DecodeReport {
    /// Returns `true` if nothing was found.
    pub fn is_empty(&self) -> bool {
        self.coercions.is_empty()
            && self.unknown_members.is_empty()
            && self.unknown_values.is_empty()
            && self.unreadable.is_empty()
    }
}

/// A value that was accepted in another form than declared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Coercion {
    /// The JSON path, such as `$.Actions[1].EventDate`.
    pub path: String,
    /// How the value was read, such as `assumed UTC`.
    pub what: &'static str,
}

/// A value that cannot be read as the type of its field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnreadableValue {
    /// The JSON path, such as `$.Actions[1].EventDate`.
    pub path: String,
    /// What was expected, such as `a date and time`.
    pub expected: String,
}

/// The context of decoding. Without a report it allocates nothing.
#[derive(Default)]
pub struct Context {
    notes: Option<Box<Notes>>,
    strict: bool,
    /// The name of the field that is decoded.
    field: &'static str,
    /// The hashes of the JSON of the items, if they are kept.
    item_hashes: Option<Vec<u64>>,
}

#[derive(Debug, Default)]
struct Notes {
    path: Vec<Segment>,
    report: DecodeReport,
}

impl Notes {
    // not inlined, so that a context without a report costs a comparison
    #[inline(never)]
    fn enter_name(&mut self, name: &str) {
        self.path.push(Segment::Name(name.into()));
    }
}

/// A state of a [`Context`] with a report, to return to after an error.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    depth: usize,
    coercions: usize,
    unknown_members: usize,
    unknown_values: usize,
    unreadable: usize,
}

impl Context {
    /// Creates a lenient context without a report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a lenient context with a report.
    pub fn with_report() -> Self {
        Self { notes: Some(Box::default()), ..Self::default() }
    }

    /// Makes values that cannot be read an error, or not.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Keeps the hash of the JSON of each item of a list, or does not.
    pub(crate) fn keep_item_hashes(mut self, keep: bool) -> Self {
        self.item_hashes = keep.then(Vec::new);
        self
    }

    /// Adds the hash of an item.
    pub(crate) fn add_item(&mut self, json: &str) {
        if let Some(hashes) = &mut self.item_hashes {
            let mut hasher = DefaultHasher::new();
            hasher.write(json.as_bytes());
            hashes.push(hasher.finish());
        }
    }

    /// Removes the hashes of all items.
    pub(crate) fn clear_items(&mut self) {
        if let Some(hashes) = &mut self.item_hashes {
            hashes.clear();
        }
    }

    /// Returns the hashes of the items, in their order.
    pub(crate) fn into_item_hashes(self) -> Vec<u64> {
        self.item_hashes.unwrap_or_default()
    }

    /// Returns `true` if a value that cannot be read is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Returns the report.
    pub fn into_report(self) -> DecodeReport {
        self.notes.map(|notes| notes.report).unwrap_or_default()
    }

    /// Records that the current value was accepted in another form than declared.
    pub(crate) fn coerced(&mut self, what: &'static str) {
        if let Some(notes) = &mut self.notes {
            let path = format_path(&notes.path);
            notes.report.coercions.push(Coercion { path, what });
        }
    }

    /// Records that the current member replaced another one of its name. In strict mode this is an error.
    pub(crate) fn repeated(&mut self) -> Result<(), DecodeError> {
        if self.strict {
            return Err(DecodeError::of("one member", "a repeated one"));
        }
        self.coerced("used the last of several members of this name");
        Ok(())
    }

    /// Records that the current member has no field.
    pub(crate) fn unknown_member(&mut self) {
        if let Some(notes) = &mut self.notes {
            let path = format_path(&notes.path);
            notes.report.unknown_members.push(path);
        }
    }

    /// Records that the enum does not list the current value.
    pub(crate) fn unknown_value(&mut self) {
        if let Some(notes) = &mut self.notes {
            let path = format_path(&notes.path);
            notes.report.unknown_values.push(path);
        }
    }

    /// Records that the value of a field of this struct cannot be read.
    pub(crate) fn add_unreadable(&mut self, owner: &str, field: &str, error: &DecodeError) {
        warn_unreadable(owner, field, error);
        if let Some(notes) = &mut self.notes {
            let path = error.path_below(&notes.path);
            let expected = error.expected().to_owned();
            notes.report.unreadable.push(UnreadableValue { path, expected });
        }
    }

    /// Returns an index for finding repeated names of one object; only a report and strict decoding need it.
    pub(crate) fn seen(&self) -> Option<NameIndex> {
        (self.strict || self.notes.is_some()).then(NameIndex::default)
    }

    /// Sets the name of the field that is decoded.
    pub(crate) fn set_field(&mut self, name: &'static str) {
        self.field = name;
    }

    /// Returns the name of the field that is decoded.
    pub(crate) fn field(&self) -> &'static str {
        self.field
    }

    #[inline]
    pub(crate) fn enter_name(&mut self, name: &str) {
        if let Some(notes) = &mut self.notes {
            notes.enter_name(name);
        }
    }

    #[inline]
    pub(crate) fn enter_index(&mut self, index: usize) {
        if let Some(notes) = &mut self.notes {
            notes.path.push(Segment::Index(index));
        }
    }

    #[inline]
    pub(crate) fn leave(&mut self) {
        if let Some(notes) = &mut self.notes {
            notes.path.pop();
        }
    }

    /// Returns the current path and the length of the report.
    #[inline]
    pub(crate) fn mark(&self) -> Option<Mark> {
        let notes = self.notes.as_ref()?;
        Some(Mark {
            depth: notes.path.len(),
            coercions: notes.report.coercions.len(),
            unknown_members: notes.report.unknown_members.len(),
            unknown_values: notes.report.unknown_values.len(),
            unreadable: notes.report.unreadable.len(),
        })
    }

    /// Returns to a path after an error, and removes what was recorded since then: no part of the value is used.
    pub(crate) fn rollback(&mut self, mark: Option<Mark>) {
        if let (Some(notes), Some(mark)) = (&mut self.notes, mark) {
            notes.path.truncate(mark.depth);
            notes.report.coercions.truncate(mark.coercions);
            notes.report.unknown_members.truncate(mark.unknown_members);
            notes.report.unknown_values.truncate(mark.unknown_values);
            notes.report.unreadable.truncate(mark.unreadable);
        }
    }
}

/// Emits a warning. The value is left out, because it may be private.
#[cfg(feature = "tracing")]
fn warn_unreadable(owner: &str, field: &str, error: &DecodeError) {
    tracing::warn!(
        model = owner,
        field,
        expected = error.expected(),
        "cannot decode a value; its JSON is kept in `extra`"
    );
}

#[cfg(not(feature = "tracing"))]
fn warn_unreadable(_owner: &str, _field: &str, _error: &DecodeError) {}
