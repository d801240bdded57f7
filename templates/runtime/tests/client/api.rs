//! A tiny API, written the way the generator writes one.

#![allow(dead_code, reason = "emitted code has more than a test uses")]

use runtime::runtime::description::{
    Api, Encoding, ErrorMembers, Host, JobSpec, Method, Operation, Paging, PagingMembers, PollSpec,
    Quota, RateLimitHeaders, RetrySafety,
};
use runtime::runtime::wire::{DateTime, Decimal, Json, Map, Numbered, Sensitive, Upload};
use runtime::runtime::{
    Call, Client, ClientBuilder, Download, Extra, FileOrStatus, Items, JobHandle, Page, Pages,
    Queued, Request,
};
use runtime::{ids, open_enum, record};

pub static API_HOST: Host = Host { name: "api", url: "https://api.example.com" };
pub static TRACKING: Host = Host { name: "tracking", url: "https://track.example.com" };
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

/// What holds for an operation unless it says otherwise, as it is emitted.
pub const BASE: Operation = Operation {
    id: "",
    method: Method::Get,
    host: &API_HOST,
    path: "",
    effect: RetrySafety::Read,
    quota: &DEFAULT_QUOTA,
    scheme: Some("account"),
    encoding: Encoding::None,
    accept: "application/json",
    paging: None,
    windows: &[],
    rules: &[],
    redirects: false,
};

static FETCH: Operation =
    Operation { id: "fetch", path: "/", accept: "*/*", redirects: true, ..BASE };

macro_rules! operations {
    ($($name:ident = $id:literal $method:ident $path:literal { $($fact:ident: $value:expr),* })+) => {
        $(pub static $name: Operation =
            Operation { id: $id, method: Method::$method, path: $path, $($fact: $value,)* ..BASE };)+
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
    CHANGE = "change" Encode "/Accounts/{AccountSID}/Actions" { encoding: Encoding::Form }
    UPDATE = "update" Encode "/Accounts/{AccountSID}/Notes/{NoteId}" { encoding: Encoding::Json }
    BULK = "bulk" Post "/Accounts/{AccountSID}/Bulk" { encoding: Encoding::Json }
    UPLOAD = "upload" Post "/Accounts/{AccountSID}/Files" { encoding: Encoding::Multipart }
    DELETE = "deleteNote" Delete "/Accounts/{AccountSID}/Notes/{NoteId}" {}
    EXPORT = "export" Get "/Accounts/{AccountSID}/Export" {}
    JOB = "getJob" Get "/Accounts/{AccountSID}/Jobs/{JobId}" {}
    REPLAY = "replayJob" Encode "/Accounts/{AccountSID}/Jobs/{JobId}/Replay" {}
    DOWNLOAD = "download" Get "/Accounts/{AccountSID}/Jobs/{JobId}/Download"
        { accept: "application/octet-stream", redirects: true }
    SUBMISSION = "getSubmission" Get "/Accounts/{AccountSID}/Submissions/{BatchId}" {}
    CALLS = "logCall" Get "/calls" { scheme: Some("calls") }
    TRACK = "track" Post "/Track"
        { host: &TRACKING, effect: RetrySafety::NonIdempotent, scheme: None, encoding: Encoding::Form }
}

pub static FOLLOWED: PollSpec = PollSpec {
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

pub static PLAN: JobSpec = JobSpec {
    polling: PollSpec {
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

ids! {
    /// Identifies a note.
    NoteId
    /// Identifies a campaign.
    CampaignId
}

open_enum! {
    /// Where a note stands.
    NoteState {
        /// Not yet read.
        Pending = "PENDING",
    }
}

/// A note.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Note {
    pub id: Option<NoteId>,
    pub subject: Option<String>,
    pub amount: Option<Decimal>,
    pub state: Option<NoteState>,
    pub created: Option<DateTime>,
    pub email: Option<Sensitive<String>>,
    pub tags: Vec<String>,
    pub address: Option<BaseUrl>,
    pub settings: Map<Json>,
    pub extra: Extra,
}
record!(Note {
    "Id" => id,
    "Subject" => subject,
    "Amount" => amount,
    "State" => state,
    "Created" => created,
    "Email" => email,
    "Tags" => tags,
    "BaseUrl" => address,
    "Settings" => settings,
});

#[derive(Clone, Default)]
pub struct BaseUrl {
    pub city: Option<String>,
    pub extra: Extra,
}
record!(BaseUrl { "City" => city });

#[derive(Clone, Default)]
pub struct Written {
    pub status: Option<String>,
    pub uri: Option<String>,
    pub extra: Extra,
}
record!(Written { "Status" => status, "Uri" => uri });

#[derive(Clone, Default)]
pub struct Conversion {
    pub order_id: Option<String>,
    pub text: Numbered<String>,
    pub items: Vec<Item>,
    pub extra: Extra,
}
record!(Conversion { "OrderId" => order_id, "Text{n}" => text, "Items" => items });

#[derive(Clone, Default)]
pub struct Item {
    pub sku: Option<String>,
    pub quantity: Option<i64>,
    pub text: Numbered<String>,
    pub extra: Extra,
}
record!(Item { "ItemSku{i}" => sku, "ItemQuantity{i}" => quantity, "ItemText{i}_{n}" => text });

#[derive(Clone, Default)]
pub struct ItemChange {
    pub sku: Option<String>,
    pub place: Option<i64>,
    pub extra: Extra,
}
record!(ItemChange { "Sku{i?}" => sku, "FieldMatch{i0}" => place });

#[derive(Clone, Default)]
pub struct Job {
    pub id: Option<String>,
    pub status: Option<String>,
    pub status_message: Option<String>,
    pub percentage_complete: Option<Decimal>,
    pub extra: Extra,
}
record!(Job {
    "Id" => id,
    "Status" => status,
    "StatusMessage" => status_message,
    "PercentageComplete" => percentage_complete,
});

#[derive(Clone, Default)]
pub struct Submission {
    pub status: Option<String>,
    pub error_type: Option<String>,
    pub error_reason: Option<String>,
    pub extra: Extra,
}
record!(Submission {
    "Status" => status,
    "ErrorType" => error_type,
    "ErrorReason" => error_reason,
});

/// The operations on notes, as they are emitted.
#[derive(Clone, Debug)]
pub struct Notes {
    pub client: Client,
}

impl Notes {
    pub fn list(&self, campaign_id: impl Into<CampaignId>) -> ListNotes {
        ListNotes(self.client.request(&LIST).path::<CampaignId>("CampaignId", campaign_id))
    }
    pub fn get(&self, note_id: impl Into<NoteId>) -> Call<Note> {
        self.client.request(&GET).path::<NoteId>("NoteId", note_id).call()
    }
    pub fn create(
        &self,
        campaign_id: impl Into<CampaignId>,
        subject: impl Into<String>,
    ) -> CreateNote {
        CreateNote(
            self.client
                .request(&CREATE)
                .path::<CampaignId>("CampaignId", campaign_id)
                .member::<String>("Subject", subject),
        )
    }
    pub fn submit(&self, conversion: Conversion) -> Call<Queued<Submission>> {
        self.client.request(&SUBMIT).record(&conversion).queued(&FOLLOWED)
    }
    pub fn change(&self, action: impl Into<String>) -> Change {
        Change(self.client.request(&CHANGE).member::<String>("ActionId", action))
    }
    pub fn bulk(&self, notes: impl IntoIterator<Item = Note>) -> Call<Written> {
        self.client.request(&BULK).list(notes).call()
    }
    pub fn export(&self) -> Call<JobHandle<Job>> {
        self.client.request(&EXPORT).begin(&PLAN)
    }
    pub fn file(&self, job_id: impl Into<String>) -> Call<FileOrStatus<Job>> {
        self.client.request(&DOWNLOAD).path::<String>("JobId", job_id).call()
    }
    pub fn download(&self, job_id: impl Into<String>) -> Call<Download> {
        self.client.request(&DOWNLOAD).path::<String>("JobId", job_id).call()
    }
    pub fn delete(&self, note_id: impl Into<NoteId>) -> Call<()> {
        self.client.request(&DELETE).path::<NoteId>("NoteId", note_id).call()
    }
    pub fn counted(&self) -> Request {
        self.client.request(&COUNT)
    }
}

#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct ListNotes(pub Request);

impl ListNotes {
    pub fn media_id(self, value: impl Into<NoteId>) -> Self {
        Self(self.0.query::<NoteId>("MediaId", value))
    }
    pub fn ad_ids(self, values: impl IntoIterator<Item = impl Into<NoteId>>) -> Self {
        Self(self.0.query_each::<NoteId>("AdId", values))
    }
    pub fn labels(self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.query_joined::<String>("Labels", values))
    }
    pub fn since(self, value: impl Into<DateTime>) -> Self {
        Self(self.0.query::<DateTime>("Since", value))
    }
    pub fn urgent(self, value: bool) -> Self {
        Self(self.0.query::<bool>("Urgent", value))
    }
    pub fn filter(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(self.0.query_free(name, value))
    }
    pub fn items(self) -> Items<Note> {
        self.0.items()
    }
    pub fn pages(self) -> Pages<Note> {
        self.0.pages()
    }
    pub fn send(self) -> Call<Page<Note>> {
        self.0.call()
    }
}

#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct CreateNote(pub Request);

impl CreateNote {
    pub fn attachment(self, file: Upload) -> Self {
        Self(self.0.member::<Upload>("Attachment", file))
    }
    pub fn text(self, n: u32, value: impl Into<String>) -> Self {
        Self(self.0.member_numbered::<String>("Text{n}", n, 1..=50, value))
    }
    pub fn labels(self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.member_list::<String>("Labels", values))
    }
    pub fn address(self, value: BaseUrl) -> Self {
        Self(self.0.member::<BaseUrl>("BaseUrl", value))
    }
    pub fn send(self) -> Call<Written> {
        self.0.call()
    }
}

#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct Change(pub Request);

impl Change {
    pub fn item(self, item: ItemChange) -> Self {
        Self(self.0.indexed("Items", &item))
    }
    pub fn send(self) -> Call<Written> {
        self.0.call()
    }
}

pub const ACCOUNT: &str = "ACCOUNT-CANARY";
pub const TOKEN: &str = "TOKEN-CANARY";

pub fn builder() -> ClientBuilder {
    Client::builder_for(&API, ACCOUNT, TOKEN)
}

/// The operations, sent to this address.
pub fn notes(url: &str) -> Notes {
    Notes { client: builder().base_url(url).build().unwrap() }
}

/// The operations, sent over this transport.
pub fn notes_over(transport: std::sync::Arc<super::fake::Fake>) -> Notes {
    Notes { client: builder().transport(transport).build().unwrap() }
}
