//! Error responses, and responses that cannot be decoded.

use std::time::{Duration, SystemTime};

use impact_brand::Error;
use impact_brand::quota::{QuotaMode, RetryAfter};
use impact_brand::wire::DateTime;

use tests::document::Document;
use tests::spec::Spec;

use crate::server::{Server, json, response};
use crate::{builder, client, operations};

/// Returns the error for this response.
async fn error_of(status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Error {
    let server = Server::new([response(status, &[("content-type", content_type)], body)]);
    client(&server.url).actions().get("1").await.expect_err("an error")
}

/// Returns field, message and level of each error about a field.
fn field_errors(error: &Error) -> Vec<[Option<&str>; 3]> {
    let parts = error.field_errors().iter().map(|it| [&it.field, &it.message, &it.level]);
    parts.map(|all| all.map(Option::as_deref)).collect()
}

#[tokio::test]
async fn every_documented_shape_of_an_error_is_decoded() {
    let general = r#"{"Status":"ERROR","Message":"Validation Failed",
        "Errors":[{"Field":"AccountId","Message":"Not a numeric value"}]}"#;
    let conversions = r#"{"Status":"ERROR",
        "errors":[{"field":"OrderId","level":"ERROR","message":"is missing"}]}"#;
    let tracking = r#"{"errors":[{"field":"EventDate","level":"ERROR","message":"is no date"}],
        "warnings":[{"field":"PageUrl","level":"WARNING","message":"is long"}]}"#;
    let single = r#"{"Message":"Validation Failed",
        "Errors":{"Error":{"Field":"AccountId","Message":"Not a numeric value"}}}"#;
    let xml = "<?xml version=\"1.0\"?><ImpactRadiusResponse><Status>ERROR</Status>\
        <Message>Validation Failed</Message><Errors><Error><Field>AccountId</Field>\
        <Message>Not a numeric value</Message></Error></Errors></ImpactRadiusResponse>";
    let numeric = [Some("AccountId"), Some("Not a numeric value"), None];
    for (content_type, body, message, field_error) in [
        ("application/json", general, "Validation Failed", numeric),
        ("application/json", single, "Validation Failed", numeric),
        ("text/xml;charset=utf-8", xml, "Validation Failed", numeric),
        // the content type is ignored
        ("text/plain", xml, "Validation Failed", numeric),
        (
            "application/json",
            conversions,
            "is missing",
            [Some("OrderId"), Some("is missing"), Some("ERROR")],
        ),
        (
            "application/json",
            tracking,
            "is no date",
            [Some("EventDate"), Some("is no date"), Some("ERROR")],
        ),
    ] {
        let error = error_of(400, content_type, body).await;
        assert_eq!(error.status().expect("a status"), 400);
        assert_eq!(error.message(), Some(message));
        assert_eq!(field_errors(&error), [field_error], "{body}");
        assert_eq!(error.body_excerpt(), Some(body));
        assert_eq!((error.operation(), error.method()), (Some("getActionById"), Some("GET")));
        assert_eq!(error.path(), Some("/Advertisers/{AccountSID}/Actions/{ActionId}"));
        let line = error.to_string();
        assert!(line.starts_with("getActionById: 400 Bad Request: "), "{line}");
        assert!(!line.contains(['\n', '\r']), "{line}");
    }
    let error = error_of(400, "application/json", tracking).await;
    assert_eq!(error.warnings()[0].message.as_deref(), Some("is long"));
}

#[tokio::test]
async fn every_declared_error_is_decoded() {
    let index = operations::index();
    for example in Spec::bundled().errors() {
        let text = example.document.as_ref().map(Document::to_string).unwrap_or_default();
        let server = Server::new([json(example.status, &text)]);
        let at = index.iter().position(|entry| entry["id"] == *example.operation);
        let call = operations::all(&client(&server.url)).into_iter().nth(at.expect("an entry"));
        let error = call.expect("a call").await.expect_err("an error");
        assert_eq!(error.operation(), Some(example.operation.as_str()));
        assert_eq!(error.status().expect("a status"), example.status);
        // the examples of the spec have a message and field errors
        assert_eq!(error.message().is_some(), example.document.is_some(), "{error:?}");
        assert_eq!(error.field_errors().is_empty(), example.document.is_none(), "{error:?}");
    }
}

#[tokio::test]
async fn the_status_is_kept_whatever_the_body_is() {
    let html = "<!doctype html><html><head><title>502 Bad Gateway</title></head></html>";
    let bodies: [(&str, &[u8]); 8] = [
        ("text/html", html.as_bytes()),
        ("application/json", b""),
        ("application/json", b"{\"Status\":\"ERROR\",\"Mess"),
        ("application/json", b"\xff\xfe\x00{"),
        ("application/json", b"{\"rows\":[1,2,3]}"),
        ("application/json", b"[[[]]]"),
        ("application/octet-stream", &[0; 4096]),
        ("application/json", b"null"),
    ];
    for (content_type, body) in bodies {
        for status in [400, 401, 403, 404, 405, 409, 429, 500, 502, 503, 504] {
            let error = error_of(status, content_type, body).await;
            assert_eq!(error.status().expect("a status"), status);
            assert_eq!(error.is_unauthorized(), status == 401);
            assert_eq!(error.is_forbidden(), status == 403);
            assert_eq!(error.is_not_found(), status == 404);
            assert_eq!(error.is_conflict(), status == 409);
            assert_eq!(error.is_rate_limited(), status == 429);
            assert_eq!(error.is_server(), status >= 500);
            assert!(!error.is_decode() && !error.is_rejected() && error.attempts() == 1);
            assert!(error.body_excerpt().map_or(0, str::len) <= 4096 * 3);
        }
    }
    let error = error_of(502, "text/html", html).await;
    assert_eq!(error.message(), Some("an HTML page: 502 Bad Gateway"));
}

#[tokio::test]
async fn a_success_whose_body_reports_an_error_is_rejected() {
    let body = r#"{"Status":"ERROR","Message":"Invalid StartDate","QueuedUri":""}"#;
    let xml = "<ImpactRadiusResponse><Status>ERROR</Status><Message>Invalid StartDate</Message>\
        </ImpactRadiusResponse>";
    let server = Server::new([json(200, body), json(200, body), json(200, xml), json(200, body)]);
    let client = client(&server.url);
    let submitted = client.actions().reverse("1", "OTHER").await;
    let exported = client.reports().export("r").start().await;
    let raw = client.reports().export("r").send().await;
    let listed = client.actions().list("1").items().next().await.expect("an item");
    for error in [
        submitted.expect_err("rejected"),
        exported.expect_err("rejected"),
        raw.expect_err("rejected"),
        listed.expect_err("rejected"),
    ] {
        assert!(error.is_rejected() && !error.is_decode(), "{error:?}");
        assert_eq!(error.status().expect("a status"), 200);
        assert_eq!(error.message(), Some("Invalid StartDate"));
        assert!(error.to_string().contains("rejected by the service (200): Invalid StartDate"));
    }
    // the state of a job is not an error
    let job = r#"{"Id":"7","Status":"ERROR","StatusMessage":"will be tried again"}"#;
    let server = Server::new([json(200, job)]);
    let job = crate::client(&server.url).jobs().get("7").await.expect("a job");
    assert_eq!(job.status.expect("a status").as_str(), "ERROR");
}

#[tokio::test]
async fn other_documents_cannot_be_decoded() {
    let page = "<html><head><title>Log in</title></head></html>";
    let xml = "<ImpactRadiusResponse><Action><Id>1</Id></Action></ImpactRadiusResponse>";
    for (content_type, body) in [
        ("text/html", page),
        ("application/xml", xml),
        ("application/json", ""),
        ("application/json", "{\"Id\":\"1\""),
        ("application/json", "[1,2]"),
        ("application/json", "\"fine\""),
        ("text/csv", "Id,Payout\n1,2\n"),
    ] {
        let error = error_of(200, content_type, body).await;
        assert!(error.is_decode() && error.may_have_been_sent(), "{error:?}");
        assert_eq!(error.status().expect("a status"), 200);
        assert!(error.json_path().is_some() && error.body_excerpt().unwrap_or("") == body);
        let named = content_type == "application/json" || error.to_string().contains(content_type);
        assert!(named, "{error}");
        assert!(
            error.to_string().contains("cannot decode the response (200): expected "),
            "{error}"
        );
    }
    // the content type is ignored if the body is JSON
    let headers = [("content-type", "text/html")];
    let server = Server::new([response(200, &headers, "\u{feff}{\"Id\":\"1\"}")]);
    let action = client(&server.url).actions().get("1").await.expect("an action");
    assert_eq!(action.id.expect("an id").as_str(), "1");
    let error = error_of(200, "application/json", b"{\"Note\":\"\xff\"}").await;
    assert!(error.is_decode() && error.to_string().contains("UTF-8"), "{error}");
}

#[tokio::test]
async fn an_unreadable_value_is_an_error_in_strict_mode() {
    let body = r#"{"@page":"1","Actions":[{},{"Payout":"n/a"}]}"#;
    let server = Server::serving(move |_| json(200, body));
    let strict = builder(&server.url).strict_decoding(true).build().expect("a client");
    let list = strict.actions().list("1");
    let mut actions = list.clone().items();
    let error = actions.next().await.expect("an item").expect_err("not an amount");
    assert!(error.is_decode(), "{error:?}");
    assert_eq!(error.json_path(), Some("$.Actions[1].Payout"));
    assert!(error.position().is_some() && actions.next().await.is_none());
    // a request can be decoded leniently, and the other way round
    let page = list.strict_decoding(false).await.expect("a page");
    assert_eq!(page.items[1].payout, None);
    assert_eq!(page.items[1].extra.get("Payout").expect("kept").as_json(), "\"n/a\"");
    let error = client(&server.url).actions().list("1").strict_decoding(true).await;
    assert_eq!(error.expect_err("not an amount").json_path(), Some("$.Actions[1].Payout"));
}

#[tokio::test]
async fn the_remaining_quota_can_be_read() {
    let delay = |seconds| Some(RetryAfter::Delay(Duration::from_secs(seconds)));
    let time =
        |seconds| Some(RetryAfter::At(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)));
    let date: DateTime = "2026-10-21T07:28:00Z".parse().expect("a date");
    let date = SystemTime::try_from(date).expect("a system time");
    for (headers, limit, remaining, reset, retry_after) in [
        (
            &[("X-RateLimit-Limit", "1000"), ("X-RateLimit-Remaining", "0")][..],
            Some(1000),
            Some(0),
            None,
            None,
        ),
        (
            &[("x-ratelimit-limit-hour", "500"), ("x-ratelimit-remaining-hour", "7")],
            Some(500),
            Some(7),
            None,
            None,
        ),
        (&[("X-RateLimit-Limit-day", "100")], Some(100), None, None, None),
        (&[("X-RateLimit-Reset", "700")], None, None, delay(700), None),
        (&[("X-RateLimit-Reset", "1487332519")], None, None, time(1_487_332_519), None),
        (&[("RateLimit-Reset", "700")], None, None, delay(700), None),
        (&[("X-RateLimit-Reset-hour", "12.5")], None, None, delay(13), None),
        (&[("Retry-After", "120")], None, None, None, delay(120)),
        (
            &[("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")],
            None,
            None,
            None,
            Some(RetryAfter::At(date)),
        ),
        (&[("Retry-After", "soon"), ("X-RateLimit-Limit", "-")], None, None, None, None),
        // the day of the week is wrong, or the time zone is not GMT
        (&[("Retry-After", "Thu, 21 Oct 2026 07:28:00 GMT")], None, None, None, None),
        (&[("Retry-After", "Wed, 21 Oct 2026 07:28:00 PST")], None, None, None, None),
        (&[], None, None, None, None),
    ] {
        let server = Server::new([response(429, headers, ""), response(200, headers, "{}")]);
        let client = builder(&server.url).quota_mode(QuotaMode::Off).build().expect("a client");
        let error = client.actions().get("1").await.expect_err("too many requests");
        assert!(error.is_rate_limited(), "{error:?}");
        let response = client.actions().get("1").send_with_response().await.expect("a response");
        for found in [error.rate_limit(), &response.rate_limit] {
            let all = (found.limit, found.remaining, found.reset, found.retry_after);
            assert_eq!(all, (limit, remaining, reset, retry_after), "{headers:?}");
        }
    }
}
