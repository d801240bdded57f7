//! Quotas after a restart, with other clocks, with hostile headers, and in several threads.

use std::time::Duration;

use runtime::Client;
use runtime::quota::{QuotaMode, QuotaSnapshot};
use runtime::runtime::call::Action;
use runtime::runtime::internals;
use runtime::transport::TransportError;

use crate::api::{API, builder};
use crate::fake::{Fake, Outcome, START};
use crate::quotas::{DAY, EXPORT, READ, at, call, client, ok, successes};

/// Returns a client with the saved state of another one.
fn restart(fake: &Fake, saved: &str) -> Client {
    let client = builder().quota_mode(QuotaMode::Fail).restore_quotas(saved.parse().unwrap());
    client.clock(fake.clock.clone()).transport(fake.clone()).build().unwrap()
}

/// The hash of the account of the clients, which begins each saved state.
const ACCOUNT: &str = "f43e270bd060f14c:";

fn remaining(client: &Client, name: &str) -> u64 {
    client.quota(name).unwrap().remaining.unwrap()
}

/// Returns the state after ten exports, as a string.
async fn used_up(fake: &Fake) -> (Client, String) {
    let client = client(fake, QuotaMode::Fail);
    for _ in 0..10 {
        call(&client, &EXPORT).await.unwrap();
    }
    let saved = client.quota_snapshot().to_string();
    (client, saved)
}

#[tokio::test]
async fn ten_a_day_remain_ten_after_a_restart() {
    let fake = successes(20);
    let (_, saved) = used_up(&fake).await;
    assert_eq!(saved, format!("{ACCOUNT}day=10@{}", START + DAY));
    fake.clock.advance(3600);
    let client = restart(&fake, &saved);
    assert_eq!(client.quota("day").unwrap().reset, Some(at(DAY)));
    assert!(call(&client, &EXPORT).await.unwrap_err().is_rate_limited());
    assert_eq!(fake.count(), 10);
    // after another restart, and until the end of the period
    let again = client.quota_snapshot().to_string();
    assert_eq!(again, saved);
    fake.clock.advance(DAY - 3601);
    assert!(call(&restart(&fake, &again), &EXPORT).await.is_err());
    fake.clock.advance(1);
    let client = restart(&fake, &again);
    assert_eq!((remaining(&client, "day"), client.quota("day").unwrap().reset), (10, None));
    call(&client, &EXPORT).await.unwrap();
    assert_eq!(client.quota_snapshot().to_string(), format!("{ACCOUNT}day=1@{}", START + 2 * DAY));
}

#[tokio::test]
async fn a_part_of_a_period_is_restored() {
    let fake = successes(20);
    let client = client(&fake, QuotaMode::Fail);
    assert_eq!(client.quota_snapshot().to_string(), "");
    for operation in [&EXPORT, &READ, &EXPORT, &READ, &EXPORT] {
        call(&client, operation).await.unwrap();
    }
    let saved = client.quota_snapshot();
    let text = saved.to_string();
    assert_eq!(text, format!("{ACCOUNT}default=2@{},day=3@{}", START + 3600, START + DAY));
    assert_eq!(text.parse::<QuotaSnapshot>(), Ok(saved));
    // the period of the other quota has ended
    fake.clock.advance(3600);
    let client = restart(&fake, &text);
    assert_eq!((remaining(&client, "default"), remaining(&client, "day")), (1000, 7));
    for _ in 0..7 {
        call(&client, &EXPORT).await.unwrap();
    }
    assert!(call(&client, &EXPORT).await.unwrap_err().is_rate_limited());
}

#[tokio::test]
async fn a_block_is_restored_apart_from_the_period() {
    let fake = successes(9);
    let client = client(&fake, QuotaMode::Fail);
    fake.then([Outcome::Headers(429, vec![("Retry-After", "30".into())]), ok(&[]), ok(&[])]);
    for _ in 0..9 {
        call(&client, &EXPORT).await.unwrap();
    }
    call(&client, &EXPORT).await.unwrap_err();
    let saved = client.quota_snapshot().to_string();
    assert_eq!(saved, format!("{ACCOUNT}day=10@{}!{}", START + DAY, START + 30));
    let client = restart(&fake, &saved);
    // the period ends later than the block
    let quota = client.quota("day").unwrap();
    assert_eq!((quota.remaining, quota.reset), (Some(0), Some(at(DAY))));
    // the block ends, and the ten requests of the day are still used
    fake.clock.advance(31);
    for client in [client, restart(&fake, &saved)] {
        let quota = client.quota("day").unwrap();
        assert_eq!((quota.remaining, quota.reset), (Some(0), Some(at(DAY))));
        assert!(call(&client, &EXPORT).await.unwrap_err().is_rate_limited());
    }
    // a block alone
    let client = restart(&fake, &format!("default=0@{0}!{0}", START + 90));
    assert!(call(&client, &READ).await.unwrap_err().is_rate_limited());
    fake.clock.advance(60);
    call(&client, &READ).await.unwrap();
}

#[tokio::test]
async fn a_limit_that_the_service_reports_is_restored() {
    let raised = [("X-RateLimit-Limit-day", "40"), ("X-RateLimit-Remaining-day", "25")];
    let fake = Fake::new([ok(&raised)]);
    let client = client(&fake, QuotaMode::Fail);
    call(&client, &EXPORT).await.unwrap();
    let saved = client.quota_snapshot().to_string();
    assert_eq!(saved, format!("{ACCOUNT}day=15/40@{}", START + DAY));
    assert_eq!(remaining(&restart(&fake, &saved), "day"), 25);
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_reset_a_quota() {
    for seconds in [1, 3600, 40 * DAY] {
        let fake = successes(11);
        let (client, saved) = used_up(&fake).await;
        fake.clock.set_back(seconds);
        for client in [client, restart(&fake, &saved)] {
            assert!(call(&client, &EXPORT).await.unwrap_err().is_rate_limited(), "{seconds} s");
            // the period does not become longer
            let reset = client.quota("day").unwrap().reset.unwrap();
            let end = at(DAY) - Duration::from_secs(seconds);
            assert_eq!(reset, end, "{seconds} s");
        }
        fake.clock.advance(DAY);
        assert!(call(&restart(&fake, &saved), &EXPORT).await.is_err(), "{seconds} s");
    }
    // a block does not become longer either
    let fake = Fake::new([Outcome::Headers(429, vec![("Retry-After", "30".into())]), ok(&[])]);
    let client = client(&fake, QuotaMode::Fail);
    call(&client, &READ).await.unwrap_err();
    fake.clock.set_back(40 * DAY);
    assert!(call(&client, &READ).await.is_err());
    fake.clock.advance(3600);
    call(&client, &READ).await.unwrap();
}

#[tokio::test]
async fn a_request_is_not_taken_back_from_another_period() {
    let fake = successes(20);
    let client = client(&fake, QuotaMode::Fail);
    let mut machine = internals::request(&client, &EXPORT).into_machine(false);
    assert!(matches!(machine.start(), Action::Send(_)));
    fake.clock.advance(DAY);
    call(&client, &EXPORT).await.unwrap();
    assert!(matches!(machine.failure(TransportError::connect("refused")), Action::Done(Err(_))));
    assert_eq!(remaining(&client, "day"), 9);
    // in the same period, it is
    let mut machine = internals::request(&client, &EXPORT).into_machine(false);
    assert!(matches!(machine.start(), Action::Send(_)));
    assert_eq!(remaining(&client, "day"), 8);
    machine.failure(TransportError::connect("refused"));
    assert_eq!(remaining(&client, "day"), 9);
}

#[tokio::test]
async fn hostile_state_is_rejected_or_bounded() {
    for text in [
        "day",
        "day=",
        "day=1",
        "day=1@",
        "day=@1",
        "day=-1@1",
        "day=1@-1",
        "day=x@1",
        "day=1@x",
        "day=18446744073709551616@1",
        "day=1@18446744073709551615",
        "day=1@1@1",
        "day=1@1,x",
        "day=1/@1",
        "day=1/x@1",
        "day=1/-1@1",
        "day=1@1!",
        "day=1@1!x",
        "day=1@1!1!1",
        "day=1.5@1",
        "day=1@1!18446744073709551615",
        "day=1e3@1",
        "\0",
        "=",
        "@",
        "{\"day\":1}",
        ":day=1@1",
        "=1@1",
        "0123456789abcde:day=1@1",
        "0123456789abcdeg:day=1@1",
        "+123456789abcdef:day=1@1",
        "0123456789abcdef:0123456789abcdef:day=1@1",
    ] {
        let error = text.parse::<QuotaSnapshot>().unwrap_err();
        assert!(error.to_string().contains("default=12@1798761600"), "{text:?}");
    }
    let far = i64::MAX;
    let fake = successes(20);
    for (text, expected) in [
        (String::new(), 10),
        ("\n".to_owned(), 10),
        (",,".to_owned(), 10),
        ("day=5@0".to_owned(), 10),
        (format!("day=4@{}\n", START + 60), 6),
        (format!("day=5@{}", START - 1), 10),
        (format!("day=10@{},day=0@{}", START - 1, START + 9), 10),
        (format!("day=3@{},day=4@{}", START + 9, START + 5), 6),
        (format!("day={}@{far}", u64::MAX), 0),
        (format!("day={0}@{far},day={0}@{far}", u64::MAX), 0),
        (format!("day=1@{far}!{far}"), 0),
        (format!("day=1/0@{}", START + 9), 9),
        (format!("day=1/{}@{}", u64::MAX, START + 9), u64::MAX - 1),
        (format!("day=0@{}", "0".repeat(10_000)), 10),
    ] {
        let client = restart(&fake, &text);
        assert_eq!(remaining(&client, "day"), expected, "{text}");
        let reset = client.quota("day").unwrap().reset;
        assert!(reset.is_none_or(|reset| reset <= at(DAY)), "{text}: {reset:?}");
        // what was restored can be saved
        client.quota_snapshot().to_string().parse::<QuotaSnapshot>().unwrap();
    }
}

#[tokio::test]
async fn a_saved_state_is_bound_to_its_account() {
    let fake = successes(10);
    let (_, saved) = used_up(&fake).await;
    let restore = |saved: &str| builder().restore_quotas(saved.parse().unwrap()).build();
    restore(&saved).expect("the state of the same account");
    let other =
        internals::client_builder(&API, "Other", "token").restore_quotas(saved.parse().unwrap());
    let error = other.build().unwrap_err();
    assert!(error.is_request(), "{error:?}");
    let message = "quotas: the saved quotas are those of another account";
    assert!(error.to_string().contains(message), "{error}");
    // a state that a program composes is one of any account
    let text = saved.strip_prefix(ACCOUNT).unwrap();
    let other =
        internals::client_builder(&API, "Other", "token").restore_quotas(text.parse().unwrap());
    assert_eq!(remaining(&other.build().unwrap(), "day"), 0);
    // an empty state too
    let none = restart(&fake, "").quota_snapshot().to_string();
    assert_eq!(none, "");
}

#[tokio::test]
async fn unknown_names_of_a_saved_state_are_not_lost() {
    let fake = successes(1);
    // the quotas of another version of the client
    let end = START + 100;
    let saved = format!("{ACCOUNT}day=3@{end},renamed=4/5@{end}!{end}");
    let client = restart(&fake, &saved);
    assert_eq!(client.quota_snapshot().to_string(), saved);
    assert_eq!(restart(&fake, &saved).quota_snapshot(), client.quota_snapshot());
    fake.clock.advance(100);
    assert_eq!(client.quota_snapshot().to_string(), "");
    // a program has misspelled the name
    for name in ["Day", "other", "day "] {
        let saved = format!("default=1@{end},{name}=4@{end}").parse().unwrap();
        let error = builder().restore_quotas(saved).build().unwrap_err();
        let message =
            format!("quotas: expected one of `default`, `day`, `unlimited`, found `{name}`");
        assert!(error.is_request() && error.to_string().contains(&message), "{error}");
    }
}

const HEADERS: [&str; 7] = [
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Retry-After",
    "X-RateLimit-Limit-day",
    "X-RateLimit-Remaining-day",
    "X-RateLimit-Reset-hour",
];

const HOSTILE: &[&str] = &[
    "0",
    "-1",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "1e300",
    "NaN",
    "inf",
    "",
    ",",
    ";",
    "1.",
    "1.99999999999999999999999999",
    ".5",
    "+5",
    "0x10",
    "1 2",
    "100000000000",
    "1000000000",
    "1000000001",
    "99999999999999999999",
    "\u{e4}",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Fri, 99 Foo 2027",
];

/// Returns headers with hostile values, alone and combined.
fn hostile_headers() -> Vec<Vec<(&'static str, String)>> {
    let mut cases = Vec::new();
    for value in HOSTILE {
        cases.extend(HEADERS.map(|name| vec![(name, (*value).to_owned())]));
        cases.push(HEADERS.map(|name| (name, (*value).to_owned())).to_vec());
        cases.push(HEADERS[..3].iter().map(|name| (*name, (*value).to_owned())).collect());
        let zero = |name| (name, "0".to_owned());
        cases.push(vec![zero(HEADERS[1]), (HEADERS[2], (*value).to_owned())]);
        cases.push(vec![zero(HEADERS[1]), (HEADERS[3], (*value).to_owned()), zero(HEADERS[0])]);
    }
    cases
}

#[tokio::test]
async fn hostile_headers_are_bounded() {
    for headers in hostile_headers() {
        for status in [200, 429, 503] {
            for operation in [&READ, &EXPORT] {
                let script = (0..8).map(|_| Outcome::Headers(status, headers.clone()));
                let fake = Fake::new(script);
                let client = builder().retry(runtime::retry::RetryPolicy::default());
                let client = client.clock(fake.clock.clone()).transport(fake.clone());
                let client = client.build().unwrap();
                for _ in 0..2 {
                    let result = call(&client, operation).await;
                    let case = format!("{headers:?} {status}: {result:?}");
                    let slept: u64 = fake.millis().iter().sum();
                    assert!(slept < 2 * 300_000, "{case}");
                    for quota in client.quotas() {
                        assert!(
                            quota.remaining.is_none_or(|left| Some(left) <= quota.limit),
                            "{case}"
                        );
                        let now = at(slept / 1000 + 1);
                        let period =
                            Duration::from_secs(if quota.name == "day" { DAY } else { 3600 });
                        assert!(quota.reset.is_none_or(|reset| reset <= now + period), "{case}");
                        assert_ne!(quota.limit, Some(0), "{case}");
                    }
                    client.quota_snapshot().to_string().parse::<QuotaSnapshot>().unwrap();
                }
            }
        }
    }
}

#[test]
fn threads_share_a_quota() {
    let fake = successes(800);
    let client = restart(&fake, &format!("default=0/500@{}", START + 3600));
    let send = |client: Client| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut granted = 0;
            for _ in 0..100 {
                granted += usize::from(call(&client, &READ).await.is_ok());
            }
            granted
        })
    };
    let granted: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| send(client.clone()))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((granted, fake.count(), remaining(&client, "default")), (500, 500, 0));
}
