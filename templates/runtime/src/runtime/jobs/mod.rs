//! Operations that take a while: jobs, queued writes, and polling for their outcome.

mod accepted;
mod fresh;
mod handle;
mod pending;
mod poll;
mod progress_stream;
mod queued;
mod status;
mod transfer;
mod wait;
mod watcher;

pub use handle::{FinishedJob, JobHandle};
pub(crate) use pending::StatusType;
pub use poll::{PollAction, PollPolicy, Poller};
pub use progress_stream::ProgressStream;
pub use queued::{Acceptance, Queued, Receipt};
pub use status::Progress;
pub(crate) use status::{classify_status, texts};
pub use wait::Wait;
