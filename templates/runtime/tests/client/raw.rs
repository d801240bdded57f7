//! Requests that no operation describes.

use runtime::Client;
use runtime::call::{Method, StatusCode};
use runtime::retry::RetryPolicy;
use runtime::testing::{MockFault, MockResponse, MockTransport};
use runtime::wire::{Json, Upload};

use crate::api::builder;
use crate::notes::Note;

fn client(mock: &MockTransport) -> Client {
    builder().retry(RetryPolicy::default()).mock(mock).build().unwrap()
}

#[tokio::test]
async fn a_request_has_the_parts_that_are_set() {
    let mock = MockTransport::new();
    mock.expect("raw").respond(r#"{"Id":"007"}"#).any_times();
    let client = client(&mock);
    let get =
        client.raw(Method::GET, "/Accounts/{AccountSID}/Odd/{Id}").path_parameter("Id", "a/b");
    let json = get.query("Q", "1").query("Q", "ä b").header("X-Own", "y").await.unwrap();
    assert_eq!(json.as_json(), r#"{"Id":"007"}"#);
    let post = client.raw(Method::POST, "/Odd").json_body(Json::parse("[1]").unwrap());
    assert_eq!(post.json::<Note>().await.unwrap().id.unwrap().as_str(), "007");
    client.raw(Method::PUT, "/Odd").form("A", "1&2").form("B", "x").form("A", "3").await.unwrap();
    let file = Upload::bytes("a.csv", "a,b\n").with_content_type("text/csv");
    client.raw(Method::PATCH, "/Odd").file(file).await.unwrap();
    client.raw(Method::DELETE, "/Odd").await.unwrap();
    let file = client.raw(Method::GET, "/Odd").download().await.unwrap();
    assert_eq!(&file.bytes().await.unwrap()[..], br#"{"Id":"007"}"#);
    let sent: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| {
            let target = request.uri().path_and_query().unwrap().as_str();
            let header = |name| request.header(name).unwrap_or("-").to_owned();
            let (accept, content_type) = (header("accept"), header("content-type"));
            let text = request.text();
            format!("{} {target} {accept} {content_type} {text}", request.method())
        })
        .collect();
    assert_eq!(
        sent,
        [
            "GET /Accounts/ACCOUNT-CANARY/Odd/a%2Fb?Q=1&Q=%C3%A4%20b application/json - ",
            "POST /Odd application/json application/json [1]",
            "PUT /Odd application/json application/x-www-form-urlencoded A=3&B=x",
            "PATCH /Odd application/json text/csv a,b\n",
            "DELETE /Odd application/json - ",
            "GET /Odd */* - ",
        ]
    );
    assert!(mock.requests().iter().all(|request| request.header("authorization").is_some()));
}

#[tokio::test]
async fn retries_follow_the_method_unless_they_are_declared() {
    for (method, idempotent, attempts) in [
        (Method::GET, None, 4),
        (Method::HEAD, None, 4),
        (Method::OPTIONS, None, 4),
        (Method::POST, None, 1),
        (Method::PUT, None, 1),
        (Method::PATCH, None, 1),
        (Method::DELETE, None, 1),
        (Method::PUT, Some(true), 4),
        (Method::GET, Some(false), 1),
    ] {
        let mock = MockTransport::new();
        mock.expect("raw").fail(MockFault::ClosedAfter).any_times();
        let mut call = client(&mock).raw(method.clone(), "/Odd");
        if let Some(idempotent) = idempotent {
            call = call.idempotent(idempotent);
        }
        let error = call.await.unwrap_err();
        assert_eq!(error.attempts(), attempts, "{method} {idempotent:?}");
        assert_eq!(mock.requests().len() as u32, attempts);
        assert_eq!((error.operation(), error.path()), (Some("raw"), Some("/{path}")));
        assert_eq!(error.method(), Some(method.as_str()));
    }
}

#[tokio::test]
async fn errors_are_those_of_any_call() {
    let mock = MockTransport::new();
    let failed = r#"{"Status":"ERROR","Message":"No such thing"}"#;
    mock.expect("raw")
        .respond(MockResponse::json(failed).status(StatusCode::NOT_FOUND))
        .respond(failed)
        .respond("no JSON")
        .respond(StatusCode::NO_CONTENT);
    let client = client(&mock);
    let error = client.raw(Method::GET, "/Odd/ID-CANARY").await.unwrap_err();
    assert_eq!(error.to_string(), "raw: 404 Not Found: No such thing (GET /{path})");
    assert!(client.raw(Method::GET, "/Odd").await.unwrap_err().is_rejected());
    assert!(client.raw(Method::GET, "/Odd").await.unwrap_err().is_decode());
    assert_eq!(client.raw(Method::DELETE, "/Odd").await.unwrap(), Json::null());
    let shown = format!("{:?}", client.raw(Method::GET, "/Odd/ID-CANARY").query("A", "CANARY"));
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn a_path_cannot_leave_the_host_or_the_base_url() {
    let mock = MockTransport::new();
    let client = client(&mock);
    for path in [
        "",
        "Odd",
        "//evil.example.com/Odd",
        "https://evil.example.com/Odd",
        "@evil.example.com/Odd",
        ".evil.example.com",
        ":80/Odd",
        "/Odd/../Other",
        "/Odd/%2e%2E/Other",
        "/Odd/.%2e%2fOther",
        "/Odd/{Account",
        "/Odd/..%5cOther",
        "/./Odd",
        "/Odd?Q=1",
        "/Odd#top",
        "/Odd\r\nHost: evil.example.com",
        "/Odd\0",
        "/\\evil.example.com",
        "/a b",
        "/ä",
        "/Odd}",
        "/{Missing}",
        "/{Missing",
    ] {
        let error = client.raw(Method::GET, path).await.unwrap_err();
        assert!(error.is_request() && !error.may_have_been_sent(), "{path}: {error}");
    }
    for value in ["..", ".", "", "%2e%2E"] {
        let call = client.raw(Method::GET, "/Odd/{Id}").path_parameter("Id", value);
        assert!(call.await.unwrap_err().is_request(), "{value}");
    }
    let dots = client.raw(Method::GET, "/{A}.").path_parameter("A", ".x").path_parameter("A", ".");
    assert!(dots.await.unwrap_err().is_request());
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn other_invalid_requests_are_not_sent() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let calls = [
        (client.raw(Method::TRACE, "/Odd"), "expected one of GET, PUT, POST"),
        (client.raw(Method::POST, "/Odd").form("A", "1").json_body("x"), "expected either JSON"),
        (client.raw(Method::GET, "/Odd").host("other"), "expected one of `api`, `tracking`"),
        (client.raw(Method::GET, "/Odd").credentials("other"), "no credentials are set"),
        (client.raw(Method::GET, "/Odd").header("authorization", "x"), "is set by the client"),
    ];
    for (call, reason) in calls {
        let error = call.await.unwrap_err();
        assert!(error.is_request() && error.to_string().contains(reason), "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn credentials_are_sent_to_another_host_on_request_only() {
    let mock = MockTransport::new();
    mock.expect("raw").respond("{}").any_times();
    let client = builder().credentials("calls", "user", "password").mock(&mock).build().unwrap();
    client.raw(Method::GET, "/Odd").host("tracking").await.unwrap();
    client.raw(Method::GET, "/Odd").host("tracking").credentials("calls").await.unwrap();
    let requests = mock.requests();
    assert!(requests.iter().all(|request| request.uri().host() == Some("track.example.com")));
    let authorized: Vec<bool> =
        requests.iter().map(|request| request.header("authorization").is_some()).collect();
    assert_eq!(authorized, [false, true]);
}

#[tokio::test]
async fn a_redirect_of_a_get_is_followed_without_credentials() {
    let mock = MockTransport::new();
    let moved =
        MockResponse::new(StatusCode::FOUND).header("location", "https://files.example.com/f");
    mock.expect("raw").respond(moved.clone()).respond(r#""file""#).respond(moved);
    let client = client(&mock);
    assert_eq!(client.raw(Method::GET, "/Odd").await.unwrap().as_json(), r#""file""#);
    assert!(client.raw(Method::POST, "/Odd").await.is_err());
    let hosts: Vec<_> =
        mock.requests().iter().map(|request| request.uri().host().unwrap().to_owned()).collect();
    assert_eq!(hosts, ["api.example.com", "files.example.com", "api.example.com"]);
    assert_eq!(mock.requests()[1].header("authorization"), None);
}
