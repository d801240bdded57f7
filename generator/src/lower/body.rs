//! Lowers request bodies.

use super::schema::SchemaContext;
use super::{Lowering, text};
use crate::ir::{Body, Content, Encoding, Example, Field, Limits, ModulePath, Name, Reason, Ty};
use crate::media_type;
use crate::spec::{self, MediaKind, MediaType, Schema, SchemaShape};

/// A body, with the method of its media type if it has one.
pub(super) struct BodyVariant {
    pub(super) method: Option<String>,
    /// The summary of the method.
    pub(super) summary: Option<String>,
    /// The description of the method.
    pub(super) docs: Option<String>,
    pub(super) body: Body,
}

impl<'a> Lowering<'a> {
    /// Lowers a request body to one variant, or to one for each media type with its own method.
    pub(super) fn body_variants(
        &mut self,
        operation: &spec::Operation<'a>,
        owner: &str,
        module: ModulePath,
    ) -> Vec<BodyVariant> {
        let Some(body) = operation.body() else { return Vec::new() };
        let mut variants: Vec<BodyVariant> = Vec::new();
        // Equal schemas are lowered once, so that their types are not created twice.
        let mut known: Vec<(&openapiv3::MediaType, Content)> = Vec::new();
        for media in body.media_types() {
            let Some(content) = media.value() else { continue };
            let lowered = known.iter().find(|(other, _)| other.schema == content.schema);
            let lowered = lowered.map(|(_, content)| content.clone());
            let Some(variant) = self.lower_media_type(&media, owner, module, lowered) else {
                continue;
            };
            known.push((content, variant.body.content.clone()));
            self.add_variant(&mut variants, variant);
        }
        for variant in &mut variants {
            let is_single = !matches!(variant.body.content, Content::Members(_));
            variant.body.optional = is_single && !body.is_required();
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
        let (construct, help) = match merge_encodings(&first.body, &variant.body) {
            _ if !is_same(&first.body, &variant.body) => {
                ("media types with different content", "add an `x-method` to this media type")
            }
            None => ("media types with the same content and encoding", "remove this media type"),
            Some(encoding) => {
                first.body.encoding = encoding;
                for example in variant.body.examples {
                    if first.body.examples.iter().any(|known| known.name == example.name) {
                        self.api.omissions.record_own(&example.origin, Reason::OtherEncoding);
                    } else {
                        first.body.examples.push(example);
                    }
                }
                return;
            }
        };
        self.report_unsupported(&variant.body.origin, construct, help);
    }

    /// Lowers the body of a media type. `lowered` is the content of an equal schema.
    fn lower_media_type(
        &mut self,
        media: &MediaType<'a>,
        owner: &str,
        module: ModulePath,
        lowered: Option<Content>,
    ) -> Option<BodyVariant> {
        let (media_kind, origin) = (self.media_kind(media)?, &media.cursor.origin);
        let (mut limits, mut reference) = (Limits::default(), None);
        let (encoding, content_of, constraints) = match media_kind {
            MediaKind::Text => (Encoding::Raw, Content::Text, Vec::new()),
            MediaKind::File => (Encoding::Raw, Content::File, Vec::new()),
            MediaKind::Json | MediaKind::Form | MediaKind::Multipart => {
                let schema = media.schema()?;
                let name = Name::new(format!("{owner} body"));
                let context = SchemaContext { name, docs: String::new(), module };
                let mut content =
                    lowered.or_else(|| self.lower_content(&schema, &context, media_kind))?;
                let constraints = self.constraints(&schema, &content);
                reference = self.body_reference(&schema, &mut content);
                if matches!(content, Content::List(_)) {
                    limits = self.metadata(&schema).limits;
                }
                (encoding(media_kind), content, constraints)
            }
        };
        let extensions = media.extensions();
        let members = self.member_styles(media_kind, media, &content_of);
        Some(BodyVariant {
            method: extensions.method.clone(),
            summary: extensions.summary.clone(),
            docs: extensions.description.clone(),
            body: Body {
                encoding,
                media: sent_media_type(media.name, media_kind).to_owned(),
                keys: extensions.clone(),
                content: content_of,
                optional: false,
                members,
                limits,
                reference,
                constraints,
                examples: lower_examples(media, 0),
                origin: origin.clone(),
            },
        })
    }

    /// Lowers the content. A named object is built by the caller; the members of an inline object become
    /// arguments and setters.
    fn lower_content(
        &mut self,
        schema: &Schema<'a>,
        context: &SchemaContext,
        media_kind: MediaKind,
    ) -> Option<Content> {
        if matches!(schema.shape(), Some(SchemaShape::Object)) {
            let mut fields = self.record(schema, context).fields;
            fields.retain(|field| !field.read_only);
            return Some(Content::Members(fields));
        }
        let reported = self.reported();
        match self.lower_type(schema, context) {
            _ if self.reported() > reported => None,
            Ty::Named(id) if self.api.has_members(id) => Some(Content::Record(id)),
            Ty::List(inner) if media_kind == MediaKind::Json => Some(Content::List(*inner)),
            ty if media_kind == MediaKind::Json
                && ty != Ty::FILE
                && !matches!(ty, Ty::Numbered(_)) =>
            {
                Some(Content::Value(ty))
            }
            ty @ (Ty::Json | Ty::Map(_)) if media_kind != MediaKind::Json => {
                Some(Content::Value(ty))
            }
            _ => {
                self.report_unsupported(
                    &schema.cursor.origin,
                    "form that is not an object",
                    "use an object; JSON may be any value",
                );
                None
            }
        }
    }

    /// Returns how a body is handled, or reports that it is not supported.
    pub(super) fn media_kind(&mut self, media: &MediaType<'a>) -> Option<MediaKind> {
        let kind = media.kind();
        if kind.is_none() {
            self.report_unsupported(
                &media.cursor.origin.child("schema"),
                &format!("`{}` with a schema that is not a string", media.name),
                "write `type: string` for text, and `format: binary` in addition for a file",
            );
        }
        kind
    }
}

/// Returns the examples of a media type.
pub(super) fn lower_examples(media: &MediaType<'_>, status: u16) -> Vec<Example> {
    let lower = |example: spec::Example<'_>| {
        Some(Example {
            name: example.name.to_owned(),
            summary: example.summary.map(text::clean).unwrap_or_default(),
            status,
            value: example.value?.clone(),
            origin: example.cursor.origin,
        })
    };
    media.examples().into_iter().filter_map(lower).collect()
}

fn encoding(media_kind: MediaKind) -> Encoding {
    match media_kind {
        MediaKind::Json => Encoding::Json,
        MediaKind::Form => Encoding::Form,
        MediaKind::Multipart => Encoding::Multipart,
        MediaKind::Text | MediaKind::File => Encoding::Raw,
    }
}

/// Returns the media type that is sent. In place of a range such as `image/*`, it is the one of any content of this kind.
fn sent_media_type(name: &str, media_kind: MediaKind) -> &str {
    match media_kind {
        _ if !name.contains('*') => name,
        MediaKind::Json => media_type::JSON,
        MediaKind::Text => media_type::TEXT,
        _ => media_type::BYTES,
    }
}

/// Returns `true` for members with the same description whose types are declared in place, so that they have different ids.
fn is_same_inline(first: &Field, second: &Field) -> bool {
    let is_declared = matches!((&first.ty, &second.ty), (Ty::Named(_), Ty::Named(_)));
    is_declared && !first.docs.is_empty() && first.docs == second.docs
}

/// Returns `true` for two bodies with equal content.
fn is_same(first: &Body, second: &Body) -> bool {
    let same = match (&first.content, &second.content) {
        (Content::Members(a), Content::Members(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| a.wire == b.wire && (a.ty == b.ty || is_same_inline(a, b)))
        }
        (a, b) => a == b,
    };
    same && first.constraints == second.constraints
}

/// Returns the encoding of two bodies with equal content, unless one of them cannot be left out.
fn merge_encodings(first: &Body, second: &Body) -> Option<Encoding> {
    match (first.encoding, second.encoding) {
        (Encoding::Form, Encoding::Multipart) | (Encoding::Multipart, Encoding::Form) => {
            Some(Encoding::FormOrMultipart)
        }
        // JSON is preferred because it preserves types, lists and nesting.
        (Encoding::Json, Encoding::Form) | (Encoding::Form, Encoding::Json) => Some(Encoding::Json),
        _ => None,
    }
}
