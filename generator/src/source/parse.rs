//! Parses YAML and JSON into a located tree.

use indexmap::map::Entry;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::anchors::{Anchors, merge};
use super::comments::lost_rest;
use super::explain::explain;
use super::scalar::based_integer;
use super::surrogates::{Decoded, Pair, find_pairs};
use super::{Member, MemberMap, Node, NodeKind, Scalar, is_ambiguous, json, resolve};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::location::{FileId, Origin, Span};

/// The maximum nesting depth, which bounds the recursion of all passes.
pub(super) const MAX_DEPTH: usize = 64;

/// Parses the text of a file. Errors are reported to `sink`; `None` means that there is no tree.
///
/// Features of YAML that descriptions for this generator must not use are reported to `sink.style`, and are parsed.
pub fn parse(sink: &mut Sink, file: FileId, text: &str) -> Option<Node> {
    json::parse(text).or_else(|| parse_yaml(sink, file, text))
}

pub(super) fn parse_yaml(sink: &mut Sink, file: FileId, text: &str) -> Option<Node> {
    let mut builder = Builder {
        sink,
        file,
        text,
        pairs: Vec::new(),
        stack: Vec::new(),
        done: None,
        anchors: Anchors::default(),
    };
    if let Some(at) = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let end =
            at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        builder.report(Code::YamlSyntax, Span::new(at, end), "control character", None);
        return None;
    }
    // Each pass decodes the pairs of escapes that the last one has found.
    while builder.run() == Pass::Again {
        builder.stack.clear();
        builder.sink.style.retain(|diagnostic| diagnostic.origin.file != file);
        builder.anchors = Anchors::default();
        builder.done = None;
    }
    builder.done
}

/// The end of a pass.
#[derive(PartialEq, Eq)]
enum Pass {
    /// The file is parsed, or is not valid.
    Done,
    /// More pairs of escapes were found.
    Again,
}

/// A mapping or list whose end has not been reached.
enum Open {
    /// `merged` are the values of merge keys, whose members are those that the mapping itself does not have.
    Map {
        start: usize,
        anchor: usize,
        members: MemberMap,
        merged: Vec<Node>,
        key: Option<Key>,
    },
    List {
        start: usize,
        anchor: usize,
        items: Vec<Node>,
    },
}

/// A key whose value has not been read.
struct Key {
    name: String,
    span: Span,
    /// `true` for `<<`.
    is_merge: bool,
}

struct Builder<'a> {
    sink: &'a mut Sink,
    file: FileId,
    text: &'a str,
    pairs: Vec<Pair>,
    stack: Vec<Open>,
    done: Option<Node>,
    anchors: Anchors,
}

impl Builder<'_> {
    fn run(&mut self) -> Pass {
        let decoded = Decoded::new(self.text, &self.pairs);
        for event in Parser::new_from_str(&decoded.text) {
            let (event, span) = match event {
                Ok((event, span)) => (
                    event,
                    Span::new(decoded.byte(span.start.index()), decoded.byte(span.end.index())),
                ),
                Err(error) => {
                    let at = decoded.byte(error.marker().index()).min(self.text.trim_end().len());
                    self.done = None;
                    return self.recover(at, error.info());
                }
            };
            if self.process(&event, span).is_none() {
                self.done = None;
                break;
            }
        }
        Pass::Done
    }

    /// Finds the pairs of escapes that the parser rejects, or reports the error.
    fn recover(&mut self, at: usize, info: &str) -> Pass {
        if info.ends_with("invalid Unicode character escape code") {
            let pairs = find_pairs(self.text, at);
            if !pairs.is_empty() {
                self.pairs.extend(pairs);
                return Pass::Again;
            }
        }
        self.report_syntax(at, info);
        Pass::Done
    }

    /// Processes one event. Returns `None` to stop parsing.
    fn process(&mut self, event: &Event<'_>, span: Span) -> Option<()> {
        match event {
            Event::DocumentStart(_) if self.done.is_some() => {
                self.report(
                    Code::ManyDocuments,
                    span,
                    "expected one YAML document, found another",
                    Some("move it to another file"),
                );
                return None;
            }
            Event::Alias(anchor) => {
                self.report_feature(span, "alias (`*…`)");
                let Some(node) = self.anchors.expand(*anchor) else {
                    let message = "aliases that contain themselves, or are too large when expanded";
                    self.report(Code::YamlSyntax, span, message, None);
                    return None;
                };
                self.push(node);
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.check_properties(span, *anchor, tag.is_some());
                self.scalar(text, *style, span, *anchor);
            }
            Event::SequenceStart(anchor, tag) => {
                self.check_properties(span, *anchor, tag.is_some());
                self.open(
                    span,
                    Open::List { start: span.start, anchor: *anchor, items: Vec::new() },
                )?;
            }
            Event::MappingStart(anchor, tag) => {
                self.check_properties(span, *anchor, tag.is_some());
                let members = MemberMap::default();
                let (start, anchor) = (span.start, *anchor);
                let merged = Vec::new();
                self.open(span, Open::Map { start, anchor, members, merged, key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
        Some(())
    }

    fn open(&mut self, span: Span, open: Open) -> Option<()> {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            self.report(Code::YamlSyntax, span, &message, None);
            return None;
        }
        self.stack.push(open);
        Some(())
    }

    fn close(&mut self, span: Span) {
        // A block ends with its last child. The parser reports the end at the next token.
        let text = self.text.get(span.start..span.end).unwrap_or_default().trim_end();
        let end = |last: Option<usize>, start: usize| match last {
            _ if text == "}" || text == "]" => span.start + 1,
            Some(last) => last,
            None => span.end.max(start),
        };
        let (anchor, node) = match self.stack.pop() {
            Some(Open::Map { start, anchor, mut members, merged, .. }) => {
                merged.into_iter().for_each(|node| merge(&mut members, node));
                members.shrink_to_fit();
                let last = members.values().map(|m| m.node.span.end.max(m.key.end)).max();
                let span = Span::new(start, end(last, start));
                (anchor, Node { span, kind: NodeKind::Map(members) })
            }
            Some(Open::List { start, anchor, mut items }) => {
                items.shrink_to_fit();
                let last = items.iter().map(|node| node.span.end).max();
                let span = Span::new(start, end(last, start));
                (anchor, Node { span, kind: NodeKind::List(items) })
            }
            None => return,
        };
        self.complete(node, anchor);
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span, anchor: usize) {
        let plain = style == ScalarStyle::Plain;
        let raw = self.text.get(span.start..span.end).unwrap_or_default();
        let span = Span::new(span.start, span.start + raw.trim_end().len());
        self.check_pairs(text, span);
        if let Some(value) = based_integer(text).filter(|_| plain && !self.is_at_key()) {
            let message = format!("number `{text}`: not all YAML parsers read it as a number");
            let help = format!("write `{value}`, or `'{text}'` for the string");
            let origin = Origin::root(self.file);
            let diagnostic = Diagnostic::new(Code::AmbiguousScalar, &origin, message).span(span);
            self.sink.style.push(diagnostic.help(help).replace(value.to_string()));
            let kind = NodeKind::Scalar { text: value.to_string(), plain };
            return self.complete(Node { span, kind }, anchor);
        }
        if plain && text != "<<" && resolve(text) == Scalar::String(text) && is_ambiguous(text) {
            let message =
                format!("ambiguous scalar `{text}`: not all YAML parsers read it as a string");
            let boolean = match text.to_ascii_lowercase().as_str() {
                "yes" | "on" => Some("true"),
                "no" | "off" => Some("false"),
                _ => None,
            };
            match boolean.filter(|_| !self.is_at_key() && self.is_in_value()) {
                // a decision: the type of the value is that of another schema
                Some(value) => {
                    let help = format!("write `{value}`, or `'{text}'` for the string");
                    let origin = Origin::root(self.file);
                    let diagnostic = Diagnostic::new(Code::AmbiguousScalar, &origin, message);
                    self.sink.style.push(diagnostic.span(span).help(help));
                }
                None => self.report_unquoted(span, &message, &format!("write `'{text}'`"), text),
            }
        }
        if plain && !self.is_at_key() && matches!(resolve(text), Scalar::String(_)) {
            self.check_comment(text, span);
        }
        let kind = NodeKind::Scalar { text: text.to_owned(), plain };
        self.complete(Node { span, kind }, anchor);
    }

    /// Reports a comment that is probably the rest of a string.
    fn check_comment(&mut self, text: &str, span: Span) {
        let Some(rest) = lost_rest(self.text, text, span, self.is_in_prose()) else { return };
        let message = "the string ends here: ` #` begins a comment";
        let origin = Origin::root(self.file);
        let diagnostic = Diagnostic::new(Code::CommentInText, &origin, message).span(rest);
        let help = "quote the string, or write the comment on a line of its own";
        self.sink.style.push(diagnostic.label_span(&origin, span, "string is here").help(help));
    }

    /// Reports halves of pairs of escapes in a scalar. Its element can be left out.
    fn check_pairs(&mut self, text: &str, span: Span) {
        let halves = self.pairs.iter().filter_map(Pair::half);
        let Some(half) = halves.into_iter().find(|it| span.start <= it.start && it.end <= span.end)
        else {
            return;
        };
        let origin = match self.stack.last() {
            None => Origin::root(self.file),
            Some(Open::List { items, .. }) => self.container().index(items.len()),
            Some(Open::Map { key: Some(key), .. }) => self.container().child(&key.name),
            Some(Open::Map { key: None, .. }) => self.container().child(text),
        };
        let message = "expected a pair of surrogate escapes, found half of one";
        let diagnostic = Diagnostic::new(Code::YamlSyntax, &origin, message).span(half);
        self.sink.report(diagnostic.help("write the character itself"));
    }

    /// Returns `true` if the next node is the key of a mapping.
    fn is_at_key(&self) -> bool {
        matches!(self.stack.last(), Some(Open::Map { key: None, .. }))
    }

    /// Returns `true` if the next node is an example, a default or a value of an enum, or is in one.
    fn is_in_value(&self) -> bool {
        const KEYS: [&str; 5] = ["example", "examples", "default", "enum", "value"];
        let is_value = |key: &Key| KEYS.contains(&key.name.as_str());
        self.stack
            .iter()
            .any(|open| matches!(open, Open::Map { key: Some(key), .. } if is_value(key)))
    }

    /// Returns `true` if the next node is a text of sentences.
    fn is_in_prose(&self) -> bool {
        const KEYS: [&str; 3] = ["description", "summary", "title"];
        let is_prose = |key: &Key| KEYS.contains(&key.name.as_str());
        matches!(self.stack.last(), Some(Open::Map { key: Some(key), .. }) if is_prose(key))
    }

    /// Adds a complete node, which aliases may refer to.
    fn complete(&mut self, node: Node, anchor: usize) {
        self.anchors.insert(anchor, &node);
        self.push(node);
    }

    /// Adds a complete node: as a key or a value of a mapping, as an item of a list, or as the document.
    fn push(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.done = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { members, merged, key, .. }) => match key.take() {
                None => self.push_key(node),
                Some(Key { is_merge: true, .. }) => merged.push(node),
                Some(Key { name, span, .. }) => match members.entry(name) {
                    Entry::Vacant(entry) => {
                        entry.insert(Member { key: span, node });
                    }
                    Entry::Occupied(entry) => {
                        let (name, first) = (entry.key().clone(), entry.get().key);
                        self.report_duplicate(&name, span, first);
                    }
                },
            },
        }
    }

    /// Returns the location of the mapping or list that contains the next node.
    fn container(&self) -> Origin {
        let (_, outer) = self.stack.split_last().unzip();
        outer.unwrap_or_default().iter().fold(Origin::root(self.file), |origin, open| match open {
            Open::Map { key, .. } => origin.child(key.as_ref().map_or("", |key| &key.name)),
            Open::List { items, .. } => origin.index(items.len()),
        })
    }

    /// Reports a key of the innermost mapping that occurred before.
    fn report_duplicate(&mut self, name: &str, span: Span, first: Span) {
        let origin = self.container().child(name);
        self.sink.report(
            Diagnostic::new(Code::DuplicateKey, &origin, format!("duplicate key `{name}`"))
                .span(span)
                .label_span(&origin, first, "first used here")
                .help("remove one of them"),
        );
    }

    fn push_key(&mut self, node: Node) {
        let mut is_merge = false;
        let name = match &node.kind {
            NodeKind::Scalar { text, plain } => {
                if *plain && text == "<<" {
                    is_merge = true;
                    self.report_feature(node.span, "merge key (`<<`)");
                } else if *plain && !matches!(resolve(text), Scalar::String(_)) {
                    let message = format!("expected a string as key, found `{text}`");
                    let help = format!("write `'{text}'`");
                    self.report_unquoted(node.span, &message, &help, text);
                }
                text.clone()
            }
            NodeKind::List(_) | NodeKind::Map(_) => {
                let message = "expected a string as key";
                self.report(Code::YamlSyntax, node.span, message, None);
                String::new()
            }
        };
        if let Some(Open::Map { key, .. }) = self.stack.last_mut() {
            *key = Some(Key { name, span: node.span, is_merge });
        }
    }

    /// Reports a scalar that needs quotes.
    fn report_unquoted(&mut self, span: Span, message: &str, help: &str, text: &str) {
        let origin = Origin::root(self.file);
        let diagnostic = Diagnostic::new(Code::AmbiguousScalar, &origin, message).span(span);
        self.sink.style.push(diagnostic.help(help).replace(format!("'{text}'")));
    }

    /// Reports anchors and tags.
    fn check_properties(&mut self, span: Span, anchor: usize, tagged: bool) {
        if anchor > 0 {
            self.report_feature(span, "anchor (`&…`)");
        }
        if tagged {
            self.report_feature(span, "tag (`!…`)");
        }
    }

    /// Reports a YAML feature that is not supported.
    fn report_feature(&mut self, span: Span, feature: &str) {
        let message = format!("unsupported YAML feature: {feature}");
        let diagnostic =
            Diagnostic::new(Code::Anchor, &Origin::root(self.file), message).span(span);
        self.sink.style.push(diagnostic.help("write the value out, or use a component"));
    }

    /// Reports a syntax error that the parser found at a byte.
    fn report_syntax(&mut self, at: usize, info: &str) {
        match explain(self.text, at, info) {
            Some(found) => {
                self.report(Code::YamlSyntax, found.span, &found.message, Some(&found.help));
            }
            None => self.report(Code::YamlSyntax, Span::new(at, at + 1), info, None),
        }
    }

    fn report(&mut self, code: Code, span: Span, message: &str, help: Option<&str>) {
        let mut diagnostic = Diagnostic::new(code, &Origin::root(self.file), message).span(span);
        diagnostic.help = help.map(str::to_owned);
        self.sink.report(diagnostic);
    }
}
