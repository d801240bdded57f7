//! Time limits and failures below HTTP, without a network; and the steps of a call, without anything.

use std::time::Duration;

use bytes::Bytes;
use runtime::runtime::description::RetrySafety;
use runtime::runtime::wire::Upload;
use runtime::runtime::{Action, Error, TransportError};

use crate::api::{DOWNLOAD, GET, Note, Notes, builder, notes_over};
use crate::fake::{Fake, Outcome};

#[tokio::test]
async fn an_attempt_has_a_limit() {
    let fake = Fake::new([Outcome::Hang, Outcome::Stuck(200), Outcome::Hang, Outcome::Stuck(503)]);
    let client = builder().timeout(Duration::from_secs(9)).transport(fake.clone()).build().unwrap();
    let notes = Notes { client };
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent());
    assert_eq!(error.status(), None);
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.status().unwrap(), 200);
    notes.get("1").timeout(Duration::from_secs(4)).await.unwrap_err();
    // the status is known, and counts more than the explanation that does not come
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_server() && !error.is_timeout());
    assert_eq!(fake.naps(), [9, 9, 4, 9]);
}

#[tokio::test]
async fn an_upload_that_moves_does_not_run_out_of_time() {
    let fake = Fake::new([Outcome::SlowUpload]);
    let create = notes_over(fake.clone()).create("1", "s");
    create.attachment(Upload::bytes("x.txt", "x")).send().await.unwrap();
    // the limit was reached twice while the body moved; three pieces, three turns
    assert_eq!(fake.naps(), [60, 60]);
}

#[tokio::test]
async fn failures_below_http_are_told_apart() {
    let fake = Fake::new([
        Outcome::Error(TransportError::connect("refused")),
        Outcome::Error(TransportError::timeout()),
        Outcome::Error(TransportError::other("reset")),
        Outcome::Error(TransportError::other("never left").not_sent()),
    ]);
    let notes = notes_over(fake);
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "refused");
    assert_eq!(
        error.to_string(),
        "getNote: no connection (GET /Accounts/{AccountSID}/Notes/{NoteId})"
    );
    assert!(notes.get("1").await.unwrap_err().is_timeout());
    assert!(notes.get("1").await.unwrap_err().may_have_been_sent());
    assert!(!notes.get("1").await.unwrap_err().may_have_been_sent());
}

#[tokio::test]
async fn without_tls_on_the_other_side_there_is_no_connection() {
    let server = crate::server::Server::new([crate::server::json(200, "{}")]);
    let url = server.url.replace("http:", "https:");
    let error = crate::api::notes(&url).get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
}

fn head(status: u16, headers: &[(&'static str, &'static str)]) -> http::response::Parts {
    let mut response = http::Response::new(());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, http::HeaderValue::from_static(value));
    }
    response.into_parts().0
}

fn notes() -> Notes {
    notes_over(Fake::answers(&[]))
}

#[test]
fn a_call_is_steps() {
    let mut exchange = notes().client.request(&GET).path::<&str>("NoteId", "1").exchange(false);
    assert_eq!((exchange.effect(), exchange.attempts()), (RetrySafety::Read, 0));
    let Action::Send(request) = exchange.start() else { panic!("nothing is sent") };
    assert_eq!(request.uri(), "https://api.example.com/Accounts/ACCOUNT-CANARY/Notes/1");
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(matches!(exchange.head(head(200, &[])), Action::Read { limit: 268_435_456 }));
    let Action::Done(Ok(reply)) = exchange.body(Bytes::from_static(b"{}")) else {
        panic!("no reply")
    };
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.body(), b"{}");
    assert_eq!(exchange.attempts(), 1);
    assert!(matches!(exchange.start(), Action::Done(Err(_))));
}

#[test]
fn a_redirect_is_a_step() {
    let mut exchange = notes().client.request(&DOWNLOAD).path::<&str>("JobId", "1").exchange(true);
    assert!(matches!(exchange.start(), Action::Send(_)));
    let location = [("location", "https://files.example/x?sig=a")];
    let Action::Send(request) = exchange.head(head(302, &location)) else { panic!("not followed") };
    assert_eq!(request.uri(), "https://files.example/x?sig=a");
    assert_eq!(request.method(), "GET");
    let names: Vec<&str> = request.headers().keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["accept", "user-agent"]);
    // not down to plain HTTP, not even on the machine itself
    let location = [("location", "http://127.0.0.1/x")];
    let Action::Done(Err(error)) = exchange.head(head(302, &location)) else { panic!("followed") };
    assert_eq!(error.status().unwrap(), 302);
    // what fails behind a redirect was sent before
    let mut exchange = notes().client.request(&DOWNLOAD).path::<&str>("JobId", "1").exchange(true);
    exchange.start();
    exchange.head(head(302, &[("location", "/y")]));
    let Action::Done(Err(error)) = exchange.failure(TransportError::connect("refused")) else {
        panic!("no error")
    };
    assert!(error.is_connect() && error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
}

#[test]
fn streams_are_for_files_that_are_there() {
    let exchange = |status| {
        let mut exchange =
            notes().client.request(&DOWNLOAD).path::<&str>("JobId", "1").exchange(true);
        exchange.start();
        exchange.head(head(status, &[]))
    };
    assert!(matches!(exchange(200), Action::Stream));
    assert!(matches!(exchange(202), Action::Read { .. }));
    assert!(matches!(exchange(404), Action::Read { limit: 1_048_576 }));
}

#[test]
fn nothing_is_sent_by_half() {
    let mut exchange = notes().client.request(&GET).exchange(false);
    let Action::Done(Err(error)) = exchange.start() else { panic!("sent") };
    assert!(error.is_request());
    assert_eq!(error.attempts(), 0);
    fn send<T: Send>(_: &T) {}
    send(&exchange);
    let call = notes().get("1");
    let future = std::future::IntoFuture::into_future(call);
    send(&future);
    fn sound<T: Send + Sync + Clone + 'static>(_: &T) {}
    sound(&notes().client);
    fn owned<F: Future<Output = Result<Note, Error>> + Send + Unpin + 'static>(_: F) {}
    owned(future);
}
