//! A tiny API, described as the generator describes one.

#![allow(dead_code, reason = "emitted code has more than a test uses")]

use runtime::ClientBuilder;
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{
    Api, Encoding, ErrorMembers, Host, JobSpec, Limit, Method, Operation, PageLimits, Paging,
    PagingMembers, Placement, PollSpec, Quota, RateLimitHeaders, RetrySafety, SecurityScheme,
    Variables,
};
use runtime::runtime::internals;

use crate::driver::with_driver;
use crate::fake::Fake;
use crate::notes::Notes;

pub static API_HOST: Host =
    Host { name: "api", url: "https://api.example.com", delegate_prefix: Some("/Agencies/{}") };
pub static TRACKING: Host =
    Host { name: "tracking", url: "https://track.example.com", delegate_prefix: None };
pub static DEFAULT_QUOTA: Quota = Quota { name: "default", limit: Some(1000), seconds: 3600 };
pub static DAY_QUOTA: Quota = Quota { name: "day", limit: Some(10), seconds: 24 * 3600 };
pub static UNLIMITED_QUOTA: Quota = Quota { name: "unlimited", limit: None, seconds: 3600 };

pub static API: Api = Api {
    client: "tiny",
    client_version: "1.2.3",
    // set by cargo for every test
    variables: Variables {
        account: "CARGO_PKG_NAME",
        token: "CARGO_PKG_VERSION",
        base_url: "UNSET_BASE_URL",
    },
    account_parameter: "AccountSID",
    headers: &[("X-Version", "14")],
    version_header: "X-Version",
    schemes: &[
        SecurityScheme { name: "account", placement: Placement::Basic },
        SecurityScheme { name: "calls", placement: Placement::Basic },
    ],
    fetch: &FETCH,
    raw: &Operation::raw(&FETCH),
    hosts: &[&API_HOST, &TRACKING],
    quotas: &[&DEFAULT_QUOTA, &DAY_QUOTA, &UNLIMITED_QUOTA],
    pagings: &[&LINKED, &COUNTED],
    errors: ErrorMembers {
        status: &["Status", "statusCode", "result"],
        error_values: &[
            "ERROR",
            "FAILED",
            "FAILURE",
            "FAIL",
            "REJECTED",
            "DENIED",
            "UNAUTHORIZED",
            "INVALID",
        ],
        success: &["success", "ok"],
        failure: &[
            "error",
            "errors",
            "errorMessage",
            "error_message",
            "errorCode",
            "error_code",
            "exception",
            "fault",
        ],
        message: &[
            "Message",
            "errorMessage",
            "error_message",
            "detail",
            "msg",
            "fault",
            "faultstring",
            "error",
            "title",
        ],
        list: &["Errors", "violations"],
        warnings: &["warnings"],
        field: &["Field", "property", "param"],
        text: &["Message", "detail", "description", "reason", "msg", "error", "text"],
        level: &["level"],
        warning_levels: &["WARNING"],
        details: &["code", "path", "timestamp", "type"],
        accepted_words: &["OK", "QUEUED", "ACCEPTED", "CREATED", "SUCCESS", "PARTIALLY"],
        doubtful_words: &["UNAVAILABLE", "UNKNOWN", "PARTIALLY"],
        negating_words: &["NOT", "NO", "WITHOUT", "ISN'T"],
    },
    rate_limits: RateLimitHeaders {
        limit: &[
            "X-RateLimit-Limit",
            "RateLimit-Limit",
            "X-RateLimit-Limit-hour",
            "X-RateLimit-Limit-day",
        ],
        remaining: &[
            "X-RateLimit-Remaining",
            "RateLimit-Remaining",
            "X-RateLimit-Remaining-hour",
            "X-RateLimit-Remaining-day",
        ],
        reset: &[
            "X-RateLimit-Reset",
            "RateLimit-Reset",
            "X-RateLimit-Reset-hour",
            "X-RateLimit-Reset-day",
        ],
        wait: &["Retry-After"],
        combined: &["RateLimit"],
    },
};

pub static LINKED: Paging = Paging {
    page: "Page",
    size: "PageSize",
    first: 1,
    follow_links: true,
    members: PagingMembers {
        page: &["@page"],
        pages: &["@numpages"],
        size: &["@pagesize"],
        total: &["@total"],
        start: &["@start"],
        end: &["@end"],
        this: &["@uri"],
        first: &["@firstpageuri", "@firstpageruri"],
        next: &["@nextpageuri"],
        previous: &["@previouspageuri"],
        last: &["@lastpageuri"],
    },
};

pub static COUNTED: Paging = Paging {
    page: "Page",
    size: "PageSize",
    first: 0,
    follow_links: false,
    members: PagingMembers {
        page: &["Page"],
        pages: &["NumPages"],
        size: &["PageSize"],
        total: &["Total"],
        start: &[],
        end: &[],
        this: &["Uri"],
        first: &[],
        next: &["NextPageUri"],
        previous: &[],
        last: &[],
    },
};

/// The defaults of an operation, as the generator emits them.
pub const BASE: Operation = Operation {
    id: "",
    method: Method::Get,
    host: &API_HOST,
    path: "",
    retry_safety: RetrySafety::Read,
    quota: &DEFAULT_QUOTA,
    security: &[&["account"]],
    styles: &[],
    encoding: Encoding::None,
    optional_body: false,
    member_styles: &[],
    quoted: false,
    named_files: false,
    accept: "application/json",
    paging: None,
    page_limits: PageLimits::NONE,
    windows: &[],
    required: &[],
    keywords: &[],
    constraints: &[],
    limits: &[],
    body_limits: &[],
    redirects: false,
    job: None,
};

static FETCH: Operation =
    Operation { id: "fetch", path: "/", accept: "*/*", redirects: true, ..BASE };

macro_rules! operations {
    ($($name:ident = $id:literal $method:ident $path:literal { $($field:ident: $value:expr),* })+) => {
        $(pub static $name: Operation =
            Operation { id: $id, method: Method::$method, path: $path, $($field: $value,)* ..BASE };)+
    };
}

operations! {
    LIST = "listNotes" Get "/Accounts/{AccountSID}/Campaigns/{CampaignId}/Notes"
        { paging: Some((&LINKED, &["Notes", "Note"])),
          limits: &[("Page", Limit::Minimum("1")), ("PageSize", Limit::Minimum("1"))] }
    COUNT = "countNotes" Get "/Accounts/{AccountSID}/Counted"
        { paging: Some((&COUNTED, &["Results"])),
          limits: &[("Page", Limit::Minimum("0")), ("PageSize", Limit::Minimum("1"))] }
    GET = "getNote" Get "/Accounts/{AccountSID}/Notes/{NoteId}" {}
    CREATE = "createNote" Post "/Accounts/{AccountSID}/Campaigns/{CampaignId}/Notes"
        { encoding: Encoding::FormOrMultipart, retry_safety: RetrySafety::NonIdempotent }
    SUBMIT = "submit" Post "/Accounts/{AccountSID}/Conversions"
        { encoding: Encoding::Form, retry_safety: RetrySafety::NonIdempotent }
    CHANGE = "change" Put "/Accounts/{AccountSID}/Actions"
        { encoding: Encoding::Form, retry_safety: RetrySafety::NonIdempotent }
    UPDATE = "update" Put "/Accounts/{AccountSID}/Notes/{NoteId}"
        { encoding: Encoding::Json, retry_safety: RetrySafety::Idempotent }
    BULK = "bulk" Post "/Accounts/{AccountSID}/Bulk"
        { encoding: Encoding::Json, retry_safety: RetrySafety::Idempotent }
    UPLOAD = "upload" Post "/Accounts/{AccountSID}/Files"
        { encoding: Encoding::Multipart, retry_safety: RetrySafety::Idempotent }
    NAMED = "attach" Post "/Accounts/{AccountSID}/Named"
        { encoding: Encoding::Multipart, named_files: true, retry_safety: RetrySafety::NonIdempotent }
    QUOTED = "quoted" Put "/Accounts/{AccountSID}/Quoted"
        { encoding: Encoding::Json, quoted: true, retry_safety: RetrySafety::Idempotent }
    PATCH = "patch" Patch "/Accounts/{AccountSID}/Notes"
        { encoding: Encoding::Form, retry_safety: RetrySafety::Idempotent }
    RAW = "raw" Post "/Accounts/{AccountSID}/Raw"
        { encoding: Encoding::Raw("text/csv"), retry_safety: RetrySafety::Idempotent }
    TIMED = "timed" Post "/Accounts/{AccountSID}/Timed"
        { encoding: Encoding::Json, keywords: &[("EventDate", &["NOW", "TODAY"])] }
    DELETE = "deleteNote" Delete "/Accounts/{AccountSID}/Notes/{NoteId}"
        { retry_safety: RetrySafety::Idempotent }
    EXPORT = "export" Get "/Accounts/{AccountSID}/Export"
        { retry_safety: RetrySafety::Metered }
    JOB = "getJob" Get "/Accounts/{AccountSID}/Jobs/{JobId}" {}
    REPLAY = "replayJob" Put "/Accounts/{AccountSID}/Jobs/{JobId}/Replay"
        { retry_safety: RetrySafety::NonIdempotent }
    DOWNLOAD = "download" Get "/Accounts/{AccountSID}/Jobs/{JobId}/Download"
        { accept: "application/octet-stream", redirects: true, job: Some(&EXPORT_JOB) }
    FETCH_PDF = "getPdf" Get "/Accounts/{AccountSID}/Pdf" { accept: "application/pdf" }
    SUBMISSIONS = "listSubmissions" Get "/Accounts/{AccountSID}/Submissions"
        { paging: Some((&LINKED, &["Submissions"])) }
    SUBMISSION = "getSubmission" Get "/Accounts/{AccountSID}/Submissions/{BatchId}" {}
    CALLS = "logCall" Get "/calls" { security: &[&["calls"]] }
    TRACK = "track" Post "/Track"
        { host: &TRACKING, retry_safety: RetrySafety::NonIdempotent, security: &[], encoding: Encoding::Form }
}

pub static SUBMISSION_POLL: PollSpec = PollSpec {
    operation: &SUBMISSION,
    parameter: "BatchId",
    id: &["QueuedUri", "QueuedURI"],
    state: "Status",
    pending: &["Queued", "In Progress"],
    done: &["Complete", "Completed"],
    failed: &["Failed", "Rejected"],
    failure: &["ErrorType", "ErrorReason"],
    immediate: &["ActionId", "ActionUri"],
    progress: None,
    message: None,
};

pub static EXPORT_JOB: JobSpec = JobSpec {
    poll: PollSpec {
        operation: &JOB,
        parameter: "JobId",
        id: &["QueuedUri"],
        state: "Status",
        pending: &["QUEUED", "RUNNING", "ERROR"],
        done: &["COMPLETED", "COMPLETE"],
        failed: &["FAILED", "CANCELLED", "CANCELED", "EXPIRED"],
        failure: &[],
        immediate: &[],
        progress: Some("PercentageComplete"),
        message: Some("StatusMessage"),
    },
    id: Some("Id"),
    download: &DOWNLOAD,
    replay: Some(&REPLAY),
    created: Some("CreatedDate"),
};

pub const ACCOUNT: &str = "ACCOUNT-CANARY";
pub const TOKEN: &str = "TOKEN-CANARY";

pub fn builder() -> ClientBuilder {
    // tests of a single attempt; those of retries set a policy of their own
    with_driver(internals::client_builder(&API, ACCOUNT, TOKEN)).retry(RetryPolicy::none())
}

/// Returns the operations of a client for this base URL.
pub fn notes(url: &str) -> Notes {
    Notes { client: builder().base_url(url).build().unwrap() }
}

/// Returns the operations of a client with this transport and its clock.
pub fn notes_over(fake: Fake) -> Notes {
    let clock = fake.clock.clone();
    Notes { client: builder().transport(fake).clock(clock).build().unwrap() }
}
