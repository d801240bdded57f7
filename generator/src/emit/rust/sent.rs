//! The members that a request can have.

use std::collections::BTreeSet;

use crate::ir::{Api, Content, Field, Kind, Operation, Ty, TypeId};

/// Returns the members of the body of an operation, followed by those of the types that they contain.
pub fn fields<'a>(api: &'a Api, operation: &'a Operation) -> Vec<&'a Field> {
    let mut sent = Sent { api, seen: BTreeSet::new(), fields: Vec::new() };
    match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(fields)) => sent.add_fields(fields),
        Some(Content::Record(id)) => sent.add_type(*id),
        Some(Content::List(ty) | Content::Value(ty)) => sent.add(ty),
        Some(Content::Text | Content::File) | None => {}
    }
    sent.fields
}

struct Sent<'a> {
    api: &'a Api,
    seen: BTreeSet<TypeId>,
    fields: Vec<&'a Field>,
}

impl<'a> Sent<'a> {
    fn add(&mut self, ty: &'a Ty) {
        match ty {
            Ty::Named(id) => self.add_type(*id),
            Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) => self.add(inner),
            _ => {}
        }
    }

    fn add_type(&mut self, id: TypeId) {
        if !self.seen.insert(id) {
            return;
        }
        match self.api.types.get(id.0).map(|ty| &ty.kind) {
            Some(Kind::Record(record)) => self.add_fields(&record.fields),
            Some(Kind::Union(union)) => {
                for alternative in &union.alternatives {
                    self.add(&alternative.ty);
                }
            }
            Some(Kind::Enum(_)) | None => {}
        }
    }

    fn add_fields(&mut self, fields: &'a [Field]) {
        for field in fields.iter().filter(|field| !field.read_only) {
            self.fields.push(field);
            self.add(&field.ty);
        }
    }
}
