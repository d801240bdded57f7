//! The input of the lints: the source trees, the operations and their parameters.

use std::sync::Arc;

use super::cursor::Cursor;
use crate::load::{Object, ValueSchema, objects};
use crate::location::{Origin, Span};
use crate::resolve::resolve_ref;
use crate::source::{Node, Sources};

/// The input of the lints.
pub struct Input<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The operations, in document order.
    pub operations: Vec<Operation<'a>>,
    /// The objects where they are declared, in document order, with their types.
    objects: Vec<(&'static Object, Cursor<'a>)>,
}

/// An operation.
pub struct Operation<'a> {
    /// The operation object.
    pub cursor: Cursor<'a>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: &'a str,
    /// The parameters of the operation and of its path.
    pub parameters: Vec<Parameter<'a>>,
}

/// A parameter of an operation.
pub struct Parameter<'a> {
    /// The item in the list of parameters.
    pub entry: Origin,
    /// The parameter object, after resolving references.
    pub cursor: Cursor<'a>,
    /// `true` if the path item declares it for all operations.
    pub inherited: bool,
}

impl Parameter<'_> {
    /// Returns the name.
    pub fn name(&self) -> &str {
        self.cursor.get_str("name").unwrap_or_default()
    }

    /// Returns `query`, `path`, `header` or `cookie`.
    pub fn location(&self) -> &str {
        self.cursor.get_str("in").unwrap_or_default()
    }
}

impl<'a> Operation<'a> {
    /// Returns the `operationId`.
    pub fn id(&self) -> Option<&'a str> {
        self.cursor.get_str("operationId")
    }

    /// Returns the `operationId`, or the method and path, for messages.
    pub fn name(&self) -> String {
        self.id().map_or_else(|| format!("{} {}", self.method, self.path), str::to_owned)
    }

    /// Returns the names of the query parameters.
    pub fn query_names(&self) -> Vec<&str> {
        let query = self.parameters.iter().filter(|p| p.location() == "query");
        query.map(Parameter::name).collect()
    }
}

impl<'a> Input<'a> {
    /// Collects the operations of all files.
    pub fn new(sources: &'a Sources) -> Self {
        let mut input = Self { sources, operations: Vec::new(), objects: Vec::new() };
        input.operations = input.files().flat_map(|file| input.collect_operations(&file)).collect();
        for file in input.files() {
            collect_objects(file, ValueSchema::Object(&objects::ROOT), &mut input.objects);
        }
        input
    }

    /// Returns a cursor for the root of each file.
    pub fn files(&self) -> impl Iterator<Item = Cursor<'a>> + use<'a> {
        let sources = self.sources;
        sources.iter().filter_map(|(id, file)| {
            let node: &Node = file.tree.as_ref().map(Arc::as_ref)?;
            Some(Cursor { origin: Origin::root(id), node })
        })
    }

    /// Returns a cursor for the root file.
    pub fn root(&self) -> Option<Cursor<'a>> {
        self.files().next()
    }

    /// Resolves references until a node without `$ref` is reached. Cycles have been rejected.
    pub fn resolve(&self, cursor: &Cursor<'a>) -> Cursor<'a> {
        let mut cursor = cursor.clone();
        while let Some(text) = cursor.get_str("$ref") {
            let Some(target) = resolve_ref(self.sources, cursor.origin.file, text) else { break };
            let origin = target.origin();
            let Some(node) = self.sources.node(&origin) else { break };
            cursor = Cursor { origin, node };
        }
        cursor
    }

    /// Returns the span of the key at `origin`.
    pub fn key_span(&self, origin: &Origin) -> Span {
        self.sources.key_span(origin)
    }

    /// Returns the operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation<'a>> {
        self.operations.iter().find(|operation| operation.id() == Some(id))
    }

    /// Returns all objects of a type, where they are declared.
    pub fn objects(&self, object_type: &'static Object) -> impl Iterator<Item = &Cursor<'a>> {
        let of_type = self.objects.iter().filter(|(object, _)| std::ptr::eq(*object, object_type));
        of_type.map(|(_, cursor)| cursor)
    }

    /// Returns all objects of the spec, where they are declared.
    pub fn all_objects(&self) -> impl Iterator<Item = &Cursor<'a>> {
        self.objects.iter().map(|(_, cursor)| cursor)
    }

    fn collect_operations(&self, file: &Cursor<'a>) -> Vec<Operation<'a>> {
        let mut found = Vec::new();
        for (path, item) in file.get_members("paths") {
            let shared = self.collect_parameters(&item, true);
            for (method, cursor) in item.members().filter(|(m, _)| objects::METHODS.contains(m)) {
                let mut parameters = self.collect_parameters(&cursor, false);
                let declared: Vec<_> = parameters
                    .iter()
                    .map(|p| (p.name().to_owned(), p.location().to_owned()))
                    .collect();
                let kept = shared.iter().filter(|parameter| {
                    !declared
                        .iter()
                        .any(|(name, at)| name == parameter.name() && at == parameter.location())
                });
                parameters.extend(kept.map(|p| Parameter {
                    entry: p.entry.clone(),
                    cursor: p.cursor.clone(),
                    inherited: true,
                }));
                let method = method.to_ascii_uppercase();
                found.push(Operation { cursor, method, path, parameters });
            }
        }
        found
    }

    fn collect_parameters(&self, owner: &Cursor<'a>, inherited: bool) -> Vec<Parameter<'a>> {
        let entries = owner.get_items("parameters");
        let parameter = |entry: Cursor<'a>| {
            let cursor = self.resolve(&entry);
            Parameter { entry: entry.origin, cursor, inherited }
        };
        entries.map(parameter).collect()
    }
}

/// Collects the objects in a node with the given schema.
fn collect_objects<'a>(
    cursor: Cursor<'a>,
    schema: ValueSchema,
    found: &mut Vec<(&'static Object, Cursor<'a>)>,
) {
    match schema {
        ValueSchema::List(item) => {
            cursor.items().for_each(|cursor| collect_objects(cursor, *item, found));
        }
        ValueSchema::Map(item) | ValueSchema::Responses(item) => {
            cursor.members().for_each(|(_, cursor)| collect_objects(cursor, *item, found));
        }
        ValueSchema::BoolOr(other) => collect_objects(cursor, *other, found),
        ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
            let is_reference = matches!(schema, ValueSchema::OrRef(_)) && cursor.has("$ref");
            if is_reference || cursor.node.as_map().is_none() {
                return;
            }
            found.push((object, cursor.clone()));
            for (key, member) in cursor.members() {
                if let Some(field) = objects::field(object, key) {
                    collect_objects(member, field.schema, found);
                }
            }
        }
        _ => {}
    }
}
