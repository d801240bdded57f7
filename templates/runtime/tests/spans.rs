//! Spans of calls and attempts, events of waits, and trace contexts.

#![allow(dead_code, reason = "the modules are shared with other test programs")]

#[path = "client/api.rs"]
mod api;
#[path = "client/driver_async.rs"]
mod driver;
#[path = "client/fake.rs"]
mod fake;
#[path = "client/notes.rs"]
mod notes;

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use runtime::call::{Method, StatusCode};
use runtime::retry::RetryPolicy;
use runtime::testing::{MockFault, MockResponse, MockTransport};
use runtime::trace_context::TraceParent;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use notes::Notes;

const NOTE: &str = "/Accounts/{AccountSID}/Notes/{NoteId}";

/// A subscriber that records spans with their parents and fields, and events with their spans.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    spans: Vec<Span>,
    /// The spans that are entered, by their numbers.
    entered: Vec<u64>,
    events: Vec<String>,
}

#[derive(Clone)]
struct Span {
    name: &'static str,
    parent: Option<u64>,
    fields: HashMap<String, String>,
    closed: bool,
}

struct Fields<'a>(&'a mut HashMap<String, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let mut fields = HashMap::new();
        attributes.record(&mut Fields(&mut fields));
        let parent = state.entered.last().copied();
        let name = attributes.metadata().name();
        state.spans.push(Span { name, parent, fields, closed: false });
        Id::from_u64(state.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut state = self.0.lock().unwrap();
        let span = &mut state.spans[id.into_u64() as usize - 1];
        values.record(&mut Fields(&mut span.fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = HashMap::new();
        event.record(&mut Fields(&mut fields));
        let mut state = self.0.lock().unwrap();
        let span = state.entered.last().map_or("-", |id| state.spans[*id as usize - 1].name);
        let field = |name| fields.get(name).cloned().unwrap_or_default();
        let line = format!("{span}: {} {} {}", field("message"), field("reason"), field("seconds"));
        state.events.push(line);
    }

    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }

    fn try_close(&self, id: Id) -> bool {
        self.0.lock().unwrap().spans[id.into_u64() as usize - 1].closed = true;
        true
    }
}

impl Recorder {
    fn spans(&self) -> Vec<Span> {
        self.0.lock().unwrap().spans.clone()
    }

    fn events(&self) -> Vec<String> {
        self.0.lock().unwrap().events.clone()
    }
}

impl Span {
    /// Returns the fields, sorted by name.
    fn line(&self) -> String {
        let mut fields: Vec<_> =
            self.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        fields.sort();
        format!("{} {}", self.name, fields.join(" "))
    }
}

/// Runs a future and returns what was recorded.
fn recorded<F: Future>(future: F) -> (F::Output, Recorder) {
    let recorder = Recorder::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let output = runtime.block_on(future);
    drop(guard);
    (output, recorder)
}

fn notes(mock: &MockTransport) -> Notes {
    Notes { client: api::builder().retry(RetryPolicy::default()).mock(mock).build().unwrap() }
}

#[test]
fn a_call_has_a_span_with_a_child_for_each_attempt() {
    let mock = MockTransport::new();
    let busy = MockResponse::new(StatusCode::SERVICE_UNAVAILABLE).header("Retry-After", "2");
    mock.expect("getNote").fail(MockFault::Connect).respond(busy).respond(r#"{"Id":"ID-CANARY"}"#);
    let (result, recorder) = recorded(notes(&mock).get("ID-CANARY").send());
    result.unwrap();
    let spans = recorder.spans();
    let lines: Vec<String> = spans.iter().map(Span::line).collect();
    let common = "http.request.method=GET";
    assert_eq!(
        lines,
        [
            format!(
                "call {common} http.response.status_code=200 otel.kind=internal otel.name=getNote \
                 url.template={NOTE}"
            ),
            format!(
                "attempt error.type=connect {common} otel.kind=client otel.name=GET {NOTE} \
                 otel.status_code=ERROR server.address=api.example.com url.template={NOTE}"
            ),
            format!(
                "attempt error.type=503 {common} http.request.resend_count=1 \
                 http.response.status_code=503 otel.kind=client otel.name=GET {NOTE} \
                 otel.status_code=ERROR server.address=api.example.com url.template={NOTE}"
            ),
            format!(
                "attempt {common} http.request.resend_count=2 http.response.status_code=200 \
                 otel.kind=client otel.name=GET {NOTE} server.address=api.example.com \
                 url.template={NOTE}"
            ),
        ]
    );
    let parents: Vec<_> = spans.iter().map(|span| span.parent).collect();
    assert_eq!(parents, [None, Some(1), Some(1), Some(1)]);
    assert!(spans.iter().all(|span| span.closed));
    assert_eq!(recorder.events(), ["call: waiting retry 0.0", "call: waiting retry 2.0"]);
}

#[test]
fn the_final_error_is_recorded_without_values() {
    let mock = MockTransport::new();
    let failed =
        MockResponse::json(r#"{"Message":"MESSAGE-CANARY"}"#).status(StatusCode::NOT_FOUND);
    mock.expect("getNote").respond(failed).respond("[]");
    let notes = notes(&mock);
    let (_, recorder) = recorded(async {
        notes.get("ID-CANARY").await.unwrap_err();
        notes.get("ID-CANARY").header("x-own", "HEADER-CANARY").await.unwrap_err();
        notes.get("..").await.unwrap_err();
    });
    let spans = recorder.spans();
    let found: Vec<_> = spans
        .iter()
        .map(|span| {
            let field = |name: &str| span.fields.get(name).map_or("-", |value| value.as_str());
            let status = field("http.response.status_code");
            format!("{} {status} {} {}", span.name, field("error.type"), field("otel.status_code"))
        })
        .collect();
    assert_eq!(
        found,
        [
            "call 404 404 ERROR",
            "attempt 404 404 ERROR",
            // the response is decoded after the call
            "call 200 - -",
            "attempt 200 - -",
            "call - request ERROR",
        ]
    );
    let all: String = spans.iter().map(Span::line).collect();
    assert!(!all.contains("CANARY"), "{all}");
}

#[test]
fn a_redirect_is_an_attempt_without_a_path() {
    let mock = MockTransport::new();
    let moved = MockResponse::new(StatusCode::FOUND)
        .header("location", "https://files.example.com:8443/signed?key=KEY-CANARY");
    mock.expect("raw").respond(moved).respond("{}");
    let client = api::builder().mock(&mock).build().unwrap();
    let (result, recorder) = recorded(client.raw(Method::GET, "/Odd/ID-CANARY").send());
    result.unwrap();
    let lines: Vec<String> = recorder.spans().iter().map(Span::line).collect();
    assert_eq!(
        lines,
        [
            "call http.request.method=GET http.response.status_code=200 otel.kind=internal \
             otel.name=raw url.template=/{path}",
            "attempt http.request.method=GET http.response.status_code=302 otel.kind=client \
             otel.name=GET /{path} server.address=api.example.com url.template=/{path}",
            "attempt http.request.method=GET http.request.resend_count=1 \
             http.response.status_code=200 otel.kind=client otel.name=GET \
             server.address=files.example.com server.port=8443",
        ]
    );
}

#[test]
fn a_wait_for_a_quota_is_an_event() {
    let mock = MockTransport::new();
    let refused = MockResponse::json("{}")
        .header("X-RateLimit-Remaining", "0")
        .header("X-RateLimit-Reset", "60");
    mock.expect("getNote").respond(refused).respond("{}");
    let notes = notes(&mock);
    let (_, recorder) = recorded(async {
        notes.get("1").await.unwrap();
        notes.get("2").await.unwrap();
    });
    let events = recorder.events();
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].starts_with("call: waiting quota 60"), "{events:?}");
}

#[test]
fn the_trace_context_is_that_of_the_attempt_and_not_sent_elsewhere() {
    let mock = MockTransport::new();
    let moved =
        MockResponse::new(StatusCode::FOUND).header("location", "https://files.example.com/f");
    mock.expect("raw").fail(MockFault::Connect).respond(moved).respond("{}").respond("{}");
    let recorder = Recorder::default();
    let current = recorder.clone();
    // the id of a span is its number
    let provider = move || {
        let state = current.0.lock().unwrap();
        let id = state.entered.last().copied()?;
        TraceParent::new([7; 16], id.to_be_bytes(), state.spans[id as usize - 1].name == "attempt")
    };
    let client =
        api::builder().retry(RetryPolicy::default()).mock(&mock).trace_context(provider).build();
    let client = client.unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let guard = tracing::subscriber::set_default(recorder);
    runtime.block_on(client.raw(Method::GET, "/Odd").send()).unwrap();
    drop(guard);
    // without a span there is no context
    runtime.block_on(client.raw(Method::GET, "/Odd").send()).unwrap();
    let sent: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.header("traceparent").unwrap_or("-").to_owned())
        .collect();
    let trace = "07".repeat(16);
    assert_eq!(
        sent,
        [
            format!("00-{trace}-0000000000000002-01"),
            format!("00-{trace}-0000000000000003-01"),
            "-".to_owned(),
            "-".to_owned(),
        ]
    );
}

#[test]
fn trace_contexts_are_parsed_strictly() {
    let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067990b990257-01";
    let parent: TraceParent = text.parse().unwrap();
    assert_eq!(parent.to_string(), text);
    assert!(parent.is_sampled());
    assert_eq!((parent.trace_id()[0], parent.parent_id()[1]), (0x4b, 0xf0));
    assert_eq!(TraceParent::new([0; 16], [1; 8], true), None);
    assert_eq!(TraceParent::new([1; 16], [0; 8], true), None);
    for text in [
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067990b990257",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067990b990257-01-1",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067990b990257-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067990b990257-01",
        "00-00000000000000000000000000000000-00f067990b990257-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067990b990257-01",
    ] {
        assert!(text.parse::<TraceParent>().is_err(), "{text}");
    }
}
