//! Operations that take a while: jobs, queued writes, and polling for their outcome.

mod accepted;
mod handle;
mod pending;
mod poll;
mod queued;
mod status;
mod wait;

pub use handle::{FinishedJob, JobHandle};
pub use poll::{PollAction, PollPolicy, Poller};
pub use queued::{Acceptance, Queued, Receipt};
pub use status::Progress;
pub(crate) use status::{PollOutcome, classify_status, texts};
pub use wait::Wait;
