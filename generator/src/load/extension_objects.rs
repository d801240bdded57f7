//! Schemas of the extension keys. [`super::extension`] has the corresponding types.

use super::value_schema::{
    Object, STRINGS,
    ValueSchema::{self, Bool, Keyword, List, Map, String, StringOr, Unsigned},
    optional, required,
};

/// `x-client`.
pub static CLIENT: Object = Object {
    name: "`x-client`",
    fields: &[
        required("crate", String),
        required("summary", String),
        required("env", ValueSchema::Object(&ENV)),
        optional("account-parameter", String),
        optional("example-account", String),
        optional("headers", Map(&String)),
        optional("api-version", String),
        optional("delegate", ValueSchema::Object(&DELEGATE)),
        optional("repository", String),
        optional("homepage", String),
        optional("documentation", String),
    ],
};

static DELEGATE: Object = Object {
    name: "`delegate`",
    fields: &[
        required("method", String),
        required("description", String),
        required("prefix", String),
        required("host", String),
    ],
};

static ENV: Object =
    Object { name: "`env`", fields: &[required("account", String), required("token", String)] };

/// An entry of `x-paging`.
pub static PAGING: Object = Object {
    name: "a paging style",
    fields: &[
        required("follow", Keyword(&["link", "number"])),
        required("page", String),
        required("size", String),
        required("first", Unsigned),
        required("members", ValueSchema::Object(&PAGING_MEMBERS)),
    ],
};

/// `members` of an entry of `x-paging`.
pub static PAGING_MEMBERS: Object = Object {
    name: "`members` of a paging style",
    fields: &[
        optional("page", STRINGS),
        optional("pages", STRINGS),
        optional("size", STRINGS),
        optional("total", STRINGS),
        optional("start", STRINGS),
        optional("end", STRINGS),
        optional("this", STRINGS),
        optional("first", STRINGS),
        optional("next", STRINGS),
        optional("previous", STRINGS),
        optional("last", STRINGS),
    ],
};

/// An entry of `x-quotas`.
pub static QUOTA: Object = Object {
    name: "a quota",
    fields: &[
        optional("limit", Unsigned),
        optional("per", Keyword(&["hour", "day"])),
        required("description", String),
    ],
};

/// `x-rate-limits`.
pub static RATE_LIMITS: Object = Object {
    name: "`x-rate-limits`",
    fields: &[
        optional("limit", STRINGS),
        optional("remaining", STRINGS),
        optional("reset", STRINGS),
        optional("wait", STRINGS),
        optional("combined", STRINGS),
    ],
};

/// `x-errors`.
pub static ERRORS: Object = Object {
    name: "`x-errors`",
    fields: &[
        optional("status", STRINGS),
        optional("error-values", STRINGS),
        optional("success", STRINGS),
        optional("failure", STRINGS),
        optional("message", STRINGS),
        optional("list", STRINGS),
        optional("warnings", STRINGS),
        optional("field", STRINGS),
        optional("text", STRINGS),
        optional("level", STRINGS),
        optional("details", STRINGS),
        optional("accepted-words", STRINGS),
        optional("refused-words", STRINGS),
    ],
};

/// An entry of `x-jobs` or `x-queues`.
pub static JOB: Object = Object {
    name: "a job or a queue",
    fields: &[
        required("poll", String),
        optional("download", String),
        optional("replay", String),
        required("id", STRINGS),
        required("state", String),
        optional("pending", STRINGS),
        required("done", STRINGS),
        optional("failed", STRINGS),
        optional("undocumented-done", STRINGS),
        optional("undocumented-failed", STRINGS),
        optional("failure", STRINGS),
        optional("immediate", STRINGS),
        optional("progress", String),
        optional("message", String),
        optional("job-id", String),
        optional("created", String),
        optional("list", ValueSchema::Object(&STATUS_LIST)),
    ],
};

static STATUS_LIST: Object = Object {
    name: "`list`",
    fields: &[
        required("operation", String),
        required("method", String),
        required("page-size", Unsigned),
        required("id", String),
        optional("date", String),
        optional("payload", String),
        optional("members", Map(&String)),
        optional("objects", STRINGS),
        optional("kind", String),
        required("kinds", Map(&String)),
    ],
};

/// `x-bulk`.
pub static BULK: Object = Object {
    name: "`x-bulk`",
    fields: &[
        required("method", String),
        required("summary", String),
        optional("description", String),
        required("key", STRINGS),
        optional("qualifiers", STRINGS),
    ],
};

/// An entry of `x-presets`.
pub static PRESET: Object = Object {
    name: "a preset",
    fields: &[
        required("method", String),
        required("summary", String),
        optional("description", String),
        optional("set", Map(&String)),
        optional("arguments", STRINGS),
        optional("aliases", STRINGS),
    ],
};

/// An entry of `x-references`.
pub static REFERENCE: Object = Object {
    name: "a reference",
    fields: &[
        required("description", String),
        required("argument", String),
        required("forms", Map(&STRINGS)),
    ],
};

/// `x-filters`.
pub static FILTERS: Object = Object {
    name: "`x-filters`",
    fields: &[required("operation", String), required("list", String), required("name", String)],
};

/// `x-group`.
pub static GROUP: Object = Object {
    name: "`x-group`",
    fields: &[
        required("name", String),
        required("title", String),
        required("description", String),
        optional("aliases", STRINGS),
    ],
};

/// `x-page`.
pub static PAGE: Object = Object {
    name: "`x-page`",
    fields: &[
        required("style", String),
        required("items", String),
        optional("also", STRINGS),
        optional("max-pages", Unsigned),
        optional("max-items", Unsigned),
    ],
};

/// An entry of `x-windows`.
pub static WINDOW: Object = Object {
    name: "a window",
    fields: &[
        required("start", String),
        required("end", String),
        optional("name", String),
        optional("description", String),
        optional("sync", Bool),
        optional("days", Unsigned),
        optional("split-days", Unsigned),
        optional("past-days", Unsigned),
        optional("needs-end", Bool),
        optional("needs-start", Bool),
    ],
};

/// `x-family`.
pub static FAMILY: Object =
    Object { name: "`x-family`", fields: &[required("from", Unsigned), required("to", Unsigned)] };

/// `x-indexed`.
pub static INDEXED: Object = Object {
    name: "`x-indexed`",
    fields: &[required("from", Unsigned), optional("bare-first", Bool)],
};

/// An entry of `x-constraints`.
pub static CONSTRAINT: Object = Object {
    name: "a constraint",
    fields: &[
        optional("any", List(&StringOr(&STRINGS))),
        optional("all", STRINGS),
        optional("not-both", STRINGS),
        optional("only", STRINGS),
        optional("when", Map(&STRINGS)),
        optional("when-any", STRINGS),
        optional("because", String),
    ],
};

/// An entry of `x-allow`.
pub static ALLOW: Object = Object {
    name: "an entry of `x-allow`",
    fields: &[required("rule", String), required("reason", String)],
};
