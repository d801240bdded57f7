//! Specs with nothing wrong in them: the front passes are silent, and the bundle is what other
//! tools can read.

use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::{diagnostics, emit, lint, load, resolve, source};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Runs the passes that read; panics with the diagnostics if there is an error.
fn read(spec: &Path) -> Context {
    let mut ctx = Context::default();
    let mut run = || {
        let root = source::read(&mut ctx.sources, &mut ctx.sink, spec)?;
        let document = load::document(&mut ctx, root)?;
        let resolved = resolve::references(&mut ctx, document)?;
        lint::check(&mut ctx, &resolved)
    };
    if let Err(found) = run() {
        panic!("{}", diagnostics::render_text(&ctx.sources, &found.0));
    }
    ctx
}

#[test]
fn nothing_is_said_about_specs_that_are_right() {
    for name in ["valid/minimal", "valid/bundle"] {
        let ctx = read(&folder(name));
        let text = diagnostics::render_text(&ctx.sources, ctx.diagnostics());
        assert!(text.is_empty(), "{text}");
    }
}

#[test]
fn the_real_spec_holds_no_error() {
    read(&folder("../spec"));
}

#[test]
fn one_file_with_forms_spelled_out() {
    let bundle = emit::openapi::bundle(&read(&folder("valid/bundle")));
    insta::assert_snapshot!(bundle);
}

#[test]
fn the_bundle_is_a_spec_of_its_own() {
    let bundle = emit::openapi::bundle(&read(&folder("../spec")));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openapi.yaml"), &bundle).unwrap();
    let mut ctx = Context::default();
    let root = source::read(&mut ctx.sources, &mut ctx.sink, folder.path()).unwrap();
    let document = load::document(&mut ctx, root).unwrap_or_else(|found| {
        panic!("{}", diagnostics::render_text(&ctx.sources, &found.0));
    });
    assert!(resolve::references(&mut ctx, document).is_ok());
}
