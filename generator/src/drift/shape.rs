//! Schemas after resolving references and merging their parts.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::names;
use crate::load::extension::{FamilyExtension, IndexedExtension};
use crate::location::Origin;
use crate::source::Scalar;
use crate::spec::{Cursor, Schema};
use crate::wire_name::{Numbering, WireName};

/// A schema with the members of its `allOf`, `oneOf` and `anyOf`.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// The schema that declares the members, after resolving references.
    pub(super) definition: Origin,
    ty: Option<&'a str>,
    format: Option<&'a str>,
    is_id: bool,
    pub(super) is_nullable: bool,
    pub(super) default: Option<&'a str>,
    pub(super) values: Option<IndexMap<&'a str, Origin>>,
    properties: IndexMap<&'a str, Schema<'a>>,
    required: BTreeSet<&'a str>,
    pub(super) items: Option<Schema<'a>>,
    /// The schema of the values of a map.
    pub(super) entries: Option<Schema<'a>>,
    indexed: Option<IndexedExtension>,
    family: Option<FamilyExtension>,
}

/// The number of parts that may contain each other.
const MAX_DEPTH: usize = 32;

impl<'a> Shape<'a> {
    /// Reads a schema.
    pub(super) fn read(schema: &Schema<'a>) -> Self {
        Self::read_nested(schema, MAX_DEPTH)
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
            family: None,
        }
    }

    fn read_nested(schema: &Schema<'a>, depth: usize) -> Self {
        let schema = schema.resolved();
        let mut shape = Self::new(&schema.cursor.origin);
        let Some(depth) = depth.checked_sub(1) else { return shape };
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let parts = schema.subschemas(keyword);
            let is_definition = parts.len() == 1 && !schema.cursor.has("properties");
            for part in parts {
                let part = Self::read_nested(&part, depth);
                shape.add_part(part, keyword == "allOf", is_definition);
            }
        }
        shape.add_own(&schema);
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
        self.family = part.family.or(self.family);
    }

    /// Adds what the schema declares itself.
    fn add_own(&mut self, schema: &Schema<'a>) {
        let (cursor, extensions) = (&schema.cursor, schema.extensions());
        self.ty = schema.own_type().or(self.ty);
        self.format = cursor.get_str("format").or(self.format);
        self.is_id |= extensions.id.is_some();
        self.is_nullable |= cursor.has_flag("nullable");
        self.default = cursor.get("default").and_then(|value| text(&value)).or(self.default);
        if cursor.has("enum") {
            let values = cursor.get_items("enum");
            self.values = Some(values.filter_map(|it| Some((text(&it)?, it.origin))).collect());
        }
        self.properties.extend(schema.own_properties());
        self.required.extend(cursor.get_strings("required"));
        self.items = schema.own_items().or(self.items.take());
        self.entries = schema.own_additional().or(self.entries.take());
        self.indexed = extensions.indexed.or(self.indexed);
        self.family = extensions.family.or(self.family);
    }

    /// Returns the numbers of a family of members.
    pub(super) fn range(&self) -> Option<(u64, u64)> {
        self.family.map(|family| (family.from.into(), family.to.into()))
    }

    /// Returns the structure: a scalar type, `array`, `object` or `any`.
    pub(super) fn base_type(&self) -> &str {
        match self.ty {
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
        match self.format {
            _ if self.is_id => "id".to_owned(),
            Some(format) if !["array", "object"].contains(&base) => format!("{base} ({format})"),
            _ => base.to_owned(),
        }
    }

    /// Returns the members by the ends of their paths, with those of lists whose items are sent as numbered members.
    pub(super) fn members(&self) -> Vec<Member<'a>> {
        let mut found = Vec::new();
        for (name, schema) in &self.properties {
            let shape = Self::read(schema);
            let items = shape.items.as_ref().zip(shape.indexed);
            let Some((items, indexed)) = items else {
                found.push(self.member(name, schema));
                continue;
            };
            let item = Self::read(items);
            for (name, schema) in &item.properties {
                let wire = WireName::parse(name).with_numbering(Numbering::BareFirst);
                let bare = wire.with_numbers(Some(0), None);
                let is_bare = indexed.bare_first && !self.properties.contains_key(bare.as_str());
                let mut member = item.member(name, schema);
                if is_bare {
                    member.name = bare;
                }
                found.push(member);
            }
        }
        found
    }

    fn member(&self, name: &str, schema: &Schema<'a>) -> Member<'a> {
        let (canonical, range) = names::canonical(name);
        let is_required = self.required.contains(name);
        Member { name: canonical, range, schema: schema.clone(), is_required }
    }
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) name: String,
    /// The numbers that its name contains.
    pub(super) range: Option<(u64, u64)>,
    pub(super) schema: Schema<'a>,
    pub(super) is_required: bool,
}

/// Returns the text of a scalar except null.
fn text<'a>(value: &Cursor<'a>) -> Option<&'a str> {
    value.node.scalar().filter(|scalar| *scalar != Scalar::Null).and_then(|_| value.text())
}
