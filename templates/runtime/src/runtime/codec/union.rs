//! Unions of structs: what `open_union!` needs that does not depend on the structs.

use std::borrow::Cow;
use std::fmt;

use super::decode_struct::only_element;
use super::report::Context;
use super::strings;
use super::structs::{EncodeStruct, member};
use super::value::ValueRef;
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
use crate::runtime::wire::Json;

/// How the variants of a union are distinguished.
#[derive(Clone, Copy)]
pub enum Discriminator {
    /// By the value of this member.
    Member(&'static str),
    /// By members that only one of them has.
    Shape,
}

/// A variant of a union.
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
            Discriminator::Shape => None,
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
    discriminator: Discriminator,
    tags: &[&[&str]],
    cx: &mut Context,
) -> Result<Option<FoundVariant>, DecodeError> {
    let raw = reader.peek_value()?;
    let Some(object) = object(raw)? else {
        if !raw.is_null() {
            cx.coerced("read as absent");
        }
        reader.value()?;
        return Ok(None);
    };
    let known = match discriminator {
        Discriminator::Member(member) => by_member(object, member, tags)?,
        Discriminator::Shape => by_shape(object, tags)?,
    };
    if known.is_none() {
        cx.unknown_value();
    }
    Ok(Some(known.map_or(FoundVariant::Unknown, FoundVariant::Known)))
}

/// Returns the object, which may be the only element of a list.
fn object(raw: Raw<'_>) -> Result<Option<Raw<'_>>, DecodeError> {
    match raw.kind() {
        JsonKind::Null => Ok(None),
        _ if raw.is_whitespace() || raw.is_empty_container() => Ok(None),
        JsonKind::Object => Ok(Some(raw)),
        JsonKind::List => Ok(only_element(raw)?.map(|(_, element)| element)),
        _ => Err(DecodeError::new("an object", raw)),
    }
}

fn by_member(raw: Raw<'_>, member: &str, tags: &[&[&str]]) -> Result<Option<usize>, DecodeError> {
    let mut found: Option<Cow<'_, str>> = None;
    raw.each_member(&mut |name, raw| {
        if name == member {
            found = strings::decode(raw, &mut Context::new()).ok().flatten();
        }
        Ok(())
    })?;
    Ok(found.and_then(|text| tags.iter().position(|tags| tags.contains(&&*text))))
}

fn by_shape(raw: Raw<'_>, tags: &[&[&str]]) -> Result<Option<usize>, DecodeError> {
    let mut found = None;
    raw.each_member(&mut |name, raw| {
        if found.is_none() && !raw.is_null() {
            found = tags.iter().position(|tags| tags.contains(&name));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Returns `Some(true)` for a member that distinguishes the variants. An unknown variant may have any other member.
pub fn declares(discriminator: Discriminator, tags: &[&[&str]], name: &str) -> Option<bool> {
    let is_declared = match discriminator {
        Discriminator::Member(member) => member == name,
        Discriminator::Shape => tags.iter().any(|tags| tags.contains(&name)),
    };
    is_declared.then_some(true)
}

/// Formats the member names of an unknown variant. The values are left out, because they may be private.
pub fn debug_unknown(json: &Json, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let members = json.members().unwrap_or_default();
    f.write_str("Unknown(")?;
    f.debug_set().entries(members.iter().map(|(name, _)| name)).finish()?;
    f.write_str(")")
}
