//! Replaces references of paths to other path items of the same file.

use super::walk::for_each_path;
use crate::source::{MemberMap, Node, NodeKind};

/// How many references in a row are followed.
const MAX_STEPS: usize = 16;

/// Replaces the references of a file. Those to something else remain, and are reported by `load`.
pub(super) fn replace(tree: &mut Node) {
    let mut found = Vec::new();
    for_each_path(tree, &mut |path, item| {
        if item.get("$ref").is_some() {
            found.push(path.to_owned());
        }
    });
    for path in found {
        let item = tree.get("paths").and_then(|paths| paths.get(&path));
        let Some(members) = item.and_then(|item| resolved(tree, item)) else { continue };
        for_each_path(tree, &mut |other, item| {
            if other == path {
                item.kind = NodeKind::Map(members.clone());
            }
        });
    }
}

/// Returns the members of a path item and of those that it refers to. Its own are used if both have one of a name.
fn resolved(tree: &Node, item: &Node) -> Option<MemberMap> {
    let mut members = item.as_map()?.clone();
    for _ in 0..MAX_STEPS {
        let Some(reference) = members.shift_remove("$ref") else { return Some(members) };
        let pointer = reference.node.as_str()?.strip_prefix('#')?;
        for (key, member) in tree.at(pointer)?.as_map()? {
            members.entry(key.clone()).or_insert_with(|| member.clone());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Span;
    use crate::source::{map, string};

    #[test]
    fn a_path_has_the_members_of_the_one_it_refers_to() {
        let at = Span::default();
        let reference = |text| ("$ref", string(text, at));
        let first = map([("get", map::<String>([], at)), ("summary", string("First", at))], at);
        let second = map([reference("#/paths/~1a"), ("summary", string("Second", at))], at);
        let cyclic = map([reference("#/paths/~1c")], at);
        let missing = map([reference("#/paths/~1x")], at);
        let paths = map([("/a", first), ("/b", second), ("/c", cyclic), ("/d", missing)], at);
        let mut tree = map([("paths", paths)], at);
        replace(&mut tree);
        let keys = |path: &str| -> Vec<String> {
            tree.at(path).and_then(Node::as_map).unwrap().keys().cloned().collect()
        };
        assert_eq!(keys("/paths/~1b"), ["summary", "get"]);
        assert_eq!(tree.at("/paths/~1b/summary").unwrap().as_str(), Some("Second"));
        assert_eq!(keys("/paths/~1c"), ["$ref"]);
        assert_eq!(keys("/paths/~1d"), ["$ref"]);
    }
}
