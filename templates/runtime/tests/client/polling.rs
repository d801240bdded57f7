//! Polls that fail while an operation is waited for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::transport::TransportError;

use crate::api::{TOKEN, notes, notes_over};
use crate::fake::{Fake, Outcome};
use crate::server::{Server, json, response};

const DONE: &str = r#"{"Status":"COMPLETED"}"#;

#[tokio::test]
async fn a_temporary_failure_does_not_end_waiting() {
    for failure in [
        json(404, r#"{"Message":"not yet"}"#),
        json(429, ""),
        response(503, &[("content-type", "text/html")], "<html></html>"),
        json(500, ""),
        Vec::new(),
    ] {
        let server = Server::new([failure.clone(), failure, json(200, DONE)]);
        let job = notes(&server.url).job("77");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = seen.clone();
        let wait = job.wait().poll_interval(Duration::ZERO);
        let wait = wait.on_progress(move |progress| sink.lock().unwrap().push(progress.polls));
        wait.await.expect("a complete job");
        assert_eq!(*seen.lock().unwrap(), [1, 2, 3]);
    }
}

#[tokio::test]
async fn the_deadline_ends_waiting_with_the_last_failure() {
    let fake = Fake::new((0..20).map(|_| Outcome::Response(503, String::new())));
    let job = notes_over(fake.clone()).job("77");
    let error = job.wait().deadline(Duration::from_secs(20)).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(error.to_string().contains("the last poll failed: 503 Service Unavailable"), "{error}");
    assert_eq!(error.polls() as usize, fake.count());
    assert_eq!(fake.sleeps(), [2, 3, 5, 7, 4]);
    // the request that started the job is not repeated
    assert!(!error.is_retryable() && error.may_have_been_sent(), "{error:?}");
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("getJob: 503"), "{source}");

    let reset = || Outcome::Error(TransportError::other("reset"));
    let fake = Fake::new((0..9).map(|_| reset()));
    let wait = notes_over(fake).job("77").wait().deadline(Duration::from_secs(5));
    let error = wait.await.unwrap_err();
    assert!(error.to_string().contains("the last poll failed: connection closed"), "{error}");
}

#[tokio::test]
async fn the_delay_that_the_service_asks_for_is_kept() {
    let done = || Outcome::Response(200, DONE.to_owned());
    let fake = Fake::new([Outcome::RetryAfter(429, 70), Outcome::RetryAfter(503, 1), done()]);
    notes_over(fake.clone()).job("77").wait().await.expect("a complete job");
    // the second delay is shorter than the interval
    assert_eq!(fake.sleeps(), [70, 3]);
    let fake = Fake::new([Outcome::RetryAfter(503, 1_000_000), done()]);
    let wait = notes_over(fake.clone()).job("77").wait().deadline(Duration::from_secs(100));
    wait.await.expect("a last poll at the deadline");
    assert_eq!(fake.sleeps(), [100]);
}

#[tokio::test]
async fn other_failures_end_waiting() {
    for status in [400, 401, 403, 409] {
        let fake = Fake::new([Outcome::Response(status, String::new())]);
        let error = notes_over(fake.clone()).job("77").wait().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!((error.polls(), fake.count()), (1, 1));
    }
    let fake = Fake::bodies(&[r#"{"Status":"RUNNING"}"#, r#"{"Status":"FAILED"}"#]);
    let error = notes_over(fake).job("77").wait().await.unwrap_err();
    assert!(error.is_rejected() && error.polls() == 2, "{error:?}");
}

#[tokio::test]
async fn a_state_that_repeats_a_credential_is_redacted() {
    let status = format!(r#"{{"Status":"{TOKEN}"}}"#);
    let fake = Fake::new((0..1000).map(|_| Outcome::Response(200, status.clone())));
    let error = notes_over(fake).queued("A-1").wait().await.unwrap_err();
    assert!(error.is_timeout() && !error.to_string().contains(TOKEN), "{error}");
    assert!(error.to_string().contains("the last state is [redacted]"), "{error}");
}
