//! Keys of an operation.

use serde::Deserialize;

use super::{BulkExtension, PageExtension, PresetExtension};
use crate::schema::declare::{keys, keywords};

keys! {
    /// An operation.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    #[keys(default)]
    pub struct OperationExtensions {
        /// The Rust method in snake case, not a keyword: `list`, `get`, `create`, `update`, `delete`, or a verb of the domain.
        /// Unique in the group.
        #[key("x-method", default)]
        #[example("list")]
        pub method: Option<String>,
        /// The effect of a repetition. `read` and `metered` are for `GET`, and for a `POST` whose name begins with a verb such as
        /// `search`.
        #[key("x-retry-safety", default)]
        #[example("read")]
        pub retry_safety: Option<RetrySafetyExtension>,
        /// A key of `x-quotas`; `default` when absent.
        #[key("x-quota", default)]
        #[example("uploads")]
        pub quota: Option<String>,
        /// The response is a page of a list.
        #[key("x-page", default)]
        #[example("{ style: standard, items: Orders }")]
        pub page: Option<PageExtension>,
        /// A key of `x-jobs`: the response starts a job.
        #[key("x-job", default)]
        #[example("export")]
        pub job: Option<String>,
        /// A key of `x-queues`: the write is queued, and its outcome can be polled.
        #[key("x-queued", default)]
        #[example("import")]
        pub queued: Option<String>,
        /// Date filters and their limits. See [date filters](#date-filters).
        #[key("x-windows", default)]
        #[example("[{ start: StartDate, end: EndDate, days: 45 }]")]
        pub windows: Vec<WindowExtension>,
        /// A method that writes many elements. See [bulk writes](#bulk-writes).
        #[key("x-bulk", default)]
        #[example("{ method: submit_all, summary: …, key: [OrderId] }")]
        pub bulk: Option<BulkExtension>,
        /// Methods that start the request with some members set. See [presets](#presets-and-references).
        #[key("x-presets", default)]
        #[example("[{ method: archive, summary: …, set: { State: ARCHIVED }, arguments: ['Name{i}'] }]")]
        pub presets: Vec<PresetExtension>,
        /// Where the names of the free query parameters are listed: an operation of the same group. Both operations have one
        /// path parameter besides the account, the same object. The builder gets the method `checked`.
        #[key("x-filters", default)]
        #[example("{ operation: listFilters, list: Filters, name: Name }")]
        pub filters: Option<FiltersExtension>,
        /// Further doc aliases. The operationId and the last segment of the path are added automatically.
        #[key("x-aliases", default)]
        #[example("[searchNotes]")]
        pub aliases: Vec<String>,
        /// A 3xx response redirects to a signed URL, which is fetched without credentials.
        #[key("x-redirect", default)]
        #[example("true")]
        pub redirect: bool,
    }
}

keywords! {
    /// The effect of a repetition.
    pub enum RetrySafetyExtension {
        /// None.
        #[key("read")]
        Read,
        /// A write that can be repeated.
        #[key("idempotent")]
        Idempotent,
        /// May write twice.
        #[key("non-idempotent")]
        NonIdempotent,
        /// A read that consumes a scarce quota or starts a job.
        #[key("metered")]
        Metered,
    }
}

keys! {
    /// An entry of `x-windows`: the parameters with both ends of a range of dates.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("a window")]
    pub struct WindowExtension {
        /// The query parameter with the start.
        #[key("start")]
        pub start: String,
        /// The query parameter with the end.
        #[key("end")]
        pub end: String,
        /// The name of the date that the range is about, which the methods with both ends are named after.
        #[key("name", default)]
        #[example("updated")]
        pub name: Option<String>,
        /// What is filtered by the date, and what is not found by it.
        #[key("description", default)]
        pub description: Option<String>,
        /// The changes since the last run can be listed by the date.
        #[key("sync", default)]
        pub sync: bool,
        /// The longest span in days, as documented.
        #[key("days", default)]
        #[example("45")]
        pub days: Option<u32>,
        /// The span in days of the parts that a longer range is split into, if it differs from `days`.
        #[key("split-days", default)]
        #[example("44")]
        pub split_days: Option<u32>,
        /// The maximum age of the start in days.
        #[key("past-days", default)]
        #[example("1095")]
        pub past_days: Option<u32>,
        /// The start requires the end.
        #[key("needs-end", default)]
        pub needs_end: bool,
        /// The end requires the start.
        #[key("needs-start", default)]
        pub needs_start: bool,
    }
}

keys! {
    /// Where the names of free query parameters are listed.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("`x-filters`")]
    pub struct FiltersExtension {
        /// The operation that returns the filters.
        #[key("operation")]
        pub operation: String,
        /// The member of its response with the list of filters.
        #[key("list")]
        pub list: String,
        /// The member of a filter with its name.
        #[key("name")]
        pub name: String,
    }
}
