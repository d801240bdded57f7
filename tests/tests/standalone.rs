//! A generated crate builds, passes its tests and has documentation without warnings, in a folder outside of any workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::context::Context;
use generator::diagnostics;
use generator::output::Mode;

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

/// Runs a command of cargo in a crate.
fn cargo(out: &Path, arguments: &[&str]) {
    let run = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--all-features", "--quiet"])
        .arg("--target-dir")
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .env("RUSTDOCFLAGS", "-D warnings")
        .current_dir(out)
        .output()
        .unwrap();
    let (stdout, stderr) =
        (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "cargo {arguments:?}\n{stdout}\n{stderr}");
}

#[test]
fn a_crate_with_unusual_names_is_complete() {
    let out = tempfile::tempdir().unwrap();
    generate("hostile-names", out.path());
    cargo(out.path(), &["test"]);
    cargo(out.path(), &["doc", "--no-deps"]);
}
