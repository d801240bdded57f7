//! Lowers request bodies.

use openapiv3::{MediaType, ReferenceOr, Schema};

use super::Lowering;
use super::media::MediaKind;
use super::schema::SchemaContext;
use super::shape::{self, SchemaShape};
use crate::ir::{Body, Content, Encoding, Example, Limits, ModulePath, Name, Ty};
use crate::load::{OperationNode, extension};
use crate::location::{FileId, Origin};

/// A body, with the method of its media type if it has one.
pub(super) struct BodyVariant {
    pub(super) method: Option<String>,
    /// The summary of the method.
    pub(super) summary: Option<String>,
    /// The description of the method.
    pub(super) docs: Option<String>,
    pub(super) body: Body,
}

impl Lowering<'_> {
    /// Lowers a request body to one variant, or to one for each media type with its own method.
    pub(super) fn body_variants(
        &mut self,
        node: &OperationNode,
        owner: &str,
        module: ModulePath,
    ) -> Vec<BodyVariant> {
        let resolved = self.resolved;
        let (origin, body) = match &node.operation.request_body {
            None => return Vec::new(),
            Some(ReferenceOr::Item(body)) => (node.origin.child("requestBody"), body),
            Some(ReferenceOr::Reference { reference }) => {
                match resolved.request_body(node.origin.file, reference) {
                    Some(target) => (target.origin, target.value),
                    None => return Vec::new(),
                }
            }
        };
        let mut variants: Vec<BodyVariant> = Vec::new();
        // Equal schemas are lowered once, so that their types are not created twice.
        let mut known: Vec<(&MediaType, Content)> = Vec::new();
        for (media, content) in &body.content {
            let origin = origin.child("content").child(media);
            let lowered = known.iter().find(|(other, _)| other.schema == content.schema);
            let lowered = lowered.map(|(_, content)| content.clone());
            let Some(variant) =
                self.lower_media_type(media, content, &origin, (owner, module), lowered)
            else {
                continue;
            };
            known.push((content, variant.body.content.clone()));
            self.add_variant(&mut variants, variant);
        }
        for variant in &mut variants {
            let is_single = !matches!(variant.body.content, Content::Members(_));
            variant.body.optional = is_single && !body.required;
        }
        variants
    }

    /// Adds a variant. Media types with equal content are merged; others need their own method.
    fn add_variant(&mut self, variants: &mut Vec<BodyVariant>, variant: BodyVariant) {
        if variant.method.is_some() || variants.is_empty() {
            variants.push(variant);
            return;
        }
        let Some(first) = variants.first_mut() else { return };
        match merge_encodings(&first.body, &variant.body) {
            Some(encoding) => {
                first.body.encoding = encoding;
                let known: Vec<_> = first.body.examples.iter().map(|e| e.name.clone()).collect();
                let new = variant.body.examples.into_iter().filter(|e| !known.contains(&e.name));
                first.body.examples.extend(new);
            }
            None => self.report_unsupported(
                &variant.body.origin,
                "media types with different content",
                "add an `x-method` to this media type",
            ),
        }
    }

    /// Lowers the body of a media type. `lowered` is the content of an equal schema.
    fn lower_media_type(
        &mut self,
        media: &str,
        content: &MediaType,
        origin: &Origin,
        (owner, module): (&str, ModulePath),
        lowered: Option<Content>,
    ) -> Option<BodyVariant> {
        let media_kind = self.media_kind(media, content, origin)?;
        let (mut limits, mut reference) = (Limits::default(), None);
        let (encoding, content_of, constraints) = match media_kind {
            MediaKind::Text => (Encoding::Raw, Content::Text, Vec::new()),
            MediaKind::File => (Encoding::Raw, Content::File, Vec::new()),
            MediaKind::Json if media.contains('*') => {
                let construct = format!("request body of type `{media}`");
                self.report_unsupported(origin, &construct, "write `application/json`");
                return None;
            }
            MediaKind::Json | MediaKind::Form | MediaKind::Multipart => {
                let schema = content.schema.as_ref()?;
                let name = Name::new(format!("{owner} body"));
                let docs = String::new();
                let context = SchemaContext { origin: origin.child("schema"), name, docs, module };
                let mut content =
                    lowered.or_else(|| self.lower_content(schema, &context, media_kind))?;
                let constraints = self.constraints(schema, &context.origin, &content);
                reference = self.body_reference(schema, &context.origin, &mut content);
                if matches!(content, Content::List(_)) {
                    limits = self.metadata(schema, &context.origin).limits;
                }
                (encoding(media_kind), content, constraints)
            }
        };
        let extensions = extension::media_type(self.ctx, origin, &content.extensions);
        let members = self.member_styles(media_kind, content, origin, &content_of);
        Some(BodyVariant {
            method: extensions.method,
            summary: extensions.summary,
            docs: extensions.description,
            body: Body {
                encoding,
                media: media.to_owned(),
                quoted: extensions.quoted,
                named_files: extensions.named_files,
                content: content_of,
                optional: false,
                members,
                limits,
                reference,
                constraints,
                examples: self.examples(content, origin, 0),
                origin: origin.clone(),
            },
        })
    }

    /// Lowers the content. A named object is built by the caller; the members of an inline object become
    /// arguments and setters.
    fn lower_content(
        &mut self,
        schema: &ReferenceOr<Schema>,
        context: &SchemaContext,
        media_kind: MediaKind,
    ) -> Option<Content> {
        if let ReferenceOr::Item(inline) = schema
            && matches!(shape::classify(inline), SchemaShape::Object)
        {
            let mut fields = self.record(inline, context).fields;
            fields.retain(|field| !field.read_only);
            return Some(Content::Members(fields));
        }
        let reported = self.reported();
        match self.lower_type(schema, context) {
            _ if self.reported() > reported => None,
            Ty::Named(id) if !self.is_enum(id) => Some(Content::Record(id)),
            Ty::List(inner) if media_kind == MediaKind::Json => Some(Content::List(*inner)),
            ty if media_kind == MediaKind::Json && !matches!(ty, Ty::File | Ty::Numbered(_)) => {
                Some(Content::Value(ty))
            }
            _ => {
                self.report_unsupported(
                    &context.origin,
                    "form that is not an object with declared members",
                    "use an object; JSON may be any value",
                );
                None
            }
        }
    }

    /// Returns the examples of a media type.
    pub(super) fn examples(
        &mut self,
        content: &MediaType,
        origin: &Origin,
        status: u16,
    ) -> Vec<Example> {
        let file = origin.file;
        let mut examples = Vec::new();
        if let Some(value) = &content.example {
            examples.push(Example {
                name: "example".to_owned(),
                summary: String::new(),
                status,
                value: value.clone(),
                origin: origin.child("example"),
            });
        }
        for (name, example) in &content.examples {
            let origin = origin.child("examples").child(name);
            examples.extend(self.example(name, example, &origin, file, status));
        }
        examples
    }

    fn example(
        &self,
        name: &str,
        example: &ReferenceOr<openapiv3::Example>,
        origin: &Origin,
        file: FileId,
        status: u16,
    ) -> Option<Example> {
        let (origin, example) = match example {
            ReferenceOr::Item(example) => (origin.clone(), example),
            ReferenceOr::Reference { reference } => {
                let target = self.resolved.example(file, reference)?;
                (target.origin, target.value)
            }
        };
        Some(Example {
            name: name.to_owned(),
            summary: super::text::clean_optional(example.summary.as_ref()),
            status,
            value: example.value.clone()?,
            origin: origin.child("value"),
        })
    }
}

fn encoding(media_kind: MediaKind) -> Encoding {
    match media_kind {
        MediaKind::Json => Encoding::Json,
        MediaKind::Form => Encoding::Form,
        MediaKind::Multipart => Encoding::Multipart,
        MediaKind::Text | MediaKind::File => Encoding::Raw,
    }
}

/// Returns the common encoding of two bodies with equal content.
fn merge_encodings(first: &Body, second: &Body) -> Option<Encoding> {
    let same = match (&first.content, &second.content) {
        (Content::Members(a), Content::Members(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| a.wire == b.wire && (a.ty == b.ty || a.docs == b.docs))
        }
        (a, b) => a == b,
    };
    if !same || first.constraints != second.constraints {
        return None;
    }
    match (first.encoding, second.encoding) {
        (Encoding::Form, Encoding::Multipart) | (Encoding::Multipart, Encoding::Form) => {
            Some(Encoding::FormOrMultipart)
        }
        // JSON is preferred because it preserves types, lists and nesting.
        (Encoding::Json, Encoding::Form) | (Encoding::Form, Encoding::Json) => Some(Encoding::Json),
        _ => None,
    }
}
