//! Facts about an API, emitted from its spec as statics. The runtime reads them and knows no others.

/// An API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The name of the client, for the `User-Agent` header.
    pub client: &'static str,
    /// The version of the client, for the `User-Agent` header.
    pub client_version: &'static str,
    /// The environment variables that hold the account and its token.
    pub variables: (&'static str, &'static str),
    /// The path parameter that the client fills in with its account.
    pub account_parameter: &'static str,
    /// Headers sent with every request.
    pub headers: &'static [(&'static str, &'static str)],
    /// The one among them that pins the version of the answers.
    pub version_header: &'static str,
    /// The credentials that `Client::builder` takes: the name of the default security scheme.
    pub default_scheme: &'static str,
    /// Fetches an address of an answer; the address takes the place of its path.
    pub fetch: &'static Operation,
    /// Where the operations live.
    pub hosts: &'static [&'static Host],
    /// What requests count against.
    pub quotas: &'static [&'static Quota],
    /// How lists come in pages.
    pub pagings: &'static [&'static Paging],
    /// Where an error body keeps what.
    pub errors: ErrorMembers,
    /// The headers that tell what is left of a quota.
    pub rate_limits: RateLimitHeaders,
}

/// A server of the API.
#[derive(Debug)]
pub struct Host {
    /// Its short name, for overriding its address.
    pub name: &'static str,
    /// Its address, without a slash at the end.
    pub url: &'static str,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
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
    /// The method as it stands in the request line.
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

/// What a repetition of an operation does; decides when it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it only reads.
    Read,
    /// A write that leaves the same state however often it is sent.
    Idempotent,
    /// May write twice.
    Unsafe,
    /// A read that uses up a scarce quota or starts a job.
    Quota,
}

/// How much may be asked within a span of time.
#[derive(Debug)]
pub struct Quota {
    /// Its name.
    pub name: &'static str,
    /// The number of requests; `None` when no limit is documented.
    pub limit: Option<u32>,
    /// The span in seconds.
    pub seconds: u32,
}

/// How a request body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// There is no body.
    None,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
    /// `multipart/form-data`.
    Multipart,
    /// A form, or multipart when a file is among the members.
    FormOrMultipart,
    /// Text or a file as it is, of this media type.
    Raw(&'static str),
}

/// How the rows of a list come in pages.
#[derive(Debug)]
pub struct Paging {
    /// The query parameter with the number of the page.
    pub page: &'static str,
    /// The query parameter with the size of a page.
    pub size: &'static str,
    /// The number of the first page.
    pub first: u64,
    /// Whether the next page is reached by the link of the answer; otherwise pages are counted.
    pub follow_links: bool,
    /// Where the answer says which page it is.
    pub members: PagingMembers,
}

/// The members of an answer that describe the page; each list names the spellings that occur.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say it")]
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
    /// Whether a member describes the page.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let Self { page, pages, size, total, start, end, this, first, next, previous, last } = self;
        [page, pages, size, total, start, end, this, first, next, previous, last]
            .iter()
            .any(|names| names.contains(&name))
    }
}

/// How the result of a queued request is awaited.
#[derive(Debug)]
pub struct Polling {
    /// Reads how it stands.
    pub operation: &'static Operation,
    /// The path parameter of that operation that takes the id.
    pub parameter: &'static str,
    /// The members of the first answer whose last path segment is the id.
    pub id: &'static [&'static str],
    /// The member that tells the state.
    pub state: &'static str,
    /// States that mean success.
    pub done: &'static [&'static str],
    /// States that mean that it has failed for good.
    pub failed: &'static [&'static str],
    /// Members that, when filled, mean failure in spite of a successful state.
    pub failure: &'static [&'static str],
    /// The member with the progress in percent.
    pub progress: Option<&'static str>,
    /// The member with a sentence about the state.
    pub message: Option<&'static str>,
}

/// A job: what it is polled with, and how its file is fetched.
#[derive(Debug)]
pub struct JobPlan {
    /// How it is awaited.
    pub polling: Polling,
    /// Fetches the file.
    pub download: &'static Operation,
    /// Runs the job again.
    pub replay: Option<&'static Operation>,
}

/// A pair of date filters and their limits.
#[derive(Debug)]
pub struct Window {
    /// The parameter with the start.
    pub start: &'static str,
    /// The parameter with the end.
    pub end: &'static str,
    /// The longest span in days.
    pub days: Option<u32>,
    /// How many days back the start may lie.
    pub past_days: Option<u32>,
    /// Whether the start is refused without the end.
    pub needs_end: bool,
    /// Whether the end is refused without the start.
    pub needs_start: bool,
}

/// What a request must hold beyond its required members; names are those of the wire, with `{n}` and
/// `{i}` in place of numbers.
#[derive(Debug)]
pub struct BodyRule {
    /// The list whose elements are held against it, each by itself; the body when `None`.
    pub each: Option<&'static str>,
    /// What is demanded.
    pub demand: Demand,
    /// Only when all of these members have one of these values.
    pub when: &'static [(&'static str, &'static [&'static str])],
    /// Only when one of these members is given; does not matter when empty.
    pub when_any: &'static [&'static str],
    /// The rule in words.
    pub words: &'static str,
}

/// What a [`BodyRule`] demands.
#[derive(Debug)]
pub enum Demand {
    /// At least one of these is given; members that stand together count together.
    Any(&'static [&'static [&'static str]]),
    /// All of these are given.
    All(&'static [&'static str]),
    /// At most one of these is given.
    NotBoth(&'static [&'static str]),
    /// These are given under the condition only. As long as it is open, they can be given.
    Only(&'static [&'static str]),
}

/// Where an error body keeps what; each list names the spellings that occur.
#[derive(Debug)]
pub struct ErrorMembers {
    /// The member that tells success from failure.
    pub status: &'static [&'static str],
    /// Its values that mean failure, also under HTTP 200.
    pub error_values: &'static [&'static str],
    /// The sentence about the whole.
    pub message: &'static [&'static str],
    /// The list of single problems.
    pub list: &'static [&'static str],
    /// The list of single warnings.
    pub warnings: &'static [&'static str],
    /// In a problem: the field it is about.
    pub field: &'static [&'static str],
    /// In a problem: the sentence.
    pub text: &'static [&'static str],
    /// In a problem: how grave it is.
    pub level: &'static [&'static str],
}

/// The headers that tell what is left of a quota; each list names the spellings that occur.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// How much is allowed.
    pub limit: &'static [&'static str],
    /// How much is left.
    pub remaining: &'static [&'static str],
    /// When the span ends, as seconds or as a point in time.
    pub reset: &'static [&'static str],
    /// How long to wait before the next request.
    pub wait: &'static [&'static str],
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// Its id in the spec.
    pub id: &'static str,
    /// Its HTTP method.
    pub method: Method,
    /// The server it lives on.
    pub host: &'static Host,
    /// Its path, with `{Name}` for each parameter.
    pub path: &'static str,
    /// What a repetition does.
    pub effect: Effect,
    /// What it counts against.
    pub quota: &'static Quota,
    /// The security scheme whose credentials it takes; `None` when it takes none.
    pub scheme: Option<&'static str>,
    /// How its body is written.
    pub encoding: Encoding,
    /// The value of its `Accept` header.
    pub accept: &'static str,
    /// How its rows come in pages, and the spellings of the member that holds them.
    pub paging: Option<(&'static Paging, &'static [&'static str])>,
    /// Its date filters.
    pub windows: &'static [Window],
    /// What its body must hold beyond its required members.
    pub rules: &'static [BodyRule],
    /// Whether it may redirect to another host, where no credentials are sent.
    pub redirects: bool,
}
