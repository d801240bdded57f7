//! How operations that take a while are polled.

use super::Operation;

/// How the outcome of an accepted operation is polled.
pub struct PollSpec {
    /// The operation that returns the status.
    pub operation: &'static Operation,
    /// The path parameter of that operation for the id.
    pub parameter: &'static str,
    /// The members of the initial response whose last path segment is the id.
    pub id: &'static [&'static str],
    /// The member with the state.
    pub state: &'static str,
    /// States of an operation that is neither complete nor failed.
    pub pending: &'static [&'static str],
    /// States of a complete operation.
    pub done: &'static [&'static str],
    /// States of a failed operation.
    pub failed: &'static [&'static str],
    /// Members that, if they are not empty, report an error in every state but a pending one.
    pub failure: &'static [&'static str],
    /// Members of the initial response that it has if the operation was completed at once.
    pub immediate: &'static [&'static str],
    /// The member with the progress in percent.
    pub progress: Option<&'static str>,
    /// The member with a message about the state.
    pub message: Option<&'static str>,
}

/// A job: how it is polled, downloaded and run again.
pub struct JobSpec {
    /// How it is polled.
    pub poll: PollSpec,
    /// The member of the status with the id of the job.
    pub id: Option<&'static str>,
    /// The operation that downloads the file.
    pub download: &'static Operation,
    /// The operation that runs the job again.
    pub replay: Option<&'static Operation>,
    /// The member of the status with the time when the job was created.
    pub created: Option<&'static str>,
}
