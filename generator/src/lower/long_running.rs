//! Lowers jobs and queues.

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Kind, LongRunningOperation, Name, Operation, Parameter, ParameterLocation, ResponseContent, Ty,
};
use crate::load::extension::JobExtension;
use crate::location::Origin;
use crate::scalar::ScalarType;

/// Lowers `x-jobs` and `x-queues`, which refer to operations. All groups must have been lowered before.
pub(super) fn lower_long_running(lowering: &mut Lowering<'_>) {
    let root = &lowering.document.root;
    let origin = Origin::root(root.file);
    for (name, job) in &root.extensions.jobs {
        let origin = origin.child("x-jobs").child(name);
        let lowered = lowering.long_running(name, job, origin);
        lowering.api.jobs.extend(lowered);
    }
    for (name, queue) in &root.extensions.queues {
        let origin = origin.child("x-queues").child(name);
        let lowered = lowering.long_running(name, queue, origin);
        lowering.api.queues.extend(lowered);
    }
}

impl Lowering<'_> {
    fn long_running(
        &mut self,
        name: &str,
        extension: &JobExtension,
        origin: Origin,
    ) -> Option<LongRunningOperation> {
        let poll = self.find_operation(&extension.poll)?;
        let optional = |id: &Option<String>| id.as_ref().and_then(|id| self.find_operation(id));
        let (download, replay) = (optional(&extension.download), optional(&extension.replay));
        let polled = self.api.groups.get(poll.0)?.operations.get(poll.1)?;
        let parameter = match id_parameter(polled, &extension.poll) {
            Ok(parameter) => parameter.wire.clone(),
            // the consequence of an error that `lint` reports
            Err((_, count)) if count > 1 && self.document.is_account_unknown() => {
                self.ctx.sink.count_consequence();
                return None;
            }
            Err((message, _)) => {
                self.report_poll(&origin, message);
                return None;
            }
        };
        if !self.returns_record(polled) {
            if self.has_failed_response(&extension.poll) {
                self.ctx.sink.count_consequence();
                return None;
            }
            let message = format!("expected an object as response of `{}`", extension.poll);
            self.report_poll(&origin, message);
            return None;
        }
        Some(LongRunningOperation {
            name: Name::new(name),
            poll,
            parameter,
            download,
            replay,
            id: extension.id.clone(),
            state: extension.state.clone(),
            pending: extension.pending.clone(),
            done: [&*extension.done, &*extension.undocumented_done].concat(),
            failed: [&*extension.failed, &*extension.undocumented_failed].concat(),
            failure: extension.failure.clone(),
            immediate: extension.immediate.clone(),
            progress: extension.progress.clone(),
            message: extension.message.clone(),
            list: extension.list.as_ref().and_then(|list| self.status_list(list)),
            job_id: extension.job_id.clone(),
            created: extension.created.clone(),
            origin,
        })
    }

    fn report_poll(&mut self, origin: &Origin, message: String) {
        let origin = origin.child("poll");
        self.ctx.report(Diagnostic::new(Code::BadExtensionValue, &origin, message));
    }

    /// Returns `true` if the schema of a response has errors, which were reported when it was loaded.
    fn has_failed_response(&self, id: &str) -> bool {
        let operations = self.document.operations();
        let polled = operations.iter().filter(|operation| operation.id() == Some(id));
        let schemas =
            polled.flat_map(|operation| operation.successes()).flat_map(|it| it.json_schemas());
        schemas.into_iter().any(|schema| schema.resolved().value().is_none())
    }

    fn returns_record(&self, operation: &Operation) -> bool {
        let ResponseContent::Value(Ty::Named(id)) = &operation.response else { return false };
        matches!(self.api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_)))
    }

    /// Returns the indexes of the group and the operation with this id.
    pub(super) fn find_operation(&self, id: &str) -> Option<(usize, usize)> {
        self.api.groups.iter().enumerate().find_map(|(g, group)| {
            Some((g, group.operations.iter().position(|operation| operation.id == id)?))
        })
    }
}

/// Returns the path parameter with the id, or a message and the number of path parameters.
fn id_parameter<'o>(polled: &'o Operation, id: &str) -> Result<&'o Parameter, (String, usize)> {
    let in_path = polled.parameters.iter().filter(|it| it.location == ParameterLocation::Path);
    let in_path: Vec<&Parameter> = in_path.collect();
    let count = in_path.len();
    let [parameter] = in_path.as_slice() else {
        let message = format!("expected one path parameter in `{id}`, for the id, found {count}");
        return Err((message, count));
    };
    if matches!(parameter.ty, Ty::Scalar(ScalarType::String | ScalarType::Integer) | Ty::Id(_)) {
        return Ok(parameter);
    }
    let message = format!(
        "expected a string or an integer for the path parameter `{}` of `{id}`",
        parameter.wire
    );
    Err((message, count))
}
