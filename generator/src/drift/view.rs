//! The operations of a description as flat lists of located elements.

use std::path::Path;

use indexmap::IndexMap;

use super::difference::Location;
use super::document::{Document, locate};
use super::shape::{Shape, is_true, resolved};
use crate::load::objects::METHODS;
use crate::location::Origin;
use crate::source::{Node, Sources};

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
pub(super) fn operations(document: &Document) -> Vec<OperationView> {
    let sources = &document.context.sources;
    let viewer = Viewer { sources, root: Origin::root(document.root) };
    let mut found = Vec::new();
    for (file, _) in sources.iter() {
        let paths = Origin::root(file).child("paths");
        let members = sources.node(&paths).and_then(Node::as_map);
        for (path, item) in members.into_iter().flatten() {
            for (method, _) in item.node.as_map().into_iter().flatten() {
                if METHODS.contains(&method.as_str()) {
                    found.push(viewer.operation(&paths.child(path), path, method));
                }
            }
        }
    }
    found
}

struct Viewer<'a> {
    sources: &'a Sources,
    root: Origin,
}

impl Viewer<'_> {
    fn get(&self, origin: &Origin, key: &str) -> Option<Origin> {
        let child = origin.child(key);
        self.sources.node(&child).map(|_| child)
    }

    fn string(&self, origin: &Origin, key: &str) -> Option<&str> {
        self.sources.node(origin)?.get(key)?.as_str()
    }

    /// Returns the members of a mapping.
    fn members(&self, origin: Option<Origin>) -> Vec<(String, Origin)> {
        let Some(origin) = origin else { return Vec::new() };
        let members = self.sources.node(&origin).and_then(Node::as_map);
        let keys = members.into_iter().flat_map(|members| members.keys());
        keys.map(|key| (key.clone(), origin.child(key))).collect()
    }

    /// Returns the items of a list.
    fn items(&self, origin: Option<Origin>) -> Vec<Origin> {
        let Some(origin) = origin else { return Vec::new() };
        let list = self.sources.node(&origin).and_then(Node::as_list).unwrap_or_default();
        (0..list.len()).map(|index| origin.index(index)).collect()
    }

    fn operation(&self, item: &Origin, path: &str, method: &str) -> OperationView {
        let origin = item.child(method);
        let (server, prefix) = self.server(&[&origin, item, &self.root]);
        let method = method.to_ascii_uppercase();
        let (template, placeholders) = split_template(&format!("{prefix}{path}"));
        let file = Path::new(self.sources.path(origin.file));
        let parameters = [item, &origin].map(|owner| self.parameters(owner));
        let responses = self.members(self.get(&origin, "responses"));
        OperationView {
            id: self.string(&origin, "operationId").unwrap_or_default().to_owned(),
            resource: file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            key: format!("{method} {template}"),
            title: format!("{method} {path}"),
            placeholders,
            server,
            at: locate(self.sources, &origin),
            parameters: parameters.into_iter().flatten().collect(),
            body: self.get(&origin, "requestBody").map(|body| self.content(&body, "body")),
            responses: responses
                .into_iter()
                .map(|(status, origin)| {
                    let content = self.content(&origin, &status);
                    (status, content)
                })
                .collect(),
        }
    }

    /// Returns the scheme and host of the first server that one of the owners declares, and the path of its URL.
    fn server(&self, owners: &[&Origin]) -> (String, String) {
        let servers = owners.iter().flat_map(|owner| self.items(self.get(owner, "servers")));
        let url = servers.map(|server| self.string(&server, "url").unwrap_or_default()).next();
        let url = url.unwrap_or_default().trim_end_matches('/');
        let host = url.find("://").map_or(0, |at| at + 3);
        let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
        let (server, prefix) = url.split_at_checked(end).unwrap_or((url, ""));
        (server.to_owned(), prefix.to_owned())
    }

    fn parameters(&self, owner: &Origin) -> Elements {
        let mut elements = Elements::new();
        for listed in self.items(self.get(owner, "parameters")) {
            let origin = resolved(self.sources, &listed);
            let content = self.members(self.get(&origin, "content"));
            let schema = self.get(&origin, "schema").or_else(|| {
                content.into_iter().next().and_then(|(_, media)| self.get(&media, "schema"))
            });
            let text = |key| self.string(&origin, key).unwrap_or_default();
            let path = format!("{}.{}", text("in"), text("name"));
            let required = self.sources.node(&origin).and_then(|node| node.get("required"));
            let member = Member { path, origin: &origin, is_required: is_true(required) };
            if let Some(schema) = schema {
                self.add_element(&mut elements, member, None, &schema);
            }
        }
        elements
    }

    fn content(&self, origin: &Origin, path: &str) -> Content {
        let declared = resolved(self.sources, origin);
        let required = self.sources.node(&declared).and_then(|node| node.get("required"));
        let mut media = IndexMap::new();
        for (name, origin) in self.members(self.get(&declared, "content")) {
            let mut elements = Elements::new();
            if let Some(schema) = self.get(&origin, "schema") {
                let path = path.to_owned();
                let member = Member { path, origin: &origin, is_required: true };
                self.add_element(&mut elements, member, None, &schema);
            }
            media.insert(name, (locate(self.sources, &origin), elements));
        }
        Content { at: locate(self.sources, origin), is_required: is_true(required), media }
    }

    /// Adds an element, and the elements that it contains.
    fn add_element(
        &self,
        elements: &mut Elements,
        member: Member<'_>,
        parent: Option<(&str, &[Origin])>,
        schema: &Origin,
    ) {
        let shape = Shape::read(self.sources, schema);
        let (parent, ancestors) = parent.unwrap_or_default();
        let path = member.path.clone();
        let element = self.element(member, parent, &shape);
        elements.insert(path.clone(), element);
        if ancestors.contains(&shape.definition) {
            return;
        }
        let ancestors = [ancestors, std::slice::from_ref(&shape.definition)].concat();
        let inside = Some((path.as_str(), ancestors.as_slice()));
        for found in shape.members(self.sources) {
            let path = format!("{path}.{}", found.name);
            let is_required = found.is_required;
            let member = Member { path: path.clone(), origin: &found.origin, is_required };
            self.add_element(elements, member, inside, &found.origin);
            if let Some(element) = elements.get_mut(&path).filter(|it| it.range.is_none()) {
                element.range = found.range;
            }
        }
        for (step, origin) in [("[]", &shape.items), ("{}", &shape.entries)] {
            if let Some(origin) = origin {
                let member = Member { path: format!("{path}{step}"), origin, is_required: true };
                self.add_element(elements, member, inside, origin);
            }
        }
    }

    fn element(&self, member: Member<'_>, parent: &str, shape: &Shape) -> ElementView {
        let values = shape.values.as_ref().map(|values| {
            let located =
                values.iter().map(|(value, at)| (value.clone(), locate(self.sources, at)));
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
            default: shape.default.clone(),
            values,
            range: shape.range,
        }
    }
}

/// The declaration of an element.
struct Member<'a> {
    path: String,
    origin: &'a Origin,
    is_required: bool,
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
