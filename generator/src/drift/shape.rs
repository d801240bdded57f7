//! Schemas after resolving references and merging their parts.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::names;
use crate::location::Origin;
use crate::resolve::resolve_ref;
use crate::source::{Node, NodeKind, Scalar, Sources};

/// A schema with the members of its `allOf`, `oneOf` and `anyOf`.
#[derive(Debug)]
pub(super) struct Shape {
    /// The schema that declares the members, after resolving references.
    pub(super) definition: Origin,
    ty: Option<String>,
    format: Option<String>,
    is_id: bool,
    pub(super) is_nullable: bool,
    pub(super) default: Option<String>,
    pub(super) values: Option<IndexMap<String, Origin>>,
    pub(super) properties: IndexMap<String, Origin>,
    pub(super) required: BTreeSet<String>,
    pub(super) items: Option<Origin>,
    /// The schema of the values of a map.
    pub(super) entries: Option<Origin>,
    pub(super) indexed: Option<Indexed>,
    /// The numbers of a family of members.
    pub(super) range: Option<(u64, u64)>,
}

/// A list whose items are sent as numbered members.
#[derive(Clone, Copy, Debug)]
pub(super) struct Indexed {
    /// `true` if the members of the first item have no number.
    pub(super) is_bare_first: bool,
}

/// The number of references and parts that may contain each other.
const MAX_DEPTH: usize = 32;

impl Shape {
    /// Reads the schema at a location.
    pub(super) fn read(sources: &Sources, origin: &Origin) -> Self {
        Self::read_nested(sources, origin, MAX_DEPTH)
    }

    fn new(definition: &Origin) -> Self {
        Self {
            definition: definition.clone(),
            ty: None,
            format: None,
            is_id: false,
            is_nullable: false,
            default: None,
            values: None,
            properties: IndexMap::new(),
            required: BTreeSet::new(),
            items: None,
            entries: None,
            indexed: None,
            range: None,
        }
    }

    fn read_nested(sources: &Sources, origin: &Origin, depth: usize) -> Self {
        let mut shape = Self::new(origin);
        let (Some(node), Some(depth)) = (sources.node(origin), depth.checked_sub(1)) else {
            return shape;
        };
        if let Some(target) = target(sources, origin, node) {
            return Self::read_nested(sources, &target, depth);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let parts = node.get(keyword).and_then(Node::as_list).unwrap_or_default();
            let origin = origin.child(keyword);
            for index in 0..parts.len() {
                let part = Self::read_nested(sources, &origin.index(index), depth);
                let is_definition = parts.len() == 1 && node.get("properties").is_none();
                shape.add_part(part, keyword == "allOf", is_definition);
            }
        }
        shape.add_own(node, origin);
        shape
    }

    /// Adds what a part of the schema declares.
    fn add_part(&mut self, part: Self, is_base: bool, is_definition: bool) {
        if is_definition {
            self.definition = part.definition;
        }
        self.ty = part.ty.or(self.ty.take());
        self.format = part.format.or(self.format.take());
        self.is_id |= part.is_id;
        self.is_nullable |= part.is_nullable;
        self.default = part.default.or(self.default.take());
        match (&mut self.values, part.values) {
            (Some(values), Some(more)) => values.extend(more),
            (values, more) => *values = values.take().or(more),
        }
        self.properties.extend(part.properties);
        // the members of an alternative are not required in all alternatives
        if is_base {
            self.required.extend(part.required);
        }
        self.items = part.items.or(self.items.take());
        self.entries = part.entries.or(self.entries.take());
        self.indexed = part.indexed.or(self.indexed);
        self.range = part.range.or(self.range);
    }

    /// Adds what the schema declares itself.
    fn add_own(&mut self, node: &Node, origin: &Origin) {
        let string = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        let is_object = |key: &str| node.get(key).is_some_and(|node| node.as_map().is_some());
        self.ty = string("type").or(self.ty.take());
        self.format = string("format").or(self.format.take());
        self.is_id |= node.get("x-id").is_some();
        self.is_nullable |= is_true(node.get("nullable"));
        self.default = node.get("default").and_then(text).or(self.default.take());
        if let Some(values) = node.get("enum").and_then(Node::as_list) {
            let origin = origin.child("enum");
            let pair = |(index, value)| Some((text(value)?, origin.index(index)));
            self.values = Some(values.iter().enumerate().filter_map(pair).collect());
        }
        for name in node.get("properties").and_then(Node::as_map).into_iter().flatten() {
            let origin = origin.child("properties").child(name.0);
            self.properties.insert(name.0.clone(), origin);
        }
        let required = node.get("required").and_then(Node::as_list).unwrap_or_default();
        self.required.extend(required.iter().filter_map(Node::as_str).map(str::to_owned));
        if is_object("items") {
            self.items = Some(origin.child("items"));
        }
        if is_object("additionalProperties") {
            self.entries = Some(origin.child("additionalProperties"));
        }
        if let Some(indexed) = node.get("x-indexed") {
            self.indexed = Some(Indexed { is_bare_first: is_true(indexed.get("bare-first")) });
        }
        if let Some(family) = node.get("x-family") {
            let number = |key: &str| match family.get(key)?.scalar()? {
                Scalar::Integer(number) => u64::try_from(number).ok(),
                _ => None,
            };
            self.range = number("from").zip(number("to"));
        }
    }

    /// Returns the structure: a scalar type, `array`, `object` or `any`.
    pub(super) fn base_type(&self) -> &str {
        match &self.ty {
            Some(ty) => ty,
            None if !self.properties.is_empty() || self.entries.is_some() => "object",
            None if self.items.is_some() => "array",
            None if self.values.is_some() => "string",
            None => "any",
        }
    }

    /// Returns the name of the type: `id`, or the type with its format.
    pub(super) fn type_name(&self) -> String {
        let base = self.base_type();
        match &self.format {
            _ if self.is_id => "id".to_owned(),
            Some(format) if !["array", "object"].contains(&base) => format!("{base} ({format})"),
            _ => base.to_owned(),
        }
    }

    /// Returns the members by the ends of their paths, with those of lists whose items are sent as numbered members.
    pub(super) fn members(&self, sources: &Sources) -> Vec<Member> {
        let mut found = Vec::new();
        for (name, origin) in &self.properties {
            let shape = Self::read(sources, origin);
            let items = shape.items.as_ref().zip(shape.indexed);
            let Some((items, indexed)) = items else {
                found.push(self.member(name, origin));
                continue;
            };
            let item = Self::read(sources, items);
            for (name, origin) in &item.properties {
                let bare = name.replace("{i}", "");
                let is_bare = indexed.is_bare_first && !self.properties.contains_key(&bare);
                let mut member = item.member(name, origin);
                if is_bare {
                    member.name = bare;
                }
                found.push(member);
            }
        }
        found
    }

    fn member(&self, name: &str, origin: &Origin) -> Member {
        let (canonical, range) = names::canonical(name);
        let is_required = self.required.contains(name);
        Member { name: canonical, range, origin: origin.clone(), is_required }
    }
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// The numbers that its name contains.
    pub(super) range: Option<(u64, u64)>,
    pub(super) origin: Origin,
    pub(super) is_required: bool,
}

/// Returns the origin after resolving references.
pub(super) fn resolved(sources: &Sources, origin: &Origin) -> Origin {
    let mut origin = origin.clone();
    for _ in 0..MAX_DEPTH {
        match sources.node(&origin).and_then(|node| target(sources, &origin, node)) {
            Some(next) => origin = next,
            None => break,
        }
    }
    origin
}

/// Returns the component that a `$ref` at a location refers to.
fn target(sources: &Sources, origin: &Origin, node: &Node) -> Option<Origin> {
    let reference = node.get("$ref").and_then(Node::as_str)?;
    Some(resolve_ref(sources, origin.file, reference)?.origin())
}

/// Returns `true` for the scalar `true`.
pub(super) fn is_true(node: Option<&Node>) -> bool {
    node.and_then(Node::scalar) == Some(Scalar::Bool(true))
}

/// Returns the text of a scalar except null.
fn text(node: &Node) -> Option<String> {
    match (&node.kind, node.scalar()) {
        (_, None | Some(Scalar::Null)) => None,
        (NodeKind::Scalar { text, .. }, _) => Some(text.clone()),
        _ => None,
    }
}
