//! One tiny spec folder below `features/` for each construct of OpenAPI and of our own keys, with what
//! becomes of it: the diagnostics, if there are any, the lowered form in a few lines, and the code.
//!
//! `INSTA_UPDATE=always cargo test -p tests --test features` accepts changes; read them.
//! `INSTA_GLOB_FILTER='*union*'` looks at some features only.

mod compile;
mod ir;
mod shared;

use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::ir::Api;
use generator::output::File;
use generator::{diagnostic, facts, lint, load, lower, name, resolve, source};

/// Files that say the same for every feature, or are not what the feature is about.
const EVERYWHERE: [&str; 5] =
    ["src/api.rs", "src/client.rs", "src/ids.rs", "src/inspect.rs", "src/lib.rs"];

/// Files that are what the feature is about nevertheless.
const SHOWN: [(&str, &str); 4] = [
    ("cargo-features", "Cargo.toml"),
    ("security-scheme", "src/client.rs"),
    ("answer-list", "src/inspect.rs"),
    ("ids", "src/ids.rs"),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The spec folders of all features, by name.
fn features() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder("features")).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn name_of(spec: &Path) -> String {
    spec.file_name().unwrap().to_string_lossy().into_owned()
}

fn options(spec: &Path) -> generator::Options {
    generator::Options { spec: spec.to_owned(), templates: folder("../templates") }
}

/// The files of a crate, with the warnings in the context; panics with the diagnostics on an error.
fn generate(spec: &Path) -> (Context, Vec<File>) {
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    match generator::generate(&mut ctx, &options(spec)) {
        Ok(files) => (ctx, files),
        Err(found) => panic!("{}", diagnostic::text(&ctx.sources, &found.0)),
    }
}

/// The IR that the files are rendered from.
fn lowered(spec: &Path) -> Api {
    let ctx = &mut Context::default();
    let root = source::read(ctx, spec).unwrap();
    let document = load::document(ctx, root).unwrap();
    let resolved = resolve::references(ctx, document).unwrap();
    lint::check(ctx, &resolved).unwrap();
    let api = lower::api(ctx, &resolved).unwrap();
    let api = name::assign(ctx, api).unwrap();
    facts::derive(ctx, api).unwrap()
}

/// The code that the spec yields, file by file.
fn code(feature: &str, files: &[File]) -> String {
    let wanted = |file: &&File| {
        let path = file.path.as_str();
        let own = path.starts_with("src/")
            && !path.starts_with("src/runtime/")
            && !EVERYWHERE.contains(&path);
        own || SHOWN.contains(&(feature, path))
    };
    let mut text = String::new();
    for file in files.iter().filter(wanted) {
        let lines: Vec<&str> = file.contents.lines().skip(2).collect();
        text.push_str(&format!("── {} ──\n{}\n\n", file.path, lines.join("\n")));
    }
    text
}

#[test]
fn snapshots() {
    insta::glob!("../../features", "*/openapi.yaml", |root| {
        let spec = root.parent().unwrap();
        let feature = name_of(spec);
        let (ctx, files) = generate(spec);
        let mut settings = insta::Settings::clone_current();
        settings.remove_snapshot_suffix();
        settings.set_snapshot_path(spec);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_input_file();
        settings.bind(|| {
            if !ctx.diagnostics().is_empty() {
                let text = diagnostic::text(&ctx.sources, ctx.diagnostics());
                insta::assert_snapshot!("diagnostics", text);
            }
            insta::assert_snapshot!("ir", ir::text(&lowered(spec)));
            insta::assert_snapshot!("code", code(&feature, &files));
        });
    });
}

#[test]
fn every_kind_of_the_ir_is_reached() {
    let all: String = features().iter().map(|spec| ir::text(&lowered(spec))).collect();
    let missing: Vec<&&str> = ir::WORDS.iter().filter(|word| !all.contains(**word)).collect();
    assert!(missing.is_empty(), "no feature below tests/features shows {missing:?}");
}
