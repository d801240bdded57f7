//! Credentials of all kinds, alternatives, and operations without credentials.

use security::Client;
use security::testing::MockTransport;

use crate::support::Capture;

#[tokio::test]
async fn credentials_are_sent_in_their_place() {
    let capture = Capture::new("");
    let builder = Client::builder("account", "token-1").transport(capture.clone());
    let builder = builder.login_credentials("user", "päss").key_credentials("key-2");
    let builder = builder.query_key_credentials("key 3").session_credentials("s4");
    let builder = builder.tracking_credentials("t5").identity_credentials("token-6");
    let client = builder.build().unwrap();
    let notes = client.notes();
    notes.list().await.unwrap();
    assert_eq!(capture.last(), "GET /notes\nauthorization: Bearer token-1");
    notes.check_login().await.unwrap();
    assert_eq!(capture.last(), "GET /login\nauthorization: Basic dXNlcjpww6Rzcw==");
    notes.check_query().await.unwrap();
    assert_eq!(capture.last(), "GET /query?api_key=key%203");
    notes.check_query().page(2).await.unwrap();
    assert_eq!(capture.last(), "GET /query?Page=2&api_key=key%203");
    notes.check_sessions().await.unwrap();
    assert_eq!(capture.last(), "GET /sessions\ncookie: SESSION=s4; TRACK=t5\nx-api-key: key-2");
    // the first alternative is not set
    notes.check_delegated().await.unwrap();
    assert_eq!(capture.last(), "GET /delegated\nauthorization: Bearer token-6");
    notes.check_public().await.unwrap();
    assert_eq!(capture.last(), "GET /public");
    notes.check_optional().await.unwrap();
    assert_eq!(capture.last(), "GET /optional?api_key=key%203");
}

#[tokio::test]
async fn missing_credentials_are_an_error_unless_they_are_optional() {
    let capture = Capture::new("");
    let builder = Client::builder("account", "token").transport(capture.clone());
    let client = builder.without_credentials("token").build().unwrap();
    let notes = client.notes();
    notes.check_optional().await.unwrap();
    assert_eq!(capture.last(), "GET /optional");
    let error = notes.list().await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`token`, or `key`"), "{error}");
    let error = notes.check_sessions().await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`session`"), "{error}");
    assert_eq!(capture.count(), 1);
}

#[tokio::test]
async fn recorded_requests_have_no_credentials() {
    let mock = MockTransport::new();
    mock.expect("checkQuery").respond("");
    mock.expect("checkSessions").respond("");
    let builder = Client::builder("account", "CANARY-1").mock(&mock);
    let builder = builder.query_key_credentials("CANARY-2").session_credentials("CANARY-3");
    let builder = builder.tracking_credentials("CANARY-4").key_credentials("CANARY-5");
    let client = builder.build().unwrap();
    client.notes().check_query().page(2).await.unwrap();
    client.notes().check_sessions().await.unwrap();
    let requests = mock.requests();
    assert_eq!(requests[0].uri().query(), Some("Page=2&api_key=%5Bredacted%5D"));
    for request in requests {
        assert!(!request.to_http().contains("CANARY"), "{}", request.to_http());
    }
}

#[test]
fn tokens_are_checked_and_never_shown() {
    let builder = Client::builder("account", "CANARY-1").key_credentials("CANARY-2");
    let shown = format!("{builder:?}");
    assert!(!format!("{shown} {:?}", builder.build().unwrap()).contains("CANARY"));
    for token in ["", "CANARY\n"] {
        let error = Client::builder("account", token).build().unwrap_err();
        assert!(error.is_request() && !error.to_string().contains("CANARY"), "{error}");
    }
    let error = Client::builder("account", "t").session_credentials("a;b").build().unwrap_err();
    assert!(error.to_string().contains("cookie"), "{error}");
    let error = Client::builder("account", "t").token("login", "t").build().unwrap_err();
    assert!(error.to_string().contains("a user and a password"), "{error}");
}
