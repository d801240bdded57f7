//! Redirects: credentials are never sent to another host.

use crate::client;
use crate::server::{Server, response};

fn redirect(status: u16, location: &str) -> Vec<u8> {
    response(status, &[("location", location)], "")
}

#[tokio::test]
async fn operations_without_files_do_not_follow_redirects() {
    let other_host = Server::serving(|_| response(200, &[], "{}"));
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/stolen", other_host.url);
        let server = Server::serving(move |_| redirect(status, &target));
        let client = client(&server.url);
        let read = client.actions().get("1").await.expect_err("not followed");
        let written = client.actions().reverse("1", "OTHER").await;
        let written = written.expect_err("not followed");
        for error in [read, written] {
            assert_eq!(error.status().expect("a status"), status);
            assert!(error.to_string().contains("redirect"), "{error}");
        }
        assert_eq!(server.received().len(), 2);
    }
    assert!(other_host.received().is_empty());
}

#[tokio::test]
async fn a_file_on_another_host_is_fetched_without_credentials() {
    let storage = Server::new([response(200, &[("content-type", "text/csv")], "Id\n1\n")]);
    let server = Server::new([redirect(302, &format!("{}/signed?key=1%2F2", storage.url))]);
    let client = client(&server.url);
    let response = client.jobs().download("1").header("x-own", "private").await.expect("a file");
    let file = response.into_file().expect("a file").text().await.expect("text");
    assert_eq!(file, "Id\n1\n");
    let received = storage.only_request();
    assert_eq!(received.line(), "GET /signed?key=1%2F2");
    for name in ["authorization", "x-own", "ir-version", "cookie", "referer"] {
        assert_eq!(received.header(name), None, "{name}");
    }
    let sent = format!("{received:?}");
    assert!(!sent.contains(crate::TOKEN) && !sent.contains("IRAccountSid"), "{sent}");
}

#[tokio::test]
async fn a_file_on_the_same_host_is_fetched_without_credentials() {
    let server = Server::new([redirect(307, "/signed"), response(200, &[], "x")]);
    let response = client(&server.url).jobs().download("1").await.expect("a file");
    assert!(response.is_ready());
    let received = server.received();
    assert!(received[0].header("authorization").is_some());
    assert_eq!(
        (received[1].line().as_str(), received[1].header("authorization")),
        ("GET /signed", None)
    );
}

#[tokio::test]
async fn an_invalid_target_is_an_error() {
    for (location, what) in [
        ("http://files.example.com/x", "without encryption"),
        ("ftp://files.example.com/x", "expected the scheme `https` or `http`"),
        ("http://", "URL"),
    ] {
        let server = Server::new([redirect(302, location)]);
        let error = client(&server.url).jobs().download("1").await.expect_err("not a target");
        assert_eq!(error.status().expect("a status"), 302);
        assert!(error.to_string().contains(what), "{location}: {error}");
    }
    let server = Server::new([response(302, &[], "")]);
    let error = client(&server.url).jobs().download("1").await.expect_err("not a target");
    assert!(error.to_string().contains("without a `Location`"), "{error}");
}

#[tokio::test]
async fn a_cycle_of_redirects_is_an_error() {
    let server = Server::serving(|_| redirect(302, "/again"));
    let error = client(&server.url).jobs().download("1").await.expect_err("a cycle");
    assert!(error.to_string().contains("too many redirects"), "{error}");
    assert_eq!((server.received().len(), error.attempts()), (6, 1));
}

#[tokio::test]
async fn an_error_of_the_file_storage_keeps_its_status() {
    let denied = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>\
        <Message>Request has expired</Message></Error>";
    let storage = Server::new([response(403, &[("content-type", "application/xml")], denied)]);
    let server = Server::new([redirect(302, &storage.url)]);
    let error = client(&server.url).jobs().download("1").await.expect_err("expired");
    assert!(error.is_forbidden(), "{error:?}");
    assert_eq!(error.message(), Some("Request has expired"));
}
