//! Kinds of errors.

/// The kind of an error; private, so that kinds can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// The request or the configuration is invalid; nothing was sent.
    Request,
    /// No connection was established.
    Connect,
    /// A timeout.
    Timeout,
    /// The connection was closed early.
    ConnectionClosed,
    /// A quota does not permit the request; nothing was sent.
    Quota,
    /// The response has an error status.
    Status,
    /// The response has a success status, but its body reports an error.
    RejectedBody,
    /// The response cannot be decoded.
    Decode,
    /// The queued operation failed.
    Rejected,
    /// A write or the start of a job was accepted, and its outcome cannot be polled.
    OutcomeUnknown,
    /// The requested file does not exist yet.
    NotReady,
    /// The pages of a list cannot be followed.
    Paging,
    /// The call was awaited outside of a tokio runtime, or in one without time or I/O.
    NoRuntime,
    /// A failure on this machine: a file cannot be written, or the request became invalid after an attempt.
    Io,
}

impl ErrorKind {
    /// Returns the description for `Display`.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Request => "invalid request",
            Self::Connect => "connection failed",
            Self::Timeout => "timed out",
            Self::ConnectionClosed => "connection closed",
            Self::Quota => "not permitted yet",
            Self::Status => "failed",
            Self::RejectedBody | Self::Rejected => "rejected by the service",
            Self::Decode => "cannot decode the response",
            Self::OutcomeUnknown => "outcome unknown",
            Self::NotReady => "not ready",
            Self::Paging => "paging stopped",
            Self::NoRuntime => "not in a tokio runtime",
            Self::Io => "local I/O failed",
        }
    }
}
