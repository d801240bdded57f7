//! The description of an API, emitted from its spec as statics. The runtime contains no other names of an API.

mod polling;
mod response;
mod security;
mod style;

pub use polling::{JobSpec, PollSpec};
pub use response::{ErrorMembers, RateLimitHeaders};
pub use security::{Placement, Security, SecurityScheme};
pub use style::{Location, MemberStyle, ParameterStyle, Style};

/// An API.
pub struct Api {
    /// The name of the client, for the `User-Agent` header.
    pub client: &'static str,
    /// The version of the client, for the `User-Agent` header.
    pub client_version: &'static str,
    /// The environment variables that `Client::from_env` reads.
    pub variables: Variables,
    /// The path parameter for the account of the client.
    pub account_parameter: &'static str,
    /// Headers sent with every request.
    pub headers: &'static [(&'static str, &'static str)],
    /// The name of the header with the version of the API.
    pub version_header: &'static str,
    /// The security schemes. `Client::builder` takes the credentials of the first one.
    pub schemes: &'static [SecurityScheme],
    /// The operation that fetches a URL from a response; the URL replaces its path.
    pub fetch: &'static Operation,
    /// The operations of requests that are not described, one for each method.
    pub raw: &'static [Operation],
    /// The servers.
    pub hosts: &'static [&'static Host],
    /// The quotas.
    pub quotas: &'static [&'static Quota],
    /// The paging styles.
    pub pagings: &'static [&'static Paging],
    /// The members of error bodies.
    pub errors: ErrorMembers,
    /// The rate-limit headers.
    pub rate_limits: RateLimitHeaders,
}

impl Api {
    /// Returns how the credentials of a security scheme are sent. Fails with a reason for an unknown scheme.
    pub(crate) fn placement(&self, scheme: &str) -> Result<Placement, String> {
        if let Some(known) = self.schemes.iter().find(|known| known.name == scheme) {
            return Ok(known.placement);
        }
        let names: Vec<&str> = self.schemes.iter().map(|scheme| scheme.name).collect();
        Err(match names.is_empty() {
            true => "the API has no security schemes".to_owned(),
            false => format!("unknown security scheme, expected `{}`", names.join("` or `")),
        })
    }
}

/// The environment variables of `Client::from_env`. The name of one that the API does not use is empty.
pub struct Variables {
    /// The account id.
    pub account: &'static str,
    /// The token.
    pub token: &'static str,
    /// The base URL of all servers, in place of the declared ones.
    pub base_url: &'static str,
}

/// A server of the API.
pub struct Host {
    /// The short name, for overriding the URL.
    pub name: &'static str,
    /// The URL, without a trailing slash.
    pub url: &'static str,
    /// The prefix of all paths for an account that acts for the account of the client; `{}` stands for its id.
    pub delegate_prefix: Option<&'static str>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are self-explanatory")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Patch,
    Head,
    Options,
}

impl Method {
    /// Returns the method as in the request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
            Method::Delete => "DELETE",
            Method::Patch => "PATCH",
            Method::Head => "HEAD",
            Method::Options => "OPTIONS",
        }
    }
}

/// The effect of sending a request more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetrySafety {
    /// A read without side effects.
    Read,
    /// A write with the same result however often it is sent.
    Idempotent,
    /// A write that may take effect more than once.
    NonIdempotent,
    /// A read that consumes a scarce quota or starts a job.
    Metered,
}

/// A number of requests that are allowed in a period.
#[derive(Debug)]
pub struct Quota {
    /// The name.
    pub name: &'static str,
    /// The number of requests; `None` when no limit is documented.
    pub limit: Option<u32>,
    /// The period in seconds.
    pub seconds: u32,
}

/// The encoding of a request body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// No body.
    None,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
    /// JSON with another media type, as `application/json-patch+json`.
    JsonOf(&'static str),
    /// `multipart/form-data`.
    Multipart,
    /// A form, or multipart if a member is a file.
    FormOrMultipart,
    /// A string or a file, with this media type.
    Raw(&'static str),
}

/// A paging style.
pub struct Paging {
    /// The query parameter with the number of the page.
    pub page: &'static str,
    /// The query parameter with the size of a page.
    pub size: &'static str,
    /// The number of the first page.
    pub first: u64,
    /// The next page is requested by the link in the response; otherwise by its number.
    pub follow_links: bool,
    /// The members of the response that describe the page.
    pub members: PagingMembers,
}

/// The members of a response that describe the page; each list contains the known spellings.
#[allow(missing_docs, reason = "the names are self-explanatory")]
pub struct PagingMembers {
    pub page: &'static [&'static str],
    pub pages: &'static [&'static str],
    pub size: &'static [&'static str],
    pub total: &'static [&'static str],
    pub start: &'static [&'static str],
    pub end: &'static [&'static str],
    pub this: &'static [&'static str],
    pub first: &'static [&'static str],
    pub next: &'static [&'static str],
    pub previous: &'static [&'static str],
    pub last: &'static [&'static str],
}

impl PagingMembers {
    /// Returns `true` if a member describes the page.
    pub(crate) fn contains(&self, name: &str) -> bool {
        let Self { page, pages, size, total, start, end, this, first, next, previous, last } = self;
        [page, pages, size, total, start, end, this, first, next, previous, last]
            .iter()
            .any(|names| names.contains(&name))
    }

    /// Returns `true` if a member is a count or a position.
    pub(crate) fn is_number(&self, name: &str) -> bool {
        let Self { page, pages, size, total, start, end, .. } = self;
        [page, pages, size, total, start, end].iter().any(|names| names.contains(&name))
    }
}

/// Where the names of the filters of an operation are listed.
pub struct FilterSpec {
    /// The path parameter of the operation with the object that has the filters.
    pub parameter: &'static str,
    /// The operation that returns the filters.
    pub operation: &'static Operation,
    /// The path parameter of that operation for the object.
    pub target: &'static str,
    /// The member with the list of filters.
    pub list: &'static str,
    /// The member of a filter with its name.
    pub name: &'static str,
}

/// What a service limits in a list as a whole.
#[derive(Clone, Copy)]
pub struct PageLimits {
    /// The maximum number of pages. The service refuses a list that has more.
    pub pages: Option<u64>,
    /// The maximum number of items. The service returns no items beyond them.
    pub items: Option<u64>,
}

impl PageLimits {
    /// No limits.
    pub const NONE: Self = Self { pages: None, items: None };
}

/// A pair of date parameters and their limits.
pub struct Window {
    /// The parameter of the start.
    pub start: &'static str,
    /// The parameter of the end.
    pub end: &'static str,
    /// The maximum span in days.
    pub days: Option<u32>,
    /// The span of the parts that a longer range is split into, if it is less than `days`.
    pub split_days: Option<u32>,
    /// The maximum age of the start in days.
    pub past_days: Option<u32>,
    /// The start requires the end.
    pub needs_end: bool,
    /// The end requires the start.
    pub needs_start: bool,
}

impl Window {
    /// Creates a pair of date parameters without limits.
    pub const fn new(start: &'static str, end: &'static str) -> Self {
        Self {
            start,
            end,
            days: None,
            split_days: None,
            past_days: None,
            needs_end: false,
            needs_start: false,
        }
    }
}

/// A constraint on the members of a request body. Names are wire names, with the placeholders `{n}` and `{i}`.
pub struct ConstraintSpec {
    /// The list whose elements are checked one by one; the body if `None`.
    pub each: Option<&'static str>,
    /// The constraint.
    pub constraint: Constraint,
    /// The constraint applies if all of these members have one of these values.
    pub when: &'static [(&'static str, &'static [&'static str])],
    /// The constraint applies if one of these members is given. Ignored if empty.
    pub when_any: &'static [&'static str],
    /// The constraint as a message.
    pub message: &'static str,
}

/// The kind of a [`ConstraintSpec`].
pub enum Constraint {
    /// At least one of these sets of members is given.
    AnyOf(&'static [&'static [&'static str]]),
    /// All of these members are given.
    AllOf(&'static [&'static str]),
    /// At most one of these members is given.
    AtMostOne(&'static [&'static str]),
    /// These members are given only if the condition holds, or if it cannot be decided.
    OnlyIf(&'static [&'static str]),
}

/// A name, and a limit of its values. A name with several limits occurs several times.
pub type NamedLimit = (&'static str, Limit);

/// A limit of a value. Numbers are kept as text, so that none is rounded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The minimum number of characters of a string.
    MinLength(u64),
    /// The maximum number of characters of a string.
    MaxLength(u64),
    /// The maximum number of bytes of a file, which is checked when it is opened.
    MaxSize(u64),
    /// The minimum number of items of a list.
    MinItems(u64),
    /// The maximum number of items of a list.
    MaxItems(u64),
    /// The minimum of a number.
    Minimum(&'static str),
    /// The maximum of a number.
    Maximum(&'static str),
    /// A number is greater than this one.
    ExclusiveMinimum(&'static str),
    /// A number is less than this one.
    ExclusiveMaximum(&'static str),
    /// A number is a multiple of this one.
    MultipleOf(&'static str),
    /// Each item of a list, or each value of a map, has this limit.
    Each(&'static Limit),
    /// The value is a list whose items are joined by commas, and which has this limit.
    Joined(&'static Limit),
}

/// An operation of the API.
pub struct Operation {
    /// The operation id.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The server.
    pub host: &'static Host,
    /// The path template, with `{Name}` for each parameter.
    pub path: &'static str,
    /// The effect of sending it more than once.
    pub retry_safety: RetrySafety,
    /// The quota.
    pub quota: &'static Quota,
    /// The alternatives for its credentials; empty if it takes none.
    pub security: Security,
    /// The parameters whose style has no method of its own.
    pub styles: &'static [ParameterStyle],
    /// The encoding of the body.
    pub encoding: Encoding,
    /// The styles of the members of a form. A list without one is joined by commas, and an object cannot be sent.
    pub member_styles: &'static [MemberStyle],
    /// The request can be sent without a body.
    pub optional_body: bool,
    /// Numbers and booleans in a JSON body are strings.
    pub quoted: bool,
    /// A file in a multipart body is the part of its file name. The member contains the name of that part.
    pub named_files: bool,
    /// The value of the `Accept` header.
    pub accept: &'static str,
    /// The paging style, and the spellings of the member with the items.
    pub paging: Option<(&'static Paging, &'static [&'static str])>,
    /// The limits of the list as a whole.
    pub page_limits: PageLimits,
    /// The date parameters with limits or a name.
    pub windows: &'static [Window],
    /// The wire names of the parameters and of the members of the body that are required. Those of a struct in place
    /// of the body are part of the struct.
    pub required: &'static [&'static str],
    /// The parameters and members that are a time or one of some keywords, and these.
    pub keywords: &'static [(&'static str, &'static [&'static str])],
    /// The constraints on the body.
    pub constraints: &'static [ConstraintSpec],
    /// The limits of the parameters.
    pub limits: &'static [NamedLimit],
    /// The limits of the members of the body. Those of a list in place of the body have an empty name. Those of a struct
    /// in place of the body are part of the struct.
    pub body_limits: &'static [NamedLimit],
    /// Redirects to other hosts are followed, without credentials.
    pub redirects: bool,
    /// The job whose file the operation downloads.
    pub job: Option<&'static JobSpec>,
}

impl Operation {
    /// Returns the operations of requests that are not described, one for each method, on the host and with the
    /// credentials of `base`.
    pub const fn raw(base: &Self) -> [Self; 7] {
        [
            Self::raw_with(base, Method::Get),
            Self::raw_with(base, Method::Put),
            Self::raw_with(base, Method::Post),
            Self::raw_with(base, Method::Delete),
            Self::raw_with(base, Method::Patch),
            Self::raw_with(base, Method::Head),
            Self::raw_with(base, Method::Options),
        ]
    }

    const fn raw_with(base: &Self, method: Method) -> Self {
        let is_read = matches!(method, Method::Get | Method::Head | Method::Options);
        let retry_safety = if is_read { RetrySafety::Read } else { RetrySafety::NonIdempotent };
        Self {
            id: "raw",
            method,
            path: "/{path}",
            retry_safety,
            accept: "*/*",
            redirects: matches!(method, Method::Get),
            ..*base
        }
    }
}
