//! Comparison of documents of a vendor with a spec.
//!
//! Each folder below `drift/` has documents of a vendor, a spec, and the report of their differences.
//! `INSTA_UPDATE=always cargo test -p tests --test drift` accepts changes. Review them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::drift::{Drift, Kind, compare};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("drift").join(name)
}

/// Returns the folders of all fixtures, sorted by name.
fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder("")).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn read(fixture: &Path) -> Drift {
    compare(&fixture.join("vendor"), &fixture.join("spec")).unwrap()
}

#[test]
fn differences_are_reported() {
    let mut reached = BTreeSet::new();
    for path in fixtures() {
        let drift = read(&path);
        reached.extend(drift.differences.iter().map(|it| it.kind));
        let text = drift.to_text(true).replace(&format!("{}/", path.display()), "");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&path);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("expected", text));
    }
    let missing: Vec<&str> =
        Kind::ALL.iter().filter(|kind| !reached.contains(kind)).map(|kind| kind.name()).collect();
    assert!(missing.is_empty(), "kinds without a fixture below `drift/`: {missing:?}");
}

#[test]
fn settled_differences_are_no_failure() {
    for (name, is_settled) in
        [("equal", true), ("settled", true), ("unused", false), ("fields", false)]
    {
        assert_eq!(read(&folder(name)).is_settled(), is_settled, "{name}");
    }
}

#[test]
fn settled_differences_are_shown_on_request() {
    let drift = read(&folder("settled"));
    assert!(!drift.to_text(false).contains("settled[missing-parameter]"));
    assert!(drift.to_text(true).contains("settled[missing-parameter]"));
}

#[test]
fn a_report_in_json_has_all_differences() {
    let drift = read(&folder("settled"));
    let report: serde_json::Value = serde_json::from_str(&drift.to_json()).unwrap();
    let differences = report["differences"].as_array().unwrap();
    assert_eq!(differences.len(), drift.differences.len());
    let missing = differences.iter().find(|it| it["kind"] == "missing-parameter").unwrap();
    assert_eq!(missing["subjects"][0]["element"], "query.Color");
    assert_eq!(missing["vendor"], "string");
    assert_eq!(missing["vendor_at"]["line"], 9);
    assert_eq!(missing["settled"]["reason"], "The service ignores it.");
    assert_eq!(report["counts"]["nullable"]["settled"], 2);
}

#[test]
fn files_that_cannot_be_read_are_errors() {
    let missing = compare(&folder("none"), &folder("equal/spec")).unwrap_err();
    assert!(missing.starts_with("cannot read "), "{missing}");
    let empty = tempfile::tempdir().unwrap();
    let none = compare(empty.path(), &folder("equal/spec")).unwrap_err();
    assert!(none.starts_with("expected OpenAPI descriptions in "), "{none}");
    let invalid = compare(&folder("equal/vendor"), empty.path()).unwrap_err();
    assert!(invalid.contains("cannot read `openapi.yaml`"), "{invalid}");
}
