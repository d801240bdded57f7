//! The progress of jobs and queued writes as a stream.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::transport::TransportError;

use crate::api::notes_over;
use crate::fake::{Fake, Outcome};

fn status(state: &str, percent: &str) -> String {
    format!(r#"{{"Id":"77","Status":"{state}","PercentageComplete":"{percent}"}}"#)
}

fn over(statuses: &[(&str, &str)]) -> Fake {
    let bodies = statuses.iter().map(|(state, percent)| status(state, percent));
    Fake::new(bodies.map(|body| Outcome::Response(200, body)))
}

#[tokio::test]
async fn the_last_item_is_the_final_state() {
    let fake = over(&[("QUEUED", "0"), ("RUNNING", "40"), ("ERROR", "40"), ("COMPLETED", "100")]);
    let seen = Arc::new(Mutex::new(0));
    let sink = seen.clone();
    let wait = notes_over(fake.clone()).job("77").wait();
    let mut progress = wait.on_progress(move |_| *sink.lock().unwrap() += 1).progress();
    let mut states = Vec::new();
    while let Some(item) = progress.next().await {
        let item = item.unwrap();
        states.push(format!("{} {}", item.state.unwrap(), item.percent.unwrap()));
    }
    assert_eq!(states, ["QUEUED 0", "RUNNING 40", "ERROR 40", "COMPLETED 100"]);
    assert!(progress.next().await.is_none());
    assert_eq!(*seen.lock().unwrap(), 4);
    // the same intervals as those of waiting
    assert_eq!(fake.sleeps(), [2, 3, 5]);
    let finished = progress.finish().await.unwrap();
    assert_eq!((finished.id(), fake.count()), ("77", 4));
}

#[tokio::test]
async fn waiting_continues_from_the_stream() {
    let fake = over(&[("QUEUED", "0"), ("RUNNING", "1"), ("COMPLETED", "100")]);
    let mut progress = notes_over(fake.clone()).job("77").wait().progress();
    progress.next().await.unwrap().unwrap();
    let finished = progress.finish().await.unwrap();
    assert_eq!(finished.status().status.as_deref(), Some("COMPLETED"));
    assert_eq!(fake.count(), 3);
}

#[tokio::test]
async fn a_failed_job_is_an_error_after_its_state() {
    let fake = over(&[("RUNNING", "1"), ("FAILED", "1")]);
    let mut progress = notes_over(fake).job("77").wait().progress();
    progress.next().await.unwrap().unwrap();
    let last = progress.next().await.unwrap().unwrap();
    assert_eq!((last.state.as_deref(), last.polls), (Some("FAILED"), 2));
    let error = progress.next().await.unwrap().unwrap_err();
    assert!(error.is_rejected() && error.polls() == 2, "{error:?}");
    assert!(progress.next().await.is_none());
    assert!(progress.finish().await.is_err());
}

#[tokio::test]
async fn the_deadline_ends_the_stream() {
    let fake = over(&[("RUNNING", "1"); 9]);
    let wait = notes_over(fake.clone()).job("77").wait().deadline(Duration::from_secs(4));
    let mut progress = wait.progress();
    let mut items = 0;
    let error = loop {
        match progress.next().await.unwrap() {
            Ok(_) => items += 1,
            Err(error) => break error,
        }
    };
    assert!(error.is_timeout() && error.to_string().contains("RUNNING"), "{error}");
    assert_eq!((items, fake.sleeps()), (3, vec![2, 2]));
}

#[tokio::test]
async fn a_poll_that_fails_temporarily_repeats_the_state() {
    let fake = over(&[("RUNNING", "1")]);
    fake.then([
        Outcome::Error(TransportError::other("reset")),
        Outcome::Response(200, status("COMPLETED", "100")),
    ]);
    let mut progress = notes_over(fake).job("77").wait().progress();
    let mut states = Vec::new();
    while let Some(item) = progress.next().await {
        let item = item.unwrap();
        states.push((item.state.unwrap(), item.polls));
    }
    let expected = [("RUNNING", 1), ("RUNNING", 2), ("COMPLETED", 3)];
    assert_eq!(states, expected.map(|(state, polls)| (state.to_owned(), polls)));
}

#[tokio::test]
async fn a_stream_that_is_dropped_sends_nothing_more() {
    let fake = over(&[("RUNNING", "1"); 3]);
    let mut progress = notes_over(fake.clone()).job("77").wait().progress();
    progress.next().await.unwrap().unwrap();
    drop(progress);
    tokio::task::yield_now().await;
    assert_eq!(fake.requests().len(), 1);
    assert!(fake.requests()[0].starts_with("GET "));
}

#[tokio::test]
async fn a_queued_write_has_progress_too() {
    let fake = Fake::bodies(&[r#"{"Status":"Queued"}"#, r#"{"Status":"Complete"}"#]);
    let mut progress = notes_over(fake).queued("5").wait().progress();
    assert_eq!(progress.next().await.unwrap().unwrap().state.as_deref(), Some("Queued"));
    assert_eq!(progress.finish().await.unwrap().status.as_deref(), Some("Complete"));
}
