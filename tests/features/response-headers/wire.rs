//! The declared headers of a response.

use response_headers::Client;
use response_headers::notes::CreateNoteHeaders;
use response_headers::types::State;

use crate::support::Capture;

async fn created(headers: &[(&'static str, &'static str)]) -> CreateNoteHeaders {
    let transport = Capture::new(r#"{"text": "a"}"#).status(201).headers(headers);
    let client = Client::builder().transport(transport).build().unwrap();
    let response = client.notes().create_note().send_with_response().await.unwrap();
    assert_eq!(response.value.text.as_deref(), Some("a"));
    CreateNoteHeaders::from_headers(&response.headers)
}

#[tokio::test]
async fn headers_are_read_as_their_types() {
    let headers = created(&[
        ("location", "/notes/\"1\""),
        ("x-rate-limit", "100"),
        ("x-fresh", "true"),
        ("x-created", "2024-05-06T07:08:09Z"),
        ("x-state", "final"),
        ("x-task", "7"),
        ("x-other", "b"),
    ])
    .await;
    assert_eq!(headers.location.as_deref(), Some("/notes/\"1\""));
    assert_eq!(headers.x_rate_limit, Some(100));
    assert_eq!(headers.x_fresh, Some(true));
    assert_eq!(headers.x_created.map(|time| time.to_string()).as_deref(), Some("2024-05-06T07:08:09Z"));
    assert_eq!(headers.x_state, Some(State::Final));
    assert_eq!(headers.x_task.as_deref(), Some("7"));
    assert!(headers.extra.is_empty());
}

#[tokio::test]
async fn lists_are_in_one_line_or_in_several() {
    let headers = created(&[("x-tags", "a, b"), ("x-tags", "c"), ("x-counts", "1,2")]).await;
    assert_eq!(headers.x_tags, ["a", "b", "c"]);
    assert_eq!(headers.x_counts, [1, 2]);
}

#[tokio::test]
async fn headers_that_are_missing_or_cannot_be_read_are_absent() {
    let headers = created(&[("x-rate-limit", "many"), ("x-counts", "1,two"), ("x-secret", "abc")]).await;
    assert_eq!(headers.location, None);
    assert!(headers.x_tags.is_empty());
    assert_eq!(headers.x_rate_limit, None);
    assert_eq!(headers.extra.get("x-rate-limit").unwrap().to_str().as_deref(), Some("many"));
    assert!(headers.extra.get("X-Counts").is_some());
    assert!(!format!("{headers:?}").contains("abc"));
}
