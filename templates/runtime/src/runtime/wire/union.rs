//! One of several records. Written by `open_union!`, which leaves to this file whatever does not depend
//! on the records.

use std::borrow::Cow;
use std::fmt;

use super::fault::Fault;
use super::json::Json;
use super::raw::{Kind, Raw};
use super::record::{Record, member, only_element};
use super::report::Context;
use super::text;
use super::view::View;

/// How the records of a union are told apart.
#[derive(Clone, Copy, Debug)]
pub enum Tell {
    /// By the text of this member.
    Member(&'static str),
    /// By members that only one of them has.
    Shape,
}

/// A record of a union, and what tells it from the others if that is no member of its own.
#[derive(Clone, Copy)]
pub struct Variant<'a> {
    /// The record.
    pub record: &'a dyn Record,
    /// The member that tells the records apart, and its text for this one.
    pub tag: Option<(&'static str, &'static str)>,
}

impl<'a> Variant<'a> {
    /// For the record that goes by these words, of which the first is the usual one.
    #[doc(hidden)]
    pub fn new(record: &'a dyn Record, tell: Tell, words: &[&'static str]) -> Self {
        let tag = match tell {
            Tell::Member(member) => words.first().map(|word| (member, *word)),
            Tell::Shape => None,
        };
        Self { record, tag }
    }

    /// The member that has to be written besides what the record says.
    pub fn missing_tag(&self) -> Option<(&'static str, &'static str)> {
        self.tag.filter(|(name, _)| matches!(member(self.record, name), View::None))
    }
}

/// What a value of a union turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The record at this position.
    Known(usize),
    /// A record that is not listed.
    Unlisted,
}

/// Finds out by its words which record stands there; `None` when nothing does. The value is not read.
#[doc(hidden)]
pub fn find(
    raw: Raw<'_>,
    tell: Tell,
    words: &[&[&str]],
    cx: &mut Context,
) -> Result<Option<Found>, Fault> {
    let Some(object) = object(raw)? else {
        if !raw.is_null() {
            cx.coerced("read as no record");
        }
        return Ok(None);
    };
    let known = match tell {
        Tell::Member(member) => by_member(object, member, words)?,
        Tell::Shape => by_shape(object, words)?,
    };
    if known.is_none() {
        cx.unknown_value();
    }
    Ok(Some(known.map_or(Found::Unlisted, Found::Known)))
}

/// The object that stands there, by itself or, like a record, as the one element of a list.
fn object(raw: Raw<'_>) -> Result<Option<Raw<'_>>, Fault> {
    match raw.kind() {
        Kind::Null => Ok(None),
        _ if raw.is_blank() || raw.is_hollow() => Ok(None),
        Kind::Object => Ok(Some(raw)),
        Kind::List => Ok(only_element(raw)?.map(|(_, element)| element)),
        _ => Err(Fault::new("an object", raw)),
    }
}

fn by_member(raw: Raw<'_>, member: &str, words: &[&[&str]]) -> Result<Option<usize>, Fault> {
    let mut found: Option<Cow<'_, str>> = None;
    raw.each_member(&mut |name, raw| {
        if name == member {
            found = text::read(raw, &mut Context::new()).ok().flatten();
        }
        Ok(())
    })?;
    Ok(found.and_then(|text| words.iter().position(|words| words.contains(&&*text))))
}

fn by_shape(raw: Raw<'_>, words: &[&[&str]]) -> Result<Option<usize>, Fault> {
    let mut found = None;
    raw.each_member(&mut |name, raw| {
        if found.is_none() && !raw.is_null() {
            found = words.iter().position(|words| words.contains(&name));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Shows the names of an unlisted record's members only: nobody knows what the values are.
#[doc(hidden)]
pub fn debug_unlisted(json: &Json, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut names = Vec::new();
    let walked = Raw::trusted(json.text()).each_member(&mut |name, _| {
        names.push(name.to_owned());
        Ok(())
    });
    walked.map_err(|_| fmt::Error)?;
    f.write_str("Unlisted(")?;
    f.debug_set().entries(names).finish()?;
    f.write_str(")")
}
