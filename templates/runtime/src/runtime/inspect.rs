//! What the client makes of a captured answer, for maintainers and for tests.

use crate::runtime::description::Operation;
use crate::runtime::wire::{
    Context, Element, Envelope, Fault, Json, Put, Raw, Report, decode_envelope_with_report,
    encode_view, member_path,
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
    pub const fn value<T: Element + Put>(operation: &'static Operation) -> Self {
        Self { operation, read: |_, document| value::<T>(document) }
    }

    /// For an operation that answers a page.
    pub const fn page<T: Element + Put>(operation: &'static Operation) -> Self {
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

fn value<T: Element + Put>(document: &[u8]) -> Inspection {
    let mut value = T::blank();
    let (filled, report) = fill_value(document, &mut |raw, cx| value.fill(raw, cx));
    Inspection { written: filled.map(|()| encode_view(&value.view())), report }
}

/// How a value is filled.
type Fill<'f> = dyn FnMut(Raw<'_>, &mut Context) -> Result<bool, Fault> + 'f;

/// The part that is the same for all types. What was noticed before a fault is told along with it.
fn fill_value(document: &[u8], fill: &mut Fill<'_>) -> (Result<(), Fault>, Report) {
    let mut cx = Context::with_report();
    let filled = Raw::document(document).and_then(|raw| {
        let filled = fill(raw, &mut cx)?;
        if filled { Ok(()) } else { Err(Fault::new("an object", raw)) }
    });
    let mut report = cx.into_report();
    if let Err(fault) = &filled {
        // the fault says it all about its own place
        let place = fault.path();
        report.coercions.retain(|found| found.path != place);
    }
    (filled, report)
}

fn page<T: Element + Put>(operation: &'static Operation, document: &[u8]) -> Inspection {
    let mut found: Vec<T> = Vec::new();
    let rows = operation.paging.map_or(&[][..], |(_, rows)| rows);
    let read = decode_envelope_with_report(document, rows, &mut found);
    write_page(operation, rows, read, &found)
}

fn write_page(
    operation: &'static Operation,
    rows: &[&str],
    read: Result<(Envelope, Report), Fault>,
    found: &dyn Put,
) -> Inspection {
    match read {
        Ok((mut envelope, mut report)) => {
            let is_known =
                |name| operation.paging.is_some_and(|(paging, _)| paging.members.holds(name));
            let mut unknown = Vec::new();
            for (name, _) in envelope.members.iter().filter(|(name, _)| !is_known(name)) {
                unknown.push(member_path(name));
            }
            unknown.append(&mut report.unknown_members);
            report.unknown_members = unknown;
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
