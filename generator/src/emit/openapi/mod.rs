//! Renders the spec as one standard OpenAPI file for other tools.
//!
//! References are internal, groups are tags, and numbered form members are spelled out.

mod convert;
mod flatten;
mod prune;

use crate::emit::HEADER;
use crate::load::yaml::{self, Mapping, Tree};
use crate::load::{ValueSchema, objects};
use crate::spec::{Cursor, Document};

/// Returns the spec as one OpenAPI file.
pub fn bundle(document: &Document) -> String {
    let mut out = Mapping::new();
    let Some(root) = document.root_file() else { return String::new() };
    for key in ["openapi", "info", "servers", "security"] {
        copy(&mut out, &root, key);
    }
    out.insert("tags".into(), tags(document));
    out.insert("paths".into(), paths(document));
    out.insert("components".into(), components(document));
    for (key, _) in root.members() {
        if key.starts_with("x-")
            && !["x-parts", "x-group", "x-ids", "x-references", "x-allow"].contains(&key)
        {
            copy(&mut out, &root, key);
        }
    }
    let mut tree = Tree::Mapping(out);
    prune::remove_placeholders(&mut tree);
    format!("# {HEADER} from spec/; edit the files there.\n{}", yaml::to_string(tree))
}

fn copy(out: &mut Mapping, from: &Cursor<'_>, key: &str) {
    if let Some(member) = from.get(key) {
        out.insert(key.into(), yaml::to_tree(member.node));
    }
}

/// Returns a tag for each group.
fn tags(document: &Document) -> Tree {
    let group = |file: Cursor<'_>| {
        let group = file.get("x-group")?;
        let mut tag = Mapping::new();
        tag.insert("name".into(), group.get_str("title")?.into());
        copy(&mut tag, &group, "description");
        Some(Tree::Mapping(tag))
    };
    Tree::Sequence(document.files().filter_map(group).collect())
}

fn paths(document: &Document) -> Tree {
    let mut paths = Mapping::new();
    for file in document.files() {
        let title = file.get("x-group").and_then(|group| group.get_str("title"));
        for (path, item) in file.get_members("paths") {
            let schema = ValueSchema::Object(&objects::PATH_ITEM);
            let converted = convert::convert(document, &item, schema);
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

fn components(document: &Document) -> Tree {
    let mut merged = Mapping::new();
    for field in objects::COMPONENTS.fields {
        let mut section = Mapping::new();
        for file in document.files() {
            let members = file.get("components").and_then(|components| components.get(field.key));
            let converted = members.map(|at| convert::convert(document, &at, field.schema));
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
