//! Schemas that refer to themselves or to very many others: each is emitted or rejected, and none takes long.

use std::path::Path;

use generator::context::Context;
use generator::diagnostics::Code;
use serde_json::{Map, Value, json};

fn string() -> Value {
    json!({ "type": "string" })
}

fn to(name: impl std::fmt::Display) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

/// Returns the schemas `S0` to `S{count}`, the last of which is an object.
fn chain(count: usize, link: impl Fn(usize) -> Value) -> Map<String, Value> {
    let mut schemas: Map<String, Value> = (0..count).map(|i| (format!("S{i}"), link(i))).collect();
    schemas.insert(format!("S{count}"), object(json!({ "a": string() })));
    schemas
}

/// Returns the codes of the errors of a spec whose operations send and return an object with the schema `S0`.
fn errors(schemas: Map<String, Value>) -> Vec<Code> {
    let mut schemas = schemas;
    schemas.insert("T".to_owned(), object(json!({ "first": to("S0") })));
    let spec = json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": { "/things": { "post": {
            "summary": "Changes things.", "operationId": "change",
            "requestBody": { "required": true, "content": { "application/json": { "schema": to("T") } } },
            "responses": { "200": {
                "description": "They.", "content": { "application/json": { "schema": to("T") } }
            } }
        } } },
        "components": { "schemas": schemas }
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openapi.yaml"), spec.to_string()).unwrap();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let options = generator::Options::new(folder.path().to_owned(), templates);
    let mut ctx = Context::default();
    match generator::generate(&mut ctx, &options) {
        Ok(files) => {
            assert!(!files.is_empty());
            Vec::new()
        }
        Err(found) => {
            let errors = found
                .0
                .iter()
                .filter(|d| d.code.severity() == generator::diagnostics::Severity::Error);
            errors.map(|d| d.code).collect()
        }
    }
}

fn schemas<const N: usize>(schemas: [(&str, Value); N]) -> Map<String, Value> {
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

#[test]
fn lists_and_maps_of_themselves_are_rejected() {
    for own in [
        schemas([("S0", list(to("S0")))]),
        schemas([("S0", map(to("S0")))]),
        schemas([("S0", list(map(to("S1")))), ("S1", list(to("S0")))]),
        schemas([("S0", list(json!({ "allOf": [to("S0")] })))]),
        schemas([("S0", list(json!({ "nullable": true, "allOf": [to("S0")] })))]),
    ] {
        let found = errors(own.clone());
        assert!(found.contains(&Code::Unsupported), "{own:?}: {found:?}");
    }
}

#[test]
fn objects_that_contain_themselves_are_emitted() {
    for own in [
        schemas([(
            "S0",
            object(json!({ "a": to("S0"), "b": list(to("S0")), "c": map(to("S0")) })),
        )]),
        schemas([
            ("S0", object(json!({ "a": to("S1") }))),
            ("S1", object(json!({ "b": to("S0") }))),
        ]),
        schemas([(
            "S0",
            json!({ "allOf": [object(json!({ "a": to("S0") })), object(json!({ "b": string() }))] }),
        )]),
        // the member is an object with the members of the object that contains it
        schemas([("S0", object(json!({ "a": { "allOf": [to("S0"), to("S0")] } })))]),
        schemas([(
            "S0",
            object(
                json!({ "a": list(json!({ "allOf": [to("S0"), object(json!({ "b": string() }))] })) }),
            ),
        )]),
        schemas([
            (
                "S0",
                object(json!({ "a": { "allOf": [to("S1"), object(json!({ "c": string() }))] } })),
            ),
            (
                "S1",
                object(json!({ "b": { "allOf": [to("S0"), object(json!({ "d": string() }))] } })),
            ),
        ]),
    ] {
        assert_eq!(errors(own.clone()), [], "{own:?}");
    }
}

#[test]
fn long_chains_are_emitted_or_rejected() {
    let property = |i: usize| object(json!({ "a": to(format!("S{}", i + 1)) }));
    assert_eq!(errors(chain(300, property)), []);
    assert!(errors(chain(4_000, property)).contains(&Code::Unsupported));
    assert!(errors(chain(2_000, |i| list(to(format!("S{}", i + 1))))).contains(&Code::Unsupported));
    let alias = |i: usize| to(format!("S{}", i + 1));
    assert_eq!(errors(chain(3_000, alias)), []);
    let whole = |i: usize| json!({ "allOf": [to(format!("S{}", i + 1)), object(json!({ (format!("p{i}")): string() }))] });
    assert_eq!(errors(chain(300, whole)), []);
}

#[test]
fn long_cycles_are_rejected() {
    let cycle = |link: fn(Value) -> Value| -> Map<String, Value> {
        (0..300).map(|i| (format!("S{i}"), link(to(format!("S{}", (i + 1) % 300))))).collect()
    };
    assert_eq!(errors(cycle(|next| next)), [Code::CyclicRef]);
    assert_eq!(errors(cycle(|next| json!({ "allOf": [next] }))), [Code::CyclicRef]);
    assert_eq!(errors(cycle(|next| json!({ "oneOf": [next] }))), [Code::CyclicRef]);
}

#[test]
fn repeated_parts_are_visited_once() {
    let twice = |i: usize| {
        let next = to(format!("S{}", i + 1));
        json!({ "allOf": [next, { "allOf": [next] }] })
    };
    assert_eq!(errors(chain(40, twice)), []);
    let both = |i: usize| {
        let next = to(format!("S{}", i + 1));
        object(json!({ "a": next, "b": next }))
    };
    assert_eq!(errors(chain(40, both)), []);
}
