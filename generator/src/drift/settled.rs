//! The list of settled differences.
//!
//! ```yaml
//! equal-types:
//!   - { vendor: [integer, string], spec: id, reason: Ids are kept as strings. }
//! differences:
//!   - { kind: nullable, reason: The type of every member is optional. }
//!   - operation: [listActions, getAction]
//!     element: '*.Quantity'
//!     kind: type
//!     vendor: string
//!     reason: A number in a string.
//! ```
//!
//! A difference is settled by the first entry that matches it. A key that is left out matches everything, and `*` in a
//! pattern matches any characters. Each pattern must match a difference.

use super::difference::{Difference, Kind, Location};
use super::document::locate_span;
use crate::diagnostics::Sink;
use crate::location::{FileId, Span};
use crate::source::{Node, NodeKind, SourceFile, Sources, parse};

/// The reason why a difference is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// The reason.
    pub reason: String,
    /// The location of the entry.
    pub at: Location,
}

/// An error of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryError {
    /// The location in the list.
    pub at: Location,
    /// The message.
    pub message: String,
}

/// The settled differences.
#[derive(Debug, Default)]
pub struct Settled {
    equal_types: Vec<Entry>,
    differences: Vec<Entry>,
    pub(super) errors: Vec<EntryError>,
}

/// The keys of an entry that have patterns.
const KEYS: [&str; 5] = ["operation", "element", "kind", "vendor", "spec"];

/// An entry of one of the lists.
#[derive(Debug)]
struct Entry {
    /// The patterns of each key in [`KEYS`]; none if the key is left out.
    patterns: [Option<Vec<Pattern>>; KEYS.len()],
    settlement: Settlement,
    /// The number of differences that it settles, or of types that it makes equal.
    uses: usize,
}

/// A pattern.
#[derive(Debug)]
struct Pattern {
    text: String,
    at: Location,
    is_used: bool,
}

/// The values of the keys in [`KEYS`].
type Values<'a> = [Option<&'a str>; KEYS.len()];

impl Entry {
    /// Returns `true` if each key matches in one of the rows, and marks the matching patterns as used.
    fn matches(&mut self, rows: &[Values<'_>]) -> bool {
        let mut is_match = false;
        for row in rows {
            let is_column = |(patterns, value): (&Option<Vec<Pattern>>, &Option<&str>)| {
                let is_any = |pattern: &Pattern| pattern.matches(*value);
                patterns.as_ref().is_none_or(|patterns| patterns.iter().any(is_any))
            };
            if !self.patterns.iter().zip(row).all(is_column) {
                continue;
            }
            is_match = true;
            for (patterns, value) in self.patterns.iter_mut().zip(row) {
                for pattern in patterns.iter_mut().flatten() {
                    pattern.is_used |= pattern.matches(*value);
                }
            }
        }
        self.uses += usize::from(is_match);
        is_match
    }

    /// Returns errors about the entry or its patterns, as far as they match nothing.
    fn unused(&self, noun: &str) -> Vec<EntryError> {
        if self.uses == 0 {
            let message = format!("the entry matches no {noun}");
            return vec![EntryError { at: self.settlement.at.clone(), message }];
        }
        let patterns = self.patterns.iter().flatten().flatten().filter(|it| !it.is_used);
        patterns
            .map(|it| EntryError {
                at: it.at.clone(),
                message: format!("`{}` matches no {noun}", it.text),
            })
            .collect()
    }
}

impl Pattern {
    fn matches(&self, value: Option<&str>) -> bool {
        value.is_some_and(|value| matches(&self.text, value))
    }
}

impl Settled {
    /// Returns `true` if two types are equal, by name or by an entry.
    pub(super) fn has_equal_types(&mut self, vendor: &str, spec: &str) -> bool {
        let row = [None, None, None, Some(vendor), Some(spec)];
        vendor == spec || self.equal_types.iter_mut().any(|entry| entry.matches(&[row]))
    }

    /// Settles a difference by the first entry that matches it.
    pub(super) fn settle(&mut self, difference: &mut Difference) {
        let (vendor, spec) = (difference.vendor.as_deref(), difference.spec.as_deref());
        let kind = difference.kind.name();
        let rows: Vec<Values<'_>> = difference
            .subjects
            .iter()
            .map(|it| {
                [Some(it.operation.as_str()), Some(it.element.as_str()), Some(kind), vendor, spec]
            })
            .collect();
        let settlement = self
            .differences
            .iter_mut()
            .find_map(|entry| entry.matches(&rows).then(|| entry.settlement.clone()));
        difference.settlement = settlement;
    }

    /// Returns errors about entries and patterns that match nothing.
    pub(super) fn unused(&self) -> Vec<EntryError> {
        let types = self.equal_types.iter().flat_map(|entry| entry.unused("type"));
        let differences = self.differences.iter().flat_map(|entry| entry.unused("difference"));
        types.chain(differences).collect()
    }

    /// Returns the entries with the number of differences that each of them settles.
    pub(super) fn uses(&self) -> impl Iterator<Item = (&Settlement, usize)> {
        self.differences.iter().map(|entry| (&entry.settlement, entry.uses))
    }

    /// Reads the list. Problems are collected.
    pub fn parse(path: &str, text: &str) -> Self {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new(path));
        sources.set_text(file, text.to_owned());
        let mut sink = Sink::default();
        let tree = parse(&mut sink, file, text);
        let mut reader = Reader { sources: &sources, file, errors: Vec::new() };
        for found in sink.diagnostics() {
            reader.report(found.span.unwrap_or_default(), found.message.clone());
        }
        let mut settled = Self::default();
        let lists = tree.as_ref().and_then(Node::as_map);
        for (key, member) in lists.into_iter().flatten() {
            match key.as_str() {
                "equal-types" => {
                    settled.equal_types = reader.entries(&member.node, &["vendor", "spec"])
                }
                "differences" => settled.differences = reader.entries(&member.node, &KEYS),
                key => {
                    let message =
                        format!("expected one of `equal-types`, `differences`, found `{key}`");
                    reader.report(member.key, message);
                }
            }
        }
        settled.errors = reader.errors;
        settled
    }
}

/// Reads entries from a tree.
struct Reader<'a> {
    sources: &'a Sources,
    file: FileId,
    errors: Vec<EntryError>,
}

impl Reader<'_> {
    fn locate(&self, span: Span) -> Location {
        locate_span(self.sources, self.file, span)
    }

    fn report(&mut self, span: Span, message: impl Into<String>) {
        let error = EntryError { at: self.locate(span), message: message.into() };
        self.errors.push(error);
    }

    fn entries(&mut self, list: &Node, keys: &[&str]) -> Vec<Entry> {
        let Some(items) = list.as_list() else {
            self.report(list.span, "expected a list of entries");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.entry(item, keys)).collect()
    }

    fn entry(&mut self, node: &Node, keys: &[&str]) -> Option<Entry> {
        let Some(members) = node.as_map() else {
            self.report(node.span, "expected an object with `reason`");
            return None;
        };
        let is_known = |key: &str| key == "reason" || keys.contains(&key);
        if let Some((key, member)) = members.iter().find(|(key, _)| !is_known(key)) {
            let known = keys.join("`, `");
            self.report(member.key, format!("expected one of `{known}`, `reason`, found `{key}`"));
            return None;
        }
        let reason = node.get("reason").and_then(Node::as_str).unwrap_or_default().trim();
        if reason.is_empty() {
            self.report(node.span, "expected a string in `reason`");
            return None;
        }
        let patterns = KEYS.map(|key| node.get(key).map(|node| self.patterns(key, node)));
        let settlement = Settlement { reason: reason.to_owned(), at: self.locate(node.span) };
        Some(Entry { patterns, settlement, uses: 0 })
    }

    /// Reads a pattern or a list of patterns.
    fn patterns(&mut self, key: &str, node: &Node) -> Vec<Pattern> {
        let items = node.as_list().unwrap_or(std::slice::from_ref(node));
        let mut patterns = Vec::new();
        for item in items {
            let NodeKind::Scalar { text, .. } = &item.kind else {
                self.report(item.span, format!("expected a string in `{key}`"));
                continue;
            };
            if key == "kind" && !Kind::ALL.iter().any(|kind| kind.name() == text) {
                self.report(item.span, format!("expected a kind of differences, found `{text}`"));
            }
            let at = self.locate(item.span);
            patterns.push(Pattern { text: text.clone(), at, is_used: false });
        }
        patterns
    }
}

/// Returns `true` if a text matches a pattern. `*` matches any characters.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.filter_map(|at| text.get(at..)).any(|end| matches(rest, end))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_match_any_characters() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("200.*.Id", "200.Notes[].Id", true),
            ("*.Id", "200.Idea", false),
            ("a*b*c", "a-b-b-c", true),
            ("a", "ab", false),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn mistakes_are_located() {
        let text = "other: 1\nequal-types: a\ndifferences:\n  - { kind: typo, reason: Why. }\n  \
                    - { kind: type }\n  - { note: a, reason: Why. }\n  - { element: [[a]], reason: Why. }\n";
        let settled = Settled::parse("settled.yaml", text);
        let found: Vec<String> =
            settled.errors.iter().map(|it| format!("{}: {}", it.at.line, it.message)).collect();
        assert_eq!(
            found,
            [
                "1: expected one of `equal-types`, `differences`, found `other`",
                "2: expected a list of entries",
                "4: expected a kind of differences, found `typo`",
                "5: expected a string in `reason`",
                "6: expected one of `operation`, `element`, `kind`, `vendor`, `spec`, `reason`, found `note`",
                "7: expected a string in `element`",
            ]
        );
    }
}
