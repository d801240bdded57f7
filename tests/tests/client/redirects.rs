//! Answers that point elsewhere: credentials never go there.

use crate::client;
use crate::server::{Server, response};

fn redirect(status: u16, location: &str) -> Vec<u8> {
    response(status, &[("location", location)], "")
}

#[tokio::test]
async fn operations_stay_where_they_are() {
    let elsewhere = Server::serving(|_| response(200, &[], "{}"));
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/stolen", elsewhere.url);
        let server = Server::serving(move |_| redirect(status, &target));
        let client = client(&server.url);
        let read = client.actions().get("1").send().await.expect_err("not followed");
        let written = client.actions().reverse("OTHER").action_id("1").send().await;
        let written = written.expect_err("not followed");
        for error in [read, written] {
            assert_eq!(error.status().expect("a status"), status);
            assert!(error.to_string().contains("redirect"), "{error}");
        }
        assert_eq!(server.asked().len(), 2);
    }
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn a_file_is_fetched_elsewhere_as_a_stranger() {
    let storage = Server::new([response(200, &[("content-type", "text/csv")], "Id\n1\n")]);
    let server = Server::new([redirect(302, &format!("{}/signed?key=1%2F2", storage.url))]);
    let call = client(&server.url).jobs().download("1").send();
    let answer = call.header("x-own", "private").await.expect("a file");
    let file = answer.into_file().expect("a file").text().await.expect("text");
    assert_eq!(file, "Id\n1\n");
    let asked = storage.only();
    assert_eq!(asked.line(), "GET /signed?key=1%2F2");
    for name in ["authorization", "x-own", "ir-version", "cookie", "referer"] {
        assert_eq!(asked.header(name), None, "{name}");
    }
    let sent = format!("{asked:?}");
    assert!(!sent.contains(crate::TOKEN) && !sent.contains("IRAccountSid"), "{sent}");
}

#[tokio::test]
async fn the_same_host_is_elsewhere_too() {
    let server = Server::new([redirect(307, "/signed"), response(200, &[], "x")]);
    let answer = client(&server.url).jobs().download("1").send().await.expect("a file");
    assert!(answer.is_ready());
    let asked = server.asked();
    assert!(asked[0].header("authorization").is_some());
    assert_eq!((asked[1].line().as_str(), asked[1].header("authorization")), ("GET /signed", None));
}

#[tokio::test]
async fn what_leads_nowhere_is_told() {
    for (location, what) in [
        ("http://files.example.com/x", "without encryption"),
        ("ftp://files.example.com/x", "neither https nor http"),
        ("http://", "URL"),
    ] {
        let server = Server::new([redirect(302, location)]);
        let error = client(&server.url).jobs().download("1").send().await.expect_err("nowhere");
        assert_eq!(error.status().expect("a status"), 302);
        assert!(error.to_string().contains(what), "{location}: {error}");
    }
    let server = Server::new([response(302, &[], "")]);
    let error = client(&server.url).jobs().download("1").send().await.expect_err("nowhere");
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[tokio::test]
async fn a_round_trip_ends() {
    let server = Server::serving(|_| redirect(302, "/again"));
    let error = client(&server.url).jobs().download("1").send().await.expect_err("round and round");
    assert!(error.to_string().contains("too often"), "{error}");
    assert_eq!((server.asked().len(), error.attempts()), (6, 1));
}

/// A failure at the other end is a failure, with the status that it has there.
#[tokio::test]
async fn an_expired_address_is_told_as_such() {
    let denied = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>\
        <Message>Request has expired</Message></Error>";
    let storage = Server::new([response(403, &[("content-type", "application/xml")], denied)]);
    let server = Server::new([redirect(302, &storage.url)]);
    let error = client(&server.url).jobs().download("1").send().await.expect_err("expired");
    assert!(error.is_forbidden(), "{error:?}");
    assert_eq!(error.message(), Some("Request has expired"));
}
