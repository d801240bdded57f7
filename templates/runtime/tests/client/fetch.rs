//! Fetching URLs from responses, which are on the API's own host.

use runtime::Client;
use runtime::runtime::internals::client_builder;
use runtime::wire::Json;

use crate::api::API;
use crate::notes::Note;
use crate::server::{Server, response};

const TOKEN: &str = "TOKEN-CANARY";

fn client(url: &str) -> Client {
    let builder = client_builder(&API, "ACCOUNT-CANARY", TOKEN);
    builder.base_url(url).build().unwrap()
}

#[tokio::test]
async fn a_url_is_requested_as_it_is_written() {
    for (url, target) in [
        ("/Accounts/1/Notes/7/Image?size=2&of=a%2Fb", "/Accounts/1/Notes/7/Image?size=2&of=a%2Fb"),
        (" /Accounts/1/Notes/7/Image#top ", "/Accounts/1/Notes/7/Image"),
        ("https://api.example.com/Accounts/1/Image", "/Accounts/1/Image"),
        ("HTTPS://API.example.com:443/Accounts/1/Image", "/Accounts/1/Image"),
        ("//api.example.com:443/Accounts/1/Image", "/Accounts/1/Image"),
        ("Accounts/1/Image", "/Accounts/1/Image"),
    ] {
        let server = Server::new([response(200, &[("content-type", "image/png")], "bytes")]);
        // the scheme is that of the host in use
        let url = match url.strip_prefix("//") {
            Some(_) => format!("{}/Accounts/1/Image", server.url.trim_start_matches("http:")),
            None => url.to_owned(),
        };
        let file = client(&server.url).fetch(&url).send().await.unwrap();
        assert_eq!(file.content_type(), Some("image/png"));
        assert_eq!(&file.bytes().await.unwrap()[..], b"bytes");
        let received = server.only_request();
        assert_eq!(received.line(), format!("GET {target}"), "{url}");
        assert!(received.header("authorization").is_some_and(|value| value.starts_with("Basic ")));
        assert_eq!(received.header("accept"), Some("*/*"));
        assert_eq!(received.header("x-version"), Some("14"));
    }
}

#[tokio::test]
async fn nothing_is_sent_to_another_host() {
    let elsewhere = Server::serving(|_| response(200, &[], "{}"));
    let server = Server::serving(|_| response(200, &[], "{}"));
    let client = client(&server.url);
    let foreign = elsewhere.url.trim_start_matches("http:").to_owned();
    for (url, problem) in [
        (format!("{}/Image", elsewhere.url), "another host"),
        (format!("{foreign}/Image"), "another host"),
        ("https://track.example.com/Image".to_owned(), "another host"),
        ("https://api.example.com.evil.example/Image".to_owned(), "another host"),
        ("https://api.example.com:8443/Image".to_owned(), "another host"),
        (format!("https://api.example.com@{}/Image", &foreign[2..]), "credentials"),
        ("ftp://api.example.com/Image".to_owned(), "expected the scheme `https` or `http`"),
        ("/Accounts/../../Image".to_owned(), "contains `.` or `..`"),
        ("/Accounts/%2e%2E/Image".to_owned(), "contains `.` or `..`"),
        ("/Accounts/..%2fImage".to_owned(), "contains `.` or `..`"),
        ("/\\example.com/Image".to_owned(), "characters that are not valid in a URL"),
        ("/Image\r\nHost: example.com".to_owned(), "characters that are not valid in a URL"),
        (String::new(), "empty"),
        ("  ".to_owned(), "empty"),
    ] {
        for error in [
            client.fetch(&url).send().await.unwrap_err(),
            client.fetch(&url).json::<Json>().await.unwrap_err(),
        ] {
            assert!(error.is_request() && !error.may_have_been_sent(), "{url}: {error}");
            assert!(error.to_string().contains(problem), "{url}: {error}");
        }
    }
    assert!(elsewhere.received().is_empty() && server.received().is_empty());
}

#[tokio::test]
async fn a_redirect_to_a_storage_has_no_credentials() {
    let storage = Server::new([response(200, &[], "bytes")]);
    let location = format!("{}/signed?key=1", storage.url);
    let server = Server::new([response(302, &[("location", &location)], "")]);
    let file = client(&server.url).fetch("/Accounts/1/Image").header("x-own", "private").send();
    assert_eq!(&file.await.unwrap().bytes().await.unwrap()[..], b"bytes");
    let received = storage.only_request();
    assert_eq!(received.line(), "GET /signed?key=1");
    let sent = format!("{received:?}");
    for canary in ["authorization", "x-own", "CANARY"] {
        assert!(!sent.contains(canary), "{sent}");
    }
}

#[tokio::test]
async fn a_response_can_be_decoded_as_a_model() {
    let body = r#"{"Id":"007"}"#;
    let server = Server::serving(move |_| response(200, &[], body));
    let client = client(&server.url);
    let note: Note = client.fetch("/Accounts/1/Notes/007").json().await.unwrap();
    assert_eq!(note.id.unwrap().as_str(), "007");
    let notes: Vec<Note> = client.fetch("/Accounts/1/Notes/007").json().await.unwrap();
    assert_eq!(notes.len(), 1);
    let own = client.fetch("/Accounts/1/Notes/007").header("Accept", "text/x-note");
    assert_eq!(own.json::<Json>().await.unwrap().as_json(), body);
    let accepted: Vec<_> = server
        .received()
        .iter()
        .filter_map(|received| received.header("accept").map(str::to_owned))
        .collect();
    assert_eq!(accepted, ["application/json", "application/json", "text/x-note"]);
}

#[tokio::test]
async fn errors_are_those_of_any_call() {
    let failed = r#"{"Status":"ERROR","Message":"No such image"}"#;
    let server = Server::new([
        response(404, &[], failed),
        response(200, &[], failed),
        response(202, &[], "{}"),
    ]);
    let client = client(&server.url);
    let error = client.fetch("/Image").send().await.unwrap_err();
    assert!(error.is_not_found() && error.message() == Some("No such image"), "{error}");
    assert_eq!((error.operation(), error.method()), (Some("fetch"), Some("GET")));
    let error = client.fetch("/Image").json::<Json>().await.unwrap_err();
    assert!(error.is_rejected(), "{error}");
    assert!(client.fetch("/Image").send().await.unwrap_err().is_not_ready());
    let shown = format!("{:?}", client.fetch("/Accounts/ACCOUNT-CANARY/Image"));
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn the_prefix_of_the_base_url_is_kept() {
    let server = Server::serving(|_| response(200, &[], "{}"));
    let client = client(&format!("{}/gate", server.url));
    for url in ["/Accounts/1", "/gate/Accounts/1", "https://api.example.com/Accounts/1"] {
        client.fetch(url).json::<Json>().await.unwrap();
    }
    assert!(server.received().iter().all(|received| received.target == "/gate/Accounts/1"));
}
