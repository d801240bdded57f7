//! Operations: what is asked, and what is answered.

use super::{Field, Name, Rule, Ty, TypeId};
use crate::location::Origin;

/// An operation, or one of the two ways to call it when its body comes in two shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its id in the spec.
    pub id: String,
    /// The Rust method.
    pub name: Name,
    /// The type of its request.
    pub request: Name,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The server, by position.
    pub host: usize,
    /// The security scheme, by position; `None` when it takes no credentials.
    pub scheme: Option<usize>,
    /// What a repetition does.
    pub effect: Effect,
    /// The quota, by position.
    pub quota: usize,
    /// How it comes in pages.
    pub paged: Option<Paged>,
    /// The job it starts, by position.
    pub job: Option<usize>,
    /// How its verdict is followed, by position.
    pub follow: Option<usize>,
    /// Its date filters.
    pub windows: Vec<Window>,
    /// Whether it may redirect to another host.
    pub redirects: bool,
    /// Whether the spec marks it as not to be used any more.
    pub deprecated: bool,
    /// What it does, in one sentence.
    pub summary: String,
    /// What else there is to know.
    pub docs: String,
    /// Further words people search for.
    pub aliases: Vec<String>,
    /// Its parameters without the account, in document order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What is answered.
    pub answer: Answer,
    /// The media types of successful answers, in document order.
    pub media: Vec<String>,
    /// The examples of successful answers.
    pub examples: Vec<Example>,
    /// The declared failures.
    pub errors: Vec<ErrorAnswer>,
    /// The operation in the spec.
    pub origin: Origin,
}

/// What a repetition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// The same write again.
    Idempotent,
    /// Possibly a second write.
    Unsafe,
    /// A read that costs.
    Quota,
}

/// How a list comes in pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged {
    /// The paging style, by position.
    pub style: usize,
    /// The spellings of the member with the rows.
    pub items: Vec<String>,
    /// What a row is.
    pub row: Ty,
}

/// A pair of date filters and their limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The parameter with the start.
    pub start: String,
    /// The parameter with the end.
    pub end: String,
    /// The longest span in days.
    pub days: Option<u32>,
    /// How many days back the start may lie.
    pub past_days: Option<u32>,
    /// Whether the start is refused without the end.
    pub needs_end: bool,
    /// Whether the end is refused without the start.
    pub needs_start: bool,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Its name.
    pub name: Name,
    /// Where it goes.
    pub place: Place,
    /// What it holds.
    pub ty: Ty,
    /// How lists are written.
    pub style: Style,
    /// Whether it must be given.
    pub required: bool,
    /// Whether `Debug` must not show it.
    pub sensitive: bool,
    /// Whether the spec marks it as not to be used any more.
    pub deprecated: bool,
    /// What it means.
    pub docs: String,
    /// What the service accepts in it.
    pub limits: String,
    /// What the service takes when it is absent.
    pub default: Option<String>,
    /// An example.
    pub example: Option<serde_json::Value>,
    /// The parameter in the spec.
    pub origin: Origin,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One value.
    Single,
    /// A list, as `Name=a&Name=b`.
    Repeated,
    /// A list, as `Name=a,b`.
    Joined,
    /// Any names and values.
    Free,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// How it is written.
    pub encoding: Encoding,
    /// Its media type; the first of them when there are several.
    pub media: String,
    /// What it holds.
    pub content: Content,
    /// What it must hold beyond its required members.
    pub rules: Vec<Rule>,
    /// Its examples, in wire names.
    pub examples: Vec<Example>,
    /// The body in the spec.
    pub origin: Origin,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
    /// `multipart/form-data`.
    Multipart,
    /// A form, or multipart when a file is sent.
    FormOrMultipart,
    /// As it is given, under its media type.
    Raw,
}

/// What a body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Members that become arguments and setters of the request.
    Members(Vec<Field>),
    /// A record, or one of several, that the caller builds.
    Record(TypeId),
    /// A list that the caller builds.
    List(Ty),
    /// Text.
    Text,
    /// A file.
    File,
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Answer {
    /// Nothing that is promised.
    #[default]
    Nothing,
    /// A value.
    Value(Ty),
    /// A page of rows; see [`Operation::paged`].
    Page,
    /// Text that is no JSON.
    Text,
    /// A file.
    File,
    /// A file, or a value when it is not there yet.
    FileOr(Ty),
}

/// A named example.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub summary: String,
    /// The HTTP status of the answer; 0 for a request.
    pub status: u16,
    /// The document.
    pub value: serde_json::Value,
    /// The example in the spec.
    pub origin: Origin,
}

/// A declared failure.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorAnswer {
    /// The HTTP status.
    pub status: String,
    /// What it means.
    pub docs: String,
}
