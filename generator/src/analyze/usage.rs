//! Types in requests and responses, and dependencies between groups.

use std::collections::BTreeSet;

use crate::ir::{Api, ModulePath, TypeId};

/// Marks the types that occur in responses and in requests.
pub(super) fn mark_types(api: &mut Api) {
    let mut read = BTreeSet::new();
    let mut written = BTreeSet::new();
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        api.add_response_types(operation, &mut read);
        api.add_request_types(operation, &mut written);
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
            api.add_response_types(operation, &mut types);
            api.add_request_types(operation, &mut types);
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
