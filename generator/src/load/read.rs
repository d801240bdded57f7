//! Deserializes trees into the [`Document`], each operation and each component separately.

use indexmap::IndexMap;
use openapiv3::{Components, SecurityScheme};
use serde::de::DeserializeOwned;

use super::check;
use super::deserializer;
use super::document::{Document, OperationNode, Part, Root, TagGroup};
use super::groups::Groups;
use super::loading::{Loaded, Loading};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::location::{FileId, Origin};
use crate::parallel;
use crate::schema::ValueSchema;
use crate::schema::declare::Keys;
use crate::schema::extension::PartExtensions;
use crate::schema::objects::{self, COMPONENTS, METHODS, PART, PATH_ITEM, ROOT};
use crate::source::{Node, NodeKind};

/// Checks and deserializes all files.
///
/// The document lacks the operations and components with errors, so that the later passes can check the others.
pub fn document(ctx: &mut Context, root: FileId) -> Result<Document, Diagnostics> {
    let mut loading = Loading::new(ctx);
    let read = read_root(&mut loading, root);
    let files: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    let (operations, components) = parallel::join(
        || parallel::map(files.clone(), |file| loading.load_tree(file, operations)),
        || parallel::map(files.clone(), |file| loading.load_tree(file, components)),
    );
    let contents = files.iter().zip(operations.into_iter().zip(components));
    let parts = contents.filter_map(|(file, contents)| {
        let part = read_part(&mut loading, *file, root, contents);
        part.filter(|part| *file != root || !part.is_empty())
    });
    let parts = parts.collect();
    let found = loading.finish();
    found.into_iter().for_each(|diagnostic| ctx.report(diagnostic));
    if read.is_none() {
        let message = "root file was not read";
        ctx.report(Diagnostic::new(Code::Internal, &Origin::root(root), message));
    }
    match read {
        Some(root) => Ok(Document { root, parts }),
        None => Err(Diagnostics(ctx.diagnostics().to_vec())),
    }
}

fn read_root(ctx: &mut Loading<'_>, file: FileId) -> Option<Root> {
    let origin = Origin::root(file);
    let tree = ctx.sources.tree(file)?;
    check::check_keys(ctx, &origin, &tree, &ROOT, &["paths", "components"]);
    let info = tree.get("info");
    let text = |key: &str| info.and_then(|info| info.get(key)?.as_str()).map(str::to_owned);
    let components = origin.child("components");
    let schemes = components.child("securitySchemes");
    if let Some(node) = tree.get("components") {
        check::check_keys(ctx, &components, node, &COMPONENTS, &[]);
    }
    Some(Root {
        file,
        title: text("title").unwrap_or_default(),
        description: text("description"),
        version: text("version").unwrap_or_default(),
        servers: member(ctx, &origin, &tree, "servers"),
        security: member(ctx, &origin, &tree, "security"),
        schemes: tree
            .get("components")
            .and_then(|components| components.get("securitySchemes"))
            .map(|node| named::<SecurityScheme>(ctx, &schemes, node))
            .unwrap_or_default(),
        extensions: extensions(ctx, &origin, &tree),
    })
}

/// Returns a file with its operations and components.
fn read_part(
    ctx: &mut Loading<'_>,
    file: FileId,
    root: FileId,
    (operations, components): (Loaded<Vec<OperationNode>>, Loaded<Components>),
) -> Option<Part> {
    let origin = Origin::root(file);
    let tree = ctx.sources.tree(file)?;
    if file != root {
        check::check_keys(ctx, &origin, &tree, &PART, &["paths", "components"]);
    }
    let PartExtensions { group, ids, references } = extensions(ctx, &origin, &tree);
    let mut operations = ctx.merge(operations);
    let has_parts = ctx.sources.tree(root).is_some_and(|root| root.get("x-parts").is_some());
    let by_tag = group.is_none() && !has_parts;
    Some(Part {
        file,
        group,
        tag_groups: match by_tag {
            true => tag_groups(&origin, &tree, &mut operations),
            false => IndexMap::new(),
        },
        operations,
        components: ctx.merge(components),
        ids,
        references,
    })
}

/// Groups the operations of a file by their tags.
fn tag_groups(
    origin: &Origin,
    tree: &Node,
    operations: &mut [OperationNode],
) -> IndexMap<String, TagGroup> {
    let mut groups = Groups::new(origin, tree);
    for operation in operations.iter_mut() {
        operation.tag_group = Some(groups.assign(&operation.path, &operation.operation));
    }
    let mut groups = groups.finish();
    groups.retain(|name, _| operations.iter().any(|it| it.tag_group.as_ref() == Some(name)));
    groups
}

fn operations(ctx: &mut Loading<'_>, origin: &Origin, tree: &Node) -> Vec<OperationNode> {
    let paths = origin.child("paths");
    let Some(node) = tree.get("paths") else { return Vec::new() };
    let Some(members) = node.as_map() else {
        check::check(ctx, &paths, node, ValueSchema::Map(&ValueSchema::Any));
        return Vec::new();
    };
    let mut operations = Vec::new();
    for (path, item) in members {
        path_item(ctx, &paths.child(path), path, &item.node, &mut operations);
    }
    operations
}

fn path_item(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    path: &str,
    item: &Node,
    operations: &mut Vec<OperationNode>,
) {
    check::check_keys(ctx, origin, item, &PATH_ITEM, &METHODS);
    let shared = origin.child("parameters");
    let nodes = item.get("parameters").and_then(Node::as_list).unwrap_or_default();
    let parameters: Vec<_> = nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| {
            let at = shared.index(index);
            read(ctx, &at, node).map(|parameter| (at, parameter))
        })
        .collect();
    let servers: Vec<openapiv3::Server> = member(ctx, origin, item, "servers");
    for (method, member) in item.as_map().into_iter().flatten() {
        if !METHODS.contains(&method.as_str()) {
            continue;
        }
        let at = origin.child(method);
        let Some(schema) = objects::field(&PATH_ITEM, method).map(|field| field.schema) else {
            continue;
        };
        check::check(ctx, &at, &member.node, schema);
        let Some(mut operation) = read::<openapiv3::Operation>(ctx, &at, &member.node) else {
            continue;
        };
        if operation.servers.is_empty() {
            operation.servers.clone_from(&servers);
        }
        operations.push(OperationNode {
            origin: at,
            tag_group: None,
            method: method.to_ascii_uppercase(),
            path: path.split_once('#').map_or(path, |(path, _)| path).to_owned(),
            path_parameters: parameters.clone(),
            operation,
        });
    }
}

fn components(ctx: &mut Loading<'_>, origin: &Origin, tree: &Node) -> Components {
    let origin = origin.child("components");
    let Some(node) = tree.get("components") else { return Components::default() };
    check::check_keys(ctx, &origin, node, &COMPONENTS, &[]);
    Components {
        schemas: section(ctx, &origin, node, "schemas"),
        responses: section(ctx, &origin, node, "responses"),
        parameters: section(ctx, &origin, node, "parameters"),
        examples: section(ctx, &origin, node, "examples"),
        request_bodies: section(ctx, &origin, node, "requestBodies"),
        headers: section(ctx, &origin, node, "headers"),
        ..Components::default()
    }
}

fn section<T: DeserializeOwned>(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    components: &Node,
    key: &str,
) -> IndexMap<String, T> {
    components.get(key).map(|node| named(ctx, &origin.child(key), node)).unwrap_or_default()
}

/// Deserializes each member separately.
fn named<T: DeserializeOwned>(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    node: &Node,
) -> IndexMap<String, T> {
    let members = node.as_map().into_iter().flatten();
    members
        .filter_map(|(name, member)| {
            read(ctx, &origin.child(name), &member.node).map(|value| (name.clone(), value))
        })
        .collect()
}

/// Deserializes the member `key`, or returns the default.
fn member<T: DeserializeOwned + Default>(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    node: &Node,
    key: &str,
) -> T {
    node.get(key).and_then(|node| read(ctx, &origin.child(key), node)).unwrap_or_default()
}

/// Deserializes the extension keys of a file. Those with errors have their default.
fn extensions<T: DeserializeOwned + Default + Keys>(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    node: &Node,
) -> T {
    let is_read = |key: &str| {
        let is_own = T::FIELDS.iter().any(|field| field.key == key);
        is_own && !ctx.has_found_in(&origin.child(key))
    };
    let members = node.as_map().into_iter().flatten().filter(|(key, _)| is_read(key));
    let members = members.map(|(key, member)| (key.clone(), member.clone())).collect();
    let node = Node { span: node.span, kind: NodeKind::Map(members) };
    deserialize(ctx, origin, &node).unwrap_or_default()
}

/// Deserializes a checked node. Returns `None` if an error has been reported about it.
fn read<T: DeserializeOwned>(ctx: &mut Loading<'_>, origin: &Origin, node: &Node) -> Option<T> {
    if ctx.has_found_in(origin) { None } else { deserialize(ctx, origin, node) }
}

fn deserialize<T: DeserializeOwned>(
    ctx: &mut Loading<'_>,
    origin: &Origin,
    node: &Node,
) -> Option<T> {
    match deserializer::deserialize(node) {
        Ok(value) => Some(value),
        Err(reason) => {
            let message = format!("failed to parse: {reason}");
            let diagnostic = Diagnostic::new(Code::NotRead, origin, message);
            ctx.report(diagnostic.help("compare it with the OpenAPI 3.0 specification"));
            None
        }
    }
}
