//! What the client makes of a captured answer, for maintainers and for tests.

use crate::runtime::description::Operation;
use crate::runtime::wire::{
    Context, Element, Fault, Json, Put, Raw, Report, Slot, decode_envelope_with_report, encode_view,
};

/// Reads the answers of one operation through their type.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    operation: &'static Operation,
    read: fn(&'static Operation, &[u8]) -> Inspection,
}

/// What became of an answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inspection {
    /// The answer as the client would write it again, or why it cannot be read.
    pub written: Result<String, Fault>,
    /// What was taken although it is not what the description says, and what is unknown.
    pub report: Report,
}

impl Decoder {
    /// For an operation that answers one object.
    pub const fn value<T: Element>(operation: &'static Operation) -> Self {
        Self { operation, read: |_, document| value::<T>(document) }
    }

    /// For an operation that answers a page.
    pub const fn page<T: Element>(operation: &'static Operation) -> Self {
        Self { operation, read: page::<T> }
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Reads an answer.
    pub fn inspect(&self, document: &[u8]) -> Inspection {
        (self.read)(self.operation, document)
    }
}

fn value<T: Element>(document: &[u8]) -> Inspection {
    let (mut value, mut cx) = (T::blank(), Context::with_report());
    let read = Raw::document(document).and_then(|raw| {
        let filled = value.fill(raw, &mut cx)?;
        if filled { Ok(encode_view(&value.view())) } else { Err(Fault::new("an object", raw)) }
    });
    let report = if read.is_ok() { cx.into_report() } else { Report::default() };
    Inspection { written: read, report }
}

fn page<T: Element>(operation: &'static Operation, document: &[u8]) -> Inspection {
    let mut found: Vec<T> = Vec::new();
    let rows = operation.paging.map_or(&[][..], |(_, rows)| rows);
    write_page(rows, document, &mut found)
}

fn write_page(rows: &'static [&'static str], document: &[u8], found: &mut dyn Slot) -> Inspection {
    match decode_envelope_with_report(document, rows, found) {
        Ok((mut envelope, report)) => {
            let text = encode_view(&found.view());
            let name = rows.first().copied().unwrap_or_default();
            let written = Json::new(&text).map(|rows| {
                envelope.members.insert(name, rows);
                encode_view(&envelope.members.view())
            });
            Inspection { written, report }
        }
        Err(fault) => Inspection { written: Err(fault), report: Report::default() },
    }
}
