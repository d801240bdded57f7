//! Lowers responses.

use openapiv3::{MediaType, ReferenceOr, Response, StatusCode};

use super::media::MediaKind;
use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{ErrorResponse, Example, ModulePath, Name, Paged, ResponseContent, Ty};
use crate::load::OperationNode;
use crate::load::extension::PageExtension;
use crate::location::Origin;

/// The status of success if only a `default` response is declared.
const OK: u16 = 200;

/// The status of a response without the file, which does not exist yet.
const ACCEPTED: u16 = 202;

/// The lowered responses of an operation.
#[derive(Default)]
pub(super) struct Responses {
    pub(super) content: ResponseContent,
    pub(super) media: Vec<String>,
    pub(super) paged: Option<Paged>,
    pub(super) examples: Vec<Example>,
    pub(super) errors: Vec<ErrorResponse>,
    /// The types of JSON responses, without duplicates, with their status.
    values: Vec<(u16, Ty)>,
    has_text: bool,
    has_file: bool,
}

impl Lowering<'_> {
    /// Lowers the responses of an operation.
    pub(super) fn lower_responses(
        &mut self,
        node: &OperationNode,
        owner: &str,
        module: ModulePath,
        page: Option<&PageExtension>,
    ) -> Responses {
        let mut found = Responses::default();
        let origin = node.origin.child("responses");
        let name = Name::new(format!("{owner} response"));
        let context = SchemaContext { origin, name, docs: String::new(), module };
        for (status, response) in &node.operation.responses.responses {
            let origin = context.origin.child(&status.to_string());
            let Some((origin, response)) = self.resolve_response(response, origin) else {
                continue;
            };
            let code = status_code(status);
            if code >= 400 {
                found.errors.push(error_response(status.to_string(), response));
            }
            if (200..300).contains(&code) {
                let context = context.at(origin);
                self.add_content(&mut found, (code, response), &context, (&node.origin, page));
            }
        }
        if let Some(other) = &node.operation.responses.default
            && let Some((origin, response)) =
                self.resolve_response(other, context.origin.child("default"))
        {
            // the response that is declared for all statuses is that of success, too
            if has_success(&node.operation.responses) {
                found.errors.push(error_response("otherwise".to_owned(), response));
            } else {
                let context = context.at(origin);
                self.add_content(&mut found, (OK, response), &context, (&node.origin, page));
            }
        }
        found.content = self.response_content(&found, &context.origin);
        found
    }

    /// Adds the media types of a successful response.
    fn add_content(
        &mut self,
        found: &mut Responses,
        (status, response): (u16, &Response),
        context: &SchemaContext,
        operation: (&Origin, Option<&PageExtension>),
    ) {
        let content = context.origin.child("content");
        for (media, declared) in &response.content {
            let context = context.with_docs(&text::clean(&response.description));
            let context = context.at(content.child(media));
            self.add_media_type(found, status, media, declared, &context, operation);
        }
    }

    /// Adds a media type of a successful response.
    fn add_media_type(
        &mut self,
        found: &mut Responses,
        status: u16,
        media: &str,
        content: &MediaType,
        context: &SchemaContext,
        (operation, page): (&Origin, Option<&PageExtension>),
    ) {
        let Some(media_kind) = self.media_kind(media, content, &context.origin) else { return };
        // of a range of media types, only JSON can be decoded
        let is_range = media_kind == MediaKind::Json && media.contains('*');
        let accepted = if is_range { "application/json" } else { media };
        if !found.media.iter().any(|known| known == accepted) {
            found.media.push(accepted.to_owned());
        }
        if !matches!(media_kind, MediaKind::Json | MediaKind::Text) {
            found.has_file = true;
            return;
        }
        found.examples.extend(self.examples(content, &context.origin, status));
        if media_kind == MediaKind::Text {
            found.has_text = true;
            return;
        }
        let Some(schema) = &content.schema else { return };
        let context = context.at(context.origin.child("schema"));
        match page {
            Some(page) => found.paged = self.paged(page, schema, &context, operation),
            None => {
                let ty = self.lower_type(schema, &context);
                if !found.values.iter().any(|(_, known)| *known == ty) {
                    found.values.push((status, ty));
                }
            }
        }
    }

    /// Combines the media types of successful responses.
    fn response_content(&mut self, found: &Responses, origin: &Origin) -> ResponseContent {
        let paged = found.paged.is_some();
        match (found.values.as_slice(), found.has_text, found.has_file) {
            ([], false, false) if paged => ResponseContent::Page,
            ([], true, false) if !paged => ResponseContent::Text,
            ([], false, true) if !paged => ResponseContent::File,
            ([], false, false) => ResponseContent::Empty,
            ([(_, ty)], false, false) if !paged => ResponseContent::Value(ty.clone()),
            ([(ACCEPTED, ty @ Ty::Named(_))], false, true) if !paged => {
                ResponseContent::FileOr(ty.clone())
            }
            ([_, _, ..], false, false) => {
                self.report_unsupported(
                    origin,
                    "successful responses of different types",
                    "use one schema with the members of all responses",
                );
                ResponseContent::Empty
            }
            _ => {
                self.report_unsupported(
                    origin,
                    "combination of successful responses",
                    "use JSON, text or a file; only a 202 may be JSON next to a file",
                );
                ResponseContent::Empty
            }
        }
    }

    fn resolve_response<'b>(
        &self,
        response: &'b ReferenceOr<Response>,
        origin: Origin,
    ) -> Option<(Origin, &'b Response)>
    where
        Self: 'b,
    {
        match response {
            ReferenceOr::Item(response) => Some((origin, response)),
            ReferenceOr::Reference { reference } => {
                let target = self.resolved.response(origin.file, reference)?;
                Some((target.origin, target.value))
            }
        }
    }

    /// Lowers the paging: the items are those of the member that `x-page` names.
    fn paged(
        &mut self,
        page: &PageExtension,
        schema: &ReferenceOr<openapiv3::Schema>,
        context: &SchemaContext,
        operation: &Origin,
    ) -> Option<Paged> {
        let style = self.resolved.document.root.extensions.paging.get_index_of(&page.style);
        let items =
            self.envelope(schema, context).into_iter().find(|(wire, _)| *wire == page.items);
        let Some((_, Ty::List(item))) = items else {
            let origin = operation.child("x-page").child("items");
            let message = format!("expected a list in the member `{}`", page.items);
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin, message)
                    .label(&context.origin, "response is here")
                    .help("name the member with the items"),
            );
            return None;
        };
        let mut spellings = vec![page.items.clone()];
        spellings.extend(page.also.iter().cloned());
        let (max_pages, max_items) = (page.max_pages, page.max_items);
        Some(Paged { style: style?, items: spellings, item: *item, max_pages, max_items })
    }

    /// Returns the members of a page without adding a type for the page.
    fn envelope(
        &mut self,
        schema: &ReferenceOr<openapiv3::Schema>,
        context: &SchemaContext,
    ) -> Vec<(String, Ty)> {
        let resolved = self.resolved;
        let (schema, context) = match schema {
            ReferenceOr::Item(schema) => (schema, context.clone()),
            ReferenceOr::Reference { reference } => {
                match resolved.schema(context.file(), reference) {
                    Some(target) => (target.value, context.at(target.origin)),
                    None => return Vec::new(),
                }
            }
        };
        let fields = self.record(schema, &context).fields;
        fields.into_iter().map(|field| (field.wire, field.ty)).collect()
    }
}

/// Returns `true` if a response for a successful status is declared.
fn has_success(responses: &openapiv3::Responses) -> bool {
    responses.responses.keys().any(|status| (200..400).contains(&status_code(status)))
}

fn error_response(status: String, response: &Response) -> ErrorResponse {
    ErrorResponse { status, docs: text::clean(&response.description) }
}

/// Returns the code, or the lowest code of a range.
fn status_code(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => *code,
        StatusCode::Range(range) => range.saturating_mul(100),
    }
}
