//! Writes values as YAML, by `serde_yaml`. Strings that a parser of YAML 1.1 reads as another type are quoted.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::value::Value;
use crate::source::{Scalar, is_ambiguous};

/// The width of a level.
pub const LEVEL: usize = 2;

// `serde_yaml` quotes only what it would misread itself. Ambiguous strings, which contain nothing that needs
// escaping, are wrapped in this character, which is replaced by quotes afterwards.
const QUOTE: char = '\u{E000}';

/// Appends a member of a mapping.
pub fn write_member(out: &mut String, key: &str, value: &Value<'_>, indent: usize) {
    let member = [(Marked::text(key), Marked(value))];
    let text = serde_yaml::to_string(&Member(&member)).unwrap_or_default();
    for line in text.replace(QUOTE, "'").lines() {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// A mapping of one member.
struct Member<'a>(&'a [(Cow<'a, str>, Marked<'a>)]);

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A value in which ambiguous strings are marked.
struct Marked<'a>(&'a Value<'a>);

impl Marked<'_> {
    fn text(text: &str) -> Cow<'_, str> {
        match is_ambiguous(text) {
            true => format!("{QUOTE}{text}{QUOTE}").into(),
            false => text.into(),
        }
    }
}

impl Serialize for Marked<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Scalar(Scalar::Null) => to.serialize_unit(),
            Value::Scalar(Scalar::Bool(flag)) => to.serialize_bool(*flag),
            Value::Scalar(Scalar::Integer(number)) => number.serialize(to),
            Value::Scalar(Scalar::Float(number)) => to.serialize_f64(*number),
            Value::Scalar(Scalar::String(text)) => to.serialize_str(&Self::text(text)),
            Value::Text(text) => to.serialize_str(&Self::text(text)),
            Value::List(items) => to.collect_seq(items.iter().map(Marked)),
            Value::Map(members) => {
                let members = members.iter();
                to.collect_map(members.map(|(key, value)| (Self::text(key), Marked(value))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_indented_and_ambiguous_strings_are_quoted() {
        let strings = ["2026-01-01", "12:30", "NO", "007", "", "plain", "a: b", "1_0"];
        let mut out = String::new();
        write_member(&mut out, "on", &Value::List(strings.map(Value::from).into()), LEVEL);
        write_member(&mut out, "text", &" two\n\nlines\n".into(), 2 * LEVEL);
        assert_eq!(
            out,
            "  'on':\n  - '2026-01-01'\n  - '12:30'\n  - 'NO'\n  - '007'\n  - ''\n  - plain\n  \
             - 'a: b'\n  - '1_0'\n    text: |2\n       two\n\n      lines\n"
        );
    }
}
