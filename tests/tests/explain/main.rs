//! The pages of `cargo xtask explain`: the wrong example of a page causes its diagnostic, the right one causes none.
//!
//! The examples are fragments. They are merged into the small spec in `tests/explain/`.

mod outline;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics::{Code, Diagnostic, render_text};

/// Codes that no spec with `x-client` causes, so that their pages have no examples.
const WITHOUT_EXAMPLES: [Code; 11] = [
    Code::NotRead,
    Code::ForeignFile,
    Code::OutputFailed,
    Code::Internal,
    Code::OutOfDate,
    Code::LenientSyntax,
    Code::DefaultServer,
    Code::Renamed,
    Code::LeftOut,
    Code::OtherMediaTypes,
    Code::Repaired,
];

/// The file of fragments that name none.
const DEFAULT_FILE: &str = "notes.yaml";

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("explain")
}

/// A fragment of a page: the words after `yaml`, and the lines.
type Fragment = (Vec<String>, String);

/// Returns the fragments below a heading.
fn fragments(page: &str, heading: &str) -> Vec<Fragment> {
    let mut found: Vec<Fragment> = Vec::new();
    let (mut in_section, mut in_fence) = (false, false);
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```yaml").filter(|_| in_section) {
            found.push((info.split_whitespace().map(str::to_owned).collect(), String::new()));
            in_fence = true;
        } else if line == "```" {
            in_fence = false;
        } else if in_fence {
            let (_, text) = found.last_mut().unwrap();
            *text = format!("{text}{line}\n");
        } else if let Some(title) = line.strip_prefix("## ") {
            in_section = title == heading;
        }
    }
    found
}

/// Returns the files of the base, with the fragments merged into them.
fn merge(fragments: &[Fragment]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in fs::read_dir(base()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read(path).unwrap());
    }
    for (info, text) in fragments {
        let name = info.first().map_or(DEFAULT_FILE, String::as_str).to_owned();
        let present = files.remove(&name).unwrap_or_default();
        let merged = outline::merge(std::str::from_utf8(&present).unwrap(), text);
        let contents = match info.get(1).map(String::as_str) {
            None => merged.into_bytes(),
            Some("latin1") => merged.chars().map(|c| u8::try_from(c).unwrap()).collect(),
            Some(other) => panic!("unknown encoding `{other}`"),
        };
        files.insert(name, contents);
    }
    files
}

/// Returns the diagnostics of a spec with these fragments, and their text.
fn diagnose(fragments: &[Fragment]) -> (Vec<Diagnostic>, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in merge(fragments) {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    let mut ctx = Context::default();
    ctx.sources.prefix = "spec/".to_owned();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let options = generator::Options::new(folder.path().to_owned(), templates);
    let found = generator::diagnose(&mut ctx, &options);
    let text = render_text(&ctx.sources, &found);
    (found, text)
}

#[test]
fn the_base_has_no_diagnostics() {
    let (found, text) = diagnose(&[]);
    assert!(found.is_empty(), "{text}");
}

#[test]
fn wrong_examples_cause_the_diagnostic_and_right_ones_none() {
    let mut failures = String::new();
    for code in Code::ALL.iter().filter(|code| !WITHOUT_EXAMPLES.contains(code)) {
        let number = code.number();
        let (wrong, right) = (fragments(code.page(), "Wrong"), fragments(code.page(), "Right"));
        if wrong.is_empty() || right.is_empty() {
            failures.push_str(&format!("{number} has no wrong or no right example\n"));
            continue;
        }
        let (found, text) = diagnose(&wrong);
        if !found.iter().any(|diagnostic| diagnostic.code == *code) {
            failures
                .push_str(&format!("the wrong example of {number} does not cause it:\n{text}\n"));
        }
        let (found, text) = diagnose(&right);
        if !found.is_empty() {
            failures.push_str(&format!("the right example of {number} is not right:\n{text}\n"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn other_pages_have_no_examples() {
    for code in WITHOUT_EXAMPLES {
        assert!(!code.page().contains("```"), "{}", code.number());
    }
}
