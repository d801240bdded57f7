//! The operations of a description as flat lists of located elements.

use std::path::Path;

use indexmap::IndexMap;

use super::difference::Location;
use super::document::{Description, locate};
use super::shape::Shape;
use crate::location::Origin;
use crate::source::Sources;
use crate::spec::{Cursor, Document, MediaType, Operation, Parameter, Schema};

/// An operation.
#[derive(Debug)]
pub(super) struct OperationView {
    pub(super) id: String,
    /// The name of its file.
    pub(super) resource: String,
    /// The method, the path of the server and the path template, with `{}` for each placeholder.
    pub(super) key: String,
    /// The method and the path template.
    pub(super) title: String,
    /// The names of the placeholders.
    pub(super) placeholders: Vec<String>,
    /// The scheme and the host.
    pub(super) server: String,
    pub(super) at: Location,
    /// The parameters, as in `query.PageSize`.
    pub(super) parameters: Elements,
    pub(super) body: Option<Content>,
    /// The responses by status.
    pub(super) responses: IndexMap<String, Content>,
}

/// A request body or a response.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) at: Location,
    pub(super) is_required: bool,
    /// The elements by media type.
    pub(super) media: IndexMap<String, (Location, Elements)>,
}

/// Elements by their paths. An element follows the one that contains it.
pub(super) type Elements = IndexMap<String, ElementView>;

/// A parameter, a body, or a member of one.
#[derive(Clone, Debug)]
pub(super) struct ElementView {
    /// The path of the element that contains it.
    pub(super) parent: Option<String>,
    /// The last part of its path: `.Name`, `[]` for items, or `{}` for values of a map.
    pub(super) step: String,
    pub(super) at: Location,
    /// The location of its schema, after resolving references.
    pub(super) definition: Location,
    pub(super) base_type: String,
    pub(super) type_name: String,
    pub(super) is_required: bool,
    pub(super) is_nullable: bool,
    pub(super) default: Option<String>,
    pub(super) values: Option<IndexMap<String, Location>>,
    pub(super) range: Option<(u64, u64)>,
}

impl ElementView {
    /// Returns `true` for a parameter, which is named as in `query.PageSize`.
    pub(super) fn is_parameter(&self) -> bool {
        self.parent.is_none() && self.step.contains('.')
    }
}

/// Returns the operations of a description, in document order.
pub(super) fn operations(description: &Description) -> Vec<OperationView> {
    let Description { context, document } = description;
    let viewer = Viewer { sources: &context.sources, document };
    document.operations().iter().map(|operation| viewer.operation(operation)).collect()
}

struct Viewer<'a> {
    sources: &'a Sources,
    document: &'a Document,
}

impl<'a> Viewer<'a> {
    fn operation(&self, operation: &Operation<'a>) -> OperationView {
        let Operation { cursor, method, path, .. } = operation;
        let (server, prefix) = split_url(self.server(operation));
        let (template, placeholders) = split_template(&format!("{prefix}{path}"));
        let file = Path::new(self.sources.path(cursor.origin.file));
        let body = operation.body().zip(cursor.get("requestBody"));
        let responses = operation.responses().into_iter().map(|response| {
            let media = response.media_types();
            let content = self.content(&response.entry, &response.cursor, &media, response.status);
            (response.status.to_owned(), content)
        });
        OperationView {
            id: operation.id().unwrap_or_default().to_owned(),
            resource: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            key: format!("{method} {template}"),
            title: format!("{method} {path}"),
            placeholders,
            server: server.to_owned(),
            at: locate(self.sources, &cursor.origin),
            parameters: self.parameters(&operation.parameters),
            body: body.map(|(body, entry)| {
                self.content(&entry, &body.cursor, &body.media_types(), "body")
            }),
            responses: responses.collect(),
        }
    }

    /// Returns the URL of the first server of the operation, of its path, or of the description.
    fn server(&self, operation: &Operation<'a>) -> &'a str {
        let file = self.document.file(operation.cursor.origin.file);
        let item = file.and_then(|file| file.get("paths")?.get(operation.path));
        let owners = [Some(operation.cursor.clone()), item, self.document.root_file()];
        let mut servers = owners.iter().flatten().flat_map(|owner| owner.get_items("servers"));
        servers.next().and_then(|server| server.get_str("url")).unwrap_or_default()
    }

    fn parameters(&self, parameters: &[Parameter<'a>]) -> Elements {
        let mut elements = Elements::new();
        for parameter in parameters {
            let schema =
                parameter.schema().or_else(|| parameter.media_types().into_iter().next()?.schema());
            let member = Member {
                path: format!("{}.{}", parameter.location(), parameter.name()),
                origin: &parameter.cursor.origin,
                is_required: parameter.is_required(),
            };
            if let Some(schema) = schema {
                self.add_element(&mut elements, member, None, &schema);
            }
        }
        elements
    }

    /// Returns the content of a body or a response, which may be declared by a reference.
    fn content(
        &self,
        entry: &Cursor<'a>,
        declared: &Cursor<'a>,
        media_types: &[MediaType<'a>],
        path: &str,
    ) -> Content {
        let mut media = IndexMap::new();
        for media_type in media_types {
            let origin = &media_type.cursor.origin;
            let mut elements = Elements::new();
            if let Some(schema) = media_type.schema() {
                let member = Member { path: path.to_owned(), origin, is_required: true };
                self.add_element(&mut elements, member, None, &schema);
            }
            media.insert(media_type.name.to_owned(), (locate(self.sources, origin), elements));
        }
        let is_required = declared.has_flag("required");
        Content { at: locate(self.sources, &entry.origin), is_required, media }
    }

    /// Adds an element, and the elements that it contains.
    fn add_element(
        &self,
        elements: &mut Elements,
        member: Member<'_>,
        parent: Option<(&str, &[Origin])>,
        schema: &Schema<'a>,
    ) {
        let shape = Shape::read(schema);
        let (parent, ancestors) = parent.unwrap_or_default();
        let path = member.path.clone();
        let element = self.element(member, parent, &shape);
        elements.insert(path.clone(), element);
        if ancestors.contains(&shape.definition) {
            return;
        }
        let ancestors = [ancestors, std::slice::from_ref(&shape.definition)].concat();
        let inside = Some((path.as_str(), ancestors.as_slice()));
        for found in shape.members() {
            let path = format!("{path}.{}", found.name);
            let (origin, is_required) = (&found.schema.cursor.origin, found.is_required);
            let member = Member { path: path.clone(), origin, is_required };
            self.add_element(elements, member, inside, &found.schema);
            if let Some(element) = elements.get_mut(&path).filter(|it| it.range.is_none()) {
                element.range = found.range;
            }
        }
        for (step, schema) in [("[]", &shape.items), ("{}", &shape.entries)] {
            if let Some(schema) = schema {
                let origin = &schema.cursor.origin;
                let member = Member { path: format!("{path}{step}"), origin, is_required: true };
                self.add_element(elements, member, inside, schema);
            }
        }
    }

    fn element(&self, member: Member<'_>, parent: &str, shape: &Shape<'_>) -> ElementView {
        let values = shape.values.as_ref().map(|values| {
            let located = values.iter();
            let located =
                located.map(|(value, at)| ((*value).to_owned(), locate(self.sources, at)));
            located.collect()
        });
        ElementView {
            parent: (!parent.is_empty()).then(|| parent.to_owned()),
            step: member.path.get(parent.len()..).unwrap_or_default().to_owned(),
            at: locate(self.sources, member.origin),
            definition: locate(self.sources, &shape.definition),
            base_type: shape.base_type().to_owned(),
            type_name: shape.type_name(),
            is_required: member.is_required,
            is_nullable: shape.is_nullable,
            default: shape.default.map(str::to_owned),
            values,
            range: shape.range(),
        }
    }
}

/// The declaration of an element.
struct Member<'a> {
    path: String,
    origin: &'a Origin,
    is_required: bool,
}

/// Returns the scheme and host of a URL, and its path.
fn split_url(url: &str) -> (&str, &str) {
    let url = url.trim_end_matches('/');
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    url.split_at_checked(end).unwrap_or((url, ""))
}

/// Returns a path template with `{}` for each placeholder, and the names of the placeholders.
fn split_template(path: &str) -> (String, Vec<String>) {
    let (mut template, mut names) = (String::new(), Vec::new());
    for part in path.split_inclusive('}') {
        match part.split_once('{') {
            Some((before, name)) if name.ends_with('}') => {
                template.push_str(before);
                template.push_str("{}");
                names.push(name.trim_end_matches('}').to_owned());
            }
            _ => template.push_str(part),
        }
    }
    (template, names)
}
