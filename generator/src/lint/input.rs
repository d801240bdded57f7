//! What the rules look at: the trees, with operations and parameters laid out.

use std::sync::Arc;

use super::spot::Spot;
use crate::load::{Object, Shape, objects};
use crate::location::{Origin, Span};
use crate::resolve::resolve_ref;
use crate::source::{Node, Sources};

/// Everything.
pub struct Input<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The operations, in document order.
    pub operations: Vec<Operation<'a>>,
}

/// An operation.
pub struct Operation<'a> {
    /// The operation object.
    pub spot: Spot<'a>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: &'a str,
    /// The name of its group, if its file has one.
    pub group: Option<&'a str>,
    /// Its parameters and those of its path.
    pub parameters: Vec<Parameter<'a>>,
}

/// A parameter of an operation.
pub struct Parameter<'a> {
    /// The entry in the list of parameters.
    pub entry: Origin,
    /// The parameter itself, past references.
    pub spot: Spot<'a>,
    /// Whether the whole path declares it.
    pub inherited: bool,
}

impl Parameter<'_> {
    /// Its name.
    pub fn name(&self) -> &str {
        self.spot.text("name").unwrap_or_default()
    }

    /// `query`, `path`, `header` or `cookie`.
    pub fn place(&self) -> &str {
        self.spot.text("in").unwrap_or_default()
    }
}

impl<'a> Operation<'a> {
    /// Its `operationId`.
    pub fn id(&self) -> Option<&'a str> {
        self.spot.text("operationId")
    }

    /// What to call it in a message.
    pub fn name(&self) -> String {
        self.id().map_or_else(|| format!("{} {}", self.method, self.path), str::to_owned)
    }

    /// The names of its query parameters.
    pub fn query(&self) -> Vec<&str> {
        let query = self.parameters.iter().filter(|p| p.place() == "query");
        query.map(Parameter::name).collect()
    }
}

impl<'a> Input<'a> {
    /// Lays everything out.
    pub fn new(sources: &'a Sources) -> Self {
        let mut input = Self { sources, operations: Vec::new() };
        input.operations = input.files().flat_map(|file| input.operations_of(&file)).collect();
        input
    }

    /// The files, as spots.
    pub fn files(&self) -> impl Iterator<Item = Spot<'a>> + use<'a> {
        let sources = self.sources;
        sources.iter().filter_map(|(id, file)| {
            let node: &Node = file.tree.as_ref().map(Arc::as_ref)?;
            Some(Spot { origin: Origin::root(id), node })
        })
    }

    /// The root file.
    pub fn root(&self) -> Option<Spot<'a>> {
        self.files().next()
    }

    /// Follows references.
    pub fn follow(&self, spot: &Spot<'a>) -> Spot<'a> {
        const LONGEST: usize = 64;
        let mut spot = spot.clone();
        for _ in 0..LONGEST {
            let Some(text) = spot.text("$ref") else { break };
            let Some(place) = resolve_ref(self.sources, spot.origin.file, text) else { break };
            let origin = place.origin();
            let Some(node) = self.sources.node(&origin) else { break };
            spot = Spot { origin, node };
        }
        spot
    }

    /// The text of a key, to point at.
    pub fn key(&self, origin: &Origin) -> Span {
        self.sources.key_span(origin)
    }

    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation<'a>> {
        self.operations.iter().find(|operation| operation.id() == Some(id))
    }

    /// Visits all objects of the given table that stand where they are declared.
    pub fn each(&self, wanted: &'static Object, visit: &mut dyn FnMut(&Spot<'a>)) {
        for file in self.files() {
            descend(&file, Shape::Object(&objects::ROOT), wanted, visit);
        }
    }

    fn operations_of(&self, file: &Spot<'a>) -> Vec<Operation<'a>> {
        let group = file.get("x-group").and_then(|group| group.text("name"));
        let mut found = Vec::new();
        for (path, item) in file.map("paths") {
            let shared = self.parameters(&item, true);
            for (method, spot) in item.members().filter(|(m, _)| objects::METHODS.contains(m)) {
                let mut parameters = self.parameters(&spot, false);
                let own: Vec<_> = parameters
                    .iter()
                    .map(|p| (p.name().to_owned(), p.place().to_owned()))
                    .collect();
                let kept = shared.iter().filter(|parameter| {
                    !own.iter()
                        .any(|(name, at)| name == parameter.name() && at == parameter.place())
                });
                parameters.extend(kept.map(|p| Parameter {
                    entry: p.entry.clone(),
                    spot: p.spot.clone(),
                    inherited: true,
                }));
                let method = method.to_ascii_uppercase();
                found.push(Operation { spot, method, path, group, parameters });
            }
        }
        found
    }

    fn parameters(&self, owner: &Spot<'a>, inherited: bool) -> Vec<Parameter<'a>> {
        let entries = owner.list("parameters");
        let parameter = |entry: Spot<'a>| {
            let spot = self.follow(&entry);
            Parameter { entry: entry.origin, spot, inherited }
        };
        entries.map(parameter).collect()
    }
}

fn descend<'a>(
    spot: &Spot<'a>,
    shape: Shape,
    wanted: &'static Object,
    visit: &mut dyn FnMut(&Spot<'a>),
) {
    match shape {
        Shape::List(item) => spot.items().for_each(|spot| descend(&spot, *item, wanted, visit)),
        Shape::Map(item) | Shape::Responses(item) => {
            spot.members().for_each(|(_, spot)| descend(&spot, *item, wanted, visit));
        }
        Shape::BoolOr(other) => descend(spot, *other, wanted, visit),
        Shape::Object(object) | Shape::OrRef(object) => {
            let reference = matches!(shape, Shape::OrRef(_)) && spot.has("$ref");
            if reference || spot.node.map().is_none() {
                return;
            }
            if std::ptr::eq(object, wanted) {
                visit(spot);
            }
            for (key, member) in spot.members() {
                if let Some(field) = objects::field(object, key) {
                    descend(&member, field.shape, wanted, visit);
                }
            }
        }
        _ => {}
    }
}
