//! Excerpts of emitted Rust files for snapshots.
//!
//! Emitted files are formatted, so top-level items begin in the first column and end with a line in the first
//! column. That is all the selection relies on, besides the shape of a group: a struct whose only field is the client.

/// Returns the items of a file without documentation, imports, group structs and their constructors.
pub fn code(file: &str) -> String {
    let lines: Vec<&str> = uncommented(file).collect();
    let kept: Vec<String> = items(&lines)
        .filter(|item| !is_import(item) && !is_group_struct(item))
        .map(|item| without_constructor(item).join("\n"))
        .collect();
    kept.join("\n\n")
}

/// Returns the documentation of a file, each comment with the first line of its item.
pub fn docs(file: &str) -> String {
    let mut kept = Vec::new();
    let mut in_comment = false;
    let mut is_attribute = attributes();
    for line in file.lines() {
        let is_comment = is_documentation(line);
        let skip = is_attribute(line);
        if is_comment || (in_comment && !skip && !line.is_empty()) {
            kept.push(line);
        }
        if in_comment && !is_comment && !skip {
            kept.push("");
        }
        in_comment = is_comment || (in_comment && skip);
    }
    kept.join("\n")
}

fn is_documentation(line: &str) -> bool {
    let text = line.trim_start();
    text.starts_with("///") || text.starts_with("//!")
}

/// Returns a predicate for consecutive lines: `true` for those of an attribute.
fn attributes() -> impl FnMut(&str) -> bool {
    let mut inside = false;
    move |line| {
        let is_attribute = inside || line.trim_start().starts_with("#[") || line.starts_with("#![");
        inside = is_attribute && !line.ends_with(']');
        is_attribute
    }
}

/// Returns the lines that are neither comments nor attributes for documentation.
fn uncommented(file: &str) -> impl Iterator<Item = &str> {
    let mut is_attribute = attributes();
    let mut is_shown = true;
    file.lines().filter(move |line| {
        let text = line.trim_start();
        let starts = text.starts_with("#[") || text.starts_with("#![");
        let continues = is_attribute(line) && !starts;
        if !continues {
            is_shown = !text.starts_with("#[doc") && !text.starts_with("#![");
        }
        is_shown && !text.starts_with("//")
    })
}

/// Splits a file into its top-level items, attributes included.
fn items<'a>(lines: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    let ends = |line: &&str| line.ends_with([';', '}']) && !line.starts_with([' ', '#']);
    lines.split_inclusive(ends).filter_map(|item| {
        let start = item.iter().position(|line| !line.is_empty())?;
        item.get(start..)
    })
}

/// Returns the first line of an item after its attributes.
fn head<'a>(item: &[&'a str]) -> &'a str {
    item.iter().find(|line| !line.starts_with("#[")).copied().unwrap_or_default()
}

/// Returns `true` for `use` and for `mod` without a body.
fn is_import(item: &[&str]) -> bool {
    let words: Vec<&str> = head(item).split_whitespace().collect();
    let is_declaration = item.last().is_some_and(|line| line.ends_with(';'));
    is_declaration && words.iter().take(2).any(|word| matches!(*word, "use" | "mod"))
}

/// Returns `true` for a struct whose only field is the client.
fn is_group_struct(item: &[&str]) -> bool {
    let body: String = item.iter().filter(|line| !line.starts_with("#[")).copied().collect();
    let fields = body.split_once('{').map(|(_, fields)| fields.trim_end_matches('}').trim());
    let client = ["client: Client", "client: Client,"];
    body.starts_with("pub struct ") && fields.is_some_and(|fields| client.contains(&fields))
}

/// Returns the lines of an item without the function that makes a group from the client.
fn without_constructor<'a>(item: &[&'a str]) -> Vec<&'a str> {
    let mut kept = Vec::new();
    let mut skipped = false;
    for line in item {
        skipped |= line.starts_with("    pub(crate) fn ") && line.contains("(client: &Client)");
        if !skipped {
            kept.push(*line);
        }
        skipped &= !line.starts_with("    }");
    }
    kept.dedup_by(|line, before| line.is_empty() && (before.is_empty() || before.ends_with('{')));
    kept
}

#[test]
fn an_excerpt_is_what_a_feature_is_about() {
    let file = "\
//! Notes.

mod models;

use crate::{
    api,
};
pub use models::*;

/// Operations on notes.
#[derive(Clone, Debug)]
pub struct Notes {
    client: Client,
}

impl Notes {
    /// Makes one.
    pub(crate) fn of(client: &Client) -> Self {
        Self { client: client.clone() }
    }

    /// Lists the notes.
    #[doc(alias(
        \"PartnerNotes\",
    ))]
    pub fn list(&self) -> ListNotes {
        // why
        ListNotes(self.client.request(&LIST))
    }
}

/// A note.
#[derive(Clone)]
pub struct Note {
    /// Its id.
    pub id: Option<NoteId>,
}
";
    let expected = "\
impl Notes {
    pub fn list(&self) -> ListNotes {
        ListNotes(self.client.request(&LIST))
    }
}

#[derive(Clone)]
pub struct Note {
    pub id: Option<NoteId>,
}";
    assert_eq!(code(file), expected);
    let documented = "\
//! Notes.

/// Operations on notes.
pub struct Notes {

    /// Makes one.
    pub(crate) fn of(client: &Client) -> Self {

    /// Lists the notes.
    pub fn list(&self) -> ListNotes {

/// A note.
pub struct Note {

    /// Its id.
    pub id: Option<NoteId>,
";
    assert_eq!(docs(file), documented);
}
