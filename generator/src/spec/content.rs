//! Request bodies, responses, and their media types and examples.

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, RequestBody, Responses, StatusCode};
use serde_json::Value;

use super::cursor::Cursor;
use super::document::Document;
use super::header::Header;
use super::schema::Schema;
use super::shape::SchemaContent;
use crate::load::extension::MediaTypeExtensions;
use crate::location::Origin;
use crate::media_type;

/// A request body.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    document: &'a Document,
    /// The request body object, after resolving references.
    pub cursor: Cursor<'a>,
    operation: Option<Cursor<'a>>,
    value: Option<&'a RequestBody>,
}

impl<'a> Body<'a> {
    /// Creates the body of an operation, which may be a reference.
    pub(super) fn new(
        document: &'a Document,
        entry: Cursor<'a>,
        value: Option<&'a ReferenceOr<RequestBody>>,
        operation: &Cursor<'a>,
    ) -> Self {
        let (cursor, value, component) =
            document.resolve(entry, value, |components| &components.request_bodies);
        let operation = component.is_none().then(|| operation.clone());
        Self { document, cursor, operation, value }
    }

    /// Creates the body of a component.
    pub(super) fn component(
        document: &'a Document,
        cursor: Cursor<'a>,
        value: Option<&'a ReferenceOr<RequestBody>>,
    ) -> Self {
        Self { document, cursor, operation: None, value: value.and_then(ReferenceOr::as_item) }
    }

    /// Returns `true` if the body is required.
    pub fn is_required(&self) -> bool {
        self.cursor.has_flag("required")
    }

    /// Returns the media types in document order.
    pub fn media_types(&self) -> Vec<MediaType<'a>> {
        let values = self.value.map(|value| &value.content);
        let operation = self.operation.as_ref();
        MediaType::all(self.document, &self.cursor, values, ContentOwner::Request, operation)
    }
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    document: &'a Document,
    /// The status code, the range of status codes, or `default`.
    pub status: &'a str,
    /// The member of `responses`, which may be a reference.
    pub entry: Cursor<'a>,
    /// The response object, after resolving references.
    pub cursor: Cursor<'a>,
    operation: Option<Cursor<'a>>,
    value: Option<&'a openapiv3::Response>,
}

impl<'a> Response<'a> {
    /// Creates the response of an operation.
    pub(super) fn new(
        document: &'a Document,
        status: &'a str,
        entry: Cursor<'a>,
        value: Option<&'a ReferenceOr<openapiv3::Response>>,
        operation: &Cursor<'a>,
    ) -> Self {
        let (cursor, value, component) =
            document.resolve(entry.clone(), value, |components| &components.responses);
        let operation = component.is_none().then(|| operation.clone());
        Self { document, status, entry, cursor, operation, value }
    }

    /// Creates the response of a component.
    pub(super) fn component(
        document: &'a Document,
        cursor: Cursor<'a>,
        value: Option<&'a ReferenceOr<openapiv3::Response>>,
    ) -> Self {
        let value = value.and_then(ReferenceOr::as_item);
        Self { document, status: "", entry: cursor.clone(), cursor, operation: None, value }
    }

    /// Returns the response with a status as it is written.
    pub(super) fn value_of<'r>(
        responses: &'r Responses,
        status: &str,
    ) -> Option<&'r ReferenceOr<openapiv3::Response>> {
        let key = match status.parse::<u16>() {
            Ok(code) => StatusCode::Code(code),
            Err(_) if status == "default" => return responses.default.as_ref(),
            Err(_) => StatusCode::Range(status.get(..1)?.parse().ok()?),
        };
        responses.responses.get(&key)
    }

    /// Returns the value, unless the response has errors.
    pub fn value(&self) -> Option<&'a openapiv3::Response> {
        self.value
    }

    /// Returns `true` if the member of `responses` is a reference.
    pub fn is_reference(&self) -> bool {
        self.entry.has("$ref")
    }

    /// Returns `true` if the first digit of the status is `class`.
    pub fn is_in(&self, class: u16) -> bool {
        self.code() / 100 == class
    }

    /// Returns `true` for the response for all statuses.
    pub fn is_default(&self) -> bool {
        self.status == "default"
    }

    /// Returns the status code, the lowest code of a range, or 0.
    pub fn code(&self) -> u16 {
        let range = || self.status.get(..1)?.parse::<u16>().ok()?.checked_mul(100);
        self.status.parse().ok().or_else(range).unwrap_or_default()
    }

    /// Returns the media types in document order.
    pub fn media_types(&self) -> Vec<MediaType<'a>> {
        let values = self.value.map(|value| &value.content);
        let operation = self.operation.as_ref();
        MediaType::all(self.document, &self.cursor, values, ContentOwner::Response, operation)
    }

    /// Returns the headers in document order, without `Content-Type`, which OpenAPI ignores.
    pub fn headers(&self) -> Vec<Header<'a>> {
        let values = self.value.map(|value| &value.headers);
        let declared = self.cursor.get_members("headers");
        let headers = declared.map(|(name, entry)| {
            let value = values.and_then(|all| all.get(name));
            Header::new(self.document, name, entry, value)
        });
        headers.filter(|header| !header.name.eq_ignore_ascii_case("content-type")).collect()
    }

    /// Returns the schemas of JSON.
    pub fn json_schemas(&self) -> Vec<Schema<'a>> {
        let media = self.media_types().into_iter();
        media.filter(|it| it.kind() == Some(MediaKind::Json)).filter_map(|it| it.schema()).collect()
    }
}

/// The kind of element that contains a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentOwner {
    /// A request body.
    Request,
    /// A response.
    Response,
    /// A parameter.
    Parameter,
    /// A header.
    Header,
}

/// How a body of a media type is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// A URL-encoded form.
    Form,
    /// A multipart form.
    Multipart,
    /// Text.
    Text,
    /// A file.
    File,
}

/// A media type.
#[derive(Clone, Debug)]
pub struct MediaType<'a> {
    document: &'a Document,
    /// The media type object.
    pub cursor: Cursor<'a>,
    /// The name.
    pub name: &'a str,
    /// The kind of element that contains it.
    pub owner: ContentOwner,
    /// The operation object that contains it.
    pub operation: Option<Cursor<'a>>,
    /// The `content` that contains it.
    pub content: Origin,
    value: Option<&'a openapiv3::MediaType>,
}

impl<'a> MediaType<'a> {
    /// Returns the media types in the `content` of an element.
    pub(super) fn all(
        document: &'a Document,
        element: &Cursor<'a>,
        values: Option<&'a IndexMap<String, openapiv3::MediaType>>,
        owner: ContentOwner,
        operation: Option<&Cursor<'a>>,
    ) -> Vec<Self> {
        let media = element.get_members("content").map(|(name, cursor)| {
            let value = values.and_then(|values| values.get(name));
            let (operation, content) = (operation.cloned(), element.origin.child("content"));
            Self { document, cursor, name, owner, operation, content, value }
        });
        media.collect()
    }

    /// Returns the value, unless the media type has errors.
    pub fn value(&self) -> Option<&'a openapiv3::MediaType> {
        self.value
    }

    /// Returns the extension keys.
    pub fn extensions(&self) -> &'a MediaTypeExtensions {
        let keys = self.value.map(|value| &value.extensions);
        self.document.extensions.media_types.get(&self.cursor.origin, keys)
    }

    /// Returns the name without parameters, in lower case.
    pub fn essence(&self) -> String {
        media_type::essence(self.name)
    }

    /// Returns how a body is handled, or `None` if it is not supported.
    ///
    /// For media types that are neither JSON nor a form, the schema decides: a `string` is text, unless its
    /// format is `binary`. A range of media types includes JSON. A response in JSON that is a file is not decoded.
    pub fn kind(&self) -> Option<MediaKind> {
        let essence = self.essence();
        let content = || self.schema().map_or(SchemaContent::None, |schema| schema.content());
        match essence.as_str() {
            media_type::FORM => return Some(MediaKind::Form),
            media_type::MULTIPART => return Some(MediaKind::Multipart),
            _ if self.owner == ContentOwner::Response && content() == SchemaContent::File => {
                return Some(MediaKind::File);
            }
            "text/json" => return Some(MediaKind::Json),
            other if media_type::is_json(other) => return Some(MediaKind::Json),
            _ => {}
        }
        match content() {
            SchemaContent::Text => Some(MediaKind::Text),
            SchemaContent::None if essence == media_type::TEXT => Some(MediaKind::Text),
            SchemaContent::None | SchemaContent::File => Some(MediaKind::File),
            SchemaContent::Other
                if [media_type::ANY, "application/*"].contains(&essence.as_str()) =>
            {
                Some(MediaKind::Json)
            }
            SchemaContent::Other => None,
        }
    }

    /// Returns the schema.
    pub fn schema(&self) -> Option<Schema<'a>> {
        let value = self.value.and_then(|value| value.schema.as_ref()?.as_item());
        Some(Schema::new(self.document, self.cursor.get("schema")?, value))
    }

    /// Returns `example`, and then `examples`.
    pub fn examples(&self) -> Vec<Example<'a>> {
        let example = self.value.and_then(|value| value.example.as_ref());
        let examples = self.value.map(|value| &value.examples);
        Example::all(self.document, &self.cursor, example, examples)
    }

    /// Returns `examples` after resolving references, without those that have no value.
    pub fn named_examples(&self) -> Vec<Example<'a>> {
        let examples = self.value.map(|value| &value.examples);
        Example::named(self.document, &self.cursor, examples)
    }
}

/// An example of a media type or a parameter.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// The name; `example` if there is only one.
    pub name: &'a str,
    /// The summary.
    pub summary: Option<&'a str>,
    /// The example.
    pub cursor: Cursor<'a>,
    /// The value, unless it has errors.
    pub value: Option<&'a Value>,
}

impl<'a> Example<'a> {
    /// Returns `example`, and then `examples` after resolving references.
    pub(super) fn all(
        document: &'a Document,
        element: &Cursor<'a>,
        example: Option<&'a Value>,
        examples: Option<&'a IndexMap<String, ReferenceOr<openapiv3::Example>>>,
    ) -> Vec<Self> {
        let single = element.get("example");
        let single =
            single.map(|cursor| Self { name: "example", summary: None, cursor, value: example });
        let named = Self::named(document, element, examples);
        single.into_iter().chain(named).collect()
    }

    /// Returns `examples` after resolving references.
    fn named(
        document: &'a Document,
        element: &Cursor<'a>,
        examples: Option<&'a IndexMap<String, ReferenceOr<openapiv3::Example>>>,
    ) -> Vec<Self> {
        let named = element.get_members("examples").filter_map(|(name, entry)| {
            let value = examples.and_then(|all| all.get(name));
            let (cursor, value, _) =
                document.resolve(entry, value, |components| &components.examples);
            Some(Self {
                name,
                summary: cursor.get_str("summary"),
                cursor: cursor.get("value")?,
                value: value.and_then(|value| value.value.as_ref()),
            })
        });
        named.collect()
    }
}
