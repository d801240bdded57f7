//! Writes to a simulated service and reads from one, with faults of the network and of the process, in virtual time.
//!
//! Each test runs for a number of seeds, which determine the faults. `SIMULATION_SEED` is the first of them, and
//! `SIMULATION_RUNS` their number.

mod actions;
mod catalog;
mod clock;
mod conversions;
mod exports;
mod files;
mod network;
mod pages;
mod quotas;
mod reads;
mod retries;
mod updates;
mod writes;

/// Returns the seeds of a run.
fn seeds(default_runs: u64) -> std::ops::Range<u64> {
    let variable = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let first = variable("SIMULATION_SEED").unwrap_or(1);
    first..first + variable("SIMULATION_RUNS").unwrap_or(default_runs)
}

/// Runs a future in virtual time.
fn simulate<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().expect("a runtime").block_on(future)
}
