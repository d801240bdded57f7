//! Operations, their parameters, bodies and responses.

use super::{Bulk, ConditionalConstraint, Field, Limits, Name, Preset, Ty, TypeId};
use crate::load::extension::{MediaTypeExtensions, OperationExtensions};
use crate::location::Origin;

/// An operation, or one of its variants if its body has several media types with own methods.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The `operationId`.
    pub id: String,
    /// The name of the Rust method.
    pub name: Name,
    /// The name of the request builder; set by `name`.
    pub request: String,
    /// The HTTP method in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The index of the server.
    pub host: usize,
    /// The alternatives for the credentials, as indexes of security schemes; empty if none are sent.
    pub security: Vec<Vec<usize>>,
    /// Whether the request can be repeated.
    pub retry_safety: RetrySafety,
    /// The index of the quota.
    pub quota: usize,
    /// How the response is paged.
    pub paged: Option<Paged>,
    /// The index of the job that it starts.
    pub job: Option<usize>,
    /// The index of the queue, if the write is queued.
    pub queue: Option<usize>,
    /// The method that writes many elements.
    pub bulk: Option<Bulk>,
    /// The methods that set some members.
    pub presets: Vec<Preset>,
    /// The date filters.
    pub windows: Vec<Window>,
    /// `true` if it is deprecated.
    pub deprecated: bool,
    /// The summary, one sentence.
    pub summary: String,
    /// The description.
    pub docs: String,
    /// The extension keys as they are declared. What refers to other elements, or depends on them, has a field of its own.
    pub keys: OperationExtensions,
    /// The parameters in document order, without the account.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The location of the request body whose description is a part of `docs`.
    pub described_body: Option<Origin>,
    /// The content of a successful response.
    pub response: ResponseContent,
    /// The media types of successful responses, in document order.
    pub media: Vec<String>,
    /// The record of the headers that successful responses declare.
    pub headers: Option<TypeId>,
    /// The examples of successful responses.
    pub examples: Vec<Example>,
    /// The declared error responses.
    pub errors: Vec<ErrorResponse>,
    /// The location in the spec.
    pub origin: Origin,
}

/// Whether a request can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetrySafety {
    /// The operation only reads.
    Read,
    /// The operation writes and can be repeated.
    Idempotent,
    /// A repetition may write twice.
    NonIdempotent,
    /// The operation reads and uses a small quota or starts a job.
    Metered,
}

impl RetrySafety {
    /// Returns the value of `x-retry-safety`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Idempotent => "idempotent",
            Self::NonIdempotent => "non-idempotent",
            Self::Metered => "metered",
        }
    }
}

/// The paging of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged {
    /// The index of the paging style.
    pub style: usize,
    /// The spellings of the member with the items.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: Ty,
    /// The maximum number of pages. The service refuses a list that has more.
    pub max_pages: Option<u32>,
    /// The maximum number of items that the service returns of a list.
    pub max_items: Option<u32>,
}

/// The parameters with both ends of a range of dates, and its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The parameter with the start.
    pub start: String,
    /// The parameter with the end.
    pub end: String,
    /// The date that is filtered by, if it has a name.
    pub date_filter: Option<DateFilter>,
    /// The longest span in days.
    pub days: Option<u32>,
    /// The span in days of the parts that a longer range is split into.
    pub split_days: Option<u32>,
    /// The maximum age of the start in days.
    pub past_days: Option<u32>,
    /// `true` if the start requires the end.
    pub needs_end: bool,
    /// `true` if the end requires the start.
    pub needs_start: bool,
}

/// The date of an item that a window filters by.
#[derive(Clone, Debug, PartialEq)]
pub struct DateFilter {
    /// The name.
    pub name: Name,
    /// What is filtered by the date, and what is not found by it.
    pub docs: String,
    /// `true` if the changes since the last run can be listed by the date.
    pub sync: bool,
    /// The location in the spec.
    pub origin: Origin,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The wire name.
    pub wire: String,
    /// The name.
    pub name: Name,
    /// The location in the request.
    pub location: ParameterLocation,
    /// The type.
    pub ty: Ty,
    /// The serialization of lists and maps.
    pub style: Style,
    /// `true` if it is required.
    pub required: bool,
    /// `true` if it is redacted in `Debug` output.
    pub sensitive: bool,
    /// `true` if it is deprecated.
    pub deprecated: bool,
    /// The description.
    pub docs: String,
    /// The limits of the value.
    pub limits: Limits,
    /// The default value.
    pub default: Option<String>,
    /// An example value.
    pub example: Option<serde_json::Value>,
    /// The location in the spec.
    pub origin: Origin,
}

/// The location of a parameter in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterLocation {
    /// Returns the value of `in`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// The serialization of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One value.
    Single,
    /// A list, as `Name=a&Name=b`.
    Repeated,
    /// A list, as `Name=a,b`.
    Joined,
    /// A map with arbitrary names and values.
    Free,
    /// Any other, which is a part of the static description of the operation.
    Described(WireStyle, Explode),
}

/// A style of OpenAPI. The runtime has a variant of the same name for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireStyle {
    /// `A=1&A=2`, `A=1,2`.
    Form,
    /// `A=1 2`.
    Space,
    /// `A=1|2`.
    Pipe,
    /// `A[B]=1`.
    DeepObject,
    /// `1,2`.
    Simple,
    /// `.1.2`.
    Label,
    /// `;A=1;A=2`.
    Matrix,
    /// A JSON document.
    Json,
}

/// `true` if each item of a list, or each member of an object, is a value of its own.
pub type Explode = bool;

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The encoding.
    pub encoding: Encoding,
    /// The media type; the first one if there are several.
    pub media: String,
    /// The extension keys as they are declared.
    pub keys: MediaTypeExtensions,
    /// The content.
    pub content: Content,
    /// `true` if the request can be sent without the body. It is then set by a method of the request builder, unless its
    /// members are set one by one.
    pub optional: bool,
    /// The styles of the members of a form whose style is another than a single value, or a list joined by commas.
    pub members: Vec<MemberStyle>,
    /// The limits of a list in place of an object.
    pub limits: Limits,
    /// The index of the reference that some of its members form.
    pub reference: Option<usize>,
    /// The constraints between its members.
    pub constraints: Vec<ConditionalConstraint>,
    /// The examples, with wire names.
    pub examples: Vec<Example>,
    /// The location in the spec.
    pub origin: Origin,
}

/// The style of a member of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberStyle {
    /// The wire name.
    pub wire: String,
    /// The style.
    pub style: WireStyle,
    /// `true` if each item of a list, or each member of an object, is a value of its own.
    pub explode: Explode,
}

/// The encoding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
    /// `multipart/form-data`.
    Multipart,
    /// A form, or multipart if a file is sent.
    FormOrMultipart,
    /// Bytes with the media type of the body.
    Raw,
}

/// The content of a request body.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Members, which become arguments and setters of the request.
    Members(Vec<Field>),
    /// A record or a union, which the caller builds.
    Record(TypeId),
    /// A list, which the caller builds.
    List(Ty),
    /// Any other JSON value.
    Value(Ty),
    /// Text.
    Text,
    /// A file.
    File,
}

/// The content of a successful response.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ResponseContent {
    /// No specified content.
    #[default]
    Empty,
    /// A value.
    Value(Ty),
    /// A page of items; see [`Operation::paged`].
    Page,
    /// Text.
    Text,
    /// A file.
    File,
    /// A file, or a value if the file does not exist yet.
    FileOr(Ty),
    /// One of several values, or nothing, by the status.
    ByStatus(Vec<StatusContent>),
}

impl ResponseContent {
    /// Returns the types of the values.
    pub fn types(&self) -> Vec<&Ty> {
        match self {
            Self::Value(ty) | Self::FileOr(ty) => vec![ty],
            Self::ByStatus(all) => all.iter().filter_map(|own| own.ty.as_ref()).collect(),
            Self::Empty | Self::Page | Self::Text | Self::File => Vec::new(),
        }
    }

    /// Returns the types of the values.
    pub fn types_mut(&mut self) -> Vec<&mut Ty> {
        match self {
            Self::Value(ty) | Self::FileOr(ty) => vec![ty],
            Self::ByStatus(all) => all.iter_mut().filter_map(|own| own.ty.as_mut()).collect(),
            Self::Empty | Self::Page | Self::Text | Self::File => Vec::new(),
        }
    }
}

/// The content of the successful responses with a status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusContent {
    /// The status code; the lowest one of a range.
    pub status: u16,
    /// `true` for all statuses with the same first digit.
    pub is_range: bool,
    /// The description.
    pub docs: String,
    /// The type of the value, if there is one.
    pub ty: Option<Ty>,
}

impl StatusContent {
    /// Returns the name of the variant: the reason phrase of the status.
    pub fn variant(&self) -> String {
        if self.is_range {
            return "Success".to_owned();
        }
        let phrase = match self.status {
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritative",
            204 => "NoContent",
            205 => "ResetContent",
            206 => "PartialContent",
            207 => "MultiStatus",
            208 => "AlreadyReported",
            226 => "ImUsed",
            code => return format!("Status{code}"),
        };
        phrase.to_owned()
    }
}

/// A named example.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The name.
    pub name: String,
    /// The summary.
    pub summary: String,
    /// The HTTP status of the response; 0 for a request.
    pub status: u16,
    /// The value.
    pub value: serde_json::Value,
    /// The location in the spec.
    pub origin: Origin,
}

/// A declared error response.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: String,
    /// The description.
    pub docs: String,
}
