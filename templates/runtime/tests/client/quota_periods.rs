//! When a period of a quota begins and ends, and what headers cannot change about it.

use runtime::Client;
use runtime::quota::{QuotaMode, QuotaStatus};
use runtime::runtime::call::{Action, CallMachine};
use runtime::runtime::internals;
use runtime::transport::TransportError;

use crate::fake::{Fake, Outcome};
use crate::quotas::{DAY, EXPORT, at, call, client, ok, successes};

/// Returns the remaining requests of the quota of a day, and its end in seconds from the start.
fn day(client: &Client) -> (u64, Option<u64>) {
    let QuotaStatus { remaining, reset, .. } = client.quota("day").unwrap();
    let end = reset.map(|reset| reset.duration_since(at(0)).unwrap().as_secs());
    (remaining.unwrap(), end)
}

/// Sends a request whose response has not arrived.
fn send(client: &Client) -> CallMachine {
    let mut machine = internals::request(client, &EXPORT).into_machine(false);
    assert!(matches!(machine.start(), Action::Send(_)));
    machine
}

fn respond(machine: &mut CallMachine, headers: &[(&str, &str)]) {
    let response = http::Response::builder().status(200);
    let response =
        headers.iter().fold(response, |response, (name, text)| response.header(*name, *text));
    machine.head(response.body(()).unwrap().into_parts().0);
}

#[tokio::test]
async fn a_period_does_not_begin_with_a_request_that_was_not_sent() {
    let fake = Fake::new([Outcome::Error(TransportError::connect("refused"))]);
    let client = client(&fake, QuotaMode::Fail);
    call(&client, &EXPORT).await.unwrap_err();
    assert_eq!(day(&client), (10, None));
    fake.clock.advance(DAY - 3600);
    fake.then((0..20).map(|_| ok(&[])));
    for _ in 0..10 {
        call(&client, &EXPORT).await.unwrap();
    }
    fake.clock.advance(3600);
    assert!(call(&client, &EXPORT).await.unwrap_err().is_rate_limited());
    assert_eq!(day(&client), (0, Some(2 * DAY - 3600)));
}

#[test]
fn a_period_does_not_begin_with_the_first_of_several_that_was_not_sent() {
    let fake = successes(0);
    let client = client(&fake, QuotaMode::Fail);
    let (mut first, _second) = (send(&client), send(&client));
    fake.clock.advance(5);
    let mut third = send(&client);
    assert_eq!(day(&client), (7, Some(DAY)));
    // the period begins with one of the others, and lasts as long as if it was the last of them
    first.failure(TransportError::connect("refused"));
    assert_eq!(day(&client), (8, Some(DAY + 5)));
    third.failure(TransportError::connect("refused"));
    assert_eq!(day(&client), (9, Some(DAY + 5)));
}

#[tokio::test]
async fn headers_without_a_period_do_not_increase_what_is_left_of_a_day() {
    let report = |limit, remaining, reset| {
        let names = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];
        let values = [limit, remaining, reset];
        ok(&[(names[0], values[0]), (names[1], values[1]), (names[2], values[2])])
    };
    let fake = Fake::new([
        ok(&[]),
        // another limit, which the end makes one of a day
        report("1000", "998", "80000"),
        // the limit of an hour, which is not this one because it was reported before
        report("1000", "997", "900"),
        // a later end
        report("10", "9", "86400"),
    ]);
    let client = client(&fake, QuotaMode::Fail);
    let mut found = Vec::new();
    for _ in 0..4 {
        call(&client, &EXPORT).await.unwrap();
        found.push(day(&client));
        fake.clock.advance(60);
    }
    assert_eq!(found, [(9, Some(DAY)), (8, Some(80_060)), (7, Some(80_060)), (6, Some(80_060))]);
    // the limit of the next period is the declared one
    fake.clock.advance(DAY);
    assert_eq!((day(&client), client.quota("day").unwrap().limit), ((10, None), Some(10)));
}

#[test]
fn a_late_response_does_not_begin_a_period() {
    let fake = successes(0);
    let client = client(&fake, QuotaMode::Fail);
    let mut first = send(&client);
    let _others: Vec<CallMachine> = (0..8).map(|_| send(&client)).collect();
    fake.clock.advance(100);
    // the time of the reset is one after the response, which was on its way for 100 seconds
    let headers = [
        ("X-RateLimit-Limit-day", "10"),
        ("X-RateLimit-Remaining-day", "9"),
        ("X-RateLimit-Reset-day", "86400"),
    ];
    respond(&mut first, &headers);
    assert_eq!(day(&client), (1, Some(DAY)));
    // the end of a response that was fast is that of another period
    let mut fast = send(&client);
    respond(&mut fast, &headers);
    assert_eq!(day(&client), (9, Some(DAY + 100)));
}
