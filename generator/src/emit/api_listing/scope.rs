//! Names: what a path in a module refers to, and under which path users can name it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::condition::Conditions;
use super::modules::{Module, Modules, Target, child};

/// What a path refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Definition {
    /// An item, by its module and name.
    Item(String, String),
    /// A module of the crate.
    Module(String),
    /// A path of another crate.
    External(String),
}

/// The modules, and the public paths of their items.
pub(super) struct Scope<'a> {
    pub(super) modules: &'a Modules<'a>,
    /// The public paths of each definition, the shortest first.
    pub(super) public: BTreeMap<Definition, Vec<(String, Conditions)>>,
    /// The names that several definitions have, with the number of segments of the shortest path and
    /// the number of definitions with as many segments.
    names: BTreeMap<String, (usize, usize)>,
}

/// The number of imports that are followed from one path, and of segments of a public path. More are a cycle.
const MAX_DEPTH: usize = 16;

impl<'a> Scope<'a> {
    /// Finds all public paths, beginning at the root of the crate.
    pub(super) fn new(modules: &'a Modules<'a>) -> Self {
        let mut scope = Self { modules, public: BTreeMap::new(), names: BTreeMap::new() };
        let mut seen = BTreeSet::new();
        let mut open = vec![(String::new(), String::new(), Conditions::default())];
        while let Some((path, module, conditions)) = open.pop() {
            if segments(&path) > MAX_DEPTH || !seen.insert((path.clone(), module.clone())) {
                continue;
            }
            for (name, definition, own) in scope.exports(&module, 0) {
                let path = child(&path, &name);
                let conditions = conditions.and(&own);
                if let Definition::Module(module) = &definition {
                    open.push((path.clone(), module.clone(), conditions.clone()));
                }
                let paths = scope.public.entry(definition).or_default();
                if paths.iter().all(|(known, _)| *known != path) {
                    paths.push((path, conditions));
                }
            }
        }
        scope.sort_paths();
        scope
    }

    /// Sorts the paths of each definition, and counts the definitions of each name.
    fn sort_paths(&mut self) {
        for (definition, paths) in &mut self.public {
            paths.sort_by_key(|(path, _)| (segments(path), path.clone()));
            let shortest = paths.first().map(|(path, _)| path.as_str()).unwrap_or_default();
            if matches!(definition, Definition::Module(_)) {
                continue;
            }
            let name = last(shortest).to_owned();
            let (length, count) = self.names.entry(name).or_insert((usize::MAX, 0));
            match segments(shortest).cmp(length) {
                Ordering::Less => (*length, *count) = (segments(shortest), 1),
                Ordering::Equal => *count += 1,
                Ordering::Greater => {}
            }
        }
    }

    /// Returns the public names of a module.
    fn exports(&self, path: &str, depth: usize) -> Vec<(String, Definition, Conditions)> {
        let mut found = Vec::new();
        let module = self.modules.get(path).filter(|_| depth < MAX_DEPTH);
        let Some(module) = module else { return found };
        for (name, bindings) in &module.names {
            for binding in bindings.iter().filter(|binding| binding.public) {
                if let Some(definition) = self.target(path, name, &binding.target, 0) {
                    found.push(((*name).to_owned(), definition, binding.conditions.clone()));
                }
            }
        }
        for glob in module.globs.iter().filter(|glob| glob.public) {
            if let Some(Definition::Module(inner)) = self.target(path, "", &glob.target, 0) {
                found.extend(
                    self.exports(&inner, depth + 1).into_iter().map(|(name, definition, own)| {
                        (name, definition, own.and(&glob.conditions))
                    }),
                );
            }
        }
        found
    }

    /// Returns what a path refers to, and the number of its segments that name it. The others are an
    /// associated item or a variant.
    pub(super) fn resolve(
        &self,
        module: &str,
        path: &[impl AsRef<str>],
    ) -> Option<(Definition, usize)> {
        self.resolve_to(module, path, 0)
    }

    fn resolve_to(
        &self,
        module: &str,
        path: &[impl AsRef<str>],
        depth: usize,
    ) -> Option<(Definition, usize)> {
        let (first, rest) = path.split_first().filter(|_| depth < MAX_DEPTH)?;
        let mut definition = match first.as_ref() {
            "crate" => Definition::Module(String::new()),
            "self" => Definition::Module(module.to_owned()),
            "super" => Definition::Module(
                module.rsplit_once("::").map_or("", |(outer, _)| outer).to_owned(),
            ),
            name => match self.name(module, name, depth) {
                Some(definition) => definition,
                None if rest.is_empty() => return None,
                None => Definition::External(name.to_owned()),
            },
        };
        let mut used = 1;
        for name in rest {
            definition = match (definition, name.as_ref()) {
                (Definition::Module(module), "super") => {
                    let outer = module.rsplit_once("::").map_or("", |(outer, _)| outer);
                    Definition::Module(outer.to_owned())
                }
                (Definition::Module(module), name) => self.name(&module, name, depth)?,
                (Definition::External(path), name) => {
                    Definition::External(format!("{path}::{name}"))
                }
                (item @ Definition::Item(..), _) => return Some((item, used)),
            };
            used += 1;
        }
        Some((definition, used))
    }

    /// Returns what a name in a module refers to.
    fn name(&self, path: &str, name: &str, depth: usize) -> Option<Definition> {
        let module: &Module<'_> = self.modules.get(path).filter(|_| depth < MAX_DEPTH)?;
        for binding in module.names.get(name).into_iter().flatten() {
            if let Some(definition) = self.target(path, name, &binding.target, depth + 1) {
                return Some(definition);
            }
        }
        module.globs.iter().find_map(|glob| {
            match self.target(path, "", &glob.target, depth + 1)? {
                Definition::Module(inner) => self.name(&inner, name, depth + 1),
                _ => None,
            }
        })
    }

    fn target(
        &self,
        path: &str,
        name: &str,
        target: &Target<'_>,
        depth: usize,
    ) -> Option<Definition> {
        match target {
            Target::Item => Some(Definition::Item(path.to_owned(), name.to_owned())),
            Target::Module(module) => Some(Definition::Module(module.clone())),
            // a name that is imported from a crate of the same name
            Target::Import(import) if import.first().is_some_and(|first| *first == name) => {
                Some(Definition::External(import.join("::")))
            }
            Target::Import(import) => Some(self.resolve_to(path, import, depth)?.0),
        }
    }

    /// Returns the public path of a definition.
    pub(super) fn public_path(&self, definition: &Definition) -> Option<&str> {
        self.public.get(definition)?.first().map(|(path, _)| path.as_str())
    }

    /// Returns the name by which signatures refer to a definition: the last segment of its path if no other
    /// has the same, the path in another crate, or the private name.
    pub(super) fn display(&self, definition: &Definition) -> String {
        match (self.public_path(definition), definition) {
            (Some(path), _) => {
                let name = last(path);
                let is_unique = self.names.get(name) == Some(&(segments(path), 1));
                if is_unique && !PRELUDE.contains(&name) { name } else { path }.to_owned()
            }
            (None, Definition::Item(module, _)) if last(module) == "sealed" => "Sealed".to_owned(),
            (None, Definition::Item(_, name)) => name.clone(),
            (None, Definition::Module(path)) => path.clone(),
            (None, Definition::External(path)) if PRELUDE.contains(&last(path)) => external(path),
            (None, Definition::External(path)) => path.clone(),
        }
    }
}

/// Returns the path of an item of another crate, shortened if it is in the prelude.
fn external(path: &str) -> String {
    let root = path.split("::").next().unwrap_or_default();
    let name = last(path);
    let is_prelude = ["std", "core", "alloc"].contains(&root)
        && !["fmt", "io"].iter().any(|module| path.contains(&format!("::{module}::")));
    if is_prelude { name } else { path }.to_owned()
}

/// Names that need no import.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

pub(super) fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or_default()
}

fn segments(path: &str) -> usize {
    path.split("::").count()
}
