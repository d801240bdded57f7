//! Writes to a simulated service and reads from one, with faults of the network and of the process, in virtual time.
//!
//! Each test runs for a number of seeds, which determine all requests and faults. `SIMULATION_SEED` is the first of them, at least 1, and
//! `SIMULATION_RUNS` their number.

mod actions;
mod blocking;
mod catalog;
mod clock;
mod concat;
mod conversions;
mod determinism;
mod exports;
mod files;
mod growing;
mod job_service;
mod jobs;
mod lists;
mod network;
mod pages;
mod positions;
mod quotas;
mod reader;
mod reads;
mod retries;
mod updates;
mod wire;
mod writes;

use std::time::Duration;

use impact_brand::runtime::internals;
use tests::random::Random;
use tokio::time::{Instant, timeout_at};

/// Returns the seeds of a run.
fn seeds(default_runs: u64) -> std::ops::Range<u64> {
    let variable = |name: &str| {
        let text = std::env::var(name).ok()?;
        Some(
            text.parse::<u64>()
                .unwrap_or_else(|_| panic!("expected a number in {name}, found {text}")),
        )
    };
    let first = variable("SIMULATION_SEED").unwrap_or(1);
    first..first + variable("SIMULATION_RUNS").unwrap_or(default_runs)
}

/// Returns `true` unless others are set. A single seed need not have all kinds of events.
fn are_default_seeds() -> bool {
    std::env::var_os("SIMULATION_RUNS").is_none()
}

/// Runs a future in virtual time, without other threads.
fn simulate<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().expect("a runtime");
    internals::without_file_threads(|| runtime.block_on(future))
}

/// Returns when a process ends.
fn random_end(random: &mut Random) -> Option<Instant> {
    Some(Instant::now() + Duration::from_secs(random.pick(&[5, 100, 10_000])))
}

/// Returns the next item, or `None` if there is none before the process ends.
async fn next_before<T>(end: Option<Instant>, next: impl Future<Output = Option<T>>) -> Option<T> {
    match end {
        Some(end) => timeout_at(end, next).await.unwrap_or_default(),
        None => next.await,
    }
}
