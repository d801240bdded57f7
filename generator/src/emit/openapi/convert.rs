//! Conversion of nodes to values, with internal references and flattened forms.

use super::flatten;
use super::value::{Mapping, Value};
use crate::load::{Object, ValueSchema, objects};
use crate::spec::{Cursor, Document};

/// Converts a node with the given schema.
pub fn convert<'a>(document: &'a Document, cursor: &Cursor<'a>, schema: ValueSchema) -> Value<'a> {
    match (schema, cursor.node.as_map(), cursor.node.as_list()) {
        (ValueSchema::List(item), _, Some(_)) => {
            Value::List(cursor.items().map(|item_at| convert(document, &item_at, *item)).collect())
        }
        (ValueSchema::Map(item) | ValueSchema::Responses(item), Some(_), _) => {
            let members = cursor.members();
            let pairs = members.map(|(name, at)| (name.into(), convert(document, &at, *item)));
            Value::Map(pairs.collect())
        }
        (ValueSchema::BoolOr(other), Some(_), _) => convert(document, cursor, *other),
        (ValueSchema::Object(object), Some(_), _) => convert_object(document, cursor, object),
        (ValueSchema::OrRef(object), Some(_), _) => match cursor.get_str("$ref") {
            Some(text) => {
                let mut reference = Mapping::default();
                reference.insert("$ref".into(), internal_ref(document, cursor, text));
                Value::Map(reference)
            }
            None => convert_object(document, cursor, object),
        },
        (ValueSchema::SchemaRef, ..) => match cursor.node.as_str().filter(|it| it.contains('#')) {
            Some(text) => internal_ref(document, cursor, text),
            None => Value::new(cursor.node),
        },
        _ => Value::new(cursor.node),
    }
}

/// Returns the reference to the same component in the bundled file.
fn internal_ref<'a>(document: &'a Document, cursor: &Cursor<'a>, text: &'a str) -> Value<'a> {
    let target = document.target(cursor.origin.file, text);
    target.map_or_else(|| text.into(), |target| target.to_local_ref().into())
}

fn convert_object<'a>(
    document: &'a Document,
    cursor: &Cursor<'a>,
    object: &'static Object,
) -> Value<'a> {
    let mut out = Mapping::default();
    // A suppression is about a rule of this generator.
    for (key, member) in cursor.members().filter(|(key, _)| *key != "x-allow") {
        let value = match objects::field(object, key) {
            Some(field) => convert(document, &member, field.schema),
            None => Value::new(member.node),
        };
        out.insert(key.into(), value);
    }
    if std::ptr::eq(object, &objects::SCHEMA) && out.contains_key("properties") {
        flatten::flatten(&document.schema(cursor.clone()), &mut out);
    }
    Value::Map(out)
}
