//! The components of the bundle, without the schemas that describe only the items of indexed lists.

use indexmap::IndexMap;

use super::convert::convert;
use super::value::Value;
use super::writer::Writer;
use super::yaml;
use crate::load::{ValueSchema, objects};
use crate::spec::{Cursor, Document};
use crate::wire_name::WireName;

/// The components of a kind.
pub struct Section {
    key: &'static str,
    components: Vec<Component>,
}

/// A component in YAML.
struct Component {
    text: String,
    /// The reference to a schema with placeholders in its property names. It is omitted unless it is used.
    numbered: Option<String>,
}

/// Renders all components.
pub fn render(writer: &mut Writer, document: &Document) -> Vec<Section> {
    let sections = objects::COMPONENTS.fields.iter().map(|field| {
        let mut cursors: IndexMap<&str, Cursor<'_>> = IndexMap::new();
        for file in document.files() {
            let components = file.get("components");
            cursors.extend(components.iter().flat_map(|all| all.get_members(field.key)));
        }
        let schema = match field.schema {
            ValueSchema::Map(item) => *item,
            other => other,
        };
        let components = cursors.into_iter().map(|(name, cursor)| {
            let value = convert(document, &cursor, schema);
            writer.add(name, &value, 2 * yaml::LEVEL);
            let is_numbered = field.key == "schemas" && has_items(&value);
            let numbered = is_numbered.then(|| format!("#/components/schemas/{name}"));
            Component { text: writer.take_text(), numbered }
        });
        Section { key: field.key, components: components.collect() }
    });
    sections.filter(|section| !section.components.is_empty()).collect()
}

/// Returns `true` if a property name of a schema has a placeholder for the number of an item.
fn has_items(schema: &Value<'_>) -> bool {
    match schema.get("properties") {
        Some(Value::Map(properties)) => {
            properties.keys().any(|key| WireName::parse(key).has_item())
        }
        _ => false,
    }
}

/// Returns `components`, without unused schemas with placeholders.
pub fn join(sections: Vec<Section>, writer: &Writer) -> String {
    if sections.is_empty() {
        return "components: {}\n".to_owned();
    }
    let mut out = "components:\n".to_owned();
    for Section { key, mut components } in sections {
        components.retain(|it| it.numbered.as_ref().is_none_or(|name| writer.has_reference(name)));
        let is_empty = components.is_empty();
        out.push_str(&format!("  {key}:{}\n", if is_empty { " {}" } else { "" }));
        components.iter().for_each(|component| out.push_str(&component.text));
    }
    out
}
