//! A clock whose waits take no time.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use crate::runtime::clock::{BoxFuture, Clock};

/// A clock that advances only by sleeping, and by [`advance`](Self::advance). Clones share the time.
///
/// A delay of retries, a wait for a quota or a wait for a job completes at once, and moves the time forward by its
/// duration. A timeout is such a wait, too: it elapses as soon as the client has to wait for the transport. The clock is
/// therefore for transports that never wait, such as [`MockTransport`](super::MockTransport).
#[derive(Clone)]
pub struct TestClock(Arc<Shared>);

struct Shared {
    start: Instant,
    system_start: SystemTime,
    time: Mutex<Time>,
}

#[derive(Default)]
struct Time {
    elapsed: Duration,
    sleeps: Vec<Duration>,
}

impl TestClock {
    /// Creates a clock that starts at the current time.
    pub fn new() -> Self {
        Self::at(SystemTime::now())
    }

    /// Creates a clock that starts at this time of the day.
    pub fn at(time: SystemTime) -> Self {
        let shared = Shared { start: Instant::now(), system_start: time, time: Mutex::default() };
        Self(Arc::new(shared))
    }

    /// Moves the time forward.
    pub fn advance(&self, duration: Duration) {
        self.update(|time| time.elapsed = time.elapsed.saturating_add(duration));
    }

    /// Returns the time since the clock was created.
    pub fn elapsed(&self) -> Duration {
        self.update(|time| time.elapsed)
    }

    /// Returns the durations of all waits that were completed, in order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.update(|time| time.sleeps.clone())
    }

    fn update<T>(&self, change: impl FnOnce(&mut Time) -> T) -> T {
        change(&mut self.0.time.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClock").field("elapsed", &self.elapsed()).finish_non_exhaustive()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.0.start.checked_add(self.elapsed()).unwrap_or(self.0.start)
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_start.checked_add(self.elapsed()).unwrap_or(self.0.system_start)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(Sleep { clock: self.clone(), duration, until: None })
    }
}

/// A wait. It is pending once, so that other futures are polled first, as they are while time passes.
struct Sleep {
    clock: TestClock,
    duration: Duration,
    until: Option<Duration>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(until) = self.until else {
            self.until = Some(self.clock.elapsed().saturating_add(self.duration));
            context.waker().wake_by_ref();
            return Poll::Pending;
        };
        let duration = self.duration;
        self.clock.update(|time| {
            time.elapsed = time.elapsed.max(until);
            time.sleeps.push(duration);
        });
        Poll::Ready(())
    }
}
