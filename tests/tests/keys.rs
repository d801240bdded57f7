//! Every key that a spec may contain has an effect: if its value is changed, a file of the crate or a diagnostic changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use generator::context::Context;
use generator::diagnostics::Diagnostic;
use generator::schema::objects::{PART, ROOT};
use generator::schema::{Field, Object, ValueSchema};
use generator::source::{ROOT_FILE, SETTLED_FILE};
use generator::{Options, generate};
use serde_yaml::Value;

/// Files that repeat the spec or count its elements. They change with every value.
const COPIES: [&str; 2] = ["openapi.yaml", "COVERAGE.md"];

/// The largest number of occurrences of a key that are changed, until one has an effect.
const OCCURRENCES: usize = 3;

/// The number of threads. Each has its own copies of the specs.
const WORKERS: usize = 2;

/// Further keys whose value has no effect, each with its object and the reason. Others are declared in the schema.
const WITHOUT_EFFECT: [(&str, &str, &str); 4] = [
    (
        "a schema",
        "example",
        "bodies have whole examples; only a parameter without one uses that of its schema",
    ),
    ("a security scheme", "flows", "the client is given a token, whatever flow it is from"),
    ("a security scheme", "openIdConnectUrl", "the client is given a token, whoever issues it"),
    ("an example", "summary", "a test vector is identified by its name"),
];

/// An object and one of its keys.
type Kind = (&'static str, &'static str);

/// A key of an object in a file of a spec.
struct Occurrence {
    spec: usize,
    file: String,
    object: Vec<Step>,
    field: &'static Field,
    /// Another value of the key.
    changed: Value,
}

/// A step from a value to a value in it.
#[derive(Clone)]
enum Step {
    Key(Value),
    Index(usize),
}

/// A spec whose files are written by the same serializer, with or without a change.
struct Spec {
    folder: tempfile::TempDir,
    files: BTreeMap<String, Value>,
}

/// What a run of the generator returns: the files, without copies of the spec, and the messages.
#[derive(PartialEq)]
struct Outcome {
    files: Vec<(String, String)>,
    messages: Vec<String>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

impl Spec {
    fn new(original: &Path) -> Self {
        let mut spec = Self { folder: tempfile::tempdir().unwrap(), files: BTreeMap::new() };
        spec.copy(original, "");
        spec
    }

    fn copy(&mut self, from: &Path, prefix: &str) {
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let target = self.folder.path().join(&path);
            if entry.file_type().unwrap().is_dir() {
                std::fs::create_dir(&target).unwrap();
                self.copy(&entry.path(), &format!("{path}/"));
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            std::fs::write(&target, &bytes).unwrap();
            if path.ends_with(".yaml") && path != SETTLED_FILE {
                let value = serde_yaml::from_slice(&bytes).unwrap();
                self.write(&path, &value);
                self.files.insert(path, value);
            }
        }
    }

    fn write(&self, path: &str, value: &Value) {
        // JSON is YAML in which every string is quoted
        let text = serde_json::to_string(value).unwrap();
        std::fs::write(self.folder.path().join(path), text).unwrap();
    }

    fn run(&self) -> Outcome {
        let mut ctx = Context::default();
        let options = Options::new(self.folder.path().to_owned(), folder("../templates"));
        let result = generate(&mut ctx, &options);
        let (files, found) = match result {
            Ok(files) => (files, ctx.diagnostics().to_vec()),
            Err(found) => (Vec::new(), found.0),
        };
        let message = |d: &Diagnostic| format!("{:?}: {}", d.code, d.message);
        let files = files.into_iter().filter(|file| !COPIES.contains(&file.path.as_str()));
        Outcome {
            files: files.map(|file| (file.path, file.contents)).collect(),
            messages: found.iter().map(message).collect(),
        }
    }

    /// Runs the generator with another value of a key, or without it.
    fn run_with(&self, occurrence: &Occurrence, changed: Option<&Value>) -> Outcome {
        let original = &self.files[&occurrence.file];
        let mut file = original.clone();
        let object = occurrence.object.iter().fold(&mut file, |value, step| match step {
            Step::Key(key) => value.get_mut(key).unwrap(),
            Step::Index(index) => value.get_mut(index).unwrap(),
        });
        let members = object.as_mapping_mut().unwrap();
        match changed {
            Some(value) => members.insert(occurrence.field.key.into(), value.clone()),
            None => members.remove(occurrence.field.key),
        };
        self.write(&occurrence.file, &file);
        let outcome = self.run();
        self.write(&occurrence.file, original);
        outcome
    }
}

/// Returns another value with the same schema, or `None` if there is none.
fn change(value: &Value, schema: ValueSchema) -> Option<Value> {
    match (value, schema) {
        (Value::String(text), ValueSchema::Keyword(keywords)) => {
            let other = keywords.iter().find(|keyword| keyword.name != text)?;
            Some(other.name.into())
        }
        (Value::String(text), _) => Some(match text.strip_suffix('.') {
            Some(sentence) => format!("{sentence} changed.").into(),
            None => format!("{text}x").into(),
        }),
        (Value::Bool(flag), _) => Some((!flag).into()),
        (Value::Number(number), _) => Some(match number.as_u64() {
            Some(number) => (number + 1).into(),
            None => (number.as_f64()? + 0.5).into(),
        }),
        (Value::Sequence(items), _) => {
            let reversed: Vec<Value> = items.iter().rev().cloned().collect();
            let is_list_of_values = matches!(
                schema,
                ValueSchema::Any | ValueSchema::List(ValueSchema::String | ValueSchema::Any)
            );
            match (items.split_first(), is_list_of_values) {
                (Some((first, rest)), true) => {
                    let first = change(first, ValueSchema::Any)?;
                    Some(std::iter::once(first).chain(rest.iter().cloned()).collect())
                }
                _ if reversed != *items => Some(Value::Sequence(reversed)),
                _ => Some(Value::Sequence(Vec::new())).filter(|changed| changed != value),
            }
        }
        (Value::Mapping(members), ValueSchema::Any | ValueSchema::Map(ValueSchema::String)) => {
            let (key, first) = members.iter().next()?;
            let mut members = members.clone();
            members.insert(key.clone(), change(first, ValueSchema::Any)?);
            Some(Value::Mapping(members))
        }
        (Value::Mapping(members), _) => {
            let (last, _) = members.iter().last()?;
            let mut members = members.clone();
            members.remove(last.clone());
            Some(Value::Mapping(members))
        }
        (Value::Null | Value::Tagged(_), _) => None,
    }
}

/// The occurrences of each key.
#[derive(Default)]
struct Occurrences {
    spec: usize,
    file: String,
    found: BTreeMap<Kind, Vec<Occurrence>>,
}

impl Occurrences {
    fn new(specs: &[Spec]) -> Self {
        let mut occurrences = Self::default();
        for (index, spec) in specs.iter().enumerate() {
            occurrences.add_spec(index, spec);
        }
        occurrences
    }

    fn add_spec(&mut self, index: usize, spec: &Spec) {
        self.spec = index;
        for (file, value) in &spec.files {
            self.file.clone_from(file);
            let object = if file == ROOT_FILE { &ROOT } else { &PART };
            self.add_object(object, value, &[]);
        }
    }

    fn add_object(&mut self, object: &'static Object, value: &Value, path: &[Step]) {
        for field in object.all_fields() {
            let Some(member) = value.get(field.key) else { continue };
            self.add(field.schema, member, &[path, &[Step::Key(field.key.into())]].concat());
            let Some(changed) = change(member, field.schema) else { continue };
            let (spec, file, object_path) = (self.spec, self.file.clone(), path.to_vec());
            let occurrence = Occurrence { spec, file, object: object_path, field, changed };
            self.found.entry((object.name, field.key)).or_default().push(occurrence);
        }
    }

    fn add(&mut self, schema: ValueSchema, value: &Value, path: &[Step]) {
        match (schema, value) {
            (ValueSchema::OrRef(_), _) if value.get("$ref").is_some() => {}
            (ValueSchema::Object(object) | ValueSchema::OrRef(object), _) => {
                self.add_object(object, value, path);
            }
            (ValueSchema::List(item), Value::Sequence(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.add(*item, value, &[path, &[Step::Index(index)]].concat());
                }
            }
            (ValueSchema::Map(item) | ValueSchema::Responses(item), Value::Mapping(members)) => {
                for (key, value) in members {
                    self.add(*item, value, &[path, &[Step::Key(key.clone())]].concat());
                }
            }
            (ValueSchema::BoolOr(other) | ValueSchema::StringOr(other), _) => {
                self.add(*other, value, path);
            }
            _ => {}
        }
    }
}

/// Returns occurrences of a key from the beginning, the middle and the end.
fn sample(occurrences: &[Occurrence]) -> Vec<&Occurrence> {
    let last = occurrences.len() - 1;
    let indices: BTreeSet<usize> = (0..OCCURRENCES).map(|n| n * last / (OCCURRENCES - 1)).collect();
    indices.into_iter().map(|index| &occurrences[index]).collect()
}

/// Returns the spec of the crate and those of the features that are written for this generator, the small ones first.
fn specs() -> Vec<Spec> {
    let entries = std::fs::read_dir(folder("features")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.join(ROOT_FILE).is_file());
    folders.sort();
    folders.push(folder("../spec"));
    let specs = folders.iter().map(|path| Spec::new(path));
    specs.filter(|spec| spec.files[ROOT_FILE].get("x-client").is_some()).collect()
}

/// Returns `true` if the outcome depends on the key.
fn has_effect(spec: &Spec, original: &Outcome, occurrence: &Occurrence) -> bool {
    if spec.run_with(occurrence, Some(&occurrence.changed)) != *original {
        return true;
    }
    // some keywords differ only in their meaning for readers
    let is_keyword = matches!(occurrence.field.schema, ValueSchema::Keyword(_));
    is_keyword && !occurrence.field.required && spec.run_with(occurrence, None) != *original
}

/// Returns the keys with an unexpected effect, or without an expected one. Only every `WORKERS`-th key is checked.
fn check(worker: usize) -> Vec<String> {
    let specs = specs();
    let occurrences = Occurrences::new(&specs);
    let mut originals: BTreeMap<usize, Outcome> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (kind, occurrences) in occurrences.found.iter().skip(worker).step_by(WORKERS) {
        let effect = sample(occurrences).into_iter().any(|occurrence| {
            let spec = &specs[occurrence.spec];
            let original = originals.entry(occurrence.spec).or_insert_with(|| spec.run());
            assert!(!original.files.is_empty(), "{:#?}", original.messages);
            has_effect(spec, original, occurrence)
        });
        let is_exception = WITHOUT_EFFECT.iter().any(|(object, key, _)| (*object, *key) == *kind);
        match (effect, occurrences[0].field.has_effect && !is_exception) {
            (true, false) => wrong.push(format!("{kind:?}: expected no effect, found one")),
            (false, true) => wrong.push(format!("{kind:?}: expected an effect, found none")),
            _ => {}
        }
    }
    wrong
}

#[test]
fn every_key_has_an_effect_unless_it_is_declared_to_have_none() {
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|n| scope.spawn(move || check(n))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_exception_occurs_and_is_declared_to_have_an_effect() {
    let occurrences = Occurrences::new(&specs());
    assert!(occurrences.found.len() > 250, "only {} keys occur", occurrences.found.len());
    for (object, key, reason) in WITHOUT_EFFECT {
        let found = &occurrences.found[&(object, key)];
        assert!(found[0].field.has_effect, "{object}, `{key}`: {reason}");
    }
}
