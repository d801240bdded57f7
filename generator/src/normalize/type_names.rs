//! Repairs names of types that other tools write for one of the types of JSON Schema.

use super::counts::Counts;
use super::walk::for_each_schema;
use crate::context::Context;
use crate::diagnostics::Code;
use crate::location::FileId;
use crate::source::{Node, NodeKind, find_mut, remove};

/// The names of types.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Other names of types, in lower case, with the types that they stand for.
const SYNONYMS: [(&str, &str); 7] = [
    ("str", "string"),
    ("int", "integer"),
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("bool", "boolean"),
];

/// The name of the type of any value, in lower case.
const ANY: &str = "any";

/// Repairs the names, and reports the number of each.
pub(super) fn repair(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let mut counts = Counts::default();
    for (file, tree) in files {
        for_each_schema(tree, &mut |node| {
            let Some(ty) = find_mut(node, &["type".to_owned()]) else { return };
            let mut repaired = |name: &mut Node| {
                if let Some((written, meant)) = meaning(name) {
                    counts.add(&written, *file, name.span);
                    name.kind = NodeKind::Scalar { text: meant.to_owned(), plain: false };
                }
            };
            match &mut ty.kind {
                NodeKind::List(names) => names.iter_mut().for_each(repaired),
                _ => repaired(ty),
            }
            if ty.as_str() == Some(ANY) {
                remove(node, "type");
            }
        });
    }
    counts.report(ctx, Code::Repaired, "replaced names of types that stand for another one");
}

/// Returns the name of a type and the type that it stands for, unless it is the name of a type itself.
fn meaning(name: &Node) -> Option<(String, &'static str)> {
    let written = name.as_str()?;
    let lower = written.to_lowercase();
    let types = TYPES.iter().filter(|ty| **ty != written).map(|ty| (*ty, *ty));
    let mut known = types.chain(SYNONYMS).chain([(ANY, ANY)]);
    let (_, meant) = known.find(|(known, _)| *known == lower)?;
    Some((written.to_owned(), meant))
}
