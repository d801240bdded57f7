//! Formatting of errors as one line.

use std::fmt;

use super::{Error, ErrorKind, Inner};
use crate::runtime::json::DecodeError;

/// The maximum number of field errors in `Display`.
const MAX_FIELDS: usize = 5;

impl Error {
    /// Returns the message, followed by the fields that the service names and their messages.
    fn reason(&self) -> String {
        let Inner { kind, message, field_errors, .. } = &*self.0;
        let fields = match kind {
            ErrorKind::Status | ErrorKind::RejectedBody | ErrorKind::OutcomeUnknown => {
                field_errors.as_slice()
            }
            _ => &[],
        };
        // the message may be that of the first field
        let is_repeated =
            fields.iter().any(|error| error.field.is_some() && error.message == *message);
        let message = message.as_deref().filter(|_| !is_repeated);
        let mut shown = Vec::new();
        for error in fields.iter().take(MAX_FIELDS) {
            match (error.field.as_deref(), error.message.as_deref()) {
                (Some(field), Some(text)) => shown.push(format!("`{field}`: {text}")),
                (Some(field), None) => shown.push(format!("`{field}`")),
                (None, Some(text)) if message != Some(text) => shown.push(text.to_owned()),
                (None, _) => {}
            }
        }
        if fields.len() > MAX_FIELDS {
            shown.push(format!("{} more", fields.len() - MAX_FIELDS));
        }
        let fields = (!shown.is_empty()).then(|| shown.join("; "));
        let parts = message.map(str::to_owned).into_iter().chain(fields);
        parts.collect::<Vec<_>>().join(": ")
    }
}

impl Error {
    /// Returns the error of the system about a file of this machine.
    fn file_error(&self) -> Option<&std::io::Error> {
        let source = self.0.source.as_deref()?.downcast_ref()?;
        let is_local = matches!(self.0.kind, ErrorKind::Request | ErrorKind::Io);
        (is_local && self.0.message.is_some()).then_some(source)
    }

    /// Returns what a response contains instead of the expected value, if that is not private.
    fn public_detail(&self) -> Option<&str> {
        let source = self.0.source.as_deref()?.downcast_ref::<DecodeError>()?;
        // the message may have the content type
        let is_named = self.message().is_some_and(|message| message.contains(", found "));
        if is_named { None } else { source.public_found() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{}: ", operation.id)?;
        }
        match (inner.kind, inner.status) {
            (ErrorKind::Status, Some(status)) => write!(f, "{status}")?,
            (kind, Some(status)) => write!(f, "{} ({})", kind.description(), status.as_u16())?,
            (kind, None) => f.write_str(kind.description())?,
        }
        let reason = self.reason();
        if !reason.is_empty() {
            let longest =
                if inner.kind == ErrorKind::Request { MAX_OWN_MESSAGE } else { MAX_MESSAGE };
            write!(f, ": {}", Line(&reason, longest))?;
        }
        if let Some(error) = self.file_error() {
            write!(f, ": {}", Line(&error.to_string(), MAX_MESSAGE))?;
        }
        if let Some(path) = &inner.json_path {
            write!(f, " at {}", Line(path, MAX_MESSAGE))?;
        }
        if let Some(found) = self.public_detail() {
            write!(f, ", found {}", Line(found, MAX_MESSAGE))?;
        }
        if let Some(operation) = inner.operation {
            let method = operation.method.as_str();
            match operation.path {
                // the URL of the request takes the place of the path
                "/" => write!(f, " ({method})")?,
                path => write!(f, " ({method} {path})")?,
            }
        }
        Ok(())
    }
}

/// A string from elsewhere as a part of one line: bounded, and without line breaks, control characters and characters
/// that change the order of others.
struct Line<'a>(&'a str, usize);

/// The maximum length of a string from elsewhere.
const MAX_MESSAGE: usize = 300;

/// The maximum length of a message about an invalid request, which this client formats itself.
const MAX_OWN_MESSAGE: usize = 2_000;

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, letter) in self.0.trim().chars().enumerate() {
            if count == self.1 {
                return f.write_str("…");
            }
            write!(f, "{}", if is_shown(letter) { letter } else { ' ' })?;
        }
        Ok(())
    }
}

/// Returns `false` for a character that ends a line, is a control character, or changes the direction of the text.
fn is_shown(letter: char) -> bool {
    !letter.is_control()
        && !matches!(
            letter,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Shows more than `Display`, but neither the body nor the headers.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("text", &format_args!("{self}"));
        if !self.0.field_errors.is_empty() {
            debug.field("field_errors", &self.0.field_errors);
        }
        if let Some(position) = &self.0.position {
            debug.field("position", position);
        }
        // the source of a decode error contains a part of the body
        if let (Some(source), false) = (&self.0.source, self.is_decode()) {
            debug.field("source", source);
        }
        debug.field("attempts", &self.0.attempts).finish()
    }
}
