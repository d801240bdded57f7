//! What the words of statuses and messages report.

use runtime::Error;

use crate::api::notes_over;
use crate::fake::{Fake, Outcome};
use crate::notes::{Conversion, Notes};

fn over(body: &str) -> Notes {
    notes_over(Fake::new((0..200).map(|_| Outcome::Response(200, body.to_owned()))))
}

/// Returns the results of two writes.
async fn written(body: &str) -> [Result<(), Error>; 2] {
    let notes = over(body);
    let submitted = notes.submit(Conversion::default()).await;
    [submitted.map(drop), notes.create("1", "s").await.map(drop)]
}

/// Checks that two reads are refused.
async fn refused_reads(body: &str) {
    let notes = over(body);
    let object = notes.get("1").await.expect_err(body);
    let list = notes.list("1").await.expect_err(body);
    assert!(object.is_rejected() && list.is_rejected(), "{body}: {object:?} {list:?}");
}

#[tokio::test]
async fn a_reversed_or_ambiguous_status_is_an_error_that_leaves_a_write_open() {
    for status in [
        "NOT ACCEPTED",
        "not accepted",
        "NotAccepted",
        "NOT_OK",
        "was not created",
        "not yet fully created",
        "isn't accepted",
        "isn\u{2019}t accepted",
        "NOT_FOUND",
        "UNAVAILABLE",
        "ok, but invalid",
        "created with error",
        "partially failed",
        "created: 2, failed: 1",
        "created: 0",
        "0",
    ] {
        for body in [
            format!(r#"{{"Status":"{status}"}}"#),
            format!(r#"{{"Status":"{status}","Message":"x"}}"#),
            format!("<R><Status>{status}</Status></R>"),
        ] {
            for result in written(&body).await {
                let error = result.expect_err(&body);
                assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
                assert!(!error.is_retryable(), "{body}");
                let expected =
                    format!("the write may have been accepted; the response contains: {status}");
                assert!(error.to_string().contains(&expected), "{error}");
            }
            refused_reads(&body).await;
        }
    }
}

#[tokio::test]
async fn a_status_refuses_a_write_in_every_spelling() {
    for status in [
        "InvalidRequest",
        "APIError",
        "UNKNOWN_ERROR",
        "error: not created",
        "success: 0 / failed: 3",
        "failed, 0 created",
        "HTTP 400",
        "-1",
        "false",
    ] {
        let body = format!(r#"{{"Status":"{status}"}}"#);
        for result in written(&body).await {
            let error = result.expect_err(&body);
            assert!(error.is_rejected(), "{body}: {error:?}");
        }
        refused_reads(&body).await;
    }
}

#[tokio::test]
async fn a_status_without_errors_accepts() {
    for status in [
        "no errors",
        "0 errors",
        "NO_ERROR",
        "created without errors",
        "created: 3 / failed: 0",
        "accepted with warnings",
        "200",
        "201 Created",
        "true",
    ] {
        let body = format!(r#"{{"Status":"{status}"}}"#);
        for result in written(&body).await {
            result.unwrap_or_else(|error| panic!("{body}: {error}"));
        }
        let page = over(&body).list("1").await;
        page.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
    // a word that is not known
    for result in written(r#"{"Status":"Active"}"#).await {
        result.expect("an accepted write");
    }
}

#[tokio::test]
async fn a_message_that_reports_an_error_does_not_accept_a_write() {
    for body in [
        r#"{"Status":"OK","Message":"The note was rejected"}"#,
        r#"{"Status":"OK","error":"invalid order"}"#,
        r#"{"success":true,"message":"failed"}"#,
        r#"{"success":"unknown"}"#,
        r#"{"Status":"OK","statusCode":400}"#,
        r#"{"Status":1,"Message":"Invalid order"}"#,
        r#"{"Status":"Pending","Message":"Please log in"}"#,
        r#"{"Message":"isn't accepted"}"#,
        r#"{"Message":"Access denied","Reference":"7"}"#,
        r#"[{"Status":"OK"},{"Status":"not accepted"}]"#,
        // a part may have been accepted
        r#"{"Status":"PARTIALLY_ACCEPTED","errors":[{"message":"x"}]}"#,
        r#"{"Status":"created with errors","success":false}"#,
        r#"{"success":true,"error":{"code":1}}"#,
        r#"{"Status":"Pending","success":"not ok"}"#,
        r#"{"data":{"Message":"Access denied"},"meta":{"request_id":"7"}}"#,
        r#"{"data":{"Status":"not accepted"},"meta":{"request_id":"7"}}"#,
    ] {
        for result in written(body).await {
            let error = result.expect_err(body);
            assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
        }
    }
    for body in [
        r#"{"Message":"Note created, 0 errors"}"#,
        r#"{"Message":"Access denied","Id":"7"}"#,
        r#"{"data":{"Status":"not accepted","Id":"7"},"meta":{"request_id":"7"}}"#,
        r#"{"success":true,"errors":[{"message":"x"}]}"#,
        "created, no errors",
    ] {
        over(body).create("1", "s").await.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[tokio::test]
async fn a_long_message_does_not_accept_a_write() {
    let trace = "at x.y.Z\\n".repeat(1000);
    for (body, is_rejected) in [
        (format!(r#"{{"Status":"NOT_ACCEPTED","Message":"{trace}"}}"#), false),
        (format!(r#"{{"Message":"Access denied","trace":"{trace}"}}"#), false),
        (format!(r#"{{"data":{{"error":"x"}},"trace":"{trace}"}}"#), true),
    ] {
        for result in written(&body).await {
            let error = result.expect_err(&body);
            assert_eq!((error.is_rejected(), error.is_decode()), (is_rejected, !is_rejected));
            assert!(error.to_string().contains("the write may have been") != is_rejected);
        }
    }
}

#[tokio::test]
async fn a_member_of_the_result_next_to_an_error_does_not_confirm_a_write() {
    // it may be the one of the object that the write is about
    for body in [
        r#"{"Status":"ERROR","Uri":"/x"}"#,
        r#"{"error":"x","Uri":"/x"}"#,
        r#"{"success":"false","Uri":"/x"}"#,
        r#"{"Message":"Access denied","Uri":"/x"}"#,
    ] {
        let error = over(body).create("1", "s").await.expect_err(body);
        assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
    }
    for body in [
        r#"{"Status":"ERROR","Uri":"/x","Id":"7"}"#,
        r#"{"Status":"OK","Uri":"/x","error":"x"}"#,
        r#"{"Status":"Active","Uri":"/x"}"#,
        r#"{"Message":"Thank you","Uri":"/x"}"#,
    ] {
        over(body).create("1", "s").await.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[tokio::test]
async fn the_error_of_an_open_write_quotes_the_errors_about_its_fields() {
    for body in [
        r#"{"Uri":"/x","errors":[{"field":"Subject","message":"too long"}]}"#,
        r#"{"violations":[{"field":"Subject","message":"too long"}]}"#,
    ] {
        let error = over(body).create("1", "s").await.expect_err(body);
        assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
        assert!(error.to_string().contains("the response contains: too long ("), "{error}");
    }
}

#[tokio::test]
async fn a_value_in_place_of_an_error_is_none() {
    for body in [
        r#"{"error":"none"}"#,
        r#"{"error":"null","Uri":"/x"}"#,
        r#"{"error":"no error"}"#,
        r#"{"error":{"code":0,"message":""}}"#,
        r#"{"error":[{}]}"#,
        r#"{"errors":{"count":0}}"#,
        r#"{"errors":0}"#,
        r#"{"errorCode":0,"errorMessage":"Success"}"#,
        r#"{"success":true,"error":"N/A"}"#,
    ] {
        for result in written(body).await {
            result.unwrap_or_else(|error| panic!("{body}: {error}"));
        }
        let note = over(body).get("1").await;
        note.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
    for body in [
        r#"{"error":"no"}"#,
        r#"{"error":"the order was created before"}"#,
        r#"{"error":false,"errors":["x"]}"#,
        r#"{"error":0,"errorMessage":"x"}"#,
    ] {
        for result in written(body).await {
            assert!(result.expect_err(body).is_rejected(), "{body}");
        }
    }
}

#[tokio::test]
async fn an_error_next_to_other_members_is_found() {
    for body in [
        r#"{"response":{"status":"error"},"request_id":"1"}"#,
        r#"{"data":{"error":"x"},"meta":{"request_id":"7"}}"#,
        r#"{"a":{"b":{"c":{"d":{"e":{"error":"x"}}}}}}"#,
        r#"[{"error":{"code":1},"reference":"7"}]"#,
        r#"<Error code="17"/>"#,
        r#"<R><Result success="false">Too late</Result></R>"#,
        r#"<R status="ERROR">accepted</R>"#,
        r#"<ns:Error xmlns:ns="a"><ns:Message>x</ns:Message></ns:Error>"#,
    ] {
        for result in written(body).await {
            assert!(result.expect_err(body).is_rejected(), "{body}");
        }
        assert!(over(body).get("1").await.expect_err(body).is_rejected(), "{body}");
        if !body.starts_with('[') {
            over(body).list("1").await.expect_err(body);
        }
    }
    let trace = "at x.y.Z ".repeat(1000);
    let long = format!(r#"{{"response":{{"status":"error"}},"trace":"{trace}"}}"#);
    for body in [
        r#"{"data":{"Status":"not accepted"},"meta":{"request_id":"7"}}"#,
        r#"{"Status":"OK","Message":"Access denied"}"#,
        &long,
    ] {
        assert!(over(body).get("1").await.expect_err(body).is_rejected(), "{body}");
    }
    let body = r#"{"Status":"OK","previous":{"error":"x"}}"#;
    over(body).create("1", "s").await.expect("an accepted write");
}

#[tokio::test]
async fn an_error_is_no_empty_page() {
    for body in [
        r#"{"@total":"0","Message":"Access denied"}"#,
        r#"{"@total":"0","Notes":[],"Message":"Access denied"}"#,
        r#"{"@total":"0","Notes":[],"Status":"NOT_AUTHORIZED"}"#,
        r#"{"@page":"1","Message":"Access denied","code":"403"}"#,
    ] {
        assert!(over(body).list("1").await.expect_err(body).is_rejected(), "{body}");
    }
    for body in [r#"{"Id":"7"}"#, r#"{"code":"7","reference":"7"}"#] {
        assert!(over(body).list("1").await.expect_err(body).is_decode(), "{body}");
    }
    for body in [r#"{"description":"bad"}"#, r#"{"reason":"bad","target":"y"}"#] {
        refused_reads(body).await;
    }
    for body in [r#"{"description":"bad"}"#, r#"{"code":"E","reason":"bad"}"#] {
        let error = over(body).create("1", "s").await.expect_err(body);
        assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_message_without_a_state_ends_waiting() {
    for body in [r#"{"Message":"Access denied"}"#, r#"{"Status":null,"reason":"x","code":7}"#] {
        let notes = over(body);
        for error in [
            notes.job("77").wait().await.unwrap_err(),
            notes.queued("77").wait().await.map(drop).unwrap_err(),
        ] {
            // the poll was refused, and not what was queued
            assert!(error.is_outcome_unknown() && !error.is_rejected(), "{body}: {error:?}");
            assert!(error.polls() == 1 && error.may_have_been_sent(), "{body}: {error:?}");
            assert!(!error.is_retryable() && error.message().is_some(), "{body}: {error:?}");
        }
        assert!(notes.job("77").status().await.unwrap_err().is_rejected(), "{body}");
    }
    for body in [r#"{"error":"Access denied"}"#, r#"{"Status":"ERROR","Message":"x"}"#] {
        let error = over(body).queued("77").wait().await.map(drop).unwrap_err();
        assert!(error.is_outcome_unknown() && error.polls() == 1, "{body}: {error:?}");
    }
    let failed = over(r#"{"Status":"FAILED","Message":"x"}"#);
    for error in [
        failed.job("77").wait().await.unwrap_err(),
        failed.queued("77").wait().await.map(drop).unwrap_err(),
    ] {
        assert!(error.is_rejected() && error.message() == Some("x"), "{error:?}");
    }
}

#[tokio::test]
async fn a_status_or_text_of_an_error_is_no_file() {
    for body in [
        r#"{"Status":"NOT_FOUND","Message":"x"}"#,
        r#"{"Status":"OK","Message":"The report was rejected"}"#,
        "<R>The report is not accepted</R>",
        r#"<Error code="17"/>"#,
    ] {
        assert!(over(body).file("77").await.expect_err(body).is_rejected(), "{body}");
    }
    let line = "Service unavailable\r\n";
    for (media, body, is_file) in [
        ("text/plain", line, false),
        ("", line, false),
        ("text/plain", "Service unavailable\n1\n", true),
        ("text/csv", line, true),
        ("text/xml", "<R>text</R>", true),
    ] {
        let media = [("content-type", media.to_owned())].into_iter();
        let headers = media.filter(|(_, media)| !media.is_empty()).collect();
        let notes = notes_over(Fake::new([Outcome::File(200, headers, body.to_owned(), false)]));
        assert_eq!(notes.file("77").await.is_ok(), is_file, "{body}");
    }
}
