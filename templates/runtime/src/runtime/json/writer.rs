//! Writing JSON strings.

use std::fmt::Write as _;

use super::scan;

/// Appends a string in quotes, with the escapes that JSON requires.
#[inline]
pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    write_escaped(out, text);
    out.push('"');
}

/// Appends the characters of a string, with the escapes that JSON requires.
#[inline]
pub(crate) fn write_escaped(out: &mut String, text: &str) {
    let mut start = 0;
    loop {
        let end = scan::plain_end(text.as_bytes(), start);
        // the bytes that end a piece are ASCII
        out.push_str(text.get(start..end).unwrap_or_default());
        match text.as_bytes().get(end) {
            None => return,
            Some(byte) => write_escape(out, *byte),
        }
        start = end + 1;
    }
}

fn write_escape(out: &mut String, byte: u8) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        _ => {
            // writing to a `String` cannot fail
            let _ = write!(out, "\\u{byte:04x}");
        }
    }
}
