//! Unions: what `open_union!` needs that does not depend on the variants.

use std::borrow::Cow;
use std::fmt;

use super::decode_struct::only_element;
use super::report::Context;
use super::strings;
use super::structs::{EncodeStruct, member};
use super::value::ValueRef;
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
use crate::runtime::wire::Json;

/// How the variants of a union are distinguished that are structs.
#[derive(Clone, Copy)]
pub enum Discriminator {
    /// By the value of this member.
    Member(&'static str),
    /// By members that only one of them has. One variant may have none.
    Shape,
    /// There is one of them at most, for every object.
    Object,
}

/// What distinguishes the variants of a union: those that are structs, followed by those of other kinds.
pub struct UnionMeta {
    /// How the structs are distinguished.
    pub discriminator: Discriminator,
    /// The values of the discriminator, or the members, of each struct.
    pub tags: &'static [&'static [&'static str]],
    /// The members that only one of the structs with the same value of the discriminator has. One of them may have none.
    pub members: &'static [&'static [&'static str]],
    /// The kind of JSON of each other variant.
    pub kinds: &'static [JsonKind],
}

/// A variant of a union that is a struct.
#[derive(Clone, Copy)]
pub struct VariantRef<'a> {
    /// The struct.
    pub value: &'a dyn EncodeStruct,
    /// The discriminating member and its value.
    pub tag: Option<(&'static str, &'static str)>,
}

impl<'a> VariantRef<'a> {
    /// Creates a reference to a variant with these values of the discriminator, of which the first is the usual
    /// one.
    pub fn new(
        value: &'a dyn EncodeStruct,
        discriminator: Discriminator,
        tags: &[&'static str],
    ) -> Self {
        let tag = match discriminator {
            Discriminator::Member(member) => tags.first().map(|tag| (member, *tag)),
            Discriminator::Shape | Discriminator::Object => None,
        };
        Self { value, tag }
    }

    /// Returns the discriminating member if the struct itself does not contain it.
    pub(crate) fn missing_tag(&self) -> Option<(&'static str, &'static str)> {
        self.tag.filter(|(name, _)| matches!(member(self.value, name), ValueRef::None))
    }
}

/// The variant that a value belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FoundVariant {
    /// The variant at this position.
    Known(usize),
    /// None of the declared variants.
    Unknown,
}

/// Finds the variant of the next value, which is not decoded. Returns `None` if the value is absent; only then has it
/// been read.
pub fn find(
    reader: &mut Reader<'_>,
    meta: &UnionMeta,
    cx: &mut Context,
) -> Result<Option<FoundVariant>, DecodeError> {
    let raw = reader.peek_value()?;
    if let Some(at) = meta.kinds.iter().position(|kind| *kind == raw.kind()) {
        return Ok(Some(FoundVariant::Known(meta.tags.len() + at)));
    }
    let known = match object(raw, meta)? {
        Found::Absent => {
            if !raw.is_null() {
                cx.coerced("read as absent");
            }
            reader.value()?;
            return Ok(None);
        }
        Found::Object(object) => match meta.discriminator {
            Discriminator::Member(member) => by_member(object, member, meta)?,
            Discriminator::Shape => by_shape(object, meta.tags, &|_| true)?,
            Discriminator::Object => (!meta.tags.is_empty()).then_some(0),
        },
        Found::Other => None,
    };
    if known.is_none() {
        cx.unknown_value();
    }
    Ok(Some(known.map_or(FoundVariant::Unknown, FoundVariant::Known)))
}

/// What a value is that has the kind of none of the variants other than structs.
enum Found<'a> {
    Absent,
    /// An object.
    Object(Raw<'a>),
    /// A value of another kind.
    Other,
}

/// Returns the object that a value is. In a union of structs alone, it may be the only element of a list, and any other
/// value is an error.
fn object<'a>(raw: Raw<'a>, meta: &UnionMeta) -> Result<Found<'a>, DecodeError> {
    if raw.is_null() || raw.is_whitespace() || raw.is_empty_container() {
        return Ok(Found::Absent);
    }
    Ok(match raw.kind() {
        JsonKind::Object => Found::Object(raw),
        _ if !meta.kinds.is_empty() => Found::Other,
        JsonKind::List => {
            only_element(raw)?.map_or(Found::Absent, |(_, element)| Found::Object(element))
        }
        _ => return Err(DecodeError::new("an object", raw)),
    })
}

fn by_member(raw: Raw<'_>, member: &str, meta: &UnionMeta) -> Result<Option<usize>, DecodeError> {
    let mut found: Option<Cow<'_, str>> = None;
    raw.each_member(&mut |name, raw| {
        if name == member {
            found = strings::decode(raw, &mut Context::new()).ok().flatten();
        }
        Ok(())
    })?;
    let Some(text) = found else { return Ok(None) };
    let has_value = |at: usize| meta.tags.get(at).is_some_and(|tags| tags.contains(&&*text));
    let mut known = (0..meta.tags.len()).filter(|at| has_value(*at));
    match (known.next(), known.next()) {
        (Some(_), Some(_)) => by_shape(raw, meta.members, &has_value),
        (first, _) => Ok(first),
    }
}

/// Finds one of the variants at some positions by its members.
fn by_shape(
    raw: Raw<'_>,
    members: &[&[&str]],
    is_possible: &dyn Fn(usize) -> bool,
) -> Result<Option<usize>, DecodeError> {
    let find = |is_it: &dyn Fn(&[&str]) -> bool| {
        let mut variants = members.iter().enumerate().filter(|(at, _)| is_possible(*at));
        variants.find(|(_, own)| is_it(own)).map(|(at, _)| at)
    };
    let mut found = None;
    raw.each_member(&mut |name, raw| {
        if found.is_none() && !raw.is_null() {
            found = find(&|own| own.contains(&name));
        }
        Ok(())
    })?;
    // an object without these members is the variant without any
    Ok(found.or_else(|| find(&|own| own.is_empty())))
}

/// Returns `Some(true)` for a member that distinguishes the variants. An unknown variant may have any other member.
pub fn declares(meta: &UnionMeta, name: &str) -> Option<bool> {
    let is_declared = match meta.discriminator {
        Discriminator::Member(member) => member == name,
        Discriminator::Shape => meta.tags.iter().any(|tags| tags.contains(&name)),
        Discriminator::Object => false,
    };
    is_declared.then_some(true)
}

/// Returns what a document must contain.
pub fn expected(meta: &UnionMeta) -> &'static str {
    if meta.kinds.is_empty() { "an object" } else { "a value of one of the variants" }
}

/// Formats the member names of an unknown variant. The values are left out, because they may be private.
pub fn debug_unknown(json: &Json, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(members) = json.members() else {
        return f.debug_tuple("Unknown").finish_non_exhaustive();
    };
    f.write_str("Unknown(")?;
    f.debug_set().entries(members.iter().map(|(name, _)| name)).finish()?;
    f.write_str(")")
}
