//! Removes the schemas that only described the elements of numbered lists.

use std::collections::BTreeSet;

use crate::load::yaml::Tree;

/// Drops schemas with placeholders in their property names, once nothing refers to them.
pub fn placeholders(bundle: &mut Tree) {
    let mut used = BTreeSet::new();
    references(bundle, &mut used);
    let schemas = bundle.get_mut("components").and_then(|components| components.get_mut("schemas"));
    let Some(Tree::Mapping(schemas)) = schemas else { return };
    schemas.retain(|name, schema| {
        let properties = schema.get("properties").and_then(Tree::as_mapping);
        let numbered = properties.is_some_and(|p| {
            p.keys().any(|key| key.as_str().is_some_and(|key| key.contains("{i}")))
        });
        let name = name.as_str().unwrap_or_default();
        !numbered || used.contains(&format!("#/components/schemas/{name}"))
    });
}

fn references(tree: &Tree, used: &mut BTreeSet<String>) {
    match tree {
        Tree::Mapping(members) => {
            for (key, value) in members {
                match (key.as_str(), value.as_str()) {
                    (Some("$ref"), Some(text)) => {
                        used.insert(text.to_owned());
                    }
                    _ => references(value, used),
                }
            }
        }
        Tree::Sequence(items) => items.iter().for_each(|item| references(item, used)),
        _ => {}
    }
}
