//! Features with random changes: the generator returns files or diagnostics and does not panic, and what it accepts
//! compiles and passes its emitted tests. A third of them is written in OpenAPI 3.1, and another third generated with
//! `--keep-going`.
//!
//! `MUTANTS=20000 MUTANT_SEED=7 cargo test -p tests --test features mutants` tries others.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use generator::context::Context;
use generator::diagnostics;
use generator::emit::File;
use serde_yaml::Value;
use tests::mutate::Pool;
use tests::random::Random;

use super::{compile, emitted, features, full_example, generate, name_of, options, shared};

/// The number of changed features, unless the environment has another one.
const COUNT: usize = 400;

/// The number of accepted ones that are compiled and tested, at most. CI has 30 minutes for all tests.
const COMPILED: usize = 15;

/// The package of the crate that has a module for each of them.
const PACKAGE: &str = "mutants";

/// How a changed feature is written and generated.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    /// As it is.
    Plain,
    /// In OpenAPI 3.1.
    Newer,
    /// What has errors is left out.
    KeepGoing,
}

impl Mode {
    /// Returns the options that generate a spec in a folder.
    fn options(self, spec: &Path) -> generator::Options {
        let mut options = options(spec);
        options.keep_going = self == Self::KeepGoing;
        options
    }
}

/// A feature, and the documents of its spec.
struct Feature {
    name: String,
    files: Vec<(String, Value)>,
    /// Its source files.
    output: Vec<File>,
}

fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn documents(folder: &Path, prefix: &str, found: &mut Vec<(String, Value)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", name_of(&path));
        if path.is_dir() {
            documents(&path, &format!("{name}/"), found);
        } else if name.ends_with(".yaml") {
            let document = serde_yaml::from_slice(&fs::read(&path).unwrap());
            found.push((name, document.unwrap_or_else(|error| panic!("{path:?}: {error}"))));
        }
    }
}

/// Returns the features with a spec in YAML. A feature about the manifest does not become a module.
fn originals() -> Vec<Feature> {
    let specs = features().into_iter().filter(|spec| name_of(spec) != compile::WHOLE_CRATE);
    let feature = |spec: std::path::PathBuf| {
        let mut files = Vec::new();
        documents(&spec, "", &mut files);
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let output = sources(generate(&spec).1);
        Feature { name: name_of(&spec), files, output }
    };
    specs.map(feature).filter(|feature| !feature.files.is_empty()).collect()
}

/// Returns the source files and the manifest, which become a module.
fn sources(mut files: Vec<File>) -> Vec<File> {
    files.retain(|file| file.path.starts_with("src/") || file.path == "Cargo.toml");
    files
}

/// Changes a feature and returns the documents.
fn mutant(feature: &Feature, pool: &Pool, random: &mut Random) -> Vec<(String, Value)> {
    let mut files = feature.files.clone();
    for _ in 0..=random.below(3) {
        let at = random.below(files.len());
        pool.mutate(random, &mut files[at].1);
    }
    files
}

/// Writes a document in OpenAPI 3.1, as far as the keys differ that it uses.
fn make_newer(value: &mut Value) {
    match value {
        Value::Mapping(members) => {
            if let Some(version) = members.get_mut("openapi") {
                *version = "3.1.0".into();
            }
            let is_nullable = members.get("nullable") == Some(&Value::Bool(true));
            if let (true, Some(Value::String(ty))) = (is_nullable, members.get("type").cloned()) {
                members.remove("nullable");
                members.insert("type".into(), vec![ty, "null".to_owned()].into());
            }
            members.values_mut().for_each(make_newer);
        }
        Value::Sequence(items) => items.iter_mut().for_each(make_newer),
        _ => {}
    }
}

/// Writes the documents of a spec into a folder.
fn write(folder: &Path, files: &[(String, Value)]) {
    for (path, value) in files {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, serde_yaml::to_string(value).unwrap()).unwrap();
    }
}

/// Generates a spec in a folder; `None` if there are errors. Panics if the generator does, or fails without a diagnostic.
fn run(folder: &Path, files: &[(String, Value)], mode: Mode) -> Option<Vec<File>> {
    write(folder, files);
    let (mut ctx, options) = (Context::default(), mode.options(folder));
    match catch_unwind(AssertUnwindSafe(|| generator::generate(&mut ctx, &options))) {
        Ok(Ok(files)) => Some(sources(files)),
        Ok(Err(found)) => {
            let text = diagnostics::render_text(&ctx.sources, &found.0);
            assert!(!found.0.is_empty() && !text.is_empty(), "failed without a diagnostic");
            None
        }
        Err(_) => panic!("the generator panicked with {files:#?}"),
    }
}

/// An accepted feature: its name, the documents of its spec, and how it is generated.
type Mutant = (String, Vec<(String, Value)>, Mode);

/// Returns the changed features that are accepted and have other source files than before.
fn accepted(count: usize, seed: usize) -> Vec<Mutant> {
    let (features, mut pool) = (originals(), Pool::default());
    features.iter().flat_map(|feature| &feature.files).for_each(|(_, value)| pool.add(value));
    let mut random = Random::new(seed as u64);
    let mut accepted = Vec::new();
    for index in 0..count {
        let feature = &features[random.below(features.len())];
        let mut files = mutant(feature, &pool, &mut random);
        let mode = [Mode::Plain, Mode::Newer, Mode::KeepGoing][index % 3];
        if mode == Mode::Newer {
            files.iter_mut().for_each(|(_, file)| make_newer(file));
        }
        let folder = tempfile::tempdir().unwrap();
        let Some(output) = run(folder.path(), &files, mode) else { continue };
        if output.iter().any(|file| !feature.output.contains(file)) {
            let label = format!("{mode:?}").to_lowercase();
            accepted.push((format!("{}-{label}-{index}", feature.name), files, mode));
        }
    }
    accepted
}

#[test]
fn mutants_that_are_accepted_pass_their_tests() {
    let (count, kept) = (number("MUTANTS", COUNT), number("MUTANTS_COMPILED", COMPILED));
    let accepted = accepted(count, number("MUTANT_SEED", 0x5EED));
    assert!(accepted.len() > count / 20, "only {} are accepted", accepted.len());
    let step = accepted.len().div_ceil(kept).max(1);
    // the specs are kept for whoever has to find out why one does not compile
    let specs = compile::workspace(PACKAGE).join("specs");
    let _ = fs::remove_dir_all(&specs);
    let generate = |(name, files, mode): &Mutant| {
        let spec = specs.join(name);
        write(&spec, files);
        emitted::generate(name, mode.options(&spec), |api| {
            full_example::add(api);
        })
    };
    let crates: Vec<_> = accepted.iter().step_by(step).map(generate).collect();
    let mut files = shared::files(PACKAGE, &crates);
    files.extend(emitted::test(PACKAGE, &crates));
    compile::run(PACKAGE, &files, &["test", "--test", "emitted"]);
}
