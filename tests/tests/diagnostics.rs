//! Diagnostics of invalid specs: one small spec folder below `negative/` per kind of error, with the rendered
//! diagnostics in `expected.snap`.
//!
//! `cargo test -p tests --test diagnostics duplicate_key` runs the fixtures of this name,
//! `INSTA_UPDATE=always cargo test -p tests --test diagnostics` accepts changes. Review them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::Command;

use generator::context::Context;
use generator::diagnostics::{self, Code, Diagnostic};

/// Codes that no spec causes: those of the output folder, which other tests cover, internal errors, and what an option
/// causes.
const NOT_IN_A_SPEC: [Code; 6] = [
    Code::NotRead,
    Code::ForeignFile,
    Code::OutputFailed,
    Code::Internal,
    Code::OutOfDate,
    Code::LeftOut,
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Returns all diagnostics of a spec with the context to render them.
fn diagnose(spec: &Path) -> (Context, Vec<Diagnostic>) {
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    let options = generator::Options::new(spec.to_owned(), folder("../templates"));
    let found = match generator::generate(&mut ctx, &options) {
        Ok(_) => ctx.diagnostics().to_vec(),
        Err(diagnostics) => diagnostics.0,
    };
    (ctx, found)
}

/// One test per folder below `negative/`.
mod negative {
    include!(concat!(env!("OUT_DIR"), "/negative.rs"));
}

/// Compares the diagnostics of a fixture with its snapshot.
fn check(name: &str) {
    let spec = folder("negative").join(name);
    let (ctx, found) = diagnose(&spec);
    let text = diagnostics::render_text(&ctx.sources, &found);
    let kind = found.iter().find(|d| name.starts_with(d.code.name()));
    assert!(kind.is_some(), "`{name}` does not cause its diagnostic:\n{text}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(spec);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("expected", text));
}

#[test]
fn every_code_has_a_fixture() {
    let mut reached = BTreeSet::new();
    for entry in std::fs::read_dir(folder("negative")).unwrap() {
        let (_, found) = diagnose(&entry.unwrap().path());
        reached.extend(found.iter().map(|d| d.code));
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !reached.contains(code) && !NOT_IN_A_SPEC.contains(code))
        .map(|code| code.name())
        .collect();
    assert!(missing.is_empty(), "no fixture below tests/negative for {missing:?}");
}

#[test]
fn a_missing_root_file_is_reported() {
    let empty = tempfile::tempdir().unwrap();
    let (ctx, found) = diagnose(empty.path());
    insta::assert_snapshot!(diagnostics::render_text(&ctx.sources, &found), @r"
    error[G001 missing-part]: cannot read `openapi.yaml`: file not found
    --> spec/openapi.yaml
     = help: create the file, or correct the path

    1 error
    ");
}

/// Reading a pipe would wait for its writer.
#[cfg(unix)]
#[test]
fn a_pipe_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo").arg(folder.path().join("openapi.yaml")).status().unwrap();
    assert!(made.success());
    let (_, found) = diagnose(folder.path());
    let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    let expected = "cannot read `openapi.yaml`: expected a file, found a special file";
    assert_eq!(messages, [expected]);
}

#[test]
fn json_has_the_same_contents_as_text() {
    let (ctx, found) = diagnose(&folder("negative/duplicate-key"));
    let json = diagnostics::render_json(&ctx.sources, &found);
    for part in [
        r#""code":"G007""#,
        r#""name":"duplicate-key""#,
        r#""severity":"error""#,
        r#""file":"notes.yaml""#,
        r#""line":28"#,
        r#""column":9"#,
        r#""text":"first used here""#,
        r#""help":"remove one of them""#,
    ] {
        assert!(json.contains(part), "no {part} in {json}");
    }
    assert_eq!(diagnostics::render_json(&ctx.sources, &[]), "[]\n");
}
