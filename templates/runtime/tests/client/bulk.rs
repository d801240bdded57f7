//! Bulk writes: one outcome per element, in order, and nothing is sent twice.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;
use runtime::Error;
use runtime::bulk::{BulkWrite, Outcome, OutcomeState, from_stream};
use runtime::polling::{Acceptance, Queued};
use runtime::retry::RetryPolicy;
use runtime::transport::TransportError;

use crate::bulk_api::{Fault, Ledgered, conversion};
use crate::fake::{Fake, Outcome as Response};
use crate::notes::{Note, Submission};

type Submitted = Outcome<Queued<Submission>>;

async fn all<T>(mut write: BulkWrite<'_, T>) -> Vec<Outcome<T>> {
    let mut outcomes = Vec::new();
    while let Some(outcome) = write.next().await {
        outcomes.push(outcome.unwrap());
    }
    outcomes
}

/// Returns the key, and the first letter of the state, of each outcome.
fn shown(outcomes: &[Submitted]) -> Vec<String> {
    let letter = |state: &OutcomeState<_>| match state {
        OutcomeState::Accepted(_) => "accepted",
        OutcomeState::Refused(_) => "refused",
        OutcomeState::Unsent(_) => "unsent",
        OutcomeState::Unknown(_) => "unknown",
    };
    outcomes.iter().map(|outcome| format!("{} {}", outcome.key, letter(&outcome.state))).collect()
}

#[tokio::test]
async fn each_element_has_an_outcome_in_the_order_of_the_input() {
    let service = Ledgered::new();
    service.fault("1", [Fault::Slow]);
    service.fault("2", [Fault::Invalid]);
    service.fault("3", [Fault::Unavailable]);
    service.fault("4", [Fault::Refused]);
    service.fault("5", [Fault::ResetAfter]);
    service.fault("6", [Fault::Limited]);
    let elements = (0..8).map(|order| conversion(order.to_string()));
    let outcomes = all(service.notes().submit_all(elements).concurrency(4)).await;
    assert_eq!(
        shown(&outcomes),
        [
            "0 accepted",
            "1 accepted",
            "2 refused",
            "3 unknown",
            "4 unsent",
            "5 unknown",
            "6 unsent",
            "7 accepted"
        ]
    );
    assert_eq!(
        outcomes.iter().map(|outcome| outcome.index).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5, 6, 7]
    );
    let OutcomeState::Accepted(queued) = &outcomes[0].state else { panic!() };
    assert_eq!((queued.id(), queued.acceptance()), (Some("A-1"), Acceptance::Queued));
    let error = outcomes[2].error().unwrap();
    assert_eq!(error.codes().collect::<Vec<_>>(), ["OLD_EVENT"]);
    assert_eq!(error.operation(), Some("submit"));
    assert_eq!(service.totals(), (4, 1));
}

#[tokio::test]
async fn retries_follow_the_retry_safety_of_the_operation() {
    let service = Ledgered::new();
    service.fault("limited", [Fault::Limited, Fault::Refused]);
    service.fault("unavailable", [Fault::Unavailable]);
    let notes = service.notes_with(RetryPolicy::default());
    let outcomes = all(notes.submit_all(["limited", "unavailable"].map(conversion))).await;
    assert_eq!(shown(&outcomes), ["limited accepted", "unavailable unknown"]);
    assert_eq!(service.requests("POST"), 4);
}

#[tokio::test]
async fn a_second_element_with_the_same_key_is_not_sent() {
    let service = Ledgered::new();
    let elements = [conversion("a"), conversion("b"), conversion(" a "), conversion("")];
    let outcomes = all(service.notes().submit_all(elements).concurrency(1)).await;
    assert_eq!(shown(&outcomes), ["a accepted", "b accepted", "a refused", " refused"]);
    let message = outcomes[2].error().unwrap().message().unwrap();
    assert_eq!(message, "duplicate key `a`: element 1 has the same, and only that one is sent");
    assert!(outcomes.iter().skip(2).all(|outcome| outcome.error().unwrap().is_request()));
    assert!(outcomes[3].error().unwrap().to_string().contains("`OrderId`, `EventTypeId`"));
    assert_eq!(service.totals(), (2, 1));
}

#[tokio::test]
async fn elements_are_taken_when_they_are_needed() {
    // no request gets a response
    let fake = Fake::new((0..100).map(|_| Response::Hang));
    let notes = crate::api::notes_over(fake.clone());
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    let elements = (0..100).map(move |order| {
        count.fetch_add(1, Ordering::SeqCst);
        conversion(order.to_string())
    });
    let mut write = notes.submit_all(elements).concurrency(3);
    assert_eq!(taken.load(Ordering::SeqCst), 0);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..3 {
        assert!(Pin::new(&mut write).poll_next(&mut context).is_pending());
    }
    assert_eq!((taken.load(Ordering::SeqCst), fake.count()), (3, 3));
}

#[tokio::test]
async fn finished_elements_wait_for_their_turn_up_to_a_bound() {
    let script = (0..100).map(|at| match at {
        0 => Response::Hang,
        _ => Response::Response(200, String::new()),
    });
    let fake = Fake::new(script);
    let notes = crate::api::notes_over(fake.clone());
    let mut write = notes.submit_all((0..100).map(|order| conversion(order.to_string())));
    write = write.concurrency(2);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..50 {
        assert!(Pin::new(&mut write).poll_next(&mut context).is_pending());
        // timeouts of the fake clock are not over
    }
    assert_eq!(fake.count(), 8);
}

#[tokio::test]
async fn dropping_a_write_cancels_it() {
    let service = Ledgered::new();
    let notes = service.notes();
    drop(notes.submit_all([conversion("never")]));
    let mut write =
        notes.submit_all((0..).map(|order| conversion(order.to_string()))).concurrency(2);
    assert_eq!(write.next().await.unwrap().unwrap().key, "0");
    drop(write);
    let sent = service.requests("POST");
    tokio::task::yield_now().await;
    assert_eq!(service.requests("POST"), sent);
    assert_eq!(service.received("never"), 0);
}

/// A stream that is pending between its elements until it is woken.
struct Channel(VecDeque<Option<&'static str>>);

impl Stream for Channel {
    type Item = crate::notes::Conversion;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.pop_front() {
            None => Poll::Ready(None),
            Some(Some(order)) => Poll::Ready(Some(conversion(order))),
            Some(None) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}

#[tokio::test]
async fn the_input_can_be_a_stream_or_borrow() {
    let service = Ledgered::new();
    let channel = Channel(VecDeque::from([Some("a"), None, None, Some("b"), None]));
    let outcomes = all(service.notes().submit_all(from_stream(channel))).await;
    assert_eq!(shown(&outcomes), ["a accepted", "b accepted"]);
    let orders = ["c".to_owned(), "d".to_owned()];
    let notes = service.notes();
    let write = notes.submit_all(orders.iter().map(|order| conversion(order.as_str())));
    assert_eq!(shown(&all(write).await), ["c accepted", "d accepted"]);
}

#[tokio::test]
async fn options_of_the_write_apply_to_each_request() {
    let fake = Fake::new((0..2).map(|_| Response::Hang));
    let notes = crate::api::notes_over(fake.clone());
    let write = notes.submit_all(["a", "b"].map(conversion)).concurrency(1);
    let outcomes = all(write.timeout(Duration::from_secs(7)).retry(RetryPolicy::none())).await;
    assert_eq!(shown(&outcomes), ["a unknown", "b unknown"]);
    assert!(outcomes[0].error().unwrap().is_timeout());
    assert_eq!(fake.sleeps(), [7, 7]);
}

#[tokio::test]
async fn elements_that_are_builders_keep_their_options() {
    let service = Ledgered::new();
    let notes = service.notes();
    let changes = ["1.2", "1.3"].map(|action| notes.change(action).header("X-Reason", "returned"));
    let outcomes = all(notes.change_all(changes)).await;
    assert_eq!(shown(&outcomes), ["1.2 accepted", "1.3 accepted"]);
    assert_eq!((service.received("1.2"), service.requests("PUT")), (1, 2));
}

#[tokio::test]
async fn quotas_are_waited_for() {
    let fake = Fake::new(
        (0..3).map(|_| Response::Headers(200, vec![("X-RateLimit-Remaining", "0".to_owned())])),
    );
    let notes = crate::api::notes_over(fake.clone());
    let outcomes = all(notes.submit_all(["a", "b", "c"].map(conversion)).concurrency(1)).await;
    assert_eq!(shown(&outcomes), ["a accepted", "b accepted", "c accepted"]);
    let longest = fake.sleeps().into_iter().max().unwrap();
    // longer than the timeout of a call
    assert!(longest > 3000, "{:?}", fake.sleeps());
}

fn note(id: &str) -> Note {
    Note { id: Some(id.into()), ..Note::default() }
}

fn kinds(outcomes: &[Outcome<()>]) -> String {
    let kind = |outcome: &Outcome<()>| match &outcome.state {
        OutcomeState::Accepted(()) => 'a',
        OutcomeState::Refused(_) => 'r',
        OutcomeState::Unsent(_) => 'n',
        OutcomeState::Unknown(_) => 'u',
    };
    outcomes.iter().map(kind).collect()
}

#[tokio::test]
async fn elements_of_a_list_are_sent_in_chunks() {
    let fake = Fake::new([
        Response::Response(200, r#"{"Status":"OK"}"#.to_owned()),
        Response::Response(400, r#"{"Status":"ERROR","Message":"bad"}"#.to_owned()),
        Response::Response(503, String::new()),
    ]);
    let notes = crate::api::notes_over(fake.clone());
    let ids: Vec<String> = (0..8).map(|id| id.to_string()).collect();
    let write = notes.update_all(ids.iter().map(|id| note(id))).concurrency(1);
    let outcomes = all(write).await;
    assert_eq!(kinds(&outcomes), "aaarrruu");
    let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body.unwrap()).collect();
    assert_eq!(bodies[0], r#"[{"Id":"0"},{"Id":"1"},{"Id":"2"}]"#.as_bytes());
    assert_eq!(bodies[2], r#"[{"Id":"6"},{"Id":"7"}]"#.as_bytes());
    // the error of the request is the one of all its elements
    for outcome in &outcomes[3..6] {
        let error: &Error = outcome.error().unwrap();
        assert!(error.is_bad_request() && error.message() == Some("bad"));
        assert_eq!(error.operation(), Some("bulk"));
    }
}

#[tokio::test]
async fn a_failure_after_an_attempt_that_may_have_been_received_leaves_the_outcome_open() {
    let refused = || Response::Response(200, r#"{"Status":"ERROR","Message":"bad"}"#.to_owned());
    let status = |status| Response::Response(status, String::new());
    let lost = || Response::Error(TransportError::other("reset"));
    for (responses, expected) in [
        (vec![lost(), refused()], "u"),
        (vec![lost(), status(400)], "u"),
        (vec![status(503), status(401)], "u"),
        (vec![lost(), status(429), refused()], "u"),
        (vec![lost(), Response::Error(TransportError::connect("refused")), refused()], "u"),
        // these attempts had no effect
        (vec![status(429), refused()], "r"),
        (vec![status(429), status(400)], "r"),
        (vec![Response::Error(TransportError::connect("refused")), refused()], "r"),
        (vec![status(429), status(429), status(429), status(429)], "n"),
        (vec![status(429), status(403)], "n"),
    ] {
        let fake = Fake::new(responses);
        let write = crate::api::notes_over(fake.clone()).update_all([note("1")]);
        let outcomes = all(write.retry(RetryPolicy::default())).await;
        assert_eq!(kinds(&outcomes), expected, "{:?}", outcomes[0].error());
    }
}

#[tokio::test]
async fn a_page_that_is_no_result_leaves_the_outcome_unknown() {
    let html = "<!doctype html><html><title>Log in</title></html>";
    let answers = [(200, html), (404, html), (404, r#"{"Message":"no such note"}"#), (200, "OK")];
    let fake = Fake::new(answers.map(|(status, body)| Response::Response(status, body.to_owned())));
    let notes = crate::api::notes_over(fake.clone());
    let ids: Vec<String> = (0..12).map(|id| id.to_string()).collect();
    let write = notes.update_all(ids.iter().map(|id| note(id))).concurrency(1);
    assert_eq!(kinds(&all(write).await), "uuuuuurrraaa");
}

#[tokio::test]
async fn a_stream_of_a_few_elements_does_not_wait_for_a_full_chunk() {
    struct Notes(VecDeque<Note>);
    impl Stream for Notes {
        type Item = Note;
        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Note>> {
            match self.0.pop_front() {
                Some(note) => Poll::Ready(Some(note)),
                // it never ends
                None => Poll::Pending,
            }
        }
    }
    let fake = Fake::bodies(&["OK"]);
    let notes = crate::api::notes_over(fake.clone());
    let stream = Notes(VecDeque::from([note("1"), note("2")]));
    let mut write = notes.update_all(from_stream(stream));
    for id in ["1", "2"] {
        let outcome = write.next().await.unwrap().unwrap();
        assert_eq!((outcome.key.as_str(), outcome.is_accepted()), (id, true));
    }
    assert_eq!(fake.count(), 1);
}
