//! Which types answers and requests hold, and which groups need which.

use std::collections::BTreeSet;

use crate::ir::{Answer, Api, Content, Home, Kind, Operation, Ty, TypeId};

/// Marks the types that are read and those that are written.
pub(super) fn types(api: &mut Api) {
    let mut read = BTreeSet::new();
    let mut written = BTreeSet::new();
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        for ty in answered(operation) {
            reach(api, ty, &mut read);
        }
        for ty in sent(operation) {
            reach(api, ty, &mut written);
        }
        if let Some(Content::Record(id)) = operation.body.as_ref().map(|body| &body.content) {
            reach(api, &Ty::Named(*id), &mut written);
        }
    }
    for (i, ty) in api.types.iter_mut().enumerate() {
        ty.read = read.contains(&TypeId(i));
        ty.written = written.contains(&TypeId(i));
    }
}

/// Notes for every group the other groups whose types or operations it needs.
pub(super) fn groups(api: &mut Api) {
    let mut uses: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); api.groups.len()];
    for (g, (group, uses)) in api.groups.iter().zip(&mut uses).enumerate() {
        for operation in &group.operations {
            let mut types = BTreeSet::new();
            for ty in answered(operation).into_iter().chain(sent(operation)) {
                reach(api, ty, &mut types);
            }
            if let Some(Content::Record(id)) = operation.body.as_ref().map(|body| &body.content) {
                reach(api, &Ty::Named(*id), &mut types);
            }
            for id in types {
                if let Some(Home::Group(home)) = api.types.get(id.0).map(|ty| ty.home) {
                    uses.insert(home);
                }
            }
            let job = operation.job.and_then(|job| api.jobs.get(job));
            let follow = operation.follow.and_then(|follow| api.follows.get(follow));
            uses.extend(job.into_iter().chain(follow).map(|plan| plan.poll.0));
        }
        uses.remove(&g);
    }
    for (group, uses) in api.groups.iter_mut().zip(uses) {
        group.uses = uses.into_iter().collect();
    }
}

fn answered(operation: &Operation) -> Vec<&Ty> {
    let row = operation.paged.as_ref().map(|paged| &paged.row);
    let value = match &operation.answer {
        Answer::Value(ty) | Answer::FileOr(ty) => Some(ty),
        _ => None,
    };
    row.into_iter().chain(value).collect()
}

fn sent(operation: &Operation) -> Vec<&Ty> {
    let mut types: Vec<&Ty> = operation.parameters.iter().map(|parameter| &parameter.ty).collect();
    match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(members)) => types.extend(members.iter().map(|member| &member.ty)),
        Some(Content::List(ty)) => types.push(ty),
        Some(Content::Record(_) | Content::Text | Content::File) | None => {}
    }
    types
}

/// Adds the types that values of `ty` hold.
fn reach(api: &Api, ty: &Ty, found: &mut BTreeSet<TypeId>) {
    match ty {
        Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) => reach(api, inner, found),
        Ty::Named(id) if found.insert(*id) => match api.types.get(id.0).map(|ty| &ty.kind) {
            Some(Kind::Record(record)) => {
                for field in &record.fields {
                    reach(api, &field.ty, found);
                }
            }
            Some(Kind::Union(union)) => {
                for alternative in &union.alternatives {
                    reach(api, &Ty::Named(alternative.record), found);
                }
            }
            _ => {}
        },
        _ => {}
    }
}
