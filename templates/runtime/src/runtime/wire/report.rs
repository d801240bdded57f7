//! What a reader bent, and what it did not know: collected only when somebody asks.

use super::fault::{Segment, render};
use super::index::Index;

/// What was noticed while a document was read.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Values that were taken although they are not what the place declares.
    pub coercions: Vec<Coercion>,
    /// The paths of members that no field takes; their values are in `extra`.
    pub unknown_members: Vec<String>,
    /// The paths of values that an enum does not list.
    pub unknown_values: Vec<String>,
}

impl Report {
    /// Whether nothing was noticed.
    pub fn is_empty(&self) -> bool {
        self.coercions.is_empty()
            && self.unknown_members.is_empty()
            && self.unknown_values.is_empty()
    }
}

/// A value that was taken although it is not what the place declares.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Coercion {
    /// Where it stands, like `$.Actions[1].EventDate`.
    pub path: String,
    /// What was done about it, like `assumed UTC`.
    pub what: &'static str,
}

/// What accompanies a reader through a document. Without a report it is one empty word.
#[derive(Debug, Default)]
pub struct Context {
    notes: Option<Box<Notes>>,
}

#[derive(Debug, Default)]
struct Notes {
    path: Vec<Segment>,
    report: Report,
}

impl Context {
    /// Takes no notes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes notes.
    pub fn with_report() -> Self {
        Self { notes: Some(Box::default()) }
    }

    /// The notes taken.
    pub fn into_report(self) -> Report {
        self.notes.map(|notes| notes.report).unwrap_or_default()
    }

    /// Notes that the value at hand was taken in another form than declared.
    pub fn coerced(&mut self, what: &'static str) {
        if let Some(notes) = &mut self.notes {
            let path = render(&notes.path);
            notes.report.coercions.push(Coercion { path, what });
        }
    }

    /// Notes that no field takes the member at hand.
    pub fn unknown_member(&mut self) {
        if let Some(notes) = &mut self.notes {
            let path = render(&notes.path);
            notes.report.unknown_members.push(path);
        }
    }

    /// Notes that the enum at hand does not list its value.
    pub fn unknown_value(&mut self) {
        if let Some(notes) = &mut self.notes {
            let path = render(&notes.path);
            notes.report.unknown_values.push(path);
        }
    }

    /// What tells repeated names of one object apart; only a report needs it.
    pub(crate) fn seen(&self) -> Option<Index> {
        self.notes.as_ref().map(|_| Index::default())
    }

    pub(crate) fn enter_name(&mut self, name: &str) {
        if let Some(notes) = &mut self.notes {
            notes.path.push(Segment::Name(name.into()));
        }
    }

    pub(crate) fn enter_index(&mut self, index: usize) {
        if let Some(notes) = &mut self.notes {
            notes.path.push(Segment::Index(index));
        }
    }

    pub(crate) fn leave(&mut self) {
        if let Some(notes) = &mut self.notes {
            notes.path.pop();
        }
    }
}
