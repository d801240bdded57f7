//! Writing JSON strings.

use std::fmt::Write as _;

/// Appends a string in quotes, with the escapes that JSON requires.
pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for piece in text.split_inclusive(|c: char| c < ' ' || c == '"' || c == '\\') {
        let mut rest = piece.chars();
        match rest.next_back() {
            Some(last @ ('"' | '\\')) => {
                out.push_str(rest.as_str());
                out.push('\\');
                out.push(last);
            }
            Some(last) if last < ' ' => {
                out.push_str(rest.as_str());
                write_control(out, last);
            }
            _ => out.push_str(piece),
        }
    }
    out.push('"');
}

fn write_control(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => {
            // writing to a `String` cannot fail
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
}
