//! The emitted tests of all features pass, also with an example of each body that has all members.
//!
//! The features become modules of one crate, as for the check that they compile, and their tests modules of one test.

use std::fs;
use std::path::Path;

use generator::context::Context;
use generator::emit::{self, File, HEADER};
use generator::ir::Api;
use tests::cargo;

use super::{compile, features, folder, full_example, name_of, options, shared, wire};

/// The package of the crate.
const PACKAGE: &str = "emitted";

/// The beginnings of attributes that a crate may have and a module may not. The root has the second one.
const CRATE_ATTRIBUTES: [&str; 2] = ["#![recursion_limit", UNICODE];

/// The lints about names with letters that are not ASCII.
const UNICODE: &str = "#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]";

/// A feature: its name, and its files with the tests.
pub type Feature = (String, Vec<File>);

/// Generates a feature, and replaces its tests by those of the changed model.
fn generate(spec: &Path, change: impl FnOnce(&mut Api)) -> Feature {
    let (name, mut ctx) = (name_of(spec), Context::default());
    let mut options = options(spec);
    options.crate_name = Some(name.clone());
    let (mut api, mut files) = generator::generate_with_model(&mut ctx, &options).unwrap();
    change(&mut api);
    let tests = emit::tests(&mut ctx, &api);
    files.retain(|file| !tests.iter().any(|test| test.path == file.path));
    files.extend(tests);
    (name, files)
}

/// Runs the tests of features in a workspace of their own.
pub fn run(root: &Path, package: &str, features: &[Feature]) {
    fs::create_dir_all(root).unwrap();
    fs::write(root.join("Cargo.toml"), compile::manifest(&[package])).unwrap();
    fs::copy(folder("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let mut files = shared::files(package, features);
    for file in files.iter_mut().filter(|file| file.path == "Cargo.toml") {
        file.contents.push_str(
            "\n[dev-dependencies]\ntokio = { workspace = true, features = [\"macros\", \"rt\"] }\n",
        );
    }
    let mut modules = format!("// {HEADER}\n\n//! The tests of all features.\n\n{UNICODE}\n\n");
    for (name, own) in features {
        let module = name.replace('-', "_");
        modules.push_str(&format!("mod {module};\n"));
        files.extend(own.iter().filter_map(|file| test(package, &module, file, own)));
    }
    files.push(File::new("tests/emitted/main.rs", modules));
    compile::write(&root.join(package), &files);
    let folder = root.join(package);
    cargo::run(&folder, env!("CARGO_TARGET_TMPDIR"), &["test", "--test", "emitted"]);
}

/// Returns a file of the tests of a feature as a file of its module; `None` for other files.
fn test(package: &str, module: &str, file: &File, own: &[File]) -> Option<File> {
    let path = file.path.strip_prefix("tests/")?;
    let path = if path == "examples.rs" { "mod.rs" } else { path };
    let fixture = format!("fixture_{module}");
    let mut text =
        file.contents.replace(&format!("::{module}::"), &format!("::{package}::{fixture}::"));
    text = text.replace(&format!("use {module}::"), &format!("use {package}::{fixture}::"));
    let is_kept = |line: &&str| !CRATE_ATTRIBUTES.iter().any(|start| line.starts_with(start));
    let text = text.lines().filter(is_kept).collect::<Vec<_>>().join("\n") + "\n";
    let text = wire::with_prefixed_calls(&text, &fixture, own);
    Some(File::new(format!("tests/emitted/{module}/{path}"), text))
}

#[test]
fn emitted_tests_pass() {
    let mut bodies = 0;
    let specs = features().into_iter().filter(|spec| name_of(spec) != compile::WHOLE_CRATE);
    let all: Vec<Feature> =
        specs.map(|spec| generate(&spec, |api| bodies += full_example::add(api))).collect();
    assert!(bodies > 40, "only {bodies} bodies have an example with all members");
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted-tests");
    run(&root, PACKAGE, &all);
}
