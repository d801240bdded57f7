//! Corrupted specs: the generator returns diagnostics or files for every input and never panics.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics;
use tests::random::Random;

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// Collects the files of the real spec.
fn files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{path}/"), found);
        } else if path.ends_with(".yaml") {
            found.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// A copy of the spec in which one file at a time is corrupted. It has a single group, so that thousands of
/// runs take seconds.
struct SpecCopy {
    folder: tempfile::TempDir,
    original: BTreeMap<String, Vec<u8>>,
}

impl SpecCopy {
    fn new(group: &str) -> Self {
        let mut original = BTreeMap::new();
        files(&spec(), "", &mut original);
        original.retain(|path, _| !path.starts_with("groups/") || path == group);
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in &original {
            let target = folder.path().join(path);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::write(target, bytes).unwrap();
        }
        let root = String::from_utf8(original["openapi.yaml"].clone()).unwrap();
        let kept: Vec<&str> = root
            .lines()
            .filter(|line| !line.contains("- groups/") || line.contains(group))
            .collect();
        let root = kept.join("\n").into_bytes();
        std::fs::write(folder.path().join("openapi.yaml"), &root).unwrap();
        original.insert("openapi.yaml".to_owned(), root);
        Self { folder, original }
    }

    /// Runs the generator with `bytes` as the contents of the file `path`.
    fn run(&self, path: &str, bytes: &[u8]) {
        let target = self.folder.path().join(path);
        std::fs::write(&target, bytes).unwrap();
        let mut ctx = Context::default();
        let options =
            generator::Options::new(self.folder.path().to_owned(), spec().join("../templates"));
        match generator::generate(&mut ctx, &options) {
            Ok(files) => assert!(!files.is_empty()),
            Err(found) => {
                assert!(!found.0.is_empty(), "{path}: failed without a diagnostic");
                assert!(!diagnostics::render_text(&ctx.sources, &found.0).is_empty());
                assert!(!diagnostics::render_json(&ctx.sources, &found.0).is_empty());
            }
        }
        std::fs::write(&target, &self.original[path]).unwrap();
    }

    fn each(&self, mut corrupt: impl FnMut(&str, &[u8])) {
        for (path, bytes) in &self.original {
            corrupt(path, bytes);
        }
    }
}

#[test]
fn truncated_files() {
    let spec_copy = SpecCopy::new("groups/jobs.yaml");
    spec_copy.each(|path, bytes| {
        for end in (0..bytes.len()).step_by(97) {
            spec_copy.run(path, &bytes[..end]);
        }
    });
}

#[test]
fn flipped_bytes() {
    let spec_copy = SpecCopy::new("groups/jobs.yaml");
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15);
    spec_copy.each(|path, bytes| {
        for _ in 0..60 {
            let mut bytes = bytes.to_vec();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len());
                bytes[at] = match random.below(3) {
                    0 => bytes[at] ^ (1 << random.below(8)),
                    1 => b" \n:-{}[]&*!|>'\"%@`,#?\t"[random.below(22)],
                    _ => u8::try_from(random.below(256)).unwrap(),
                };
            }
            spec_copy.run(path, &bytes);
        }
    });
}

#[test]
fn missing_lines() {
    let spec_copy = SpecCopy::new("groups/jobs.yaml");
    let mut random = Random::new(0x0DDB_1A5E_5BAD_5EED);
    spec_copy.each(|path, bytes| {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for _ in 0..60 {
            let mut lines = lines.clone();
            for _ in 0..=random.below(4) {
                lines.remove(random.below(lines.len()));
            }
            spec_copy.run(path, &lines.concat());
        }
    });
}

#[test]
fn pathological_files() {
    let spec_copy = SpecCopy::new("groups/jobs.yaml");
    let nested = |open: &str, close: &str, n: usize| open.repeat(n) + "x" + &close.repeat(n);
    let schemas = "components:\n  schemas:\n    Deep: ";
    let deep = |n: usize| {
        let open = "{ type: object, properties: { a: ";
        format!("{schemas}{}{{ type: string }}{}\n", open.repeat(n), " } }".repeat(n))
    };
    let items = |n: usize| {
        let open = "{ allOf: [ { type: array, items: ";
        format!("{schemas}{}{{ type: sting }}{}\n", open.repeat(n), " } ] }".repeat(n))
    };
    let files = [
        String::new(),
        "\0".to_owned(),
        "\u{feff}".to_owned(),
        "---\n".to_owned(),
        "- \n".repeat(3),
        "? a\n".repeat(3),
        "? [a, b]\n: c\n".to_owned(),
        "\t- a".to_owned(),
        "a: |\n".to_owned() + &" x\n".repeat(100_000),
        "x".repeat(1_000_000),
        nested("[", "]", 10_000),
        nested("{a: ", "}", 10_000),
        "- ".repeat(10_000),
        (0..300).map(|n| " ".repeat(n) + "a:\n").collect(),
        deep(5),
        deep(25),
        deep(28),
        deep(40),
        items(14),
        items(18),
        "a: &x [*x]\n".to_owned(),
        "%YAML 9.9\n---\na: b\n".to_owned(),
        "a: \"\\uD800\"\n".to_owned(),
        "paths: 7\ncomponents: x\nx-group: []\nx-ids: [a]\n".to_owned(),
        "paths: { /a: 7, /b: { get: x }, /c: { get: { responses: [] } } }\n".to_owned(),
    ];
    spec_copy.each(|path, _| {
        for file in &files {
            spec_copy.run(path, file.as_bytes());
        }
    });
}
