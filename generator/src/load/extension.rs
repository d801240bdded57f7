//! Types of the extension keys (`x-…`).

use indexmap::IndexMap;
use serde::Deserialize;

pub use super::extension_bulk::{
    BulkExtension, PresetExtension, ReferenceExtension, StatusListExtension,
};
pub use super::extension_constraint::{ConstraintExtension, MemberSet};
pub use super::extension_read::{media_type, operation, parameter, schema, server};

/// The extension keys of the root file.
#[derive(Clone, Debug, Default)]
pub struct RootExtensions {
    /// `x-client`.
    pub client: ClientExtension,
    /// `x-paging`.
    pub paging: IndexMap<String, PagingExtension>,
    /// `x-quotas`.
    pub quotas: IndexMap<String, QuotaExtension>,
    /// `x-rate-limits`.
    pub rate_limits: Spellings,
    /// `x-errors`.
    pub errors: Spellings,
    /// `x-jobs`.
    pub jobs: IndexMap<String, JobExtension>,
    /// `x-queues`.
    pub queues: IndexMap<String, JobExtension>,
}

/// `x-client`: the crate and the headers of every request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClientExtension {
    /// The name of the crate.
    #[serde(rename = "crate")]
    pub package: String,
    /// The description of the crate, in one line.
    pub summary: String,
    /// The environment variables with the credentials.
    pub env: EnvExtension,
    /// The path parameter that the client fills in; empty if there is none.
    #[serde(default)]
    pub account_parameter: String,
    /// The account id that examples contain.
    pub example_account: Option<String>,
    /// Headers sent with every request.
    #[serde(default)]
    pub headers: IndexMap<String, String>,
    /// The header that selects the API version.
    pub api_version: Option<String>,
    /// How an account acts for another one.
    pub delegate: Option<DelegateExtension>,
    /// The URL of the source code.
    pub repository: Option<String>,
    /// The URL of the home page.
    pub homepage: Option<String>,
    /// The URL of the documentation.
    pub documentation: Option<String>,
}

/// `delegate` of `x-client`: how an account acts for another one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegateExtension {
    /// The method of the client builder that sets the acting account.
    pub method: String,
    /// The documentation of the method.
    pub description: String,
    /// The prefix of all paths, with a placeholder for the acting account.
    pub prefix: String,
    /// The name of the server whose paths have the prefix.
    pub host: String,
}

/// The environment variables with the credentials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvExtension {
    /// The variable with the account id.
    pub account: String,
    /// The variable with the token.
    pub token: String,
}

/// An entry of `x-paging`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagingExtension {
    /// How the next page is requested.
    pub follow: FollowStyle,
    /// The query parameter with the page number.
    pub page: String,
    /// The query parameter with the page size.
    pub size: String,
    /// The number of the first page.
    pub first: u64,
    /// The spellings of the members of a page, by meaning.
    pub members: Spellings,
}

/// How the next page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FollowStyle {
    /// By the link in the response.
    Link,
    /// By the page number.
    Number,
}

/// An entry of `x-quotas`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaExtension {
    /// The number of requests; `None` if no limit is documented.
    pub limit: Option<u32>,
    /// `hour` or `day`.
    pub per: Option<QuotaSpan>,
    /// The description.
    pub description: String,
}

/// The span of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotaSpan {
    /// 3,600 seconds.
    Hour,
    /// 86,400 seconds.
    Day,
}

/// The wire names that express a meaning, by meaning.
pub type Spellings = IndexMap<String, Vec<String>>;

/// An entry of `x-jobs` or `x-queues`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct JobExtension {
    /// The operation that returns the state.
    pub poll: String,
    /// The operation that downloads the file; only for jobs.
    pub download: Option<String>,
    /// The operation that runs the job again; only for jobs.
    pub replay: Option<String>,
    /// The members of the initial response that may contain the id.
    pub id: Vec<String>,
    /// The member with the state.
    pub state: String,
    /// States that are not final.
    #[serde(default)]
    pub pending: Vec<String>,
    /// States that mean success.
    pub done: Vec<String>,
    /// States that mean permanent failure.
    #[serde(default)]
    pub failed: Vec<String>,
    /// Further states that mean success. The enum of the state does not list them.
    #[serde(default)]
    pub undocumented_done: Vec<String>,
    /// Further states that mean permanent failure. The enum of the state does not list them.
    #[serde(default)]
    pub undocumented_failed: Vec<String>,
    /// Members that mean failure if they are not empty, unless the state is not final.
    #[serde(default)]
    pub failure: Vec<String>,
    /// Members that the initial response has if the operation was completed at once.
    #[serde(default)]
    pub immediate: Vec<String>,
    /// The member with the progress in percent.
    pub progress: Option<String>,
    /// The member with a message about the state.
    pub message: Option<String>,
    /// How the outcomes of many writes are read together; only for queues.
    pub list: Option<StatusListExtension>,
    /// The member with the id of the job; only for jobs.
    pub job_id: Option<String>,
    /// The member with the time of creation; only for jobs.
    pub created: Option<String>,
}

/// `x-filters`: where the names of filters are listed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiltersExtension {
    /// The operation that returns the filters.
    pub operation: String,
    /// The member of its response with the list of filters.
    pub list: String,
    /// The member of a filter with its name.
    pub name: String,
}

/// `x-group`: the group of the operations of a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupExtension {
    /// The name of the module, the cargo feature and the accessor.
    pub name: String,
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// Search terms (doc aliases).
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The keys of an operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationExtensions {
    /// The name of the Rust method.
    #[serde(rename = "x-method")]
    pub method: Option<String>,
    /// Whether the request can be repeated.
    #[serde(rename = "x-retry-safety")]
    pub retry_safety: Option<RetrySafetyExtension>,
    /// A key of `x-quotas`.
    #[serde(rename = "x-quota")]
    pub quota: Option<String>,
    /// How the response is paged.
    #[serde(rename = "x-page")]
    pub page: Option<PageExtension>,
    /// A key of `x-jobs`: the job that the operation starts.
    #[serde(rename = "x-job")]
    pub job: Option<String>,
    /// A key of `x-queues`: how the outcome of the write is polled.
    #[serde(rename = "x-queued")]
    pub queued: Option<String>,
    /// The date filters.
    #[serde(rename = "x-windows", default)]
    pub windows: Vec<WindowExtension>,
    /// The method that writes many elements.
    #[serde(rename = "x-bulk")]
    pub bulk: Option<BulkExtension>,
    /// The methods that set some members.
    #[serde(rename = "x-presets", default)]
    pub presets: Vec<PresetExtension>,
    /// Where the names of the free query parameters are listed.
    #[serde(rename = "x-filters")]
    pub filters: Option<FiltersExtension>,
    /// Doc aliases.
    #[serde(rename = "x-aliases", default)]
    pub aliases: Vec<String>,
    /// `true` if the response may be a redirect to another host.
    #[serde(rename = "x-redirect", default)]
    pub redirect: bool,
}

/// `x-retry-safety`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RetrySafetyExtension {
    /// The operation only reads.
    Read,
    /// The operation writes and can be repeated.
    Idempotent,
    /// A repetition may write twice.
    NonIdempotent,
    /// The operation reads and uses a small quota or starts a job.
    Metered,
}

/// `x-page`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageExtension {
    /// A key of `x-paging`.
    pub style: String,
    /// The member with the items.
    pub items: String,
    /// Alternative spellings of that member.
    #[serde(default)]
    pub also: Vec<String>,
    /// The maximum number of pages. The service refuses a list that has more.
    pub max_pages: Option<u32>,
    /// The maximum number of items that the service returns of a list.
    pub max_items: Option<u32>,
}

/// An entry of `x-windows`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WindowExtension {
    /// The parameter with the start.
    pub start: String,
    /// The parameter with the end.
    pub end: String,
    /// The name of the clock, which the methods with both ends are named after.
    pub name: Option<String>,
    /// What is filtered by the clock, and what is not found by it.
    pub description: Option<String>,
    /// `true` if the changes since the last run can be listed by the clock.
    #[serde(default)]
    pub sync: bool,
    /// The longest span in days.
    pub days: Option<u32>,
    /// The span in days of the parts that a longer range is split into.
    pub split_days: Option<u32>,
    /// The maximum age of the start in days.
    pub past_days: Option<u32>,
    /// `true` if the start requires the end.
    #[serde(default)]
    pub needs_end: bool,
    /// `true` if the end requires the start.
    #[serde(default)]
    pub needs_start: bool,
}

/// The keys of a server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerExtensions {
    /// The name of the server.
    #[serde(rename = "x-name")]
    pub name: Option<String>,
}

/// The keys of a media type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaTypeExtensions {
    /// The name of an additional Rust method for this media type.
    #[serde(rename = "x-method")]
    pub method: Option<String>,
    /// The summary of that method, instead of that of the operation.
    #[serde(rename = "x-summary")]
    pub summary: Option<String>,
    /// The description of that method, instead of that of the operation.
    #[serde(rename = "x-description")]
    pub description: Option<String>,
    /// `true` if numbers and booleans in JSON are sent as strings.
    #[serde(rename = "x-quoted", default)]
    pub quoted: bool,
    /// `true` if a file is sent as the part of its file name, and its member contains that name.
    #[serde(rename = "x-named-files", default)]
    pub named_files: bool,
}

/// The keys of a parameter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterExtensions {
    /// The Rust name.
    #[serde(rename = "x-rust-name")]
    pub rust_name: Option<String>,
}

/// The keys of a schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaExtensions {
    /// The id type.
    #[serde(rename = "x-id")]
    pub id: Option<String>,
    /// The Rust name.
    #[serde(rename = "x-rust-name")]
    pub rust_name: Option<String>,
    /// The reason why the value is redacted in `Debug` output.
    #[serde(rename = "x-sensitive")]
    pub sensitive: Option<SensitiveExtension>,
    /// The range of `{n}`.
    #[serde(rename = "x-family")]
    pub family: Option<FamilyExtension>,
    /// How the items are numbered in a form.
    #[serde(rename = "x-indexed")]
    pub indexed: Option<IndexedExtension>,
    /// Keywords that are allowed instead of a date-time.
    #[serde(rename = "x-keywords", default)]
    pub keywords: Vec<String>,
    /// The descriptions of enum values.
    #[serde(rename = "x-enum-descriptions", default)]
    pub enum_descriptions: IndexMap<String, String>,
    /// The Rust names of enum values.
    #[serde(rename = "x-enum-names", default)]
    pub enum_names: IndexMap<String, String>,
    /// `true` if the service may send values that are not listed.
    #[serde(rename = "x-open", default)]
    pub open: bool,
    /// A key of `x-references`: the object that the request identifies.
    #[serde(rename = "x-reference")]
    pub reference: Option<String>,
    /// The constraints between members of a request.
    #[serde(rename = "x-constraints", default)]
    pub constraints: Vec<ConstraintExtension>,
}

/// `x-sensitive`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SensitiveExtension {
    /// A credential.
    Secret,
    /// Personal data.
    Personal,
}

/// `x-family`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyExtension {
    /// The first number.
    pub from: u32,
    /// The last number.
    pub to: u32,
}

/// `x-indexed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IndexedExtension {
    /// The number of the first item.
    pub from: u32,
    /// `true` if the first item has no number.
    #[serde(default)]
    pub bare_first: bool,
}
