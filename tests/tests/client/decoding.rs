//! What `cargo xtask decode` says of captured answers, as the program in the crate's examples puts it.

use serde_json::Value;

use crate::decode::judge;

/// The verdict: whether the client reads it, and all that is printed.
fn verdict(id: &str, status: u16, body: impl AsRef<[u8]>) -> (bool, Value, String) {
    let verdict = judge(id, status, body.as_ref().to_vec()).expect("a known operation");
    let text = verdict.text();
    let printed: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(printed["ok"], verdict.ok);
    (verdict.ok, printed, text)
}

/// The paths in one of the lists.
fn paths(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|found| found["path"].as_str().expect("a path")).collect()
}

#[test]
fn a_page_is_read_written_again_to_the_last_digit_and_reported() {
    let body = r#"{"@page":"1","@numpages":"1","Surplus":0,"Actions":{"Id":"0001000.4636","State":"ON_HOLD",
        "Payout":"12345678901234567.1234567890","Amount":65.10,"ClearedDate":"","AdId":[],
        "EventDate":"2021-08-31T04:00:00.000+0000","Oid":123456789012345678901234567890,"New":[1.50]}}"#;
    let (ok, printed, text) = verdict("listActions", 200, body);
    assert!(ok && printed["error"].is_null());
    for exact in [
        "\"Payout\":12345678901234567.1234567890",
        "\"Amount\":65.10",
        "\"Oid\":\"123456789012345678901234567890\"",
        "\"Id\":\"0001000.4636\"",
        "\"New\":[1.50]",
        "\"Actions\":[{",
    ] {
        assert!(text.contains(exact), "{exact}: {text}");
    }
    let coercions = [
        "$.Actions",
        "$.Actions.Payout",
        "$.Actions.ClearedDate",
        "$.Actions.AdId",
        "$.Actions.Oid",
    ];
    assert_eq!(paths(&printed["coercions"]), coercions);
    assert_eq!(paths(&printed["unknown"]), ["$.Surplus", "$.Actions.New", "$.Actions.State"]);
}

#[test]
fn rows_that_are_missing_are_none() {
    for body in ["{}", r#"{"Actions":""}"#, r#"{"Actions":null}"#, "[]"] {
        let (ok, printed, _) = verdict("listActions", 200, body);
        assert!(ok && printed["reencoded"]["Actions"] == serde_json::json!([]), "{body}");
    }
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    for (body, path, found) in [
        (&br#"{"Payout":"n/a"}"#[..], "$.Payout", "\"n/a\""),
        (
            br#"{"Payout":0.12345678901234567890123456789}"#,
            "$.Payout",
            "0.12345678901234567890123456789",
        ),
        (br#"{"EventDate":"05: 18: 54-08: 00"}"#, "$.EventDate", "\"05: 18: 54-08: 00\""),
        (b"<!DOCTYPE html><title>Oops</title>", "$", "HTML or XML"),
        (b"", "$", "nothing"),
        (b"null", "$", "null"),
        (br#"{"Id":"10"#, "$", "EOF while parsing a string at line 1 column 9"),
        (b"{\"Note\":\"caf\xe9\"}", "$", "something else at byte 12"),
    ] {
        let (ok, printed, _) = verdict("getActionById", 200, body);
        assert!(!ok && printed["reencoded"].is_null());
        assert_eq!(printed["error"]["path"], path);
        assert_eq!(printed["error"]["found"], found);
    }
    // what was noticed on the way is told, too
    let (_, printed, _) = verdict("getActionById", 200, r#"{"Id":7,"Payout":"n/a"}"#);
    assert_eq!(paths(&printed["coercions"]), ["$.Id"]);
    // a byte order mark is none of the client's troubles
    assert!(verdict("getActionById", 200, "\u{feff}{}").0);
}

#[test]
fn a_success_that_says_failure_is_none() {
    for body in [
        r#"{"Status":"ERROR","Message":"CampaignId is wrong"}"#,
        r#"{"Status":"ERROR","errors":[{"field":"CampaignId","message":"CampaignId is wrong"}]}"#,
        "<Response><Status>ERROR</Status><Message>CampaignId is wrong</Message></Response>",
    ] {
        let (ok, printed, _) = verdict("submitConversion", 200, body);
        assert!(!ok && printed["reencoded"].is_null(), "{body}");
        assert_eq!(printed["error"]["message"], "CampaignId is wrong", "{body}");
    }
    // a job in the state of this name is a job
    let (ok, printed, _) = verdict("getJobById", 200, r#"{"Id":"77","Status":"ERROR"}"#);
    assert!(ok && printed["reencoded"]["Status"] == "ERROR");
}

#[test]
fn failures_are_read_in_all_their_shapes() {
    for (body, message) in [
        (r#"{"Status":"ERROR","Message":"No such program"}"#, "No such program"),
        (r#"{"Errors":[{"Field":"A","Message":"is missing"}]}"#, "is missing"),
        (r#"{"errors":[{"field":"A","message":"is missing","level":"ERROR"}]}"#, "is missing"),
        (r#"{"error":"no"}"#, "no"),
        (r#"["a","b"]"#, "a"),
        ("<Response><Message>Denied</Message></Response>", "Denied"),
        ("<html><head><title>Bad Gateway</title></head></html>", "an HTML page: Bad Gateway"),
    ] {
        let (ok, printed, _) = verdict("submitConversion", 400, body);
        assert!(ok, "{body}");
        assert_eq!(printed["error"]["message"], message, "{body}");
        assert_eq!(printed["error"]["status"], 400);
    }
    let (ok, printed, _) = verdict("submitConversion", 502, "");
    assert!(ok && printed["error"]["line"].as_str().is_some_and(|line| line.contains("502")));
    // a body that explains nothing is not read
    assert!(!verdict("submitConversion", 400, "{{{").0);
    // an operation with credentials of its own fails no otherwise
    let (_, printed, _) = verdict("logCallDataPost", 401, r#"{"Message":"Who are you?"}"#);
    assert_eq!(printed["error"]["message"], "Who are you?");
}

#[test]
fn files_are_passed_on_and_their_placeholders_read() {
    assert!(verdict("downloadInvoicePdf", 200, b"%PDF-\xff").0);
    assert!(verdict("downloadJobResult", 200, "Date,Clicks\n").0);
    let (ok, printed, _) = verdict("downloadJobResult", 202, r#"{"Status":"RUNNING"}"#);
    assert!(ok && printed["reencoded"]["Status"] == "RUNNING");
    assert!(!verdict("downloadJobResult", 202, "Date,Clicks\n").0);
    assert!(!verdict("downloadInvoicePdf", 202, "").0);
    let (ok, printed, _) = verdict("downloadInvoicePdf", 404, r#"{"Message":"No such invoice"}"#);
    assert!(ok && printed["error"]["message"] == "No such invoice");
}

#[test]
fn an_answer_without_content_is_an_empty_one() {
    let (ok, printed, _) = verdict("deleteContact", 204, "");
    assert!(ok && printed["reencoded"] == serde_json::json!({}));
    assert!(!verdict("deleteContact", 200, "").0);
}

#[test]
fn an_unknown_operation_is_named() {
    let problem = judge("listNothing", 200, Vec::new()).expect_err("no such operation");
    assert!(problem.contains("`listNothing`"), "{problem}");
}
