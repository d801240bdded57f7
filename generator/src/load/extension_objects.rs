//! The objects of our own keys, as tables; [`super::extension`] holds the types they become.

use super::shape::{
    Object,
    Shape::{self, Bool, Count, List, Map, Text, TextOr, Word},
    TEXTS, may, must,
};

/// `x-client`.
pub static CLIENT: Object = Object {
    name: "`x-client`",
    fields: &[
        must("crate", Text),
        must("summary", Text),
        must("env", Shape::Object(&ENV)),
        must("account-parameter", Text),
        may("headers", Map(&Text)),
        may("api-version", Text),
    ],
};

static ENV: Object =
    Object { name: "`env`", fields: &[must("account", Text), must("token", Text)] };

/// An entry of `x-paging`.
pub static PAGING: Object = Object {
    name: "a paging style",
    fields: &[
        must("follow", Word(&["link", "number"])),
        must("page", Text),
        must("size", Text),
        must("first", Count),
        must("members", Shape::Object(&PAGING_MEMBERS)),
    ],
};

static PAGING_MEMBERS: Object = Object {
    name: "the members of a page",
    fields: &[
        may("page", TEXTS),
        may("pages", TEXTS),
        may("size", TEXTS),
        may("total", TEXTS),
        may("start", TEXTS),
        may("end", TEXTS),
        may("this", TEXTS),
        may("first", TEXTS),
        may("next", TEXTS),
        may("previous", TEXTS),
        may("last", TEXTS),
    ],
};

/// An entry of `x-quotas`.
pub static QUOTA: Object = Object {
    name: "a quota",
    fields: &[may("limit", Count), may("per", Word(&["hour", "day"])), must("description", Text)],
};

/// `x-rate-limits`.
pub static RATE_LIMITS: Object = Object {
    name: "`x-rate-limits`",
    fields: &[
        may("limit", TEXTS),
        may("remaining", TEXTS),
        may("reset", TEXTS),
        may("wait", TEXTS),
    ],
};

/// `x-errors`.
pub static ERRORS: Object = Object {
    name: "`x-errors`",
    fields: &[
        may("status", TEXTS),
        may("error-values", TEXTS),
        may("message", TEXTS),
        may("list", TEXTS),
        may("warnings", TEXTS),
        may("field", TEXTS),
        may("text", TEXTS),
        may("level", TEXTS),
    ],
};

/// An entry of `x-jobs` or `x-follows`.
pub static JOB: Object = Object {
    name: "a job",
    fields: &[
        must("poll", Text),
        may("download", Text),
        may("replay", Text),
        must("id", TEXTS),
        must("state", Text),
        must("done", TEXTS),
        may("failed", TEXTS),
        may("failure", TEXTS),
        may("progress", Text),
        may("message", Text),
    ],
};

/// `x-group`.
pub static GROUP: Object = Object {
    name: "`x-group`",
    fields: &[
        must("name", Text),
        must("title", Text),
        must("description", Text),
        may("aliases", TEXTS),
    ],
};

/// `x-page`.
pub static PAGE: Object = Object {
    name: "`x-page`",
    fields: &[must("style", Text), must("items", Text), may("also", TEXTS)],
};

/// An entry of `x-windows`.
pub static WINDOW: Object = Object {
    name: "a window",
    fields: &[
        must("start", Text),
        must("end", Text),
        may("days", Count),
        may("past-days", Count),
        may("needs-end", Bool),
        may("needs-start", Bool),
    ],
};

/// `x-family`.
pub static FAMILY: Object =
    Object { name: "`x-family`", fields: &[must("from", Count), must("to", Count)] };

/// `x-indexed`.
pub static INDEXED: Object =
    Object { name: "`x-indexed`", fields: &[must("from", Count), may("bare-first", Bool)] };

/// An entry of `x-rules`.
pub static RULE: Object = Object {
    name: "a rule",
    fields: &[
        may("any", List(&TextOr(&TEXTS))),
        may("all", TEXTS),
        may("not-both", TEXTS),
        may("only", TEXTS),
        may("when", Map(&TEXTS)),
        may("when-any", TEXTS),
        may("because", Text),
    ],
};
