//! Successful responses whose body reports an error, in every spelling.

use runtime::Error;
use runtime::wire::{Extra, Json, UnknownValue};

use crate::api::{GET, notes, notes_over};
use crate::fake::Fake;
use crate::notes::{Conversion, Note};
use crate::server::{Server, json};

/// Bodies that report an error and contain nothing else.
const REFUSALS: [&str; 41] = [
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
    r#"{"success":false,"message":"Access denied"}"#,
    r#"{"Success":"false","Message":"Access denied"}"#,
    r#"{"ok":0,"description":"Access denied"}"#,
    r#"{"success":"no","message":"Access denied"}"#,
    r#"{"status":"BAD_REQUEST","error":"Access denied"}"#,
    r#"{"Status":"OK","success":false,"error":"Access denied"}"#,
    r#"{"Status":"VALIDATION_ERROR","Message":"Access denied"}"#,
    r#"{"Status":"400 Bad Request","Message":"Access denied"}"#,
    r#"{"Status":["ERROR"],"Message":"Access denied"}"#,
    r#"[[{"Status":"ERROR","Message":"Access denied"}]]"#,
    r#"{"Status":{"Code":"ERROR"},"Message":"Access denied"}"#,
    r#"{"Status":{"code":403,"message":"Access denied"}}"#,
    r#"{"result":{"status":"error","message":"Access denied"}}"#,
    r#"{"Status":"FAILED","Message":"Access denied"}"#,
    r#"{"Status":"Rejected","reason":"Access denied"}"#,
    r#"{"status":"fail","message":"Access denied"}"#,
    r#"{"Status":403.0,"Message":"Access denied"}"#,
    r#"{"statusCode":403,"message":"Access denied"}"#,
    r#"{"result":"error","msg":"Access denied"}"#,
    r#"{"error_code":"E1","error_message":"Access denied"}"#,
    r#"{"Response":{"Result":{"Status":"ERROR","Message":"Access denied"}}}"#,
    r#"[{"error":"Access denied"},{"error":"Access denied"}]"#,
    "<Error>Access denied</Error>",
    r#"<Response status="ERROR" message="Access denied"/>"#,
    r#"<S><Body><Fault><faultcode>x</faultcode><faultstring>Access denied</faultstring></Fault></Body></S>"#,
];

/// Bodies that report an error without a message.
const SILENT: [&str; 10] = [
    r#"{"Status":"ERROR"}"#,
    r#"{"Status":"Failure"}"#,
    r#"{"success":false}"#,
    r#"{"success":"NO"}"#,
    r#"{"Status":"ERROR: invalid token"}"#,
    r#"{"Status":"Failed."}"#,
    r#"{"status":{"success":false}}"#,
    r#"{"Status":{"Code":"ERROR"}}"#,
    r#"{"statusCode":"403"}"#,
    r#"{"exception":"x.y.Z","extra":[]}"#,
];

/// A model whose status can be one of an error.
#[derive(Clone, Default)]
struct Run {
    id: Option<String>,
    status: Option<RunStatus>,
    title: Option<String>,
    description: Option<String>,
    extra: Extra,
}
runtime::record!(Run {
    "Id" => id,
    "Status" => status,
    "Title" => title,
    "Description" => description,
});

#[derive(Clone)]
#[non_exhaustive]
pub enum RunStatus {
    Done,
    Failed,
    Unknown(UnknownValue),
}
runtime::open_enum!(RunStatus { Done = "DONE", Failed = "FAILED" });

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
    let client = notes(&server.url);
    check(&client.get("1").await.unwrap_err(), body);
    check(&client.list("1").await.unwrap_err(), body);
    // the service may have accepted the write
    assert!(client.create("1", "s").await.unwrap_err().is_decode());
    let body = r#"{"message":"Note accepted"}"#;
    let accepting = notes_over(Fake::bodies(&[body; 2]));
    accepting.create("1", "s").await.expect("an accepted write");
    assert!(accepting.get("1").await.unwrap_err().is_rejected());
}

#[tokio::test]
async fn a_message_with_a_status_that_accepts_nothing_is_a_refusal_for_reads() {
    for body in [
        r#"{"Status":"BLOCKED","Message":"Access denied"}"#,
        r#"{"status":"throttled","msg":"Access denied","code":"7"}"#,
        // members that are not declared
        r#"{"message":"Access denied","documentation_url":"https://example.com"}"#,
        r#"{"code":"InvalidToken","message":"Access denied","target":"y"}"#,
    ] {
        let notes = notes_over(Fake::bodies(&[body; 2]));
        for error in [notes.get("1").await.unwrap_err(), notes.list("1").await.unwrap_err()] {
            assert!(error.is_rejected() && error.message() == Some("Access denied"), "{error:?}");
        }
    }
    // an empty list
    for body in [
        r#"{"Status":"OK","Message":"No notes"}"#,
        r#"{"Status":200,"Message":"No notes"}"#,
        r#"{"Status":"success","Message":"No notes"}"#,
        r#"{"Notes":[],"Message":"No notes"}"#,
        r#"{"@total":"0","Message":"No notes"}"#,
    ] {
        let page = notes_over(Fake::bodies(&[body])).list("1").await;
        page.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
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

#[tokio::test]
async fn an_error_without_a_message_is_a_refusal() {
    for body in SILENT {
        let notes = notes_over(Fake::bodies(&[body; 3]));
        for error in [
            notes.get("1").await.unwrap_err(),
            notes.list("1").await.unwrap_err(),
            notes.submit(Conversion::default()).await.unwrap_err(),
        ] {
            assert!(error.is_rejected(), "{body}: {error:?}");
        }
    }
}

#[tokio::test]
async fn an_error_next_to_an_empty_list_is_a_refusal() {
    for body in [
        r#"{"@page":"1","@total":"0","Status":"ERROR"}"#,
        r#"{"@page":"1","Notes":null,"Status":"ERROR"}"#,
        r#"{"@page":"1","@total":"0","Notes":[],"error":"Access denied"}"#,
        r#"{"@page":"1","Notes":{"Note":[]},"success":false}"#,
        r#"{"@page":"1","Status":"FAILED","Uri":"/x"}"#,
        r#"{"Notes":[{"error":"Access denied"}]}"#,
    ] {
        let error = notes_over(Fake::bodies(&[body])).list("1").await.unwrap_err();
        assert!(error.is_rejected(), "{body}: {error:?}");
    }
    // items, and members that report success
    for body in [
        r#"{"Notes":[{"Id":"1"}],"errors":[{"message":"a part failed"}]}"#,
        r#"{"Notes":[{"Id":"1","Status":"ERROR"},{"Id":"2","success":false}]}"#,
        r#"{"@total":"0","Notes":[],"success":true,"Status":"OK","error":false,"errors":[]}"#,
        r#"{"@total":"0","Notes":[],"statusCode":200}"#,
    ] {
        let page = notes_over(Fake::bodies(&[body])).list("1").await;
        page.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[tokio::test]
async fn a_model_with_a_status_of_this_name_is_not_a_refusal() {
    let get =
        |body: &str| notes_over(Fake::bodies(&[body])).request(&GET).path::<&str>("NoteId", "1");
    for body in [
        r#"{"Status":"FAILED"}"#,
        r#"{"Id":"1","Status":"FAILED"}"#,
        r#"{"Id":"1","Status":"FAILED","Message":"no such program"}"#,
        r#"{"Id":"1","Status":"ERROR","Message":"no such program"}"#,
        r#"{"Id":"1","Status":"REJECTED","success":false}"#,
        r#"{"Title":"manager"}"#,
        r#"{"Description":"a model"}"#,
        r#"{"Status":"DONE","Message":"done"}"#,
        r#"{"Status":{"Message":"x"},"Id":"1"}"#,
        "{}",
    ] {
        let run = get(body).send::<Run>().await;
        run.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
    for body in [
        r#"{"Status":"FAILED","Message":"no such program"}"#,
        r#"{"Status":"FAILED","error":"no such program","New":1}"#,
        r#"{"Status":"ERROR"}"#,
        r#"{"status":"REJECTED"}"#,
        r#"{"success":false,"New":{"a":1}}"#,
        r#"{"message":"no such program"}"#,
        // the names of declared members in another letter case
        r#"{"type":"about:blank","title":"Bad Request","status":400}"#,
    ] {
        let error = get(body).send::<Run>().await.unwrap_err();
        assert!(error.is_rejected(), "{body}: {error:?}");
    }
    // JSON of any kind
    for body in
        [r#"{"description":"a resource"}"#, r#"{"reason":"a","text":"b"}"#, r#"{"result":{"a":1}}"#]
    {
        get(body).send::<Json>().await.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[tokio::test]
async fn a_refused_write_with_an_id_can_be_polled() {
    // the outcome is that of the submission
    for body in [
        r#"{"Status":"ERROR","QueuedUri":"/A/Submissions/A-1"}"#,
        r#"{"Status":"ERROR","Message":"x","QueuedUri":"/A/Submissions/A-1"}"#,
    ] {
        let notes = notes_over(Fake::bodies(&[body]));
        assert_eq!(notes.submit(Conversion::default()).await.unwrap().id(), Some("A-1"));
    }
}

#[tokio::test]
async fn a_refused_write_may_have_members_that_are_not_declared() {
    for body in [
        r#"{"Status":"FAILED","OrderId":"ORDER-77"}"#,
        r#"{"Status":"error","ReasonCode":"INVALID_ORDER"}"#,
        r#"{"Status":"ERROR","ErrorDescription":"bad","QueuedUri":""}"#,
        r#"{"error":"Access denied","support":"x"}"#,
        r#"{"success":false,"reason":"duplicate","reference":"x"}"#,
        "<Response><Status>ERROR</Status><OrderId>7</OrderId></Response>",
    ] {
        let notes = notes_over(Fake::bodies(&[body; 2]));
        for error in [
            notes.submit(Conversion::default()).await.unwrap_err(),
            notes.create("1", "s").await.unwrap_err(),
        ] {
            assert!(error.is_rejected(), "{body}: {error:?}");
        }
    }
    // what was written
    for body in [
        r#"{"Status":"ERROR","id":"1"}"#,
        r#"{"Status":"ERROR","QueuedUri":"/A/Submissions/A-1","OrderId":"1"}"#,
    ] {
        notes_over(Fake::bodies(&[body])).submit(Conversion::default()).await.unwrap();
    }
}

#[tokio::test]
async fn text_after_an_error_does_not_accept_a_write() {
    for (body, is_rejected) in [
        ("{\"Status\":\"ERROR\",\"Message\":\"x\"}\n<!-- served by x -->", true),
        (r#"{"error":"x"};"#, true),
        ("{\"error\":\"x\"}\0", true),
        (r#"{"Status":"ERROR"}{"Status":"OK"}"#, true),
        (r#"{"Status":"OK"}{"Status":"ERROR"}"#, false),
        ("{\"Status\":\"OK\"}\nERROR", false),
    ] {
        let notes = notes_over(Fake::bodies(&[body; 2]));
        for error in [
            notes.submit(Conversion::default()).await.unwrap_err(),
            notes.create("1", "s").await.unwrap_err(),
        ] {
            assert_eq!(error.is_rejected(), is_rejected, "{body}: {error:?}");
            assert_eq!(error.is_decode(), !is_rejected, "{body}: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_very_long_error_is_a_refusal() {
    let errors = |count: usize| {
        let errors: Vec<String> = (0..count).map(|at| format!(r#"{{"field":"f{at}"}}"#)).collect();
        errors.join(",")
    };
    let text = "x".repeat(1_100_000);
    for (body, is_element) in [
        (format!(r#"{{"Status":"ERROR","Message":"no","errors":[{}]}}"#, errors(80_000)), false),
        (format!(r#"{{"Message":"no","Status":"ERROR","stack":"{text}"}}"#), false),
        (format!(r#"[{{"Status":"ERROR","Message":"no","stack":"{text}"}}]"#), true),
    ] {
        assert!(body.len() > 1024 * 1024);
        let over = || notes_over(Fake::bodies(&[&body]));
        let written = over().create("1", "s").await.unwrap_err();
        let submitted = over().submit(Conversion::default()).await.map(drop).unwrap_err();
        assert!(written.is_rejected() && submitted.is_rejected(), "{written} {submitted}");
        assert_eq!(written.message(), Some("no"));
        if !is_element {
            let (object, list) = (over().get("1").await, over().list("1").await);
            let errors = [object.unwrap_err(), list.unwrap_err()];
            assert!(errors.iter().all(Error::is_rejected), "{errors:?}");
        }
    }
    let long = format!(r#"{{"Status":"not accepted","stack":"{text}"}}"#);
    let error = notes_over(Fake::bodies(&[&long])).create("1", "s").await.unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent(), "{error}");
    // items next to a status
    let items: Vec<String> = (0..100_000).map(|id| format!(r#"{{"Id":"{id}"}}"#)).collect();
    let page = format!(r#"{{"Status":"OK","Message":"no","Notes":[{}]}}"#, items.join(","));
    let page = notes_over(Fake::bodies(&[&page])).list("1").await.unwrap();
    assert_eq!(page.len(), 100_000);
}
