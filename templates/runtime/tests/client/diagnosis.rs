//! What the line of an error names, what it does not, and the predicates.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use runtime::Error;
use runtime::retry::RetryPolicy;
use runtime::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use runtime::wire::Upload;

use crate::api::{API, builder, notes, notes_over};
use crate::driver::IS_BLOCKING;
use crate::fake::{Fake, Outcome};
use crate::notes::Notes;
use crate::server::{Server, response};

async fn failed(status: u16, content_type: &str, body: &str) -> Error {
    let server = Server::new([response(status, &[("content-type", content_type)], body)]);
    notes(&server.url).get("1").await.unwrap_err()
}

#[tokio::test]
async fn the_line_names_the_field_and_the_reason_in_every_shape() {
    for (body, reason) in [
        (
            r#"{"errors":[{"field":"EventDate","level":"ERROR","message":"not known"}]}"#,
            "`EventDate`: not known",
        ),
        (
            r#"{"Status":"ERROR","Message":"Validation Failed","Errors":[{"Field":"A","Message":"x"},{"Field":"B","Message":"y"}]}"#,
            "Validation Failed: `A`: x; `B`: y",
        ),
        (r#"{"errors":{"Name":["too long"]}}"#, "`Name`: too long"),
        (r#"{"errors":["a","b"]}"#, "a: b"),
        (r#"{"errorMessage":"no"}"#, "no"),
        (r#"{"type":"about:blank","title":"Invalid","status":400,"detail":"no"}"#, "no"),
        (r#"{"fault":{"faultstring":"no","detail":{"errorcode":"policies.x"}}}"#, "no"),
        (r#"{"timestamp":1,"status":400,"error":"Bad Request","message":"no","path":"/x"}"#, "no"),
        (r#"{"error":{"code":7,"message":"no"}}"#, "no"),
        ("<R><Errors><Error><Field>A</Field><Message>x</Message></Error></Errors></R>", "`A`: x"),
    ] {
        let line = failed(400, "application/json", body).await.to_string();
        let expected = format!("getNote: 400 Bad Request: {reason} (GET ");
        assert!(line.starts_with(&expected), "{body}: {line}");
    }
    let line = failed(400, "text/plain; charset=utf-8", "CampaignId is\nnot known").await;
    assert!(line.to_string().contains("400 Bad Request: CampaignId is not known ("), "{line}");
    let many: Vec<String> =
        (0..9).map(|at| format!(r#"{{"field":"f{at}","message":"m"}}"#)).collect();
    let error = failed(400, "x/y", &format!(r#"{{"errors":[{}]}}"#, many.join(","))).await;
    assert!(error.to_string().contains("`f4`: m; 4 more ("), "{error}");
    assert_eq!(error.field_errors().len(), 9);
    // also with a success status
    let error =
        failed(200, "x/y", r#"{"status":"error","errors":[{"field":"a","message":"b"}]}"#).await;
    assert!(error.to_string().contains("rejected by the service (200): `a`: b ("), "{error}");
}

/// A token with characters that are escaped.
const SPECIAL: &str = "t0ken-with/special=CANARY";

/// The account and the token in the header `Authorization`.
const HEADER: &str = "QUNDT1VOVC1DQU5BUlk6dDBrZW4td2l0aC9zcGVjaWFsPUNBTkFSWQ==";

/// The forms in which a response may repeat the token.
const FORMS: [&str; 23] = [
    SPECIAL,
    "t0ken-with%2Fspecial%3DCANARY",
    HEADER,
    "QUNDT1VOVC1DQU5BUlk6dDBrZW4td2l0aC9zcGVjaWFsPUNBTkFSWQ",
    "dDBrZW4td2l0aC9zcGVjaWFsPUNBTkFSWQ==",
    // on several lines
    r"t0ken-with\n/special=CANARY",
    r"t0ken-with/spe\r\n  cial=CANARY",
    r"QUNDT1VOVC1DQU5BUlk6dDBrZW4td2l0aC9zcG\nVjaWFsPUNBTkFSWQ==",
    "QUNDT1VOVC1DQU5BUlk6dDBrZW4td2l0aC9zcG%0D%0AVjaWFsPUNBTkFSWQ==",
    "t0ken-with/special=&#10;CANARY",
    "t0ken-with/special=<br>CANARY",
    // escaped as in JSON, a URL, HTML and XML
    r"t0ken-with\/special=CANARY",
    r"t0ken-with\u002fspecial\u003DCANARY",
    r"\u00740ken-with\u002Fspecial=CANARY",
    "t0ken-with%2fspecial%3dCANARY",
    "%740ken-with/special%3DCANARY",
    "t0ken-with&#47;special&#061;CANARY",
    "&#x74;0ken-with&#x2F;special&#x3d;CANARY",
    "t0ken-with&sol;special&equals;CANARY",
    // escaped several times
    r"t0ken-with\\\/special=CANARY",
    r"\\u00740ken-with\\\\u002fspecial=CANARY",
    "t0ken-with%252Fspecial%25253DCANARY",
    "t0ken-with&amp;#x2f;special&amp;amp;equals;CANARY",
];

#[tokio::test]
async fn repeated_credentials_are_redacted() {
    let server = Server::new(Vec::<Vec<u8>>::new());
    let client = runtime::runtime::internals::client_builder(&API, "ACCOUNT-CANARY", SPECIAL);
    let client = crate::driver::with_driver(client).retry(RetryPolicy::none());
    let client = client.base_url(&server.url).strict_decoding(true).build().unwrap();
    let notes = Notes { client };
    for status in [200, 302, 400, 503] {
        for text in FORMS {
            let padding = "x".repeat(2040);
            let bodies = [
                format!(
                    r#"{{"Status":"ERROR","Message":"Bad {text}.","Errors":[{{"Field":"{text}","Message":"{text}"}}]}}"#
                ),
                format!(
                    r#"{{"Status":"ERROR","errors":{{"{text}":["{text}"]}},"warnings":["{text}"]}}"#
                ),
                // the excerpt ends within the secret
                format!(r#"{{"Status":"ERROR","Message":"{padding}{text}"}}"#),
                format!(r#"{{"Id":{{"{text}":1}},"Amount":"{text}"}}"#),
                // the path of a member that occurs twice
                format!(r#"{{"Id":"1","Address":{{"{text}":1,"{text}":1}}}}"#),
                format!("<html><title>{text} is wrong</title></html>"),
                format!("<R><Status>ERROR</Status><Message>{text}</Message></R>"),
                format!(r#"<Error message="{text}"/>"#),
            ];
            for body in bodies {
                let value = format!("id={text}");
                let headers = [("x-echo", value.as_str()), ("location", text)];
                server.then(response(status, &headers, &body));
                check_redacted(&notes.get("1").await.unwrap_err(), &FORMS);
            }
        }
    }
    let authorization = format!("Basic {HEADER}");
    let received = server.received();
    assert!(received.iter().all(|it| it.header("authorization") == Some(&authorization)));
}

/// Checks that no part of an error contains one of these strings, or most of it.
fn check_redacted(error: &Error, texts: &[&str]) {
    let mut shown = format!("{error} {error:?} {:?} {:?}", error.message(), error.body_excerpt());
    shown.push_str(&format!(
        "{:?} {:?} {:?}",
        error.field_errors(),
        error.warnings(),
        error.headers()
    ));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        shown.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    for text in texts {
        let start = &text[..text.len() / 2];
        assert!(!shown.contains(start), "{text} in {shown}");
    }
    assert!(shown.contains("[redacted]"), "{shown}");
}

#[tokio::test]
async fn every_kind_has_a_predicate() {
    let predicates = |error: &Error| {
        let all = [
            ("bad_request", error.is_bad_request()),
            ("connect", error.is_connect()),
            ("connection_closed", error.is_connection_closed()),
            ("decode", error.is_decode()),
            ("local", error.is_local()),
            ("not_ready", error.is_not_ready()),
            ("paging", error.is_paging()),
            ("rejected", error.is_rejected()),
            ("request", error.is_request()),
            ("status", error.is_status()),
            ("timeout", error.is_timeout()),
        ];
        all.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect::<Vec<_>>()
    };
    let fake = Fake::new([
        Outcome::Response(400, String::new()),
        Outcome::Error(TransportError::connect("x")),
        Outcome::Error(TransportError::other("x")),
        Outcome::Error(TransportError::timeout()),
        Outcome::Response(200, "x".to_owned()),
        Outcome::Response(200, r#"{"error":"x"}"#.to_owned()),
    ]);
    let notes = notes_over(fake);
    for expected in [
        &["bad_request", "status"][..],
        &["connect"],
        &["connection_closed"],
        &["timeout"],
        &["decode"],
        &["rejected"],
    ] {
        assert_eq!(predicates(&notes.get("1").await.unwrap_err()), expected);
    }
    assert_eq!(predicates(&notes.get("").await.unwrap_err()), ["request"]);
    let server = Server::new([response(200, &[], "x")]);
    let error =
        crate::api::notes(&server.url).job("7").save("/does/not/exist/x").await.unwrap_err();
    assert_eq!(predicates(&error), ["local"]);
}

#[tokio::test]
async fn what_can_be_sent_again_is_retryable() {
    let outcomes = || {
        [
            (Outcome::Response(429, String::new()), true, true),
            (Outcome::Error(TransportError::connect("x")), true, true),
            (Outcome::Error(TransportError::other("x").not_sent()), true, true),
            (Outcome::Response(503, String::new()), true, false),
            (Outcome::Response(500, String::new()), true, false),
            (Outcome::Error(TransportError::other("x")), true, false),
            (Outcome::Error(TransportError::timeout()), true, false),
            (Outcome::Response(400, String::new()), false, false),
            (Outcome::Response(404, String::new()), false, false),
            (Outcome::Response(200, "<html></html>".to_owned()), false, false),
            (Outcome::Response(200, r#"{"Status":"ERROR"}"#.to_owned()), false, false),
        ]
    };
    for (outcome, read, _) in outcomes() {
        let error = notes_over(Fake::new([outcome])).get("1").await.unwrap_err();
        assert_eq!(error.is_retryable(), read, "{error:?}");
    }
    for (outcome, idempotent, _) in outcomes() {
        let error = notes_over(Fake::new([outcome])).update("1").await.unwrap_err();
        assert_eq!(error.is_retryable(), idempotent, "{error:?}");
    }
    for (outcome, _, write) in outcomes() {
        let error = notes_over(Fake::new([outcome])).create("1", "s").await.unwrap_err();
        assert_eq!(error.is_retryable(), write, "{error:?}");
    }
    // a read that consumes a scarce quota
    for (outcome, _, metered) in outcomes() {
        let error = notes_over(Fake::new([outcome])).export().await.unwrap_err();
        assert_eq!(error.is_retryable(), metered, "{error:?}");
    }
    let error = notes_over(Fake::new([Outcome::Response(202, "{}".to_owned())])).download("1");
    assert!(error.await.unwrap_err().is_retryable());
    assert!(!notes_over(Fake::new([])).get("").await.unwrap_err().is_retryable());
}

/// Polls a future once, outside of a runtime.
fn poll<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future is pending"),
    }
}

#[derive(Debug)]
struct Direct;

impl Transport for Direct {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        Box::pin(async { Ok(http::Response::new(Incoming::bytes(r#"{"Id":"1","A":[],"B":2}"#))) })
    }
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error() {
    if IS_BLOCKING {
        return;
    }
    let notes = notes("http://127.0.0.1:9");
    let file = Upload::path("/does/not/exist");
    let mut items = notes.list("1").items();
    for error in [
        poll(notes.get("1")).unwrap_err(),
        poll(notes.create("1", "s").attachment(file)).unwrap_err(),
        poll(items.next()).expect("an error").unwrap_err(),
        poll(notes.job("7").wait()).unwrap_err(),
        poll(notes.job("7").save("x")).unwrap_err(),
    ] {
        assert!(error.is_local() && !error.may_have_been_sent(), "{error:?}");
        assert!(error.to_string().contains("not in a tokio runtime"), "{error}");
        assert!(!error.is_retryable());
    }
    // a custom transport with the clock of tokio
    let client = builder().transport(Direct).build().unwrap();
    assert!(poll(Notes { client }.get("1")).unwrap_err().is_local());
    // and without it
    let client = builder().transport(Direct).clock(Fake::new([]).clock).build().unwrap();
    let notes = Notes { client };
    assert_eq!(poll(notes.get("1")).unwrap().id.unwrap().as_str(), "1");
    // files are written on the thread
    let error = poll(notes.job("7").save("/does/not/exist/x")).unwrap_err();
    assert!(error.is_local() && error.to_string().contains("cannot write the file"), "{error:?}");
    let error = poll(notes.create("1", "s").attachment(Upload::path("/x"))).unwrap_err();
    assert!(!error.may_have_been_sent(), "{error:?}");
}

#[tokio::test]
async fn credentials_on_several_lines_of_text_are_redacted() {
    for text in [
        "TOKEN-\nCANARY",
        "TOKEN\r\n\t-CANARY",
        "TOK=\r\nEN-CA=\r\nNARY",
        "TO\nKEN-\nCANARY",
        "VE9LRU4t\nQ0FOQVJZ",
    ] {
        let server = Server::new([response(400, &[("content-type", "text/plain")], text)]);
        let error = crate::api::notes(&server.url).get("1").await.unwrap_err();
        assert_eq!(error.message(), Some("[redacted]"), "{text:?}");
        assert_eq!(error.body_excerpt(), Some("[redacted]"), "{text:?}");
    }
    // what precedes and follows a secret is kept
    let text = "line\nTOKEN-CANARY\nline TOKEN and CANARY";
    let server = Server::new([response(400, &[("content-type", "text/plain")], text)]);
    let error = crate::api::notes(&server.url).get("1").await.unwrap_err();
    assert_eq!(error.message(), Some("line\n[redacted]\nline TOKEN and CANARY"));
}
