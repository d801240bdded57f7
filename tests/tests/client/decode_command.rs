//! The output of the example program `decode`, which `cargo xtask decode` runs.

use serde_json::Value;

use crate::decode::decode;

/// Returns whether the body was decoded, the printed JSON, and its text.
fn run(id: &str, status: u16, body: impl AsRef<[u8]>) -> (bool, Value, String) {
    let outcome = decode(id, status, body.as_ref().to_vec()).expect("a known operation");
    let text = outcome.to_json();
    let printed: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(printed["ok"], outcome.ok);
    (outcome.ok, printed, text)
}

/// Returns the paths in one of the lists.
fn paths(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|found| found["path"].as_str().expect("a path")).collect()
}

#[test]
fn a_page_is_encoded_without_loss_and_reported() {
    let body = r#"{"@page":"1","@numpages":"1","Surplus":0,"Actions":{"Id":"0001000.4636","State":"ON_HOLD",
        "Payout":"12345678901234567.1234567890","Amount":65.10,"ClearedDate":"","AdId":[],
        "EventDate":"2021-08-31T04:00:00.000+0000","Oid":123456789012345678901234567890,"New":[1.50],
        "LockingDate":"n/a"}}"#;
    let (ok, printed, text) = run("listActions", 200, body);
    assert!(ok && printed["error"].is_null());
    for exact in [
        "\"Payout\":12345678901234567.1234567890",
        "\"Amount\":65.10",
        "\"Oid\":\"123456789012345678901234567890\"",
        "\"Id\":\"0001000.4636\"",
        "\"New\":[1.50]",
        "\"LockingDate\":\"n/a\"",
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
    let unknown = ["$.Surplus", "$.Actions.New", "$.Actions.State"];
    assert_eq!(paths(&printed["unknown"]), unknown);
    assert_eq!(paths(&printed["unreadable"]), ["$.Actions.LockingDate"]);
    assert_eq!(printed["unreadable"][0]["expected"], "a date and time");
}

#[test]
fn absent_items_are_no_items() {
    for body in ["{}", r#"{"Actions":""}"#, r#"{"Actions":null}"#, "[]"] {
        let (ok, printed, _) = run("listActions", 200, body);
        assert!(ok && printed["reencoded"]["Actions"] == serde_json::json!([]), "{body}");
    }
}

#[test]
fn unreadable_values_are_listed_and_kept() {
    for (body, path, expected) in [
        (r#"{"Payout":"n/a"}"#, "$.Payout", "a decimal number of at most 28 digits"),
        (
            r#"{"Payout":0.12345678901234567890123456789}"#,
            "$.Payout",
            "a decimal number of at most 28 digits",
        ),
        (r#"{"EventDate":"05: 18: 54-08: 00"}"#, "$.EventDate", "a date and time"),
        (r#"{"Note":{"x":1}}"#, "$.Note", "a string"),
    ] {
        let (ok, printed, text) = run("getActionById", 200, body);
        assert!(ok && printed["error"].is_null(), "{body}");
        assert_eq!(paths(&printed["unreadable"]), [path]);
        assert_eq!(printed["unreadable"][0]["expected"], expected);
        assert!(text.contains(&format!("\"reencoded\": {body}")), "{text}");
    }
    // what was converted is reported as well
    let (_, printed, _) = run("getActionById", 200, r#"{"Id":7,"Payout":"n/a"}"#);
    assert_eq!(paths(&printed["coercions"]), ["$.Id"]);
}

#[test]
fn unreadable_items_are_listed_and_kept() {
    let body = r#"{"Actions":["n/a",{"Id":"1"},[1.50]],"@total":"3"}"#;
    let (ok, _, text) = run("listActions", 200, body);
    assert!(ok && text.contains(r#""Actions":[{"Id":"1"},"n/a",[1.50]]"#), "{text}");
    let (_, printed, _) = run("listActions", 200, body);
    assert_eq!(paths(&printed["unreadable"]), ["$.Actions[0]", "$.Actions[2]"]);
}

#[test]
fn documents_that_cannot_be_decoded_are_errors() {
    for (body, found) in [
        (&b"<!DOCTYPE html><title>Oops</title>"[..], "HTML or XML"),
        (b"", "nothing"),
        (b"null", "null"),
        (b"[1,2]", "a list"),
        (br#"{"Id":"10"#, "EOF while parsing a string at line 1 column 9"),
        (b"{\"Note\":\"caf\xe9\"}", "an invalid byte at 12"),
    ] {
        let (ok, printed, _) = run("getActionById", 200, body);
        assert!(!ok && printed["reencoded"].is_null());
        assert_eq!(printed["error"]["path"], "$");
        assert_eq!(printed["error"]["found"], found);
    }
    // a byte order mark is ignored
    assert!(run("getActionById", 200, "\u{feff}{}").0);
}

#[test]
fn a_success_whose_body_reports_an_error_is_an_error() {
    for body in [
        r#"{"Status":"ERROR","Message":"CampaignId is wrong"}"#,
        r#"{"Status":"ERROR","errors":[{"field":"CampaignId","message":"CampaignId is wrong"}]}"#,
        "<Response><Status>ERROR</Status><Message>CampaignId is wrong</Message></Response>",
    ] {
        let (ok, printed, _) = run("submitConversion", 200, body);
        assert!(!ok && printed["reencoded"].is_null(), "{body}");
        assert_eq!(printed["error"]["message"], "CampaignId is wrong", "{body}");
    }
    // the state of a job is not an error
    let (ok, printed, _) = run("getJobById", 200, r#"{"Id":"77","Status":"ERROR"}"#);
    assert!(ok && printed["reencoded"]["Status"] == "ERROR");
}

#[test]
fn error_bodies_are_decoded_in_every_shape() {
    for (body, message) in [
        (r#"{"Status":"ERROR","Message":"No such program"}"#, "No such program"),
        (r#"{"Errors":[{"Field":"A","Message":"is missing"}]}"#, "is missing"),
        (r#"{"errors":[{"field":"A","message":"is missing","level":"ERROR"}]}"#, "is missing"),
        (r#"{"error":"no"}"#, "no"),
        (r#"["a","b"]"#, "a"),
        ("<Response><Message>Denied</Message></Response>", "Denied"),
        ("<html><head><title>Bad Gateway</title></head></html>", "an HTML page: Bad Gateway"),
    ] {
        let (ok, printed, _) = run("submitConversion", 400, body);
        assert!(ok, "{body}");
        assert_eq!(printed["error"]["message"], message, "{body}");
        assert_eq!(printed["error"]["status"], 400);
    }
    let body = r#"{"errors":[{"field":"A","message":"is missing","level":"ERROR"}]}"#;
    let (_, printed, _) = run("submitConversion", 400, body);
    let expected = serde_json::json!([{"field": "A", "level": "ERROR", "message": "is missing"}]);
    assert_eq!(printed["error"]["field_errors"], expected);
    let (ok, printed, _) = run("submitConversion", 502, "");
    assert!(ok && printed["error"]["line"].as_str().is_some_and(|line| line.contains("502")));
    // a body without a message cannot be decoded
    assert!(!run("submitConversion", 400, "{{{").0);
    // an operation with other credentials
    let (_, printed, _) = run("logCallDataPost", 401, r#"{"Message":"Unknown user"}"#);
    assert_eq!(printed["error"]["message"], "Unknown user");
}

#[test]
fn files_are_passed_on_and_the_status_of_their_jobs_is_decoded() {
    assert!(run("downloadInvoicePdf", 200, b"%PDF-\xff").0);
    assert!(run("downloadJobResult", 200, "Date,Clicks\n").0);
    let (ok, printed, _) = run("downloadJobResult", 202, r#"{"Status":"RUNNING"}"#);
    assert!(ok && printed["reencoded"]["Status"] == "RUNNING");
    assert!(!run("downloadJobResult", 202, "Date,Clicks\n").0);
    assert!(!run("downloadInvoicePdf", 202, "").0);
    let (ok, printed, _) = run("downloadInvoicePdf", 404, r#"{"Message":"No such invoice"}"#);
    assert!(ok && printed["error"]["message"] == "No such invoice");
}

#[test]
fn a_response_without_content_is_empty() {
    let (ok, printed, _) = run("deleteContact", 204, "");
    assert!(ok && printed["reencoded"] == serde_json::json!({}));
    assert!(!run("deleteContact", 200, "").0);
}

#[test]
fn an_unknown_operation_is_named() {
    let error = decode("listNothing", 200, Vec::new()).expect_err("no such operation");
    assert!(error.contains("`listNothing`"), "{error}");
}
