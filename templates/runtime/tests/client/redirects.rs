//! Redirects: how their targets are resolved.

use std::sync::{Arc, OnceLock};

use runtime::Error;
use runtime::call::Method;

use crate::api::{builder, notes};
use crate::notes::Notes;
use crate::server::{Server, json, response};

/// Returns the result of a download that is redirected, and the target of the second request.
async fn follow(location: &str) -> (Result<String, Error>, Option<String>) {
    let server =
        Server::new([response(302, &[("location", location)], ""), response(200, &[], "file")]);
    let result = match notes(&server.url).download("1").await {
        Ok(file) => file.text().await,
        Err(error) => Err(error),
    };
    (result, server.received().get(1).map(|received| received.target.clone()))
}

#[tokio::test]
async fn bytes_that_are_not_valid_in_a_url_are_encoded() {
    for (location, target) in [
        ("/ä/b?c=ü&d=%C3%A4", "/%C3%A4/b?c=%C3%BC&d=%C3%A4"),
        ("/a b?c=\"d\"|{e}<f>", "/a%20b?c=%22d%22%7C%7Be%7D%3Cf%3E"),
        (" /a#ä ", "/a"),
        ("?a=1", "/Accounts/ACCOUNT-CANARY/Jobs/1/Download?a=1"),
    ] {
        let (file, found) = follow(location).await;
        assert_eq!(file.unwrap_or_else(|error| panic!("{location}: {error}")), "file");
        assert_eq!(found.as_deref(), Some(target), "{location}");
    }
}

#[tokio::test]
async fn a_redirect_to_the_same_url_is_not_followed() {
    for location in ["", " ", "#a", "#"] {
        let (result, second) = follow(location).await;
        let error = result.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), second), (302, None), "{location}");
        let message = "302 Found: the redirect is to the URL of the request";
        assert!(error.to_string().contains(message), "{error}");
    }
}

/// Returns a response that redirects to a path of a server.
fn redirect(status: u16, server: &str, path: &str) -> Vec<u8> {
    response(status, &[("location", &format!("{server}{path}"))], "")
}

/// Returns the requests of a download, a fetched URL and a raw request of the method `GET`, with a header of the program.
async fn read_all(url: &str) -> Vec<Result<(), Error>> {
    let notes = notes(url);
    let file = notes.download("1").header("x-own", "private").await;
    let fetched = notes.client.fetch("/Files/1").header("x-own", "private").await;
    let raw = notes.client.raw(Method::GET, "/Files/1").header("x-own", "private").await;
    vec![file.map(drop), fetched.map(drop), raw.map(drop)]
}

#[tokio::test]
async fn the_target_of_a_redirect_gets_no_credentials_even_on_the_same_origin() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::serving(move |request| match request.target.as_str() {
            "/moved" => response(200, &[], r#"{"a":1}"#),
            _ => redirect(status, "", "/moved"),
        });
        for result in read_all(&server.url).await {
            result.unwrap();
        }
        let received = server.received();
        assert_eq!(received.len(), 6);
        for requests in received.chunks(2) {
            for name in ["authorization", "x-own"] {
                let sent = [requests[0].header(name), requests[1].header(name)];
                assert!(sent[0].is_some() && sent[1].is_none(), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn another_origin_gets_no_credentials_and_neither_does_its_target() {
    let foreign = |server: &Server| {
        let received = server.received();
        let is_private =
            |name: &&str| received.iter().any(|request| request.header(name).is_some());
        let found = ["authorization", "x-own", "cookie", "referer"].into_iter().find(is_private);
        assert!(!received.is_empty() && found.is_none(), "{found:?}");
    };
    // another port is another origin, and so is another name of the host
    let storage = Server::serving(|_| response(200, &[], r#"{"a":1}"#));
    let target = storage.url.clone();
    let server = Server::serving(move |_| redirect(302, &target, "/file"));
    for result in read_all(&server.url).await {
        result.unwrap();
    }
    foreign(&storage);
    let named = Server::serving(|request| match request.target.as_str() {
        "/file" => response(200, &[], r#"{"a":1}"#),
        _ => {
            let host = request.header("host").unwrap_or_default().to_owned();
            redirect(302, &format!("http://{}", host.replace("127.0.0.1", "localhost")), "/file")
        }
    });
    for result in read_all(&named.url).await {
        result.unwrap();
    }
    for request in named.received().iter().filter(|request| request.target == "/file") {
        assert_eq!(request.header("authorization"), None);
    }
    // a redirect back is decided by the other origin
    let back = Arc::new(OnceLock::new());
    let url: Arc<OnceLock<String>> = back.clone();
    let other = Server::serving(move |_| redirect(302, url.get().unwrap(), "/secret"));
    let target = other.url.clone();
    let own = Server::serving(move |request| match request.target.as_str() {
        "/secret" => response(200, &[], r#"{"a":1}"#),
        _ => redirect(302, &target, "/other"),
    });
    back.set(own.url.clone()).unwrap();
    for result in read_all(&own.url).await {
        result.unwrap();
    }
    foreign(&other);
    for request in own.received().iter().filter(|request| request.target == "/secret") {
        assert_eq!((request.header("authorization"), request.header("x-own")), (None, None));
    }
}

#[tokio::test]
async fn a_redirect_of_a_write_is_an_error_that_sends_nothing_again() {
    for status in [301, 302, 303, 307, 308] {
        for is_own in [true, false] {
            let other = Server::serving(|_| response(200, &[], r#"{"a":1}"#));
            let target = if is_own { String::new() } else { other.url.clone() };
            let server = Server::serving(move |_| redirect(status, &target, "/moved"));
            let notes = Notes { client: builder().base_url(&server.url).build().unwrap() };
            let raw = notes.client.raw(Method::POST, "/Notes").form("a", "b").await.map(drop);
            let results = [
                notes.create("1", "s").await.map(drop),
                notes.update("1").await.map(drop),
                notes.delete("1").await,
                raw,
            ];
            for result in results {
                let error = result.unwrap_err();
                assert_eq!(error.status().unwrap().as_u16(), status);
                assert!(error.may_have_been_sent() && !error.is_retryable(), "{error:?}");
            }
            assert_eq!(server.received().len(), 4);
            assert!(other.received().is_empty());
        }
    }
}

#[tokio::test]
async fn only_a_redirect_is_called_one() {
    for (status, is_redirect) in
        [(300, false), (302, true), (304, false), (305, false), (308, true)]
    {
        let server = Server::new([json(status, "")]);
        let error = notes(&server.url).create("1", "s").await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.to_string().contains("unexpected redirect"), is_redirect, "{error}");
    }
}
