//! Who gets to see the credentials: the hosts of the API, and nobody else.

use runtime::runtime::{Client, Error};

use crate::api::{ACCOUNT, API, CALLS, Note, Notes, TRACK, builder, notes};
use crate::server::{Server, json, response};

const BASIC: &str = "Basic QUNDT1VOVC1DQU5BUlk6VE9LRU4tQ0FOQVJZ";

#[tokio::test]
async fn an_operation_gets_the_credentials_of_its_scheme_only() {
    let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let client =
        builder().base_url(&server.url).credentials("calls", "user", "päss").build().unwrap();
    Notes { client: client.clone() }.get("1").await.unwrap();
    client.request(&CALLS).call::<()>().await.unwrap();
    client.request(&TRACK).member::<&str>("A", "b").call::<()>().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked[0].header("authorization"), Some(BASIC));
    assert_eq!(asked[1].header("authorization"), Some("Basic dXNlcjpww6Rzcw=="));
    assert_eq!(asked[2].header("authorization"), None);
}

#[tokio::test]
async fn without_credentials_for_its_scheme_nothing_is_sent() {
    let server = Server::new([json(200, "{}")]);
    let error = notes(&server.url).client.request(&CALLS).call::<()>().await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`calls`"), "{error}");
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_is_followed_as_a_stranger() {
    let target = Server::new([response(200, &[("content-type", "text/csv")], "a,b")]);
    let location = format!("{}/signed?sig=1%2F2", target.url);
    let server = Server::new([response(302, &[("Location", &location)], "")]);
    let download = notes(&server.url).download("9").header("X-Trace", "t").await.unwrap();
    assert_eq!(download.content_type(), Some("text/csv"));
    assert_eq!(download.text().await.unwrap(), "a,b");
    assert_eq!(server.only().header("authorization"), Some(BASIC));
    let asked = target.only();
    assert_eq!(asked.line(), "GET /signed?sig=1%2F2");
    let names: Vec<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["authorization", "x-version", "x-trace", "cookie"] {
        assert!(!names.contains(&name), "{names:?}");
    }
    assert!(!format!("{:?}", asked.headers).contains("CANARY"));
}

#[tokio::test]
async fn a_redirect_within_the_host_loses_the_credentials_too() {
    let server = Server::new([
        response(303, &[("Location", "other/place?x=1")], ""),
        response(200, &[], "file"),
    ]);
    let download = notes(&server.url).download("9").await.unwrap();
    assert_eq!(&download.bytes().await.unwrap()[..], b"file");
    let asked = server.asked();
    assert_eq!(asked[1].target, "/Accounts/ACCOUNT-CANARY/Jobs/9/other/place?x=1");
    assert_eq!(asked[1].header("authorization"), None);
}

#[tokio::test]
async fn bad_redirects_go_nowhere() {
    let bad = [
        "http://example.com/plain",
        "ftp://127.0.0.1/x",
        "https://user:pass@example.com/",
        "javascript:alert(1)",
        "",
    ];
    for location in bad {
        let headers: &[(&str, &str)] = &[("Location", location)];
        let headers = if location.is_empty() { &[] } else { headers };
        let server = Server::new([response(302, headers, "")]);
        let error = notes(&server.url).download("9").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 302, "{location}");
        assert!(!error.to_string().contains("example.com"), "{error}");
    }
}

#[tokio::test]
async fn redirects_have_an_end_and_are_followed_only_where_declared() {
    let round = || response(307, &[("Location", "/again")], "");
    let server = Server::new((0..9).map(|_| round()));
    let error = notes(&server.url).download("9").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.asked().len(), 6);
    let server = Server::new([round()]);
    let error = notes(&server.url).get("9").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn plain_http_is_for_the_machine_itself() {
    let build = |url: &str| builder().base_url(url).build().map(drop);
    for good in ["https://x.example", "http://127.0.0.1:1", "http://localhost/a", "http://[::1]:8"]
    {
        build(good).unwrap();
    }
    let bad = [
        "http://x.example",
        "http://127.0.0.1.x.example",
        "https://u:p@x.example",
        "https://x.example?a=b",
        "x.example",
        "ftp://x.example",
        "",
    ];
    for bad in bad {
        assert!(build(bad).unwrap_err().is_request(), "{bad}");
    }
    builder().base_url("http://x.example").allow_plain_http(true).build().unwrap();
    builder().host("tracking", "https://t.example").build().unwrap();
    let error = builder().host("tracing", "https://t.example").build().unwrap_err();
    assert!(error.to_string().contains("tracing"));
}

#[test]
fn credentials_that_cannot_be_sent_are_told_without_showing_them() {
    let cases = [("", "t"), ("a", ""), ("a", "secret\n"), ("se:cret", "t")];
    for (account, token) in cases {
        let error = Client::builder_for(&API, account, token).build().unwrap_err();
        assert!(error.is_request());
        assert!(!format!("{error} {error:?}").contains("cret"), "{error}");
    }
}

#[test]
fn the_environment_is_read_or_named() {
    let client = Client::from_env_of(&API).unwrap();
    assert_eq!(client.account(), "runtime");
    static NOWHERE: runtime::runtime::description::Api = runtime::runtime::description::Api {
        variables: ("CARGO_PKG_NAME", "NOBODY_SETS_THIS_TOKEN"),
        headers: &[],
        hosts: &[],
        quotas: &[],
        pagings: &[],
        client: "x",
        client_version: "1",
        account_parameter: "A",
        version_header: "v",
        default_scheme: "s",
        fetch: &crate::api::GET,
        errors: runtime::runtime::description::ErrorMembers {
            status: &[],
            error_values: &[],
            message: &[],
            list: &[],
            warnings: &[],
            field: &[],
            text: &[],
            level: &[],
        },
        rate_limits: runtime::runtime::description::RateLimitHeaders {
            limit: &[],
            remaining: &[],
            reset: &[],
            wait: &[],
        },
    };
    let error = Client::from_env_of(&NOWHERE).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("CARGO_PKG_NAME") && text.contains("NOBODY_SETS_THIS_TOKEN is not set"));
}

/// Everything that an error shows, its causes included.
fn all(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn nothing_shows_the_credentials_or_the_values() {
    let builder = builder().credentials("calls", "USER-CANARY", "PASS-CANARY");
    let mut shown = format!("{builder:?}");
    // nobody listens there
    let client = builder.base_url("http://127.0.0.1:1").build().unwrap();
    shown.push_str(&format!("{client:?} {client:#?}"));
    let notes = Notes { client };
    let list = notes.list("ID-CANARY").media_id("MEDIA-CANARY").filter("free", "FREE-CANARY");
    let create = notes.create("ID-CANARY", "SUBJECT-CANARY").text(1, "TEXT-CANARY");
    shown.push_str(&format!("{list:?} {create:?} {:?}", list.clone().items()));
    let call = create.clone().send().header("X-Trace", "TRACE-CANARY");
    shown.push_str(&format!("{call:?} {:#?}", list.clone().pages()));
    let mut exchange = list.0.exchange(false);
    shown.push_str(&format!("{exchange:?} {:?} {exchange:?}", exchange.start()));
    let error = list.send().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    shown.push_str(&all(&error));
    let error = call.await.unwrap_err();
    shown.push_str(&all(&error));
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("listNotes") && shown.contains("MediaId") && shown.contains("x-trace"));

    let server =
        Server::new([json(404, r#"{"Message":"none"}"#), json(200, r#"{"Amount":"BODY"}"#)]);
    let notes = crate::api::notes(&server.url);
    for _ in 0..2 {
        let error: Error = notes.get("ID-CANARY").await.map(|_: Note| ()).unwrap_err();
        let line = format!("{error}");
        assert!(!line.contains("CANARY") && !line.contains(ACCOUNT) && !line.contains('\n'));
        assert!(!line.contains("BODY") && !format!("{error:?}").contains("BODY"));
    }
}
