//! The support for tests of programs: the mock transport, its recordings, the clock.

use std::time::{Duration, SystemTime};

use runtime::Error;
use runtime::call::{Attempt, Method, StatusCode};
use runtime::quota::RetryAfter;
use runtime::retry::RetryPolicy;
use runtime::testing::{FixedRng, MockFault, MockResponse, MockTransport, TestClock};
use runtime::transport::{Clock, Rng};
use runtime::wire::{Json, Upload};

use crate::api::builder;
use crate::notes::{Note, Notes};

fn notes(mock: &MockTransport) -> Notes {
    Notes { client: builder().retry(RetryPolicy::default()).mock(mock).build().unwrap() }
}

fn seconds(sleeps: &[Duration]) -> Vec<u64> {
    sleeps.iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn requests_are_recorded_exactly() {
    let mock = MockTransport::new();
    mock.expect("createNote").respond(StatusCode::NO_CONTENT);
    let create = notes(&mock).create("1 2", "a&b").extra_query("Q", "ä").header("X-Own", "yes");
    create.send().await.unwrap();
    let [request] = &mock.requests()[..] else { panic!("{mock:?}") };
    assert_eq!(
        request.to_http(),
        "POST /Accounts/ACCOUNT-CANARY/Campaigns/1%202/Notes?Q=%C3%A4 HTTP/1.1\r\n\
         host: api.example.com\r\n\
         accept: application/json\r\n\
         authorization: [redacted]\r\n\
         content-type: application/x-www-form-urlencoded\r\n\
         user-agent: tiny/1.2.3\r\n\
         x-own: yes\r\n\
         x-version: 14\r\n\
         \r\n\
         Subject=a%26b"
    );
    assert_eq!((request.operation(), request.attempt()), (Some("createNote"), 1));
    assert_eq!((request.method(), request.header("x-version")), (&Method::POST, Some("14")));
    assert_eq!(request.query(), [("Q".to_owned(), "ä".to_owned())]);
    assert_eq!(request.form(), [("Subject".to_owned(), "a&b".to_owned())]);
    assert_eq!(request.path(), "/Accounts/ACCOUNT-CANARY/Campaigns/1%202/Notes");
    mock.assert_done();
}

#[tokio::test]
async fn files_are_recorded_with_their_content() {
    let path = std::env::temp_dir().join(format!("recorded-{}.txt", std::process::id()));
    std::fs::write(&path, "content of the file").unwrap();
    let mock = MockTransport::new();
    mock.expect("createNote").respond("{}");
    let create = notes(&mock).create("1", "s").attachment(Upload::path(&path));
    create.send().await.unwrap();
    std::fs::remove_file(&path).unwrap();
    let request = &mock.requests()[0];
    assert!(request.text().contains("\r\ncontent of the file\r\n"), "{}", request.text());
    assert_eq!(request.header("content-length"), Some(request.body().len().to_string().as_str()));
    let create = notes(&mock).create("1", "s").attachment(Upload::path(&path));
    assert!(create.send().await.unwrap_err().is_request());
}

#[tokio::test]
async fn responses_are_played_in_order() {
    let mock = MockTransport::new();
    mock.expect("getNote")
        .respond(r#"{"Id":"1"}"#)
        .respond(MockResponse::json(r#"{"Message":"gone"}"#).status(StatusCode::NOT_FOUND))
        .respond(MockResponse::json(r#"{"Id":"3"}"#).header("X-RateLimit-Remaining", "7"));
    let notes = notes(&mock);
    assert_eq!(notes.get("1").await.unwrap().id.unwrap().as_str(), "1");
    let error = notes.get("2").await.unwrap_err();
    assert_eq!((error.is_not_found(), error.message()), (true, Some("gone")));
    let response = notes.get("3").send_with_response().await.unwrap();
    assert_eq!(response.rate_limit.remaining, Some(7));
    mock.assert_done();
}

#[tokio::test]
async fn models_are_played_as_json() {
    let note = Note { subject: Some("Ahoy".to_owned()), ..Note::default() };
    let mock = MockTransport::new();
    mock.expect("getNote").respond(MockResponse::model(&note));
    mock.expect("listNotes").respond(MockResponse::json(r#"{"Notes":[]}"#));
    let notes = notes(&mock);
    // in any order
    assert!(notes.list("1").items().next().await.is_none());
    assert_eq!(notes.get("1").await.unwrap(), note);
    mock.assert_done();
}

#[tokio::test]
async fn faults_are_those_of_a_connection() {
    let mock = MockTransport::new();
    mock.expect("createNote")
        .fail(MockFault::Connect)
        .fail(MockFault::ClosedBefore)
        .fail(MockFault::ClosedAfter)
        .fail(MockFault::Timeout)
        .respond(MockResponse::json(r#"{"Uri":"#).truncated());
    let notes = Notes { client: builder().mock(&mock).build().unwrap() };
    let mut found = Vec::new();
    for _ in 0..5 {
        let error = notes.create("1", "s").send().await.unwrap_err();
        found.push((error.is_connect(), error.is_timeout(), error.may_have_been_sent()));
    }
    let closed = (false, false, true);
    let expected =
        [(true, false, false), (false, false, false), closed, (false, true, true), closed];
    assert_eq!(found, expected);
    mock.assert_done();
}

#[tokio::test]
async fn retries_and_waits_take_no_time() {
    let mock = MockTransport::new();
    let busy = MockResponse::new(StatusCode::SERVICE_UNAVAILABLE).header("Retry-After", "50");
    mock.expect("getNote").fail(MockFault::ClosedAfter).respond(busy).times(2).respond("{}");
    let response = notes(&mock).get("1").send_with_response().await.unwrap();
    assert_eq!(response.attempts, 4);
    assert_eq!(seconds(&mock.clock().sleeps()), [50, 50]);
    assert_eq!(mock.clock().elapsed().as_secs(), 100);
    let attempts: Vec<u32> = mock.requests().iter().map(|request| request.attempt()).collect();
    assert_eq!(attempts, [1, 2, 3, 4]);
    mock.assert_done();
}

#[tokio::test]
async fn an_unexpected_call_is_an_error_that_names_it() {
    let mock = MockTransport::new();
    mock.expect("listNotes").respond(r#"{"Notes":[]}"#);
    mock.expect_path(Method::DELETE, "/Accounts/{AccountSID}/Notes/{NoteId}").respond("{}");
    let error = notes(&mock).get("7").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getNote: invalid request: unexpected call of `getNote`, expected `listNotes` or \
         `DELETE /Accounts/{AccountSID}/Notes/{NoteId}` (GET /Accounts/{AccountSID}/Notes/{NoteId})"
    );
    assert!(error.is_request() && !error.may_have_been_sent());
    assert_eq!((error.attempts(), mock.requests().len()), (1, 1));
    assert_eq!(
        mock.problems(),
        [
            "`listNotes` was not called",
            "`DELETE /Accounts/{AccountSID}/Notes/{NoteId}` was not called",
            "`getNote` was called unexpectedly: GET /Accounts/ACCOUNT-CANARY/Notes/7",
        ]
    );
}

#[tokio::test]
async fn a_call_after_the_last_response_is_unexpected() {
    let mock = MockTransport::new();
    mock.expect_path(Method::GET, "/Accounts/ACCOUNT-CANARY/Notes/7").respond("{}").times(2);
    let notes = notes(&mock);
    for _ in 0..2 {
        notes.get("7").await.unwrap();
    }
    mock.assert_done();
    let error = notes.get("7").await.unwrap_err();
    assert!(error.to_string().contains("expected no further call"), "{error}");
}

#[tokio::test]
async fn a_response_can_be_repeated_any_number_of_times() {
    let mock = MockTransport::new();
    mock.expect("deleteNote").respond("{}").any_times();
    mock.expect("getNote").respond(r#"{"Id":"1"}"#).respond(r#"{"Id":"2"}"#).any_times();
    let notes = notes(&mock);
    assert_eq!(mock.problems(), ["`getNote` was not called 2 times"]);
    for id in ["1", "2", "2"] {
        assert_eq!(notes.get("7").await.unwrap().id.unwrap().as_str(), id);
    }
    mock.assert_done();
}

#[test]
#[should_panic(expected = "the calls are not the expected ones:\n`getNote` was not called 3 times")]
fn calls_that_were_not_made_are_listed() {
    let mock = MockTransport::new();
    mock.expect("getNote").respond("{}").times(3);
    mock.assert_done();
}

#[tokio::test]
async fn an_invalid_response_of_a_test_is_an_error() {
    let mock = MockTransport::new();
    mock.expect("getNote").respond(MockResponse::json("{}").header("a b", "c"));
    let error = notes(&mock).get("7").await.unwrap_err();
    assert_eq!(error.message(), Some("invalid header `a b`"));
}

#[tokio::test]
async fn jobs_and_redirects_are_played() {
    let mock = MockTransport::new();
    let running = r#"{"Status":"RUNNING"}"#;
    mock.expect("getJob").respond(running).times(2).respond(r#"{"Status":"COMPLETED"}"#);
    let moved =
        MockResponse::new(StatusCode::FOUND).header("Location", "https://files.example.com/f");
    mock.expect("download").respond(moved).respond(MockResponse::new(StatusCode::OK).body("a,b\n"));
    let notes = notes(&mock);
    let file = notes.job("7").wait().await.unwrap().download().await.unwrap();
    assert_eq!(&file.bytes().await.unwrap()[..], b"a,b\n");
    mock.assert_done();
    let last = mock.requests().pop().unwrap();
    assert_eq!(
        (last.uri().host(), last.header("authorization")),
        (Some("files.example.com"), None)
    );
    assert_eq!(mock.clock().sleeps().len(), 2);
}

#[tokio::test]
async fn the_clock_advances_by_sleeping_and_by_hand() {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    let clock = TestClock::at(start);
    let begin = clock.now();
    clock.sleep(Duration::from_secs(5)).await;
    clock.advance(Duration::from_secs(2));
    // waits at the same time pass together
    tokio::join!(clock.sleep(Duration::from_secs(3)), clock.sleep(Duration::from_secs(1)));
    drop(clock.sleep(Duration::MAX));
    assert_eq!(clock.elapsed().as_secs(), 10);
    assert_eq!(clock.now() - begin, Duration::from_secs(10));
    assert_eq!(clock.system_time(), start + Duration::from_secs(10));
    let mut sleeps = seconds(&clock.sleeps());
    sleeps.sort();
    assert_eq!(sleeps, [1, 3, 5]);
    clock.advance(Duration::MAX);
    assert_eq!((clock.now(), clock.system_time()), (begin, start));
    assert_eq!((FixedRng::new(7).next(), FixedRng::default().next()), (7, 0));
}

#[tokio::test]
async fn a_transport_gets_the_operation() {
    #[derive(Debug)]
    struct Seen(std::sync::mpsc::Sender<Attempt>);

    impl runtime::transport::Transport for Seen {
        fn send(
            &self,
            request: http::Request<runtime::transport::Body>,
        ) -> runtime::transport::BoxFuture<
            Result<
                http::Response<runtime::transport::Incoming>,
                runtime::transport::TransportError,
            >,
        > {
            self.0.send(*request.extensions().get::<Attempt>().unwrap()).unwrap();
            Box::pin(std::future::pending())
        }
    }

    let (sender, seen) = std::sync::mpsc::channel();
    let clock = TestClock::new();
    let client = builder().transport(Seen(sender)).clock(clock.clone()).build().unwrap();
    let error = Notes { client }.get("7").await.unwrap_err();
    // the timeout elapses as soon as the transport is waited for
    assert!(error.is_timeout());
    assert_eq!(seconds(&clock.sleeps()), [60]);
    let attempt = seen.recv().unwrap();
    assert_eq!((attempt.operation(), attempt.method(), attempt.number()), ("getNote", "GET", 1));
    assert_eq!(attempt.path(), "/Accounts/{AccountSID}/Notes/{NoteId}");
}

#[test]
fn recordings_and_mocks_show_no_values() {
    let mock = MockTransport::new();
    let response = MockResponse::from(Json::from("CANARY")).header("x-a", "CANARY").truncated();
    mock.expect("getNote").respond(response.clone());
    let shown = format!("{mock:?} {response:?} {:?}", mock.clock());
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[test]
fn errors_of_every_kind_can_be_mocked() {
    let wait = Duration::from_secs(9);
    let quota = Error::mock().quota(wait).build();
    assert!(quota.is_rate_limited() && !quota.may_have_been_sent());
    assert_eq!(quota.rate_limit().reset, Some(RetryAfter::Delay(wait)));
    assert_eq!((quota.status(), quota.attempts()), (None, 0));
    let refused = Error::mock().rejected_response().body_excerpt("{}").build();
    assert!(refused.is_rejected() && refused.may_have_been_sent());
    assert_eq!((refused.status(), refused.body_excerpt()), (Some(StatusCode::OK), Some("{}")));
    let not_ready = Error::mock().not_ready().build();
    assert!(not_ready.is_not_ready());
    assert_eq!(not_ready.to_string(), "not ready (202)");
    let paging = Error::mock().paging().message("the page repeats").build();
    assert_eq!(paging.to_string(), "paging stopped: the page repeats");
    assert!(!paging.may_have_been_sent());
    let disk = std::io::Error::other("disk full");
    let io = Error::mock().local().source(disk).attempts(2).build();
    assert_eq!((io.to_string().as_str(), io.attempts()), ("local I/O failed", 2));
    assert_eq!(std::error::Error::source(&io).unwrap().to_string(), "disk full");
    let busy = Error::mock().status(StatusCode::TOO_MANY_REQUESTS).retry_after(wait).build();
    assert!(busy.is_rate_limited());
    assert_eq!(busy.rate_limit().retry_after, Some(RetryAfter::Delay(wait)));
}

#[tokio::test]
async fn an_unexpected_attempt_does_not_state_that_nothing_was_sent() {
    let mock = MockTransport::new();
    mock.expect("getNote").fail(MockFault::ClosedAfter);
    let error = notes(&mock).get("1").await.unwrap_err();
    assert!(error.may_have_been_sent() && error.is_local() && !error.is_request(), "{error:?}");
    assert!(error.to_string().contains("unexpected call"), "{error}");
    assert_eq!(mock.requests().len(), 2);
    // nothing was sent before
    let error = notes(&MockTransport::new()).get("1").await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
}
