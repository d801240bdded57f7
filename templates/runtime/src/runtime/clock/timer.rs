//! Timers of tokio that are used again.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::catch_unwind;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::time::{Instant, Sleep};

/// The maximum number of timers that a thread keeps.
const MAX_KEPT: usize = 64;

thread_local! {
    /// Timers of one runtime. A timer keeps the files of its runtime open, also after the runtime has ended.
    static KEPT: RefCell<Vec<Timer>> = const { RefCell::new(Vec::new()) };

    /// The last runtime that was found to have timers.
    static COMPLETE: Cell<Option<Id>> = const { Cell::new(None) };
}

/// Returns `true` in a tokio runtime with timers.
pub(crate) fn has_timers() -> bool {
    let Ok(runtime) = Handle::try_current() else { return false };
    let runtime = runtime.id();
    if COMPLETE.get() == Some(runtime) {
        return true;
    }
    let is_complete = new_sleep(Duration::ZERO).is_some();
    if is_complete {
        COMPLETE.set(Some(runtime));
    }
    is_complete
}

/// Creates a timer; `None` in a runtime without timers.
fn new_sleep(duration: Duration) -> Option<Pin<Box<Sleep>>> {
    // tokio panics there, and has no function that detects it
    catch_unwind(move || Box::pin(tokio::time::sleep(duration))).ok()
}

/// A registered timer, and the runtime that it is registered with.
struct Timer {
    runtime: Id,
    sleep: Pin<Box<Sleep>>,
}

/// A sleep whose timer is kept when it is dropped.
///
/// Nearly all timeouts end before they elapse. Moving a registered timer to a later time is one store, while
/// registering another one takes a lock and may wake the thread that waits for I/O.
pub(super) struct PooledSleep(Option<Timer>);

impl PooledSleep {
    /// Creates a sleep. It ends at once if [`has_timers`] returns `false`.
    pub(super) fn new(duration: Duration) -> Self {
        let Ok(runtime) = Handle::try_current() else { return Self(None) };
        let runtime = runtime.id();
        let kept = Instant::now().checked_add(duration).and_then(|deadline| {
            let mut timer = KEPT.with_borrow_mut(|kept| take(kept, runtime, deadline))?;
            timer.sleep.as_mut().reset(deadline);
            Some(timer)
        });
        let new = || new_sleep(duration).map(|sleep| Timer { runtime, sleep });
        Self(kept.or_else(new))
    }
}

/// Removes a timer that elapses before this time.
fn take(kept: &mut Vec<Timer>, runtime: Id, deadline: Instant) -> Option<Timer> {
    let is_earlier = |timer: &Timer| timer.runtime == runtime && timer.sleep.deadline() <= deadline;
    kept.iter().rposition(is_earlier).map(|at| kept.swap_remove(at))
}

impl Future for PooledSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Some(timer) => timer.sleep.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}

impl Drop for PooledSleep {
    fn drop(&mut self) {
        // a timer that has elapsed is registered again anyway
        let Some(timer) = self.0.take().filter(|timer| !timer.sleep.is_elapsed()) else { return };
        // fails while the thread ends
        let _ = KEPT.try_with(|kept| {
            let Ok(mut kept) = kept.try_borrow_mut() else { return };
            if kept.first().is_some_and(|other| other.runtime != timer.runtime) {
                kept.clear();
            }
            if kept.len() < MAX_KEPT {
                kept.push(timer);
            }
        });
    }
}
