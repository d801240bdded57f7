//! Credentials, hosts, injection, and responses without an end.

use std::future::ready;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::thread;

use impact_brand::call::{Method, StatusCode};
use impact_brand::retry::RetryPolicy;
use impact_brand::testing::{MockResponse, MockTransport};
use impact_brand::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use impact_brand::{Client, Error};

use crate::server::{Server, response};
use crate::{TOKEN, builder};

const HOST: &str = "api.impact.com";

fn client(mock: &MockTransport) -> Client {
    Client::builder("IRAccountSid", TOKEN).mock(mock).build().unwrap()
}

#[tokio::test]
async fn credentials_are_sent_to_no_other_host() {
    let foreign = [
        "https://evil.example.com/Advertisers/IRAccountSid/Actions",
        "//evil.example.com/Advertisers/IRAccountSid/Actions",
        "https://api.impact.com.evil.example.com/Advertisers/IRAccountSid/Actions",
        "https://api.impact.com@evil.example.com/Advertisers/IRAccountSid/Actions",
        "https://api.impact.com:8443/Advertisers/IRAccountSid/Actions",
        "http:\\\\evil.example.com/Advertisers/IRAccountSid/Actions",
    ];
    for url in foreign {
        let mock = MockTransport::new();
        let page = serde_json::json!({ "@nextpageuri": url, "Actions": [{ "Id": "1" }] });
        mock.expect("listActions").respond(page.to_string()).any_times();
        let moved = MockResponse::new(StatusCode::FOUND).header("location", url);
        mock.expect("downloadJobResult").respond(moved.clone()).respond("{}").any_times();
        mock.expect("getActionById").respond(moved.clone()).any_times();
        mock.expect("reverseAction").respond(moved).any_times();
        let client = client(&mock);
        let mut items = client.actions().list("1").items();
        items.next().await.unwrap().unwrap();
        let error = items.next().await.unwrap().unwrap_err();
        assert!(!error.is_timeout(), "{url}: {error}");
        assert!(client.fetch(url).await.unwrap_err().is_request());
        assert!(client.raw(Method::GET, url).await.unwrap_err().is_request());
        client.actions().get("1").await.unwrap_err();
        client.actions().reverse("1", "OTHER").await.unwrap_err();
        // a file may be on another host
        let _ = client.jobs().download("1").await;
        let requests = mock.requests();
        assert!(requests.len() >= 4);
        for request in &requests {
            let host = request.uri().host();
            let is_own = host == Some(HOST) && request.uri().port().is_none();
            let has_credentials = request.header("authorization").is_some();
            assert!(is_own || !has_credentials, "{url}: {}", request.to_http());
            assert!(is_own || request.operation() == Some("downloadJobResult"), "{url}");
        }
    }
}

#[test]
fn plain_http_is_refused_except_for_loopback() {
    let build = |url: &str| Client::builder("a", "t").base_url(url).build();
    for url in [
        "http://example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "http://[::ffff:10.0.0.1]",
        "ftp://localhost",
        "localhost",
        "http://user@localhost",
    ] {
        let error = build(url).expect_err(url);
        assert!(error.is_request(), "{url}: {error}");
        assert!(Client::builder("a", "t").host("api", url).build().is_err(), "{url}");
    }
    for url in ["http://localhost:1", "http://LOCALHOST", "http://127.8.9.1", "http://[::1]:1"] {
        build(url).expect(url);
    }
    assert!(
        Client::builder("a", "t")
            .base_url("http://10.0.0.1")
            .allow_plain_http(true)
            .build()
            .is_ok()
    );
}

#[tokio::test]
async fn values_cannot_inject_paths_queries_or_headers() {
    let mock = MockTransport::new();
    mock.expect("getActionById").respond("{}").any_times();
    mock.expect("listActions").respond(r#"{"Actions":[]}"#).any_times();
    let client = client(&mock);
    for id in ["1/../2", "1?x=y", "1#x", "1\r\nHost: evil", "//evil.example.com", "%2e%2e", "a%2Fb"]
    {
        match client.actions().get(id).await {
            Ok(_) => {
                let request = mock.requests().pop().unwrap();
                let segment = request.path().strip_prefix("/Advertisers/IRAccountSid/Actions/");
                assert!(segment.is_some_and(|segment| !segment.contains('/')), "{id}");
                assert_eq!((request.uri().host(), request.uri().query()), (Some(HOST), None));
            }
            Err(error) => assert!(error.is_request() && id == "%2e%2e", "{id}: {error}"),
        }
    }
    for id in ["", " ", ".", ".."] {
        assert!(client.actions().get(id).await.unwrap_err().is_request(), "{id}");
    }
    let list = client.actions().list("1&Admin=1").extra_query("a=b&c", "d\r\n&e=f").await;
    list.unwrap();
    let query = mock.requests().pop().unwrap().query();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(query, [pair("CampaignId", "1&Admin=1"), pair("a=b&c", "d\r\n&e=f")]);
    let sent = mock.requests().len();
    for (name, value) in [
        ("x-own", "a\r\nauthorization: b"),
        ("x\r\ny", "a"),
        ("", "a"),
        ("Authorization", "Basic eA=="),
        ("host", "evil.example.com"),
        ("content-length", "1"),
        ("transfer-encoding", "chunked"),
    ] {
        let error = client.actions().get("1").header(name, value).await.unwrap_err();
        assert!(error.is_request(), "{name:?}");
    }
    let error = client.actions().get("1").api_version("14\r\nx: y").await.unwrap_err();
    assert!(error.is_request());
    assert_eq!(mock.requests().len(), sent);
}

/// A transport whose response has a body without an end.
#[derive(Debug)]
struct Endless {
    status: StatusCode,
    chunks: Arc<AtomicUsize>,
}

/// The size of a chunk of an endless body.
const CHUNK: usize = 64 * 1024;

struct Chunks(Arc<AtomicUsize>);

impl futures_core::Stream for Chunks {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(bytes::Bytes::from_static(&[b' '; CHUNK]))))
    }
}

impl Transport for Endless {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let mut response = http::Response::new(Incoming::stream(Chunks(self.chunks.clone())));
        *response.status_mut() = self.status;
        Box::pin(ready(Ok(response)))
    }
}

#[tokio::test]
async fn a_body_without_an_end_is_an_error_at_the_limit() {
    let limit = 3 * 1024 * 1024;
    for (status, most) in [(200, limit), (404, 1024 * 1024), (503, 1024 * 1024)] {
        let (chunks, status) = (Arc::default(), StatusCode::from_u16(status).unwrap());
        let transport = Endless { status, chunks: Arc::clone(&chunks) };
        let builder = Client::builder("a", "t").retry(RetryPolicy::none()).max_body(limit as u64);
        let client = builder.transport(transport).build().unwrap();
        let error = client.actions().get("1").await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.is_decode(), status.is_success(), "{error}");
        let read = chunks.load(Ordering::Relaxed) * CHUNK;
        assert!(read <= most + 2 * CHUNK, "{status}: read {read} bytes");
    }
}

/// Returns gzip whose content is `count` times 258 bytes: a match of the longest length, 13 bits each.
fn bomb(count: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let mut push = |code: u32, length: u32| {
        bits.extend((0..length).rev().map(|bit| code >> bit & 1 == 1));
    };
    push(0x30 + u32::from(b'a'), 8);
    for _ in 0..count {
        push(0b1100_0101, 8);
        push(0, 5);
    }
    push(0, 7);
    let bytes = bits.chunks(8).map(|chunk| {
        chunk.iter().enumerate().fold(0, |byte, (at, bit)| byte | (u8::from(*bit) << at))
    });
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    head.into_iter().chain(bytes).chain([0; 8]).collect()
}

#[tokio::test]
async fn a_compressed_bomb_is_an_error() {
    // 160 KiB, and 25 MB when it is expanded
    let body = bomb(100_000);
    assert!(body.len() < 200_000);
    let headers = [("content-encoding", "gzip"), ("content-type", "application/json")];
    let server = Server::serving(move |_| response(200, &headers, &body));
    let client = builder(&server.url).max_body(1024 * 1024).build().unwrap();
    let error = client.actions().get("1").await.unwrap_err();
    assert!(error.is_decode(), "{error:?}");
}

#[tokio::test]
async fn headers_without_an_end_are_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let _ = connection.read(&mut [0; 1024]);
        let mut written = connection.write_all(b"HTTP/1.1 200 OK\r\n");
        let mut count = 0;
        // until the client closes the connection
        while written.is_ok() {
            written =
                connection.write_all(format!("x-{count}: {}\r\n", "a".repeat(1000)).as_bytes());
            count += 1;
        }
        count
    });
    let client = builder(&url).retry(RetryPolicy::none()).build().unwrap();
    let error: Error = client.actions().get("1").await.unwrap_err();
    assert!(error.status().is_none() && error.may_have_been_sent(), "{error:?}");
    drop(client);
    assert!(server.join().unwrap() < 100_000);
}

#[tokio::test]
async fn paging_in_a_cycle_is_an_error() {
    let page = |number: u32| {
        let next = 3 - number;
        let link = format!("/Advertisers/IRAccountSid/Actions?Page={next}");
        serde_json::json!({ "@nextpageuri": link, "Actions": [{ "Id": number.to_string() }] })
    };
    let mock = MockTransport::new();
    let list = mock.expect("listActions");
    let mut pages = (0..100).map(|count| page(1 + count % 2).to_string());
    let first = list.respond(pages.next().unwrap());
    pages.fold(first, |list, page| list.respond(page));
    let mut items = client(&mock).actions().list("1").items();
    let error = loop {
        match items.next().await.expect("an error before the end") {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(!error.is_request(), "{error}");
    assert!(mock.requests().len() <= 4, "{} requests", mock.requests().len());
}
