//! Jobs that are started, waited for and downloaded by processes that end at any time.

use std::path::PathBuf;
use std::time::Duration;

use impact_brand::jobs::Job;
use impact_brand::polling::{FinishedJob, JobHandle};
use impact_brand::quota::QuotaMode;
use impact_brand::{Client, Error};
use tests::random::Random;
use tokio::time::{sleep, timeout};

use crate::clock::Virtual;
use crate::job_service::Jobs;
use crate::network::Network;

/// The exports of clicks that are permitted a day.
const LIMIT: usize = 10;
const PERIOD: i64 = 86_400;

/// The number of processes, of which the last one is not ended.
const PROCESSES: usize = 12;

/// How a job is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// The job of the first time is returned.
    Any,
    /// The job has new rows.
    Fresh,
}

/// A job whose id was stored.
#[derive(Clone, Debug)]
struct Stored {
    id: String,
    start: Start,
    /// The time of the call that started it.
    called_at: i64,
}

/// A program that exports clicks again and again.
struct Program {
    seed: u64,
    random: Random,
    clock: Virtual,
    network: Network<Jobs>,
    client: Client,
    folder: PathBuf,
    stored: Option<Stored>,
    /// The numbers of calls of `start` and `fresh`, and of `fresh` only.
    starts: usize,
    fresh: usize,
    files: usize,
}

impl Program {
    fn new(seed: u64, folder: PathBuf) -> Self {
        let (mut random, clock) = (Random::new(seed), Virtual::start());
        let service = Jobs::random(&mut random, clock);
        let network = Network::new(service, seed + 1_000_000, random.pick(&[0, 0, 10, 30]));
        let client = network.client(clock).quota_mode(QuotaMode::Fail);
        let client = client.build().expect("a client");
        let (stored, starts, fresh, files) = (None, 0, 0, 0);
        Self { seed, random, clock, network, client, folder, stored, starts, fresh, files }
    }

    /// Starts a client with the quotas of the one before it.
    fn restart(&mut self) {
        let saved = self.client.quota_snapshot().to_string();
        let client = self.network.client(self.clock).quota_mode(QuotaMode::Fail);
        let client = client.restore_quotas(saved.parse().expect("a state"));
        self.client = client.build().expect("a client");
    }

    /// Starts a job and stores its id.
    async fn start(&mut self) -> Result<JobHandle<Job>, Error> {
        let start = self.random.pick(&[Start::Any, Start::Fresh, Start::Fresh]);
        let called_at = self.clock.seconds();
        self.starts += 1;
        let export = self.client.clicks().export("1000");
        let job = match start {
            Start::Any => export.start().await?,
            Start::Fresh => {
                self.fresh += 1;
                export.fresh().await?
            }
        };
        self.stored = Some(Stored { id: job.id().to_owned(), start, called_at });
        Ok(job)
    }

    /// Waits for the stored job, or for a new one, and reads its file.
    async fn run(&mut self) -> Result<(), Error> {
        let job = match &self.stored {
            Some(stored) => self.client.jobs().export_job(stored.id.clone()),
            None => self.start().await?,
        };
        let finished = job.wait().deadline(Duration::from_secs(7_200)).await;
        // a job that was removed or that failed is not waited for again
        let is_over = |error: &Error| error.is_rejected() || error.is_timeout();
        let stored = match finished.as_ref().is_err_and(is_over) {
            true => self.stored.take(),
            false => self.stored.clone(),
        };
        let (finished, stored) = (finished?, stored.expect("a job"));
        let file = match self.random.chance(50) {
            true => self.save(&finished).await?,
            false => read(&finished).await?,
        };
        self.check(&stored, &file);
        self.stored = None;
        self.files += 1;
        Ok(())
    }

    async fn save(&self, finished: &FinishedJob<Job>) -> Result<String, Error> {
        let path = self.folder.join("clicks.csv");
        finished.save(&path).await?;
        Ok(std::fs::read_to_string(path).expect("a file"))
    }

    /// Checks that a file is that of a run of a job, and that it is new.
    fn check(&self, stored: &Stored, file: &str) {
        self.network.service(|own| {
            let job = own.jobs.iter().find(|job| job.id == stored.id).expect("a job");
            let mut runs = job.runs.iter();
            let run = runs.find(|run| run.file == file.as_bytes());
            let run = run.unwrap_or_else(|| panic!("seed {}: {file:?} of {job:?}", self.seed));
            // times have a resolution of a second, and a job that is not visible yet is taken as new
            let is_new = run.ended_at + 2 + own.visible_after() >= stored.called_at;
            let is_right = stored.start == Start::Any || is_new;
            assert!(
                is_right,
                "seed {}: an old file: {stored:?} {:?}",
                self.seed,
                own.describe(&stored.id)
            );
        });
    }

    /// Checks how often the service received exports and replays.
    fn check_requests(&self) {
        let (seed, starts, fresh) = (self.seed, self.starts, self.fresh);
        self.network.service(|own| {
            assert!(own.exports.len() <= starts, "seed {seed}: {starts} calls, {:?}", own.exports);
            assert!(own.replays <= fresh, "seed {seed}: {fresh} calls, {} replays", own.replays);
            let others = own.others;
            assert!(own.replays_in_progress == 0 || others > 0, "seed {seed}: a run had not ended");
            let mut period: Option<(i64, usize)> = None;
            for export in &own.exports {
                let count = match &mut period {
                    Some((start, count)) if export - *start < PERIOD => {
                        *count += 1;
                        *count
                    }
                    _ => period.insert((*export, 1)).1,
                };
                assert!(count <= LIMIT, "seed {seed}: {:?}", own.exports);
            }
        });
    }
}

/// Reads the records of a file.
async fn read(finished: &FinishedJob<Job>) -> Result<String, Error> {
    let (mut records, mut text) = (finished.records(), "Id,Run,Amount\n".to_owned());
    while let Some(record) = records.next().await {
        let record = record?;
        let fields = ["Id", "Run", "Amount"].map(|name| record.get(name).expect("a field"));
        text.push_str(&format!("{}\n", fields.join(",")));
    }
    Ok(text)
}

/// Exports clicks again and again. Returns the number of files and a hash of the requests.
pub async fn export(seed: u64) -> (usize, u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::new(seed, folder.path().to_owned());
    for process in 1..=PROCESSES {
        let is_last = process == PROCESSES;
        if is_last {
            program.network.heal();
        }
        let end = program.random.pick(&[2, 20, 300, 3_000, 100_000, 100_000]);
        let end = if is_last { 1_000_000 } else { end };
        let ended = timeout(Duration::from_secs(end), program.run()).await;
        if is_last && program.network.service(|own| own.others == 0) {
            // without faults, only a job that fails or an exhausted quota is an error
            let is_right = |error: &Error| {
                error.is_rejected() || error.is_timeout() || error.is_rate_limited()
            };
            let is_right =
                ended.as_ref().is_ok_and(|run| run.as_ref().map_or_else(is_right, |()| true));
            assert!(is_right, "seed {seed}: {ended:?}");
        }
        program.restart();
        // exports are often repeated after an hour
        let hour = 3_600 - program.clock.seconds().rem_euclid(3_600);
        let hour = u64::try_from(hour).expect("a time");
        let pause = program.random.pick(&[0, hour, hour, hour, hour, hour, 90_000]);
        sleep(Duration::from_secs(pause)).await;
    }
    // requests may arrive after their calls have ended
    sleep(Duration::from_secs(600)).await;
    program.check_requests();
    (program.files, program.network.trace())
}

#[test]
fn jobs_are_started_once_and_have_new_rows() {
    let files: usize = crate::seeds(40).map(|seed| crate::simulate(export(seed)).0).sum();
    assert!(files > 0 || !crate::are_default_seeds());
}
