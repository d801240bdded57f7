//! Documents in place of files: errors, statuses of jobs, pages, and parts that were not requested.

use runtime::Error;
use runtime::download::Download;

use crate::api::{FETCH_PDF, notes, notes_over};
use crate::fake::{Fake, Outcome};
use crate::files::{Folder, refused, typed};
use crate::server::{Server, json, response};

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Returns the error of downloading the file, or the status of its job.
async fn file_error(raw: &[u8]) -> Error {
    let server = Server::new([raw.to_vec()]);
    notes(&server.url).file("77").await.expect_err("an error")
}

#[tokio::test]
async fn an_error_in_any_form_is_not_a_file() {
    let folder = Folder::new();
    for raw in [
        json(200, r#"[{"Status":"ERROR","Message":"Validation Failed"}]"#),
        json(200, r#"{"Status":"ERROR","Message":"Validation Failed","Uri":"/x"}"#),
        json(200, r#"{"Status":"ERROR","Message":"x","JobId":"77","Code":5,"Link":"/x"}"#),
        json(200, r#"{"Errors":[{"Field":"a","Message":"b"}],"Uri":"/x"}"#),
        json(200, r#"{"success":false,"message":"Access denied"}"#),
        json(200, r#"{"success":false,"hint":"log in","account":"5"}"#),
        json(200, r#"{"error":"Access denied","hint":"log in"}"#),
        json(200, r#"{"Response":{"Result":{"Status":"ERROR","Message":"no"}}}"#),
        json(200, r#"{"Response":{"Status":"ERROR","Message":"no","Uri":"/x"}}"#),
        json(200, r#"{"Status":"ERROR","Message":"Valid"#),
        json(200, "\"Access denied\""),
        typed("text/xml", "<Error>Access denied</Error>"),
        typed("text/xml", r#"<Response status="ERROR" message="no"/>"#),
        typed("text/plain", "Access denied"),
        response(200, &[], utf16(r#"{"Status":"ERROR","Message":"x"}"#)),
        response(200, &[], utf16("\u{feff}<R><Status>ERROR</Status></R>")),
        response(200, &[], b"{\"Status\":\"ERROR\",\"Message\":\"caf\xe9\"}"),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_rejected() && !error.is_retryable(), "{error:?}");
            assert!(error.may_have_been_sent() && error.body_excerpt().is_some(), "{error:?}");
        }
        assert!(file_error(&raw).await.is_rejected());
    }
}

#[tokio::test]
async fn a_failed_job_has_no_file() {
    let folder = Folder::new();
    for raw in [
        json(200, r#"{"Status":"FAILED","Message":"no records"}"#),
        json(200, r#"{"Id":"77","Status":"FAILED","StatusMessage":"no records"}"#),
        json(200, r#"{"id":"77","status":"failed","statusMessage":"no records"}"#),
        json(200, r#"{"Id":"77","Status":"CANCELLED"}"#),
        json(200, r#"{"Job":{"Id":"77","Status":"Expired"}}"#),
        json(200, r#"[{"Id":"77","Status":"CANCELED"}]"#),
        json(200, r#"{"Status":"FAILED","Reason":"x","Time":"y"}"#),
        json(202, r#"{"Id":"77","Status":"FAILED","StatusMessage":"no records"}"#),
        typed("text/xml", "<Job><Id>77</Id><Status>FAILED</Status></Job>"),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_rejected() && !error.is_not_ready(), "{error:?}");
            assert!(!error.is_retryable() && error.operation() == Some("download"), "{error:?}");
        }
        assert!(file_error(&raw).await.is_rejected());
    }
    let failed = json(200, r#"{"Id":"77","Status":"FAILED","StatusMessage":"no records"}"#);
    assert_eq!(file_error(&failed).await.message(), Some("FAILED: no records"));
}

#[tokio::test]
async fn the_status_of_a_job_in_any_form_is_not_its_file() {
    let folder = Folder::new();
    for (raw, id) in [
        (json(200, r#"{"id":"77","status":"RUNNING","percentageComplete":"10"}"#), "77"),
        (json(200, r#"{"Id":"77","Status":"RUNNING","a":1,"b":2,"c":3,"d":[4]}"#), "77"),
        (json(200, r#"[{"Id":"77","Status":"RUNNING","a":1,"b":2,"c":3}]"#), "77"),
        (json(200, r#"{"@page":"1","Jobs":[{"Id":"77","Status":"RUNNING"}]}"#), "77"),
        (json(200, r#"{"Status":"QUEUED","QueuedUri":"/Accounts/A/Jobs/77"}"#), ""),
        (json(200, r#"{"Status":"QUEUED","a":1,"b":2}"#), ""),
        (json(200, r#"{"Status":"RUNNING"}"#), ""),
        (json(200, r#"[{"Status":"RUNNING","PercentageComplete":"5"}]"#), ""),
        (json(200, r#"{"Job":{"Status":"completed"}}"#), ""),
        (json(200, r#"{"Id":"77","Status":"PAUSED"}"#), "77"),
        (json(200, r#"{"Status":"PAUSED"}"#), ""),
        (json(200, r#"{"Status":"RUNNING","Log":[],"Other":{}}"#), ""),
        (json(202, r#"{"Job":{"id":"77","status":"RUNNING"}}"#), "77"),
        (response(202, &[], "<Job><Id>77</Id><Status>RUNNING</Status></Job>"), "77"),
        (response(202, &[], ""), ""),
        (response(200, &[], utf16(r#"{"Id":"77","Status":"RUNNING"}"#)), "77"),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_not_ready() && error.is_retryable(), "{error:?}");
        }
        let server = Server::new([raw]);
        let file = notes(&server.url).file("77").await.unwrap();
        let status = file.status().expect("a status");
        assert_eq!(status.id.as_deref().unwrap_or_default(), id);
    }
}

#[tokio::test]
async fn a_page_or_a_value_is_not_a_file() {
    let folder = Folder::new();
    let html = |body: &str| typed("text/html; charset=utf-8", body);
    let xhtml = "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"a\" \"b\"><html><body/></html>";
    for (raw, found) in [
        (typed("text/csv", xhtml), "an HTML page"),
        (typed("text/csv", "<!-- a --> <!DOCTYPE html><html></html>"), "an HTML page"),
        (typed("text/csv", "<body>Log in</body>"), "an HTML page"),
        (typed("text/csv", "<meta http-equiv=refresh>"), "an HTML page"),
        (typed("text/csv", "<script>location='/login'</script>"), "an HTML page"),
        (typed("text/csv", "<form action='/login'>"), "an HTML page"),
        (response(200, &[], utf16("\u{feff}<!DOCTYPE html><html></html>")), "an HTML page"),
        (html("Please log in"), "an HTML page"),
        (html("caf\u{e9} closed"), "an HTML page"),
        (typed("Application/XHTML+XML", "Please log in"), "an HTML page"),
        (json(200, "{}"), "an empty object"),
        (json(200, "null"), "found `null`"),
        (json(200, " true\n"), "a boolean"),
        (json(200, "0"), "a number"),
        (response(200, &[], "\"Please log in\""), "a string"),
        (
            response(206, &[("content-range", "bytes 0-3/100")], "a,b\n"),
            "a part of it that was not requested",
        ),
        (response(206, &[], "a,b\n"), "a part of it that was not requested"),
        (response(200, &[("content-range", "bytes 0-1/2")], "{}"), "an empty object"),
    ] {
        for error in refused(&raw, &folder).await {
            assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
            assert!(error.to_string().contains(found), "{error}");
        }
    }
}

#[tokio::test]
async fn records_are_passed_on_whatever_their_members_are() {
    let zipped = "PK\u{3}\u{4}\u{14}\u{0}";
    for (media, body) in [
        ("application/json", "[]"),
        ("application/json", r#"{"Records":[]}"#),
        ("application/json", r#"{"Id":"77","QueuedUri":"/Jobs/77","Records":[]}"#),
        ("application/json", r#"[{"Id":"1","Status":"ERROR","Message":"x","Clicks":"2"}]"#),
        (
            "application/json",
            r#"[{"Status":"FAILED","Message":"x","Date":"1","Sale":"2","Sku":"3"}]"#,
        ),
        ("application/json", r#"[{"Id":"1","Status":"ERROR"},{"Id":"2","Status":"FAILED"}]"#),
        ("application/json", r#"[{"Status":"RUNNING"}]"#),
        ("application/json", r#"[{"Title":"a"},{"Title":"b"}]"#),
        ("application/json", r#"{"Status":"ERROR","Message":"x","Records":[{"Id":"1"}]}"#),
        ("application/json", r#"{"Status":"ERROR","Message":"x","Records":[{"Id":"1"},{"#),
        ("application/json", "{\"Status\":\"ERROR\",\"Message\":\"x\"}\n{\"Status\":\"OK\"}\n"),
        ("text/xml", "<R><Item><Id>1</Id><Status>RUNNING</Status><Sale>2</Sale></Item></R>"),
        ("text/xml", "<R><Item><Status>ERROR</Status><Date>1</Date><Sale>2</Sale></Item></R>"),
        ("text/csv", "Status,Message\nERROR,Access denied\n"),
        ("text/csv", "\"Order Id\"\r\n"),
        ("text/csv", "Denied"),
        ("application/csv", "\"Denied\""),
        ("text/csv", "12"),
        ("text/plain", "Id,Denied"),
        ("text/plain", "<R><Item><State>DENIED</State></Item></R>"),
        ("text/plain", "Error\n"),
        ("application/octet-stream", "\"Id\",\"Status\"\n\"1\",\"ERROR\"\n"),
        ("application/octet-stream", "\"a \"\"b\"\"\"\n1\n"),
        ("application/octet-stream", "1\n2\n"),
        ("application/octet-stream", "nullable\n"),
        ("text/html", zipped),
    ] {
        let server = Server::new([typed(media, body), typed(media, body)]);
        let notes = notes(&server.url);
        let file =
            notes.job("77").download().await.unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(&file.bytes().await.unwrap()[..], body.as_bytes());
        let file = notes.file("77").await.unwrap().into_file().expect("a file");
        assert_eq!(&file.bytes().await.unwrap()[..], body.as_bytes());
    }
    let table = utf16("\u{feff}Id,Status\n1,ERROR\n");
    let server = Server::new([response(200, &[], &table)]);
    let file = notes(&server.url).download("77").await.unwrap();
    assert_eq!(&file.bytes().await.unwrap()[..], table);
}

#[tokio::test]
async fn a_file_that_arrives_in_small_parts_is_decided_by_all_of_them() {
    for body in ["\"a\",\"b\"\n", "nullable,b\n", "[{\"Id\":\"1\"}]", "12,5\n", "{\"a\":[1]}"] {
        let server = Server::new([chunked(body)]);
        let file = notes(&server.url).download("77").await.unwrap();
        assert_eq!(&file.bytes().await.unwrap()[..], body.as_bytes());
    }
    for body in ["[{\"Status\":\"ERROR\",\"Message\":\"x\"}]", "\"Access denied\"", "null"] {
        let server = Server::new([chunked(body)]);
        assert!(notes(&server.url).download("77").await.is_err(), "{body}");
    }
}

/// Returns a response with a chunk for each byte.
fn chunked(body: &str) -> Vec<u8> {
    let chunks: String = body.chars().map(|letter| format!("1\r\n{letter}\r\n")).collect();
    format!("HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn a_file_has_the_type_that_is_declared() {
    let get = |raw: Vec<u8>| async move {
        let server = Server::new([raw]);
        notes(&server.url).request(&FETCH_PDF).send::<Download>().await
    };
    for raw in [
        typed("application/pdf", "%PDF-1.7\n..."),
        typed("application/octet-stream", "\n%PDF-1.4"),
        typed("text/plain", "%PDF-1.7"),
        response(200, &[], "%PDF-1.7"),
        // any content of its own type, or of a generic one
        typed("application/pdf", "x"),
        typed("application/octet-stream", "x"),
        response(200, &[], "x"),
    ] {
        get(raw).await.expect("a file");
    }
    for (raw, found) in [
        (typed("text/plain", "Please wait"), "`text/plain`"),
        (typed("text/plain", "Please wait for %PDF-1.7"), "`text/plain`"),
        (typed("text/html", "Please log in"), "an HTML page"),
        (json(200, "[1]"), "a JSON or XML document"),
        (json(200, "null"), "`null`"),
        (typed("application/problem+json", "no"), "`application/problem+json`"),
        (typed("image/gif", "GIF89a"), "`image/gif`"),
    ] {
        let error = get(raw).await.map(drop).unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(found), "{error}");
    }
    for raw in [
        json(200, r#"[{"Status":"ERROR","Message":"x"}]"#),
        typed("text/plain", "Access denied"),
        json(200, "\"Access denied\""),
    ] {
        assert!(get(raw).await.map(drop).unwrap_err().is_rejected());
    }
}

#[tokio::test]
async fn a_part_that_was_requested_is_passed_on() {
    let headers = vec![("content-range", "bytes 2-3/9".to_owned())];
    let fake = Fake::new([Outcome::File(206, headers, "{}".to_owned(), false)]);
    let download = notes_over(fake).download("77").header("Range", "bytes=2-3");
    assert_eq!(download.await.unwrap().text().await.unwrap(), "{}");
}
