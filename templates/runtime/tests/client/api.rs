//! A tiny API, described as the generator describes one.

#![allow(dead_code, reason = "emitted code has more than a test uses")]

use runtime::ClientBuilder;
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{
    Api, Encoding, ErrorMembers, Host, JobSpec, Method, Operation, Paging, PagingMembers, PollSpec,
    Quota, RateLimitHeaders, RetrySafety,
};
use runtime::runtime::internals;

use crate::fake::Fake;
use crate::notes::Notes;

pub static API_HOST: Host =
    Host { name: "api", url: "https://api.example.com", delegate_prefix: Some("/Agencies/{}") };
pub static TRACKING: Host =
    Host { name: "tracking", url: "https://track.example.com", delegate_prefix: None };
static DEFAULT_QUOTA: Quota = Quota { name: "default", limit: Some(1000), seconds: 3600 };

pub static API: Api = Api {
    client: "tiny",
    client_version: "1.2.3",
    // set by cargo for every test
    variables: ("CARGO_PKG_NAME", "CARGO_PKG_VERSION"),
    account_parameter: "AccountSID",
    headers: &[("X-Version", "14")],
    version_header: "X-Version",
    default_scheme: "account",
    fetch: &FETCH,
    raw: &Operation::raw(&FETCH),
    hosts: &[&API_HOST, &TRACKING],
    quotas: &[&DEFAULT_QUOTA],
    pagings: &[&LINKED, &COUNTED],
    errors: ErrorMembers {
        status: &["Status"],
        error_values: &["ERROR"],
        message: &["Message", "message", "error"],
        list: &["Errors", "errors"],
        warnings: &["warnings"],
        field: &["Field", "field"],
        text: &["Message", "message"],
        level: &["level"],
    },
    rate_limits: RateLimitHeaders {
        limit: &["X-RateLimit-Limit", "X-RateLimit-Limit-hour"],
        remaining: &["X-RateLimit-Remaining", "X-RateLimit-Remaining-hour"],
        reset: &["X-RateLimit-Reset", "RateLimit-Reset"],
        wait: &["Retry-After"],
    },
};

static LINKED: Paging = Paging {
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

static COUNTED: Paging = Paging {
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
    scheme: Some("account"),
    encoding: Encoding::None,
    accept: "application/json",
    paging: None,
    windows: &[],
    required: &[],
    constraints: &[],
    redirects: false,
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
        { paging: Some((&LINKED, &["Notes", "Note"])) }
    COUNT = "countNotes" Get "/Accounts/{AccountSID}/Counted" { paging: Some((&COUNTED, &["Results"])) }
    GET = "getNote" Get "/Accounts/{AccountSID}/Notes/{NoteId}" {}
    CREATE = "createNote" Post "/Accounts/{AccountSID}/Campaigns/{CampaignId}/Notes"
        { encoding: Encoding::FormOrMultipart }
    SUBMIT = "submit" Post "/Accounts/{AccountSID}/Conversions" { encoding: Encoding::Form }
    CHANGE = "change" Put "/Accounts/{AccountSID}/Actions" { encoding: Encoding::Form }
    UPDATE = "update" Put "/Accounts/{AccountSID}/Notes/{NoteId}" { encoding: Encoding::Json }
    BULK = "bulk" Post "/Accounts/{AccountSID}/Bulk" { encoding: Encoding::Json }
    UPLOAD = "upload" Post "/Accounts/{AccountSID}/Files" { encoding: Encoding::Multipart }
    DELETE = "deleteNote" Delete "/Accounts/{AccountSID}/Notes/{NoteId}" {}
    EXPORT = "export" Get "/Accounts/{AccountSID}/Export" {}
    JOB = "getJob" Get "/Accounts/{AccountSID}/Jobs/{JobId}" {}
    REPLAY = "replayJob" Put "/Accounts/{AccountSID}/Jobs/{JobId}/Replay" {}
    DOWNLOAD = "download" Get "/Accounts/{AccountSID}/Jobs/{JobId}/Download"
        { accept: "application/octet-stream", redirects: true }
    SUBMISSION = "getSubmission" Get "/Accounts/{AccountSID}/Submissions/{BatchId}" {}
    CALLS = "logCall" Get "/calls" { scheme: Some("calls") }
    TRACK = "track" Post "/Track"
        { host: &TRACKING, retry_safety: RetrySafety::NonIdempotent, scheme: None, encoding: Encoding::Form }
}

pub static SUBMISSION_POLL: PollSpec = PollSpec {
    operation: &SUBMISSION,
    parameter: "BatchId",
    id: &["QueuedUri", "QueuedURI"],
    state: "Status",
    done: &["Complete"],
    failed: &[],
    failure: &["ErrorType", "ErrorReason"],
    progress: None,
    message: None,
};

pub static EXPORT_JOB: JobSpec = JobSpec {
    poll: PollSpec {
        operation: &JOB,
        parameter: "JobId",
        id: &["QueuedUri"],
        state: "Status",
        done: &["COMPLETED"],
        failed: &["FAILED", "CANCELLED"],
        failure: &[],
        progress: Some("PercentageComplete"),
        message: Some("StatusMessage"),
    },
    download: &DOWNLOAD,
    replay: Some(&REPLAY),
};

pub const ACCOUNT: &str = "ACCOUNT-CANARY";
pub const TOKEN: &str = "TOKEN-CANARY";

pub fn builder() -> ClientBuilder {
    // tests of a single attempt; those of retries set a policy of their own
    internals::client_builder(&API, ACCOUNT, TOKEN).retry(RetryPolicy::none())
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
