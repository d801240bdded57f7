//! Successful responses whose body reports an error, in every spelling.

use runtime::Error;

use crate::api::notes;
use crate::notes::Note;
use crate::server::{Server, json};

/// Bodies that report an error and contain nothing else.
const REFUSALS: [&str; 16] = [
    r#"{"error":"Access denied"}"#,
    r#"{"Error":"Access denied"}"#,
    r#"{"ERROR":"Access denied","code":17}"#,
    r#"{"error":{"code":403,"message":"Access denied"}}"#,
    r#"{"error":true,"message":"Access denied"}"#,
    r#"{"status":"error","message":"Access denied"}"#,
    r#"{"STATUS":"Error","MESSAGE":"Access denied"}"#,
    r#"{"status":403,"title":"Forbidden","detail":"Access denied","type":"about:blank"}"#,
    r#"{"errors":[{"field":"a","message":"Access denied"}]}"#,
    r#"{"errorMessage":"Access denied"}"#,
    r#"{"fault":{"faultstring":"Access denied","detail":{"errorcode":"x"}}}"#,
    r#"{"Response":{"Status":"ERROR","Message":"Access denied"}}"#,
    r#"[{"Status":"error","Message":"Access denied"}]"#,
    r#"{"message":["Access denied"],"error":"Forbidden"}"#,
    "<R><status>error</status><message>Access denied</message></R>",
    "\u{feff} {\"error\":\"Access denied\"}",
];

fn check(error: &Error, body: &str) {
    assert!(error.is_rejected() && !error.is_decode(), "{body}: {error:?}");
    assert_eq!(error.status().unwrap(), 200, "{body}");
    assert_eq!(error.message(), Some("Access denied"), "{body}");
    assert!(error.body_excerpt().is_some(), "{body}");
}

#[tokio::test]
async fn a_refusal_is_recognized_in_every_spelling() {
    let server = Server::new(REFUSALS.iter().flat_map(|body| [(); 4].map(|()| json(200, body))));
    let notes = notes(&server.url);
    for body in REFUSALS {
        check(&notes.get("1").await.unwrap_err(), body);
        check(&notes.list("1").await.unwrap_err(), body);
        let mut items = notes.list("1").items();
        check(&items.next().await.expect("an error").unwrap_err(), body);
        assert!(items.next().await.is_none());
        check(&notes.create("1", "s").await.unwrap_err(), body);
    }
    assert_eq!(server.received().len(), 4 * REFUSALS.len());
}

#[tokio::test]
async fn a_message_in_place_of_an_object_is_a_refusal_for_reads_only() {
    let body = r#"{"message":"Access denied"}"#;
    let server = Server::new([json(200, body), json(200, body), json(200, body)]);
    let notes = notes(&server.url);
    check(&notes.get("1").await.unwrap_err(), body);
    check(&notes.list("1").await.unwrap_err(), body);
    notes.create("1", "s").await.expect("an accepted write");
}

#[tokio::test]
async fn an_error_in_place_of_the_items_is_a_refusal() {
    let body = r#"{"@page":"1","error":"Access denied"}"#;
    let server = Server::new([json(200, body)]);
    check(&notes(&server.url).list("1").await.unwrap_err(), body);
}

#[tokio::test]
async fn a_long_list_of_errors_is_a_refusal() {
    let errors: Vec<String> =
        (0..500).map(|at| format!(r#"{{"field":"f{at}","message":"Access denied"}}"#)).collect();
    let body = format!(r#"{{"errors":[{}]}}"#, errors.join(","));
    let server = Server::new([json(200, &body)]);
    let error = notes(&server.url).get("1").await.unwrap_err();
    assert!(error.is_rejected(), "{error:?}");
    assert_eq!(error.field_errors().len(), 500);
}

#[tokio::test]
async fn an_object_with_members_of_the_same_names_is_not_a_refusal() {
    let bodies = [
        r#"{"Id":"1","Error":"a column of this name"}"#,
        r#"{"Id":"1","errors":[{"message":"a part failed"}]}"#,
        r#"{"Id":"1","Message":"a note"}"#,
        r#"{"Id":"1","error":false}"#,
        r#"{"error":false}"#,
        r#"{"errors":[],"error":null}"#,
        "{}",
    ];
    let server = Server::new(bodies.map(|body| json(200, body)));
    let notes = notes(&server.url);
    for body in bodies {
        let note: Result<Note, Error> = notes.get("1").await;
        assert!(note.is_ok(), "{body}: {note:?}");
    }
    // a partial success of a write
    let body = r#"{"Status":"OK","errors":[{"message":"a part failed"}]}"#;
    let server = Server::new([json(200, body)]);
    crate::api::notes(&server.url).create("1", "s").await.expect("an accepted write");
}
