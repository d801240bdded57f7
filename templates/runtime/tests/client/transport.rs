//! Timeouts and errors of the transport, without a network.

use std::time::Duration;

use runtime::transport::TransportError;
use runtime::wire::Upload;

use crate::api::{RAW, builder, notes, notes_over};
use crate::driver::IS_BLOCKING;
use crate::fake::{Fake, Outcome};
use crate::notes::Notes;
use crate::server::Server;

#[tokio::test]
async fn an_attempt_has_a_timeout() {
    let fake = Fake::new([Outcome::Hang, Outcome::Stuck(200), Outcome::Hang, Outcome::Stuck(503)]);
    let client = builder().timeout(Duration::from_secs(9)).transport(fake.clone());
    let client = client.clock(fake.clock.clone()).build().unwrap();
    let notes = Notes { client };
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent());
    assert_eq!(error.status(), None);
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.status().unwrap(), 200);
    notes.get("1").timeout(Duration::from_secs(4)).await.unwrap_err();
    // the status is known, although the body is not
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_server() && !error.is_timeout());
    assert_eq!(fake.sleeps(), [9, 9, 4, 9]);
}

#[tokio::test]
async fn the_timeout_restarts_while_an_upload_makes_progress() {
    let fake = Fake::new([Outcome::SlowUpload]);
    let create = notes_over(fake.clone()).create("1", "s");
    create.attachment(Upload::bytes("x.txt", "x")).send().await.unwrap();
    // the timeout elapsed twice while the three chunks of the body were read
    assert_eq!(fake.sleeps(), [60, 60]);
}

#[tokio::test]
async fn the_timeout_restarts_while_an_upload_from_memory_makes_progress() {
    let fake = Fake::new([Outcome::SlowUpload]);
    let file = Upload::bytes("x.bin", vec![0; 10 * 64 * 1024]);
    notes_over(fake.clone()).request(&RAW).file(file).send::<()>().await.unwrap();
    // the timeout elapsed while the ten chunks of the body were read
    assert!(fake.sleeps().len() >= 4, "{:?}", fake.sleeps());
}

#[tokio::test]
async fn errors_of_the_transport_are_distinguished() {
    let fake = Fake::new([
        Outcome::Error(TransportError::connect("refused")),
        Outcome::Error(TransportError::timeout()),
        Outcome::Error(TransportError::other("reset")),
        Outcome::Error(TransportError::other("not sent").not_sent()),
    ]);
    let notes = notes_over(fake);
    let error = notes.get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "refused");
    assert_eq!(
        error.to_string(),
        "getNote: connection failed (GET /Accounts/{AccountSID}/Notes/{NoteId})"
    );
    assert!(notes.get("1").await.unwrap_err().is_timeout());
    assert!(notes.get("1").await.unwrap_err().may_have_been_sent());
    assert!(!notes.get("1").await.unwrap_err().may_have_been_sent());
}

#[tokio::test]
async fn a_server_without_tls_is_a_failed_connection() {
    let server = Server::new([crate::server::json(200, "{}")]);
    let url = server.url.replace("http:", "https:");
    let error = notes(&url).get("1").await.unwrap_err();
    if IS_BLOCKING {
        // ureq does not report whether the connection was closed before or after the handshake
        assert!(error.is_connection_closed() && error.may_have_been_sent(), "{error:?}");
    } else {
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    }
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn an_empty_file_may_have_been_sent() {
    let path = std::env::temp_dir().join(format!("empty-{}", std::process::id()));
    std::fs::write(&path, "").unwrap();
    for file in [Upload::bytes("x.csv", ""), Upload::path(&path)] {
        // the server closes the connection after it has read the request
        let server = Server::new([""]);
        let request = notes(&server.url).request(&RAW).file(file);
        let error = request.send::<()>().await.unwrap_err();
        assert!(error.is_connection_closed() && error.may_have_been_sent(), "{error:?}");
        assert_eq!(server.only_request().text(), "");
    }
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_name_without_an_address_is_a_failed_connection() {
    // the resolver refuses the name without asking a server: a label has at most 63 characters
    let notes = notes(&format!("https://{}.example", "x".repeat(64)));
    let errors = [notes.get("1").await.unwrap_err(), notes.create("1", "s").await.unwrap_err()];
    for error in errors {
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
        assert!(error.is_retryable(), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_that_was_not_begun_is_not_sent() {
    // the server closes the connection during the handshake of TLS
    let server = Server::new([crate::server::json(200, "{}")]);
    let url = server.url.replace("http:", "https:");
    let file = Upload::bytes("x.bin", vec![0; 200_000]);
    let errors = [
        notes(&url).create("1", "s").send().await.unwrap_err(),
        notes(&url).create("1", "s").attachment(file).send().await.unwrap_err(),
    ];
    for error in errors {
        assert!(!error.may_have_been_sent() && error.is_retryable(), "{error:?}");
    }
}
