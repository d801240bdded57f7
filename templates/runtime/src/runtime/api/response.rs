//! What responses have in common: the members of error bodies, and the rate-limit headers.

/// The members of error bodies; each list contains the known spellings. The letter case is ignored.
pub struct ErrorMembers {
    /// The member with the status.
    pub status: &'static [&'static str],
    /// Words of a status or a message that refuses a request, also in a response with HTTP status 200.
    pub error_values: &'static [&'static str],
    /// Flags that are false if the request failed.
    pub success: &'static [&'static str],
    /// Members that are present only if the request failed.
    pub failure: &'static [&'static str],
    /// The message about the whole request.
    pub message: &'static [&'static str],
    /// The list of field errors.
    pub list: &'static [&'static str],
    /// The list of warnings.
    pub warnings: &'static [&'static str],
    /// In a field error: the name of the field.
    pub field: &'static [&'static str],
    /// In a field error: the message. It is the one about the whole request if there is no other.
    pub text: &'static [&'static str],
    /// In a field error: the severity.
    pub level: &'static [&'static str],
    /// Severities of an entry in a list of errors that does not refuse a write.
    pub warning_levels: &'static [&'static str],
    /// Other members of error bodies, such as a code or a time.
    pub details: &'static [&'static str],
    /// Words of a status or a message, if the request was accepted.
    pub accepted_words: &'static [&'static str],
    /// Words of a status or a message, if it is open whether the request was accepted.
    pub doubtful_words: &'static [&'static str],
    /// Words that negate the next one of these words and of the error values.
    pub negating_words: &'static [&'static str],
}

/// The rate-limit headers; each list contains the known spellings.
pub struct RateLimitHeaders {
    /// The number of requests that are allowed.
    pub limit: &'static [&'static str],
    /// The number of requests that are left.
    pub remaining: &'static [&'static str],
    /// When the quota is reset, in seconds or as a point in time.
    pub reset: &'static [&'static str],
    /// When the next request is allowed.
    pub wait: &'static [&'static str],
    /// The limit, the number of requests that are left, and the reset in one header, as in `"default";r=50;t=30`.
    pub combined: &'static [&'static str],
}
