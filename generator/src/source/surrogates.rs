//! Characters that JSON writes as a pair of escapes, as in `"\ud83d\ude00"`. YAML has no such pairs.

use std::borrow::Cow;
use std::ops::Range;

use crate::location::Span;

/// The length of an escape.
const ESCAPE: usize = r"\uXXXX".len();

/// A pair of escapes, or half of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The byte range of the escapes.
    range: Range<usize>,
    /// The character that they stand for; `None` for half a pair.
    character: Option<char>,
}

impl Pair {
    /// Returns the location of half a pair.
    pub(super) fn half(&self) -> Option<Span> {
        self.character.is_none().then(|| Span::new(self.range.start, self.range.end))
    }
}

/// The text of a file in which pairs are replaced by the characters that they stand for, and halves of pairs by the
/// replacement character.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// The index of each character after one that takes several bytes in the file, and its byte offset there.
    offsets: Vec<(usize, usize)>,
    length: usize,
}

impl<'a> Decoded<'a> {
    /// Replaces the pairs, which are in order.
    pub(super) fn new(text: &'a str, pairs: &[Pair]) -> Self {
        let length = text.len();
        let mut offsets = Vec::new();
        let (mut index, mut end) = (0, 0);
        let mut add = |part: Range<usize>, pair: Option<Range<usize>>| {
            let part_text = text.get(part.clone()).unwrap_or_default();
            for (at, character) in part_text.char_indices() {
                index += 1;
                if !character.is_ascii() {
                    offsets.push((index, part.start + at + character.len_utf8()));
                }
            }
            if let Some(pair) = pair {
                index += 1;
                offsets.push((index, pair.end));
            }
            part_text
        };
        if pairs.is_empty() {
            if !text.is_ascii() {
                add(0..length, None);
            }
            return Self { text: text.into(), offsets, length };
        }
        let mut decoded = String::new();
        for pair in pairs {
            decoded.push_str(add(end..pair.range.start, Some(pair.range.clone())));
            decoded.push(pair.character.unwrap_or(char::REPLACEMENT_CHARACTER));
            end = pair.range.end;
        }
        decoded.push_str(add(end..length, None));
        Self { text: decoded.into(), offsets, length }
    }

    /// Converts the offset of a character, which the parser reports, to a byte offset in the file.
    pub(super) fn byte(&self, index: usize) -> usize {
        let before = self.offsets.partition_point(|(known, _)| *known <= index);
        let last = before.checked_sub(1).and_then(|last| self.offsets.get(last));
        let (known, byte) = last.copied().unwrap_or_default();
        (byte + (index - known)).min(self.length)
    }
}

/// Returns the pairs, and the halves of pairs, in the string in double quotes that begins at byte `start`.
///
/// In a JSON file, those of all later strings are returned as well.
pub(super) fn find_pairs(text: &str, start: usize) -> Vec<Pair> {
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let mut pairs = Vec::new();
    let mut at = start;
    let mut quoted = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with('"') {
            if quoted && !is_json {
                break;
            }
            quoted = !quoted;
        }
        match (unit(rest), rest.get(ESCAPE..).and_then(unit)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                let character = char::decode_utf16([high, low]).next().and_then(Result::ok);
                pairs.push(Pair { range: at..at + 2 * ESCAPE, character });
                at += 2 * ESCAPE;
            }
            (Some(0xd800..0xe000), _) => {
                pairs.push(Pair { range: at..at + ESCAPE, character: None });
                at += ESCAPE;
            }
            _ => {
                let skipped = if rest.starts_with('\\') { 2 } else { 1 };
                at += rest.chars().take(skipped).map(char::len_utf8).sum::<usize>();
            }
        }
    }
    pairs
}

/// Returns the code unit of the escape that a text begins with.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix(r"\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_a_string_are_found() {
        let text = r#"a: "x \\ \" \ud83d\ude00 é \ud83d\ude01" # \ud83d"#;
        let pairs = find_pairs(text, 3);
        assert_eq!(pairs.iter().filter_map(|pair| pair.character).collect::<String>(), "😀😁");
        let decoded = Decoded::new(text, &pairs);
        assert_eq!(decoded.text, r#"a: "x \\ \" 😀 é 😁" # \ud83d"#);
        assert_eq!(decoded.byte(12), text.find(r"\ud83d").unwrap());
        assert_eq!(decoded.byte(14), text.find('é').unwrap());
        assert_eq!(decoded.byte(1000), text.len());
    }

    #[test]
    fn halves_of_pairs_are_replaced() {
        for (text, halves, expected) in [
            (r#""\ud83d""#, 1, "\"\u{fffd}\""),
            (r#""\ud83d\n""#, 1, "\"\u{fffd}\\n\""),
            (r#""\ude00\ud83d""#, 2, "\"\u{fffd}\u{fffd}\""),
            (r#""\ud83d\ud83d\ude00""#, 1, "\"\u{fffd}😀\""),
            (r#""\\ud83d""#, 0, r#""\\ud83d""#),
        ] {
            let pairs = find_pairs(text, 0);
            assert_eq!(pairs.iter().filter_map(Pair::half).count(), halves, "{text}");
            assert_eq!(Decoded::new(text, &pairs).text, expected);
        }
    }

    #[test]
    fn a_json_file_is_decoded_at_once() {
        let text = r#"{ "a": "\ud83d\ude00", "b": ["\ud83d\ude01"] }"#;
        assert_eq!(find_pairs(text, 7).len(), 2);
    }
}
