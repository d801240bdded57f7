//! Scanning of strings, numbers and literals in the bytes of a document.
//!
//! Every function takes the position of the first byte of a token, and returns the position after it.

/// The same byte in each byte of a word.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// An invalid byte, or the end of the document inside of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    /// What is wrong. The text is left out, because it may contain secrets.
    pub(super) reason: &'static str,
    pub(super) at: usize,
}

impl Invalid {
    /// Creates an error; at the end of the document, `at_end` is the reason.
    #[cold]
    fn new(bytes: &[u8], at: usize, reason: &'static str, at_end: &'static str) -> Self {
        Self { reason: if at < bytes.len() { reason } else { at_end }, at }
    }
}

/// A scanned string.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct ScannedString {
    /// The position after the closing quote.
    pub(super) end: usize,
    pub(super) has_escapes: bool,
}

/// Returns the position of the next byte that is not whitespace.
#[inline]
pub(super) fn skip_whitespace(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Scans a string from its opening quote. The digits of `\u` are checked, but not whether they are valid Unicode.
#[inline]
pub(super) fn string(bytes: &[u8], at: usize) -> Result<ScannedString, Invalid> {
    let mut at = at + 1;
    let mut has_escapes = false;
    loop {
        at = plain_end(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return Ok(ScannedString { end: at + 1, has_escapes }),
            Some(b'\\') => {
                has_escapes = true;
                at = escape(bytes, at + 1)?;
            }
            _ => {
                let reason = "control character (\\u0000-\\u001F) found while parsing a string";
                return Err(Invalid::new(bytes, at, reason, "EOF while parsing a string"));
            }
        }
    }
}

/// Returns the position of the next quote, backslash or control character, or the end.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    // a last chunk that overlaps the one before it
    if at > start
        && let Some(chunk) = bytes.last_chunk::<8>()
    {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        let clean = if special == 0 { 8 } else { (special.trailing_zeros() / 8) as usize };
        return bytes.len() - 8 + clean;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..b' ')) {
        at += 1;
    }
    at
}

/// Returns `true` if two slices of one length are equal. For names, this is faster than a call of a general function.
#[inline]
pub(super) fn equal(one: &[u8], other: &[u8]) -> bool {
    let (mut one, mut other) = (one, other);
    while let (Some((a, after_one)), Some((b, after_other))) =
        (one.split_first_chunk::<8>(), other.split_first_chunk::<8>())
    {
        if a != b {
            return false;
        }
        (one, other) = (after_one, after_other);
    }
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a == b)
}

/// Sets the highest bit of each quote, backslash and control character. Bits above the lowest of them may be wrong.
#[inline]
fn special_bytes(word: u64) -> u64 {
    let is_zero = |word: u64| word.wrapping_sub(repeat(1)) & !word;
    let is_control = word.wrapping_sub(repeat(b' ')) & !word;
    (is_zero(word ^ repeat(b'"')) | is_zero(word ^ repeat(b'\\')) | is_control) & repeat(0x80)
}

/// Scans an escape from the byte after the backslash.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Invalid> {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => {
            let end = at + 5;
            let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
            match (at + 1..end).find(|at| !is_digit(*at)) {
                None => Ok(end),
                Some(at) => {
                    Err(Invalid::new(bytes, at, "invalid escape", "EOF while parsing a string"))
                }
            }
        }
        _ => Err(Invalid::new(bytes, at, "invalid escape", "EOF while parsing a string")),
    }
}

/// Scans a number from its sign or first digit.
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Result<usize, Invalid> {
    let start = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut at = digits(bytes, start)?;
    if bytes.get(start) == Some(&b'0') && at > start + 1 {
        return Err(Invalid { reason: "invalid number", at: start + 1 });
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let has_sign = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
        at = digits(bytes, at + 1 + usize::from(has_sign))?;
    }
    Ok(at)
}

/// Scans one digit or more.
#[inline]
fn digits(bytes: &[u8], start: usize) -> Result<usize, Invalid> {
    let mut at = start;
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    if at == start {
        return Err(Invalid::new(bytes, at, "invalid number", "EOF while parsing a value"));
    }
    Ok(at)
}

/// Scans `true`, `false` or `null`.
#[inline]
pub(super) fn literal(bytes: &[u8], at: usize) -> Result<usize, Invalid> {
    let word: &[u8] = match bytes.get(at) {
        Some(b't') => b"true",
        Some(b'f') => b"false",
        Some(b'n') => b"null",
        _ => return Err(Invalid::new(bytes, at, "expected value", "EOF while parsing a value")),
    };
    let end = at + word.len();
    if bytes.get(at..end) == Some(word) {
        return Ok(end);
    }
    let differs = |(index, byte): (usize, &u8)| bytes.get(at + index) != Some(byte);
    let at = at + word.iter().enumerate().position(|(i, b)| differs((i, b))).unwrap_or_default();
    Err(Invalid::new(bytes, at, "expected ident", "EOF while parsing a value"))
}
