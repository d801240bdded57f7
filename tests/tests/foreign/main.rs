//! Descriptions that are not written for this generator: one file in YAML or JSON, without our keys. What is not
//! supported is left out on request.

mod left_out;

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

const MIXED: &str = include_str!("mixed.yaml");

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
