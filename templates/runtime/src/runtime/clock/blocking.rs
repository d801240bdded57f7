//! Waiting that blocks the thread.

use std::time::{Duration, Instant};

use super::{BoxFuture, Clock};

/// The clock of the operating system. Its sleeps block the thread that polls them.
#[derive(Clone, Copy, Debug, Default)]
pub struct BlockingClock;

impl Clock for BlockingClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(async move { std::thread::sleep(duration) })
    }
}
