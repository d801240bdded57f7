//! A status in a list of statuses: when its write was received, and whether it is the one of an element.

use std::borrow::Cow;

use super::key::{Key, form_pairs};
use super::spec::SettleSpec;
use crate::runtime::codec::{EncodeStruct, ValueRef, member};
use crate::runtime::jobs::texts;
use crate::runtime::wire::{DateTime, MAX_SECONDS_AHEAD, MAX_SECONDS_BEHIND, SECONDS_PER_DAY};

/// When a write was received, in seconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Received {
    /// The time as it is written, read as UTC if it has no offset.
    pub(crate) written: i64,
    /// The earliest time that it can mean.
    pub(crate) earliest: i64,
    /// The latest time that it can mean.
    pub(crate) latest: i64,
}

impl Received {
    fn new(date: DateTime) -> Self {
        let written = date.unix_timestamp();
        let (before, mut after) = match date.offset_minutes() {
            Some(_) => (0, 0),
            None => (MAX_SECONDS_AHEAD, MAX_SECONDS_BEHIND),
        };
        if !date.has_time() {
            after += SECONDS_PER_DAY;
        }
        let (earliest, latest) = (written.saturating_sub(before), written.saturating_add(after));
        Self { written, earliest, latest }
    }
}

/// Whether a status is the one of an element.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    /// The form that was sent has all members of the key, with exactly these values.
    Exact,
    /// It states all members of the key, with the same values.
    Same,
    /// It does not state a member, or in a form that may mean the same.
    Unclear,
    /// It states another value of a member.
    Different,
}

/// A status in a list.
pub(crate) struct ListItem<'a> {
    spec: &'static SettleSpec,
    status: &'a dyn EncodeStruct,
    /// The form that was sent.
    payload: Vec<(String, String)>,
}

/// Returns when the write of a status was received; `None` if the status has no date that can be read.
pub(crate) fn received(spec: &SettleSpec, status: &dyn EncodeStruct) -> Option<Received> {
    let date = match member(status, spec.date?) {
        ValueRef::DateTime(date) => date,
        value => value.scalar()?.trim().parse().ok()?,
    };
    Some(Received::new(date))
}

impl<'a> ListItem<'a> {
    pub(crate) fn new(spec: &'static SettleSpec, status: &'a dyn EncodeStruct) -> Self {
        let form = spec.payload.and_then(|name| texts(status, name).into_iter().next());
        // `+` is a space in a form
        let form = form.unwrap_or_default().replace('+', " ");
        let pairs =
            form_pairs(&form).map(|(name, text)| (name.into_owned(), text.trim().to_owned()));
        let payload = pairs.filter(|(_, text)| !text.is_empty()).collect();
        Self { spec, status, payload }
    }

    /// Returns when the write was received; `None` if the status has no date that can be read.
    pub(crate) fn received(&self) -> Option<Received> {
        received(self.spec, self.status)
    }

    /// Returns the folded values of a member of a key; `None` if the status does not state it.
    ///
    /// A form that was sent without the member states that it has none.
    pub(crate) fn folded_values(&self, name: &str) -> Option<Vec<String>> {
        let mut values = self.own_values(name);
        values.extend(self.sent(name).cloned());
        let is_stated = !values.is_empty() || !self.payload.is_empty();
        is_stated.then(|| values.iter().map(|value| fold(value)).collect())
    }

    /// Returns the value of a member in the form that was sent. The last of several ones is used.
    fn sent(&self, name: &str) -> Option<&String> {
        self.payload.iter().rfind(|(known, _)| known == name).map(|(_, text)| text)
    }

    /// Returns the values that the status itself has for a member of a key.
    fn own_values(&self, name: &str) -> Vec<String> {
        let mut values = Vec::new();
        for (_, listed) in self.spec.members.iter().filter(|(known, _)| *known == name) {
            values.extend(texts(self.status, listed));
        }
        values.extend(texts(self.status, name));
        values
    }

    /// Compares the status with a key. A form that was sent with one of these names differs from a key without it.
    pub(crate) fn compare(&self, key: &Key, names: &[String]) -> Match {
        let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = key.pairs().collect();
        let is_in_key = |name: &str| pairs.iter().any(|(own, _)| own == name);
        if names.iter().any(|name| self.sent(name).is_some() && !is_in_key(name)) {
            return Match::Different;
        }
        let matches = pairs.iter().map(|(name, text)| self.compare_member(name, text));
        matches.max().unwrap_or(Match::Unclear)
    }

    fn compare_member(&self, name: &str, text: &str) -> Match {
        let (own, folded) = (self.own_values(name), fold(text));
        match self.sent(name) {
            Some(sent) if sent == text => return Match::Exact,
            Some(sent) if fold(sent) != folded => return Match::Different,
            Some(_) => return Match::Unclear,
            None => {}
        }
        if own.iter().any(|value| value == text) {
            return Match::Same;
        }
        match own.is_empty() || own.iter().any(|value| fold(value) == folded) {
            true => Match::Unclear,
            false => Match::Different,
        }
    }
}

/// Returns what remains of a value if it was read as a number, or its spaces or its case were changed.
pub(crate) fn fold(value: &str) -> String {
    let value = value.trim().trim_start_matches('0').to_ascii_lowercase();
    value.replace('+', " ")
}
