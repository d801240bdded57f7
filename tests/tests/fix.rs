//! The replacements of diagnostics: applied one after the other, they leave a spec without errors.

use std::fs;
use std::path::Path;

use generator::context::Context;
use generator::diagnostics::{Severity, render_text};
use generator::fix::Replacements;

/// The negative fixtures that have a replacement for each of their errors.
const FIXABLE: &[&str] = &[
    "ambiguous-scalar-key",
    "bad-extension-value",
    "dangling-ref",
    "dangling-ref-file",
    "unknown-extension",
    "unknown-member",
    "wrong-type-quotes",
    "wrong-type-word",
];

/// Applies replacements until there are none, and returns the text of the remaining errors.
fn fix(spec: &Path) -> String {
    for _ in 0..10 {
        let mut ctx = Context::default();
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
        let options = generator::Options::new(spec.to_owned(), templates);
        let mut found = generator::diagnose(&mut ctx, &options);
        let replacements = Replacements::new(&ctx.sources, &found);
        if replacements.is_empty() {
            found.retain(|diagnostic| diagnostic.severity == Severity::Error);
            return render_text(&ctx.sources, &found);
        }
        replacements.apply(&ctx.sources, spec).unwrap();
    }
    panic!("the replacements in {} do not end", spec.display());
}

/// Copies the YAML files of a folder without subfolders.
fn copy(name: &str) -> tempfile::TempDir {
    let target = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            fs::copy(&path, target.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    target
}

#[test]
fn specs_are_valid_after_all_replacements() {
    for name in FIXABLE {
        let spec = copy(&format!("negative/{name}"));
        let errors = fix(spec.path());
        assert!(errors.is_empty(), "{name}:\n{errors}");
    }
}

#[test]
fn a_version_of_two_numbers_is_completed() {
    for version in ["3.0", "'3.0'"] {
        let spec = copy("valid/minimal");
        let root = spec.path().join("openapi.yaml");
        let text = fs::read_to_string(&root).unwrap();
        fs::write(&root, text.replace("openapi: 3.0.3", &format!("openapi: {version}"))).unwrap();
        assert_eq!(fix(spec.path()), "");
        assert_eq!(fs::read_to_string(&root).unwrap(), text);
    }
}

#[test]
fn a_boolean_in_words_becomes_a_boolean() {
    let spec = copy("negative/wrong-type-word");
    fix(spec.path());
    let notes = fs::read_to_string(spec.path().join("notes.yaml")).unwrap();
    assert!(notes.contains("deprecated: true\n"), "{notes}");
}
