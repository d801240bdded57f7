//! Names that emitted code uses or declares, which the names of an API must not hide.

use std::sync::LazyLock;

use crate::scalar::ScalarType;

/// Types that emitted code uses by their bare names, and the types at the root of the crate.
pub(super) static TYPES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    TYPES_BESIDE_SCALARS.iter().copied().chain(ScalarType::wire_types()).collect()
});

/// Those of the runtime and of the standard library, without the types of scalars.
const TYPES_BESIDE_SCALARS: &[&str] = &[
    "AsRef",
    "Async",
    "Box",
    "BulkWrite",
    "CallFuture",
    "Client",
    "ClientBuilder",
    "Clone",
    "DateTimeOrKeyword",
    "Debug",
    "DecodeStruct",
    "Default",
    "Download",
    "Elements",
    "Eq",
    "Err",
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
    "M",
    "Map",
    "None",
    "Numbered",
    "Ok",
    "Option",
    "Page",
    "Pages",
    "PartialEq",
    "Queued",
    "Request",
    "ResourceGroup",
    "Result",
    "Self",
    "Send",
    "Sensitive",
    "Settlements",
    "Sized",
    "Some",
    "String",
    "SyncItems",
    "SyncState",
    "UnknownValue",
    "Vec",
];

/// The names that a group cannot have, because it is a module of the crate, a cargo feature and a method of the client.
pub(super) const GROUPS: &[&str] = &[
    // modules of the crate
    "api",
    "blocking",
    "blocking_client",
    "bulk",
    "call",
    "client",
    "download",
    "error",
    "guide",
    "ids",
    "inspect",
    "json",
    "lib",
    "paging",
    "polling",
    "quota",
    "retry",
    "runtime",
    "transport",
    "types",
    "wire",
    // cargo features
    "chrono",
    "csv",
    "default",
    "http2",
    "internals",
    "jiff",
    "serde",
    "testing",
    "time",
    "trace_context",
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
    "new_with",
    "quota_snapshot",
    "quotas",
    "raw",
    "resource_group",
    // the module of the emitted tests with their helpers
    "support",
    // names that files cannot have on Windows
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "nul",
    "prn",
];

/// Methods of the client builder.
pub(super) const CLIENT_BUILDER: &[&str] = &[
    "allow_plain_http",
    "any_transport",
    "api_version",
    "base_url",
    "base_urls",
    "build",
    "build_core",
    "build_transport",
    "clock",
    "connect_timeout",
    "credentials",
    "delegate",
    "fmt",
    "headers",
    "host",
    "max_body",
    "mock",
    "new",
    "no_proxy",
    "observer",
    "operation_timeout",
    "proxy",
    "quota_mode",
    "read_timeout",
    "restore_quotas",
    "retry",
    "rng",
    "root_certificate_der",
    "root_certificate_pem",
    "strict_decoding",
    "timeout",
    "token",
    "trace_context",
    "transport",
    "user_agent",
    "with_credentials",
    "with_defaults",
    "without_credentials",
];

/// Methods of every type with the operations of a group. Calls of those by value are calls of the standard traits.
pub(super) const OPERATIONS: &[&str] = &["clone", "fmt", "into", "new", "try_into"];

/// Methods of request builders.
pub(super) const REQUEST_SETTERS: &[&str] = &[
    "api_version",
    "checked",
    "clone",
    "extra_member",
    "extra_query",
    "fmt",
    "fresh",
    "header",
    "into_future",
    "items",
    "max_body",
    "operation_timeout",
    "pages",
    "retry",
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

#[cfg(test)]
#[path = "reserved_tests.rs"]
mod tests;
