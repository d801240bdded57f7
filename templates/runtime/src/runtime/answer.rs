//! What an answer can be read as.

use crate::runtime::error::Error;
use crate::runtime::reply::Reply;
use crate::runtime::wire::{
    Context, Element, Fault, Json, Map, Raw, Readable, decode_into, decode_json, decode_record,
};

/// A type that the answer to a call is read as.
pub trait Answer: Sized + Send + 'static {
    /// Whether the body is handed on as it comes in instead of being read into memory.
    const STREAMED: bool = false;

    /// Reads the answer.
    fn answer(reply: Reply) -> Result<Self, Error>;
}

impl<T: Readable + Default + Send + 'static> Answer for T {
    fn answer(reply: Reply) -> Result<Self, Error> {
        let mut record = T::default();
        read_record(&reply, &mut record)?;
        Ok(record)
    }
}

pub(crate) fn read_record(reply: &Reply, record: &mut dyn Readable) -> Result<(), Error> {
    if reply.is_without_content() {
        return Ok(());
    }
    decode_record(reply.body(), record).map_err(|fault| reply.unreadable(fault))
}

/// Reads a document as a value that must say something. For `open_union!`.
#[doc(hidden)]
pub fn read_element<T: Element>(reply: &Reply) -> Result<T, Error> {
    let mut value = T::blank();
    let read = Raw::document(reply.body()).and_then(|raw| {
        let filled = value.fill(raw, &mut Context::new())?;
        if filled { Ok(()) } else { Err(Fault::new("an object", raw)) }
    });
    read.map(|()| value).map_err(|fault| reply.unreadable(fault))
}

/// Whatever the body is, it is not looked at.
impl Answer for () {
    fn answer(_: Reply) -> Result<Self, Error> {
        Ok(())
    }
}

/// The body as it stands.
impl Answer for Json {
    fn answer(reply: Reply) -> Result<Self, Error> {
        decode_json(reply.body()).map_err(|fault| reply.unreadable(fault))
    }
}

/// A body of text.
impl Answer for String {
    fn answer(reply: Reply) -> Result<Self, Error> {
        Ok(String::from_utf8_lossy(reply.body()).into_owned())
    }
}

/// A body that is a list.
impl<T: Element + Send + 'static> Answer for Vec<T> {
    fn answer(reply: Reply) -> Result<Self, Error> {
        let mut list = Vec::new();
        if !reply.is_without_content() {
            decode_into(reply.body(), &mut list).map_err(|fault| reply.unreadable(fault))?;
        }
        Ok(list)
    }
}

/// A body that is an object with free names.
impl<T: Element + Send + 'static> Answer for Map<T> {
    fn answer(reply: Reply) -> Result<Self, Error> {
        let mut map = Map::new();
        if !reply.is_without_content() {
            decode_into(reply.body(), &mut map).map_err(|fault| reply.unreadable(fault))?;
        }
        Ok(map)
    }
}
