//! Waiting that blocks the thread.

use std::cell::Cell;
use std::time::{Duration, Instant};

use super::{BoxFuture, Clock};

thread_local! {
    /// The thread runs a call of a blocking client.
    static IS_BLOCKING: Cell<bool> = const { Cell::new(false) };
}

/// Calls a function of which [`is_blocking`] is `true`.
pub(crate) fn block<T>(call: impl FnOnce() -> T) -> T {
    /// Restores the state, also after a panic.
    struct Restore(bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            IS_BLOCKING.set(self.0);
        }
    }

    let _restore = Restore(IS_BLOCKING.replace(true));
    call()
}

/// Returns `true` while the thread runs a call of a blocking client.
pub(super) fn is_blocking() -> bool {
    IS_BLOCKING.get()
}

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
