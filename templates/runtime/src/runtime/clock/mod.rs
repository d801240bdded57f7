//! The time, and waiting; replaceable, so that tests control both.

#[cfg(feature = "blocking")]
mod blocking;
mod timer;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

#[cfg(feature = "blocking")]
pub use blocking::BlockingClock;
#[cfg(feature = "blocking")]
pub(crate) use blocking::block;
use timer::PooledSleep;
pub(crate) use timer::has_timers;

/// A boxed future, as object-safe traits need it.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// A source of time for timeouts, deadlines and waits.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// Returns the current time.
    fn now(&self) -> Instant;

    /// Returns the current time of the day, for quotas and for dates in headers.
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Returns a future that completes after this duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<()>;

    /// Returns `true` if `sleep` has to be called in a tokio runtime. A call outside of one is then an error.
    fn requires_tokio(&self) -> bool {
        false
    }
}

/// Returns a time in Unix seconds. A time before 1970 is 0.
pub(crate) fn unix_seconds(time: SystemTime) -> i64 {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// Returns `true` in a tokio runtime.
pub(crate) fn is_in_tokio() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Returns `true` if files are read and written by the threads that a tokio runtime has for it. A call of a blocking
/// client does it itself, because it may occupy the last of these threads.
pub(crate) fn has_file_threads() -> bool {
    #[cfg(feature = "blocking")]
    if blocking::is_blocking() {
        return false;
    }
    is_in_tokio()
}

/// The clock of the operating system, with the timers of tokio.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(PooledSleep::new(duration))
    }

    fn requires_tokio(&self) -> bool {
        true
    }
}
