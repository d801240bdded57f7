//! Connections that are closed early, at every stage of a call.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use impact_brand::Error;
use impact_brand::conversions::Conversion;
use impact_brand::polling::Queued;
use impact_brand::submissions::ApiSubmission;
use impact_brand::wire::{DateTime, Upload};

use crate::client;
use crate::server::{Server, response};

/// Calls `serve` for each connection, one after the other. The results are received from the channel.
fn listen<T: Send + 'static>(serve: fn(TcpStream) -> T) -> (String, Receiver<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("a local address"));
    let (sender, results) = channel();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // the test fails instead of waiting forever
            connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
            if sender.send(serve(connection)).is_err() {
                return;
            }
        }
    });
    (url, results)
}

/// Sends a write that is not idempotent.
async fn submit(url: &str) -> Result<Queued<ApiSubmission>, Error> {
    let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
    let conversion = Conversion::new("1", date, "ORDER-1").event_type_id("2").click_id("3");
    client(url).conversions().submit(conversion).await
}

/// Reads a request and returns its first line.
fn read_request(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !is_complete(&bytes) {
        match connection.read(&mut buffer) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned()
}

fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.is_none_or(|length| length.trim().parse() == Ok(body.len()))
}

#[tokio::test]
async fn closed_before_the_request_is_read() {
    // a connection that is closed before the request is begun depends on which of the two is first
    let (url, results) = listen(|connection| connection.peek(&mut [0]).expect("a request"));
    let error = submit(&url).await.expect_err("the connection is closed");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    // the client cannot determine how much was received
    assert!(error.may_have_been_sent() && !error.is_timeout() && !error.is_decode(), "{error:?}");
    assert_eq!(results.recv(), Ok(1));
    assert!(results.try_recv().is_err(), "the request is sent once");
}

#[tokio::test]
async fn closed_while_the_request_is_sent() {
    let (url, results) = listen(|mut connection| {
        let mut start = [0; 64];
        connection.read(&mut start).expect("the start of the request")
    });
    let large = Upload::bytes("items.csv", vec![b'x'; 8 * 1024 * 1024]);
    let error =
        client(&url).catalogs().upload("1", large).await.expect_err("the connection is closed");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.may_have_been_sent() && !error.is_connect(), "{error:?}");
    assert_eq!(error.operation(), Some("uploadCatalogFile"));
    assert!(results.recv().expect("a connection") > 0);
    assert!(results.try_recv().is_err(), "the request is sent once");
}

#[tokio::test]
async fn closed_after_the_request_is_read() {
    let (url, results) = listen(|mut connection| read_request(&mut connection));
    let error = submit(&url).await.expect_err("there is no response");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.may_have_been_sent() && !error.is_connect(), "{error:?}");
    let line = results.recv().expect("a request");
    assert_eq!(line, "POST /Advertisers/IRAccountSid/Conversions HTTP/1.1");
    assert!(results.try_recv().is_err(), "the request is sent once");
}

#[tokio::test]
async fn closed_in_the_head_of_the_response() {
    let server =
        Server::new([b"HTTP/1.1 200 OK\r\ncontent-le".to_vec(), b"SMTP ready\r\n".to_vec()]);
    for _ in 0..2 {
        let error = submit(&server.url).await.expect_err("this is not a response");
        assert!(error.status().is_none() && error.may_have_been_sent(), "{error:?}");
    }
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn closed_in_the_body_of_the_response() {
    let by_length = b"HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\n{\"Status\":\"QUEUED\"".to_vec();
    let in_chunks = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"Sta\r\n".to_vec();
    let server = Server::new([by_length, in_chunks]);
    for _ in 0..2 {
        let error = submit(&server.url).await.expect_err("the response is incomplete");
        // the request was accepted
        assert_eq!(error.status().expect("a status"), 200);
        assert!(error.may_have_been_sent() && !error.is_decode(), "{error:?}");
        assert_eq!(error.attempts(), 1);
    }
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn closed_in_an_error_body() {
    let cut = b"HTTP/1.1 409 X\r\ncontent-length: 99\r\n\r\n{\"Message\":\"decided\",".to_vec();
    let server = Server::new([cut]);
    let error = client(&server.url).contracts().accept("1", "2").await.expect_err("409");
    assert!(error.is_conflict(), "{error:?}");
    assert!(error.body_excerpt().expect("an excerpt").contains("decided"));
}

#[tokio::test]
async fn closed_in_a_file() {
    let cut = b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nId,Payout\n1,2\n".to_vec();
    let server = Server::new([cut]);
    let file = client(&server.url).jobs().download("1").await.expect("a response");
    let error =
        file.into_file().expect("a file").bytes().await.expect_err("the file is incomplete");
    assert_eq!(error.status().expect("a status"), 200);
    assert_eq!(error.operation(), Some("downloadJobResult"));
}

/// HTTP libraries may repeat a request on a new connection if a reused connection is closed without a response.
#[tokio::test]
async fn a_request_on_a_reused_connection_is_sent_once() {
    let (url, results) = listen(|mut connection| {
        let first = read_request(&mut connection);
        let response = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        connection.write_all(response).expect("the first response is sent");
        vec![first, read_request(&mut connection)]
    });
    let client = client(&url);
    client.actions().get("1").await.expect("a response");
    // the connection returns to the pool in another task
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let error = client.actions().reverse("1", "OTHER").await;
    let error = error.expect_err("there is no response");
    assert!(error.status().is_none() && error.may_have_been_sent(), "{error:?}");
    let lines = results.recv().expect("a connection");
    assert_eq!(lines[1], "DELETE /Advertisers/IRAccountSid/Actions HTTP/1.1");
    assert!(results.try_recv().is_err(), "the request is sent once");
}

#[tokio::test]
async fn the_size_of_a_response_is_limited() {
    let long = format!("{{\"Note\":\"{}\"}}", "x".repeat(100_000));
    let server = Server::new([response(200, &[], &long), response(500, &[], &long)]);
    let client = client(&server.url);
    let error = client.actions().get("1").max_body(10_000).await.expect_err("too long");
    assert!(error.is_decode() && error.to_string().contains("10000 bytes"), "{error}");
    let error = client.actions().get("1").max_body(10_000).await.expect_err("500");
    assert!(error.is_server() && error.body_excerpt().is_some_and(|text| text.len() < 4096));
}
