//! Snapshots of a small spec per construct of OpenAPI and of the extension keys.
//!
//! Each folder below `features/` holds a spec, its diagnostics if there are any, its IR in a few lines, and an
//! excerpt of its code. `INSTA_UPDATE=always cargo test -p tests --test features` accepts changes. Review them.
//! `cargo test -p tests --test features union` runs the features with `union` in their name.

mod compile;
mod emitted;
mod excerpt;
mod full_example;
mod ir;
mod mutants;
mod shared;
mod wire;

use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::emit::File;
use generator::ir::Api;
use generator::{analyze, diagnostics, lint, load, lower, name, normalize, source, spec};

/// Files that are the same for every feature, or that do not concern the feature.
const EVERYWHERE: [&str; 6] = [
    "src/api.rs",
    "src/blocking_client.rs",
    "src/client.rs",
    "src/ids.rs",
    "src/inspect.rs",
    "src/lib.rs",
];

/// Exceptions to `EVERYWHERE`: the feature and the file that shows it.
const SHOWN: [(&str, &str); 7] = [
    ("cargo-features", "Cargo.toml"),
    ("delegate", "Cargo.toml"),
    ("delegate", "src/api.rs"),
    ("delegate", "src/client.rs"),
    ("security", "src/client.rs"),
    ("security-scheme", "src/client.rs"),
    ("response-list", "src/inspect.rs"),
];

/// The features whose code is too long to be read. It is compiled like that of the others.
const COMPILED: &[&str] = &["hostile-names"];

/// Features with a snapshot of their documentation. The documentation of all others has the same parts.
const DOCUMENTED: [&str; 20] = [
    "bulk",
    "presets",
    "responses",
    "response-headers",
    "body-two-ways",
    "defaults",
    "deprecated",
    "described-reference",
    "enums",
    "families",
    "queue",
    "hostile-descriptions",
    "job",
    "many-required",
    "paging",
    "read-and-write-only",
    "constraints",
    "union-by-member",
    "windows",
    "limits",
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
    generator::Options::new(spec.to_owned(), folder("../templates"))
}

/// Returns the files of a crate and the context with the warnings. Panics with the diagnostics on an error.
fn generate(spec: &Path) -> (Context, Vec<File>) {
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    match generator::generate(&mut ctx, &options(spec)) {
        Ok(files) => (ctx, files),
        Err(found) => panic!("{}", diagnostics::render_text(&ctx.sources, &found.0)),
    }
}

/// Returns the IR that the files are rendered from.
fn lowered(spec: &Path) -> Api {
    let ctx = &mut Context::default();
    let root = source::read(&mut ctx.sources, &mut ctx.sink, spec).unwrap();
    normalize::apply(ctx, root, &normalize::Overrides::default());
    let loaded = load::document(ctx, root).unwrap();
    let document = spec::document(ctx, loaded).unwrap();
    lint::check(ctx, &document).unwrap();
    let api = lower::api(ctx, &document).unwrap();
    let api = name::assign(ctx, api).unwrap();
    analyze::api(ctx, api).unwrap()
}

/// Returns the excerpts of the files that concern the feature.
fn excerpts(feature: &str, files: &[File], excerpt: fn(&str) -> String) -> String {
    let mut text = String::new();
    for file in files {
        let path = file.path.as_str();
        let own = path.starts_with("src/")
            && !path.starts_with("src/runtime/")
            && !EVERYWHERE.contains(&path);
        if !own && !SHOWN.contains(&(feature, path)) {
            continue;
        }
        let (_, contents) = file.contents.split_once("\n\n").unwrap();
        let part = if path.ends_with(".rs") { excerpt(contents) } else { contents.to_owned() };
        if !part.is_empty() {
            text.push_str(&format!("── {path} ──\n{part}\n\n"));
        }
    }
    text
}

/// One test per folder below `features/`.
mod snapshots {
    include!(concat!(env!("OUT_DIR"), "/features.rs"));
}

/// Compares the output for a feature with its snapshots.
fn check(feature: &str) {
    let spec = folder("features").join(feature);
    let (ctx, files) = generate(&spec);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&spec);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        if !ctx.diagnostics().is_empty() {
            let text = diagnostics::render_text(&ctx.sources, ctx.diagnostics());
            insta::assert_snapshot!("diagnostics", text);
        }
        if COMPILED.contains(&feature) {
            return;
        }
        insta::assert_snapshot!("ir", ir::text(&lowered(&spec)));
        insta::assert_snapshot!("code", excerpts(feature, &files, excerpt::code));
        if DOCUMENTED.contains(&feature) {
            insta::assert_snapshot!("docs", excerpts(feature, &files, excerpt::docs));
        }
    });
}

#[test]
fn every_kind_of_the_ir_is_reached() {
    let all: String = features().iter().map(|spec| ir::text(&lowered(spec))).collect();
    let missing: Vec<&&str> = ir::VARIANTS.iter().filter(|word| !all.contains(**word)).collect();
    assert!(missing.is_empty(), "no feature below tests/features shows {missing:?}");
}

#[test]
fn every_feature_in_a_list_has_a_folder() {
    let known: Vec<String> = features().iter().map(|spec| name_of(spec)).collect();
    for feature in SHOWN.iter().map(|(feature, _)| feature).chain(&DOCUMENTED) {
        assert!(known.iter().any(|name| name == feature), "no folder tests/features/{feature}");
    }
}
