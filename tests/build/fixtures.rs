//! Writes one `#[test]` per fixture folder, so that a failure names its fixture and `cargo test NAME` runs it.
//!
//! `features.rs` in `OUT_DIR` has a function per folder below `features/`, `negative.rs` one per folder below
//! `negative/`. Each calls `check` in the parent of the module that includes the file.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// Writes the tests of both sets of fixtures into a folder.
pub fn write(out: &Path) -> io::Result<()> {
    for set in ["features", "negative"] {
        println!("cargo::rerun-if-changed={set}");
        let mut tests = String::new();
        for name in fixtures(Path::new(set))? {
            let function = name.replace('-', "_");
            let _ =
                writeln!(tests, "#[test]\nfn {function}() {{\n    super::check({name:?});\n}}\n");
        }
        fs::write(out.join(set).with_extension("rs"), tests)?;
    }
    Ok(())
}

/// Returns the names of the folders that hold a spec, sorted.
fn fixtures(set: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(set)? {
        let entry = entry?;
        if entry.path().join("openapi.yaml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
