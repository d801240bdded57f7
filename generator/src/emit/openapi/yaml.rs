//! Writes values as YAML, in the style of libyaml. Strings that a parser of YAML 1.1 or 1.2 reads as another type are quoted.

use super::value::Value;
use crate::source::{Scalar, is_ambiguous, resolve};

/// The maximum length of a key that is written without the indicator of complex keys.
const MAX_SIMPLE_KEY: usize = 128;

/// The width of a level.
pub const LEVEL: usize = 2;

/// Appends a member of a mapping.
pub fn write_member(out: &mut String, key: &str, value: &Value<'_>, indent: usize) {
    push_indent(out, indent);
    write_pair(out, key, value, indent);
}

/// Appends a key and a value. The key begins at the current position, which is `indent`.
fn write_pair(out: &mut String, key: &str, value: &Value<'_>, indent: usize) {
    if key.len() > MAX_SIMPLE_KEY || key.contains('\n') {
        out.push_str("? ");
        write_string(out, key, indent + LEVEL);
        out.push('\n');
        push_indent(out, indent);
        out.push_str(": ");
        return write_nested(out, value, indent + LEVEL);
    }
    write_string(out, key, indent);
    out.push(':');
    let line_indent = match value {
        Value::Map(members) if !members.is_empty() => indent + LEVEL,
        Value::List(items) if !items.is_empty() => indent,
        _ => {
            out.push(' ');
            return write_line(out, value, indent + LEVEL);
        }
    };
    out.push('\n');
    push_indent(out, line_indent);
    write_nested(out, value, line_indent);
}

/// Appends a value that begins at the current position, which is `indent`.
fn write_nested(out: &mut String, value: &Value<'_>, indent: usize) {
    match value {
        Value::Map(members) if !members.is_empty() => {
            for (index, (key, value)) in members.iter().enumerate() {
                push_indent(out, if index == 0 { 0 } else { indent });
                write_pair(out, key, value, indent);
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                push_indent(out, if index == 0 { 0 } else { indent });
                out.push_str("- ");
                write_nested(out, item, indent + LEVEL);
            }
        }
        _ => write_line(out, value, indent),
    }
}

/// Appends a scalar, or an empty list or mapping, and ends the line. Further lines of the scalar begin at `indent`.
fn write_line(out: &mut String, value: &Value<'_>, indent: usize) {
    match value {
        Value::Scalar(Scalar::Null) => out.push_str("null"),
        Value::Scalar(Scalar::Bool(flag)) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Scalar(Scalar::Integer(number)) => out.push_str(&number.to_string()),
        Value::Scalar(Scalar::Float(number)) => {
            out.push_str(&serde_json::Value::from(*number).to_string().replace("e+", "e"));
        }
        Value::Scalar(Scalar::String(text)) => write_string(out, text, indent),
        Value::Text(text) => write_string(out, text, indent),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
    }
    out.push('\n');
}

fn push_indent(out: &mut String, width: usize) {
    out.extend(std::iter::repeat_n(' ', width));
}

/// Appends a string in the first style that can express it: plain, in single quotes, in double quotes, or as a block if it
/// has several lines.
fn write_string(out: &mut String, text: &str, indent: usize) {
    let has_lines = text.contains('\n');
    let is_block = !text.contains(" \n") && !text.ends_with(' ');
    if text.chars().any(needs_escape) || (has_lines && !is_block) {
        write_escaped(out, text);
    } else if has_lines {
        write_block(out, text, indent);
    } else if is_plain(text) {
        out.push_str(text);
    } else {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
    }
}

/// Returns `true` if a text of one line can be written without quotes.
fn is_plain(text: &str) -> bool {
    const INDICATORS: &str = " #,[]{}&*!|>'\"%@`";
    let pairs = || text.as_bytes().windows(2);
    let starts_with_indicator = text.starts_with(|c: char| INDICATORS.contains(c))
        || text.starts_with("---")
        || text.starts_with("...")
        || matches!(text, "-" | "?")
        || pairs().next().is_some_and(|first| matches!(first, b"- " | b"? "));
    !starts_with_indicator
        && !text.ends_with([' ', ':'])
        && !pairs().any(|pair| matches!(pair, b": " | b" #"))
        && !is_ambiguous(text)
        && matches!(resolve(text), Scalar::String(_))
}

/// Returns `true` for a character that only strings in double quotes can contain.
fn needs_escape(c: char) -> bool {
    !matches!(
        c,
        ' '..='~' | '\n' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}'
            | '\u{10000}'..
    )
}

/// Appends a text in double quotes.
fn write_escaped(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{0}' => out.push_str("\\0"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\u{1b}' => out.push_str("\\e"),
            '\u{85}' => out.push_str("\\N"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            c if !needs_escape(c) => out.push(c),
            c if c <= '\u{ff}' => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        }
    }
    out.push('"');
}

/// Appends a text of several lines as a block, in which nothing is escaped.
fn write_block(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push_str(&LEVEL.to_string());
    }
    let content = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(content) => {
            if content.is_empty() || content.ends_with('\n') {
                out.push('+');
            }
            content
        }
    };
    for line in content.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            push_indent(out, indent);
            out.push_str(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_yaml::Value as Yaml;

    use super::*;

    fn write(value: &Value<'_>) -> String {
        let mut out = String::new();
        write_nested(&mut out, value, 0);
        out
    }

    #[test]
    fn strings_are_written_in_the_style_of_libyaml() {
        let parts = [
            "", "a", "'", "\"", "\\", " ", "  ", ":", ": ", "#", " #", "-", "- ", "?", "? ", ",",
            "[", "}", "&", "*", "!", "|", ">", "%", "@", "`", "...", "---", "\n", "\n\n", " \n",
            "\n ", "\t", "\r", "\u{0}", "\u{1b}", "\u{85}", "\u{a0}", "é", "\u{feff}", "\u{fffe}",
            "😀", "null", "~", "true", "1", "-1", ".5", "1.5", "1e5", ".inf", "0x1F", "007", "y",
        ];
        for first in parts {
            for second in parts {
                for third in parts {
                    let text = format!("{first}{second}{third}");
                    if !text.contains('\n') && is_ambiguous(&text) {
                        continue;
                    }
                    let own = write(&Value::List(vec![Value::Text(text.clone()), "z".into()]));
                    let expected = serde_yaml::to_string(&[&*text, "z"]).unwrap();
                    assert_eq!(own, expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn ambiguous_strings_are_quoted() {
        let strings =
            ["2026-01-01", "12:30", "NO", "007", "1.5", "true", "", "plain", "a: b", "1_0"];
        assert_eq!(
            write(&Value::List(strings.map(Value::from).into())),
            "- '2026-01-01'\n- '12:30'\n- 'NO'\n- '007'\n- '1.5'\n- 'true'\n- ''\n- plain\n\
             - 'a: b'\n- '1_0'\n"
        );
    }

    #[test]
    fn nested_values_are_written_in_the_style_of_libyaml() {
        let long = "k".repeat(MAX_SIMPLE_KEY + 1);
        let text = format!(
            r#"{{"a": {{"b": [1, -2.5, 1e-5, 1e-7, 1e15, 1e16, 1e300, null, true, {{}}, []],
                "c": {{}}, "d": []}},
                "e": [[1, [2, 3]], {{"f": [{{"g": "x\ny\n", "h": "x\n\ny"}}]}}], "i: j": "k\n\n",
                "{long}": {{"l": 1, "m": [2]}}, "two\nlines": [1, 2], "z": "end"}}"#
        );
        let yaml: BTreeMap<String, Yaml> = serde_json::from_str(&text).unwrap();
        let members = yaml.iter().map(|(key, it)| (key.as_str().into(), value(it)));
        let own = write(&Value::Map(members.collect()));
        assert_eq!(own, serde_yaml::to_string(&yaml).unwrap());
    }

    fn value(yaml: &Yaml) -> Value<'_> {
        match yaml {
            Yaml::Null => Value::Scalar(Scalar::Null),
            Yaml::Bool(flag) => Value::Scalar(Scalar::Bool(*flag)),
            Yaml::Number(number) => Value::Scalar(match number.as_i64() {
                Some(number) => Scalar::Integer(number),
                None => Scalar::Float(number.as_f64().unwrap()),
            }),
            Yaml::String(text) => text.as_str().into(),
            Yaml::Sequence(items) => Value::List(items.iter().map(value).collect()),
            Yaml::Mapping(members) => Value::Map(
                members.iter().map(|(key, it)| (key.as_str().unwrap().into(), value(it))).collect(),
            ),
            Yaml::Tagged(_) => unreachable!("JSON has no tags"),
        }
    }
}
