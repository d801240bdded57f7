//! The lines of a ledger.

use percent_encoding::percent_decode_str;

use super::key::Key;
use super::record::{Reasons, RecordedDecision, RecordedReceipt, State};
use crate::runtime::http::url::encode;
use crate::runtime::jobs::Acceptance;

/// A change of what is known about an element.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// It is about to be sent.
    Sending { key: Key, at: u64 },
    /// At this time, it was accepted, refused, not sent, or nothing is known.
    State { key: Key, state: State, at: u64 },
    /// It was processed. `None` if the service was asked and does not list it.
    Decision { key: Key, decision: Option<RecordedDecision> },
}

impl Event {
    /// Returns the key of the element.
    pub(crate) fn key(&self) -> &Key {
        match self {
            Event::Sending { key, .. } | Event::State { key, .. } | Event::Decision { key, .. } => {
                key
            }
        }
    }

    /// Appends the line of the event.
    pub(crate) fn write(&self, out: &mut String) {
        let key = self.key().as_str();
        match self {
            Event::Sending { at, .. } => out.push_str(&format!("sending {at} {key}")),
            Event::State { state, at, .. } => match state {
                State::Unsent => out.push_str(&format!("unsent {at} {key}")),
                State::Unknown => out.push_str(&format!("unknown {at} {key}")),
                State::Accepted(RecordedReceipt { acceptance, id, objects }) => {
                    out.push_str(&format!("accepted {at} {key} {}", acceptance_word(*acceptance)));
                    write_fields(out, id.iter().chain(objects));
                }
                State::Refused(reasons) => {
                    out.push_str(&format!("refused {at} {key}"));
                    write_reasons(out, reasons);
                }
            },
            Event::Decision { decision: Some(RecordedDecision::Processed(objects)), .. } => {
                out.push_str(&format!("processed {key}"));
                write_fields(out, objects.iter());
            }
            Event::Decision { decision: Some(RecordedDecision::Rejected(reasons)), .. } => {
                out.push_str(&format!("rejected {key}"));
                write_reasons(out, reasons);
            }
            Event::Decision { decision: None, .. } => out.push_str(&format!("missing {key}")),
        }
        out.push('\n');
    }
}

fn write_fields<'a>(out: &mut String, fields: impl Iterator<Item = &'a String>) {
    for field in fields {
        out.push_str(&format!(" {}", encode(field)));
    }
}

fn write_reasons(out: &mut String, reasons: &Reasons) {
    match reasons.status {
        Some(status) => out.push_str(&format!(" {status}")),
        None => out.push_str(" -"),
    }
    for (field, code) in &reasons.fields {
        out.push_str(&format!(" {}:{}", encode(field), encode(code)));
    }
}

/// Parses a line, without its line break.
pub(crate) fn parse(line: &str) -> Result<Event, String> {
    let mut fields = line.split(' ');
    let word = fields.next().unwrap_or_default();
    let at = match word {
        "sending" | "unsent" | "unknown" | "accepted" | "refused" => {
            let seconds = fields.next().and_then(|text| text.parse().ok());
            seconds.ok_or("expected a time in seconds")?
        }
        _ => 0,
    };
    let key = fields.next().and_then(Key::parse).ok_or("expected a key, such as `Name=value`")?;
    let state = match word {
        "sending" => return Ok(Event::Sending { key, at }),
        "unsent" => State::Unsent,
        "unknown" => State::Unknown,
        "accepted" => State::Accepted(parse_receipt(fields)?),
        "refused" => State::Refused(parse_reasons(fields)?),
        "processed" => {
            let objects = fields.map(decode).collect();
            return Ok(Event::Decision {
                key,
                decision: Some(RecordedDecision::Processed(objects)),
            });
        }
        "rejected" => {
            let decision = Some(RecordedDecision::Rejected(parse_reasons(fields)?));
            return Ok(Event::Decision { key, decision });
        }
        "missing" => return Ok(Event::Decision { key, decision: None }),
        other => return Err(format!("unknown event `{}`", other.escape_debug())),
    };
    Ok(Event::State { key, state, at })
}

fn parse_receipt<'a>(mut fields: impl Iterator<Item = &'a str>) -> Result<RecordedReceipt, String> {
    let acceptance = match fields.next() {
        Some("queued") => Acceptance::Queued,
        Some("immediate") => Acceptance::Immediate,
        Some("unspecified") => Acceptance::Unspecified,
        _ => return Err("expected `queued`, `immediate` or `unspecified`".to_owned()),
    };
    let id = match acceptance {
        Acceptance::Queued => Some(decode(fields.next().ok_or("expected an id")?)),
        _ => None,
    };
    Ok(RecordedReceipt { acceptance, id, objects: fields.map(decode).collect() })
}

fn parse_reasons<'a>(mut fields: impl Iterator<Item = &'a str>) -> Result<Reasons, String> {
    let status = match fields.next() {
        Some("-") => None,
        Some(text) => Some(text.parse().map_err(|_| "expected a status or `-`")?),
        None => return Err("expected a status or `-`".to_owned()),
    };
    let mut reasons = Reasons { status, fields: Vec::new() };
    for pair in fields {
        let (field, code) = pair.split_once(':').ok_or("expected a field and a code")?;
        reasons.fields.push((decode(field), decode(code)));
    }
    Ok(reasons)
}

fn acceptance_word(acceptance: Acceptance) -> &'static str {
    match acceptance {
        Acceptance::Queued => "queued",
        Acceptance::Immediate => "immediate",
        Acceptance::Unspecified => "unspecified",
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
