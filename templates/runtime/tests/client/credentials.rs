//! Credentials are sent to the hosts of the API only, and are never shown.

use runtime::Error;
use runtime::runtime::api::{Api, ErrorMembers, RateLimitHeaders, Variables};
use runtime::runtime::internals::{client_builder, client_from_env, request};

use crate::api::{ACCOUNT, API, CALLS, GET, TRACK, builder, notes};
use crate::notes::{Note, Notes};
use crate::server::{Server, json, response};

const BASIC: &str = "Basic QUNDT1VOVC1DQU5BUlk6VE9LRU4tQ0FOQVJZ";

#[tokio::test]
async fn an_operation_is_sent_with_the_credentials_of_its_scheme_only() {
    let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let client =
        builder().base_url(&server.url).credentials("calls", "user", "päss").build().unwrap();
    Notes { client: client.clone() }.get("1").await.unwrap();
    request(&client, &CALLS).send::<()>().await.unwrap();
    request(&client, &TRACK).member::<&str>("A", "b").send::<()>().await.unwrap();
    let received = server.received();
    assert_eq!(received[0].header("authorization"), Some(BASIC));
    assert_eq!(received[1].header("authorization"), Some("Basic dXNlcjpww6Rzcw=="));
    assert_eq!(received[2].header("authorization"), None);
}

#[tokio::test]
async fn missing_credentials_are_an_error_before_anything_is_sent() {
    let server = Server::new([json(200, "{}")]);
    let error = notes(&server.url).request(&CALLS).send::<()>().await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`calls`"), "{error}");
    assert!(server.received().is_empty());
}

#[test]
fn credentials_of_an_unknown_scheme_are_an_error() {
    let error = builder().credentials("call", "user", "password").build().unwrap_err();
    let text = error.to_string();
    assert!(text.contains("credentials `call`: unknown security scheme"), "{text}");
    assert!(text.contains("expected `account` or `calls`"), "{text}");
}

#[tokio::test]
async fn a_redirect_is_followed_without_credentials_and_headers() {
    let target = Server::new([response(200, &[("content-type", "text/csv")], "a,b")]);
    let location = format!("{}/signed?sig=1%2F2", target.url);
    let server = Server::new([response(302, &[("Location", &location)], "")]);
    let download = notes(&server.url).download("9").header("X-Trace", "t").await.unwrap();
    assert_eq!(download.content_type(), Some("text/csv"));
    assert_eq!(download.text().await.unwrap(), "a,b");
    assert_eq!(server.only_request().header("authorization"), Some(BASIC));
    let received = target.only_request();
    assert_eq!(received.line(), "GET /signed?sig=1%2F2");
    let names: Vec<&str> = received.headers.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["authorization", "x-version", "x-trace", "cookie"] {
        assert!(!names.contains(&name), "{names:?}");
    }
    assert!(!format!("{:?}", received.headers).contains("CANARY"));
}

#[tokio::test]
async fn a_redirect_to_the_same_host_is_followed_without_credentials_too() {
    let server = Server::new([
        response(303, &[("Location", "other/path?x=1")], ""),
        response(200, &[], "file"),
    ]);
    let download = notes(&server.url).download("9").await.unwrap();
    assert_eq!(&download.bytes().await.unwrap()[..], b"file");
    let received = server.received();
    assert_eq!(received[1].target, "/Accounts/ACCOUNT-CANARY/Jobs/9/other/path?x=1");
    assert_eq!(received[1].header("authorization"), None);
}

#[tokio::test]
async fn invalid_redirects_are_errors() {
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
async fn the_number_of_redirects_is_limited_and_they_must_be_declared() {
    let round = || response(307, &[("Location", "/again")], "");
    let server = Server::new((0..9).map(|_| round()));
    let error = notes(&server.url).download("9").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.received().len(), 6);
    let server = Server::new([round()]);
    let error = notes(&server.url).get("9").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn plain_http_is_accepted_for_the_loopback_interface() {
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
fn invalid_credentials_are_errors_that_do_not_contain_them() {
    let cases = [("", "t"), (" ", "t"), ("a", ""), ("a", "secret\n"), ("se:cret", "t")];
    for (account, token) in cases {
        let error = client_builder(&API, account, token).build().unwrap_err();
        assert!(error.is_request());
        assert!(!format!("{error} {error:?}").contains("cret"), "{error}");
    }
}

#[test]
fn missing_environment_variables_are_named() {
    let client = client_from_env(&API).unwrap();
    assert_eq!(client.account(), "runtime");
    let variables = Variables { account: "CARGO_PKG_NAME", token: "UNSET_TOKEN", base_url: "" };
    let error = client_from_env(api_with(variables)).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("CARGO_PKG_NAME") && text.contains("`UNSET_TOKEN` is not set"));
}

#[test]
fn a_base_url_in_the_environment_is_checked() {
    let name = "CARGO_PKG_NAME";
    let variables = Variables { account: name, token: name, base_url: name };
    let text = client_from_env(api_with(variables)).unwrap_err().to_string();
    assert!(text.contains("environment variable `CARGO_PKG_NAME`: "), "{text}");
}

/// Returns an API that reads these environment variables.
fn api_with(variables: Variables) -> &'static Api {
    let api = Api {
        variables,
        headers: &[],
        hosts: &[],
        quotas: &[],
        pagings: &[],
        client: "x",
        client_version: "1",
        account_parameter: "A",
        version_header: "v",
        schemes: &[],
        fetch: &GET,
        raw: &[],
        errors: ErrorMembers {
            status: &[],
            error_values: &[],
            success: &[],
            failure: &[],
            message: &[],
            list: &[],
            warnings: &[],
            field: &[],
            text: &[],
            level: &[],
            warning_levels: &[],
            details: &[],
            accepted_words: &[],
            doubtful_words: &[],
            negating_words: &[],
        },
        rate_limits: RateLimitHeaders {
            limit: &[],
            remaining: &[],
            reset: &[],
            wait: &[],
            combined: &[],
        },
    };
    Box::leak(Box::new(api))
}

/// Returns all text of an error and its sources.
pub fn all(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn debug_and_errors_contain_neither_credentials_nor_values() {
    let builder = builder().credentials("calls", "USER-CANARY", "PASS-CANARY");
    let mut shown = format!("{builder:?}");
    // nothing listens on this port
    let client = builder.base_url("http://127.0.0.1:1").build().unwrap();
    shown.push_str(&format!("{client:?} {client:#?}"));
    let notes = Notes { client };
    let list = notes.list("ID-CANARY").media_id("MEDIA-CANARY").filter("free", "FREE-CANARY");
    let create = notes.create("ID-CANARY", "SUBJECT-CANARY").text(1, "TEXT-CANARY");
    shown.push_str(&format!("{list:?} {create:?} {:?}", list.clone().items()));
    let create = create.header("X-Trace", "TRACE-CANARY").extra_member("A", "MEMBER-CANARY");
    let create = create.extra_query("Q", "QUERY-CANARY");
    shown.push_str(&format!("{create:?} {:?} {:#?}", create.clone().send(), list.clone().pages()));
    shown.push_str(&format!("{:?} {:?}", notes.job("JOB-ID"), notes.queued("QUEUED-ID").status()));
    let mut machine = list.0.clone().into_machine(false);
    shown.push_str(&format!("{machine:?} {:?} {machine:?}", machine.start()));
    let error = list.send().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    shown.push_str(&all(&error));
    let error = create.await.unwrap_err();
    shown.push_str(&all(&error));
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("listNotes") && shown.contains("MediaId") && shown.contains("x-trace"));

    let server =
        Server::new([json(404, r#"{"Message":"none"}"#), json(200, r#"{"Amount":"BODY"}"#)]);
    let notes = crate::api::notes(&server.url);
    for _ in 0..2 {
        let get = notes.get("ID-CANARY").strict_decoding(true);
        let error: Error = get.await.map(|_: Note| ()).unwrap_err();
        let line = format!("{error}");
        assert!(!line.contains("CANARY") && !line.contains(ACCOUNT) && !line.contains('\n'));
        assert!(!line.contains("BODY") && !format!("{error:?}").contains("BODY"));
    }
}
