//! What operations answer.

use openapiv3::{ReferenceOr, Response, StatusCode};

use super::schema::Spot;
use super::{Lowering, text};
use crate::ir::{Answer, ErrorAnswer, Example, Home, Name, Paged, Ty};
use crate::load::OperationNode;
use crate::load::extension::PageExtension;
use crate::source::Origin;

/// What an operation answers, with its examples.
pub(super) struct Answers {
    pub(super) answer: Answer,
    pub(super) media: Vec<String>,
    pub(super) paged: Option<Paged>,
    pub(super) examples: Vec<Example>,
    pub(super) errors: Vec<ErrorAnswer>,
}

impl Lowering<'_> {
    pub(super) fn answers(
        &mut self,
        node: &OperationNode,
        owner: &str,
        home: Home,
        page: Option<&PageExtension>,
    ) -> Answers {
        let mut examples = Vec::new();
        let mut errors = Vec::new();
        let mut values: Vec<Ty> = Vec::new();
        let mut paged = None;
        let mut file = false;
        let mut kinds: Vec<String> = Vec::new();
        for (status, response) in &node.operation.responses.responses {
            let origin = node.origin.child("responses").child(&status.to_string());
            let Some((origin, response)) = self.response(response, origin, node) else { continue };
            let code = number(status);
            if !(200..300).contains(&code) {
                if code >= 400 {
                    errors.push(ErrorAnswer {
                        status: status.to_string(),
                        docs: text::clean(&response.description),
                    });
                }
                continue;
            }
            for (media, content) in &response.content {
                let origin = origin.child("content").child(media);
                let Some(schema) = &content.schema else { continue };
                if !kinds.contains(media) {
                    kinds.push(media.clone());
                }
                let spot = Spot {
                    origin: origin.child("schema"),
                    name: Name::new(format!("{owner} answer")),
                    home,
                };
                examples.extend(self.examples(content, &origin, code));
                if media != "application/json" {
                    file = true;
                    continue;
                }
                match page {
                    Some(page) => paged = self.paged(page, schema, &spot),
                    None => {
                        let ty = self.ty(schema, &spot);
                        if !values.contains(&ty) {
                            values.push(ty);
                        }
                    }
                }
            }
        }
        let answer = self.answer(file, values, paged.is_some(), node);
        Answers { answer, media: kinds, paged, examples, errors }
    }

    fn answer(
        &mut self,
        file: bool,
        mut values: Vec<Ty>,
        paged: bool,
        node: &OperationNode,
    ) -> Answer {
        let first = values.pop();
        if !values.is_empty() {
            self.unsupported(
                &node.origin.child("responses"),
                "several successful answers of different types",
                "describe one schema that holds the members of all",
            );
        }
        match (paged, file, first) {
            (true, ..) => Answer::Page,
            (_, true, None) => Answer::File,
            (_, true, Some(ty)) => Answer::FileOr(ty),
            (_, false, Some(ty)) => Answer::Value(ty),
            (_, false, None) => Answer::Nothing,
        }
    }

    fn response<'b>(
        &self,
        response: &'b ReferenceOr<Response>,
        origin: Origin,
        node: &OperationNode,
    ) -> Option<(Origin, &'b Response)>
    where
        Self: 'b,
    {
        match response {
            ReferenceOr::Item(response) => Some((origin, response)),
            ReferenceOr::Reference { reference } => {
                let target = self.resolved.response(node.origin.file, reference)?;
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
    ) -> Option<Paged> {
        let style = self.resolved.document.root.extensions.paging.get_index_of(&page.style);
        let rows = self.envelope(schema, spot).into_iter().find(|(wire, _)| *wire == page.items);
        let Some((_, Ty::List(row))) = rows else { return None };
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
                Some(target) => (target.value, Spot { origin: target.origin, ..spot.clone() }),
                None => return Vec::new(),
            },
        };
        let fields = self.members(schema, &spot);
        fields.into_iter().map(|field| (field.wire, field.ty)).collect()
    }
}

fn number(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => *code,
        StatusCode::Range(range) => range.saturating_mul(100),
    }
}
