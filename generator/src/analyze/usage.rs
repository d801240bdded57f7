//! Types in requests and responses, and dependencies between groups.

use std::collections::BTreeSet;

use crate::ir::{Api, Content, Kind, ModulePath, Operation, Ty, TypeId};

/// Marks the types that occur in responses and in requests.
pub(super) fn mark_types(api: &mut Api) {
    let mut read = BTreeSet::new();
    let mut written = BTreeSet::new();
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        collect_response(api, operation, &mut read);
        collect_request(api, operation, &mut written);
    }
    for (i, ty) in api.types.iter_mut().enumerate() {
        ty.read = read.contains(&TypeId(i));
        ty.written = written.contains(&TypeId(i));
    }
}

/// Finds the groups whose types or operations each group uses.
pub(super) fn find_dependencies(api: &mut Api) {
    let mut uses: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); api.groups.len()];
    for (g, (group, uses)) in api.groups.iter().zip(&mut uses).enumerate() {
        for operation in &group.operations {
            let mut types = BTreeSet::new();
            collect_response(api, operation, &mut types);
            collect_request(api, operation, &mut types);
            for id in types {
                if let Some(ModulePath::Group(module)) = api.types.get(id.0).map(|ty| ty.module) {
                    uses.insert(module);
                }
            }
            let job = operation.job.and_then(|job| api.jobs.get(job));
            let queue = operation.queue.and_then(|queue| api.queues.get(queue));
            let downloaded = api.jobs.iter().filter(|job| job.downloads_by(api, operation));
            let plans = job.into_iter().chain(queue).chain(downloaded);
            uses.extend(plans.map(|plan| plan.poll.0));
        }
        uses.remove(&g);
    }
    for (group, uses) in api.groups.iter_mut().zip(uses) {
        group.uses = uses.into_iter().collect();
    }
}

/// Adds the named types that occur in the responses to an operation.
fn collect_response(api: &Api, operation: &Operation, found: &mut BTreeSet<TypeId>) {
    let item = operation.paged.as_ref().map(|paged| &paged.item);
    for ty in item.into_iter().chain(operation.response.types()) {
        collect(api, ty, Direction::Response, found);
    }
    if let Some(id) = operation.headers {
        collect(api, &Ty::Named(id), Direction::Response, found);
    }
}

/// Adds the named types that occur in the requests of an operation.
fn collect_request(api: &Api, operation: &Operation, found: &mut BTreeSet<TypeId>) {
    for parameter in &operation.parameters {
        collect(api, &parameter.ty, Direction::Request, found);
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(members)) => {
            for member in members {
                collect(api, &member.ty, Direction::Request, found);
            }
        }
        Some(Content::List(ty) | Content::Value(ty)) => {
            collect(api, ty, Direction::Request, found);
        }
        Some(Content::Record(id)) => collect(api, &Ty::Named(*id), Direction::Request, found),
        Some(Content::Text | Content::File) | None => {}
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
    let mut open: Vec<TypeId> = named(ty).into_iter().collect();
    while let Some(id) = open.pop() {
        let kind = if found.insert(id) { api.types.get(id.0).map(|ty| &ty.kind) } else { None };
        match kind {
            Some(Kind::Record(record)) => {
                open.extend(record.fields.iter().filter_map(|field| named(&field.ty)));
                let setter = record.additional.as_ref().filter(|_| direction == Direction::Request);
                open.extend(setter.and_then(named));
            }
            Some(Kind::Union(union)) => {
                open.extend(union.alternatives.iter().filter_map(|own| named(&own.ty)));
            }
            _ => {}
        }
    }
}

/// Returns the named type in lists and maps.
fn named(mut ty: &Ty) -> Option<TypeId> {
    while let Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) = ty {
        ty = inner;
    }
    match ty {
        Ty::Named(id) => Some(*id),
        _ => None,
    }
}
