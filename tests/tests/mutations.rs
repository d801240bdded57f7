//! Damaged specs: whatever is cut, flipped or lost, the generator answers with diagnostics or with
//! files. It never panics, and it never writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics;

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// The files of the real spec.
fn files(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{path}/"), found);
        } else if path.ends_with(".yaml") {
            found.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// A spec folder in which one file at a time is damaged, smaller than the real one: the root, the
/// shared files and a single group, so that thousands of runs take seconds.
struct Patient {
    folder: tempfile::TempDir,
    healthy: BTreeMap<String, Vec<u8>>,
}

impl Patient {
    fn new(group: &str) -> Self {
        let mut healthy = BTreeMap::new();
        files(&spec(), "", &mut healthy);
        healthy.retain(|path, _| !path.starts_with("groups/") || path == group);
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in &healthy {
            let target = folder.path().join(path);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::write(target, bytes).unwrap();
        }
        let root = String::from_utf8(healthy["openapi.yaml"].clone()).unwrap();
        let kept: Vec<&str> = root
            .lines()
            .filter(|line| !line.contains("- groups/") || line.contains(group))
            .collect();
        let root = kept.join("\n").into_bytes();
        std::fs::write(folder.path().join("openapi.yaml"), &root).unwrap();
        healthy.insert("openapi.yaml".to_owned(), root);
        Self { folder, healthy }
    }

    /// Runs everything on the spec with `bytes` in the place of the file `path`.
    fn run(&self, path: &str, bytes: &[u8]) {
        let target = self.folder.path().join(path);
        std::fs::write(&target, bytes).unwrap();
        let mut ctx = Context::default();
        let options = generator::Options {
            spec: self.folder.path().to_owned(),
            templates: spec().join("../templates"),
        };
        match generator::generate(&mut ctx, &options) {
            Ok(files) => assert!(!files.is_empty()),
            Err(found) => {
                assert!(!found.0.is_empty(), "{path}: failed without a word");
                assert!(!diagnostics::render_text(&ctx.sources, &found.0).is_empty());
                assert!(!diagnostics::render_json(&ctx.sources, &found.0).is_empty());
            }
        }
        std::fs::write(&target, &self.healthy[path]).unwrap();
    }

    fn each(&self, mut damage: impl FnMut(&str, &[u8])) {
        for (path, bytes) in &self.healthy {
            damage(path, bytes);
        }
    }
}

/// A fixed sequence of numbers (xorshift), so that a failure comes back.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

#[test]
fn cut_short() {
    let patient = Patient::new("groups/jobs.yaml");
    patient.each(|path, bytes| {
        for end in (0..bytes.len()).step_by(97) {
            patient.run(path, &bytes[..end]);
        }
    });
}

#[test]
fn bytes_flipped() {
    let patient = Patient::new("groups/jobs.yaml");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    patient.each(|path, bytes| {
        for _ in 0..60 {
            let mut bytes = bytes.to_vec();
            for _ in 0..=dice.roll(3) {
                let at = dice.roll(bytes.len());
                bytes[at] = match dice.roll(3) {
                    0 => bytes[at] ^ (1 << dice.roll(8)),
                    1 => b" \n:-{}[]&*!|>'\"%@`,#?\t"[dice.roll(22)],
                    _ => u8::try_from(dice.roll(256)).unwrap(),
                };
            }
            patient.run(path, &bytes);
        }
    });
}

#[test]
fn lines_lost() {
    let patient = Patient::new("groups/jobs.yaml");
    let mut dice = Dice(0x0DDB_1A5E_5BAD_5EED);
    patient.each(|path, bytes| {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for _ in 0..60 {
            let mut lines = lines.clone();
            for _ in 0..=dice.roll(4) {
                lines.remove(dice.roll(lines.len()));
            }
            patient.run(path, &lines.concat());
        }
    });
}

#[test]
fn pathological_files() {
    let patient = Patient::new("groups/jobs.yaml");
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
    patient.each(|path, _| {
        for file in &files {
            patient.run(path, file.as_bytes());
        }
    });
}
