//! What operations answer.

use openapiv3::{MediaType, ReferenceOr, Response, StatusCode};

use super::media::Medium;
use super::schema::Spot;
use super::{Lowering, text};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Answer, ErrorAnswer, Example, Home, Kind, Name, Paged, Ty};
use crate::load::OperationNode;
use crate::load::extension::PageExtension;
use crate::location::Origin;

/// The status that says that a file does not exist yet.
const ACCEPTED: u16 = 202;

/// What an operation answers, with its examples.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) answer: Answer,
    pub(super) media: Vec<String>,
    pub(super) paged: Option<Paged>,
    pub(super) examples: Vec<Example>,
    pub(super) errors: Vec<ErrorAnswer>,
    /// The values among the answers, each once, with their status.
    values: Vec<(u16, Ty)>,
    text: bool,
    file: bool,
}

impl Lowering<'_> {
    pub(super) fn answers(
        &mut self,
        node: &OperationNode,
        owner: &str,
        home: Home,
        page: Option<&PageExtension>,
    ) -> Answers {
        let mut found = Answers::default();
        let origin = node.origin.child("responses");
        let name = Name::new(format!("{owner} answer"));
        let spot = Spot { origin, name, docs: String::new(), home };
        for (status, response) in &node.operation.responses.responses {
            let origin = spot.origin.child(&status.to_string());
            let Some((origin, response)) = self.response(response, origin) else { continue };
            let code = number(status);
            if code >= 400 {
                found.errors.push(failure(status.to_string(), response));
            }
            if !(200..300).contains(&code) {
                continue;
            }
            for (media, content) in &response.content {
                let spot = spot.saying(&text::clean(&response.description));
                let spot = spot.at(origin.child("content").child(media));
                self.answered(&mut found, code, media, content, &spot, (&node.origin, page));
            }
        }
        if let Some(other) = &node.operation.responses.default
            && let Some((_, response)) = self.response(other, spot.origin.child("default"))
        {
            found.errors.push(failure("otherwise".to_owned(), response));
        }
        found.answer = self.answer(&found, &spot.origin);
        found
    }

    /// Takes note of a media type of a successful answer.
    fn answered(
        &mut self,
        found: &mut Answers,
        status: u16,
        media: &str,
        content: &MediaType,
        spot: &Spot,
        (operation, page): (&Origin, Option<&PageExtension>),
    ) {
        if !found.media.iter().any(|known| known == media) {
            found.media.push(media.to_owned());
        }
        let medium = self.medium(media, content, &spot.origin);
        if !matches!(medium, Medium::Json | Medium::Text) {
            found.file = true;
            return;
        }
        found.examples.extend(self.examples(content, &spot.origin, status));
        if medium == Medium::Text {
            found.text = true;
            return;
        }
        let Some(schema) = &content.schema else { return };
        let spot = spot.at(spot.origin.child("schema"));
        match page {
            Some(page) => found.paged = self.paged(page, schema, &spot, operation),
            None => {
                let ty = self.ty(schema, &spot);
                if !self.is_answer(&ty) {
                    self.unsupported(
                        &spot.origin,
                        "a JSON answer that is a plain value",
                        "describe an object, a list or a map",
                    );
                } else if !found.values.iter().any(|(_, known)| *known == ty) {
                    found.values.push((status, ty));
                }
            }
        }
    }

    /// Whether a document can be read as this.
    fn is_answer(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Named(id) => {
                let kind = self.api.types.get(id.0).map(|ty| &ty.kind);
                !matches!(kind, Some(Kind::Enum(_)))
            }
            Ty::List(_) | Ty::Map(_) | Ty::Json => true,
            _ => false,
        }
    }

    /// Puts together what is answered.
    fn answer(&mut self, found: &Answers, origin: &Origin) -> Answer {
        let paged = found.paged.is_some();
        match (found.values.as_slice(), found.text, found.file) {
            ([], false, false) if paged => Answer::Page,
            ([], true, false) if !paged => Answer::Text,
            ([], false, true) if !paged => Answer::File,
            ([], false, false) => Answer::Nothing,
            ([(_, ty)], false, false) if !paged => Answer::Value(ty.clone()),
            ([(ACCEPTED, ty @ Ty::Named(_))], false, true) if !paged => Answer::FileOr(ty.clone()),
            ([_, _, ..], false, false) => {
                self.unsupported(
                    origin,
                    "several successful answers of different types",
                    "describe one schema that holds the members of all",
                );
                Answer::Nothing
            }
            _ => {
                self.unsupported(
                    origin,
                    "this combination of successful answers",
                    "answer either JSON, or text, or a file; next to a file, only a 202 may be JSON",
                );
                Answer::Nothing
            }
        }
    }

    fn response<'b>(
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

    /// The rows of a page: the elements of the member that `x-page` names.
    fn paged(
        &mut self,
        page: &PageExtension,
        schema: &ReferenceOr<openapiv3::Schema>,
        spot: &Spot,
        operation: &Origin,
    ) -> Option<Paged> {
        let style = self.resolved.document.root.extensions.paging.get_index_of(&page.style);
        let rows = self.envelope(schema, spot).into_iter().find(|(wire, _)| *wire == page.items);
        let Some((_, Ty::List(row))) = rows else {
            let origin = operation.child("x-page").child("items");
            let message = format!("`{}` is no list, so it cannot come in pages", page.items);
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin, message)
                    .label(&spot.origin, "the answer")
                    .help("name the member that holds the rows"),
            );
            return None;
        };
        let mut items = vec![page.items.clone()];
        items.extend(page.also.iter().cloned());
        Some(Paged { style: style?, items, row: *row })
    }

    /// The members of a page, without making a type of the page itself.
    fn envelope(
        &mut self,
        schema: &ReferenceOr<openapiv3::Schema>,
        spot: &Spot,
    ) -> Vec<(String, Ty)> {
        let resolved = self.resolved;
        let (schema, spot) = match schema {
            ReferenceOr::Item(schema) => (schema, spot.clone()),
            ReferenceOr::Reference { reference } => match resolved.schema(spot.file(), reference) {
                Some(target) => (target.value, spot.at(target.origin)),
                None => return Vec::new(),
            },
        };
        let fields = self.record(schema, &spot).fields;
        fields.into_iter().map(|field| (field.wire, field.ty)).collect()
    }
}

fn failure(status: String, response: &Response) -> ErrorAnswer {
    ErrorAnswer { status, docs: text::clean(&response.description) }
}

fn number(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => *code,
        StatusCode::Range(range) => range.saturating_mul(100),
    }
}
