//! Lowers responses.

use std::collections::BTreeSet;

use super::body::lower_examples;
use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    ErrorResponse, Example, ModulePath, Name, Paged, Reason, ResponseContent, StatusContent, Ty,
    TypeId,
};
use crate::load::extension::PageExtension;
use crate::location::Origin;
use crate::media_type;
use crate::spec::{self, MediaKind, MediaType, Schema};

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
    /// The record of the headers.
    pub(super) headers: Option<TypeId>,
    pub(super) examples: Vec<Example>,
    pub(super) errors: Vec<ErrorResponse>,
    /// The successful responses, with their types if they are JSON.
    statuses: Vec<StatusContent>,
    has_text: bool,
    has_file: bool,
}

impl<'a> Lowering<'a> {
    /// Lowers the responses of an operation.
    pub(super) fn lower_responses(
        &mut self,
        operation: &spec::Operation<'a>,
        owner: &str,
        module: ModulePath,
    ) -> Responses {
        let mut found = Responses::default();
        let name = Name::new(format!("{owner} response"));
        let context = SchemaContext { name, docs: String::new(), module };
        for response in operation.responses() {
            self.api.omissions.record_own(&response.entry.origin, Reason::ResponseDescription);
        }
        for response in operation.failures() {
            self.api.omissions.record(&response.entry.origin, Reason::ErrorBody);
            self.error_responses.insert(response.entry.origin.clone());
            found.errors.extend(response.value().map(|value| error_response(&response, value)));
        }
        let successes = operation.successes();
        let is_alike = have_one_schema(&successes);
        for response in successes {
            let Some(value) = response.value() else { continue };
            let docs = text::clean(&value.description);
            let mut content = StatusContent {
                status: if response.is_default() { OK } else { response.code() },
                is_range: response.status.parse::<u16>().is_err() && !response.is_default(),
                docs: docs.clone(),
                ty: None,
            };
            let mut context = context.with_docs(&docs);
            if !is_alike {
                // types that the responses declare need different names
                context.name = Name::new(format!("{owner} {}", content.variant()));
            }
            for media in response.media_types() {
                self.add_media_type(&mut found, &mut content, &media, &context, operation);
            }
            found.statuses.push(content);
        }
        let origin = operation.cursor.origin.child("responses");
        found.content = self.response_content(&mut found, &origin);
        found.headers = self.lower_headers(operation, owner, module);
        found
    }

    /// Adds a media type of a successful response.
    fn add_media_type(
        &mut self,
        found: &mut Responses,
        content: &mut StatusContent,
        media: &MediaType<'a>,
        context: &SchemaContext,
        operation: &spec::Operation<'a>,
    ) {
        let Some(media_kind) = self.media_kind(media) else { return };
        // of a range of media types, only JSON can be decoded
        let is_range = media_kind == MediaKind::Json && media.name.contains('*');
        let accepted = if is_range { media_type::JSON } else { media.name };
        if !found.media.iter().any(|known| known == accepted) {
            found.media.push(accepted.to_owned());
        }
        if !matches!(media_kind, MediaKind::Json | MediaKind::Text) {
            found.has_file = true;
            return;
        }
        found.examples.extend(lower_examples(media, content.status));
        if media_kind == MediaKind::Text {
            found.has_text = true;
            return;
        }
        let Some(schema) = media.schema() else { return };
        match &operation.extensions().page {
            Some(page) => {
                found.paged = self.paged(page, &schema, context, &operation.cursor.origin);
            }
            None => {
                let ty = self.lower_type(&schema, context);
                if content.ty.get_or_insert_with(|| ty.clone()) != &ty {
                    self.report_unsupported(
                        &media.cursor.origin,
                        "media types of a response with different types",
                        "use one schema",
                    );
                }
            }
        }
    }

    /// Combines the media types of successful responses.
    fn response_content(&mut self, found: &mut Responses, origin: &Origin) -> ResponseContent {
        let paged = found.paged.is_some();
        let mut values: Vec<(u16, Ty)> = Vec::new();
        for content in &found.statuses {
            if let Some(ty) = content.ty.as_ref().filter(|ty| !values.iter().any(|it| it.1 == **ty))
            {
                values.push((content.status, ty.clone()));
            }
        }
        match (values.as_slice(), found.has_text, found.has_file) {
            ([], false, false) if paged => ResponseContent::Page,
            ([], true, false) if !paged => ResponseContent::Text,
            // a text is a file whose content is known
            ([], _, true) if !paged => ResponseContent::File,
            ([], false, false) => ResponseContent::Empty,
            ([(_, ty)], false, false) if !paged => ResponseContent::Value(ty.clone()),
            ([(ACCEPTED, ty @ Ty::Named(_))], false, true) if !paged => {
                ResponseContent::FileOr(ty.clone())
            }
            ([_, _, ..], false, false) if !paged => {
                let mut statuses = std::mem::take(&mut found.statuses);
                statuses.sort_by_key(|content| (content.is_range, content.status));
                ResponseContent::ByStatus(statuses)
            }
            _ => {
                self.report_unsupported(
                    origin,
                    "combination of successful responses",
                    "use JSON, or text and files; only a 202 may be JSON next to a file",
                );
                ResponseContent::Empty
            }
        }
    }

    /// Lowers the paging: the items are those of the member that `x-page` names.
    fn paged(
        &mut self,
        page: &PageExtension,
        schema: &Schema<'a>,
        context: &SchemaContext,
        operation: &Origin,
    ) -> Option<Paged> {
        let style = self.document.root.extensions.paging.get_index_of(&page.style);
        let items =
            self.envelope(schema, context).into_iter().find(|(wire, _)| *wire == page.items);
        let Some((_, Ty::List(item))) = items else {
            let origin = operation.child("x-page").child("items");
            let message = format!("expected a list in the member `{}`", page.items);
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin, message)
                    .label(&schema.cursor.origin, "response is here")
                    .help("name the member with the items"),
            );
            return None;
        };
        let mut spellings = vec![page.items.clone()];
        spellings.extend(page.also.iter().cloned());
        self.record_envelope(schema, style?, &spellings);
        let (max_pages, max_items) = (page.max_pages, page.max_items);
        Some(Paged { style: style?, items: spellings, item: *item, max_pages, max_items })
    }

    /// Records the members of a page that the runtime reads, and the components that consist of them.
    fn record_envelope(&mut self, schema: &Schema<'a>, style: usize, items: &[String]) {
        let metadata = self.api.pagings.get(style).into_iter().flat_map(|paging| &paging.members);
        let metadata = metadata.flat_map(|member| &member.spellings).chain(items);
        let known: BTreeSet<&str> = metadata.map(String::as_str).collect();
        let members = schema.members();
        for (wire, member) in &members.properties {
            if known.contains(wire) {
                let origin = &member.schema.cursor.origin;
                self.api.omissions.record(origin, Reason::PageEnvelope);
            }
        }
        let components = members.components.into_iter().map(|part| part.schema);
        for component in components.chain([schema.resolved()]) {
            if component.members().properties.keys().all(|wire| known.contains(wire)) {
                let origin = &component.cursor.origin;
                self.api.omissions.record_own(origin, Reason::PageEnvelope);
            }
        }
    }

    /// Returns the members of a page without adding a type for the page.
    fn envelope(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> Vec<(String, Ty)> {
        let fields = self.record(&schema.resolved(), context).fields;
        fields.into_iter().map(|field| (field.wire, field.ty)).collect()
    }
}

/// Returns `true` if all JSON of the responses has the same schema.
fn have_one_schema(responses: &[spec::Response<'_>]) -> bool {
    let schemas: Vec<Schema<'_>> =
        responses.iter().flat_map(spec::Response::json_schemas).collect();
    let key =
        |schema: &Schema<'_>| (schema.reference().map(str::to_owned), schema.value().cloned());
    schemas.iter().all(|schema| schemas.first().map(key) == Some(key(schema)))
}

fn error_response(response: &spec::Response<'_>, value: &openapiv3::Response) -> ErrorResponse {
    let status = if response.is_default() { "otherwise" } else { response.status };
    ErrorResponse { status: status.to_owned(), docs: text::clean(&value.description) }
}
