//! Moves what the root file refers to in other files into the tree of the root file.
//!
//! Objects that have a section in `components` become components. All others, such as paths, replace the references.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::load::{Object, ValueSchema, objects};
use crate::location::{FileId, escape};
use crate::source::{Node, NodeKind, Sources, file_of, find_mut, insert, map, remove, string};

/// How many references in a row are followed to an object that replaces them.
const MAX_STEPS: usize = 16;

/// Moves the nodes of all other files into the tree of the root file.
pub(super) fn apply(sources: &Sources, root: FileId, files: &mut Vec<(FileId, Node)>) {
    let Some(at) = files.iter().position(|(file, _)| *file == root) else { return };
    let (_, mut tree) = files.swap_remove(at);
    let trees: BTreeMap<FileId, Node> = files.drain(..).collect();
    if !trees.is_empty() {
        let names = BTreeMap::new();
        let (taken, queue, replacing) = (BTreeSet::new(), VecDeque::new(), Vec::new());
        let mut bundle = Bundle { sources, root, trees, names, taken, queue, replacing };
        bundle.take_components(&mut tree);
        bundle.visit(&mut tree, ValueSchema::Object(&objects::ROOT), root);
        bundle.add_components(&mut tree);
    }
    files.push((root, tree));
}

/// A node of a file, by its pointer.
type Target = (FileId, String);

/// A component that is moved.
struct Moved {
    section: &'static str,
    name: String,
    object: &'static Object,
    node: Node,
    file: FileId,
}

struct Bundle<'a> {
    sources: &'a Sources,
    root: FileId,
    /// The trees of the other files.
    trees: BTreeMap<FileId, Node>,
    /// The names of components, by section and the node that they are made of.
    names: BTreeMap<(&'static str, Target), String>,
    taken: BTreeSet<(&'static str, String)>,
    queue: VecDeque<Moved>,
    /// The targets of the references that are replaced at the moment, outer ones first. A reference to one of them remains,
    /// and is reported by `load`.
    replacing: Vec<Target>,
}

impl Bundle<'_> {
    /// Takes the components of the root file that are objects with a section, to be added again.
    fn take_components(&mut self, tree: &mut Node) {
        let path = ["components".to_owned()];
        let Some(components) = find_mut(tree, &path) else { return };
        let origin = (self.root, "/components".to_owned());
        let (mut owner, place) = self.resolve_chain(components.clone(), origin);
        for (field, object) in sections() {
            let Some(section) = find_mut(&mut owner, &[field.to_owned()]) else { continue };
            let place = (place.0, format!("{}/{field}", place.1));
            let span = section.span;
            let taken = std::mem::replace(section, map::<String>([], span));
            let (taken, (file, pointer)) = self.resolve_chain(taken, place);
            let NodeKind::Map(members) = taken.kind else { continue };
            for (name, member) in members {
                let place = (file, format!("{pointer}/{}", escape(&name)));
                self.names.insert((field, place.clone()), name.clone());
                let (node, place) = self.resolve_chain(member.node, place);
                let file = place.0;
                self.names.entry((field, place)).or_insert_with(|| name.clone());
                self.taken.insert((field, name.clone()));
                self.queue.push_back(Moved { section: field, name, object, node, file });
            }
        }
        *components = owner;
    }

    /// Adds the moved components, which may refer to others.
    fn add_components(&mut self, tree: &mut Node) {
        while let Some(mut moved) = self.queue.pop_front() {
            self.visit(&mut moved.node, ValueSchema::OrRef(moved.object), moved.file);
            let span = moved.node.span;
            for (depth, key) in ["components", moved.section].into_iter().enumerate() {
                let owner: Vec<String> =
                    ["components".to_owned()].into_iter().take(depth).collect();
                let Some(owner) = find_mut(tree, &owner) else { continue };
                if owner.get(key).is_none() {
                    insert(owner, key, map::<String>([], span));
                }
            }
            let section = ["components".to_owned(), moved.section.to_owned()];
            if let Some(section) = find_mut(tree, &section) {
                insert(section, &moved.name, moved.node);
            }
        }
    }

    /// Replaces the references in a node of `file`.
    fn visit(&mut self, node: &mut Node, schema: ValueSchema, file: FileId) {
        let reference = node.get("$ref").and_then(Node::as_str).map(str::to_owned);
        match (reference, schema) {
            (Some(text), ValueSchema::OrRef(object)) => {
                if let Some(text) = self.component(&text, object, file) {
                    set_reference(node, text);
                }
                self.visit_members(node, schema, file);
            }
            (Some(text), _) => self.replace(node, &text, schema, file),
            (None, _) => self.visit_members(node, schema, file),
        }
    }

    /// Replaces a reference by the node that it names in another file. The keys beside the reference remain.
    fn replace(&mut self, node: &mut Node, text: &str, schema: ValueSchema, file: FileId) {
        let target = self.target(text, file).filter(|target| !self.replacing.contains(target));
        if let Some((_, pointer)) = target.as_ref().filter(|(to, _)| *to == self.root) {
            set_reference(node, format!("#{pointer}"));
        }
        let found = target.and_then(|target| {
            let node = self.trees.get(&target.0)?.at(&target.1)?;
            Some((node.clone(), target))
        });
        let Some((mut other, target)) = found else {
            return self.visit_members(node, schema, file);
        };
        remove(node, "$ref");
        self.visit_members(node, schema, file);
        let other_file = target.0;
        self.replacing.push(target);
        self.visit(&mut other, schema, other_file);
        self.replacing.pop();
        match (&mut node.kind, &other.kind) {
            (NodeKind::Map(own), NodeKind::Map(members)) if !own.is_empty() => {
                for (key, member) in members {
                    own.entry(key.clone()).or_insert_with(|| member.clone());
                }
            }
            _ => *node = other,
        }
    }

    /// Replaces the references below a node of `file`.
    fn visit_members(&mut self, node: &mut Node, schema: ValueSchema, file: FileId) {
        match schema {
            ValueSchema::List(item) => {
                if let NodeKind::List(items) = &mut node.kind {
                    items.iter_mut().for_each(|node| self.visit(node, *item, file));
                }
            }
            ValueSchema::Map(item) | ValueSchema::Responses(item) => {
                if let NodeKind::Map(members) = &mut node.kind {
                    members
                        .values_mut()
                        .for_each(|member| self.visit(&mut member.node, *item, file));
                }
            }
            ValueSchema::BoolOr(other) if matches!(node.kind, NodeKind::Map(_)) => {
                self.visit(node, *other, file);
            }
            ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
                self.visit_mapping(node, object, file);
                let NodeKind::Map(members) = &mut node.kind else { return };
                for (key, member) in members {
                    if let Some(field) = objects::field(object, key) {
                        self.visit(&mut member.node, field.schema, file);
                    }
                }
            }
            _ => {}
        }
    }

    /// Replaces the files in the mapping of a discriminator.
    fn visit_mapping(&mut self, node: &mut Node, object: &'static Object, file: FileId) {
        if !std::ptr::eq(object, &objects::SCHEMA) {
            return;
        }
        let path = ["discriminator".to_owned(), "mapping".to_owned()];
        let mapping = find_mut(node, &path).map(|node| &mut node.kind);
        let Some(NodeKind::Map(members)) = mapping else { return };
        for member in members.values_mut() {
            let text = member.node.as_str().filter(|text| text.contains(['#', '.']));
            if let Some(text) = text.and_then(|text| self.component(text, object, file)) {
                member.node = string(text, member.node.span);
            }
        }
    }

    /// Returns the reference to the component that the target of a reference becomes. `None` for a URL, and for an object
    /// that is never a component.
    fn component(&mut self, text: &str, object: &'static Object, file: FileId) -> Option<String> {
        let section = objects::section(object)?;
        let (to, pointer) = self.target(text, file)?;
        let known = self.names.get(&(section, (to, pointer.clone()))).cloned();
        let name = match (known, self.trees.get(&to).and_then(|tree| tree.at(&pointer))) {
            (Some(name), _) => name,
            (None, Some(node)) => {
                let node = node.clone();
                let name = self.free_name(section, to, &pointer);
                self.names.insert((section, (to, pointer)), name.clone());
                self.taken.insert((section, name.clone()));
                let moved = Moved { section, name: name.clone(), object, node, file: to };
                self.queue.push_back(moved);
                name
            }
            (None, None) if to == self.root => return Some(format!("#{pointer}")),
            // reported when it is resolved
            (None, None) => return Some(format!("{}#{pointer}", self.sources.path(to))),
        };
        Some(format!("#/components/{section}/{}", escape(&name)))
    }

    /// Returns the file and the pointer of a reference; `None` for a URL and a file that does not exist.
    fn target(&self, text: &str, file: FileId) -> Option<Target> {
        let pointer = text.split_once('#').map_or("", |(_, pointer)| pointer);
        let pointer = pointer.trim_end_matches('/').to_owned();
        if text.starts_with('#') {
            return Some((file, pointer));
        }
        let path = file_of(text, self.sources.path(file))?;
        Some((self.sources.find(&path)?, pointer))
    }

    /// Follows references to other files. Returns the node with its place.
    fn resolve_chain(&self, mut node: Node, mut place: Target) -> (Node, Target) {
        for _ in 0..MAX_STEPS {
            let target = node.get("$ref").and_then(Node::as_str);
            let target = target.and_then(|text| self.target(text, place.0));
            let Some((file, pointer)) = target else { break };
            let Some(other) = self.trees.get(&file).and_then(|tree| tree.at(&pointer)) else {
                break;
            };
            (node, place) = (other.clone(), (file, pointer));
        }
        (node, place)
    }

    /// Returns a name for a component: the last segment of its pointer, or the name of its file, with that of the folder
    /// if the name is taken.
    fn free_name(&self, section: &'static str, file: FileId, pointer: &str) -> String {
        let path = self.sources.path(file);
        let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let mut steps: Vec<&str> = path.split('/').collect();
        steps.extend(pointer.rsplit('/').next().filter(|last| !last.is_empty()));
        let clean = |text: String| {
            let text = text.replace("~1", "/").replace("~0", "~");
            text.replace(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)), "_")
        };
        let longer = (1..=steps.len()).filter_map(|count| steps.get(steps.len() - count..));
        let mut names = longer.map(|steps| clean(steps.join("_")));
        let is_free = |name: &String| !self.taken.contains(&(section, name.clone()));
        names.find(is_free).unwrap_or_else(|| {
            let base = clean(steps.join("_"));
            let mut numbered = (2..).map(|number| format!("{base}_{number}"));
            numbered.find(is_free).unwrap_or(base)
        })
    }
}

/// Replaces the text of the reference in a node.
fn set_reference(node: &mut Node, text: String) {
    let span = node.get("$ref").map_or(node.span, |node| node.span);
    insert(node, "$ref", string(text, span));
}

/// Returns the keys of `components`, and the objects below them.
fn sections() -> Vec<(&'static str, &'static Object)> {
    let fields = objects::COMPONENTS.fields.iter();
    let object = |field: &'static crate::load::Field| match field.schema {
        ValueSchema::Map(ValueSchema::OrRef(object)) => Some((field.key, *object)),
        _ => None,
    };
    fields.filter_map(object).collect()
}
