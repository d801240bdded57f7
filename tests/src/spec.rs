//! The bundled spec: its operations, what they answer, and the examples of that.

use std::path::Path;

use serde_yaml::Value;

use crate::document::Document;
use crate::shape::Shape;

/// Deeper than schemas lie in each other, unless they go round in circles.
const DEPTH: usize = 40;

/// The name of an example that has all members of its schema; none of the spec's is called so.
const COMPOSED: &str = "composed";

/// The bundled spec.
pub struct Spec(Value);

/// A JSON answer that means success.
pub struct FromResponse {
    /// The operation that answers it.
    pub operation: String,
    /// The operation, the status and the name of the example, for messages.
    pub label: String,
    /// Whether it was made up from the schema.
    pub is_composed: bool,
    /// What its schema means.
    pub shape: Shape,
    /// The answer.
    pub document: Document,
}

/// An answer that means failure.
pub struct Failure {
    /// The operation that answers it.
    pub operation: String,
    /// Its status.
    pub status: u16,
    /// The answer, if it is declared to have a body.
    pub document: Option<Document>,
}

impl Spec {
    /// Reads `generated/openapi.yaml`.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub fn bundled() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/openapi.yaml");
        let text = std::fs::read_to_string(path).expect("the bundled spec is there");
        Self(serde_yaml::from_str(&text).expect("the bundled spec is YAML"))
    }

    /// All operations in document order: their ids, and how they stand there.
    pub fn operations(&self) -> Vec<(String, &Value)> {
        let verbs = ["get", "put", "post", "delete", "patch"];
        members(&self.0["paths"])
            .flat_map(|(_, path)| members(path).filter(|(name, _)| verbs.contains(name)))
            .map(|(_, operation)| (text(&operation["operationId"]), operation))
            .collect()
    }

    /// Every example of a JSON answer that means success, and for each of these answers one that has all
    /// members of its schema.
    pub fn answers(&self) -> Vec<FromResponse> {
        let mut answers = Vec::new();
        for (id, operation) in self.operations() {
            for (status, response) in members(&operation["responses"]) {
                let media = &self.resolve(response)["content"]["application/json"];
                if !status.starts_with('2') || media.is_null() {
                    continue;
                }
                let shape = self.answer_shape(operation, &media["schema"]);
                let examples = members(&media["examples"])
                    .map(|(name, example)| (name, Document::from(&self.resolve(example)["value"])));
                let composed = (COMPOSED, shape.composed());
                answers.extend(examples.chain([composed]).map(|(name, document)| FromResponse {
                    operation: id.clone(),
                    label: format!("{id} {status} {name}"),
                    is_composed: name == COMPOSED,
                    shape: shape.clone(),
                    document,
                }));
            }
        }
        answers
    }

    /// Every status that is declared to mean failure, with each of its examples, or with none.
    pub fn failures(&self) -> Vec<Failure> {
        let mut failures = Vec::new();
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
                let failure = |document| Failure { operation: id.clone(), status, document };
                failures.extend(documents.into_iter().map(failure));
            }
        }
        failures
    }

    /// The example of this name.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn example(&self, operation: &str, name: &str) -> Document {
        let label = |answer: &FromResponse| {
            answer.operation == operation && answer.label.ends_with(&format!(" {name}"))
        };
        let found = self.answers().into_iter().find(label);
        found.unwrap_or_else(|| panic!("{operation} has no example `{name}`")).document
    }

    fn answer_shape(&self, operation: &Value, schema: &Value) -> Shape {
        let page = &operation["x-page"];
        let shape = self.shape(schema, 0);
        if page.is_null() {
            return shape;
        }
        let also = page["also"].as_sequence().into_iter().flatten();
        let rows: Vec<String> = [&page["items"]].into_iter().chain(also).map(text).collect();
        match shape.known(&rows[0]) {
            Some(list @ Shape::List(_)) => Shape::Page {
                names: rows,
                around: self.around(&text(&page["style"])),
                rows: Box::new(list.clone()),
            },
            other => panic!("the rows of a page are a list, not {other:?}"),
        }
    }

    /// The members that describe a page of this style.
    fn around(&self, style: &str) -> Vec<String> {
        let members = self.0["x-paging"][style]["members"].as_mapping().expect("members of a page");
        members
            .values()
            .flat_map(|names| names.as_sequence().into_iter().flatten().map(text))
            .collect()
    }

    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value["$ref"].as_str() {
            let pointer = reference.strip_prefix("#/").expect("the bundle refers to itself only");
            value = pointer.split('/').fold(&self.0, |value, name| &value[name]);
        }
        value
    }

    fn shape(&self, schema: &Value, depth: usize) -> Shape {
        assert!(depth < DEPTH, "a schema holds itself: teach the walker about that");
        let schema = self.resolve(schema);
        if let Some(parts) = schema["allOf"].as_sequence() {
            return merged(parts.iter().map(|part| self.shape(part, depth + 1)).collect());
        }
        match (schema["type"].as_str(), schema["format"].as_str()) {
            _ if !schema["enum"].is_null() => {
                Shape::Enum(schema["enum"].as_sequence().into_iter().flatten().map(text).collect())
            }
            (Some("string"), _) if !schema["x-id"].is_null() => Shape::Id,
            (Some("string"), Some("date-time")) => Shape::DateTime,
            (Some("string"), Some("date")) => Shape::Date,
            (Some("string"), _) => Shape::Text,
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
                _ => Shape::Free,
            })),
            _ if schema.as_mapping().is_some_and(|schema| !schema.contains_key("type")) => {
                Shape::Free
            }
            (kind, _) => panic!("a schema of type {kind:?}: teach the walker about that"),
        }
    }
}

/// The shape of an `allOf`: all members together, or the one shape that there is.
fn merged(mut parts: Vec<Shape>) -> Shape {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let all = parts.into_iter().flat_map(|part| match part {
        Shape::Record(members) => members,
        other => panic!("`allOf` of something else than objects: {other:?}"),
    });
    Shape::Record(all.collect())
}

/// The members of a mapping; none of anything else.
fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_mapping().into_iter().flatten();
    members.filter_map(|(name, value)| Some((name.as_str()?, value)))
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}
