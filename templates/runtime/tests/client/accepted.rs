//! Writes that the service accepted, whatever its response is.

use runtime::Error;
use runtime::call::Method;
use runtime::polling::{Acceptance, Queued};

use crate::api::{builder, notes, notes_over};
use crate::fake::Fake;
use crate::notes::{Conversion, Notes, Submission};
use crate::server::{Server, json, response};

fn typed(content_type: &str, body: &str) -> Vec<u8> {
    response(200, &[("content-type", content_type)], body)
}

async fn submit(raw: Vec<u8>) -> Result<Queued<Submission>, Error> {
    let server = Server::new([raw]);
    notes(&server.url).submit(Conversion::default()).await
}

#[tokio::test]
async fn a_queued_write_has_an_id_in_every_spelling() {
    for raw in [
        json(200, r#"{"Status":"QUEUED","QueuedUri":"/A/Submissions/A-1"}"#),
        json(202, r#"{"Status":"QUEUED","queuedUri":"/A/Submissions/A-1"}"#),
        json(200, r#"{"status":"queued","QUEUEDURI":"https://example.com/A/Submissions/A-1/"}"#),
        json(200, r#"[{"Status":"QUEUED","QueuedURI":"A-1"}]"#),
        json(200, r#"{"Response":{"Status":"QUEUED","QueuedUri":"/A/Submissions/A-1"}}"#),
        typed(
            "text/xml",
            "<R><Status>QUEUED</Status><QueuedUri>/A/Submissions/A-1</QueuedUri></R>",
        ),
    ] {
        let queued = submit(raw).await.expect("an accepted write");
        assert_eq!((queued.id(), queued.acceptance()), (Some("A-1"), Acceptance::Queued));
        assert!(!queued.members().is_empty());
    }
}

#[tokio::test]
async fn a_write_without_an_id_is_accepted() {
    use Acceptance::{Immediate, Unspecified};
    let no_content = b"HTTP/1.1 204 X\r\nconnection: close\r\n\r\n".to_vec();
    for (raw, acceptance) in [
        (json(200, r#"{"Status":"OK","ActionId":"1.2.3","ActionUri":"/A/Actions/1"}"#), Immediate),
        (typed("text/xml", "<R><Status>OK</Status><ActionId>1.2.3</ActionId></R>"), Immediate),
        (json(200, r#"{"Status":"OK"}"#), Unspecified),
        (json(200, r#"{"Status":"QUEUED","QueuedUri":""}"#), Unspecified),
        (json(200, "{}"), Unspecified),
        (json(200, "[]"), Unspecified),
        (json(200, "null"), Unspecified),
        (json(200, "\"OK\""), Unspecified),
        (json(201, ""), Unspecified),
        (typed("text/plain", " OK\r\n"), Unspecified),
        (typed("text/xml", "<R><Status>OK</Status></R>"), Unspecified),
        (no_content, Unspecified),
    ] {
        let shown = String::from_utf8_lossy(&raw).into_owned();
        let queued = submit(raw).await.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!((queued.id(), queued.acceptance()), (None, acceptance), "{shown}");
        for error in [queued.wait().await.unwrap_err(), queued.status().await.unwrap_err()] {
            assert!(error.is_outcome_unknown() && error.may_have_been_sent(), "{error:?}");
            assert!(error.to_string().contains("the write was accepted"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_refusal_may_repeat_the_id_of_the_object() {
    for body in [
        r#"{"Status":"ERROR","ActionId":"1.2.3"}"#,
        r#"{"Status":"ERROR","Message":"x","ActionId":"1.2.3","ActionUri":"/A/Actions/1"}"#,
        r#"{"error":"x","ActionId":"1.2.3"}"#,
    ] {
        assert!(submit(json(200, body)).await.unwrap_err().is_rejected(), "{body}");
    }
    for body in [
        r#"{"Status":"NOT_ACCEPTED","ActionId":"1.2.3"}"#,
        r#"{"Message":"Access denied","ActionId":"1.2.3"}"#,
    ] {
        let error = submit(json(200, body)).await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
    }
    let body = r#"{"Message":"Thank you","ActionId":"1.2.3"}"#;
    assert_eq!(submit(json(200, body)).await.unwrap().acceptance(), Acceptance::Immediate);
}

#[tokio::test]
async fn the_members_of_an_immediate_result_are_kept() {
    let body = "<R><Status>OK</Status><ActionId>1.2.3</ActionId><E><A>1</A><A>2</A></E></R>";
    let queued = submit(typed("text/xml", body)).await.expect("an accepted write");
    let members: Vec<(&str, &str)> =
        queued.members().iter().map(|(name, json)| (name, json.as_json())).collect();
    let expected = [("Status", r#""OK""#), ("ActionId", r#""1.2.3""#), ("E", r#"{"A":["1","2"]}"#)];
    assert_eq!(members, expected);
}

#[tokio::test]
async fn other_writes_are_accepted_in_every_format() {
    for raw in [
        json(200, r#"{"Status":"OK"}"#),
        typed("text/xml", "<R><Status>OK</Status></R>"),
        typed("text/plain", "OK"),
        json(200, "\"OK\""),
    ] {
        let server = Server::new([raw]);
        let result = notes(&server.url).create("1", "s").await.expect("an accepted write");
        assert_eq!(result.status.as_deref(), Some("OK"));
    }
    for body in ["", " ", "null", "[]", "{}", "true"] {
        let server = Server::new([json(200, body)]);
        let result = notes(&server.url).create("1", "s").await;
        assert_eq!(result.expect("an accepted write").status, None, "{body}");
    }
}

/// Responses that accept a write without an id, with the status that is read.
fn confirmations() -> Vec<(Vec<u8>, Option<&'static str>)> {
    let utf16: Vec<u8> =
        "\u{feff}<R><Status>OK</Status></R>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let binary = |body: &[u8]| response(200, &[("content-type", "image/gif")], body);
    vec![
        (typed("text/xml", "<Response>OK</Response>"), Some("OK")),
        (typed("text/xml", "<Status>OK</Status>"), Some("OK")),
        (typed("text/xml", "<Response/>"), None),
        (typed("text/xml", "<?xml version=\"1.0\"?>"), None),
        (typed("text/xml", "<Response status=\"OK\" time=\"1\"/>"), None),
        (binary(b"<R><Status>OK</Status><M>caf\xe9</M></R>"), Some("OK")),
        (binary(&utf16), Some("OK")),
        (binary(b"{\"Status\":\"OK\",\"M\":\"caf\xe9\"}"), Some("OK")),
        (binary(b"GIF89a\x01\x00\x01\x00"), None),
        (json(200, "12345"), None),
        (typed("text/plain", "1"), None),
        (json(200, "[\"OK\"]"), Some("OK")),
        (json(200, "[[{\"Status\":\"OK\"}]]"), Some("OK")),
        (json(200, "[1,2]"), None),
        (json(200, r#"[{"Status":"OK"},{"Status":"QUEUED"}]"#), None),
        (typed("text/plain", "OK."), Some("OK")),
        (typed("text/plain", "OK 1"), None),
        (typed("text/html", "<Response><Status>OK</Status></Response>"), Some("OK")),
        (typed("text/html", "<Response>OK</Response>"), Some("OK")),
        (json(200, r#"{"Message":"Conversion accepted","requestId":"7"}"#), None),
        (json(200, r#"{"Message":"Thank you","Reference":"7"}"#), None),
        (json(200, r#"{"Response":{"Message":"Conversion accepted","Status":""}}"#), None),
        (json(200, r#"{"Status":"OK","errors":[{"message":"a part failed"}]}"#), Some("OK")),
        (json(200, r#"{"Status":"NO_ERROR"}"#), Some("NO_ERROR")),
        (json(200, r#"{"Status":"200 OK","error":"none"}"#), Some("200 OK")),
        (typed("text/plain", "Conversion accepted"), None),
        (json(200, "\"Conversion accepted\""), None),
        (json(200, r#"{"Status":"OK"}{"Status":"OK"}"#), Some("OK")),
        (json(200, r#"{"Status":"OK"}}"#), Some("OK")),
    ]
}

#[tokio::test]
async fn a_write_is_accepted_by_a_body_of_any_kind() {
    for (raw, status) in confirmations() {
        let shown = String::from_utf8_lossy(&raw).into_owned();
        let queued = submit(raw.clone()).await.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!(queued.acceptance(), Acceptance::Unspecified, "{shown}");
        let server = Server::new([raw]);
        let result = notes(&server.url).create("1", "s").await;
        let result = result.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!(result.status.as_deref(), status, "{shown}");
    }
    // the id in attributes
    let body = "<Response status=\"QUEUED\" queuedUri=\"/A/Submissions/A-1\"/>";
    assert_eq!(submit(typed("text/xml", body)).await.unwrap().id(), Some("A-1"));
}

#[tokio::test]
async fn a_list_with_an_error_does_not_confirm_a_write() {
    let body = r#"[{"Status":"OK"},{"Status":"ERROR","Message":"x"}]"#;
    let error = submit(json(200, body)).await.unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
    let body = r#"[{"Status":"ERROR","Message":"x"},{"Status":"ERROR","Message":"x"}]"#;
    assert!(submit(json(200, body)).await.unwrap_err().is_rejected());
}

#[tokio::test]
async fn every_error_after_a_success_states_that_it_may_have_been_accepted() {
    let head = "HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n{\"Status\":";
    let cases = [
        (head.as_bytes().to_vec(), "connection closed (200)"),
        (response(200, &[("content-encoding", "br")], "x"), "the content encoding `br` is not"),
        (response(200, &[("content-encoding", "gzip")], "id,x,y,z"), "compressed body is invalid"),
        (json(200, &format!("{{\"a\":\"{}\"}}", "x".repeat(5000))), "longer than 4000 bytes"),
        (typed("text/html", "<html></html>"), "expected a JSON document"),
        (typed("text/html", "<!-- x --><script>location='/login'</script>"), "expected a JSON"),
    ];
    for (raw, reason) in cases {
        let server = Server::new([raw.clone(), raw.clone(), raw]);
        let client = builder().base_url(&server.url).max_body(4000).build().unwrap();
        let notes = Notes { client };
        let written = notes.create("1", "s").send().await.unwrap_err();
        let exported = notes.export().await.unwrap_err();
        let read = notes.get("1").await.unwrap_err();
        for (error, note) in [
            (&written, "the write may have been accepted"),
            (&exported, "the request may have taken effect"),
        ] {
            let text = error.to_string();
            assert!(text.contains(note) && text.contains(reason), "{text}");
            assert!(error.may_have_been_sent() && !error.is_retryable(), "{error:?}");
        }
        assert!(!read.to_string().contains("may have"), "{read}");
    }
}

#[tokio::test]
async fn a_write_that_no_operation_describes_returns_json() {
    for body in ["OK", "<R><Status>OK</Status></R>"] {
        let fake = Fake::bodies(&[body]);
        let client = notes_over(fake).client;
        let error = client.raw(Method::POST, "/x").await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
        let expected = "the write may have been accepted; expected a JSON document at $, found";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn what_does_not_confirm_a_write_is_an_error_that_leaves_it_open() {
    for raw in [
        typed("text/html", "<!DOCTYPE html><html><title>Log in</title></html>"),
        typed("text/plain", "Service temporarily unavailable"),
        typed("text/plain", "ERROR"),
        typed("text/plain", "FAILED"),
        typed("text/plain", "Unauthorized"),
        typed("text/plain", "Error: bad request"),
        typed("text/plain", "Conversion not accepted"),
        typed("text/plain", "Please log in"),
        typed("text/plain", "Blocked"),
        typed("text/html", "<b>Blocked</b>"),
        typed("text/html; charset=utf-8", "<section><b>Sign in</b></section>"),
        typed("text/html", "<section/>"),
        json(200, "\"Maintenance\""),
        json(200, r#"{"Message":"Access denied"}"#),
        json(200, r#"{"message":"Please contact support","path":"/x"}"#),
        json(200, r#"[{"Message":"Access denied","Id":null}]"#),
        json(200, r#"{"Message":"Access denied","QueuedUri":"","Status":" "}"#),
        json(200, r#"{"Response":{"Message":"Access denied"}}"#),
        json(200, r#"{"response":{"code":401,"message":"x"}}"#),
        json(200, "<br />\n<b>Fatal error</b>: Uncaught x"),
        typed("text/plain", "<table><tr><td>error</td></tr></table>"),
        typed("text/xml", "<R><Status>QUEUED</Status><QueuedUri>/A/Submissions/A-1"),
        typed("text/xml", "<R><Status>QUEUED</Status><QueuedUri>/A/Submissions/A-1</QueuedUri>"),
        typed("text/xml", "<Response>"),
        typed("text/xml", "<"),
        typed("text/xml", "<Error/>"),
        typed("text/xml", "<Result>OK</Result><Result>OK</Result>"),
        typed("text/plain", "***"),
        typed("text/xml", "<Response><Message>Access denied</Message></Response>"),
        json(200, "\"Access denied\""),
        json(200, "[\"ERROR\"]"),
        json(200, r#"{"Status":"QUEU"#),
        json(200, "false"),
    ] {
        let shown = String::from_utf8_lossy(&raw).into_owned();
        let error = submit(raw.clone()).await.expect_err(&shown);
        assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
        assert!(error.to_string().contains("the write may have been accepted"), "{error}");
        let server = Server::new([raw]);
        let error = notes(&server.url).create("1", "s").await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
    }
    // refusals are not accepted writes
    for body in [r#"{"status":"Error"}"#, "<R><Status>error</Status></R>", r#"{"error":"no"}"#] {
        assert!(submit(json(200, body)).await.unwrap_err().is_rejected(), "{body}");
    }
    // reads are not converted
    let notes = notes_over(Fake::bodies(&["<R><Id>1</Id></R>", "OK", ""]));
    for _ in 0..3 {
        assert!(notes.get("1").await.unwrap_err().is_decode());
    }
}
