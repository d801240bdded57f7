//! The only user of `serde_yaml`: from trees to types, and from trees to text.

use serde::de::DeserializeOwned;
pub use serde_yaml::{Mapping, Value as Tree};

use crate::source::{Node, NodeKind, Scalar, is_ambiguous};

/// Reads a tree into a type. The tables have checked it before, so a failure is rare and its
/// place is the node itself.
pub fn typed<T: DeserializeOwned>(node: &Node) -> Result<T, String> {
    serde_yaml::from_value(tree(node)).map_err(|error| error.to_string())
}

/// A node without its places.
pub fn tree(node: &Node) -> Tree {
    match &node.kind {
        NodeKind::List(items) => Tree::Sequence(items.iter().map(tree).collect()),
        NodeKind::Map(members) => {
            let pairs = members.iter().map(|(key, m)| (Tree::String(key.clone()), tree(&m.node)));
            Tree::Mapping(pairs.collect::<Mapping>())
        }
        NodeKind::Scalar { .. } => match node.scalar() {
            None | Some(Scalar::Null) => Tree::Null,
            Some(Scalar::Bool(flag)) => Tree::Bool(flag),
            Some(Scalar::Integer(number)) => Tree::Number(number.into()),
            Some(Scalar::Float(number)) => Tree::Number(number.into()),
            Some(Scalar::Text(text)) => Tree::String(text.to_owned()),
        },
    }
}

/// Writes a tree as YAML that every reader understands alike: what a reader of YAML 1.1 would take
/// for a date, a boolean or a number stands in quotes.
pub fn write(tree: &Tree) -> String {
    let marked = marked(tree);
    let text = serde_yaml::to_string(&marked).unwrap_or_default();
    text.replace([OPEN, CLOSE], "'")
}

// The writer has no way to ask for quotes, and quotes only what it would misread itself. So
// ambiguous words, which hold nothing that needs escapes, get these around them, which become
// quotes afterwards.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

fn marked(tree: &Tree) -> Tree {
    match tree {
        Tree::String(text) if is_ambiguous(text) => Tree::String(format!("{OPEN}{text}{CLOSE}")),
        Tree::Sequence(items) => Tree::Sequence(items.iter().map(marked).collect()),
        Tree::Mapping(members) => {
            Tree::Mapping(members.iter().map(|(key, value)| (marked(key), marked(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_text_is_written_with_quotes() {
        let words = ["2026-01-01", "12:30", "NO", "007", "1.5", "true", "", "plain", "a: b", "1_0"];
        let items: Vec<Tree> = words.iter().map(|word| (*word).into()).collect();
        let text = write(&Tree::Sequence(items));
        assert_eq!(
            text,
            "- '2026-01-01'\n- '12:30'\n- 'NO'\n- '007'\n- '1.5'\n- 'true'\n- ''\n- plain\n\
             - 'a: b'\n- '1_0'\n"
        );
    }
}
