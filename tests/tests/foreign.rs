//! Descriptions that are not written for this generator: one file in YAML or JSON, without our keys. What is not
//! supported is left out on request.

use std::collections::BTreeSet;
use std::path::Path;

use generator::context::Context;
use generator::diagnostics::{Code, render_left_out, render_text};
use generator::emit::File;
use generator::{Options, generate};

fn templates() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates")
}

/// Writes a description to a file with this name, and generates its crate.
fn generated(name: &str, text: &str, change: impl Fn(&mut Options)) -> (Context, Vec<File>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    std::fs::write(folder.path().join("other.yaml"), "not: [valid").unwrap();
    let mut options = Options::new(file, templates());
    change(&mut options);
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    match generate(&mut ctx, &options) {
        Ok(files) => (ctx, files),
        Err(found) => panic!("{}", render_text(&ctx.sources, &found.0)),
    }
}

fn contents<'a>(files: &'a [File], path: &str) -> &'a str {
    &files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}")).contents
}

const MIXED: &str = include_str!("foreign/mixed.yaml");

#[test]
fn unsupported_elements_are_left_out() {
    let (ctx, files) = generated("mixed.yaml", MIXED, |options| options.keep_going = true);
    insta::assert_snapshot!(render_left_out(&ctx.sources, &ctx.left_out));
    let (notes, types) = (contents(&files, "src/notes.rs"), contents(&files, "src/types.rs"));
    for present in ["pub fn list_notes", "pub fn get_note", "pub fn merge_notes", "by_status!"] {
        assert!(notes.contains(present), "no `{present}` in {notes}");
    }
    for absent in ["pub fn export_notes", "fn odd("] {
        assert!(!notes.contains(absent), "`{absent}` in {notes}");
    }
    // a value whose type is not supported is JSON
    for present in ["pub text:", "pub shape: Option<Json>", "pub mixed: Option<Json>"] {
        assert!(types.contains(present), "no `{present}` in {types}");
    }
    let warnings = ctx.left_out.iter().map(|it| it.diagnostic());
    assert!(warnings.into_iter().all(|warning| warning.code == Code::LeftOut));
}

#[test]
fn without_the_option_all_errors_are_reported_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mixed.yaml");
    std::fs::write(&file, MIXED).unwrap();
    let mut ctx = Context::default();
    let found = generate(&mut ctx, &Options::new(file, templates())).unwrap_err().0;
    let codes: Vec<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
    // found by `load`, `resolve`, `lint` and `lower`
    for code in [Code::WrongType, Code::DanglingRef, Code::BadExample, Code::Unsupported] {
        assert!(codes.contains(&code), "no {code:?} in {codes:?}");
    }
}

#[test]
fn json_is_read_and_options_replace_what_it_declares() {
    let text = r##"{
        "openapi": "3.0.3", "info": {"title": "My Notes", "version": "1"}, "security": [{"key": []}],
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "paths": {"/notes": {"get": {"tags": ["Notes"], "responses": {"204": {"description": "None \ud83d\ude00."}}}}}
    }"##;
    let (ctx, files) = generated("api.json", text, |options| {
        options.crate_name = Some("memos".to_owned());
        options.base_url = Some("https://example.com/v3".to_owned());
    });
    assert!(contents(&files, "Cargo.toml").contains("name = \"memos\""));
    assert!(contents(&files, "src/api.rs").contains("https://example.com/v3"));
    assert!(contents(&files, "src/client.rs").contains("MEMOS_TOKEN"));
    assert!(contents(&files, "src/notes.rs").contains("pub fn get_notes"));
    let codes: Vec<Code> = ctx.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::MissingOperationId]);
}

#[test]
fn a_folder_may_have_a_root_file_with_another_extension() {
    let folder = tempfile::tempdir().unwrap();
    let text = "openapi: 3.0.3\ninfo: { title: My Notes, version: '1' }\npaths:\n  /notes:\n    get:\n      \
                responses: { '204': { description: None. } }\n";
    std::fs::write(folder.path().join("openapi.yml"), text).unwrap();
    std::fs::write(folder.path().join("ci.yaml"), "jobs: []").unwrap();
    let mut ctx = Context::default();
    let files = generate(&mut ctx, &Options::new(folder.path().to_owned(), templates())).unwrap();
    assert!(contents(&files, "Cargo.toml").contains("name = \"my-notes\""));
}

/// Only the keyword is left out, and once: the rest of its schema is generated.
#[test]
fn a_keyword_that_does_not_apply_is_left_out() {
    let text = r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes:
    get:
      responses:
        '200':
          description: A note.
          content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } }
components:
  schemas:
    Note:
      type: object
      properties:
        text: { type: string, additionalProperties: { type: string } }
        size: { type: integer, items: { type: string } }
"##;
    let (ctx, files) = generated("api.yaml", text, |options| options.keep_going = true);
    let elements: Vec<&str> = ctx.left_out.iter().map(|it| it.element.as_str()).collect();
    assert_eq!(elements, ["key `items` of `Note`", "key `additionalProperties` of `Note`"]);
    let types = contents(&files, "src/types.rs");
    for present in ["pub text: Option<String>", "pub size: Option<i64>"] {
        assert!(types.contains(present), "no `{present}` in {types}");
    }
}

#[test]
fn aliases_that_grow_without_limit_are_rejected() {
    let mut text = "openapi: 3.0.3\nx-a0: &a0 [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n".to_owned();
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("x-a{level}: &a{level} [{items}]\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("api.yaml");
    std::fs::write(&file, text).unwrap();
    let mut ctx = Context::default();
    let found = generate(&mut ctx, &Options::new(file, templates())).unwrap_err().0;
    assert!(found.iter().any(|diagnostic| diagnostic.code == Code::YamlSyntax), "{found:?}");
}

/// The members stay, although the names of other members are described by a keyword that 3.0 does not have. Of the
/// responses, only the one without a status is left out.
#[test]
fn the_smallest_element_is_left_out() {
    let text = r##"
openapi: 3.1.0
info: { title: My Notes, version: '1' }
paths:
  /notes:
    get:
      tags: [notes]
      responses:
        '200':
          description: A note.
          content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } }
        ok: { description: The same. }
components:
  schemas:
    Note: { type: object, properties: { text: { type: string } }, patternProperties: { '^x-': { type: string } } }
"##;
    let (ctx, files) = generated("api.yaml", text, |options| options.keep_going = true);
    let elements: Vec<&str> = ctx.left_out.iter().map(|it| it.element.as_str()).collect();
    assert_eq!(elements, ["key `patternProperties` of `Note`", "response `ok` of `GET /notes`"]);
    let types = contents(&files, "src/types.rs");
    assert!(types.contains("pub text: Option<String>"), "{types}");
}

/// A file without line breaks, as most tools write JSON, is neither printed nor rendered as a whole.
#[test]
fn long_lines_are_cut_around_the_annotations() {
    let long = "é".repeat(10_000);
    let text = format!(
        r##"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{"/a": {{"get": {{
        "operationId": "a", "description": "{long}", "responses": {{"2000": {{"description": "{long}"}}}}}}}}}}}}"##
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("api.json");
    std::fs::write(&file, &text).unwrap();
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    let found = generate(&mut ctx, &Options::new(file, templates())).unwrap_err().0;
    let rendered = render_text(&ctx.sources, &found);
    let line = text.lines().nth(1).unwrap();
    let column = line.split("\"2000\"").next().unwrap().chars().count() + 1;
    assert!(rendered.contains(&format!("--> spec/api.json:2:{column}\n")), "{rendered}");
    assert!(rendered.contains("\"2000\""), "{rendered}");
    assert!(rendered.lines().all(|line| line.chars().count() < 200), "{rendered}");
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path().join("missing.yaml"), templates());
    let found = generate(&mut Context::default(), &options).unwrap_err().0;
    let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages, ["cannot read `missing.yaml`: file not found"]);
}

/// Generates a crate with what is left of a description. Returns the elements that are left out, and the files.
fn left_out(text: &str) -> (Vec<String>, Vec<File>) {
    let (ctx, files) = generated("api.yaml", text, |options| options.keep_going = true);
    (ctx.left_out.into_iter().map(|it| it.element).collect(), files)
}

#[test]
fn a_value_of_a_mapping_without_an_alternative_is_left_out() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Pets, version: '1' }
paths:
  /pets: { get: { responses: { '200': { description: A pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator:
        propertyName: kind
        mapping: { cat: Cat, puma: 'https://example.com/Cat', wolf: './Dog', fox: fox.yaml, pug: Pug, tag: Tag, dog: Dog }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string } } }
    Tag: { type: object, properties: { kind: { type: string } } }
"##,
    );
    let expected = ["puma", "wolf", "fox", "pug", "tag"];
    let expected = expected.map(|value| format!("discriminator value `{value}` of `Pet`"));
    let names = |all: &[String]| all.iter().cloned().collect::<BTreeSet<String>>();
    assert_eq!(names(&elements), names(&expected));
    assert_eq!(elements.len(), expected.len());
    let types = contents(&files, "src/types.rs");
    for present in ["Cat(Cat) = \"cat\"", "Dog(Dog) = \"dog\""] {
        assert!(types.contains(present), "no `{present}` in {types}");
    }
}

#[test]
fn a_key_of_a_parameter_is_left_out_with_its_name() {
    let (elements, _) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes:
    parameters: [{ name: mark, in: query, schema: { type: string, pattern: '(' } }]
    get:
      parameters:
        - { name: size, in: query, schema: { type: string, pattern: '[' } }
        - { name: filter, in: query, schema: { type: object, properties: { pattern: { type: string, pattern: '[' } } } }
      responses: { '204': { description: None. } }
"##,
    );
    let expected = [
        "key `pattern` of parameter `size` of `GET /notes`",
        "key `pattern` of parameter `filter` of `GET /notes`",
        "key `pattern` of parameter `mark` of `/notes`",
    ];
    assert_eq!(elements, expected);
}

/// Only the key is left out that nothing can be sent by, and of several media types, the first that can be sent is used.
#[test]
fn a_key_of_an_encoding_is_left_out() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                image: { type: string, format: binary }
                text: { type: string }
                meta: { type: object, properties: { size: { type: integer } } }
            encoding:
              image: { contentType: 'image/png, image/jpeg', headers: { X-Part: { schema: { type: string } } } }
              text: { contentType: application/xml, allowReserved: true }
              meta: { contentType: 'application/xml, application/json' }
              other: { contentType: text/plain }
      responses: { '204': { description: None. } }
    put:
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, properties: { text: { type: string } } }
            encoding: { text: { contentType: text/plain } }
      responses: { '204': { description: None. } }
"##,
    );
    let expected = [
        "key `contentType` of `POST /notes`",
        "encoding `other` of `POST /notes`",
        "key `allowReserved` of `POST /notes`",
        "key `contentType` of `POST /notes`",
        "key `encoding` of `PUT /notes`",
    ];
    assert_eq!(elements, expected);
    let operations = contents(&files, "src/notes/operations.rs");
    assert!(operations.contains("Style::Json"), "{operations}");
}

#[test]
fn a_path_of_a_missing_file_is_left_out_with_its_operations() {
    let text = r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes: { get: { responses: { '204': { description: None. } } } }
  /files: { $ref: missing.yaml, get: { responses: { '204': { description: None. } } } }
  /pages: { $ref: 'missing.yaml#/pages' }
  /texts: { $ref: '#/paths/~1text' }
"##;
    let (ctx, _) = generated("api.yaml", text, |options| options.keep_going = true);
    let rows: Vec<String> = ctx
        .left_out
        .iter()
        .map(|it| format!("{} ({}): {}", it.element, it.operations, it.reason.message))
        .collect();
    let expected = [
        "path `/files` (1): `missing.yaml` is not a part of the spec",
        "path `/pages` (0): `missing.yaml` is not a part of the spec",
        "path `/texts` (0): unknown path item `#/paths/~1text`",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_property_with_a_placeholder_is_left_out_once() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes: { get: { responses: { '200': { description: A note., content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } } } }
components:
  schemas:
    Note: { type: object, properties: { text: { type: string }, 'x{n}': { type: object, properties: { a: { type: string } } } } }
"##,
    );
    assert_eq!(elements, ["property `x{n}` of `Note`"]);
    assert!(contents(&files, "src/types.rs").contains("pub text: Option<String>"));
}

/// The inner union distinguishes its alternatives by members, which the outer one has in others.
#[test]
fn the_type_of_an_inner_union_remains() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Effects, version: '1' }
paths:
  /effects: { get: { responses: { '200': { description: An effect., content: { application/json: { schema: { $ref: '#/components/schemas/Effect' } } } } } } }
  /blurs: { get: { responses: { '200': { description: A blur., content: { application/json: { schema: { $ref: '#/components/schemas/Blur' } } } } } } }
components:
  schemas:
    Effect:
      oneOf: [{ $ref: '#/components/schemas/Glow' }, { $ref: '#/components/schemas/Shade' }, { $ref: '#/components/schemas/Blur' }]
      discriminator: { propertyName: type }
    Blur: { oneOf: [{ $ref: '#/components/schemas/Even' }, { $ref: '#/components/schemas/Rising' }] }
    Even: { type: object, required: [type], properties: { type: { type: string, enum: [blur] }, size: { type: integer } } }
    Rising: { type: object, required: [type, start], properties: { type: { type: string, enum: [blur] }, start: { type: integer } } }
    Glow: { type: object, required: [type, start], properties: { type: { type: string, enum: [glow, blur] }, start: { type: integer }, size: { type: integer } } }
    Shade: { type: object, required: [type], properties: { type: { type: string, enum: [shade] } } }
"##,
    );
    assert_eq!(elements, ["type of `Effect`"]);
    let types = contents(&files, "src/types.rs");
    assert!(types.contains("open_union!(Blur by shape"), "{types}");
}

#[test]
fn elements_with_duplicate_keys_are_left_out() {
    let text = r##"
openapi: 3.0.3
info: { title: My Notes, version: yes }
paths:
  /notes:
    get:
      responses:
        '200': { description: The notes., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } }
    put:
      responses: { '204': { description: The notes are replaced. } }
      responses: { '202': { description: The notes are replaced later. } }
  /files: { get: { responses: { '204': { description: None. } } } }
  /files: { put: { responses: { '204': { description: None. } } } }
components:
  schemas:
    Note:
      type: object
      properties:
        text: { type: string }
        text: { type: integer }
        size: { type: integer }
      example: { text: a, text: b }
"##;
    let (ctx, files) = generated("api.yaml", text, |options| options.keep_going = true);
    insta::assert_snapshot!(render_left_out(&ctx.sources, &ctx.left_out), @r"
      key `example` of `Note`   duplicate key `text` (spec/api.yaml:22:27)
      type of `text` of `Note`  duplicate key `text` (spec/api.yaml:20:9)
      path `/files`             duplicate key `/files` (spec/api.yaml:13:3)
      operation `PUT /notes`    duplicate key `responses` (spec/api.yaml:11:7)
    ");
    assert!(ctx.diagnostics().iter().any(|it| it.code == Code::LenientSyntax));
    let types = contents(&files, "src/types.rs");
    assert!(types.contains("pub size: Option<i64>"), "{types}");
    assert!(!contents(&files, "src/notes.rs").contains("fn put_notes"));
}
