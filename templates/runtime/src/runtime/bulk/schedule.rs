//! When the statuses of writes are read, and how often. It has no clock: the caller passes the time.

use std::time::{Duration, Instant};

/// The number of reads that are permitted however few writes there are.
const MIN_READS: u64 = 20;

/// The number of writes per read, if there are many.
const WRITES_PER_READ: u64 = 20;

/// The intervals and the deadline of reading.
#[derive(Clone, Copy, PartialEq)]
pub struct ReadPolicy {
    /// The time between the first two rounds. It grows by half with each round.
    pub interval: Duration,
    /// The maximum interval.
    pub max_interval: Duration,
    /// The time after which reading ends.
    pub deadline: Duration,
}

/// The factor by which the interval grows.
const GROWTH: f64 = 1.5;

/// The factor of the steps by which delays are made longer.
const SCALE: f64 = 1.1;

/// An interval of 10 seconds that grows up to 10 minutes, and a deadline of two hours.
impl Default for ReadPolicy {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(10),
            max_interval: Duration::from_secs(10 * 60),
            deadline: Duration::from_secs(2 * 60 * 60),
        }
    }
}

/// The schedule of rounds, each of which reads some pages.
#[derive(Clone)]
pub struct Schedule {
    policy: ReadPolicy,
    started_at: Instant,
    interval: Duration,
    reads: u64,
    /// The number of reads before the current round.
    reads_before: u64,
    max_reads: u64,
}

impl Schedule {
    /// Starts at this time.
    pub fn new(policy: ReadPolicy, writes: usize, now: Instant) -> Self {
        let max_reads = (writes as u64 / WRITES_PER_READ).max(MIN_READS);
        Self {
            policy,
            started_at: now,
            interval: policy.interval,
            reads: 0,
            reads_before: 0,
            max_reads,
        }
    }

    /// Returns `true` if another read is permitted.
    pub fn permits_read(&self) -> bool {
        self.reads < self.max_reads
    }

    /// Returns the number of reads.
    pub fn reads(&self) -> u64 {
        self.reads
    }

    /// Counts the requests of a read.
    pub fn count(&mut self, requests: u32) {
        self.reads += u64::from(requests.max(1));
    }

    /// Ends a round, and returns the time to wait before the next one, which is expected to need as many reads. Returns
    /// `None` if the deadline has passed or all reads are used up.
    pub fn wait(&mut self, now: Instant) -> Option<Duration> {
        let elapsed = now.saturating_duration_since(self.started_at);
        let left = self.policy.deadline.saturating_sub(elapsed);
        if left.is_zero() || !self.permits_read() {
            return None;
        }
        let reads = (self.reads - self.reads_before).max(1);
        self.reads_before = self.reads;
        let rounds = (self.max_reads - self.reads) / reads;
        let (mut wait, max_interval) = (self.interval, self.policy.max_interval);
        let is_enough = count_rounds(wait, max_interval, left) <= rounds;
        // with few reads left, the delays are longer and grow without a limit
        let bound = if is_enough { max_interval } else { left };
        while !is_enough && wait < left && count_rounds(wait, bound, left) > rounds {
            wait = wait.mul_f64(SCALE);
        }
        self.interval = wait.mul_f64(GROWTH).min(bound);
        Some(wait.min(left))
    }
}

/// Returns the number of rounds until this time has passed.
fn count_rounds(mut interval: Duration, max_interval: Duration, mut left: Duration) -> u64 {
    interval = interval.max(Duration::from_secs(1));
    let mut rounds = 0;
    while !left.is_zero() {
        left = left.saturating_sub(interval);
        interval = interval.mul_f64(GROWTH).min(max_interval.max(interval));
        rounds += 1;
    }
    rounds
}
