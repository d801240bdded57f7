//! Objects whose keys are meanings, each with the wire names that express it.

use indexmap::IndexMap;

use crate::schema::value_schema::{Object, STRINGS, optional};

/// The wire names that express a meaning, by meaning.
pub type Spellings = IndexMap<String, Vec<String>>;

/// `members` of an entry of `x-paging`.
pub static PAGING_MEMBERS: Object = Object {
    name: "`members` of a paging style",
    docs: "The members of a page, each with its spellings.",
    fields: &[
        optional("page", STRINGS, "The number of the page."),
        optional("pages", STRINGS, "The number of pages."),
        optional("size", STRINGS, "The number of items per page."),
        optional("total", STRINGS, "The number of items of the list."),
        optional("start", STRINGS, "The position of the first item of the page."),
        optional("end", STRINGS, "The position of the last item of the page."),
        optional("this", STRINGS, "The URL of the page."),
        optional("first", STRINGS, "The URL of the first page."),
        optional("next", STRINGS, "The URL of the next page."),
        optional("previous", STRINGS, "The URL of the previous page."),
        optional("last", STRINGS, "The URL of the last page."),
    ],
    extensions: &[],
};

/// `x-rate-limits`.
pub static RATE_LIMITS: Object = Object {
    name: "`x-rate-limits`",
    docs: "The headers with the remaining quota, each with its spellings.",
    fields: &[
        optional("limit", STRINGS, "The number of requests in a period."),
        optional("remaining", STRINGS, "The number of requests that are left."),
        optional(
            "reset",
            STRINGS,
            "When the period ends: a number of seconds, or a time above 1,000,000,000.",
        ),
        optional("wait", STRINGS, "The delay until the next request."),
        optional("combined", STRINGS, "All values in one, as in `\"default\";r=50;t=30`."),
    ],
    extensions: &[],
};

/// `x-errors`.
pub static ERRORS: Object = Object {
    name: "`x-errors`",
    docs: "The members of error bodies, each with its spellings. The letter case of names and values is ignored.",
    fields: &[
        optional("status", STRINGS, "The outcome of the request."),
        optional("error-values", STRINGS, "Words of a status or a message that refuses a request."),
        optional("success", STRINGS, "Flags that are false if a request failed."),
        optional("failure", STRINGS, "Members that are present only if a request failed."),
        optional("message", STRINGS, "The message, in order of precedence."),
        optional("list", STRINGS, "The list of errors about fields."),
        optional("warnings", STRINGS, "The list of warnings."),
        optional("field", STRINGS, "The field that an error is about."),
        optional("text", STRINGS, "The message of an error about one field."),
        optional("level", STRINGS, "The severity of an error about one field."),
        optional(
            "warning-levels",
            STRINGS,
            "Severities of an entry in a list of errors that does not refuse a write.",
        ),
        optional("details", STRINGS, "Further members, which are not the content of a response."),
        optional(
            "accepted-words",
            STRINGS,
            "Words of a status or a message that accepts a request.",
        ),
        optional(
            "doubtful-words",
            STRINGS,
            "Words of a status or a message that leaves open whether a request was accepted.",
        ),
        optional(
            "negating-words",
            STRINGS,
            "Words that negate the next one of these words and of `error-values`.",
        ),
    ],
    extensions: &[],
};
