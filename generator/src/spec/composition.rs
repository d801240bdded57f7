//! Compositions of schemas by `allOf`, `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::schema::Schema;
use super::shape;
use crate::resolve::ComponentRef;
use crate::source::{Node, Scalar};

/// The keys that list schemas.
const KEYS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// The members of an object: those of the parts of `allOf`, each replaced by a later one of its name, and its own.
#[derive(Clone, Debug, Default)]
pub struct Members<'a> {
    /// The properties.
    pub properties: IndexMap<&'a str, Member<'a>>,
    /// The names of the required properties.
    pub required: BTreeSet<&'a str>,
    /// The additional properties, unless they are not allowed or not declared.
    pub additional: Option<Member<'a>>,
    /// The components among the parts, each before its own parts.
    pub components: Vec<Part<'a>>,
    /// The parts that are not objects.
    pub others: Vec<Schema<'a>>,
}

/// A declared property, or the additional properties.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The schema; of additional properties with any value the object that allows them.
    pub schema: Schema<'a>,
    /// `true` for additional properties with any value.
    pub is_any: bool,
    /// The component that declares it, if that is a part of the object.
    pub owner: Option<&'a ComponentRef>,
}

/// A schema that is reached from another one through compositions.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The schema, after resolving references.
    pub schema: Schema<'a>,
    /// The component that lists it, if that is a part itself.
    pub listed_by: Option<&'a ComponentRef>,
    /// The component that it belongs to: itself, or the one that lists it.
    owner: Option<&'a ComponentRef>,
}

impl<'a> Schema<'a> {
    /// Returns the schema and, recursively, the schemas of its `allOf`, `oneOf` and `anyOf`, each resolved and once.
    pub fn parts(&self) -> Vec<Schema<'a>> {
        self.parts_by(&KEYS)
    }

    /// Returns the schema and, recursively, the schemas that it lists by these keys, each resolved and once.
    pub fn parts_by(&self, keys: &[&str]) -> Vec<Schema<'a>> {
        let root = self.resolved();
        if !root.lists(keys) {
            return vec![root];
        }
        let (parts, _) = self.traverse(keys);
        parts.into_iter().map(|part| part.schema).collect()
    }

    /// Returns the first result of a function for the schema and its parts.
    pub(super) fn find_in_parts<T>(&self, find: impl Fn(&Schema<'a>) -> Option<T>) -> Option<T> {
        // most schemas have no parts, and need not be copied
        match self.reference() {
            None if !self.lists(&KEYS) => find(self),
            _ => self.parts().iter().find_map(find),
        }
    }

    /// Returns `true` if the schema lists others by one of these keys.
    fn lists(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.cursor.has(key))
    }

    /// Returns the schema and, recursively, the schemas of its `allOf`, each resolved and after its own parts.
    pub fn merged_parts(&self) -> Vec<Schema<'a>> {
        let (_, parts) = self.traverse(&["allOf"]);
        parts.into_iter().map(|part| part.schema).collect()
    }

    /// Returns the properties of a schema and its parts.
    pub fn properties(&self) -> IndexMap<&'a str, Schema<'a>> {
        let (_, parts) = self.traverse(&KEYS);
        parts.into_iter().flat_map(|part| part.schema.own_properties()).collect()
    }

    /// Returns the schema of the items of a list.
    pub fn items(&self) -> Option<Schema<'a>> {
        self.find_in_parts(Schema::own_items)
    }

    /// Returns the parts that the schema lists without a reference, and recursively theirs.
    pub fn inline_parts(&self) -> Vec<Schema<'a>> {
        let mut found = Vec::new();
        let mut open = vec![self.clone()];
        while let Some(schema) = open.pop() {
            open.extend(KEYS.iter().flat_map(|key| schema.subschemas(key)));
            found.push(schema);
        }
        found
    }

    /// Merges the members of the parts of `allOf` and of the schema itself.
    pub fn members(&self) -> Members<'a> {
        let mut merged = Members::default();
        let (parts, inner_first) = self.traverse(&["allOf"]);
        let components = parts.into_iter().skip(1);
        merged.components = components.filter(|part| part.schema.component.is_some()).collect();
        for Part { schema, owner, .. } in inner_first {
            let Some(value) = schema.value() else { continue };
            if !shape::is_object_part(value) {
                merged.others.push(schema);
                continue;
            }
            for (name, property) in schema.own_properties() {
                let member = Member { schema: property, is_any: false, owner };
                merged.properties.insert(name, member);
            }
            merged.required.extend(schema.cursor.get_strings("required"));
            merged.additional = schema.additional_member(owner).or(merged.additional);
        }
        merged
    }

    fn additional_member(&self, owner: Option<&'a ComponentRef>) -> Option<Member<'a>> {
        let flag = self.cursor.node.get("additionalProperties").and_then(Node::scalar);
        let is_any = flag == Some(Scalar::Bool(true));
        let schema = self.own_additional().or_else(|| is_any.then(|| self.clone()));
        Some(Member { schema: schema?, is_any, owner })
    }

    /// Returns the schema and the schemas that it lists by these keys in two orders: each before its parts, and each after
    /// its parts.
    fn traverse(&self, keys: &[&str]) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let root = Part { schema: self.resolved(), listed_by: None, owner: None };
        if !root.schema.lists(keys) {
            return (vec![root.clone()], vec![root]);
        }
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        let mut open = vec![(root, false)];
        while let Some((part, is_complete)) = open.pop() {
            if is_complete {
                after.push(part);
                continue;
            }
            if !seen.insert(part.schema.cursor.origin.clone()) {
                continue;
            }
            let inner: Vec<_> = keys.iter().flat_map(|key| part.schema.subschemas(key)).collect();
            let listed_by = part.owner;
            before.push(part.clone());
            open.push((part, true));
            open.extend(inner.iter().rev().map(|inner| {
                let schema = inner.resolved();
                let owner = schema.component.or(listed_by);
                (Part { schema, listed_by, owner }, false)
            }));
        }
        (before, after)
    }
}
