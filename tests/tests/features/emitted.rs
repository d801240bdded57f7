//! The emitted tests of features as modules of one test, also with an example of each body that has all members.

use generator::context::Context;
use generator::emit::{self, File, HEADER};
use generator::ir::Api;

use super::shared::{self, Feature};

/// The beginnings of attributes that a crate may have and a module may not. The root has the second one.
const CRATE_ATTRIBUTES: [&str; 2] = ["#![recursion_limit", UNICODE];

/// The lints about names with letters that are not ASCII.
const UNICODE: &str = "#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]";

/// Generates the crate of a feature, named after it, and replaces its tests by those of the changed model.
pub fn generate(
    name: &str,
    mut options: generator::Options,
    change: impl FnOnce(&mut Api),
) -> Feature {
    let (name, mut ctx) = (name.to_owned(), Context::default());
    options.crate_name = Some(name.clone());
    let (mut api, mut files) = generator::generate_with_model(&mut ctx, &options).unwrap();
    change(&mut api);
    let tests = emit::tests(&mut ctx, &api);
    files.retain(|file| !tests.iter().any(|test| test.path == file.path));
    files.extend(tests);
    (name, files)
}

/// Returns the test `emitted` of the crate `package`.
pub fn test(package: &str, features: &[Feature]) -> Vec<File> {
    let mut modules = format!("// {HEADER}\n\n//! The tests of all features.\n\n{UNICODE}\n\n");
    let mut files = Vec::new();
    for (name, own) in features {
        let module = name.replace('-', "_");
        modules.push_str(&format!("mod {module};\n"));
        files.extend(own.iter().filter_map(|file| moved(package, &module, file, own)));
    }
    files.push(File::new("tests/emitted/main.rs", modules));
    files
}

/// Returns a file of the tests of a feature as a file of its module; `None` for other files.
fn moved(package: &str, module: &str, file: &File, own: &[File]) -> Option<File> {
    let path = file.path.strip_prefix("tests/")?;
    let path = if path == "examples.rs" { "mod.rs" } else { path };
    let fixture = shared::module(module);
    let mut text =
        file.contents.replace(&format!("::{module}::"), &format!("::{package}::{fixture}::"));
    text = text.replace(&format!("use {module}::"), &format!("use {package}::{fixture}::"));
    let is_kept = |line: &&str| !CRATE_ATTRIBUTES.iter().any(|start| line.starts_with(start));
    let text = text.lines().filter(is_kept).collect::<Vec<_>>().join("\n") + "\n";
    let text = shared::with_prefixed_calls(&text, &fixture, own);
    Some(File::new(format!("tests/emitted/{module}/{path}"), text))
}
