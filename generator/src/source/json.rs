//! Reads JSON, which is several times as fast as reading it as YAML.

use indexmap::map::Entry;

use super::parse::MAX_DEPTH;
use super::{Member, MemberMap, Node, NodeKind, Scalar, resolve};
use crate::location::Span;

/// Parses a JSON object into the tree that the YAML parser builds of it. Returns `None` for any other text, and for one that
/// diagnostics are about, such as an object with duplicate keys.
pub(super) fn parse(text: &str) -> Option<Node> {
    let mut reader = Reader { text, at: 0 };
    if reader.next_token()? != b'{' {
        return None;
    }
    let node = reader.value(0)?;
    reader.next_token().is_none().then_some(node)
}

struct Reader<'a> {
    text: &'a str,
    /// The byte that is read next.
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space, and returns the first byte of the next token without reading it.
    fn next_token(&mut self) -> Option<u8> {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.peek()
    }

    /// Reads the next token if it is this byte.
    fn read(&mut self, byte: u8) -> Option<()> {
        (self.next_token()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        match self.next_token()? {
            b'{' | b'[' if depth >= MAX_DEPTH => None,
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => {
                let (span, text) = self.string()?;
                Some(Node { span, kind: NodeKind::Scalar { text, plain: false } })
            }
            _ => self.plain(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut members = MemberMap::default();
        self.read(b'{')?;
        while self.next_token()? != b'}' {
            if !members.is_empty() {
                self.read(b',')?;
            }
            self.next_token().filter(|byte| *byte == b'"')?;
            let (key, name) = self.string()?;
            self.read(b':')?;
            let Entry::Vacant(entry) = members.entry(name) else { return None };
            entry.insert(Member { key, node: self.value(depth + 1)? });
        }
        self.read(b'}')?;
        members.shrink_to_fit();
        Some(Node { span: Span::new(start, self.at), kind: NodeKind::Map(members) })
    }

    fn list(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut items = Vec::new();
        self.read(b'[')?;
        while self.next_token()? != b']' {
            if !items.is_empty() {
                self.read(b',')?;
            }
            items.push(self.value(depth + 1)?);
        }
        self.read(b']')?;
        items.shrink_to_fit();
        Some(Node { span: Span::new(start, self.at), kind: NodeKind::List(items) })
    }

    /// Reads a string whose first quote is next.
    fn string(&mut self) -> Option<(Span, String)> {
        let start = self.at;
        let rest = self.text.get(start + 1..)?;
        let (mut is_escaped, mut has_escapes) = (false, false);
        let length = rest.bytes().position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            has_escapes |= is_escaped;
            is_end || byte < b' '
        })?;
        self.at = start + 1 + length;
        self.read(b'"')?;
        let text = match has_escapes {
            false => rest.get(..length)?.to_owned(),
            true => serde_json::from_str(self.text.get(start..self.at)?).ok()?,
        };
        Some((Span::new(start, self.at), text))
    }

    /// Reads a number, a Boolean or `null`.
    fn plain(&mut self) -> Option<Node> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        {
            self.at += 1;
        }
        let text = self.text.get(start..self.at)?;
        let is_string = text.is_empty() || matches!(resolve(text), Scalar::String(_));
        let kind = NodeKind::Scalar { text: text.to_owned(), plain: true };
        (!is_string).then(|| Node { span: Span::new(start, self.at), kind })
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse_yaml;
    use super::*;
    use crate::diagnostics::Sink;
    use crate::location::FileId;

    #[test]
    fn the_tree_is_that_of_the_yaml_parser() {
        for text in [
            "{}",
            " {\"a\":1,\"b\" : [ ] ,\r\n  \"c\": {\"d\": [1.5e3, -2, true, false, null, {}]} } \n",
            r#"{"é": "ü \u00fc \ud83d\ude00 \" \\ \/ \n\t\b\f\r", "\"": "", "x": " # : - , ", "y": "\\"}"#,
            "{\n\t\"a\": [\n\t\t\"b\",\n\t\t12345678901234567890\n\t]\n}\n",
            r##"{"yes": "no", "1": "2026-01-01", "<<": "null", "$ref": "#/a"}"##,
        ] {
            let mut sink = Sink::default();
            let expected = parse_yaml(&mut sink, FileId(0), text);
            assert_eq!(format!("{:?}", sink.diagnostics()), "[]", "{text}");
            assert_eq!(format!("{:?}", parse(text)), format!("{expected:?}"), "{text}");
        }
    }

    #[test]
    fn other_texts_are_left_to_the_yaml_parser() {
        let deep = |depth: usize| format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&deep(MAX_DEPTH - 1)).is_some());
        assert!(parse(&deep(MAX_DEPTH)).is_none());
        for text in [
            "",
            "a: 1",
            "[]",
            "{",
            "{} {}",
            "{} # a",
            "{'a': 1}",
            "{a: 1}",
            "{\"a\": b}",
            "{\"a\": 007}",
            "{\"a\": 1e999}",
            "{\"a\": \"\\ud83d\"}",
            "{\"a\": \"b\n c\"}",
            "{\"a\": 1, \"a\": 2}",
            "{\"a\": 1,}",
            "{\"a\": [1,]}",
            "{\"a\" 1}",
            "{\"a\": }",
            "{\"a\": \"b",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
