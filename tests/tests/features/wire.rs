//! The bytes that the code of features sends.
//!
//! A feature with a file `wire.rs` becomes a module of one crate, as for the check that all features compile. The files
//! `wire.rs` are the modules of a test of that crate, which is run here. They are written as a test of the crate of the
//! feature alone would be.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator::emit::{File, HEADER};
use tests::cargo;

use super::{compile, features, folder, generate, name_of, shared};

/// The folder and the package of the crate.
const PACKAGE: &str = "wire";

#[test]
fn requests_have_the_expected_bytes() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wire-of-features");
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("Cargo.toml"), compile::manifest(&[PACKAGE])).unwrap();
    fs::copy(folder("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let mut crates = Vec::new();
    let mut tests = vec![source("support", include_str!("../../wire/support.rs"))];
    let mut modules = "//! The bytes of requests.\n\nmod support;\n".to_owned();
    for spec in features() {
        let Ok(test) = fs::read_to_string(spec.join("wire.rs")) else { continue };
        let (name, (_, files)) = (name_of(&spec), generate(&spec));
        let module = name.replace('-', "_");
        modules.push_str(&format!("mod {module};\n"));
        let test = relocated(&test, &module, &files);
        tests.push(source(&module, &test));
        crates.push((name, files));
    }
    let mut files = shared::files(PACKAGE, &crates);
    for file in files.iter_mut().filter(|file| file.path == "Cargo.toml") {
        file.contents.push_str(
            "\n[dev-dependencies]\nhttp.workspace = true\n\
             tokio = { workspace = true, features = [\"macros\", \"rt\"] }\n",
        );
    }
    tests.push(source("main", &modules));
    files.extend(tests);
    compile::write(&root.join(PACKAGE), &files);
    let folder = root.join(PACKAGE);
    cargo::run(&folder, env!("CARGO_TARGET_TMPDIR"), &["test", "--test", "wire"]);
}

/// Returns a module of the test.
fn source(module: &str, text: &str) -> File {
    File::new(format!("tests/wire/{module}.rs"), format!("// {HEADER}\n\n{text}"))
}

/// Returns a test of the crate of a feature as a test of its module. The functions of `client.rs` have a prefix there.
fn relocated(test: &str, module: &str, files: &[File]) -> String {
    let fixture = format!("fixture_{module}");
    let text = test.replace(&format!("use {module}::"), &format!("use {PACKAGE}::{fixture}::"));
    with_prefixed_calls(&text, &fixture, files)
}

/// Returns the source with the module in the names of the functions of `client.rs` that it calls.
pub fn with_prefixed_calls(source: &str, fixture: &str, files: &[File]) -> String {
    let client = files.iter().find(|file| file.path == "src/client.rs").unwrap();
    let declarations = client.contents.lines().filter(|line| line.trim_start().starts_with("pub "));
    let functions = declarations.filter_map(|line| line.split_once("fn ")?.1.split_once('('));
    let mut text = source.to_owned();
    for (name, parameters) in functions.collect::<BTreeSet<_>>() {
        let name = name.split('<').next().unwrap();
        let plain = name.trim_start_matches("r#");
        // a group of operations and a setter may have the same name, but the group has no arguments
        let end = if parameters.starts_with("&self)") { "()" } else { "(" };
        for before in ["Client::", "."] {
            let from = format!("{before}{name}{end}");
            text = text.replace(&from, &format!("{before}{fixture}_{plain}{end}"));
        }
    }
    text
}
