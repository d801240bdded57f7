//! One file for other tools: the same description with references inside of the file, groups as
//! tags, and forms as the wire sees them.

mod convert;
mod form;
mod prune;

use crate::context::Context;
use crate::emit::HEADER;
use crate::load::yaml::{self, Mapping, Tree};
use crate::load::{Shape, objects};
use crate::location::FileId;
use crate::source::{Node, Sources};

/// Writes the description as one OpenAPI file.
pub fn bundle(ctx: &Context) -> String {
    let sources = &ctx.sources;
    let mut out = Mapping::new();
    let root = sources.iter().next().and_then(|(id, _)| sources.tree(id));
    let Some(root) = root else { return String::new() };
    for key in ["openapi", "info", "servers", "security"] {
        copy(&mut out, &root, key);
    }
    out.insert("tags".into(), tags(sources));
    out.insert("paths".into(), paths(sources));
    out.insert("components".into(), components(sources));
    for key in root.map().into_iter().flatten().map(|(key, _)| key) {
        if key.starts_with("x-") && !["x-parts", "x-group", "x-ids"].contains(&key.as_str()) {
            copy(&mut out, &root, key);
        }
    }
    let mut tree = Tree::Mapping(out);
    prune::placeholders(&mut tree);
    format!("# {HEADER} from spec/; edit the files there.\n{}", yaml::write(&tree))
}

fn copy(out: &mut Mapping, from: &Node, key: &str) {
    if let Some(node) = from.get(key) {
        out.insert(key.into(), yaml::tree(node));
    }
}

/// A tag for each group.
fn tags(sources: &Sources) -> Tree {
    let group = |(_, tree): (FileId, std::sync::Arc<Node>)| {
        let group = tree.get("x-group")?;
        let mut tag = Mapping::new();
        tag.insert("name".into(), group.get("title")?.text()?.into());
        copy(&mut tag, group, "description");
        Some(Tree::Mapping(tag))
    };
    Tree::Sequence(trees(sources).filter_map(group).collect())
}

fn trees(sources: &Sources) -> impl Iterator<Item = (FileId, std::sync::Arc<Node>)> {
    sources.iter().filter_map(|(id, _)| sources.tree(id).map(|tree| (id, tree)))
}

fn paths(sources: &Sources) -> Tree {
    let mut paths = Mapping::new();
    for (file, tree) in trees(sources) {
        let title = tree.get("x-group").and_then(|group| group.get("title")?.text());
        for (path, item) in tree.get("paths").and_then(Node::map).into_iter().flatten() {
            let shape = Shape::Object(&objects::PATH_ITEM);
            let converted = convert::convert(sources, file, &item.node, shape);
            let Tree::Mapping(mut converted) = converted else { continue };
            for (key, operation) in &mut converted {
                if let (Some(title), Some(method)) = (title, key.as_str())
                    && objects::METHODS.contains(&method)
                {
                    tag(operation, title);
                }
            }
            merge(&mut paths, path, converted);
        }
    }
    Tree::Mapping(paths)
}

/// Two groups may share a path, with a method each.
fn merge(paths: &mut Mapping, path: &str, item: Mapping) {
    match paths.get_mut(path) {
        Some(Tree::Mapping(present)) => present.extend(item),
        _ => {
            paths.insert(path.into(), Tree::Mapping(item));
        }
    }
}

/// Puts the tag of the group in front.
fn tag(operation: &mut Tree, title: &str) {
    let Tree::Mapping(members) = operation else { return };
    let mut tagged = Mapping::new();
    let mut tags = vec![Tree::from(title)];
    if let Some(Tree::Sequence(own)) = members.remove("tags") {
        tags.extend(own.into_iter().filter(|own| own.as_str() != Some(title)));
    }
    tagged.insert("tags".into(), Tree::Sequence(tags));
    tagged.extend(std::mem::take(members));
    *members = tagged;
}

fn components(sources: &Sources) -> Tree {
    let mut merged = Mapping::new();
    for field in objects::COMPONENTS.fields {
        let mut section = Mapping::new();
        for (file, tree) in trees(sources) {
            let node = tree.get("components").and_then(|components| components.get(field.key));
            let converted = node.map(|node| convert::convert(sources, file, node, field.shape));
            if let Some(Tree::Mapping(members)) = converted {
                section.extend(members);
            }
        }
        if !section.is_empty() {
            merged.insert(field.key.into(), Tree::Mapping(section));
        }
    }
    Tree::Mapping(merged)
}
