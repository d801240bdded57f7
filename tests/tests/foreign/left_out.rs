//! Elements that are left out, and what remains of those around them.

use std::collections::BTreeSet;

use generator::diagnostics::{Code, render_left_out};
use generator::emit::File;

use super::{contents, generated};

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
fn an_error_in_what_remains_of_an_element_is_left_out_too() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Files, version: '1' }
paths:
  /files:
    patch:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: { type: string }
                size: { type: string, not: { type: object } }
                parts:
                  type: object
                  additionalProperties:
                    type: object
                    properties: { text: { type: string } }
                    anyOf: [{ required: [text] }, { maxProperties: 0 }]
              anyOf: [{ required: [name] }, { required: [parts] }]
      responses: { '204': { description: Done. } }
"##,
    );
    let of = |noun: &str, key: &str| format!("{noun} of `{key}` of `PATCH /files`");
    let expected = [
        of("alternatives", "schema"),
        of("alternatives", "additionalProperties"),
        of("type", "size"),
    ];
    assert_eq!(elements.iter().collect::<BTreeSet<_>>(), expected.iter().collect());
    let operations = contents(&files, "src/files.rs");
    assert!(operations.contains("pub fn name("), "{operations}");
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

/// A number in a name is one of a family only with the key for it. Names of numbered items have no such key.
#[test]
fn a_placeholder_without_a_key_is_text() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes: { get: { responses: { '200': { description: A note., content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } } } }
components:
  schemas:
    Note:
      type: object
      properties:
        text: { type: string }
        'x{n}': { type: object, properties: { a: { type: string } } }
        'y{i}': { type: object, properties: { a: { type: string } } }
        '{id}': { type: integer }
"##,
    );
    assert_eq!(elements, ["property `y{i}` of `Note`"]);
    let types = contents(&files, "src/types.rs");
    for present in ["\"x{n}\" => x_n", "pub x_n: Option<NoteXN>", "\"{id}\" => id"] {
        assert!(types.contains(present), "no `{present}` in {types}");
    }
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
    assert_eq!(elements, Vec::<String>::new());
    let types = contents(&files, "src/types.rs");
    assert!(types.contains("open_union!(Blur by shape"), "{types}");
    for variant in ["Glow(Glow) = \"glow\",", "Even(Even),", "Rising(Rising),"] {
        assert!(types.contains(variant), "no `{variant}` in {types}");
    }
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

#[test]
fn unused_descriptions_have_one_line() {
    let text = r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes:
    post:
      requestBody: { description: The note., content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '204': { description: Done. } }
    put:
      requestBody: { description: The notes., content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Note: { type: object, required: [title], properties: { text: { type: string } } }
"##;
    let (ctx, _) = generated("api.yaml", text, |options| options.keep_going = true);
    insta::assert_snapshot!(render_left_out(&ctx.sources, &ctx.left_out), @r"
      required name `title` of `Note`           required property `title` is not declared (spec/api.yaml:14:38)
      description of `requestBody`, and 1 more  not used by the client (spec/api.yaml:7:7)
    ");
}

/// JSON and YAML have the same escapes in double quotes.
#[test]
fn elements_with_half_a_surrogate_pair_are_left_out() {
    let text = r##"{
  "openapi": "3.0.3",
  "info": { "title": "My Notes", "version": "1", "description": "All \ud83d\ude00 notes." },
  "paths": {
    "/notes": {
      "get": {
        "description": "Reads \ud83d a note.",
        "responses": { "200": { "description": "None.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Note" } } } } }
      },
      "put": { "tags": ["\ude00"], "responses": { "204": { "description": "None." } } }
    },
    "/files\ud800": { "get": { "responses": { "204": { "description": "None." } } } }
  },
  "components": {
    "schemas": {
      "Note": {
        "type": "object",
        "properties": { "text": { "type": "string" }, "\udfff": { "type": "string" }, "mark": { "type": "string", "enum": ["a", "\ud800"] } },
        "example": { "text": "\ud800" }
      }
    }
  }
}"##;
    for (name, text) in [("api.json", text.to_owned()), ("api.yaml", format!("# YAML\n{text}"))] {
        let (ctx, files) = generated(name, &text, |options| options.keep_going = true);
        let elements: Vec<&str> = ctx.left_out.iter().map(|it| it.element.as_str()).collect();
        let expected = [
            "key `example` of `Note`",
            "value `1` of `Note`",
            "property `\u{fffd}` of `Note`",
            "path `/files\u{fffd}`",
            "key `description` of `GET /notes`",
            "key `tags` of `PUT /notes`",
        ];
        assert_eq!(elements, expected);
        let types = contents(&files, "src/types.rs");
        assert!(types.contains("pub mark: Option<NoteMark>"), "{types}");
        assert!(contents(&files, "src/notes.rs").contains("pub fn get_notes"));
    }
}

/// A file in a JSON body is any JSON, also if it is declared for a multipart body.
#[test]
fn the_type_of_a_file_that_cannot_be_sent_is_left_out() {
    let (elements, files) = left_out(
        r##"
openapi: 3.0.3
info: { title: My Notes, version: '1' }
paths:
  /notes:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '204': { description: None. } }
  /pictures:
    post:
      requestBody: { required: true, content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Picture' } } } }
      responses: { '204': { description: None. } }
    put:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Picture' } } } }
      responses: { '204': { description: None. } }
components:
  schemas:
    Note: { type: object, properties: { text: { type: string }, scan: { type: string, format: binary } } }
    Picture: { type: object, properties: { title: { type: string }, file: { type: string, format: binary } } }
"##,
    );
    assert_eq!(elements, ["type of `scan` of `Note`", "type of `schema` of `PUT /pictures`"]);
    let types = contents(&files, "src/types.rs");
    for present in ["pub scan: Option<Json>", "pub file: Option<Upload>"] {
        assert!(types.contains(present), "no `{present}` in {types}");
    }
}
