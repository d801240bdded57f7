//! Snapshots of the generator: one small spec folder below `features/` per construct.
//!
//! Each has snapshots of the diagnostics, if there are any, of the IR, and of the generated code.
//!
//! `INSTA_UPDATE=always cargo test -p tests --test features` accepts changes. Review them.
//! `INSTA_GLOB_FILTER='*union*'` selects features.

mod compile;
mod ir;

use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::emit::File;
use generator::ir::Api;
use generator::{analyze, diagnostics, lint, load, lower, name, resolve, source};

/// Files that are left out of the snapshots.
const OMITTED: [&str; 5] =
    ["src/api.rs", "src/client.rs", "src/ids.rs", "src/inspect.rs", "src/lib.rs"];

/// Files that are included for single features.
const INCLUDED: [(&str, &str); 7] = [
    ("cargo-features", "Cargo.toml"),
    ("delegate", "Cargo.toml"),
    ("delegate", "src/api.rs"),
    ("delegate", "src/client.rs"),
    ("security-scheme", "src/client.rs"),
    ("response-list", "src/inspect.rs"),
    ("ids", "src/ids.rs"),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Returns the spec folders of all features, sorted by name.
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

/// Returns the files of a crate and the context with the warnings. Panics with the diagnostics on error.
fn generate(spec: &Path) -> (Context, Vec<File>) {
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    match generator::generate(&mut ctx, &options(spec)) {
        Ok(files) => (ctx, files),
        Err(found) => panic!("{}", diagnostics::render_text(&ctx.sources, &found.0)),
    }
}

/// Returns the analyzed IR of a spec.
fn lowered(spec: &Path) -> Api {
    let ctx = &mut Context::default();
    let root = source::read(&mut ctx.sources, &mut ctx.sink, spec).unwrap();
    let document = load::document(ctx, root).unwrap();
    let resolved = resolve::references(ctx, document).unwrap();
    lint::check(ctx, &resolved).unwrap();
    let api = lower::api(ctx, &resolved).unwrap();
    let api = name::assign(ctx, api).unwrap();
    analyze::api(ctx, api).unwrap()
}

/// Returns the generated code, file by file.
fn code(feature: &str, files: &[File]) -> String {
    let wanted = |file: &&File| {
        let path = file.path.as_str();
        let own = path.starts_with("src/")
            && !path.starts_with("src/runtime/")
            && !OMITTED.contains(&path);
        own || INCLUDED.contains(&(feature, path))
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
                let text = diagnostics::render_text(&ctx.sources, ctx.diagnostics());
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
    let missing: Vec<&&str> = ir::VARIANTS.iter().filter(|word| !all.contains(**word)).collect();
    assert!(missing.is_empty(), "no feature below tests/features shows {missing:?}");
}
