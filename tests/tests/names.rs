//! Unusual names in every place of a spec: each is either emitted or rejected with a located diagnostic and a suggestion.

use std::path::Path;

use generator::context::Context;
use generator::diagnostics::{self, Code, Diagnostic};
use generator::{analyze, lint, load, lower, name, parallel, source, spec};
use serde_json::{Value, json};

/// Names that Rust, the standard library, Cargo, file systems or the emitted code could use otherwise.
const WORDS: &str = "
    Option Some None Result Ok Err Vec String Box ToString From Into TryFrom AsRef Iterator IntoIterator Extend \
    FromIterator Default Clone Copy Send Sync Sized Drop Fn FnOnce Eq PartialEq Ord Debug Display Hash Future Unpin Error \
    i64 u8 usize f64 str bool char Self self super crate type move async await gen try dyn union auto macro_rules raw \
    safe static box yield become abstract _ __ a b m n s M N S T U D H 0 1 42 2x x2 v2 new default clone from into fmt eq ne \
    hash as_str is_known send start items pages fresh checked header timeout retry into_future client request body value \
    number name id extra args response server expected url operations models runtime api wire error json ids types lib \
    main mod bin build tests examples support std core alloc test http tokio bytes serde serde_json con nul aux com1 \
    Client Request Page Items Json Map Date Decimal Download Upload JobHandle Context Reader Encode Decode Unknown Known \
    KNOWN Extra Server Body Expected Args clear_x x_since add_x area_m² Rooms½ ² größe Größe 名前 ｗｉｄｅ Å ſ ß ﬁ ǅ \
    e\u{301} ा \u{202e}x a\u{200d}b ٣ ٣x € … - + != a-b a.b a/b a~b a\\b {a} {i} $ref @type #a %41 \u{1f600} I'm \" ` ``` \
    <b> [a] (a) a\"b \"## //x /*x*/ PRINT( println!";

/// A place in a spec, and how a name is put there.
type Place = (&'static str, fn(&mut Value, &str));

const PLACES: &[Place] = &[
    ("schema", |spec, name| {
        let schemas = &mut spec["components"]["schemas"];
        schemas[name] = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        schemas["Thing"]["properties"]["typed"] =
            json!({ "$ref": format!("#/components/schemas/{}", escaped(name)) });
    }),
    ("property", |spec, name| {
        spec["components"]["schemas"]["Thing"]["properties"][name] =
            json!({ "type": "string", "nullable": true });
    }),
    ("required property", |spec, name| {
        let thing = &mut spec["components"]["schemas"]["Thing"];
        thing["properties"][name] = json!({ "type": "string" });
        thing["required"] = json!([name]);
    }),
    ("inline object", |spec, name| {
        spec["components"]["schemas"]["Thing"]["properties"][name] = json!({ "type": "array", "items": { "type": "object", "properties": { "a": { "type": "string" } } } });
    }),
    ("member of a form", |spec, name| {
        let form = &mut spec["paths"]["/forms"]["post"]["requestBody"]["content"];
        form["application/x-www-form-urlencoded"]["schema"]["properties"][name] =
            json!({ "type": "string" });
    }),
    ("query parameter", |spec, name| parameter(spec, name, "query", false)),
    ("required parameter", |spec, name| parameter(spec, name, "query", true)),
    ("header parameter", |spec, name| parameter(spec, name, "header", false)),
    ("enum value", |spec, name| {
        let state = &mut spec["components"]["schemas"]["Thing"]["properties"]["state"]["enum"];
        state.as_array_mut().unwrap().push(json!(name));
    }),
    ("enum name", |spec, name| {
        let state = &mut spec["components"]["schemas"]["Thing"]["properties"]["state"];
        state["x-enum-names"] = json!({ "first": name });
    }),
    ("name of a type", |spec, name| {
        spec["components"]["schemas"]["Thing"]["x-rust-name"] = json!(name);
    }),
    ("method", |spec, name| spec["paths"]["/things"]["get"]["x-method"] = json!(name)),
    ("operation", |spec, name| spec["paths"]["/things"]["get"]["operationId"] = json!(name)),
    ("group", |spec, name| spec["x-group"]["name"] = json!(name)),
    ("crate", |spec, name| spec["x-client"]["crate"] = json!(name)),
    ("server", |spec, name| spec["servers"][0]["x-name"] = json!(name)),
    ("quota", |spec, name| {
        spec["x-quotas"][name] = json!({ "limit": 5, "per": "hour", "description": "A few." });
    }),
    ("scheme", |spec, name| {
        spec["components"]["securitySchemes"][name] = json!({ "type": "http", "scheme": "basic" });
    }),
    ("id", |spec, name| {
        spec["x-ids"][name] = json!("Identifies a thing.");
        spec["components"]["schemas"]["Thing"]["properties"]["own"] =
            json!({ "type": "string", "x-id": name });
    }),
    ("path", |spec, name| {
        let number = spec["paths"].as_object().unwrap().len();
        let mut operation = spec["paths"]["/things"]["get"].clone();
        operation["operationId"] = json!(format!("find{number}"));
        operation["x-method"] = json!(format!("find_{number}"));
        spec["paths"][format!("/{name}")] = json!({ "get": operation });
    }),
    ("description", |spec, name| {
        for at in ["/info", "/x-group", "/components/schemas/Thing", "/paths/~1things/get"] {
            spec.pointer_mut(at).unwrap()["description"] = json!(format!("{name} {name}"));
        }
    }),
];

fn parameter(spec: &mut Value, name: &str, location: &str, required: bool) {
    let parameters = spec["paths"]["/things"]["get"]["parameters"].as_array_mut().unwrap();
    parameters.push(json!({
        "name": name, "in": location, "required": required, "description": "What is looked for.",
        "schema": { "type": "string" }, "example": "a"
    }));
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn spec() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://api.example.com", "x-name": "main" }],
        "security": [{ "account": [] }],
        "x-client": {
            "crate": "things-client", "summary": "A client for things.",
            "env": { "account": "ACCOUNT", "token": "TOKEN" }, "account-parameter": "Account"
        },
        "x-quotas": { "default": { "limit": 1000, "per": "hour", "description": "All of it." } },
        "x-group": { "name": "things", "title": "Things", "description": "Things of all kinds." },
        "paths": {
            "/things": { "get": {
                "summary": "Finds a thing.", "operationId": "findThing", "x-method": "find", "x-retry-safety": "read",
                "parameters": [],
                "responses": { "200": { "description": "It.", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Thing" }
                } } } }
            }, "post": {
                "summary": "Creates a thing.", "operationId": "createThing", "x-method": "create",
                "x-retry-safety": "non-idempotent",
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Thing" }
                } } },
                "responses": { "204": { "description": "It is done." } }
            } },
            "/forms": { "post": {
                "summary": "Fills a form.", "operationId": "fillForm", "x-method": "fill",
                "x-retry-safety": "non-idempotent",
                "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": {
                    "schema": { "type": "object", "properties": { "first": { "type": "string" } } }
                } } },
                "responses": { "204": { "description": "It is done." } }
            } }
        },
        "components": {
            "securitySchemes": { "account": { "type": "http", "scheme": "basic" } },
            "schemas": { "Thing": { "type": "object", "properties": {
                "state": { "type": "string", "enum": ["first"] }
            } } }
        }
    })
}

/// Runs all passes before the rendering of files.
fn check(ctx: &mut Context, folder: &Path, spec: &Value) -> Result<(), Vec<Diagnostic>> {
    std::fs::write(folder.join("openapi.yaml"), spec.to_string()).unwrap();
    let passed = source::read(&mut ctx.sources, &mut ctx.sink, folder)
        .and_then(|root| load::document(ctx, root))
        .and_then(|loaded| spec::document(ctx, loaded))
        .and_then(|document| {
            lint::check(ctx, &document)?;
            lower::api(ctx, &document)
        })
        .and_then(|api| name::assign(ctx, api))
        .and_then(|api| analyze::api(ctx, api));
    passed.map(drop).map_err(|found| found.0)
}

/// Checks that all diagnostics have a location and, if they are about names, a suggestion.
fn check_diagnostics(ctx: &Context, found: &[Diagnostic], place: &str, word: &str) {
    let text = || diagnostics::render_text(&ctx.sources, found);
    for diagnostic in found {
        let is_name = matches!(diagnostic.code, Code::BadName | Code::NameCollision);
        let has_help = diagnostic.help.is_some() || !is_name;
        assert!(has_help, "{place} `{word}`: no help:\n{}", text());
        let has_location = !diagnostic.origin.pointer.is_empty();
        assert!(has_location, "{place} `{word}`: no location:\n{}", text());
        assert_ne!(diagnostic.code, Code::Internal, "{place} `{word}`:\n{}", text());
    }
}

#[test]
fn every_name_is_emitted_or_rejected_with_a_suggestion() {
    parallel::map(PLACES.iter().collect(), |(place, set)| check_place(place, *set));
}

fn check_place(place: &str, set: fn(&mut Value, &str)) {
    let folder = tempfile::tempdir().unwrap();
    // all names that are accepted, also next to each other
    let mut whole = spec();
    let mut accepted = 0;
    for word in WORDS.split_whitespace() {
        let mut with_word = whole.clone();
        set(&mut with_word, word);
        let mut ctx = Context::default();
        match check(&mut ctx, folder.path(), &with_word) {
            Ok(()) => (whole, accepted) = (with_word, accepted + 1),
            Err(found) => check_diagnostics(&ctx, &found, place, word),
        }
    }
    assert!(accepted > 5, "{place}: only {accepted} names are accepted");
    std::fs::write(folder.path().join("openapi.yaml"), whole.to_string()).unwrap();
    let mut ctx = Context::default();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let options = generator::Options::new(folder.path().to_owned(), templates);
    if let Err(found) = generator::generate(&mut ctx, &options) {
        panic!("{place}:\n{}", diagnostics::render_text(&ctx.sources, &found.0));
    }
}
