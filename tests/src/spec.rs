//! The bundled spec: its operations, and the examples of their responses.

use std::path::Path;

use serde_yaml::Value;

use crate::document::Document;
use crate::shape::Shape;

/// The maximum depth of nested schemas; more means a cycle.
const DEPTH: usize = 40;

/// The name of the example with all members of its schema. No example of the spec has this name.
const COMPOSED: &str = "composed";

/// The bundled spec.
pub struct Spec(Value);

/// An example of a successful JSON response.
pub struct ResponseExample {
    /// The id of the operation.
    pub operation: String,
    /// The operation, the status and the name of the example, for messages.
    pub label: String,
    /// `true` if the example was composed from the schema.
    pub is_composed: bool,
    /// The shape of the response.
    pub shape: Shape,
    /// The body.
    pub document: Document,
}

/// An example of an error response.
pub struct ErrorExample {
    /// The id of the operation.
    pub operation: String,
    /// The status.
    pub status: u16,
    /// The body, if one is declared.
    pub document: Option<Document>,
}

impl Spec {
    /// Reads `generated/openapi.yaml`.
    ///
    /// # Panics
    ///
    /// Panics if it cannot be read.
    pub fn bundled() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/openapi.yaml");
        let text = std::fs::read_to_string(path).expect("the bundled spec");
        Self(serde_yaml::from_str(&text).expect("the bundled spec is YAML"))
    }

    /// Returns all operations in document order, with their ids.
    pub fn operations(&self) -> Vec<(String, &Value)> {
        let verbs = ["get", "put", "post", "delete", "patch"];
        members(&self.0["paths"])
            .flat_map(|(_, path)| members(path).filter(|(name, _)| verbs.contains(name)))
            .map(|(_, operation)| (text(&operation["operationId"]), operation))
            .collect()
    }

    /// Returns every example of a successful JSON response, and one with all members for each response.
    pub fn responses(&self) -> Vec<ResponseExample> {
        let mut found = Vec::new();
        for (id, operation) in self.operations() {
            for (status, response) in members(&operation["responses"]) {
                let media = &self.resolve(response)["content"]["application/json"];
                if !status.starts_with('2') || media.is_null() {
                    continue;
                }
                let shape = self.response_shape(operation, &media["schema"]);
                let examples = members(&media["examples"])
                    .map(|(name, example)| (name, Document::from(&self.resolve(example)["value"])));
                let composed = (COMPOSED, shape.composed());
                found.extend(examples.chain([composed]).map(|(name, document)| ResponseExample {
                    operation: id.clone(),
                    label: format!("{id} {status} {name}"),
                    is_composed: name == COMPOSED,
                    shape: shape.clone(),
                    document,
                }));
            }
        }
        found
    }

    /// Returns every declared error response, with each of its examples.
    pub fn errors(&self) -> Vec<ErrorExample> {
        let mut found = Vec::new();
        for (id, operation) in self.operations() {
            for (status, response) in members(&operation["responses"]) {
                let Some(status) = status.parse().ok().filter(|status| *status >= 400) else {
                    continue;
                };
                let media = &self.resolve(response)["content"]["application/json"];
                let mut documents: Vec<_> = members(&media["examples"])
                    .map(|(_, example)| Some(Document::from(&self.resolve(example)["value"])))
                    .collect();
                if documents.is_empty() {
                    documents.push(None);
                }
                let example = |document| ErrorExample { operation: id.clone(), status, document };
                found.extend(documents.into_iter().map(example));
            }
        }
        found
    }

    /// Returns the example of this name.
    ///
    /// # Panics
    ///
    /// Panics if there is none.
    pub fn example(&self, operation: &str, name: &str) -> Document {
        let is_named = |example: &ResponseExample| {
            example.operation == operation && example.label.ends_with(&format!(" {name}"))
        };
        let found = self.responses().into_iter().find(is_named);
        found.unwrap_or_else(|| panic!("{operation} has no example `{name}`")).document
    }

    fn response_shape(&self, operation: &Value, schema: &Value) -> Shape {
        let page = &operation["x-page"];
        let shape = self.shape(schema, 0);
        if page.is_null() {
            return shape;
        }
        let also = page["also"].as_sequence().into_iter().flatten();
        let names: Vec<String> = [&page["items"]].into_iter().chain(also).map(text).collect();
        match shape.declared(&names[0]) {
            Some(list @ Shape::List(_)) => Shape::Page {
                metadata: self.page_metadata(&text(&page["style"])),
                items: Box::new(list.clone()),
                names,
            },
            other => panic!("expected a list of items, found {other:?}"),
        }
    }

    /// Returns the members with the metadata of a page of this style.
    fn page_metadata(&self, style: &str) -> Vec<String> {
        let members = self.0["x-paging"][style]["members"].as_mapping().expect("members of a page");
        members
            .values()
            .flat_map(|names| names.as_sequence().into_iter().flatten().map(text))
            .collect()
    }

    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.strip_prefix("#/").expect("a reference within the bundle");
            value = pointer.split('/').fold(&self.0, |value, name| &value[name]);
        }
        value
    }

    fn shape(&self, schema: &Value, depth: usize) -> Shape {
        assert!(depth < DEPTH, "cyclic schemas are not supported");
        let schema = self.resolve(schema);
        if let Some(parts) = schema["allOf"].as_sequence() {
            return merge(parts.iter().map(|part| self.shape(part, depth + 1)).collect());
        }
        match (schema["type"].as_str(), schema["format"].as_str()) {
            _ if !schema["enum"].is_null() => {
                Shape::Enum(schema["enum"].as_sequence().into_iter().flatten().map(text).collect())
            }
            (Some("string"), _) if !schema["x-id"].is_null() => Shape::Id,
            (Some("string"), Some("date-time")) => Shape::DateTime,
            (Some("string"), Some("date")) => Shape::Date,
            (Some("string"), _) => Shape::String,
            (Some("integer"), _) => Shape::Integer,
            (Some("number"), _) => Shape::Decimal,
            (Some("boolean"), _) => Shape::Boolean,
            (Some("array"), _) => Shape::List(Box::new(self.shape(&schema["items"], depth + 1))),
            _ if !schema["properties"].is_null() => Shape::Record(
                members(&schema["properties"])
                    .map(|(name, property)| (name.to_owned(), self.shape(property, depth + 1)))
                    .collect(),
            ),
            (Some("object"), _) => Shape::Map(Box::new(match &schema["additionalProperties"] {
                Value::Mapping(values) => self.shape(&Value::Mapping(values.clone()), depth + 1),
                _ => Shape::Any,
            })),
            _ if schema.as_mapping().is_some_and(|schema| !schema.contains_key("type")) => {
                Shape::Any
            }
            (kind, _) => panic!("schemas of type {kind:?} are not supported"),
        }
    }
}

/// Returns the shape of an `allOf`: the members of all parts, or the only part.
fn merge(mut parts: Vec<Shape>) -> Shape {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let all = parts.into_iter().flat_map(|part| match part {
        Shape::Record(members) => members,
        other => panic!("expected objects in `allOf`, found {other:?}"),
    });
    Shape::Record(all.collect())
}

/// Returns the members of a mapping, or none for other values.
fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_mapping().into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.as_str()?, value)))
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
