//! Reads the files that the root file of others refers to.
//!
//! Their nodes are moved into the tree of the root file later. So that these remain located, the byte ranges of each file
//! begin where those of the file before it end, as if all texts were one.

use std::collections::BTreeSet;
use std::path::Path;

use super::read::{Unread, load};
use super::{Node, NodeKind, SourceFile, Sources};
use crate::diagnostics::Sink;
use crate::location::{FileId, Origin, Span};

/// Reads the files that `$ref`s and discriminators name, and those that these name in turn. A file that does not exist is
/// reported where its name is resolved.
pub(super) fn read(sources: &mut Sources, sink: &mut Sink, root: &Path, id: FileId) {
    let mut found = vec![id];
    while !found.is_empty() {
        let mut paths: BTreeSet<String> = BTreeSet::new();
        for file in &found {
            if let Some(tree) = sources.tree(*file) {
                collect(&tree, false, sources.path(*file), &mut paths);
            }
        }
        paths.retain(|path| sources.find(path).is_none() && root.join(path).is_file());
        let files: Vec<Unread> = paths
            .into_iter()
            .map(|path| Unread {
                id: sources.add(SourceFile::new(&path)),
                path,
                listed: Origin::root(id),
                similar: None,
            })
            .collect();
        found = files.iter().map(|file| file.id).collect();
        load(sources, sink, root, files);
        for file in &found {
            let base = sources.append(*file, id);
            if let Some(mut tree) = sources.take_tree(*file) {
                shift(&mut tree, base);
                sources.set_tree(*file, tree);
            }
        }
    }
}

/// Adds the paths of the files that a node refers to. `is_mapping` is `true` for the mapping of a discriminator.
fn collect(node: &Node, is_mapping: bool, from: &str, paths: &mut BTreeSet<String>) {
    match &node.kind {
        NodeKind::List(items) => items.iter().for_each(|item| collect(item, false, from, paths)),
        NodeKind::Map(members) => {
            for (key, member) in members {
                let text = member.node.as_str().filter(|_| key == "$ref" || is_mapping);
                if let Some(path) = text.and_then(|text| file_of(text, from)) {
                    paths.insert(path);
                }
                collect(&member.node, key == "mapping", from, paths);
            }
        }
        NodeKind::Scalar { .. } => {}
    }
}

/// Returns the path of the other file that a reference in the file `from` names, relative to the folder of the root file.
pub fn file_of(reference: &str, from: &str) -> Option<String> {
    let path = reference.split('#').next().unwrap_or_default();
    let is_file = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
    (is_file && !path.contains("://")).then(|| join(from, path))
}

/// Returns the path relative to the spec folder of the path `to` in the file `from`.
pub fn join(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Moves the byte ranges of a tree.
fn shift(node: &mut Node, base: usize) {
    let moved = |span: Span| Span::new(span.start + base, span.end + base);
    node.span = moved(node.span);
    match &mut node.kind {
        NodeKind::List(items) => items.iter_mut().for_each(|item| shift(item, base)),
        NodeKind::Map(members) => {
            for member in members.values_mut() {
                member.key = moved(member.key);
                shift(&mut member.node, base);
            }
        }
        NodeKind::Scalar { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{file_of, join};

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(join("groups/a.yaml", "../shared/b.yaml"), "shared/b.yaml");
        assert_eq!(join("groups/a.yaml", "./b.yaml"), "groups/b.yaml");
        assert_eq!(join("openapi.yaml", "shared/b.yaml"), "shared/b.yaml");
        assert_eq!(join("openapi.yaml", "../b.yaml"), "../b.yaml");
    }

    #[test]
    fn references_to_other_files_name_one() {
        assert_eq!(file_of("../b.json#/a", "groups/a.yaml"), Some("b.json".to_owned()));
        for text in ["#/components/schemas/a", "https://example.com/a.yaml", "Note"] {
            assert_eq!(file_of(text, "a.yaml"), None, "{text}");
        }
    }
}
