//! The types that occur in requests and in responses.

use std::collections::BTreeSet;

use super::{Api, Content, Kind, Operation, Ty, TypeId};

impl Api {
    /// Adds the named types that occur in the responses to an operation.
    pub fn add_response_types(&self, operation: &Operation, found: &mut BTreeSet<TypeId>) {
        let item = operation.paged.as_ref().map(|paged| &paged.item);
        for ty in item.into_iter().chain(operation.response.types()) {
            collect(self, ty, Direction::Response, found);
        }
        if let Some(id) = operation.headers {
            collect(self, &Ty::Named(id), Direction::Response, found);
        }
    }

    /// Adds the named types that occur in the requests of an operation.
    pub fn add_request_types(&self, operation: &Operation, found: &mut BTreeSet<TypeId>) {
        for parameter in &operation.parameters {
            collect(self, &parameter.ty, Direction::Request, found);
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(Content::Members(members)) => {
                for member in members {
                    collect(self, &member.ty, Direction::Request, found);
                }
            }
            Some(Content::List(ty) | Content::Value(ty)) => {
                collect(self, ty, Direction::Request, found);
            }
            Some(Content::Record(id)) => collect(self, &Ty::Named(*id), Direction::Request, found),
            Some(Content::Text | Content::File) | None => {}
        }
    }
}

/// Where types occur.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// In responses, whose undeclared members are JSON.
    Response,
    /// In requests, whose undeclared members have a setter.
    Request,
}

/// Adds the named types that occur in `ty`.
fn collect(api: &Api, ty: &Ty, direction: Direction, found: &mut BTreeSet<TypeId>) {
    let mut open: Vec<TypeId> = ty.named().into_iter().collect();
    while let Some(id) = open.pop() {
        let kind = if found.insert(id) { api.types.get(id.0).map(|ty| &ty.kind) } else { None };
        match kind {
            Some(Kind::Record(record)) => {
                open.extend(record.fields.iter().filter_map(|field| field.ty.named()));
                let setter = record.additional.as_ref().filter(|_| direction == Direction::Request);
                open.extend(setter.and_then(Ty::named));
            }
            Some(Kind::Union(union)) => {
                open.extend(union.alternatives.iter().filter_map(|own| own.ty.named()));
            }
            _ => {}
        }
    }
}
