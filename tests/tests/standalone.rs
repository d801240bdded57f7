//! A generated crate builds, passes its tests and has documentation without warnings, in a folder outside of any workspace.

use std::fs;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics;
use generator::output::Mode;
use tests::cargo;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Generates the crate of a feature, and makes warnings errors.
fn generate(feature: &str, out: &Path) {
    let mut ctx = Context::default();
    let spec = folder("features").join(feature);
    let mut options = generator::Options::new(spec, folder("../templates"));
    options.crate_name = Some("a-crate-by-itself".to_owned());
    let (found, changes) = generator::generate_into(&mut ctx, &options, out, Mode::Write);
    assert!(changes.is_some(), "{}", diagnostics::render_text(&ctx.sources, &found));
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    let strict = manifest.replace("[lints.rust]\n", "[lints.rust]\nwarnings = \"deny\"\n");
    assert_ne!(strict, manifest, "the table of lints has another name");
    assert!(!manifest.contains("workspace"), "{manifest}");
    // the versions and the profile of our own workspace, so that dependencies are built once
    fs::copy(folder("../Cargo.lock"), out.join("Cargo.lock")).unwrap();
    let own = fs::read_to_string(folder("../Cargo.toml")).unwrap();
    let (_, profile) = own.split_once("\n[profile.dev]\n").unwrap();
    let profile: Vec<&str> = profile.split("\n[").take(2).collect();
    let strict = format!("{strict}\n[profile.dev]\n{}", profile.join("\n["));
    fs::write(out.join("Cargo.toml"), strict).unwrap();
}

#[test]
fn a_crate_with_unusual_names_is_complete() {
    let out = tempfile::tempdir().unwrap();
    generate("hostile-names", out.path());
    let tmpdir = env!("CARGO_TARGET_TMPDIR");
    cargo::run(out.path(), tmpdir, &["test"]);
    cargo::run(out.path(), tmpdir, &["doc", "--no-deps"]);
}
