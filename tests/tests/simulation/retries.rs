//! Single calls of every retry safety: what is repeated, how often it is received, and how long a call lasts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Response};
use impact_brand::call::{Attempt, Observer, WaitReason};
use impact_brand::conversions::Conversion;
use impact_brand::quota::QuotaMode;
use impact_brand::retry::RetryPolicy;
use impact_brand::wire::DateTime;
use impact_brand::{Client, Error};
use tests::random::Random;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::clock::Virtual;
use crate::network::{Network, Service, json};

/// The header with the number of a call.
const CALL: &str = "x-call";

/// The tokens of the budget of retries, and those of a retry.
const TOKENS: u32 = 100;
const RETRY: u32 = 5;

/// The retry safety of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Safety {
    Read,
    Idempotent,
    NonIdempotent,
    Metered,
}

const SAFETIES: [Safety; 4] =
    [Safety::Read, Safety::Idempotent, Safety::NonIdempotent, Safety::Metered];

/// A service that counts the requests of each call.
#[derive(Debug, Default)]
struct Counter {
    received: HashMap<String, usize>,
}

fn call_of(headers: &HeaderMap) -> String {
    headers[CALL].to_str().expect("a number").to_owned()
}

impl Service for Counter {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        *self.received.entry(call_of(&request.headers)).or_default() += 1;
        let path = request.uri.path();
        json(
            200,
            match path.ends_with("/Conversions") || path.ends_with("/ClickExport") {
                true => r#"{"Status":"QUEUED","QueuedUri":"/Advertisers/account/Jobs/1"}"#,
                false => r#"{"Status":"OK"}"#,
            },
        )
    }
}

/// What the client does, as its observer sees it.
#[derive(Debug)]
struct Seen {
    attempts: HashMap<String, u32>,
    tokens: u32,
}

/// Counts attempts and retries.
struct Watch(u64, Arc<Mutex<Seen>>);

impl Observer for Watch {
    fn before_attempt(&self, attempt: &Attempt, headers: &mut HeaderMap) {
        let mut seen = self.1.lock().unwrap();
        let attempts = seen.attempts.entry(call_of(headers)).or_default();
        *attempts += 1;
        assert_eq!(*attempts, attempt.number(), "seed {}", self.0);
    }

    fn waiting(&self, _: &Attempt, reason: WaitReason, _: Duration) {
        assert_eq!(reason, WaitReason::Retry, "seed {}", self.0);
        let mut seen = self.1.lock().unwrap();
        let left = seen.tokens.checked_sub(RETRY);
        seen.tokens = left.unwrap_or_else(|| panic!("seed {}: the budget is exceeded", self.0));
    }
}

/// A call and its result.
#[derive(Debug)]
struct Ended {
    call: String,
    safety: Safety,
    /// The number of attempts.
    result: Result<u32, Error>,
}

/// A task that sends requests.
struct Task {
    seed: u64,
    number: usize,
    random: Random,
    client: Client,
    seen: Arc<Mutex<Seen>>,
}

impl Task {
    async fn run(mut self) -> Vec<Ended> {
        let mut all = Vec::new();
        for number in 0..self.random.below(10) {
            sleep(Duration::from_secs(self.random.pick(&[0, 1, 60]))).await;
            let safety = self.random.pick(&SAFETIES);
            all.push(self.call(format!("{}-{number}", self.number), safety).await);
        }
        all
    }

    /// Sends a request, and checks how long that lasts and how often it is repeated.
    async fn call(&mut self, call: String, safety: Safety) -> Ended {
        let max_attempts = u32::try_from(self.random.below(6) + 1).expect("a small number");
        let max_delay = Duration::from_secs(self.random.pick(&[1, 20, 600]));
        let policy = RetryPolicy::default().max_attempts(max_attempts).max_delay(max_delay);
        let policy = policy.base_delay(Duration::from_millis(self.random.pick(&[0, 500, 30_000])));
        let limit = Duration::from_secs(self.random.pick(&[1, 10, 60, 300, 7_200]));
        let timeout = Duration::from_secs(self.random.pick(&[2, 60]));
        let start = Instant::now();
        let result = self.send(&call, safety, policy, (timeout, limit)).await;
        let (seed, elapsed) = (self.seed, start.elapsed());
        assert!(elapsed <= limit + Duration::from_millis(1), "seed {seed}: {elapsed:?}");
        let mut seen = self.seen.lock().unwrap();
        let attempts = seen.attempts.get(&call).copied().unwrap_or_default();
        let reported = result.as_ref().map_or_else(Error::attempts, |attempts| *attempts);
        assert_eq!(reported, attempts, "seed {seed}: {result:?}");
        assert!(attempts <= max_attempts, "seed {seed}: {attempts} of {max_attempts}");
        // a response that cannot be decoded is one of a service that works
        if result.as_ref().map_or_else(Error::is_decode, |_| true) {
            let tokens = seen.tokens + if attempts > 1 { RETRY } else { 1 };
            seen.tokens = tokens.min(TOKENS);
        }
        if let Err(error) = &result {
            let is_allowed = is_repeatable(error, safety)
                && error.rate_limit().retry_after.is_none()
                && attempts < max_attempts
                && elapsed + max_delay < limit
                && seen.tokens >= RETRY;
            assert!(!is_allowed, "seed {seed}: not repeated, {safety:?}: {error}");
        }
        drop(seen);
        Ended { call, safety, result }
    }

    /// Sends a request, and returns the number of attempts.
    async fn send(
        &self,
        call: &str,
        safety: Safety,
        policy: RetryPolicy,
        (timeout, limit): (Duration, Duration),
    ) -> Result<u32, Error> {
        macro_rules! send {
            ($request:expr) => {{
                let request = $request.header(CALL, call).retry(policy).timeout(timeout);
                let response = request.operation_timeout(limit).send_with_response().await?;
                Ok(response.attempts)
            }};
        }
        match safety {
            Safety::Read => send!(self.client.programs().get("1000")),
            Safety::Idempotent => send!(self.client.catalogs().delete_item("99001", "1")),
            Safety::NonIdempotent => {
                let conversion = Conversion::new("1000", DateTime::UNIX_EPOCH, call);
                let conversion = conversion.event_type_id("8180").click_id("c");
                send!(self.client.conversions().submit(conversion))
            }
            Safety::Metered => send!(self.client.clicks().export("1000")),
        }
    }
}

/// Returns `true` if the guide states that a failed attempt is repeated.
fn is_repeatable(error: &Error, safety: Safety) -> bool {
    let is_safe = matches!(safety, Safety::Read | Safety::Idempotent);
    match error.status().map(|status| status.as_u16()) {
        Some(429) => true,
        Some(status) => is_safe && matches!(status, 408 | 425 | 500 | 502 | 503 | 504),
        None => is_safe || !error.may_have_been_sent(),
    }
}

/// Checks how often the service received a request.
fn check(seed: u64, ended: &Ended, received: usize) {
    let is_once = matches!(ended.safety, Safety::NonIdempotent | Safety::Metered);
    let is_right = match &ended.result {
        Ok(_) if is_once => received == 1,
        Ok(attempts) => (1..=*attempts as usize).contains(&received),
        Err(error) if !error.may_have_been_sent() => received == 0,
        Err(_) if is_once => received <= 1,
        Err(error) => received <= error.attempts() as usize,
    };
    assert!(is_right, "seed {seed}: {ended:?} was received {received} times");
}

/// Makes calls at the same time, and checks how often each was received. Returns a hash of the requests.
pub async fn call(seed: u64) -> u64 {
    let (mut random, clock) = (Random::new(seed), Virtual::start());
    let faults = random.pick(&[0, 20, 60, 100]);
    let network = Network::new(Counter::default(), seed + 1_000_000, faults);
    let seen = Arc::new(Mutex::new(Seen { attempts: HashMap::new(), tokens: TOKENS }));
    let client = network.client(clock).quota_mode(QuotaMode::Off);
    let client = client.observer(Watch(seed, seen.clone())).build().expect("a client");
    let mut tasks = JoinSet::new();
    for number in 0..=random.below(6) {
        let random = Random::new(1 + random.below(1_000_000) as u64);
        let (client, seen) = (client.clone(), seen.clone());
        tasks.spawn(Task { seed, number, random, client, seen }.run());
    }
    let ended = tasks.join_all().await;
    // requests may arrive after their calls have ended
    sleep(Duration::from_secs(600)).await;
    let received = network.service(|own| own.received.clone());
    for ended in ended.iter().flatten() {
        check(seed, ended, received.get(&ended.call).copied().unwrap_or_default());
    }
    network.trace()
}

#[test]
fn calls_are_repeated_as_declared() {
    crate::seeds(200).for_each(|seed| {
        crate::simulate(call(seed));
    });
}
