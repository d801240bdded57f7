//! Which attempts are repeated, with which body, and what the last error is.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use runtime::Error;
use runtime::call::{Attempt, Observer, WaitReason};
use runtime::download::Download;
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{Encoding, Method, Operation, RetrySafety};
use runtime::runtime::request::Request;
use runtime::transport::{Rng, SystemRng, TransportError};
use runtime::wire::{Json, Upload};

use crate::api::{BASE, DOWNLOAD, GET, builder};
use crate::fake::{Fake, FakeRng, Outcome};
use crate::notes::Notes;
use crate::server::{Server, json, kept_alive};

const IDEMPOTENT: RetrySafety = RetrySafety::Idempotent;
const NON_IDEMPOTENT: RetrySafety = RetrySafety::NonIdempotent;

static PUT: Operation = Operation {
    id: "put",
    method: Method::Put,
    path: "/x",
    retry_safety: IDEMPOTENT,
    encoding: Encoding::Form,
    ..BASE
};
static POST: Operation = Operation {
    id: "post",
    method: Method::Post,
    path: "/x",
    retry_safety: NON_IDEMPOTENT,
    encoding: Encoding::Json,
    ..BASE
};
static METERED: Operation =
    Operation { id: "metered", path: "/x", retry_safety: RetrySafety::Metered, ..BASE };
static UPLOAD: Operation = Operation {
    id: "upload",
    method: Method::Put,
    path: "/x",
    retry_safety: IDEMPOTENT,
    encoding: Encoding::Multipart,
    ..BASE
};

/// A file in a folder of its own, which is removed with it.
struct TestFile(PathBuf);

impl TestFile {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
        std::fs::create_dir(&folder).unwrap();
        let file = Self(folder.join("items.csv"));
        std::fs::write(&file.0, "a,b\n1,2\n").unwrap();
        file
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        std::fs::remove_dir_all(self.0.parent().unwrap()).unwrap();
    }
}

/// Returns the operations of a client that retries without delays.
fn notes(fake: &Fake) -> Notes {
    let client = builder().retry(RetryPolicy::default()).rng(FakeRng::new([0]));
    let client = client.clock(fake.clock.clone()).transport(fake.clone()).operation_timeout(HOUR);
    Notes { client: client.build().unwrap() }
}

const HOUR: Duration = Duration::from_secs(3600);

type Outcomes = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Sends a request, and reads the whole response.
fn send(notes: &Notes, operation: &'static Operation, file: &TestFile) -> Outcomes {
    let request: Request = match operation.id {
        "getNote" => notes.request(operation).path::<&str>("NoteId", "1"),
        "download" => notes.request(operation).path::<&str>("JobId", "1"),
        "upload" => notes.request(operation).member::<Upload>("File", Upload::path(&file.0)),
        "put" | "post" => notes.request(operation).member::<&str>("A", "b"),
        _ => notes.request(operation),
    };
    if operation.id == "download" {
        return Box::pin(async { request.send::<Download>().await?.bytes().await.map(drop) });
    }
    Box::pin(async { request.send::<Json>().await.map(drop) })
}

/// Returns the kind of an error, as `Debug` shows it.
fn kind(error: &Error) -> String {
    let text = format!("{error:?}");
    text.strip_prefix("Error { kind: ").unwrap().split(',').next().unwrap().to_owned()
}

/// An outcome of all attempts, the number of attempts for each operation, and the kind of the error.
type Row = (&'static str, fn() -> Outcome, [u32; 6], &'static str);

fn status<const STATUS: u16>() -> Outcome {
    Outcome::Response(STATUS, String::new())
}

#[rustfmt::skip]
const TABLE: &[Row] = &[
    //                                                                        read, idempotent, other, metered, file upload, streamed download
    ("connect",   || Outcome::Error(TransportError::connect("refused")),             [4, 4, 4, 4, 4, 4], "Connect"),
    ("not sent",  || Outcome::Error(TransportError::other("x").not_sent()),          [4, 4, 4, 4, 4, 4], "ConnectionClosed"),
    ("closed",    || Outcome::Error(TransportError::other("reset")),                 [4, 4, 1, 1, 4, 4], "ConnectionClosed"),
    ("timeout",   || Outcome::Error(TransportError::timeout()),                      [4, 4, 1, 1, 4, 4], "Timeout"),
    ("hang",      || Outcome::Hang,                                                  [4, 4, 1, 1, 4, 4], "Timeout"),
    ("stuck 500", || Outcome::Stuck(500),                                            [4, 4, 1, 1, 4, 4], "Status"),
    ("stuck 200", || Outcome::Stuck(200),                                            [4, 4, 1, 1, 4, 4], "Timeout"),
    ("cut 200",   || Outcome::Cut(200, "{\"Id\":"),                                  [4, 4, 1, 1, 4, 4], "ConnectionClosed"),
    ("cut file",  || Outcome::Cut(200, "a,b\n"),                                     [4, 4, 1, 1, 4, 1], "ConnectionClosed"),
    ("cut 503",   || Outcome::Cut(503, "{\"Mess"),                                   [4, 4, 1, 1, 4, 4], "Status"),
    ("cut 400",   || Outcome::Cut(400, "{\"Mess"),                                   [1, 1, 1, 1, 1, 1], "Status"),
    ("cut 429",   || Outcome::Cut(429, "{\"Mess"),                                   [4, 4, 4, 4, 4, 4], "Status"),
    ("408",       status::<408>,                                                     [4, 4, 1, 1, 4, 4], "Status"),
    ("429",       status::<429>,                                                     [4, 4, 4, 4, 4, 4], "Status"),
    ("500",       status::<500>,                                                     [4, 4, 1, 1, 4, 4], "Status"),
    ("502",       status::<502>,                                                     [4, 4, 1, 1, 4, 4], "Status"),
    ("503",       status::<503>,                                                     [4, 4, 1, 1, 4, 4], "Status"),
    ("504",       status::<504>,                                                     [4, 4, 1, 1, 4, 4], "Status"),
    ("304",       status::<304>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("400",       status::<400>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("401",       status::<401>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("403",       status::<403>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("404",       status::<404>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("409",       status::<409>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("501",       status::<501>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
    ("505",       status::<505>,                                                     [1, 1, 1, 1, 1, 1], "Status"),
];

#[tokio::test]
async fn the_number_of_attempts_depends_on_the_operation_and_the_outcome() {
    let operations = [&GET, &PUT, &POST, &METERED, &UPLOAD, &DOWNLOAD];
    let file = TestFile::new();
    for (name, outcome, expected, expected_kind) in TABLE {
        for (operation, expected) in operations.into_iter().zip(expected) {
            let fake = Fake::new((0..10).map(|_| outcome()));
            let error = send(&notes(&fake), operation, &file).await.unwrap_err();
            let case = format!("{name}, {}: {error:?}", operation.id);
            assert_eq!(fake.count(), *expected as usize, "{case}");
            assert_eq!(error.attempts(), *expected, "{case}");
            assert_eq!(kind(&error), *expected_kind, "{case}");
            let is_sent = !matches!(*name, "connect" | "not sent");
            assert_eq!(error.may_have_been_sent(), is_sent, "{case}");
            assert_eq!(error.operation(), Some(operation.id), "{case}");
        }
    }
}

#[tokio::test]
async fn results_and_errors_have_the_number_of_attempts() {
    let fake = Fake::new([status::<503>(), status::<500>(), Outcome::Headers(200, Vec::new())]);
    let response = notes(&fake).get("1").send_with_response().await.unwrap();
    assert_eq!((response.attempts, fake.count()), (3, 3));
    let fake = Fake::new([status::<503>(), status::<404>()]);
    let error = notes(&fake).get("1").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!((error.attempts(), fake.count()), (2, 2));
}

#[tokio::test]
async fn an_error_reports_whether_any_attempt_may_have_been_received() {
    let refused = || Outcome::Error(TransportError::connect("refused"));
    let file = TestFile::new();
    let fake = Fake::new([status::<503>(), refused(), refused(), refused()]);
    let error = send(&notes(&fake), &PUT, &file).await.unwrap_err();
    assert!(error.is_connect() && error.may_have_been_sent());
    // a request that was refused because of a quota has no effect
    let fake = Fake::new([status::<429>(), refused(), refused(), refused()]);
    let error = send(&notes(&fake), &POST, &file).await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 4);
}

#[tokio::test]
async fn every_attempt_has_the_same_body() {
    let upload = |notes: &Notes| {
        let file = Upload::bytes("x.csv", "a,b");
        notes.request(&UPLOAD).member::<&str>("A", "ä").member::<Upload>("File", file)
    };
    let form = |notes: &Notes| notes.request(&PUT).member::<&str>("A", "b c");
    let json_body = |notes: &Notes| notes.request(&POST).member::<&str>("A", "b\"c");
    for request in [upload as fn(&Notes) -> Request, form, json_body] {
        let fake = Fake::new((0..4).map(|_| status::<429>()));
        let client = builder().retry(RetryPolicy::default().base_delay(Duration::ZERO));
        // the boundary of a multipart body consists of random numbers
        let client = client.rng(SystemRng).transport(fake.clone()).clock(fake.clock.clone());
        let notes = Notes { client: client.build().unwrap() };
        request(&notes).send::<Json>().await.unwrap_err();
        let sent = fake.sent();
        assert_eq!(sent.len(), 4);
        for later in &sent[1..] {
            assert!(!later.body.as_ref().unwrap().is_empty());
            assert_eq!((&later.body, &later.headers), (&sent[0].body, &sent[0].headers));
            assert_eq!(later.line, sent[0].line);
        }
    }
    // a file is read again
    let file = TestFile::new();
    let server = Server::serving(|_| json(503, "{}"));
    let client = builder().retry(RetryPolicy::default().base_delay(Duration::ZERO));
    let notes = Notes { client: client.base_url(&server.url).build().unwrap() };
    send(&notes, &UPLOAD, &file).await.unwrap_err();
    let requests = server.received();
    assert_eq!(requests.len(), 4);
    assert!(requests[0].text().contains("a,b\n1,2\n"));
    assert!(
        requests.iter().all(|it| it.body == requests[0].body && it.headers == requests[0].headers)
    );
}

/// Calls a function before the first retry.
struct BeforeRetry<F>(Mutex<Option<F>>);

impl<F: FnOnce() + Send + 'static> Observer for BeforeRetry<F> {
    fn waiting(&self, _: &Attempt, reason: WaitReason, _: Duration) {
        assert_eq!(reason, WaitReason::Retry);
        if let Some(call) = self.0.lock().unwrap().take() {
            call();
        }
    }
}

/// Uploads a file that is changed before the first retry.
async fn upload(change: impl FnOnce(&PathBuf) + Send + 'static) -> (Error, usize, u64) {
    let file = TestFile::new();
    let path = file.0.clone();
    let fake = Fake::new((0..4).map(|_| status::<503>()));
    let client = builder().retry(RetryPolicy::default()).rng(FakeRng::new([0]));
    let client = client.observer(BeforeRetry(Mutex::new(Some(move || change(&path)))));
    let client = client.transport(fake.clone()).clock(fake.clock.clone()).build().unwrap();
    let error = send(&Notes { client: client.clone() }, &UPLOAD, &file).await.unwrap_err();
    let quota = client.quota("default").unwrap();
    (error, fake.count(), quota.limit.unwrap() - quota.remaining.unwrap())
}

#[tokio::test]
async fn a_file_that_changes_between_attempts_is_an_error() {
    let (error, sent, used) =
        upload(|path| std::fs::write(path, "longer than before").unwrap()).await;
    assert!(error.to_string().contains("the file was changed between two attempts"), "{error}");
    // the first attempt may have been received
    assert!(error.is_local() && error.may_have_been_sent());
    assert_eq!((error.attempts(), sent, used), (1, 1, 1));
    // a file of the same length
    let (error, sent, used) = upload(|path| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() + HOUR).unwrap();
    })
    .await;
    assert!(error.to_string().contains("the file was changed between two attempts"), "{error}");
    assert_eq!((error.attempts(), sent, used), (1, 1, 1));
    // a file that is the same
    let (error, sent, used) = upload(|_| {}).await;
    assert!(error.is_server());
    assert_eq!((error.attempts(), sent, used), (4, 4, 4));
}

#[tokio::test]
async fn a_file_that_vanishes_between_attempts_is_an_error() {
    let (error, sent, used) = upload(|path| std::fs::remove_file(path).unwrap()).await;
    assert!(error.to_string().contains("cannot read the file"), "{error}");
    assert!(error.is_local() && error.may_have_been_sent());
    assert_eq!((error.attempts(), sent, used), (1, 1, 1));
    // a file that never existed is not counted
    let fake = Fake::new([]);
    let notes = notes(&fake);
    let missing = Upload::path("/does/not/exist.csv");
    let request = notes.request(&UPLOAD).member::<Upload>("File", missing);
    let error = request.send::<Json>().await.unwrap_err();
    assert!(error.is_request() && !error.may_have_been_sent());
    assert_eq!((error.attempts(), fake.count()), (0, 0));
    assert_eq!(notes.client.quota("default").unwrap().remaining, Some(1000));
}

#[tokio::test]
async fn a_failure_after_a_redirect_is_repeated_from_the_start() {
    let redirect = || Outcome::Headers(302, vec![("location", "https://files.example/x".into())]);
    let connect = Outcome::Error(TransportError::connect("refused"));
    let closed = Outcome::Error(TransportError::other("reset"));
    let script = [redirect(), status::<503>(), redirect(), connect, redirect(), closed];
    let fake = Fake::new(script.into_iter().chain([redirect(), Outcome::Cut(404, "x")]));
    let error = notes(&fake).download("1").await.unwrap_err();
    assert!(error.is_not_found() && error.may_have_been_sent());
    assert_eq!(error.attempts(), 4);
    let pair = [
        "GET https://api.example.com/Accounts/ACCOUNT-CANARY/Jobs/1/Download".to_owned(),
        "GET https://files.example/x".to_owned(),
    ];
    assert_eq!(fake.requests(), pair.iter().cycle().take(8).cloned().collect::<Vec<_>>());
    for (index, sent) in fake.sent().iter().enumerate() {
        assert_eq!(sent.headers.contains_key("authorization"), index % 2 == 0);
    }
    // each attempt has its own number of redirects, and a cycle is not repeated
    let fake = Fake::new((0..20).map(|_| redirect()));
    let error = notes(&fake).download("1").await.unwrap_err();
    assert!(error.to_string().contains("too many redirects"), "{error}");
    assert_eq!((fake.count(), error.attempts()), (6, 1));
}

/// Sends a request over a connection that is closed while it is used the second time. Returns the number of requests
/// that the server received, with the result.
async fn send_twice(operation: &'static Operation) -> (usize, Result<(), Error>) {
    let mut count = 0;
    let server = Server::keeping_alive(move |_| {
        count += 1;
        if count == 2 { Vec::new() } else { kept_alive(r#"{"a":"1"}"#) }
    });
    let client = builder().retry(RetryPolicy::default().base_delay(Duration::ZERO));
    let notes = Notes { client: client.base_url(&server.url).build().unwrap() };
    let file = TestFile::new();
    send(&notes, operation, &file).await.unwrap();
    // the connection returns to the pool in another task
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let result = send(&notes, operation, &file).await;
    (server.received().len(), result)
}

#[tokio::test]
async fn a_request_on_a_connection_that_is_closed_while_it_is_used_is_repeated_if_this_is_safe() {
    for operation in [&GET, &PUT, &UPLOAD, &DOWNLOAD] {
        let (count, result) = send_twice(operation).await;
        assert!(result.is_ok() && count == 3, "{}: {count} {result:?}", operation.id);
    }
    for operation in [&POST, &METERED] {
        let (count, result) = send_twice(operation).await;
        let error = result.unwrap_err();
        assert_eq!((kind(&error).as_str(), count), ("ConnectionClosed", 2), "{}", operation.id);
        assert!(error.may_have_been_sent() && error.attempts() == 1);
    }
}
