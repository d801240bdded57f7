//! The JSON Schema of the files of a spec, for editors.
//!
//! It accepts what `load` accepts: the shape of each object. What the lints check needs the whole spec.

use serde_json::{Map, Value, json};

use super::objects::{self, ExtraChecks, HTTP_SCHEMES, PART, ROOT, SCHEME_KEYS, STYLES};
use super::value_schema::{Field, Object, ValueSchema};

/// Returns the JSON Schema of draft 7, as text. It is the same for every spec.
pub fn render() -> String {
    let mut definitions = Definitions::default();
    let root = definitions.reference(&ROOT);
    let part = definitions.reference(&PART);
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Written by `cargo xtask gen`. Do not edit.",
        "title": "A file of the spec",
        "if": { "required": ["openapi"] },
        "then": root,
        "else": part,
        "definitions": Value::Object(definitions.all),
    });
    format!("{schema:#}\n")
}

/// The definitions so far, by the slug of the object.
#[derive(Default)]
struct Definitions {
    all: Map<String, Value>,
    /// `true` inside of an extension key.
    in_extension: bool,
}

impl Definitions {
    /// Returns a reference to the definition of an object, which is added unless it is present.
    fn reference(&mut self, object: &'static Object) -> Value {
        let name = object.slug();
        if !self.all.contains_key(&name) {
            self.all.insert(name.clone(), Value::Null); // an object may contain itself
            let definition = self.object(object);
            self.all.insert(name.clone(), definition);
        }
        link(&name)
    }

    /// Returns a reference to the definition of an object or of a `$ref` to it.
    fn reference_or_ref(&mut self, object: &'static Object) -> Value {
        let name = format!("{}-or-reference", object.slug());
        if !self.all.contains_key(&name) {
            self.all.insert("reference".to_owned(), reference());
            let definition = json!({
                "if": { "required": ["$ref"] },
                "then": link("reference"),
                "else": self.reference(object),
            });
            self.all.insert(name.clone(), definition);
        }
        link(&name)
    }

    fn object(&mut self, object: &'static Object) -> Value {
        let supported = |field: &&Field| !matches!(field.schema, ValueSchema::Unsupported);
        let properties: Map<String, Value> = object
            .all_fields()
            .filter(supported)
            .map(|field| (field.key.to_owned(), self.field(field)))
            .collect();
        let required = object.all_fields().filter(|field| field.required).map(|field| field.key);
        let mut definition = json!({
            "description": object.docs.trim(),
            "type": "object",
            "properties": properties,
            "required": required.collect::<Vec<_>>(),
            "additionalProperties": false,
        });
        let mut checks = objects::extra_checks(object).map(extra_checks).unwrap_or_default();
        if ["example", "examples"].iter().all(|key| objects::field(object, key).is_some()) {
            checks.push(json!({ "not": { "required": ["example", "examples"] } }));
        }
        if let Some(members) = definition.as_object_mut().filter(|_| !checks.is_empty()) {
            members.insert("allOf".to_owned(), Value::Array(checks));
        }
        definition
    }

    /// Returns the schema of a key, with its documentation.
    fn field(&mut self, field: &Field) -> Value {
        let mut docs = field.full_docs();
        if let Some(example) = field.example {
            docs.push_str(&format!("\n\nExample: `{example}`"));
        }
        let outside = self.in_extension;
        self.in_extension = outside || field.key.starts_with("x-");
        let mut schema = match self.value(field.schema) {
            Value::Object(schema) => schema,
            _ => Map::new(),
        };
        self.in_extension = outside;
        // draft 7 ignores the siblings of a reference
        if schema.contains_key("$ref") {
            let inner = std::mem::take(&mut schema);
            schema.insert("allOf".to_owned(), json!([inner]));
        }
        schema.insert("description".to_owned(), Value::String(docs));
        Value::Object(schema)
    }

    fn value(&mut self, schema: ValueSchema) -> Value {
        match schema {
            ValueSchema::Any | ValueSchema::Unsupported => json!({}),
            ValueSchema::String | ValueSchema::SchemaRef => json!({ "type": "string" }),
            ValueSchema::Keyword(keywords) => {
                let names = keywords.iter().map(|keyword| keyword.name);
                json!({ "type": "string", "enum": names.collect::<Vec<_>>() })
            }
            ValueSchema::Bool => json!({ "type": "boolean" }),
            ValueSchema::Number => json!({ "type": "number" }),
            ValueSchema::Unsigned => {
                json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
            }
            ValueSchema::List(ValueSchema::String) if self.in_extension => {
                let item = json!({ "type": "string", "pattern": "\\S" });
                json!({ "type": "array", "items": item, "uniqueItems": true })
            }
            ValueSchema::List(item) => json!({ "type": "array", "items": self.value(*item) }),
            ValueSchema::Map(item) => {
                json!({ "type": "object", "additionalProperties": self.value(*item) })
            }
            ValueSchema::Responses(item) => json!({
                "type": "object",
                "patternProperties": { STATUS: self.value(*item) },
                "additionalProperties": false,
            }),
            ValueSchema::Object(object) => self.reference(object),
            ValueSchema::OrRef(object) => self.reference_or_ref(object),
            ValueSchema::BoolOr(other) => {
                json!({ "anyOf": [{ "type": "boolean" }, self.value(*other)] })
            }
            ValueSchema::StringOr(other) => {
                json!({ "anyOf": [{ "type": "string" }, self.value(*other)] })
            }
        }
    }
}

/// A pattern of status codes, classes of them, and `default`.
const STATUS: &str = "^([1-5]([0-9]{2}|XX)|default)$";

fn link(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// Returns the schema of a reference object.
fn reference() -> Value {
    json!({
        "description": "A reference to a component of this file or of a shared one.",
        "type": "object",
        "properties": { "$ref": { "type": "string" } },
        "additionalProperties": false,
    })
}

/// Returns the schemas of checks that depend on several keys.
fn extra_checks(checks: ExtraChecks) -> Vec<Value> {
    let schema_or_content = json!({
        "oneOf": [{ "required": ["schema"] }, { "required": ["content"] }],
        "properties": { "content": { "minProperties": 1, "maxProperties": 1 } },
    });
    match checks {
        ExtraChecks::Header => vec![schema_or_content],
        ExtraChecks::Parameter => {
            let style = |(location, styles): &(&str, &[&str])| {
                let then = json!({ "properties": { "style": { "enum": styles } } });
                condition("in", location, then)
            };
            std::iter::once(schema_or_content).chain(STYLES.iter().map(style)).collect()
        }
        ExtraChecks::SecurityScheme => {
            let keys = |(kind, keys): &(&str, &[&str])| {
                condition("type", kind, json!({ "required": keys }))
            };
            let pattern = format!("^({})$", HTTP_SCHEMES.map(any_case).join("|"));
            let scheme = json!({ "properties": { "scheme": { "pattern": pattern } } });
            SCHEME_KEYS.iter().map(keys).chain([condition("type", "http", scheme)]).collect()
        }
    }
}

/// Returns a schema that applies if a key has a value.
fn condition(key: &str, value: &str, then: Value) -> Value {
    let is_value = json!({ "properties": { key: { "const": value } }, "required": [key] });
    json!({ "if": is_value, "then": then })
}

/// Returns a pattern of a word in any letter case. Patterns of JSON Schema have no flags.
fn any_case(word: &str) -> String {
    word.chars().map(|c| format!("[{}{c}]", c.to_ascii_uppercase())).collect()
}
