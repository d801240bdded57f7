//! Valid specs: the passes that read them report nothing, and the bundle is a spec that other tools can read.

use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics::Diagnostics;
use generator::spec::Document;
use generator::{diagnostics, emit, lint, load, source, spec};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Reads and lints a spec.
///
/// # Panics
///
/// Panics with the diagnostics if there is an error.
fn read(spec: &Path) -> (Context, Document) {
    let mut ctx = Context::default();
    let mut run = || -> Result<Document, Diagnostics> {
        let root = source::read(&mut ctx.sources, &mut ctx.sink, spec)?;
        let loaded = load::document(&mut ctx, root)?;
        let document = spec::document(&mut ctx, loaded)?;
        lint::check(&mut ctx, &document)?;
        Ok(document)
    };
    match run() {
        Ok(document) => (ctx, document),
        Err(found) => panic!("{}", diagnostics::render_text(&ctx.sources, &found.0)),
    }
}

#[test]
fn valid_specs_have_no_diagnostics() {
    for name in ["valid/minimal", "valid/bundle"] {
        let (ctx, _) = read(&folder(name));
        let text = diagnostics::render_text(&ctx.sources, ctx.diagnostics());
        assert!(text.is_empty(), "{text}");
    }
}

#[test]
fn the_spec_has_no_errors() {
    read(&folder("../spec"));
}

#[test]
fn the_bundle_is_one_file_with_plain_schemas() {
    let bundle = emit::openapi::bundle(&read(&folder("valid/bundle")).1);
    insta::assert_snapshot!(bundle);
}

#[test]
fn the_bundle_of_the_spec_is_a_valid_spec() {
    let bundle = emit::openapi::bundle(&read(&folder("../spec")).1);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openapi.yaml"), &bundle).unwrap();
    let mut ctx = Context::default();
    let root = source::read(&mut ctx.sources, &mut ctx.sink, folder.path()).unwrap();
    let document = load::document(&mut ctx, root).unwrap_or_else(|found| {
        panic!("{}", diagnostics::render_text(&ctx.sources, &found.0));
    });
    assert!(spec::document(&mut ctx, document).is_ok());
}
