//! The state machine of a call, without a driver.

use bytes::Bytes;
use runtime::Error;
use runtime::runtime::api::RetrySafety;
use runtime::runtime::call::Action;
use runtime::transport::TransportError;

use crate::api::{DOWNLOAD, GET, notes_over};
use crate::fake::Fake;
use crate::notes::{Note, Notes};

fn head(status: u16, headers: &[(&'static str, &'static str)]) -> http::response::Parts {
    let mut response = http::Response::new(());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, http::HeaderValue::from_static(value));
    }
    response.into_parts().0
}

fn notes() -> Notes {
    notes_over(Fake::bodies(&[]))
}

#[test]
fn a_call_is_a_sequence_of_actions() {
    let mut machine = notes().request(&GET).path::<&str>("NoteId", "1").into_machine(false);
    assert_eq!((machine.retry_safety(), machine.attempts()), (RetrySafety::Read, 0));
    let Action::Send(request) = machine.start() else { panic!("nothing is sent") };
    assert_eq!(request.uri(), "https://api.example.com/Accounts/ACCOUNT-CANARY/Notes/1");
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(matches!(machine.head(head(200, &[])), Action::Read { limit: 268_435_456 }));
    let Action::Done(Ok(response)) = machine.body(Bytes::from_static(b"{}")) else {
        panic!("no response")
    };
    assert_eq!(response.status(), 200);
    assert_eq!(response.body(), b"{}");
    assert_eq!(machine.attempts(), 1);
    assert!(matches!(machine.start(), Action::Done(Err(_))));
}

#[test]
fn a_redirect_is_a_request() {
    let mut machine = notes().request(&DOWNLOAD).path::<&str>("JobId", "1").into_machine(true);
    assert!(matches!(machine.start(), Action::Send(_)));
    let location = [("location", "https://files.example/x?sig=a")];
    let Action::Send(request) = machine.head(head(302, &location)) else { panic!("not followed") };
    assert_eq!(request.uri(), "https://files.example/x?sig=a");
    assert_eq!(request.method(), "GET");
    let names: Vec<&str> = request.headers().keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["accept", "user-agent"]);
    // from HTTPS to plain HTTP, although it is the loopback interface
    let location = [("location", "http://127.0.0.1/x")];
    let Action::Done(Err(error)) = machine.head(head(302, &location)) else { panic!("followed") };
    assert_eq!(error.status().unwrap(), 302);
    // the first request was sent
    let mut machine = notes().request(&DOWNLOAD).path::<&str>("JobId", "1").into_machine(true);
    machine.start();
    machine.head(head(302, &[("location", "/y")]));
    let Action::Done(Err(error)) = machine.failure(TransportError::connect("refused")) else {
        panic!("no error")
    };
    assert!(error.is_connect() && error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
}

#[test]
fn only_a_file_that_exists_is_streamed() {
    let machine = |status| {
        let mut machine = notes().request(&DOWNLOAD).path::<&str>("JobId", "1").into_machine(true);
        machine.start();
        machine.head(head(status, &[]))
    };
    assert!(matches!(machine(200), Action::Stream));
    assert!(matches!(machine(202), Action::Read { .. }));
    assert!(matches!(machine(404), Action::Read { limit: 1_048_576 }));
}

#[test]
fn an_incomplete_request_is_not_sent() {
    let mut machine = notes().request(&GET).into_machine(false);
    let Action::Done(Err(error)) = machine.start() else { panic!("sent") };
    assert!(error.is_request());
    assert_eq!(error.attempts(), 0);
    fn send<T: Send>(_: &T) {}
    send(&machine);
    let future = notes().get("1").into_future();
    send(&future);
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    shared(&notes().client);
    fn owned<F: Future<Output = Result<Note, Error>> + Send + Unpin + 'static>(_: F) {}
    owned(future);
}
