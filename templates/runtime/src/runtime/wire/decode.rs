//! Reading whole documents.

use super::fault::Fault;
use super::json::Json;
use super::map::Map;
use super::raw::{Kind, Raw};
use super::record::{Readable, read_record};
use super::report::{Context, Report};
use super::slot::Slot;

/// Reads a document as a record.
pub fn decode<T: Readable + Default>(document: &[u8]) -> Result<T, Fault> {
    let mut record = T::default();
    decode_record(document, &mut record)?;
    Ok(record)
}

/// Reads a document as a record and tells what was bent and what is unknown.
pub fn decode_with_report<T: Readable + Default>(document: &[u8]) -> Result<(T, Report), Fault> {
    let (mut record, mut cx) = (T::default(), Context::with_report());
    read_document(document, &mut record, &mut cx)?;
    Ok((record, cx.into_report()))
}

/// Reads a document into a record; members that it does not mention stay as they are.
pub fn decode_record(document: &[u8], record: &mut dyn Readable) -> Result<(), Fault> {
    read_document(document, record, &mut Context::new())
}

/// Reads a document into a slot, such as a list.
pub fn decode_into(document: &[u8], slot: &mut dyn Slot) -> Result<(), Fault> {
    slot.read(None, Raw::document(document)?, &mut Context::new())
}

/// Reads a document of which nothing is known.
pub fn decode_json(document: &[u8]) -> Result<Json, Fault> {
    Raw::document(document).map(Json::trusted)
}

/// A document must say something: what is no record inside of another is a fault here.
fn read_document(
    document: &[u8],
    record: &mut dyn Readable,
    cx: &mut Context,
) -> Result<(), Fault> {
    let raw = Raw::document(document)?;
    if read_record(raw, record, cx)? { Ok(()) } else { Err(Fault::new("an object", raw)) }
}

/// What stands around the rows of a list.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Envelope {
    /// The other members.
    pub members: Map<Json>,
    /// Whether the rows were there, be it without any: a document that is a list is its own rows.
    pub found: bool,
}

/// Reads the rows of a list, which are in the first of the members `rows` that is there, or are the
/// document itself if it is a list. They go to `sink`; all other members come back.
pub fn decode_envelope(
    document: &[u8],
    rows: &[&str],
    sink: &mut dyn Slot,
) -> Result<Envelope, Fault> {
    read_envelope(Raw::document(document)?, rows, sink, &mut Context::new())
}

/// The same, and tells what was bent and what is unknown.
pub fn decode_envelope_with_report(
    document: &[u8],
    rows: &[&str],
    sink: &mut dyn Slot,
) -> Result<(Envelope, Report), Fault> {
    let mut cx = Context::with_report();
    let envelope = read_envelope(Raw::document(document)?, rows, sink, &mut cx)?;
    Ok((envelope, cx.into_report()))
}

fn read_envelope(
    raw: Raw<'_>,
    rows: &[&str],
    sink: &mut dyn Slot,
    cx: &mut Context,
) -> Result<Envelope, Fault> {
    match raw.kind() {
        Kind::List => {
            sink.read(None, raw, cx)?;
            return Ok(Envelope { members: Map::new(), found: true });
        }
        Kind::Object => {}
        _ => return Err(Fault::new("an object or a list", raw)),
    }
    // the text of the rows is by far the largest: it is not copied
    let mut all: Vec<(Box<str>, Raw<'_>)> = Vec::new();
    raw.each_member(&mut |name, raw| {
        all.push((name.into(), raw));
        Ok(())
    })?;
    // of several members of a name, the last one counts
    let find = |row: &&str| all.iter().rev().find(|(name, _)| **name == **row);
    let found = rows.iter().find_map(find);
    if let Some((name, raw)) = found {
        cx.enter_name(name);
        sink.read(None, *raw, cx).map_err(|fault| fault.under(name))?;
        cx.leave();
    }
    let mut members = Map::new();
    for (name, raw) in &all {
        if found.is_none_or(|(found, _)| found != name) {
            members.insert(&**name, Json::trusted(*raw));
        }
    }
    Ok(Envelope { members, found: found.is_some() })
}
