//! Renders diagnostics as JSON.

use serde_json::{Map, Value, json};

use super::files::{Region, sort};
use super::{Diagnostic, Files};
use crate::location::{Origin, Span};

/// Renders diagnostics as one JSON array, sorted by position, with one diagnostic per line.
pub fn render_json(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    let sorted = sort(files, diagnostics);
    let items: Vec<String> = sorted.into_iter().map(|d| item(files, d).to_string()).collect();
    if items.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", items.join(",\n"))
}

fn item(files: &impl Files, diagnostic: &Diagnostic) -> Value {
    let labels = diagnostic.labels.iter().map(|label| {
        let mut item = location(files, &label.origin, label.span);
        item.insert("text".to_owned(), label.text.clone().into());
        Value::Object(item)
    });
    let edits = diagnostic.edits.iter().map(|edit| {
        let mut item = location(files, &edit.origin, edit.span);
        item.insert("replacement".to_owned(), edit.text.clone().into());
        Value::Object(item)
    });
    let mut item = match &diagnostic.output {
        Some(path) => Map::from_iter([("file".to_owned(), path.clone().into())]),
        None => location(files, &diagnostic.origin, diagnostic.span),
    };
    let members = json!({
        "code": diagnostic.code.number(),
        "name": diagnostic.code.name(),
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": labels.collect::<Vec<_>>(),
        "edits": edits.collect::<Vec<_>>(),
    });
    if let Value::Object(members) = members {
        item.extend(members);
    }
    Value::Object(item)
}

fn location(files: &impl Files, origin: &Origin, span: Option<Span>) -> Map<String, Value> {
    let region = Region::of(files, origin, span);
    let mut members = Map::new();
    let mut insert = |key: &str, value: Value| members.insert(key.to_owned(), value);
    insert("file", region.as_ref().map(|region| region.path.clone()).unwrap_or_default().into());
    insert("pointer", origin.pointer.clone().into());
    if let Some(region) = region {
        insert("line", region.start.line.into());
        insert("column", region.start.column.into());
        insert("end_line", region.end.line.into());
        insert("end_column", region.end.column.into());
    }
    members
}
