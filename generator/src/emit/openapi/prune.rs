//! Removal of schemas that describe only the items of indexed lists.

use std::collections::BTreeSet;

use crate::load::yaml::Tree;
use crate::wire_name::WireName;

/// Removes unused schemas with placeholders in their property names.
pub fn remove_placeholders(bundle: &mut Tree) {
    let mut used = BTreeSet::new();
    collect_references(bundle, &mut used);
    let schemas = bundle.get_mut("components").and_then(|components| components.get_mut("schemas"));
    let Some(Tree::Mapping(schemas)) = schemas else { return };
    schemas.retain(|name, schema| {
        let properties = schema.get("properties").and_then(Tree::as_mapping);
        let numbered = properties.is_some_and(|p| {
            p.keys().any(|key| key.as_str().is_some_and(|key| WireName::parse(key).has_item()))
        });
        let name = name.as_str().unwrap_or_default();
        !numbered || used.contains(&format!("#/components/schemas/{name}"))
    });
}

/// Collects the values of all `$ref`s.
fn collect_references(tree: &Tree, used: &mut BTreeSet<String>) {
    match tree {
        Tree::Mapping(members) => {
            for (key, value) in members {
                match (key.as_str(), value.as_str()) {
                    (Some("$ref"), Some(text)) => {
                        used.insert(text.to_owned());
                    }
                    _ => collect_references(value, used),
                }
            }
        }
        Tree::Sequence(items) => items.iter().for_each(|item| collect_references(item, used)),
        _ => {}
    }
}
