//! W3C trace contexts: the header `traceparent`, whose value the program supplies.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};

/// The name of the header.
const TRACEPARENT: &str = "traceparent";

/// Returns the trace context of the current attempt.
#[derive(Clone)]
pub(crate) struct TraceProvider(Arc<dyn Fn() -> Option<TraceParent> + Send + Sync>);

impl TraceProvider {
    pub(crate) fn new(provider: impl Fn() -> Option<TraceParent> + Send + Sync + 'static) -> Self {
        Self(Arc::new(provider))
    }

    /// Sets the header, if there is a trace context.
    pub(crate) fn set_header(&self, headers: &mut HeaderMap) {
        let value = (self.0)().map(|parent| HeaderValue::try_from(parent.to_string()));
        if let Some(Ok(value)) = value {
            headers.insert(TRACEPARENT, value);
        }
    }
}

/// A trace context: the value of the header `traceparent`.
///
/// `Display` and `FromStr` use the form of the header, `00-<trace id>-<parent id>-<flags>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TraceParent {
    trace_id: [u8; 16],
    parent_id: [u8; 8],
    flags: u8,
}

impl TraceParent {
    /// Creates a trace context from the id of a trace and the id of the current span. Returns `None` if an id is zero,
    /// which is invalid.
    pub fn new(trace_id: [u8; 16], parent_id: [u8; 8], is_sampled: bool) -> Option<Self> {
        Self::with_flags(trace_id, parent_id, u8::from(is_sampled))
    }

    fn with_flags(trace_id: [u8; 16], parent_id: [u8; 8], flags: u8) -> Option<Self> {
        let is_valid = trace_id != [0; 16] && parent_id != [0; 8];
        is_valid.then_some(Self { trace_id, parent_id, flags })
    }

    /// Returns the id of the trace.
    pub fn trace_id(&self) -> [u8; 16] {
        self.trace_id
    }

    /// Returns the id of the span that is the parent.
    pub fn parent_id(&self) -> [u8; 8] {
        self.parent_id
    }

    /// Returns `true` if the trace is sampled.
    pub fn is_sampled(&self) -> bool {
        self.flags & 1 == 1
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trace_id = u128::from_be_bytes(self.trace_id);
        let parent_id = u64::from_be_bytes(self.parent_id);
        write!(f, "00-{trace_id:032x}-{parent_id:016x}-{:02x}", self.flags)
    }
}

/// The error for a string that is not a [`TraceParent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTraceParent;

impl fmt::Display for InvalidTraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "expected a trace context, `00-<32 digits>-<16 digits>-<2 digits>` in lower case",
        )
    }
}

impl std::error::Error for InvalidTraceParent {}

impl FromStr for TraceParent {
    type Err = InvalidTraceParent;

    fn from_str(text: &str) -> Result<Self, InvalidTraceParent> {
        let mut parts = text.split('-');
        let mut part = |length| hex_part(parts.next(), length).ok_or(InvalidTraceParent);
        let (version, trace_id, parent_id, flags) = (part(2)?, part(32)?, part(16)?, part(2)?);
        if version != 0 || parts.next().is_some() {
            return Err(InvalidTraceParent);
        }
        let parent_id = u64::try_from(parent_id).map_err(|_| InvalidTraceParent)?;
        let flags = u8::try_from(flags).map_err(|_| InvalidTraceParent)?;
        Self::with_flags(trace_id.to_be_bytes(), parent_id.to_be_bytes(), flags)
            .ok_or(InvalidTraceParent)
    }
}

/// Parses a part with this number of hexadecimal digits in lower case.
fn hex_part(part: Option<&str>, length: usize) -> Option<u128> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    let part = part.filter(|part| part.len() == length && part.bytes().all(is_digit))?;
    u128::from_str_radix(part, 16).ok()
}
