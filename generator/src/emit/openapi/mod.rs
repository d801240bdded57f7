//! Renders the spec as one standard OpenAPI file for other tools.
//!
//! References are internal, groups are tags, and numbered form members are spelled out.

mod convert;
mod flatten;
mod prune;

use crate::emit::HEADER;
use crate::load::yaml::{self, Mapping, Tree};
use crate::load::{ValueSchema, objects};
use crate::location::FileId;
use crate::source::{Node, Sources};

/// Returns the spec as one OpenAPI file.
pub fn bundle(sources: &Sources) -> String {
    let mut out = Mapping::new();
    let root = sources.iter().next().and_then(|(id, _)| sources.tree(id));
    let Some(root) = root else { return String::new() };
    for key in ["openapi", "info", "servers", "security"] {
        copy(&mut out, &root, key);
    }
    out.insert("tags".into(), tags(sources));
    out.insert("paths".into(), paths(sources));
    out.insert("components".into(), components(sources));
    for key in root.as_map().into_iter().flatten().map(|(key, _)| key) {
        if key.starts_with("x-")
            && !["x-parts", "x-group", "x-ids", "x-references", "x-allow"].contains(&key.as_str())
        {
            copy(&mut out, &root, key);
        }
    }
    let mut tree = Tree::Mapping(out);
    prune::remove_placeholders(&mut tree);
    format!("# {HEADER} from spec/; edit the files there.\n{}", yaml::to_string(tree))
}

fn copy(out: &mut Mapping, from: &Node, key: &str) {
    if let Some(node) = from.get(key) {
        out.insert(key.into(), yaml::to_tree(node));
    }
}

/// Returns a tag for each group.
fn tags(sources: &Sources) -> Tree {
    let group = |(_, tree): (FileId, std::sync::Arc<Node>)| {
        let group = tree.get("x-group")?;
        let mut tag = Mapping::new();
        tag.insert("name".into(), group.get("title")?.as_str()?.into());
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
        let title = tree.get("x-group").and_then(|group| group.get("title")?.as_str());
        for (path, item) in tree.get("paths").and_then(Node::as_map).into_iter().flatten() {
            let schema = ValueSchema::Object(&objects::PATH_ITEM);
            let converted = convert::convert(sources, file, &item.node, schema);
            let Tree::Mapping(mut converted) = converted else { continue };
            for (key, operation) in &mut converted {
                if let (Some(title), Some(method)) = (title, key.as_str())
                    && objects::METHODS.contains(&method)
                {
                    add_tag(operation, title);
                }
            }
            merge(&mut paths, path, converted);
        }
    }
    Tree::Mapping(paths)
}

/// Adds a path item. Two groups may share a path with different methods.
fn merge(paths: &mut Mapping, path: &str, item: Mapping) {
    match paths.get_mut(path) {
        Some(Tree::Mapping(present)) => present.extend(item),
        _ => {
            paths.insert(path.into(), Tree::Mapping(item));
        }
    }
}

/// Adds the tag of the group as the first tag.
fn add_tag(operation: &mut Tree, title: &str) {
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
            let converted = node.map(|node| convert::convert(sources, file, node, field.schema));
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
