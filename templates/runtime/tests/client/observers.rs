//! Observers of attempts and waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use runtime::call::{Attempt, Observer, WaitReason};
use runtime::quota::QuotaMode;
use runtime::retry::RetryPolicy;
use runtime::transport::TransportError;
use runtime::wire::Upload;

use crate::api::{TOKEN, builder};
use crate::fake::{Fake, FakeRng, Outcome};
use crate::notes::Notes;
use crate::server::{Received, Server, json};

/// Records the events, and adds headers.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    fn push(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    fn events(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observer for Recorder {
    fn before_attempt(&self, attempt: &Attempt, headers: &mut HeaderMap) {
        assert!(!format!("{headers:?} {attempt:?}").contains(TOKEN));
        assert!(!headers.contains_key("authorization"));
        headers.insert("x-attempt", HeaderValue::from(attempt.number()));
        headers.insert("accept", HeaderValue::from_static("x/y"));
        headers.insert("authorization", HeaderValue::from_static("Basic other"));
        self.push(format!("before {} {}", attempt.operation(), attempt.number()));
    }

    fn after_attempt(&self, attempt: &Attempt, status: Option<StatusCode>) {
        let status = status.map_or(0, |status| status.as_u16());
        self.push(format!("after {} {}: {status}", attempt.operation(), attempt.number()));
    }

    fn waiting(&self, attempt: &Attempt, reason: WaitReason, duration: Duration) {
        let (number, millis) = (attempt.number(), duration.as_millis());
        self.push(format!("wait {reason:?} {number}: {millis} ms"));
    }
}

fn notes(fake: &Fake, recorder: &Recorder) -> Notes {
    let client = builder().retry(RetryPolicy::default()).rng(FakeRng::new([7]));
    let client = client.operation_timeout(Duration::from_secs(2 * 3600));
    let client = client.clock(fake.clock.clone()).transport(fake.clone());
    Notes { client: client.observer(recorder.clone()).build().unwrap() }
}

#[tokio::test]
async fn events_are_in_order() {
    let fake = Fake::new([
        Outcome::Response(503, String::new()),
        Outcome::Error(TransportError::connect("refused")),
        Outcome::Headers(429, vec![("retry-after", "2".to_owned())]),
        Outcome::Headers(200, Vec::new()),
    ]);
    let recorder = Recorder::default();
    notes(&fake, &recorder).get("1").await.unwrap();
    let expected = [
        "before getNote 1",
        "after getNote 1: 503",
        "wait Retry 2: 7 ms",
        "before getNote 2",
        "after getNote 2: 0",
        "wait Retry 3: 7 ms",
        "before getNote 3",
        "after getNote 3: 429",
        "wait Retry 4: 2007 ms",
        "before getNote 4",
        "after getNote 4: 200",
    ];
    assert_eq!(recorder.events(), expected);
}

#[tokio::test]
async fn each_attempt_that_begins_ends() {
    let redirect = Outcome::Headers(302, vec![("location", "https://files.example/x".into())]);
    let cases: Vec<(&str, Vec<Outcome>, &str)> = vec![
        ("a streamed file", vec![Outcome::Headers(200, Vec::new())], "after download 1: 200"),
        ("a file elsewhere", vec![redirect, Outcome::Cut(200, "x")], "after download 1: 200"),
        ("not ready", vec![Outcome::Headers(202, Vec::new())], "after download 1: 202"),
        ("not found", vec![Outcome::Headers(404, Vec::new())], "after download 1: 404"),
    ];
    for (name, script, expected) in cases {
        let (fake, recorder) = (Fake::new(script), Recorder::default());
        let _ = notes(&fake, &recorder).file("1").await;
        assert_eq!(recorder.events(), ["before download 1", expected], "{name}");
    }
    let (fake, recorder) = (Fake::new([]), Recorder::default());
    let create = notes(&fake, &recorder).create("1", "s");
    create.attachment(Upload::path("/does/not/exist")).await.unwrap_err();
    assert_eq!(recorder.events(), ["before createNote 1", "after createNote 1: 0"]);
    assert_eq!(fake.count(), 0);
}

#[tokio::test]
async fn headers_are_added_and_the_credentials_are_not_visible() {
    let fake = Fake::new([
        Outcome::Response(500, String::new()),
        Outcome::Headers(302, vec![("location", "https://files.example/x".into())]),
        Outcome::Response(200, "a,b".into()),
    ]);
    notes(&fake, &Recorder::default()).download("1").await.unwrap();
    let sent = fake.sent();
    for (index, sent) in sent[..2].iter().enumerate() {
        assert_eq!(sent.headers["x-attempt"], (index + 1).to_string().as_str());
        assert_eq!(sent.headers["accept"], "x/y");
        let authorization = &sent.headers["authorization"];
        assert!(authorization.is_sensitive() && authorization != "Basic other");
        assert_eq!(sent.headers.get_all("authorization").iter().count(), 1);
    }
    // another host gets neither
    let names: Vec<&str> = sent[2].headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["accept", "user-agent"]);
    // an operation without credentials
    let fake = Fake::new([Outcome::Headers(200, Vec::new())]);
    let request = notes(&fake, &Recorder::default()).request(&crate::api::TRACK);
    request.send::<()>().await.unwrap();
    assert!(!fake.sent()[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_wait_for_a_quota_is_reported() {
    let last =
        vec![("x-ratelimit-remaining", "0".to_owned()), ("x-ratelimit-reset", "9".to_owned())];
    let fake = Fake::new([Outcome::Headers(200, last), Outcome::Headers(200, Vec::new())]);
    let recorder = Recorder::default();
    let notes = notes(&fake, &recorder);
    notes.get("1").await.unwrap();
    recorder.events();
    notes.get("1").await.unwrap();
    let expected = ["wait Quota 1: 9000 ms", "before getNote 1", "after getNote 1: 200"];
    assert_eq!(recorder.events(), expected);
    // a call that fails without sending anything has no attempt
    fake.then([Outcome::Headers(200, vec![("retry-after", "9".to_owned())])]);
    let client = builder().quota_mode(QuotaMode::Fail).observer(recorder.clone());
    let client = client.clock(fake.clock.clone()).transport(fake.clone()).build().unwrap();
    let notes = Notes { client };
    fake.then([Outcome::Headers(429, vec![("retry-after", "9".to_owned())])]);
    notes.get("1").await.unwrap();
    notes.get("1").await.unwrap_err();
    recorder.events();
    assert!(notes.get("1").await.unwrap_err().is_rate_limited());
    assert_eq!(recorder.events(), [""; 0]);
}

/// Sets headers that only the client sets.
struct Interfering;

const RESERVED: [&str; 7] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
];

impl Observer for Interfering {
    fn before_attempt(&self, _: &Attempt, headers: &mut HeaderMap) {
        for name in RESERVED {
            headers.insert(name, HeaderValue::from_static("3"));
            headers.append(name, HeaderValue::from_static("4"));
        }
        headers.insert("accept", HeaderValue::from_static("x/y"));
    }
}

#[tokio::test]
async fn the_headers_of_the_client_cannot_be_set() {
    let header = |request: &Received, name| request.header(name).map(str::to_owned);
    let mut found = Vec::new();
    for is_observed in [false, true] {
        let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
        let client = builder().base_url(&server.url);
        let client = if is_observed { client.observer(Interfering) } else { client };
        let notes = Notes { client: client.build().unwrap() };
        notes.create("1", "subject").await.unwrap();
        notes.get("1").await.unwrap();
        notes.delete("1").await.unwrap();
        let received = server.received();
        found.push(received.iter().map(|it| RESERVED.map(|name| header(it, name))).collect());
        let text: Vec<_> = received.iter().map(Received::text).collect();
        assert_eq!(text, ["Subject=subject", "", ""]);
        let accept = received[1].header("accept");
        assert_eq!(accept == Some("x/y"), is_observed);
    }
    // the port of the server differs
    for request in found.iter_mut().flat_map(|requests: &mut Vec<[_; 7]>| requests) {
        let host: &mut Option<String> = &mut request[4];
        assert!(host.take().unwrap().starts_with("127.0.0.1:"));
    }
    assert_eq!(found[0], found[1]);
}
