//! Conversion of trees to YAML, by `serde_yaml`.

pub use serde_yaml::{Mapping, Value as Tree};

use crate::source::{Node, NodeKind, Scalar, is_ambiguous};

/// Converts a node to a tree without locations.
pub fn to_tree(node: &Node) -> Tree {
    match &node.kind {
        NodeKind::List(items) => Tree::Sequence(items.iter().map(to_tree).collect()),
        NodeKind::Map(members) => {
            let pairs =
                members.iter().map(|(key, m)| (Tree::String(key.clone()), to_tree(&m.node)));
            Tree::Mapping(pairs.collect::<Mapping>())
        }
        NodeKind::Scalar { .. } => match node.scalar() {
            None | Some(Scalar::Null) => Tree::Null,
            Some(Scalar::Bool(flag)) => Tree::Bool(flag),
            Some(Scalar::Integer(number)) => Tree::Number(number.into()),
            Some(Scalar::Float(number)) => Tree::Number(number.into()),
            Some(Scalar::String(text)) => Tree::String(text.to_owned()),
        },
    }
}

/// Returns a tree as YAML. Strings that a YAML 1.1 parser reads as another type are quoted.
pub fn to_string(mut tree: Tree) -> String {
    mark_ambiguous(&mut tree);
    let text = serde_yaml::to_string(&tree).unwrap_or_default();
    drop(tree);
    text.replace(QUOTE, "'")
}

// `serde_yaml` quotes only what it would misread itself. Ambiguous strings, which contain nothing that needs
// escaping, are wrapped in this character, which is replaced by quotes afterwards.
const QUOTE: char = '\u{E000}';

fn mark_ambiguous(tree: &mut Tree) {
    match tree {
        Tree::String(text) if is_ambiguous(text) => *text = format!("{QUOTE}{text}{QUOTE}"),
        Tree::Sequence(items) => items.iter_mut().for_each(mark_ambiguous),
        Tree::Mapping(members) => {
            let has_ambiguous_key =
                members.keys().any(|key| key.as_str().is_some_and(is_ambiguous));
            members.values_mut().for_each(mark_ambiguous);
            if has_ambiguous_key {
                let marked = std::mem::take(members).into_iter().map(|(mut key, value)| {
                    mark_ambiguous(&mut key);
                    (key, value)
                });
                *members = marked.collect();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_text_is_written_with_quotes() {
        let strings =
            ["2026-01-01", "12:30", "NO", "007", "1.5", "true", "", "plain", "a: b", "1_0"];
        let items: Vec<Tree> = strings.iter().map(|string| (*string).into()).collect();
        let text = to_string(Tree::Sequence(items));
        assert_eq!(
            text,
            "- '2026-01-01'\n- '12:30'\n- 'NO'\n- '007'\n- '1.5'\n- 'true'\n- ''\n- plain\n\
             - 'a: b'\n- '1_0'\n"
        );
    }
}
