//! The models and operations of the tiny API, as the generator emits a group of operations.

use runtime::call::{Async, CallFuture};
use runtime::download::{Download, FileOrStatus};
use runtime::paging::{Items, Page, Pages};
use runtime::polling::{JobHandle, Queued};
use runtime::runtime::api::Operation;
use runtime::runtime::internals;
use runtime::runtime::request::Request;
use runtime::wire::{
    DateTime, Decimal, Extra, Json, Map, Numbered, Sensitive, UnknownValue, Upload,
};
use runtime::{Client, ids, open_enum, record, request_builder};

use crate::api::{
    BULK, CHANGE, COUNT, CREATE, DELETE, DOWNLOAD, EXPORT, EXPORT_JOB, GET, LIST, SUBMISSION_POLL,
    SUBMIT, UPDATE,
};

ids! {
    /// Identifies a note.
    NoteId
    /// Identifies a campaign.
    CampaignId
}

/// The state of a note.
#[derive(Clone)]
#[non_exhaustive]
pub enum NoteState {
    /// Not yet read.
    Pending,
    /// A value that is not listed.
    Unknown(UnknownValue),
}
open_enum!(NoteState { Pending = "PENDING" });

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
    pub address: Option<Address>,
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
    "Address" => address,
    "Settings" => settings,
});

#[derive(Clone, Default)]
pub struct Address {
    pub city: Option<String>,
    pub extra: Extra,
}
record!(Address { "City" => city });

#[derive(Clone, Default)]
pub struct WriteResult {
    pub status: Option<String>,
    pub uri: Option<String>,
    pub extra: Extra,
}
record!(WriteResult { "Status" => status, "Uri" => uri });

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
    pub position: Option<i64>,
    pub extra: Extra,
}
record!(ItemChange { "Sku{i?}" => sku, "Position{i0}" => position });

#[derive(Clone, Default)]
pub struct Job {
    pub id: Option<String>,
    pub status: Option<String>,
    pub status_message: Option<String>,
    pub percentage_complete: Option<Decimal>,
    pub created_date: Option<DateTime>,
    pub extra: Extra,
}
record!(Job {
    "Id" => id,
    "Status" => status,
    "StatusMessage" => status_message,
    "PercentageComplete" => percentage_complete,
    "CreatedDate" => created_date,
});

#[derive(Clone, Default)]
pub struct Metadata {
    pub filters: Vec<Filter>,
    pub extra: Extra,
}
record!(Metadata { "Filters" => filters });

#[derive(Clone, Default)]
pub struct Filter {
    pub name: Option<String>,
    pub extra: Extra,
}
record!(Filter { "Name" => name });

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

/// The operations on notes, as the generator emits a group.
#[derive(Clone, Debug)]
pub struct Notes {
    pub client: Client,
}

impl Notes {
    pub fn request(&self, operation: &'static Operation) -> Request {
        internals::request(&self.client, operation)
    }
    pub fn list(&self, campaign_id: impl Into<CampaignId>) -> ListNotes {
        ListNotes(self.request(&LIST).path::<CampaignId>("CampaignId", campaign_id))
    }
    pub fn get(&self, note_id: impl Into<NoteId>) -> GetNote {
        GetNote(self.request(&GET).path::<NoteId>("NoteId", note_id))
    }
    pub fn create(
        &self,
        campaign_id: impl Into<CampaignId>,
        subject: impl Into<String>,
    ) -> CreateNote {
        CreateNote(
            self.request(&CREATE)
                .path::<CampaignId>("CampaignId", campaign_id)
                .member::<String>("Subject", subject),
        )
    }
    pub fn update(&self, note_id: impl Into<NoteId>) -> UpdateNote {
        UpdateNote(self.request(&UPDATE).path::<NoteId>("NoteId", note_id))
    }
    pub fn submit(&self, conversion: Conversion) -> SubmitConversion {
        SubmitConversion(self.request(&SUBMIT).record(&conversion))
    }
    pub fn change(&self, action: impl Into<String>) -> ChangeAction {
        ChangeAction(self.request(&CHANGE).member::<String>("ActionId", action))
    }
    pub fn bulk(&self, notes: impl IntoIterator<Item = Note>) -> CallFuture<WriteResult> {
        self.request(&BULK).list(notes).send()
    }
    pub fn export(&self) -> Export {
        Export(self.request(&EXPORT))
    }
    pub fn file(&self, job_id: impl Into<String>) -> CallFuture<FileOrStatus<Job>> {
        self.request(&DOWNLOAD).path::<String>("JobId", job_id).send()
    }
    pub fn download(&self, job_id: impl Into<String>) -> DownloadJob {
        DownloadJob(self.request(&DOWNLOAD).path::<String>("JobId", job_id))
    }
    pub fn delete(&self, note_id: impl Into<NoteId>) -> CallFuture<()> {
        self.request(&DELETE).path::<NoteId>("NoteId", note_id).send()
    }
    pub fn count(&self) -> Request {
        self.request(&COUNT)
    }
    pub fn job(&self, id: impl Into<String>) -> JobHandle<Job> {
        internals::job(&self.client, &EXPORT_JOB, id)
    }
    pub fn queued(&self, id: impl Into<String>) -> Queued<Submission> {
        internals::queued(&self.client, &SUBMISSION_POLL, id)
    }
}

/// Declares a request builder, as the generator emits one.
macro_rules! builder {
    ($builder:ident => $output:ty, $request:ident => $send:expr) => {
        #[must_use = "builders do nothing until sent"]
        #[derive(Clone, Debug)]
        pub struct $builder<M = Async>(pub Request<M>);

        impl $builder {
            pub fn send(self) -> CallFuture<$output> {
                let $request = self.0;
                $send
            }
        }

        request_builder!($builder => $output);
    };
}

builder!(ListNotes => Page<Note>, request => request.send());

impl<M> ListNotes<M> {
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
    pub fn items(self) -> Items<Note, M> {
        self.0.items()
    }
    pub fn pages(self) -> Pages<Note, M> {
        self.0.pages()
    }
}

builder!(GetNote => Note, request => request.send());
builder!(UpdateNote => WriteResult, request => request.send());
builder!(DownloadJob => Download, request => request.send());
builder!(Export => JobHandle<Job>, request => request.start(&EXPORT_JOB));
builder!(SubmitConversion => Queued<Submission>, request => request.send_queued(&SUBMISSION_POLL));
builder!(CreateNote => WriteResult, request => request.send());

impl<M> CreateNote<M> {
    pub fn attachment(self, file: Upload) -> Self {
        Self(self.0.member::<Upload>("Attachment", file))
    }
    pub fn text(self, n: u32, value: impl Into<String>) -> Self {
        Self(self.0.member_numbered::<String>("Text{n}", n, 1..=50, value))
    }
    pub fn labels(self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.member_list::<String>("Labels", values))
    }
    pub fn address(self, value: Address) -> Self {
        Self(self.0.member::<Address>("Address", value))
    }
}

builder!(ChangeAction => WriteResult, request => request.send());

impl ChangeAction {
    pub fn item(self, item: ItemChange) -> Self {
        Self(self.0.indexed("Items", &item))
    }
}
