//! The virtual time of a test, which passes when all tasks wait.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use impact_brand::testing::TestClock;
use impact_brand::transport::{BoxFuture, Clock};
use impact_brand::wire::DateTime;

/// The time at which a test begins, in seconds since 1970.
const START: u64 = 1_800_000_000;

/// The clock of a client.
#[derive(Clone, Copy, Debug)]
pub struct Virtual {
    start: Instant,
    virtual_start: tokio::time::Instant,
}

impl Virtual {
    /// Starts the clock. The runtime must have paused time.
    pub fn start() -> Self {
        Self { start: Instant::now(), virtual_start: tokio::time::Instant::now() }
    }

    fn elapsed(&self) -> Duration {
        self.virtual_start.elapsed()
    }

    /// Returns the time in seconds since 1970.
    pub fn seconds(&self) -> i64 {
        seconds(self)
    }
}

/// Returns the time of a clock in seconds since 1970.
pub fn seconds(clock: &dyn Clock) -> i64 {
    let elapsed = clock.system_time().duration_since(UNIX_EPOCH).expect("a time near the start");
    i64::try_from(elapsed.as_secs()).expect("a time near the start")
}

/// Creates a clock whose waits take no time.
pub fn immediate() -> TestClock {
    TestClock::at(UNIX_EPOCH + Duration::from_secs(START))
}

impl Clock for Virtual {
    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(START) + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Returns a time as the service writes it.
pub fn date(seconds: i64) -> String {
    DateTime::from_unix_timestamp(seconds).expect("a time near the start").to_string()
}
