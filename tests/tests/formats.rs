//! The formats of diagnostics: each has all failures, also those of the output folder.

use std::fs;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics::{Code, Diagnostic, Format, Severity, render};
use generator::output::Mode;
use serde_json::Value;

const FORMATS: [Format; 4] = [Format::Text, Format::Json, Format::Github, Format::Sarif];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Generates a spec of the tests into a folder.
fn generate(spec: &str, out: &Path, mode: Mode) -> (Context, Vec<Diagnostic>) {
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    let options = generator::Options::new(folder(spec), folder("../templates"));
    let (found, _) = generator::generate_into(&mut ctx, &options, out, mode);
    (ctx, found)
}

#[test]
fn failures_of_the_output_are_in_every_format() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("Cargo.toml"), "# by hand\n").unwrap();
    let (ctx, found) = generate("valid/minimal", out.path(), Mode::Write);
    assert_eq!(found.len(), 1);
    for format in FORMATS {
        let text = render(format, &ctx.sources, &found);
        for part in ["G090", "Cargo.toml", "file exists and was not generated"] {
            assert!(text.contains(part), "no `{part}` in {text}");
        }
    }
}

#[test]
fn a_folder_that_is_out_of_date_is_an_error() {
    let out = tempfile::tempdir().unwrap();
    let (ctx, found) = generate("valid/minimal", out.path(), Mode::Check);
    let codes: Vec<_> = found.iter().map(|d| (d.code, d.severity)).collect();
    assert_eq!(codes, [(Code::OutOfDate, Severity::Error)]);
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    for format in FORMATS {
        assert!(render(format, &ctx.sources, &found).contains("G122"));
    }
}

#[test]
fn warnings_are_errors_in_check_mode() {
    let out = tempfile::tempdir().unwrap();
    let (_, found) = generate("negative/unused-component", out.path(), Mode::Write);
    assert!(!found.is_empty() && found.iter().all(|d| d.severity == Severity::Warning));
    let (_, found) = generate("negative/unused-component", out.path(), Mode::Check);
    assert!(!found.is_empty() && found.iter().all(|d| d.severity == Severity::Error));
}

#[test]
fn unused_elements_are_errors() {
    let out = tempfile::tempdir().unwrap();
    let (_, found) = generate("negative/unused-element", out.path(), Mode::Write);
    assert!(found.iter().any(|d| d.code == Code::UnusedElement && d.severity == Severity::Error));
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn commands_of_github_have_one_line_each() {
    let out = tempfile::tempdir().unwrap();
    let (ctx, found) = generate("negative/duplicate-key", out.path(), Mode::Write);
    assert_eq!(
        render(Format::Github, &ctx.sources, &found),
        "::error file=spec/notes.yaml,line=28,col=9,endColumn=12,title=G007 duplicate-key::\
         duplicate key `Text`%0Ahelp: remove one of them\n"
    );
}

#[test]
fn sarif_has_rules_regions_and_fixes() {
    let out = tempfile::tempdir().unwrap();
    let (ctx, found) = generate("negative/unknown-format", out.path(), Mode::Write);
    let log: Value = serde_json::from_str(&render(Format::Sarif, &ctx.sources, &found)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0]["id"], "G084");
    assert!(rules[0]["help"]["markdown"].as_str().unwrap().contains("## Right"));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let result = &results[0];
    assert_eq!((&result["ruleId"], &result["ruleIndex"]), (&"G084".into(), &0.into()));
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "spec/notes.yaml");
    let (region, change) = (&location["region"], &result["fixes"][0]["artifactChanges"][0]);
    assert_eq!((&region["startLine"], &region["startColumn"]), (&26.into(), &63.into()));
    let replacement = &change["replacements"][0];
    assert_eq!(&replacement["deletedRegion"], region);
    assert_eq!(replacement["insertedContent"]["text"], "date-time");
    assert!(results[2].get("fixes").is_none());
}

#[test]
fn json_has_the_replacements() {
    let out = tempfile::tempdir().unwrap();
    let (ctx, found) = generate("negative/dangling-ref", out.path(), Mode::Write);
    let items: Value = serde_json::from_str(&render(Format::Json, &ctx.sources, &found)).unwrap();
    let edit = &items[0]["edits"][0];
    assert_eq!(edit["replacement"], "'#/components/schemas/Note'");
    assert_eq!((&edit["line"], &edit["column"]), (&items[0]["line"], &items[0]["column"]));
}
