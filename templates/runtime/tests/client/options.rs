//! Options of a single call, undeclared parameters, and the headers of the response.

use std::time::{Duration, UNIX_EPOCH};

use runtime::wire::{Decimal, Json};

use crate::api::{builder, notes, notes_over};
use crate::fake::Fake;
use crate::notes::Notes;
use crate::server::{Server, json};

#[tokio::test]
async fn options_of_a_call_take_precedence_over_those_of_the_client() {
    let server = Server::new([json(200, "{}"), json(200, "{}")]);
    let client = builder()
        .base_url(format!("{}/gateway/", server.url))
        .user_agent("mine/9")
        .api_version("13")
        .build()
        .unwrap();
    let notes = Notes { client };
    notes.get("1").await.unwrap();
    notes.get("2").api_version("12").header("X-Trace", "t").header("Accept", "x/y").await.unwrap();
    let received = server.received();
    assert_eq!(received[0].target, "/gateway/Accounts/ACCOUNT-CANARY/Notes/1");
    assert_eq!(received[0].header("x-version"), Some("13"));
    assert_eq!(received[0].header("user-agent"), Some("tiny/1.2.3 mine/9"));
    assert_eq!(received[1].header("x-version"), Some("12"));
    assert_eq!(received[1].header("x-trace"), Some("t"));
    assert_eq!(received[1].header("accept"), Some("x/y"));
}

#[tokio::test]
async fn a_result_can_be_returned_with_its_response() {
    let headers = [
        ("content-type", "application/json"),
        ("x-ratelimit-limit-hour", "1000"),
        ("X-RateLimit-Remaining", "12, 12;w=3600"),
        ("X-RateLimit-Reset", "1487332519"),
        ("Retry-After", "30"),
    ];
    let server = Server::new([crate::server::response(201, &headers, r#"{"Id":"1"}"#)]);
    let response = notes(&server.url).get("1").send_with_response().await.unwrap();
    assert_eq!(response.value.id, Some("1".into()));
    assert_eq!(response.status, 201);
    assert_eq!(response.headers["retry-after"], "30");
    let limit = response.rate_limit;
    assert_eq!((limit.limit, limit.remaining), (Some(1000), Some(12)));
    let now = UNIX_EPOCH + Duration::from_secs(1_487_332_500);
    assert_eq!(limit.reset.unwrap().duration_from(now).as_secs(), 19);
    assert_eq!(limit.retry_after.unwrap().duration_from(now).as_secs(), 30);
}

#[tokio::test]
async fn undeclared_query_parameters_are_added() {
    let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let notes = notes(&server.url);
    notes.get("1").extra_query("New Name", "a&b").extra_query("New Name", "2").await.unwrap();
    let list = notes.list("1").media_id("9").extra_query("New", "1");
    list.clone().await.unwrap();
    assert!(list.items().next().await.is_none());
    let received = server.received();
    let query = |index: usize| received[index].target.split_once('?').unwrap().1.to_owned();
    assert_eq!(query(0), "New%20Name=a%26b&New%20Name=2");
    assert_eq!((query(1), query(2)), ("MediaId=9&New=1".into(), "MediaId=9&New=1".into()));
}

#[tokio::test]
async fn undeclared_members_are_set_in_forms_and_in_json() {
    let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let notes = notes(&server.url);
    let list = Json::parse(r#"["x", {"y":1.50}]"#).unwrap();
    notes
        .update("1")
        .extra_member("Text", "a \"b\"")
        .extra_member("Number", 5)
        .extra_member("Amount", Decimal::new(1250, 2))
        .extra_member("Flag", true)
        .extra_member("List", list)
        .extra_member("Number", 6)
        .await
        .unwrap();
    let expected =
        r#"{"Text":"a \"b\"","Number":6,"Amount":12.50,"Flag":true,"List":["x", {"y":1.50}]}"#;
    assert_eq!(server.received()[0].text(), expected);
    // an undeclared member takes precedence over a declared one that was set before
    let create = notes.create("1", "old").extra_member("Subject", "new");
    create.extra_member("Amount", Decimal::new(1250, 2)).extra_member("Flag", false).await.unwrap();
    assert_eq!(server.received()[1].text(), "Subject=new&Amount=12.50&Flag=false");
    // an operation without a body
    let error = notes.get("1").extra_member("A", "b").await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`A`"), "{error}");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_list_cannot_be_an_undeclared_member_of_a_form() {
    let server = Server::new([json(200, "{}")]);
    let list = Json::parse("[1,2]").unwrap();
    let error = notes(&server.url).create("1", "s").extra_member("List", list).await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("`List`"), "{error}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn options_are_set_on_calls_of_jobs_too() {
    let fake = Fake::bodies(&[r#"{"Status":"RUNNING"}"#; 3]);
    let handle = notes_over(fake.clone()).job("77");
    let status = handle.status().api_version("12").header("X-Trace", "t").max_body(5);
    assert!(status.await.unwrap_err().to_string().contains("5 bytes"));
    let response = handle.status().send_with_response().await.unwrap();
    assert_eq!(response.value.status.as_deref(), Some("RUNNING"));
    assert_eq!(response.status, 200);
    assert!(handle.status().header("Host", "x").await.unwrap_err().is_request());
    assert_eq!(fake.count(), 2);
}
