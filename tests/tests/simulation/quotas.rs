//! A quota of ten requests a day: the service receives no more of them, whatever headers report, and after restarts.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Response};
use impact_brand::call::{Attempt, Observer, WaitReason};
use impact_brand::quota::QuotaMode;
use impact_brand::transport::Clock;
use impact_brand::{Client, Error};
use tests::random::Random;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::clock::Virtual;
use crate::network::{Network, Service, json};

const LIMIT: u64 = 10;
const PERIOD: Duration = Duration::from_secs(86_400);

/// What the headers of a response report.
#[derive(Clone, Copy, Debug)]
enum Report {
    Nothing,
    /// The quota, in headers that name its period.
    Named,
    /// The quota, in headers that name no period.
    Plain,
    /// The quota, with the end as a point in time.
    Standard,
    /// The quota, in one header.
    Combined,
    /// The number that is left, and nothing else.
    Remaining,
    /// The quota of an hour, in headers that name its period.
    NamedHour,
    /// The quota of an hour, in headers that name no period.
    PlainHour,
    /// Another limit, of which any number is left, in headers that name no period.
    Wrong,
    /// That no request is left.
    UsedUp,
}

const REPORTS: [Report; 10] = [
    Report::Nothing,
    Report::Named,
    Report::Plain,
    Report::Standard,
    Report::Combined,
    Report::Remaining,
    Report::NamedHour,
    Report::PlainHour,
    Report::Wrong,
    Report::UsedUp,
];

/// The service, whose period begins with the first request after the one before it.
#[derive(Debug)]
struct Metered {
    clock: Virtual,
    random: Random,
    /// What all responses report, unless it changes.
    report: Option<Report>,
    used: u64,
    end: Option<Instant>,
    /// The largest number of requests of a period.
    most: u64,
}

impl Metered {
    fn headers(&mut self) -> Vec<(&'static str, String)> {
        let left = self.end.map_or(PERIOD, |end| end.saturating_duration_since(Instant::now()));
        let (reset, remaining) = (left.as_secs() + 1, LIMIT.saturating_sub(self.used));
        let below =
            |random: &mut Random, bound| random.below(usize::try_from(bound).unwrap()) as u64;
        let plain = |[limit, remaining, reset]: [u64; 3]| {
            vec![
                ("X-RateLimit-Limit", limit.to_string()),
                ("X-RateLimit-Remaining", remaining.to_string()),
                ("X-RateLimit-Reset", reset.to_string()),
            ]
        };
        match self.report.unwrap_or_else(|| self.random.pick(&REPORTS)) {
            Report::Nothing => Vec::new(),
            Report::Named => vec![
                ("x-ratelimit-limit-DAY", LIMIT.to_string()),
                ("x-ratelimit-remaining-DAY", remaining.to_string()),
                ("x-ratelimit-reset-DAY", reset.to_string()),
            ],
            Report::Plain => plain([LIMIT, remaining, reset]),
            Report::Standard => vec![
                ("RateLimit-Limit", format!("{LIMIT}, {LIMIT};w=86400")),
                ("RateLimit-Remaining", remaining.to_string()),
                ("RateLimit-Reset", (self.clock.seconds().unsigned_abs() + reset + 1).to_string()),
            ],
            Report::Combined => {
                vec![("RateLimit", format!("\"day\";q={LIMIT};r={remaining};t={reset}"))]
            }
            Report::Remaining => vec![("X-RateLimit-Remaining", remaining.to_string())],
            Report::NamedHour => vec![
                ("X-RateLimit-Limit-hour", "1000".to_owned()),
                ("X-RateLimit-Remaining-hour", below(&mut self.random, 1_000).to_string()),
                ("X-RateLimit-Reset-hour", below(&mut self.random, 3_600).to_string()),
            ],
            Report::PlainHour => {
                plain([1_000, below(&mut self.random, 1_000), below(&mut self.random, 3_600)])
            }
            Report::Wrong => {
                let limit = self.random.pick(&[20, 100, 1_000]);
                let reset = reset + self.random.pick(&[0, 30, 3_600, 86_400]);
                plain([limit, below(&mut self.random, limit), reset])
            }
            Report::UsedUp => vec![("X-RateLimit-Remaining-day", "0".to_owned())],
        }
    }
}

impl Service for Metered {
    /// Counts each request. A period begins with the first one after the period before.
    fn send(&mut self, _: &Parts) {
        let now = Instant::now();
        if self.end.is_none_or(|end| end <= now) {
            (self.end, self.used) = (Some(now + PERIOD), 0);
        }
        self.used += 1;
        self.most = self.most.max(self.used);
    }

    fn handle(&mut self, _: &Parts, _: &str) -> Response<Bytes> {
        let mut response = match self.used > LIMIT {
            true => json(429, r#"{"Status":"ERROR","Message":"Too many requests"}"#),
            false => json(200, r#"{"Status":"QUEUED","QueuedUri":"/Advertisers/account/Jobs/1"}"#),
        };
        let headers: HeaderMap = self
            .headers()
            .into_iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect::<HeaderMap>();
        response.headers_mut().extend(headers);
        response
    }
}

/// The times between which the service permits no request.
type Blocks = Arc<Mutex<Vec<(Instant, Instant)>>>;

/// Checks attempts and waits.
struct Watch {
    seed: u64,
    mode: QuotaMode,
    blocks: Blocks,
}

impl Observer for Watch {
    fn before_attempt(&self, _: &Attempt, _: &mut HeaderMap) {
        let now = Instant::now();
        let blocks = self.blocks.lock().unwrap();
        let is_blocked = blocks.iter().any(|(from, until)| *from < now && now < *until);
        assert!(self.mode == QuotaMode::Off || !is_blocked, "seed {}", self.seed);
    }

    fn waiting(&self, _: &Attempt, reason: WaitReason, _: Duration) {
        assert!(reason == WaitReason::Retry || self.mode == QuotaMode::Wait, "seed {}", self.seed);
    }
}

/// A task that exports clicks.
struct Task {
    seed: u64,
    random: Random,
    client: Client,
    clock: Virtual,
    mode: QuotaMode,
    blocks: Blocks,
}

impl Task {
    async fn run(mut self) {
        for _ in 0..self.random.below(14) {
            sleep(Duration::from_secs(self.random.pick(&[0, 0, 2, 60, 4_000]))).await;
            let timeout = Duration::from_secs(self.random.pick(&[20, 300, 200_000]));
            let start = Instant::now();
            let export = self.client.clicks().export("1000").operation_timeout(timeout);
            let result = export.send().await;
            assert!(start.elapsed() <= timeout + Duration::from_millis(1), "seed {}", self.seed);
            if let Err(error) = result {
                self.check(&error, start, timeout);
            }
        }
    }

    fn check(&self, error: &Error, start: Instant, timeout: Duration) {
        let delay = error.rate_limit().retry_after;
        let delay = delay.map(|delay| delay.duration_from(self.clock.system_time()));
        let now = Instant::now();
        if error.status().is_some_and(|status| status == 429) {
            // the call may have waited after the response
            let until = start + delay.unwrap_or_default().min(PERIOD);
            self.blocks.lock().unwrap().push((now, until));
        } else if error.is_rate_limited() {
            let wait = delay.expect("the end of the period");
            let is_right = match self.mode {
                QuotaMode::Wait => start.elapsed() + wait >= timeout,
                QuotaMode::Fail => start.elapsed().is_zero(),
                _ => false,
            };
            assert!(is_right && !error.may_have_been_sent(), "seed {}: {error}", self.seed);
        }
    }
}

/// An account that is used by one process after another.
struct Account {
    seed: u64,
    random: Random,
    clock: Virtual,
    network: Network<Metered>,
    blocks: Blocks,
    saved: String,
}

impl Account {
    fn new(seed: u64) -> Self {
        let (mut random, clock) = (Random::new(seed), Virtual::start());
        let service = Metered {
            clock,
            random: Random::new(seed + 1_000_000),
            report: random.chance(60).then(|| random.pick(&REPORTS)),
            used: 0,
            end: None,
            most: 0,
        };
        let network = Network::new(service, seed + 2_000_000, random.pick(&[0, 20, 60]));
        Self { seed, random, clock, network, blocks: Blocks::default(), saved: String::new() }
    }

    fn client(&self, mode: QuotaMode) -> Client {
        let (seed, blocks) = (self.seed, self.blocks.clone());
        let client = self.network.client(self.clock).quota_mode(mode);
        let client = client.observer(Watch { seed, mode, blocks });
        client.restore_quotas(self.saved.parse().expect("a state")).build().expect("a client")
    }

    /// Runs a process, which has several tasks and ends at any time.
    async fn process(&mut self, mode: QuotaMode) {
        let client = self.client(mode);
        let mut tasks = JoinSet::new();
        for _ in 0..=self.random.below(4) {
            let task = Task {
                seed: self.seed,
                random: Random::new(1 + self.random.below(1_000_000) as u64),
                client: client.clone(),
                clock: self.clock,
                mode,
                blocks: self.blocks.clone(),
            };
            tasks.spawn(task.run());
        }
        sleep(Duration::from_secs(self.random.pick(&[3, 60, 5_000, 100_000]))).await;
        self.saved = client.quota_snapshot().to_string();
        tasks.abort_all();
        while let Some(ended) = tasks.join_next().await {
            assert!(!ended.is_err_and(|error| error.is_panic()), "seed {}", self.seed);
        }
    }
}

#[test]
fn ten_a_day_remain_ten() {
    for seed in crate::seeds(300) {
        crate::simulate(async {
            let mut account = Account::new(seed);
            for _ in 0..=account.random.below(6) {
                let mode = account.random.pick(&[QuotaMode::Wait, QuotaMode::Fail]);
                account.process(mode).await;
                let pause = account.random.pick(&[0, 0, 60, 3_600, 80_000]);
                sleep(Duration::from_secs(pause)).await;
            }
            let most = account.network.service(|own| own.most);
            assert!(most <= LIMIT, "seed {seed}: {most} requests of a period were received");
            // nothing is refused for longer than the period, whatever was reported
            account.network.heal();
            let client = account.client(QuotaMode::Fail);
            for _ in 0..=LIMIT {
                sleep(2 * PERIOD).await;
                let result = client.clicks().export("1000").send().await;
                result.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            }
        });
    }
}

#[test]
fn without_a_limit_no_request_waits() {
    for seed in crate::seeds(100) {
        crate::simulate(async {
            let mut account = Account::new(seed);
            account.process(QuotaMode::Off).await;
        });
    }
}
