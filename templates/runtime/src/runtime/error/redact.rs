//! Removal of secrets that a service repeats in its responses.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// Replaces a secret.
const REDACTED: &str = "[redacted]";

/// The minimum length of a secret. A shorter one is part of other words.
const MIN_LENGTH: usize = 6;

/// The maximum length of an escaped character for each of its bytes, as in `&#x002f;`.
const MAX_ESCAPE: usize = 8;

/// The number of times that an escaped character may be escaped again.
const MAX_NESTING: usize = 3;

/// The maximum length of an escaped character that is escaped again, for each of its bytes.
const MAX_NESTED: usize = MAX_ESCAPE + MAX_NESTING * "amp;".len();

/// The characters that HTML and XML escape by a name.
const NAMES: [(&str, char); 8] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("sol", '/'),
    ("plus", '+'),
    ("equals", '='),
];

/// The line breaks that a secret may contain, as they are and as JSON, a URL, HTML and XML escape them.
const LINE_BREAKS: [&str; 15] = [
    "\r", "\n", "\\r", "\\n", "%0D", "%0d", "%0A", "%0a", "&#13;", "&#10;", "&#xD;", "&#xd;",
    "&#xA;", "&#xa;", "<br>",
];

/// The secrets of a client in all forms that are sent.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<[SecretString]>);

impl Secrets {
    /// Creates a list of secrets. Short ones are left out.
    pub(crate) fn new(secrets: Vec<String>) -> Self {
        let mut all: Vec<SecretString> = Vec::new();
        for text in secrets {
            if text.len() < MIN_LENGTH {
                continue;
            }
            // the longest first: a secret may be a part of another one
            let at = all.partition_point(|other| other.expose_secret().len() >= text.len());
            all.insert(at, text.into());
        }
        Self(all.into())
    }

    /// Returns the maximum length of a secret in a text, in which each of its characters may be escaped.
    pub(super) fn max_len(&self) -> usize {
        self.0.first().map_or(0, |secret| MAX_NESTED * secret.expose_secret().len())
    }

    /// Returns `true` if a string contains a secret.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| find(text, secret.expose_secret()).is_some())
    }

    /// Replaces the secrets in a string.
    pub(crate) fn redact(&self, text: &mut String) {
        for secret in &*self.0 {
            let mut start = 0;
            while let Some(found) =
                text.get(start..).and_then(|rest| find(rest, secret.expose_secret()))
            {
                let range = start + found.start..start + found.end;
                start = range.start + REDACTED.len();
                text.replace_range(range, REDACTED);
            }
        }
    }

    /// Replaces the secrets in the values of headers.
    pub(super) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            let mut text = String::from_utf8_lossy(value.as_bytes()).into_owned();
            if self.is_in(&text) {
                self.redact(&mut text);
                *value = HeaderValue::try_from(text)
                    .unwrap_or_else(|_| HeaderValue::from_static(REDACTED));
            }
        }
    }
}

/// Returns the first position of a secret, as it is, with escaped characters, or on several lines.
fn find(text: &str, secret: &str) -> Option<Range<usize>> {
    let plain = text.find(secret).map(|start| start..start + secret.len());
    let before = plain.as_ref().map_or(text.len(), |plain| plain.start);
    let mut letters = secret.chars();
    let first = letters.next()?;
    let starts = |letter: char| letter == first || matches!(letter, '\\' | '%' | '&');
    let mut starts = text.get(..before)?.char_indices().filter(|(_, letter)| starts(*letter));
    let escaped = starts.find_map(|(start, _)| {
        let after = text.get(start..)?;
        let rest = letters.clone().try_fold(strip_letter(after, first)?, |text, letter| {
            strip_letter(text, letter).or_else(|| strip_letter(strip_line_break(text)?, letter))
        })?;
        Some(start..text.len() - rest.len())
    });
    escaped.or(plain)
}

/// Removes a character from the start of a string: escaped as in JSON, a URL, HTML or XML, also several times, or as it is.
fn strip_letter(text: &str, letter: char) -> Option<&str> {
    let json = || {
        let text = text.strip_prefix('\\')?;
        let text = strip_before(text, "\\", 1 << MAX_NESTING, letter);
        text.strip_prefix(letter).or_else(|| strip_code(text.strip_prefix('u')?, 4, letter))
    };
    let url = || {
        let mut bytes = [0; 4];
        letter.encode_utf8(&mut bytes).bytes().try_fold(text, |text, byte| {
            let (text, letter) = (text.strip_prefix('%')?, char::from(byte));
            let text = strip_before(text, "25", MAX_NESTING, letter);
            strip_code(text, 2, letter)
        })
    };
    let html = || {
        let after = text.strip_prefix('&')?;
        let after = strip_before(after, "amp;", MAX_NESTING, letter);
        let end = after.bytes().take(MAX_ESCAPE).position(|byte| byte == b';')?;
        let (code, rest) = (after.get(..end)?, after.get(end + 1..)?);
        let number = match code.strip_prefix('#') {
            Some(code) => match code.strip_prefix(['x', 'X']) {
                Some(code) => u32::from_str_radix(code, 16).ok(),
                None => code.parse().ok(),
            },
            None => {
                NAMES.iter().find(|(name, _)| *name == code).map(|(_, letter)| u32::from(*letter))
            }
        };
        (number == Some(u32::from(letter))).then_some(rest)
    };
    json().or_else(url).or_else(html).or_else(|| text.strip_prefix(letter))
}

/// Removes a line break with the spaces around it. The line may end with `=`, as in quoted-printable text.
fn strip_line_break(text: &str) -> Option<&str> {
    let spaces = [' ', '\t'];
    let line = text.trim_start_matches(spaces);
    let end = line.strip_prefix('=').unwrap_or(line);
    let strip = |text: &'_ str| -> Option<usize> {
        let found = LINE_BREAKS.iter().find(|known| text.starts_with(**known));
        found.map(|known| known.len())
    };
    let mut rest = end.get(strip(end)?..)?;
    while let Some(next) = strip(rest).and_then(|length| rest.get(length..)) {
        rest = next;
    }
    Some(rest.trim_start_matches(spaces))
}

/// Removes what an escape character has after it if it was escaped up to a number of times, unless the character itself is
/// one of these.
fn strip_before<'t>(text: &'t str, escape: &str, times: usize, letter: char) -> &'t str {
    match letter {
        '\\' | '%' | '&' => text,
        _ => (0..times).fold(text, |text, _| text.strip_prefix(escape).unwrap_or(text)),
    }
}

/// Removes the hexadecimal code of a character.
fn strip_code(text: &str, digits: usize, letter: char) -> Option<&str> {
    let (code, rest) = text.split_at_checked(digits)?;
    (u32::from_str_radix(code, 16) == Ok(u32::from(letter))).then_some(rest)
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
