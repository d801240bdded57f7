//! Continuing a download after a lost connection. It has no I/O.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG};
use http::{HeaderMap, StatusCode};

use crate::runtime::api::RetrySafety;
use crate::runtime::call::ResponseHead;
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind};

/// The state of a download that may need several requests.
///
/// After a lost connection, only the rest is requested if the service can identify the file (a strong `ETag`) and
/// returns parts of files (`Accept-Ranges: bytes`). Otherwise the file is requested from its start.
pub(crate) struct Restarts {
    /// The number of attempts of all requests that got a response.
    attempts: u32,
    /// The number of bytes that were passed on.
    read: u64,
    /// The strong validator of the file, if the service returns parts of it.
    validator: Option<String>,
    /// The number of bytes of the file, if it is known.
    length: Option<u64>,
    /// The last response is a part of the file.
    is_partial: bool,
    /// The hash of the bytes that were passed on, unless they can be taken back.
    passed: Option<Hash>,
    /// The bytes of a repeated start that are to be compared with those that were passed on, and their hash so far.
    compared: Option<(u64, Hash)>,
}

/// What a response to a download contains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The file, for the first time.
    First,
    /// The rest of the file.
    Rest,
    /// The file from its start: bytes that were passed on are void.
    Again,
    /// Another part than the one that was requested. The next request is for the whole file.
    Other,
}

impl Restarts {
    /// Starts a download whose bytes can be taken back.
    pub(crate) fn rewritable() -> Self {
        Self {
            attempts: 0,
            read: 0,
            validator: None,
            length: None,
            is_partial: false,
            passed: None,
            compared: None,
        }
    }

    /// Starts a download whose bytes cannot be taken back: the start of a repeated file is compared with them.
    pub(crate) fn compared() -> Self {
        Self { passed: Some(Hash::new()), ..Self::rewritable() }
    }

    /// Returns the number of attempts of all requests that got a response.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns `true` if there was a response.
    pub(crate) fn has_started(&self) -> bool {
        self.attempts > 0
    }

    /// Returns the values of the headers `Range` and `If-Range`, if only the rest is requested.
    pub(crate) fn range(&self) -> Option<(String, &str)> {
        let validator = self.validator.as_deref().filter(|_| self.read > 0)?;
        Some((format!("bytes={}-", self.read), validator))
    }

    /// Requests the whole file the next time.
    pub(crate) fn forget_range(&mut self) {
        self.validator = None;
    }

    /// Handles the head of a response.
    pub(crate) fn opened(&mut self, head: &ResponseHead) -> Opened {
        let is_first = self.attempts == 0;
        self.attempts += head.attempts.max(1);
        let is_part = !is_first && head.status == StatusCode::PARTIAL_CONTENT;
        self.is_partial = is_part && self.accept_part(&head.headers);
        if self.is_partial {
            return Opened::Rest;
        }
        if is_part {
            self.forget_range();
            return Opened::Other;
        }
        self.validator = validator(&head.headers);
        self.length = text(&head.headers, CONTENT_LENGTH).and_then(|text| text.parse().ok());
        if is_first {
            return Opened::First;
        }
        match self.passed {
            Some(_) => {
                self.compared = Some((self.read, Hash::new()));
                Opened::Rest
            }
            None => {
                self.read = 0;
                Opened::Again
            }
        }
    }

    /// Sets the length of the file by a partial response that continues it, if it was unknown. Returns `false` for any other
    /// partial response.
    fn accept_part(&mut self, headers: &HeaderMap) -> bool {
        let Some(known) = &self.validator else { return false };
        let is_same = text(headers, ETAG).is_none_or(|tag| tag == known);
        let Some((start, length)) = text(headers, CONTENT_RANGE).and_then(parse_range) else {
            return false;
        };
        // without a length, the end of the part may not be that of the file
        let is_as_long = match (length, self.length) {
            (Some(length), Some(known)) => length == known,
            (length, known) => length.or(known).is_some(),
        };
        let is_plain = !headers.contains_key(CONTENT_ENCODING);
        let continues = is_same && is_as_long && start == self.read && is_plain;
        self.length = self.length.or(length.filter(|_| continues));
        continues
    }

    /// Handles the next bytes; returns those that were not passed on before.
    pub(crate) fn received(&mut self, mut chunk: Bytes) -> Result<Bytes, Error> {
        if let Some((left, hash)) = &mut self.compared {
            let repeated = usize::try_from(*left).unwrap_or(usize::MAX).min(chunk.len());
            hash.add(&chunk.split_to(repeated));
            *left -= repeated as u64;
            if *left == 0 {
                let is_same = self.passed.as_ref() == Some(hash);
                self.compared = None;
                if !is_same {
                    return Err(changed());
                }
            }
        }
        self.read += chunk.len() as u64;
        if let Some(hash) = &mut self.passed {
            hash.add(&chunk);
        }
        Ok(chunk)
    }

    /// Checks the end of the file: a repeated one must not be shorter than what was passed on.
    pub(crate) fn ended(&self) -> Result<(), Error> {
        if self.compared.is_some() { Err(changed()) } else { Ok(()) }
    }

    /// Returns the error for a part of the file that ended before the file does. The rest can be requested again.
    pub(crate) fn incomplete(&self) -> Option<Error> {
        let length = self.length.filter(|length| self.is_partial && self.read < *length)?;
        let message = format!("the file ended after {} of {length} bytes", self.read);
        Some(Error::with_message(ErrorKind::ConnectionClosed, message))
    }

    /// Returns the delay before the next request, or `None` if the error of the body ends the download.
    pub(crate) fn delay(&self, error: &Error, core: &Core) -> Option<Duration> {
        let policy = &core.retry;
        if !policy.permits(self.attempts) || !error.is_repeatable(Some(RetrySafety::Read)) {
            return None;
        }
        let delay = policy.delay(self.attempts, None, &*core.rng)?;
        core.retry_budget.withdraw().then_some(delay)
    }
}

/// Creates the error for a file that differs from its start that was passed on.
fn changed() -> Error {
    let message = "the file was changed while it was downloaded";
    Error::with_message(ErrorKind::ConnectionClosed, message)
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// Returns the strong validator of a file of which parts can be requested.
fn validator(headers: &HeaderMap) -> Option<String> {
    let ranges = text(headers, ACCEPT_RANGES)?;
    // a range of an encoded file cannot be decoded
    let is_plain = !headers.contains_key(CONTENT_ENCODING);
    let has_ranges = ranges.split(',').any(|unit| unit.trim().eq_ignore_ascii_case("bytes"));
    let tag = text(headers, ETAG).filter(|tag| tag.len() > 2 && tag.starts_with('"'))?;
    (is_plain && has_ranges).then(|| tag.to_owned())
}

/// Parses `bytes 4-9/10`; returns the start, and the length of the whole if it is known.
fn parse_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, length) = text.strip_prefix("bytes")?.trim().split_once('/')?;
    let (start, _) = range.split_once('-')?;
    Some((start.trim().parse().ok()?, length.trim().parse().ok()))
}

/// A hash by FNV-1a. Bytes can be added in parts of any size.
#[derive(PartialEq)]
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        let mut hash = self.0;
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = hash;
    }
}
