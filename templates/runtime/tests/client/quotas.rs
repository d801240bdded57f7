//! Quotas: counting, waiting, and the correction by the headers of responses.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use runtime::quota::{QuotaMode, QuotaStatus, RetryAfter};
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{Operation, RetrySafety};
use runtime::transport::TransportError;
use runtime::wire::Json;
use runtime::{Client, Error};

use crate::api::{BASE, DAY_QUOTA, UNLIMITED_QUOTA, builder};
use crate::fake::{Fake, FakeRng, Outcome, START};

pub const DAY: u64 = 24 * 3600;

/// An operation of the default quota: 1000 requests an hour.
pub static READ: Operation = Operation { id: "read", path: "/read", ..BASE };

/// An operation with ten requests a day.
pub static EXPORT: Operation = Operation {
    id: "export",
    path: "/export",
    quota: &DAY_QUOTA,
    retry_safety: RetrySafety::Metered,
    ..BASE
};

/// An operation without a documented limit.
static SUBMIT: Operation =
    Operation { id: "submit", path: "/submit", quota: &UNLIMITED_QUOTA, ..BASE };

pub fn client(fake: &Fake, mode: QuotaMode) -> Client {
    let client = builder().quota_mode(mode).clock(fake.clock.clone()).transport(fake.clone());
    client.rng(FakeRng::new([0])).build().unwrap()
}

pub async fn call(client: &Client, operation: &'static Operation) -> Result<Json, Error> {
    runtime::runtime::internals::request(client, operation).send::<Json>().await
}

pub fn ok(headers: &[(&'static str, &str)]) -> Outcome {
    with_status(200, headers)
}

fn with_status(status: u16, headers: &[(&'static str, &str)]) -> Outcome {
    Outcome::Headers(status, headers.iter().map(|(name, text)| (*name, (*text).into())).collect())
}

/// Returns outcomes that all succeed.
pub fn successes(count: usize) -> Fake {
    Fake::new((0..count).map(|_| ok(&[])))
}

pub fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(START + seconds)
}

/// Returns the limit, the remaining requests and the seconds from the start to the reset.
fn state(client: &Client, name: &str) -> (Option<u64>, Option<u64>, Option<u64>) {
    let QuotaStatus { limit, remaining, reset, .. } = client.quota(name).unwrap();
    (limit, remaining, reset.map(|reset| reset.duration_since(at(0)).unwrap().as_secs()))
}

#[tokio::test]
async fn requests_are_counted_by_quota() {
    let client = client(&successes(5), QuotaMode::Wait);
    assert_eq!(state(&client, "default"), (Some(1000), Some(1000), None));
    assert!(client.quota("none").is_none());
    for operation in [&READ, &EXPORT, &READ, &SUBMIT, &READ] {
        call(&client.clone(), operation).await.unwrap();
    }
    assert_eq!(state(&client, "default"), (Some(1000), Some(997), Some(3600)));
    assert_eq!(state(&client, "day"), (Some(10), Some(9), Some(DAY)));
    assert_eq!(state(&client, "unlimited"), (None, None, Some(3600)));
    let names: Vec<_> = client.quotas().iter().map(|quota| quota.name).collect();
    assert_eq!(names, ["default", "day", "unlimited"]);
}

#[tokio::test]
async fn a_call_waits_until_the_quota_is_reset() {
    let fake = successes(21);
    let client = client(&fake, QuotaMode::Wait);
    let two_days = Duration::from_secs(2 * DAY);
    for count in 1..=21 {
        fake.clock.advance(if count == 1 { 0 } else { 60 });
        let request = runtime::runtime::internals::request(&client, &EXPORT);
        request.with_operation_timeout(two_days).send::<Json>().await.unwrap();
    }
    // a period begins with its first request: the eleventh call, and ten more after the wait
    assert_eq!(fake.sleeps(), [DAY - 10 * 60, DAY - 10 * 60]);
    assert_eq!(client.quota("day").unwrap().remaining, Some(9));
}

#[tokio::test]
async fn a_wait_that_passes_the_deadline_is_not_started() {
    let fake = successes(11);
    let client = client(&fake, QuotaMode::Wait);
    for _ in 0..10 {
        call(&client, &EXPORT).await.unwrap();
    }
    fake.clock.advance(60);
    let error = call(&client, &EXPORT).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_been_sent() && error.status().is_none());
    assert_eq!((error.attempts(), error.operation()), (0, Some("export")));
    let limit = error.rate_limit();
    assert_eq!((limit.limit, limit.remaining), (Some(10), Some(0)));
    assert_eq!(limit.retry_after, Some(RetryAfter::At(at(DAY))));
    let message = "the quota `day` of 10 requests is used up for another 86340 s";
    assert!(error.to_string().contains(message), "{error}");
    for (seconds, is_ok) in [(DAY - 60, false), (DAY - 59, true)] {
        let request = runtime::runtime::internals::request(&client, &EXPORT);
        let request = request.with_operation_timeout(Duration::from_secs(seconds));
        assert_eq!(request.send::<Json>().await.is_ok(), is_ok);
    }
    assert_eq!((fake.count(), fake.sleeps()), (11, vec![DAY - 60]));
}

#[tokio::test]
async fn a_call_can_fail_instead_or_ignore_the_quota() {
    let fake = successes(10);
    let failing = client(&fake, QuotaMode::Fail);
    for _ in 0..10 {
        call(&failing, &EXPORT).await.unwrap();
    }
    let request = runtime::runtime::internals::request(&failing, &EXPORT);
    let request = request.with_operation_timeout(Duration::from_secs(2 * DAY));
    let error = request.send::<Json>().await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 0);
    assert_eq!((fake.count(), fake.sleeps().len()), (10, 0));
    let fake = successes(12);
    let off = client(&fake, QuotaMode::Off);
    for _ in 0..12 {
        call(&off, &EXPORT).await.unwrap();
    }
    assert_eq!(state(&off, "day"), (Some(10), Some(0), Some(DAY)));
}

/// An operation, the headers of its response, and the quota of the operation after it.
type Correction<'a> =
    (&'static Operation, &'a [(&'static str, &'a str)], (Option<u64>, Option<u64>, Option<u64>));

const LIMIT: &str = "X-RateLimit-Limit";
const REMAINING: &str = "X-RateLimit-Remaining";
const RESET: &str = "X-RateLimit-Reset";
const LIMIT_HOUR: &str = "X-RateLimit-Limit-hour";
const REMAINING_HOUR: &str = "X-RateLimit-Remaining-hour";
const RESET_HOUR: &str = "X-RateLimit-Reset-hour";
const LIMIT_DAY: &str = "X-RateLimit-Limit-day";
const REMAINING_DAY: &str = "X-RateLimit-Remaining-day";

#[tokio::test]
async fn headers_correct_the_quota() {
    let epoch = (START + 900).to_string();
    let millis = ((START + 900) * 1000).to_string();
    let past = (START - 900).to_string();
    let hour = |limit, remaining, reset| (Some(limit), Some(remaining), Some(reset));
    let day = hour;
    #[rustfmt::skip]
    let cases: &[Correction<'_>] = &[
        (&READ, &[(REMAINING, "400")],                                    hour(1000, 400, 3600)),
        (&READ, &[(REMAINING, "400"), (RESET, "900")],                    hour(1000, 400, 900)),
        (&READ, &[(REMAINING, "400"), (RESET, &epoch)],                   hour(1000, 400, 900)),
        (&READ, &[(REMAINING, "400"), (RESET, &millis)],                  hour(1000, 400, 900)),
        (&READ, &[(REMAINING, "400"), ("RateLimit-Reset", "900")],        hour(1000, 400, 900)),
        (&READ, &[(REMAINING_HOUR, "400"), (RESET_HOUR, "900")],          hour(1000, 400, 900)),
        (&READ, &[(LIMIT, "500, 500;w=3600"), (REMAINING, "400")],        hour(500, 400, 3600)),
        (&READ, &[(LIMIT_HOUR, "500"), (REMAINING_HOUR, "400")],          hour(500, 400, 3600)),
        (&READ, &[(LIMIT, "5000"), (REMAINING, "4999")],                  hour(5000, 4999, 3600)),
        (&READ, &[(LIMIT, "5000")],                                       hour(5000, 4999, 3600)),
        (&READ, &[(RESET, "900")],                                        hour(1000, 999, 3600)),
        (&READ, &[(REMAINING, "0")],                                      hour(1000, 0, 3600)),
        // the spellings of a standard
        (&READ, &[("RateLimit-Limit", "500"), ("RateLimit-Remaining", "400")], hour(500, 400, 3600)),
        (&READ, &[("RateLimit", "\"default\";r=400;t=900")],              hour(1000, 400, 900)),
        (&READ, &[("RateLimit", "\"a\" ; r=700 ; t=9, \"b\";r=400;t=900, \"c\";r=500")], hour(1000, 400, 900)),
        (&READ, &[("RateLimit", "limit=500, remaining=400, reset=900")],  hour(500, 400, 900)),
        (&READ, &[("RateLimit", "\"default\";r=-1;t=x, ;;=,\"\"")],      hour(1000, 999, 3600)),
        (&READ, &[(REMAINING, "600"), ("RateLimit", "\"default\";r=400;t=900")], hour(1000, 600, 900)),
        (&EXPORT, &[(LIMIT_DAY, "20"), (REMAINING_DAY, "3"), ("X-RateLimit-Reset-day", "900")], day(20, 3, 900)),
        // more than the limit, or than was counted
        (&READ, &[(REMAINING, "2000")],                                   hour(1000, 999, 3600)),
        (&READ, &[(REMAINING, "1000")],                                   hour(1000, 999, 3600)),
        (&READ, &[(LIMIT, "0"), (REMAINING, "0")],                        hour(1000, 0, 3600)),
        (&READ, &[(LIMIT, "0")],                                          hour(1000, 999, 3600)),
        // a period that has ended
        (&READ, &[(REMAINING, "0"), (RESET, "0")],                        hour(1000, 999, 3600)),
        (&READ, &[(REMAINING, "0"), (RESET, &past)],                      hour(1000, 999, 3600)),
        // the headers of another period
        (&READ, &[(LIMIT_DAY, "10"), (REMAINING_DAY, "0")],               hour(1000, 999, 3600)),
        (&EXPORT, &[(LIMIT_HOUR, "1000"), (REMAINING_HOUR, "0"), (RESET_HOUR, "9")], day(10, 9, DAY)),
        (&EXPORT, &[(LIMIT, "1000"), (REMAINING, "2"), (RESET, "900")],   day(10, 9, DAY)),
        // several periods
        (&READ, &[(REMAINING_HOUR, "700"), (REMAINING_DAY, "3")],         hour(1000, 700, 3600)),
        (&EXPORT, &[(LIMIT_HOUR, "1000"), (REMAINING_HOUR, "700"), (LIMIT_DAY, "20"), (REMAINING_DAY, "3")], day(20, 3, DAY)),
        (&READ, &[(REMAINING, "1"), (REMAINING_HOUR, "700")],             hour(1000, 700, 3600)),
        // the quota of a day, by its name, its limit, or its end
        (&EXPORT, &[(LIMIT_DAY, "20"), (REMAINING_DAY, "3")],             day(20, 3, DAY)),
        (&EXPORT, &[(LIMIT, "10"), (REMAINING, "3"), (RESET, "900")],     day(10, 3, 900)),
        (&EXPORT, &[(LIMIT, "20"), (REMAINING, "3"), (RESET, "9000")],    day(20, 3, 9000)),
        // of an unknown quota: fewer, but not sooner
        (&EXPORT, &[(REMAINING, "3"), (RESET, "900")],                    day(10, 3, DAY)),
        (&EXPORT, &[(REMAINING, "500"), (RESET, "900")],                  day(10, 9, DAY)),
        // a quota without a documented limit
        (&SUBMIT, &[(LIMIT, "500"), (REMAINING, "400"), (RESET, "900")],  hour(500, 400, 900)),
        (&SUBMIT, &[(REMAINING, "0")],                                    (None, None, Some(3600))),
    ];
    for (operation, headers, expected) in cases {
        let client = client(&Fake::new([ok(headers)]), QuotaMode::Wait);
        call(&client, operation).await.unwrap();
        let found = state(&client, operation.quota.name);
        assert_eq!(found, *expected, "{}: {headers:?}", operation.id);
        // other quotas are not touched
        let others = client.quotas().into_iter().filter(|it| it.name != operation.quota.name);
        assert!(others.into_iter().all(|it| it.reset.is_none()), "{headers:?}");
    }
}

#[tokio::test]
async fn within_a_period_the_number_only_falls() {
    let fake = Fake::new([
        ok(&[(LIMIT, "1000"), (REMAINING, "900"), (RESET, "100")]),
        // sent earlier by the service
        ok(&[(LIMIT, "1000"), (REMAINING, "950"), (RESET, "103")]),
        ok(&[(LIMIT, "1000"), (REMAINING, "800"), (RESET, "98")]),
        // the next period
        ok(&[(LIMIT, "1000"), (REMAINING, "990"), (RESET, "3600")]),
        // a late response of the period before
        ok(&[(LIMIT, "1000"), (REMAINING, "2"), (RESET, &(START + 98).to_string())]),
    ]);
    let client = client(&fake, QuotaMode::Wait);
    let mut found = Vec::new();
    for seconds in [0, 0, 0, 200, 0] {
        fake.clock.advance(seconds);
        call(&client, &READ).await.unwrap();
        let (_, remaining, reset) = state(&client, "default");
        found.push((remaining.unwrap(), reset.unwrap()));
    }
    assert_eq!(found, [(900, 100), (899, 100), (800, 98), (990, 3800), (989, 3800)]);
}

#[tokio::test]
async fn a_period_that_the_service_moves_forward_does_not_block_the_client() {
    // the reset is always an hour away, and the service always has requests left
    let fake = Fake::new((0..3000).map(|_| ok(&[(REMAINING, "900"), (RESET, "3600")])));
    let client = client(&fake, QuotaMode::Fail);
    for _ in 0..3000 {
        fake.clock.advance(1);
        call(&client, &READ).await.unwrap();
    }
    assert_eq!(fake.count(), 3000);
}

#[tokio::test]
async fn a_refusal_blocks_the_other_clones() {
    let fake = Fake::new([with_status(429, &[("Retry-After", "30")]), ok(&[])]);
    let client = client(&fake, QuotaMode::Wait);
    call(&client, &READ).await.unwrap_err();
    assert_eq!(state(&client, "default"), (Some(1000), Some(0), Some(30)));
    call(&client.clone(), &READ).await.unwrap();
    assert_eq!(fake.sleeps(), [30]);
    assert_eq!(state(&client, "default"), (Some(1000), Some(998), Some(3600)));
    // other quotas are not blocked
    let fake = Fake::new([with_status(429, &[("Retry-After", "30")]), ok(&[])]);
    let client = self::client(&fake, QuotaMode::Wait);
    call(&client, &READ).await.unwrap_err();
    call(&client, &EXPORT).await.unwrap();
    assert!(fake.sleeps().is_empty());
    // without a documented limit, too
    let fake = Fake::new([with_status(429, &[("Retry-After", "30")]), ok(&[])]);
    let client = self::client(&fake, QuotaMode::Wait);
    call(&client, &SUBMIT).await.unwrap_err();
    call(&client, &SUBMIT).await.unwrap();
    assert_eq!(fake.sleeps(), [30]);
}

#[tokio::test]
async fn the_end_of_a_refusal_is_not_the_end_of_the_period() {
    let refusals = [
        &[("Retry-After", "30"), (LIMIT, "10"), (REMAINING, "0"), (RESET, "80000")][..],
        &[("Retry-After", "30"), (LIMIT_DAY, "10"), (REMAINING_DAY, "0")],
        &[("Retry-After", "30"), (RESET, "40")],
        &[("Retry-After", "30")],
        &[("Retry-After", "0")],
    ];
    for headers in refusals {
        let fake = successes(9);
        let client = client(&fake, QuotaMode::Fail);
        fake.then([with_status(429, headers), ok(&[])]);
        for _ in 0..9 {
            call(&client, &EXPORT).await.unwrap();
        }
        call(&client, &EXPORT).await.unwrap_err();
        fake.clock.advance(31);
        let end = if headers.contains(&(RESET, "80000")) { 80_000 } else { DAY };
        assert_eq!(state(&client, "day"), (Some(10), Some(0), Some(end)), "{headers:?}");
        assert!(call(&client, &EXPORT).await.unwrap_err().is_rate_limited(), "{headers:?}");
        assert_eq!(fake.count(), 10);
        let saved = client.quota_snapshot().to_string();
        assert!(saved.contains(&format!("day=10@{}", START + end)), "{saved}");
    }
}

#[tokio::test]
async fn a_quota_without_a_limit_is_blocked_by_a_refusal_only() {
    let used_up = [(LIMIT, "1000"), (REMAINING, "0"), (RESET, "1800")];
    for mode in [QuotaMode::Wait, QuotaMode::Fail] {
        let fake = Fake::new([ok(&used_up), ok(&used_up), with_status(503, &used_up), ok(&[])]);
        let client = client(&fake, mode);
        for is_ok in [true, true, false, true] {
            assert_eq!(call(&client, &SUBMIT).await.is_ok(), is_ok);
        }
        assert!(fake.sleeps().is_empty());
        // a refusal has the time of the next request
        fake.then([with_status(429, &used_up), ok(&used_up)]);
        call(&client, &SUBMIT).await.unwrap_err();
        fake.clock.advance(1799);
        if mode == QuotaMode::Fail {
            assert!(call(&client, &SUBMIT).await.unwrap_err().is_rate_limited());
            assert_eq!(fake.count(), 5);
            fake.clock.advance(1);
        }
        call(&client, &SUBMIT).await.unwrap();
        assert_eq!(fake.count(), 6);
    }
}

#[tokio::test]
async fn a_refused_call_is_repeated_when_the_service_permits_it() {
    for headers in [
        &[("Retry-After", "30"), (REMAINING, "0")][..],
        &[("Retry-After", "30"), (REMAINING, "0"), (LIMIT, "1000"), (RESET, "700")],
        &[(REMAINING, "0"), (RESET, "30")],
        &[("RateLimit-Remaining", "0"), ("RateLimit-Reset", "30")],
        &[("X-RateLimit-Reset-day", "30")],
        &[("RateLimit", "\"default\";r=0;t=30")],
        &[("RateLimit", "limit=1000, remaining=0, reset=30")],
    ] {
        let fake = Fake::new([with_status(429, headers), ok(&[]), ok(&[])]);
        let client = builder().retry(RetryPolicy::default()).rng(FakeRng::new([0]));
        let client = client.clock(fake.clock.clone()).transport(fake.clone()).build().unwrap();
        call(&client, &READ).await.unwrap();
        call(&client, &READ).await.unwrap();
        assert_eq!((fake.sleeps(), fake.count()), (vec![30], 3), "{headers:?}");
    }
}

#[tokio::test]
async fn a_refusal_without_headers_blocks_nobody() {
    let fake = Fake::new([with_status(429, &[]), ok(&[])]);
    let client = client(&fake, QuotaMode::Fail);
    call(&client, &READ).await.unwrap_err();
    assert_eq!(state(&client, "default"), (Some(1000), Some(999), Some(3600)));
    call(&client, &READ).await.unwrap();
    // the header of another status blocks nobody either
    fake.then([with_status(503, &[("Retry-After", "30")]), ok(&[("Retry-After", "30")]), ok(&[])]);
    call(&client, &READ).await.unwrap_err();
    call(&client, &READ).await.unwrap();
    call(&client, &READ).await.unwrap();
}

#[tokio::test]
async fn a_request_that_was_not_sent_is_not_counted() {
    let refused = || Outcome::Error(TransportError::connect("refused"));
    let fake = Fake::new([refused(), Outcome::Error(TransportError::other("reset")), refused()]);
    let client = client(&fake, QuotaMode::Fail);
    call(&client, &EXPORT).await.unwrap_err();
    assert_eq!(client.quota("day").unwrap().remaining, Some(10));
    // the service may have received it
    call(&client, &EXPORT).await.unwrap_err();
    assert_eq!(client.quota("day").unwrap().remaining, Some(9));
    call(&client, &EXPORT).await.unwrap_err();
    assert_eq!(client.quota("day").unwrap().remaining, Some(9));
    // each attempt is counted, and taken back
    fake.then((0..4).map(|_| refused()));
    let request = runtime::runtime::internals::request(&client, &EXPORT);
    let request = request.with_retry(RetryPolicy::default());
    assert_eq!(request.send::<Json>().await.unwrap_err().attempts(), 4);
    assert_eq!(client.quota("day").unwrap().remaining, Some(9));
}
