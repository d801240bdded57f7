//! The blocking client: for the same seed, it sends what the asynchronous client sends, at the same times, and has the
//! same results.

use std::fmt::Debug;
use std::path::Path;
use std::time::Duration;

use impact_brand::conversions::Conversion;
use impact_brand::paging::{Position, concat};
use impact_brand::runtime::internals;
use impact_brand::testing::TestClock;
use impact_brand::wire::DateTime;
use impact_brand::{Client, Error, blocking};
use tests::random::Random;

use crate::clock::immediate;
use crate::growing::Growing;
use crate::job_service::Jobs;
use crate::network::{Service, delays};
use crate::wire::{READ_TIMEOUT, Wire};

/// Runs a future whose waits take no time.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    internals::without_file_threads(|| runtime.block_on(future))
}

/// One of the two clients.
enum Side {
    Async(Client),
    Blocking(blocking::Client),
}

/// Returns the value of an expression for both clients.
macro_rules! on {
    ($side:expr, $client:ident => $blocking:expr, $async:expr) => {
        match $side {
            Side::Blocking($client) => $blocking,
            Side::Async($client) => block_on(async { $async }),
        }
    };
}

impl Side {
    fn new<S: Service>(is_blocking: bool, wire: &Wire<S>, clock: &TestClock, seed: u64) -> Self {
        macro_rules! build {
            ($client:ty) => {
                <$client>::builder("account", "token")
                    .rng(delays(seed))
                    .clock(clock.clone())
                    .user_agent("simulation")
                    .read_timeout(READ_TIMEOUT)
                    .transport(wire.clone())
                    .build()
                    .expect("a client")
            };
        }
        match is_blocking {
            true => Self::Blocking(build!(blocking::Client)),
            false => Self::Async(build!(Client)),
        }
    }
}

/// Describes a result in the log.
fn describe<T: Debug>(result: Result<T, Error>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => {
            let position = error.position().map(ToString::to_string);
            let is_sent = error.may_have_been_sent();
            format!("{error:?} {position:?} {is_sent} {:?}", error.rate_limit())
        }
    }
}

/// Runs a program with both clients, and compares the logs. Returns the number of requests.
fn compare<S: Service>(
    seed: u64,
    service: impl Fn(&mut Random, TestClock) -> S,
    program: impl Fn(&Side, &Wire<S>, &TestClock, Random),
) -> usize {
    let [one, other] = [false, true].map(|is_blocking| {
        let (mut random, clock) = (Random::new(seed), immediate());
        let service = service(&mut random, clock.clone());
        let faults = random.pick(&[0, 10, 30, 60]);
        let wire = Wire::new(service, clock.clone(), seed + 1_000_000, faults);
        let side = Side::new(is_blocking, &wire, &clock, seed + 2_000_000);
        program(&side, &wire, &clock, random);
        wire.into_log()
    });
    let differing = one.iter().zip(&other).find(|(one, other)| one != other);
    assert_eq!(differing, None, "seed {seed}");
    assert_eq!(one.len(), other.len(), "seed {seed}");
    one.iter().filter(|line| line.contains(" -> ")).count()
}

/// Reads lists, and resumes them after interruptions.
fn read(side: &Side, wire: &Wire<Growing>, clock: &TestClock, mut random: Random) {
    let mut position = Position::start();
    let programs = wire.service(|own| own.programs());
    for _ in 0..12 {
        let count = random.pick(&[1, 3, 20, usize::MAX]);
        let (items, next) = match side {
            Side::Async(client) => block_on(async {
                let list = |at| wire.service(|own| own.request(client.actions(), at)).items();
                let mut items = concat((0..programs).map(list)).resume(position.clone());
                let mut all = Vec::new();
                while all.len() < count
                    && let Some(item) = items.next().await
                {
                    all.push(describe(item.map(|item| item.id)));
                }
                (all, items.position())
            }),
            Side::Blocking(client) => {
                let list = |at| wire.service(|own| own.request(client.actions(), at)).items();
                let mut items = concat((0..programs).map(list)).resume(position.clone());
                let all = items.by_ref().take(count);
                let all = all.map(|item| describe(item.map(|item| item.id))).collect::<Vec<_>>();
                (all, items.position())
            }
        };
        wire.log(format!("{items:?} {next}"));
        position = next;
        clock.advance(Duration::from_secs(random.pick(&[0, 60, 3_600, 90_000])));
        wire.service(Growing::grow);
    }
}

/// Sends requests of each retry safety.
fn call(side: &Side, wire: &Wire<Jobs>, clock: &TestClock, mut random: Random) {
    for _ in 0..12 {
        let timeout = Duration::from_secs(random.pick(&[2, 60, 600]));
        let limit = Duration::from_secs(random.pick(&[1, 10, 300, 7_200]));
        macro_rules! send {
            ($request:ident => $build:expr) => {{
                macro_rules! build {
                    ($own:expr) => {{
                        let $request = $own;
                        $build.timeout(timeout).operation_timeout(limit)
                    }};
                }
                on!(side, client => {
                    describe(build!(client).send_with_response().map(|response| response.attempts))
                }, {
                    let response = build!(client).send_with_response().await;
                    describe(response.map(|response| response.attempts))
                })
            }};
        }
        let result = match random.below(4) {
            0 => send!(client => client.programs().get("1000")),
            1 => send!(client => client.catalogs().delete_item("99001", "1")),
            2 => {
                let conversion = || {
                    let conversion = Conversion::new("1000", DateTime::UNIX_EPOCH, "42");
                    conversion.event_type_id("8180").click_id("c")
                };
                send!(client => client.conversions().submit(conversion()))
            }
            _ => send!(client => client.clicks().export("1000")),
        };
        wire.log(result);
        clock.advance(Duration::from_secs(random.pick(&[0, 1, 4_000])));
    }
}

/// Starts jobs, waits for them, and reads and saves their files.
fn export(side: &Side, wire: &Wire<Jobs>, clock: &TestClock, random: &mut Random, folder: &Path) {
    let path = folder.join("clicks.csv");
    for _ in 0..4 {
        let is_fresh = random.chance(50);
        let job = on!(side, client => {
            let export = client.clicks().export("1000");
            let job = if is_fresh { export.fresh() } else { export.start() };
            job.map(|job| job.id().to_owned())
        }, {
            let export = client.clicks().export("1000");
            let job = if is_fresh { export.fresh().await } else { export.start().await };
            job.map(|job| job.id().to_owned())
        });
        let Ok(id) = job else {
            wire.log(describe(job));
            continue;
        };
        let result = on!(side, client => {
            client.jobs().export_job(id).wait().send().and_then(|finished| {
                let length = finished.save(&path)?;
                let records: Vec<String> = finished.records().map(describe).collect();
                Ok((length, records))
            })
        }, {
            async {
                let finished = client.jobs().export_job(id).wait().await?;
                let length = finished.save(&path).await?;
                let (mut records, mut all) = (finished.records(), Vec::new());
                while let Some(record) = records.next().await {
                    all.push(describe(record));
                }
                Ok((length, all))
            }
            .await
        });
        wire.log(describe(result));
        clock.advance(Duration::from_secs(random.pick(&[0, 60, 3_600])));
    }
}

#[test]
fn lists_are_read_as_by_the_asynchronous_client() {
    for seed in crate::seeds(60) {
        let programs = 1 + usize::try_from(seed % 3).expect("a small number");
        compare(seed, |random, clock| Growing::random(random, clock, programs), read);
    }
}

#[test]
fn calls_are_sent_as_by_the_asynchronous_client() {
    let requests: usize = crate::seeds(100).map(|seed| compare(seed, Jobs::random, call)).sum();
    assert!(requests > 0);
}

#[test]
fn jobs_are_waited_for_as_by_the_asynchronous_client() {
    for seed in crate::seeds(60) {
        let folder = tempfile::tempdir().expect("a folder");
        compare(seed, Jobs::random, |side, wire, clock, mut random| {
            export(side, wire, clock, &mut random, folder.path());
        });
    }
}
