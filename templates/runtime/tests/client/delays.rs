//! The delays before retries, the budget of retries, and the deadline of a call.

use std::pin::Pin;
use std::task::{Context, Waker};
use std::time::Duration;

use runtime::Error;
use runtime::quota::RetryAfter;
use runtime::retry::RetryPolicy;
use runtime::transport::TransportError;

use crate::api::{builder, notes_over};
use crate::fake::{Fake, FakeRng, Outcome, START};
use crate::notes::Notes;

/// Returns the operations of a client with this policy and these random numbers.
fn notes(fake: &Fake, policy: RetryPolicy, rng: impl IntoIterator<Item = u64>) -> Notes {
    let client = builder().retry(policy).rng(FakeRng::new(rng));
    let client = client.clock(fake.clock.clone()).transport(fake.clone());
    Notes { client: client.build().unwrap() }
}

fn failing(status: u16, count: usize) -> Fake {
    Fake::new((0..count).map(|_| Outcome::Response(status, String::new())))
}

fn delays(policy: RetryPolicy) -> impl AsyncFn(&[u64]) -> Vec<u64> {
    async move |rng| {
        let fake = failing(503, 100);
        let error = notes(&fake, policy, rng.to_vec()).get("1").await.unwrap_err();
        assert_eq!(error.attempts(), 4);
        fake.millis()
    }
}

#[tokio::test]
async fn nothing_is_sent_after_the_deadline() {
    for call in [
        |notes: &Notes| notes.create("1", "s").operation_timeout(Duration::ZERO),
        |notes: &Notes| notes.create("1", "s").timeout(Duration::ZERO),
    ] {
        let fake = Fake::bodies(&["{}"]);
        let error = call(&notes_over(fake.clone())).await.unwrap_err();
        assert!(error.is_timeout() && !error.may_have_been_sent(), "{error:?}");
        assert_eq!(fake.count(), 0);
    }
}

#[tokio::test]
async fn delays_are_random_up_to_a_bound_that_doubles() {
    let default = delays(RetryPolicy::default());
    assert_eq!(default(&[500, 1000, 2000]).await, [500, 1000, 2000]);
    assert_eq!(default(&[250, 1, 1999]).await, [250, 1, 1999]);
    // more than the bound
    assert_eq!(default(&[501 + 7, 1001 + 8, 2001 + 9]).await, [7, 8, 9]);
    for delays in [default(&[u64::MAX]).await, default(&[u64::MAX - 1, 12_345_678]).await] {
        assert!(delays.iter().zip([500, 1000, 2000]).all(|(delay, bound)| *delay <= bound));
    }
    let capped = delays(RetryPolicy::default().max_delay(Duration::from_millis(1500)));
    assert_eq!(capped(&[500, 1000, 1500]).await, [500, 1000, 1500]);
    assert_eq!(capped(&[500, 1000, 1501]).await.len(), 2, "a delay of zero is no sleep");
}

#[tokio::test]
async fn a_policy_is_bounded_for_extreme_values() {
    let many = RetryPolicy::default().max_attempts(u32::MAX).base_delay(Duration::MAX);
    let fake = failing(503, 21);
    let error = notes(&fake, many.max_delay(Duration::ZERO), [9]).get("1").await.unwrap_err();
    // the budget is used up
    assert_eq!((error.attempts(), fake.millis().len()), (21, 0));
    // the delay exceeds the deadline
    let fake = failing(503, 2);
    let endless = many.max_delay(Duration::MAX);
    let error = notes(&fake, endless, [u64::MAX]).get("1").await.unwrap_err();
    assert_eq!((error.attempts(), fake.millis().len()), (1, 0));
    for attempts in [0, 1] {
        let fake = failing(503, 2);
        let once = RetryPolicy::default().max_attempts(attempts);
        assert_eq!(notes(&fake, once, [0]).get("1").await.unwrap_err().attempts(), 1);
    }
}

/// A status, the headers, and the delays in milliseconds.
type Case = (u16, Vec<(&'static str, String)>, &'static [u64]);

#[tokio::test]
async fn the_service_can_ask_for_a_delay() {
    let at = |seconds: u64| (START + seconds).to_string();
    let millis = |seconds: u64| format!("{}", (START + seconds) * 1000);
    let date = |text: &str| format!("Fri, 15 Jan 2027 {text} GMT");
    let delay = "Retry-After";
    let cases: Vec<Case> = vec![
        (429, vec![(delay, "7".into())], &[7000]),
        (503, vec![(delay, "7".into())], &[7000]),
        (500, vec![(delay, "7".into())], &[7000]),
        (429, vec![(delay, "6.5".into())], &[7000]),
        (429, vec![(delay, date("08:00:09"))], &[9000]),
        (429, vec![(delay, "Friday, 15-Jan-27 08:00:09 GMT".into())], &[9000]),
        (429, vec![(delay, "Fri Jan 15 08:00:09 2027".into())], &[9000]),
        (429, vec![(delay, "Monday, 15-Jan-27 08:00:09 GMT".into())], &[]),
        (429, vec![(delay, date("07:59:00"))], &[]),
        (429, vec![(delay, at(8))], &[8000]),
        (429, vec![(delay, "0".into())], &[]),
        (429, vec![(delay, "-5".into())], &[]),
        (429, vec![(delay, "1e300".into())], &[]),
        (429, vec![(delay, "soon".into())], &[]),
        (429, vec![("X-RateLimit-Reset", "11".into())], &[11_000]),
        (429, vec![("X-RateLimit-Reset", at(13))], &[13_000]),
        (429, vec![("X-RateLimit-Reset", millis(13))], &[13_000]),
        (429, vec![("X-RateLimit-Reset", at(0))], &[]),
        (429, vec![("X-RateLimit-Reset-hour", "15".into())], &[15_000]),
        (429, vec![("RateLimit-Reset", "17;w=60".into())], &[17_000]),
        (429, vec![("RateLimit-Reset", "17".into()), (delay, "3".into())], &[3000]),
        // a reset is not a delay after another error
        (503, vec![("X-RateLimit-Reset", "11".into())], &[]),
        (429, vec![(delay, "120".into())], &[120_000]),
    ];
    for (status, headers, expected) in cases {
        let refusal = Outcome::Headers(status, headers.clone());
        let fake = Fake::new([refusal, Outcome::Headers(200, Vec::new())]);
        let result = notes(&fake, RetryPolicy::default(), [0]).get("1").send_with_response().await;
        assert_eq!(result.unwrap().attempts, 2, "{headers:?}");
        assert_eq!(fake.millis(), expected, "{status} {headers:?}");
    }
    // the delay is never shortened, and clients do not return at the same time
    let refusal = Outcome::Headers(429, vec![(delay, "7".into())]);
    let fake = Fake::new([refusal, Outcome::Headers(200, Vec::new())]);
    notes(&fake, RetryPolicy::default(), [300]).get("1").await.unwrap();
    assert_eq!(fake.millis(), [7300]);
}

/// Returns the error of a request that was refused once, and the delay that the service asks for.
async fn refused(name: &'static str, value: &str, policy: RetryPolicy) -> (Error, RetryAfter) {
    let fake = Fake::new([Outcome::Headers(429, vec![(name, value.to_owned())])]);
    let error = notes(&fake, policy, [0]).get("1").await.unwrap_err();
    assert_eq!((error.attempts(), fake.count(), fake.millis().len()), (1, 1, 0), "{value}");
    assert!(error.is_rate_limited() && error.status().unwrap() == 429);
    let limit = *error.rate_limit();
    (error, limit.retry_after.or(limit.reset).unwrap())
}

#[tokio::test]
async fn an_error_with_a_delay_that_is_too_long_is_returned_at_once() {
    let policy = RetryPolicy::default();
    let seconds = |seconds| RetryAfter::Delay(Duration::from_secs(seconds));
    assert_eq!(refused("Retry-After", "121", policy).await.1, seconds(121));
    assert_eq!(refused("X-RateLimit-Reset", "3599", policy).await.1, seconds(3599));
    assert_eq!(refused("Retry-After", "1000000000", policy).await.1, seconds(1_000_000_000));
    let later = refused("X-RateLimit-Reset", &(START + 3600).to_string(), policy).await.1;
    let start = std::time::UNIX_EPOCH + Duration::from_secs(START);
    assert_eq!(later.duration_from(start), Duration::from_secs(3600));
    refused("Retry-After", &u64::MAX.to_string(), policy).await;
    refused("Retry-After", &"9".repeat(23), policy).await;
    // the deadline is 5 minutes
    refused("Retry-After", "300", policy.max_server_delay(Duration::MAX)).await;
    refused("Retry-After", "11", policy.max_server_delay(Duration::from_secs(10))).await;
    let fake = Fake::new([
        Outcome::Headers(429, vec![("Retry-After", "299".to_owned())]),
        Outcome::Headers(200, Vec::new()),
    ]);
    let patient = policy.max_server_delay(Duration::MAX);
    notes(&fake, patient, [0]).get("1").await.unwrap();
    assert_eq!(fake.millis(), [299_000]);
}

#[tokio::test]
async fn clones_share_a_budget_of_retries() {
    let fake = failing(503, 100);
    let notes = notes(&fake, RetryPolicy::default(), [0]);
    let mut attempts = Vec::new();
    for _ in 0..9 {
        attempts.push(notes.clone().get("1").await.unwrap_err().attempts());
    }
    // 20 retries
    assert_eq!(attempts, [4, 4, 4, 4, 4, 4, 3, 1, 1]);
}

#[tokio::test]
async fn the_budget_is_restored_by_successes() {
    let fake = failing(503, 21);
    let many = RetryPolicy::default().max_attempts(100);
    let notes = notes(&fake, many, [0]);
    assert_eq!(notes.get("1").await.unwrap_err().attempts(), 21);
    let outcomes = |statuses: &[u16]| {
        fake.then(statuses.iter().map(|status| Outcome::Headers(*status, Vec::new())));
    };
    // four successes are not enough for a retry, and five are
    for (successes, attempts) in [(4, 1), (1, 2), (9, 2), (1, 2)] {
        outcomes(&vec![200; successes]);
        for _ in 0..successes {
            notes.get("1").await.unwrap();
        }
        outcomes(&[503; 2][..attempts]);
        let error = notes.get("1").await.unwrap_err();
        assert_eq!(error.attempts() as usize, attempts, "after {successes} successes");
    }
    // a success after a retry returns what it took
    outcomes(&[200; 5]);
    for _ in 0..5 {
        notes.get("1").await.unwrap();
    }
    for _ in 0..10 {
        outcomes(&[503, 200]);
        assert_eq!(notes.get("1").send_with_response().await.unwrap().attempts, 2);
    }
}

#[tokio::test]
async fn the_deadline_cuts_an_attempt() {
    let fake = Fake::new((0..4).map(|_| Outcome::Hang));
    let notes = notes(&fake, RetryPolicy::default(), [0]);
    let call = notes.get("1").operation_timeout(Duration::from_secs(90));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), fake.sleeps()), (2, vec![60, 30]));
    // reading the body too
    fake.then([Outcome::Stuck(200)]);
    while fake.count() < 4 {
        notes.get("1").retry(RetryPolicy::none()).await.unwrap_err();
    }
    let before = fake.sleeps().len();
    let call = notes.get("1").operation_timeout(Duration::from_secs(10));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && error.status().unwrap() == 200);
    assert_eq!(fake.sleeps()[before..], [10]);
}

#[tokio::test]
async fn a_delay_that_passes_the_deadline_is_not_started() {
    for (timeout, attempts) in [(500, 1), (501, 2), (1500, 2), (1501, 3)] {
        let fake = failing(503, 4);
        let notes = notes(&fake, RetryPolicy::default(), [500, 1000, 2000]);
        let call = notes.get("1").operation_timeout(Duration::from_millis(timeout));
        let error = call.await.unwrap_err();
        assert!(error.is_server() && !error.is_timeout());
        assert_eq!(error.attempts(), attempts, "{timeout} ms");
    }
}

#[tokio::test]
async fn options_of_a_call_take_precedence() {
    let attempts = async |policy: RetryPolicy, own: Option<RetryPolicy>| {
        let fake = failing(503, 10);
        let call = notes(&fake, policy, [0]).get("1");
        let call = match own {
            Some(own) => call.retry(own),
            None => call,
        };
        call.await.unwrap_err().attempts()
    };
    let default = RetryPolicy::default();
    assert_eq!(attempts(default, Some(RetryPolicy::none())).await, 1);
    assert_eq!(attempts(default, Some(default.max_attempts(2))).await, 2);
    assert_eq!(attempts(RetryPolicy::none(), None).await, 1);
    assert_eq!(attempts(RetryPolicy::none(), Some(default)).await, 4);
    // the safety of the operation is not overridden
    let fake = Fake::new([Outcome::Error(TransportError::other("reset"))]);
    let notes = notes(&fake, RetryPolicy::none(), [0]);
    let track = notes.request(&crate::api::TRACK).with_retry(default);
    assert_eq!(track.send::<()>().await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_sends_nothing_more() {
    let fake = failing(503, 4);
    let notes = notes(&fake, RetryPolicy::default(), [500]);
    let mut call = notes.get("1").into_future();
    let context = &mut Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut call).poll(context).is_pending());
    assert_eq!(fake.count(), 1);
    drop(call);
    tokio::task::yield_now().await;
    assert_eq!((fake.count(), fake.millis().len()), (1, 0));
    // nothing is sent before a call is polled
    drop(notes.get("1").send());
    assert_eq!(fake.count(), 1);
}
