//! Request bodies.

use openapiv3::{MediaType, ReferenceOr, RequestBody, Schema};

use super::Lowering;
use super::form::{self, Form};
use super::media::Medium;
use super::schema::Spot;
use crate::ir::{Body, Content, Encoding, Example, Home, Name, Ty};
use crate::load::{OperationNode, extension};
use crate::location::{FileId, Origin};

/// A body, and the method name of its media type when that has one of its own.
pub(super) struct Way {
    pub(super) method: Option<String>,
    /// What this way does, where the media type says it.
    pub(super) summary: Option<String>,
    /// What else there is to know about it.
    pub(super) docs: Option<String>,
    pub(super) body: Body,
}

impl Way {
    /// What kind of body it is, in a word: `application`, `multipart`, `text`.
    pub(super) fn kind(&self) -> &str {
        self.body.media.split('/').next().unwrap_or_default()
    }
}

impl Lowering<'_> {
    /// The ways to send an operation's body: one, or one for each media type with a method of its own.
    pub(super) fn bodies(&mut self, node: &OperationNode, owner: &str, home: Home) -> Vec<Way> {
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
        let mut ways: Vec<Way> = Vec::new();
        // What is described twice in the same words is lowered once, or its types would come twice.
        let mut known: Vec<(&MediaType, Content)> = Vec::new();
        for (media, content) in &body.content {
            let origin = origin.child("content").child(media);
            let same = known.iter().find(|(other, _)| other.schema == content.schema);
            let same = same.map(|(_, content)| content.clone());
            let Some(way) = self.way(media, content, &origin, (owner, home), same) else {
                continue;
            };
            known.push((content, way.body.content.clone()));
            self.add_way(&mut ways, way);
        }
        self.check_required(body, &origin, &ways);
        ways
    }

    /// Two media types of one content become one way; others need a method name of their own.
    fn add_way(&mut self, ways: &mut Vec<Way>, way: Way) {
        if way.method.is_some() || ways.is_empty() {
            ways.push(way);
            return;
        }
        let Some(first) = ways.first_mut() else { return };
        match merged(&first.body, &way.body) {
            Some(encoding) => {
                first.body.encoding = encoding;
                let known: Vec<_> = first.body.examples.iter().map(|e| e.name.clone()).collect();
                let new = way.body.examples.into_iter().filter(|e| !known.contains(&e.name));
                first.body.examples.extend(new);
            }
            None => self.unsupported(
                &way.body.origin,
                "a second media type with another content",
                "give this media type an `x-method` of its own",
            ),
        }
    }

    fn way(
        &mut self,
        media: &str,
        content: &MediaType,
        origin: &Origin,
        (owner, home): (&str, Home),
        same: Option<Content>,
    ) -> Option<Way> {
        let medium = self.medium(media, content, origin);
        let (encoding, content_of, rules) = match medium {
            Medium::Text => (Encoding::Raw, Content::Text, Vec::new()),
            Medium::File => (Encoding::Raw, Content::File, Vec::new()),
            Medium::Json if media != "application/json" => {
                self.unsupported(
                    origin,
                    "this kind of JSON in a request",
                    "use `application/json`",
                );
                return None;
            }
            Medium::Json | Medium::Form | Medium::Multipart => {
                let schema = content.schema.as_ref()?;
                let name = Name::new(format!("{owner} body"));
                let docs = String::new();
                let spot = Spot { origin: origin.child("schema"), name, docs, home };
                let content = same.or_else(|| self.content(schema, &spot, medium))?;
                let rules = self.rules(schema, &spot.origin, &content);
                (encoding(medium), content, rules)
            }
        };
        let facts = extension::media_type(self.ctx, origin, &content.extensions);
        Some(Way {
            method: facts.method,
            summary: facts.summary,
            docs: facts.description,
            body: Body {
                encoding,
                media: media.to_owned(),
                content: content_of,
                rules,
                examples: self.examples(content, origin, 0),
                origin: origin.clone(),
            },
        })
    }

    /// A named object is built by the caller; an inline one becomes arguments and setters.
    fn content(
        &mut self,
        schema: &ReferenceOr<Schema>,
        spot: &Spot,
        medium: Medium,
    ) -> Option<Content> {
        if let ReferenceOr::Item(inline) = schema
            && matches!(form::of(inline), Form::Object)
        {
            let mut fields = self.record(inline, spot).fields;
            fields.retain(|field| !field.read_only);
            return Some(Content::Members(fields));
        }
        match self.ty(schema, spot) {
            Ty::Named(id) if !self.is_enum(id) => Some(Content::Record(id)),
            Ty::List(inner) if medium == Medium::Json => Some(Content::List(*inner)),
            _ => {
                self.unsupported(
                    &spot.origin,
                    "a body that is no object",
                    "describe an object; JSON may also be a list",
                );
                None
            }
        }
    }

    fn check_required(&mut self, body: &RequestBody, origin: &Origin, ways: &[Way]) {
        if !body.required && ways.iter().any(|way| !matches!(way.body.content, Content::Members(_)))
        {
            self.unsupported(
                origin,
                "an optional body that the caller builds",
                "mark it `required: true`, or describe its members inline",
            );
        }
    }

    /// The examples of a media type.
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
            summary: super::text::optional(example.summary.as_ref()),
            status,
            value: example.value.clone()?,
            origin: origin.child("value"),
        })
    }
}

fn encoding(medium: Medium) -> Encoding {
    match medium {
        Medium::Json => Encoding::Json,
        Medium::Form => Encoding::Form,
        Medium::Multipart => Encoding::Multipart,
        Medium::Text | Medium::File => Encoding::Raw,
    }
}

/// The common encoding of two bodies with one content.
fn merged(first: &Body, second: &Body) -> Option<Encoding> {
    let same = match (&first.content, &second.content) {
        (Content::Members(a), Content::Members(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| a.wire == b.wire && (a.ty == b.ty || a.docs == b.docs))
        }
        (a, b) => a == b,
    };
    if !same || first.rules != second.rules {
        return None;
    }
    match (first.encoding, second.encoding) {
        (Encoding::Form, Encoding::Multipart) | (Encoding::Multipart, Encoding::Form) => {
            Some(Encoding::FormOrMultipart)
        }
        // JSON says more than a form (types, lists, nesting), so it is what is sent.
        (Encoding::Json, Encoding::Form) | (Encoding::Form, Encoding::Json) => Some(Encoding::Json),
        _ => None,
    }
}
