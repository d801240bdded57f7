//! The JSON Schema for editors accepts a file exactly if `load` finds no error in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use generator::context::Context;
use generator::schema::json_schema;
use generator::{load, normalize, source};
use serde_json::Value;

/// The name of the schema.
const NAME: &str = "file:///schema.json";

/// The compiled schema.
struct Validator {
    schemas: Schemas,
    compiler: Compiler,
    root: SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource(NAME, schema()).unwrap();
        let root = compiler.compile(NAME, &mut schemas).unwrap();
        Self { schemas, compiler, root }
    }

    /// Returns the error of a value, checked by the part of the schema at a pointer.
    fn error_at(&mut self, pointer: &str, value: &Value) -> Option<String> {
        let part = self.compiler.compile(&format!("{NAME}#{pointer}"), &mut self.schemas).unwrap();
        self.schemas.validate(value, part).err().map(|error| format!("{error:#}"))
    }
}

fn schema() -> Value {
    serde_json::from_str(&json_schema::render()).unwrap()
}

/// The files of a spec that can be parsed.
struct Files {
    contents: Vec<(String, Value)>,
    /// The files in which `load` finds errors.
    invalid: BTreeSet<String>,
}

/// Reads a spec. Returns `None` if it cannot be parsed, or is not written for this generator.
fn read(spec: &Path) -> Option<Files> {
    let ctx = &mut Context::default();
    let root = source::read(&mut ctx.sources, &mut ctx.sink, spec).ok()?;
    let trees = ctx.sources.iter().filter_map(|(_, file)| Some((&file.path, file.tree.as_ref()?)));
    let contents =
        trees.map(|(path, tree)| (path.clone(), load::deserialize(tree).unwrap())).collect();
    normalize::apply(ctx, root, &normalize::Overrides::default());
    if ctx.dialect.is_foreign {
        return None;
    }
    let before = ctx.diagnostics().len();
    let _ = load::document(ctx, root);
    let errors = ctx.diagnostics()[before..].iter();
    let invalid = errors.map(|error| ctx.sources.path(error.origin.file).to_owned()).collect();
    Some(Files { contents, invalid })
}

/// Returns the specs below a folder of this crate.
fn specs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut specs: Vec<_> = entries.filter(|path| path.join("openapi.yaml").is_file()).collect();
    specs.sort();
    specs
}

/// Returns the files of a spec that the schema rejects, with the errors.
fn rejected(validator: &Validator, files: &Files) -> Vec<(String, String)> {
    let error = |(path, value): &(String, Value)| {
        let error = validator.schemas.validate(value, validator.root).err()?;
        Some((path.clone(), format!("{error:#}")))
    };
    files.contents.iter().filter_map(error).collect()
}

#[test]
fn valid_files_are_accepted() {
    let validator = Validator::new();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut count = 0;
    for spec in [vec![own], specs("features"), specs("valid")].concat() {
        let Some(files) = read(&spec) else { continue };
        count += files.contents.len();
        assert_eq!(rejected(&validator, &files), [], "{}", spec.display());
    }
    assert!(count > 150, "only {count} files were read");
}

#[test]
fn invalid_files_are_rejected_and_no_others() {
    let validator = Validator::new();
    let mut count = 0;
    for spec in specs("negative") {
        let Some(files) = read(&spec) else { continue };
        let rejected = rejected(&validator, &files);
        let paths: BTreeSet<String> = rejected.iter().map(|(path, _)| path.clone()).collect();
        count += paths.len();
        assert_eq!(paths, files.invalid, "{}: {rejected:#?}", spec.display());
    }
    assert!(count > 20, "only {count} files were rejected");
}

#[test]
fn every_key_has_documentation_and_its_example_is_valid() {
    let mut validator = Validator::new();
    let mut examples = 0;
    for (name, definition) in schema()["definitions"].as_object().unwrap() {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let at = format!("/definitions/{name}/properties/{}", key.replace('/', "~1"));
            if key == "$ref" {
                continue;
            }
            let docs = property["description"].as_str().unwrap();
            assert!(docs.contains('.'), "{at}: expected a sentence, found `{docs}`");
            let Some((_, example)) = docs.split_once("\n\nExample: `") else { continue };
            let example = example.strip_suffix('`').unwrap();
            let value: Value = serde_yaml::from_str(example).unwrap();
            assert_eq!(validator.error_at(&at, &value), None, "{at}: {example}");
            examples += 1;
        }
    }
    assert!(examples > 40, "only {examples} examples were found");
}
