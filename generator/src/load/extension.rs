//! Our own keys (`x-…`), typed. What is not declared here is an error with a suggestion.

use indexmap::IndexMap;
use serde::Deserialize;

pub use super::extension_read::{media_type, operation, parameter, schema, server};
pub use super::extension_rules::{RuleExtension, Together};

/// What the root says about the API as a whole.
#[derive(Clone, Debug, Default)]
pub struct RootExtensions {
    /// `x-client`.
    pub client: ClientExtension,
    /// `x-paging`.
    pub paging: IndexMap<String, PagingExtension>,
    /// `x-quotas`.
    pub quotas: IndexMap<String, QuotaExtension>,
    /// `x-rate-limits`.
    pub rate_limits: RateLimitExtension,
    /// `x-errors`.
    pub errors: ErrorExtension,
    /// `x-jobs`.
    pub jobs: IndexMap<String, JobExtension>,
    /// `x-follows`.
    pub follows: IndexMap<String, JobExtension>,
}

/// `x-client`: the crate and what it sends with every request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClientExtension {
    /// The name of the crate.
    #[serde(rename = "crate")]
    pub package: String,
    /// One line about it.
    pub summary: String,
    /// The environment variables with the credentials.
    pub env: EnvExtension,
    /// The path parameter that the client fills in.
    pub account_parameter: String,
    /// Headers sent with every request.
    #[serde(default)]
    pub headers: IndexMap<String, String>,
    /// The one among them that pins the version of the answers.
    pub api_version: Option<String>,
}

/// The environment variables with the credentials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvExtension {
    /// The account.
    pub account: String,
    /// Its token.
    pub token: String,
}

/// An entry of `x-paging`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagingExtension {
    /// How the next page is reached.
    pub follow: FollowStyle,
    /// The query parameter with the number of the page.
    pub page: String,
    /// The query parameter with its size.
    pub size: String,
    /// The number of the first page.
    pub first: u64,
    /// What the members of the answer are called.
    pub members: IndexMap<String, Vec<String>>,
}

/// How the next page is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FollowStyle {
    /// By the link of the answer.
    Link,
    /// By counting.
    Number,
}

/// An entry of `x-quotas`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaExtension {
    /// The number of requests; none when no limit is documented.
    pub limit: Option<u32>,
    /// `hour` or `day`.
    pub per: Option<QuotaSpan>,
    /// What it is about.
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

/// `x-rate-limits`: the spellings of headers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct RateLimitExtension {
    #[serde(default)]
    pub limit: Vec<String>,
    #[serde(default)]
    pub remaining: Vec<String>,
    #[serde(default)]
    pub reset: Vec<String>,
    #[serde(default)]
    pub wait: Vec<String>,
}

/// `x-errors`: the spellings of the members of an error body.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub struct ErrorExtension {
    #[serde(default)]
    pub status: Vec<String>,
    #[serde(default)]
    pub error_values: Vec<String>,
    #[serde(default)]
    pub message: Vec<String>,
    #[serde(default)]
    pub list: Vec<String>,
    #[serde(default)]
    pub warnings: Vec<String>,
    #[serde(default)]
    pub field: Vec<String>,
    #[serde(default)]
    pub text: Vec<String>,
    #[serde(default)]
    pub level: Vec<String>,
}

/// An entry of `x-jobs` or `x-follows`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobExtension {
    /// The operation that tells how it stands.
    pub poll: String,
    /// The operation that fetches the file; jobs only.
    pub download: Option<String>,
    /// The operation that runs it again; jobs only.
    pub replay: Option<String>,
    /// The members of the first answer that hold the id.
    pub id: Vec<String>,
    /// The member with the state.
    pub state: String,
    /// States that mean success.
    pub done: Vec<String>,
    /// States that mean failure for good.
    #[serde(default)]
    pub failed: Vec<String>,
    /// Members that mean failure when they are filled.
    #[serde(default)]
    pub failure: Vec<String>,
    /// The member with the progress in percent.
    pub progress: Option<String>,
    /// The member with a sentence about the state.
    pub message: Option<String>,
}

/// `x-group`: the group whose operations a file holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupExtension {
    /// The module, the cargo feature and the accessor.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Further words people search for.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The keys of an operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationExtensions {
    /// The Rust method.
    #[serde(rename = "x-method")]
    pub method: Option<String>,
    /// What a repetition does.
    #[serde(rename = "x-effect")]
    pub effect: Option<EffectExtension>,
    /// What it counts against.
    #[serde(rename = "x-quota")]
    pub quota: Option<String>,
    /// How it comes in pages.
    #[serde(rename = "x-page")]
    pub page: Option<PageExtension>,
    /// The job that it starts.
    #[serde(rename = "x-job")]
    pub job: Option<String>,
    /// How its verdict is followed.
    #[serde(rename = "x-follow")]
    pub follow: Option<String>,
    /// Its date filters.
    #[serde(rename = "x-windows", default)]
    pub windows: Vec<WindowExtension>,
    /// Further doc aliases.
    #[serde(rename = "x-aliases", default)]
    pub aliases: Vec<String>,
    /// Whether it may redirect to another host.
    #[serde(rename = "x-redirect", default)]
    pub redirect: bool,
}

/// `x-effect`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EffectExtension {
    /// It only reads.
    Read,
    /// It can be repeated.
    Idempotent,
    /// It may write twice.
    Unsafe,
    /// It reads, at the cost of a scarce quota or by starting a job.
    Quota,
}

/// `x-page`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageExtension {
    /// A key of `x-paging`.
    pub style: String,
    /// The member with the rows.
    pub items: String,
    /// Further spellings of that member.
    #[serde(default)]
    pub also: Vec<String>,
}

/// An entry of `x-windows`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WindowExtension {
    /// The parameter with the start.
    pub start: String,
    /// The parameter with the end.
    pub end: String,
    /// The longest span in days.
    pub days: Option<u32>,
    /// How many days back the start may lie.
    pub past_days: Option<u32>,
    /// Whether the start is refused without the end.
    #[serde(default)]
    pub needs_end: bool,
    /// Whether the end is refused without the start.
    #[serde(default)]
    pub needs_start: bool,
}

/// The keys of a server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerExtensions {
    /// What the server is called.
    #[serde(rename = "x-name")]
    pub name: Option<String>,
}

/// The keys of a media type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaTypeExtensions {
    /// The Rust method for a body of this media type, next to that of the operation.
    #[serde(rename = "x-method")]
    pub method: Option<String>,
    /// What that method does, in place of the summary of the operation.
    #[serde(rename = "x-summary")]
    pub summary: Option<String>,
    /// What else there is to know, in place of the description of the operation.
    #[serde(rename = "x-description")]
    pub description: Option<String>,
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
    /// Whether `Debug` must not show it.
    #[serde(rename = "x-sensitive")]
    pub sensitive: Option<SensitiveExtension>,
    /// The numbers that `{n}` stands for.
    #[serde(rename = "x-family")]
    pub family: Option<FamilyExtension>,
    /// How the elements are numbered in a form.
    #[serde(rename = "x-indexed")]
    pub indexed: Option<IndexedExtension>,
    /// How an array becomes form text.
    #[serde(rename = "x-join")]
    pub join: Option<JoinExtension>,
    /// Words that may stand in place of a date-time.
    #[serde(rename = "x-words", default)]
    pub words: Vec<String>,
    /// What each enum value means.
    #[serde(rename = "x-enum-descriptions", default)]
    pub enum_descriptions: IndexMap<String, String>,
    /// The Rust names of enum values.
    #[serde(rename = "x-enum-names", default)]
    pub enum_names: IndexMap<String, String>,
    /// Whether other values than the listed ones are expected.
    #[serde(rename = "x-open", default)]
    pub open: bool,
    /// What a request must hold beyond its required members.
    #[serde(rename = "x-rules", default)]
    pub rules: Vec<RuleExtension>,
}

/// `x-sensitive`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SensitiveExtension {
    /// A credential.
    Secret,
    /// Tells who a person is or how to reach them.
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
    /// The number of the first element.
    pub from: u32,
    /// Whether the first element carries no number.
    #[serde(default)]
    pub bare_first: bool,
}

/// `x-join`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JoinExtension {
    /// `Labels=a,b`.
    Comma,
    /// `Labels=a&Labels=b`.
    Repeat,
}
