//! Errors of calls.

use runtime::Error;
use runtime::paging::Position;

use crate::api::{builder, notes};
use crate::notes::{Note, Notes, WriteResult};
use crate::server::{Server, json, response};

async fn failed(status: u16, content_type: &str, body: &str) -> Error {
    let server = Server::new([response(status, &[("content-type", content_type)], body)]);
    notes(&server.url).get("1").await.unwrap_err()
}

/// Returns the field, message and level of each field error.
fn field_errors(error: &Error) -> Vec<(&str, &str, &str)> {
    error
        .field_errors()
        .iter()
        .map(|error| {
            let text = |text| Option::as_deref(text).unwrap_or("-");
            (text(&error.field), text(&error.message), text(&error.level))
        })
        .collect()
}

/// A body, its message, and its field errors.
type Case =
    (&'static str, Option<&'static str>, &'static [(&'static str, &'static str, &'static str)]);

#[tokio::test]
async fn every_shape_of_a_json_error_is_parsed() {
    let cases: [Case; 14] = [
        (
            r#"{"Status":"ERROR","Message":"Validation Failed","Errors":[{"Field":"AccountId","Message":"Not a numeric value"}]}"#,
            Some("Validation Failed"),
            &[("AccountId", "Not a numeric value", "-")],
        ),
        (
            r#"{"Status":"ERROR","errors":[{"field":"a","level":"ERROR","message":"b"},{"field":"c","message":"d"}]}"#,
            Some("b"),
            &[("a", "b", "ERROR"), ("c", "d", "-")],
        ),
        (r#"{"Message":"m","Errors":{"Field":"f","Message":"t"}}"#, Some("m"), &[("f", "t", "-")]),
        (r#"{"Errors":{"Error":[{"Field":"f","Message":"t"}]}}"#, Some("t"), &[("f", "t", "-")]),
        (r#"{"Errors":"just text"}"#, Some("just text"), &[("-", "just text", "-")]),
        (r#"{"errors":["a","b"]}"#, Some("a"), &[("-", "a", "-"), ("-", "b", "-")]),
        (r#"{"errors":{"Name":["too long"]}}"#, Some("too long"), &[("Name", "too long", "-")]),
        (r#"{"error":"bad","status":500}"#, Some("bad"), &[]),
        (r#"{"error":{"message":"inner"}}"#, Some("inner"), &[]),
        (r#"{"Message":"","message":"second"}"#, Some("second"), &[]),
        (r#"[{"field":"f","message":"t"}]"#, Some("t"), &[("f", "t", "-")]),
        (r#"{"Errors":[],"Message":null}"#, None, &[]),
        (r#""text""#, Some("text"), &[("-", "text", "-")]),
        ("{}", None, &[]),
    ];
    for (body, message, expected) in cases {
        let error = failed(400, "application/json", body).await;
        assert_eq!(error.status().unwrap(), 400, "{body}");
        assert_eq!(error.message(), message, "{body}");
        assert_eq!(field_errors(&error), expected, "{body}");
        assert_eq!(error.body_excerpt(), Some(body));
        assert!(error.may_have_been_sent() && !error.is_decode());
        assert_eq!((error.operation(), error.method()), (Some("getNote"), Some("GET")));
        assert_eq!(error.path(), Some("/Accounts/{AccountSID}/Notes/{NoteId}"));
        assert_eq!(error.attempts(), 1);
    }
    let body = r#"{"errors":[],"warnings":[{"field":"w","message":"careful","level":"WARNING"}]}"#;
    let error = failed(400, "application/json", body).await;
    assert_eq!(error.warnings()[0].message.as_deref(), Some("careful"));
}

/// Shapes of errors of gateways and frameworks.
const LESS_COMMON: [Case; 22] = [
    (r#"{"Response":{"Status":"ERROR","Message":"wrapped"}}"#, Some("wrapped"), &[]),
    (r#"{"a":{"b":[{"field":"f","message":"t"}]}}"#, Some("t"), &[("f", "t", "-")]),
    (r#"{"reason":"no"}"#, Some("no"), &[]),
    (r#"{"code":7,"description":"no"}"#, Some("no"), &[]),
    (r#"{"msg":"no"}"#, Some("no"), &[]),
    (r#"{"Error":{"Text":"no"}}"#, Some("no"), &[]),
    (r#"{"error":{"message":{"text":"no"}}}"#, Some("no"), &[]),
    (
        r#"{"violations":[{"field":"a","message":"b"}],"title":"Constraint Violation"}"#,
        Some("Constraint Violation"),
        &[("a", "b", "-")],
    ),
    (r#"{"errors":[{"property":"OrderId","error":"no"}]}"#, Some("no"), &[("OrderId", "no", "-")]),
    (
        r#"{"errors":[{"param":"OrderId","description":"no"}]}"#,
        Some("no"),
        &[("OrderId", "no", "-")],
    ),
    (r#"{"errors":[{"reason":"no"}]}"#, Some("no"), &[("-", "no", "-")]),
    (r#"{"errors":[{"field":"a","message":["b","c"]}]}"#, Some("b; c"), &[("a", "b; c", "-")]),
    // names of fields
    (
        r#"{"errors":{"description":"too long"}}"#,
        Some("too long"),
        &[("description", "too long", "-")],
    ),
    (r#"{"Errors":{"Error":["a","b"]}}"#, Some("a"), &[("Error", "a", "-"), ("Error", "b", "-")]),
    (
        "<s:Envelope xmlns:s='x'><s:Body><s:Fault><faultcode>x</faultcode><faultstring>denied</faultstring></s:Fault></s:Body></s:Envelope>",
        Some("denied"),
        &[],
    ),
    ("<Error message=\"denied &amp; gone\" xmlns=\"x\"/>", Some("denied & gone"), &[]),
    ("<Message lang=\"en\">denied</Message>", Some("denied"), &[]),
    ("<string>denied</string>", Some("denied"), &[("-", "denied", "-")]),
    // cut off
    (r#"{"Message":"first","x":["#, Some("first"), &[]),
    (
        r#"{"Errors":[{"Field":"a","Message":"b,\"{"},{"Field":"c","#,
        Some("b,\"{"),
        &[("a", "b,\"{", "-"), ("c", "-", "-")],
    ),
    (r#"{"Message":"cut o"#, None, &[]),
    ("", None, &[]),
];

#[tokio::test]
async fn less_common_shapes_of_an_error_are_parsed() {
    let long = format!(
        r#"{{"Message":"first","Errors":[{{"Field":"a","Message":"b"}}],"x":"{}"}}"#,
        "y".repeat(1_100_000)
    );
    for (body, message, expected) in LESS_COMMON {
        let error = failed(400, "application/json", body).await;
        assert_eq!((error.message(), field_errors(&error)), (message, expected.to_vec()), "{body}");
    }
    let error = failed(500, "application/json", &long).await;
    assert_eq!((error.message(), field_errors(&error)), (Some("first"), vec![("a", "b", "-")]));
}

#[tokio::test]
async fn an_error_in_another_encoding_is_parsed() {
    let text = r#"{"Message":"café"}"#;
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for body in [
        little.clone(),
        big.clone(),
        [b"\xff\xfe", &little[..]].concat(),
        [b"\xfe\xff", &big[..]].concat(),
        ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
    ] {
        for status in [200, 400] {
            let server = Server::new([response(status, &[], &body)]);
            let error = notes(&server.url).get("1").await.unwrap_err();
            assert_eq!(error.message(), Some("café"), "{body:?}");
            assert_eq!(error.body_excerpt(), Some(text));
        }
    }
    let server = Server::new([response(400, &[], b"{\"Message\":\"caf\xe9\"}")]);
    let error = notes(&server.url).get("1").await.unwrap_err();
    assert_eq!(error.message(), Some("caf\u{fffd}"));
}

#[tokio::test]
async fn xml_and_html_errors_are_parsed() {
    let xml = "<?xml version=\"1.0\"?>\n<Response><Status>ERROR</Status><Message>No &amp; &#33;\
               </Message><Errors><Error><Field>A</Field><Message><![CDATA[<b>]]></Message></Error>\
               <Error><Field>B</Field><Message/></Error></Errors></Response>";
    let error = failed(400, "application/xml", xml).await;
    assert_eq!(error.message(), Some("No & !"));
    assert_eq!(field_errors(&error), [("A", "<b>", "-"), ("B", "-", "-")]);
    // truncated
    let error = failed(503, "text/xml", "<R><Message>busy</Message><Errors><Error><Fie").await;
    assert_eq!(error.message(), Some("busy"));
    assert!(error.is_server());

    for html in [
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'a' 'b'><html xmlns='x'><p>a</p></html>",
        "<!-- a --> <!-- b --><!doctype\nHTML><html></html>",
        "<body>log in</body>",
        "<META charset=utf-8>",
        "<script>location='/login'</script>",
        "<html>",
    ] {
        assert_eq!(failed(502, "x/y", html).await.message(), Some("an HTML page"), "{html}");
    }
    for xml in [
        "<htmlish><Message>a</Message></htmlish>",
        "<?xml version='1.0'?><p><Message>a</Message></p>",
    ] {
        assert_eq!(failed(502, "x/y", xml).await.message(), Some("a"), "{xml}");
    }

    let html = "<!DOCTYPE html><html><head><TITLE>502 Bad\nGateway</TITLE></head><body/></html>";
    let error = failed(502, "text/html", html).await;
    assert!(error.is_server());
    let line = error.to_string();
    assert!(line.starts_with("getNote: 502 Bad Gateway: an HTML page: 502 Bad Gateway (GET /"));
}

#[tokio::test]
async fn the_status_does_not_depend_on_the_body() {
    let long = "x".repeat(100_000);
    let bodies =
        ["", " ", "<", "<<<>>>", "{", "{\"Message\":\"cut o", "null", "\u{0}", "nonsense", &long];
    for body in bodies {
        for status in [400, 401, 403, 404, 409, 429, 500, 503] {
            let error = failed(status, "application/json", body).await;
            assert_eq!(error.status().unwrap(), status);
            assert!(error.body_excerpt().unwrap_or_default().len() <= 2048);
            assert_eq!(error.is_unauthorized(), status == 401);
            assert_eq!(error.is_forbidden(), status == 403);
            assert_eq!(error.is_not_found(), status == 404);
            assert_eq!(error.is_conflict(), status == 409);
            assert_eq!(error.is_rate_limited(), status == 429);
            assert_eq!(error.is_server(), status >= 500);
            assert!(!error.to_string().contains(['\n', '\u{0}']));
        }
    }
    let deep = format!("{}x", "<a>".repeat(50_000));
    assert_eq!(failed(500, "text/xml", &deep).await.status().unwrap(), 500);
    let deep = "[".repeat(100_000);
    assert_eq!(failed(500, "application/json", &deep).await.status().unwrap(), 500);
    // not UTF-8
    let server = Server::new([response(500, &[], b"\xff\xfe")]);
    let error = notes(&server.url).get("1").await.unwrap_err();
    assert_eq!(error.body_excerpt(), Some("\u{fffd}\u{fffd}"));
    // shorter than its length
    let mut truncated = json(404, r#"{"Message":"gone"}"#);
    let at = String::from_utf8(truncated.clone()).unwrap().find("content-length: 18").unwrap();
    truncated.splice(at + 16..at + 18, *b"99");
    let server = Server::new([truncated]);
    let error = notes(&server.url).get("1").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message(), Some("gone"));
}

#[tokio::test]
async fn an_excerpt_ends_between_characters() {
    let error = failed(500, "text/plain", &"ä".repeat(2000)).await;
    assert_eq!(error.body_excerpt().unwrap(), "ä".repeat(1024));
    let error = failed(500, "text/plain", &format!("x{}", "ä".repeat(2000))).await;
    assert_eq!(error.body_excerpt().unwrap(), format!("x{}", "ä".repeat(1023)));
}

#[tokio::test]
async fn a_successful_status_with_an_error_in_the_body_is_an_error() {
    let bodies = [
        r#"{"Status":"ERROR","Message":"Invalid date"}"#,
        r#"{"Status":"ERROR","QueuedUri":"","ResultUri":null}"#,
        r#"{"Status":"ERROR","Errors":[{"Field":"a","Message":"b"}],"Uri":"/x"}"#,
        "<R><Status>ERROR</Status><Message>Invalid date</Message></R>",
    ];
    for body in bodies {
        let server = Server::new([json(200, body)]);
        let error = notes(&server.url).create("1", "s").send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 200);
        assert!(error.is_rejected() && !error.is_decode(), "{error:?}");
    }
    // an object whose state has this name
    let fine = [
        r#"{"Id":"1","Status":"ERROR","StatusMessage":"will be tried again"}"#,
        r#"{"Status":"OK","Uri":"/ERROR"}"#,
        r#"{"Status":"OK","Note":{"Status":"ERROR","Message":"x"}}"#,
    ];
    for body in fine {
        let server = Server::new([json(200, body)]);
        notes(&server.url).create("1", "s").send().await.unwrap();
    }
}

#[tokio::test]
async fn a_decode_error_has_the_json_path() {
    let server = Server::new([json(200, r#"{"Id":"1","Created":"yesterday"}"#)]);
    let error = notes(&server.url).get("1").strict_decoding(true).await.unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.json_path(), Some("$.Created"));
    assert!(error.to_string().contains("at $.Created"), "{error}");
    assert!(std::error::Error::source(&error).is_some());

    let page = "<html><head><title>Log in</title></head></html>";
    let server = Server::new([response(200, &[("content-type", "text/html")], page)]);
    let error = notes(&server.url).get("1").await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("text/html"), "{error}");
    assert_eq!(error.body_excerpt(), Some(page));

    let server = Server::new([json(200, "")]);
    assert!(notes(&server.url).get("1").await.unwrap_err().is_decode());
}

#[tokio::test]
async fn a_response_without_content_is_an_empty_result() {
    let raw = b"HTTP/1.1 204 X\r\nconnection: close\r\n\r\n".to_vec();
    let server = Server::new([raw.clone(), raw, json(200, r#"{"Ignored":[1]}"#)]);
    let notes = notes(&server.url);
    assert_eq!(notes.create("1", "s").send().await.unwrap(), WriteResult::default());
    notes.delete("1").await.unwrap();
    notes.delete("1").await.unwrap();
    // what does not confirm the write is not ignored
    server.then(json(200, "not JSON"));
    assert!(notes.delete("1").await.unwrap_err().is_decode());
}

#[tokio::test]
async fn the_maximum_size_of_a_body_can_be_set() {
    let body = format!(r#"{{"Subject":"{}"}}"#, "x".repeat(5000));
    let server = Server::new([json(200, &body), json(200, &body), json(200, &body)]);
    let notes = notes(&server.url);
    let error = notes.get("1").max_body(1000).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("1000 bytes"), "{error}");
    notes.get("1").max_body(10_000).await.unwrap();
    let client = builder().base_url(&server.url).max_body(10).build().unwrap();
    assert!(Notes { client }.get("1").await.unwrap_err().is_decode());
}

#[tokio::test]
async fn closed_connections_are_neither_timeouts_nor_failed_connections() {
    let truncated = b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n{\"Id\"".to_vec();
    let server = Server::new([truncated, Vec::new()]);
    let notes = notes(&server.url);
    let error: Error = notes.get("1").await.map(|_: Note| ()).unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.may_have_been_sent() && !error.is_timeout() && !error.is_decode());
    let error = notes.get("1").await.unwrap_err();
    assert_eq!(error.status(), None);
    assert!(error.may_have_been_sent() && !error.is_connect());
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn errors_have_the_size_of_a_pointer_and_can_be_mocked() {
    fn sound<T: Send + Sync + 'static>() {}
    sound::<Error>();
    assert_eq!(size_of::<Error>(), 8);
    let error = Error::mock()
        .status(http::StatusCode::NOT_FOUND)
        .message("no such note")
        .position(Position::page(3))
        .build();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "404 Not Found: no such note");
    assert_eq!(error.position().unwrap().number(), Some(3));
    let error = Error::mock().rejected(["A_CODE B_2", "A whole sentence"]).build();
    assert!(error.is_rejected());
    assert_eq!(error.codes().collect::<Vec<_>>(), ["A_CODE", "B_2", "A whole sentence"]);
    assert!(Error::mock().timeout().build().is_timeout());
    assert!(!Error::mock().connect().build().may_have_been_sent());
    assert!(Error::mock().decode("$.A").build().is_decode());
    assert!(Error::mock().request().build().is_request());
    assert!(Error::mock().not_ready().build().is_not_ready());
    assert!(Error::mock().outcome_unknown().build().is_outcome_unknown());
    assert!(Error::mock().paging().build().is_paging());
    assert!(Error::mock().local().build().is_local());
}

#[tokio::test]
async fn the_time_to_parse_xml_is_proportional_to_its_length() {
    // quadratic, this takes a minute
    let names: String = (0..80_000).map(|at| format!("<a{at}/>")).collect();
    let attributes: String = (0..40_000).map(|at| format!(" a{at}=''")).collect();
    let start = std::time::Instant::now();
    for body in [
        format!("<R>{names}<Message>last</Message></R>"),
        format!("<R{attributes}><Message>last</Message></R>"),
        format!("<R>{}<Message>last</Message></R>", "<a/>".repeat(200_000)),
    ] {
        assert_eq!(failed(400, "text/xml", &body).await.message(), Some("last"));
    }
    let elapsed = start.elapsed();
    assert!(elapsed < std::time::Duration::from_secs(15), "{elapsed:?}");
}
