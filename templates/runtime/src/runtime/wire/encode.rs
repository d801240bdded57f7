//! Writing JSON.

use std::fmt::Write as _;

use super::record::{Record, members, numbered_name};
use super::view::View;

/// Writes a record as JSON: numbers exactly, nothing that is not there, the extra members last.
pub fn encode(record: &dyn Record) -> String {
    let mut out = String::new();
    write_record(&mut out, None, record);
    out
}

/// Writes any value as JSON; nothing is `null`. Files cannot be written as JSON and become `null`
/// too.
pub fn encode_view(view: &View<'_>) -> String {
    let mut out = String::new();
    write(&mut out, view);
    out
}

fn write(out: &mut String, view: &View<'_>) {
    match view {
        View::None | View::File(_) => out.push_str("null"),
        View::Text(text) => write_text(out, text),
        View::Integer(value) => {
            let _ = write!(out, "{value}");
        }
        View::Decimal(value) => {
            let _ = write!(out, "{value}");
        }
        View::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        View::Json(json) => out.push_str(json.text()),
        View::List(list) => {
            out.push('[');
            for (index, view) in list.views().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(out, &view);
            }
            out.push(']');
        }
        View::Map(entries) => {
            let mut object = Object::open(out);
            for (name, view) in entries.views() {
                object.member(name, &view);
            }
            object.close();
        }
        View::Numbered(entries) => {
            let mut object = Object::open(out);
            for (n, view) in entries.views() {
                object.member(&n.to_string(), &view);
            }
            object.close();
        }
        View::Sensitive(value) => write(out, &value.view()),
        View::Record(record) => write_record(out, None, *record),
        View::Variant(variant) => write_record(out, variant.missing_tag(), variant.record),
    }
}

fn write_record(out: &mut String, tag: Option<(&str, &str)>, record: &dyn Record) {
    let mut object = Object::open(out);
    if let Some((name, text)) = tag {
        object.member(name, &View::Text(text.into()));
    }
    for (name, view) in members(record) {
        match view {
            View::Numbered(entries) => {
                for (n, view) in entries.views() {
                    object.member(&numbered_name(name, n), &view);
                }
            }
            View::File(_) => {}
            view => object.member(name, &view),
        }
    }
    object.close();
}

/// An object that is being written.
struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    fn member(&mut self, name: &str, view: &View<'_>) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        write_text(self.out, name);
        self.out.push(':');
        write(self.out, view);
    }

    fn close(self) {
        self.out.push('}');
    }
}

fn write_text(out: &mut String, text: &str) {
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
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
}
