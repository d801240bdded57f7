//! Connections that break, at every moment that they can.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use impact_brand::conversions::Conversion;
use impact_brand::wire::{DateTime, Upload};
use impact_brand::{Error, Queued};

use crate::client;
use crate::server::{Server, response};

/// Does this with each connection that comes in, one after the other. What it gives comes out.
fn listen<T: Send + 'static>(serve: fn(TcpStream) -> T) -> (String, Receiver<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (tell, told) = channel();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // a test that fails is better than one that hangs
            connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
            if tell.send(serve(connection)).is_err() {
                return;
            }
        }
    });
    (url, told)
}

/// A write that must not happen twice.
async fn submit(url: &str) -> Result<Queued<impact_brand::submissions::ApiSubmission>, Error> {
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
    let conversion = Conversion::new("1", date, "ORDER-1").event_type_id("2").click_id("3");
    client(url).conversions().submit(conversion).send().await
}

/// Reads a request with a short body, and tells how it begins.
fn take(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    while !ended(&bytes) {
        match connection.read(&mut piece) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&piece[..count]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned()
}

fn ended(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.is_none_or(|length| length.trim().parse() == Ok(body.len()))
}

#[tokio::test]
async fn before_the_request_is_read() {
    let (url, told) = listen(drop);
    let error = submit(&url).await.expect_err("the connection breaks");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    // nobody can know how far it got
    assert!(error.may_have_been_sent() && !error.is_timeout() && !error.is_decode(), "{error:?}");
    told.recv().expect("a connection came in");
    assert!(told.try_recv().is_err(), "and no other one");
}

#[tokio::test]
async fn while_the_request_comes_in() {
    let (url, told) = listen(|mut connection| {
        let mut start = [0; 64];
        connection.read(&mut start).expect("a start")
    });
    let large = Upload::bytes("items.csv", vec![b'x'; 8 * 1024 * 1024]);
    let error = client(&url).catalogs().upload("1", large).send().await.expect_err("it breaks");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.may_have_been_sent() && !error.is_connect(), "{error:?}");
    assert_eq!(error.operation(), Some("uploadCatalogFile"));
    assert!(told.recv().expect("a connection came in") > 0);
    assert!(told.try_recv().is_err(), "and no other one");
}

#[tokio::test]
async fn after_the_request_was_read() {
    let (url, told) = listen(|mut connection| take(&mut connection));
    let error = submit(&url).await.expect_err("there is no answer");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.may_have_been_sent() && !error.is_connect(), "{error:?}");
    let line = told.recv().expect("a request came in");
    assert_eq!(line, "POST /Advertisers/IRAccountSid/Conversions HTTP/1.1");
    assert!(told.try_recv().is_err(), "and no other one");
}

#[tokio::test]
async fn in_the_middle_of_the_head() {
    let server =
        Server::new([b"HTTP/1.1 200 OK\r\ncontent-le".to_vec(), b"SMTP ready\r\n".to_vec()]);
    for _ in 0..2 {
        let error = submit(&server.url).await.expect_err("this is no answer");
        assert!(error.status().is_none() && error.may_have_been_sent(), "{error:?}");
    }
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn in_the_middle_of_the_body() {
    let by_length = b"HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\n{\"Status\":\"QUEUED\"".to_vec();
    let in_chunks = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"Sta\r\n".to_vec();
    let server = Server::new([by_length, in_chunks]);
    for _ in 0..2 {
        let error = submit(&server.url).await.expect_err("half an answer is none");
        // it was taken, and only the answer is lost
        assert_eq!(error.status().expect("a status"), 200);
        assert!(error.may_have_been_sent() && !error.is_decode(), "{error:?}");
        assert_eq!(error.attempts(), 1);
    }
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn in_the_middle_of_an_explanation() {
    let cut = b"HTTP/1.1 409 X\r\ncontent-length: 99\r\n\r\n{\"Message\":\"decided\",".to_vec();
    let server = Server::new([cut]);
    let error = client(&server.url).contracts().accept("1", "2").send().await.expect_err("409");
    assert!(error.is_conflict(), "{error:?}");
    assert!(error.body_excerpt().expect("a start").contains("decided"));
}

#[tokio::test]
async fn in_the_middle_of_a_file() {
    let cut = b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nId,Payout\n1,2\n".to_vec();
    let server = Server::new([cut]);
    let file = client(&server.url).jobs().download("1").send().await.expect("a start");
    let error = file.into_file().expect("a file").bytes().await.expect_err("half a file is none");
    assert_eq!(error.status().expect("a status"), 200);
    assert_eq!(error.operation(), Some("downloadJobResult"));
}

/// A kept connection on which the second request gets no answer: HTTP libraries like to send that one
/// again on a new connection.
#[tokio::test]
async fn a_kept_connection_that_dies_swallows_no_second_try() {
    let (url, told) = listen(|mut connection| {
        let first = take(&mut connection);
        let kept = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        connection.write_all(kept).expect("the first is answered");
        vec![first, take(&mut connection)]
    });
    let client = client(&url);
    client.actions().get("1").send().await.expect("an answer");
    // the connection goes back to where it is kept when others have had their turn
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let error = client.actions().reverse("OTHER").action_id("1").send().await;
    let error = error.expect_err("there is no answer");
    assert!(error.status().is_none() && error.may_have_been_sent(), "{error:?}");
    let lines = told.recv().expect("a connection came in");
    assert_eq!(lines[1], "DELETE /Advertisers/IRAccountSid/Actions HTTP/1.1");
    assert!(told.try_recv().is_err(), "and no other one");
}

#[tokio::test]
async fn an_answer_that_never_ends_has_a_bound() {
    let long = format!("{{\"Note\":\"{}\"}}", "x".repeat(100_000));
    let server = Server::new([response(200, &[], &long), response(500, &[], &long)]);
    let client = client(&server.url);
    let error = client.actions().get("1").send().max_body(10_000).await.expect_err("too long");
    assert!(error.is_decode() && error.to_string().contains("10000 bytes"), "{error}");
    let error = client.actions().get("1").send().max_body(10_000).await.expect_err("a failure");
    assert!(error.is_server() && error.body_excerpt().is_some_and(|text| text.len() < 4096));
}
