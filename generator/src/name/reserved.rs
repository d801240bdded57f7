//! Names that emitted code uses or declares, which the names of an API must not hide.

/// Types of the runtime and of the standard library that emitted code uses by their bare names, and the types at the
/// root of the crate.
pub(super) const TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "CallFuture",
    "Client",
    "ClientBuilder",
    "Clone",
    "Date",
    "DateTime",
    "DateTimeOrKeyword",
    "Debug",
    "Decimal",
    "DecodeStruct",
    "Default",
    "Download",
    "Eq",
    "Error",
    "Extra",
    "FileOrStatus",
    "From",
    "Into",
    "IntoIterator",
    "Items",
    "Iterator",
    "JobHandle",
    "Json",
    "Map",
    "None",
    "Numbered",
    "Option",
    "Page",
    "Pages",
    "PartialEq",
    "Queued",
    "Request",
    "Result",
    "Self",
    "Send",
    "Sensitive",
    "Sized",
    "Some",
    "String",
    "UnknownValue",
    "Upload",
    "Vec",
];

/// The names that a group cannot have, because it is a module of the crate, a cargo feature and a method of the client.
pub(super) const GROUPS: &[&str] = &[
    // modules of the crate
    "api",
    "call",
    "client",
    "download",
    "error",
    "guide",
    "ids",
    "inspect",
    "json",
    "paging",
    "polling",
    "runtime",
    "transport",
    "types",
    "wire",
    // cargo features
    "chrono",
    "default",
    "http2",
    "internals",
    "jiff",
    "serde",
    "time",
    "tracing",
    // methods of the client
    "account",
    "builder",
    "builder_for",
    "clone",
    "core",
    "fetch",
    "fmt",
    "from_env",
    "from_env_for",
    "new",
    "request",
    // the module of the emitted tests with their helpers
    "support",
];

/// Methods of every type with the operations of a group.
pub(super) const OPERATIONS: &[&str] = &["clone", "fmt", "new"];

/// Methods of request builders.
pub(super) const REQUEST_SETTERS: &[&str] = &[
    "api_version",
    "clone",
    "extra_member",
    "extra_query",
    "fmt",
    "header",
    "into_future",
    "items",
    "max_body",
    "pages",
    "send",
    "send_with_response",
    "skip_validation",
    "start",
    "strict_decoding",
    "timeout",
];

/// The field of every record for undeclared members.
pub(super) const FIELDS: &[&str] = &["extra"];

/// Methods of every record.
pub(super) const RECORD_SETTERS: &[&str] = &["clone", "eq", "extra", "fmt", "ne", "new"];

/// The variant of every enum and union for values that are not listed.
pub(super) const VARIANTS: &[&str] = &["Unknown"];
