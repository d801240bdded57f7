//! The bytes that the code of features sends, as modules of one test.
//!
//! A feature with a file `wire.rs` becomes a module. The file is written as a test of the crate of the feature alone
//! would be.

use std::fs;

use generator::emit::{File, HEADER};

use super::folder;
use super::shared::{self, Feature};

/// Returns the test `wire` of the crate `package`.
pub fn test(package: &str, features: &[Feature]) -> Vec<File> {
    let mut files = vec![source("support", include_str!("../../wire/support.rs"))];
    let mut modules = "//! The bytes of requests.\n\nmod support;\n".to_owned();
    for (name, own) in features {
        let path = folder("features").join(name).join("wire.rs");
        let Ok(text) = fs::read_to_string(path) else { continue };
        let module = name.replace('-', "_");
        modules.push_str(&format!("mod {module};\n"));
        files.push(source(&module, &relocated(&text, package, &module, own)));
    }
    files.push(source("main", &modules));
    files
}

/// Returns a module of the test.
fn source(module: &str, text: &str) -> File {
    File::new(format!("tests/wire/{module}.rs"), format!("// {HEADER}\n\n{text}"))
}

/// Returns a test of the crate of a feature as a test of its module. The functions of `client.rs` have a prefix there.
fn relocated(test: &str, package: &str, module: &str, files: &[File]) -> String {
    let fixture = shared::module(module);
    let text = test.replace(&format!("use {module}::"), &format!("use {package}::{fixture}::"));
    shared::with_prefixed_calls(&text, &fixture, files)
}
