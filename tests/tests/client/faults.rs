//! The fault matrix: every fault of a connection or a response, for each kind of operation, over real sockets.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use impact_brand::conversions::Conversion;
use impact_brand::transport::{BoxFuture, Clock};
use impact_brand::wire::{DateTime, Upload};
use impact_brand::{Client, Error};

use crate::TOKEN;
use crate::driver::IS_BLOCKING;
use crate::failing_server::{FailingServer, Fault, retrying, transport};
use crate::server::{Server, json, response};

/// A fault, and for each operation what the user gets and the number of requests that are sent. The number of attempts
/// is the same, unless it follows a `/`.
type Row = (&'static str, fn() -> Fault, [&'static str; 7]);

const COLUMNS: [&str; 7] =
    ["read", "list", "idempotent", "non-idempotent", "upload", "download", "job"];

#[rustfmt::skip]
const MATRIX: &[Row] = &[
    //                                              read         list         idempotent   other        upload       download     job
    ("refused",             || Fault::Refused,     ["connect 4", "connect 4", "connect 4", "connect 4", "connect 4", "connect 4", "connect 4"]),
    ("reset before",        || Fault::ResetBefore, ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("reset during",        || Fault::ResetDuring, ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("reset after",         || Fault::ResetAfter,  ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("closed after",        || Fault::Closed,      ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("part of a head",      || raw("HTTP/1.1 200 OK\r\ncontent-le"),
                                                   ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("another protocol",    || raw("SMTP ready\r\n\r\n"),
                                                   ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("stalled head",        || stall("HTTP/1.1 200 OK\r\n"),
                                                   ["timeout 4", "timeout 4", "timeout 4", "timeout 1", "timeout 4", "timeout 4", "timeout 1"]),
    // the file of a job arrives in part, and is requested again
    ("stalled body",        || stall("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nId,Name"),
                                                   ["timeout 4", "timeout 4", "timeout 4", "timeout 1", "timeout 4", "timeout 4", "timeout 1"]),
    ("stalled error",       || stall("HTTP/1.1 404 X\r\ncontent-length: 99\r\n\r\n{"),
                                                   ["404 1",     "404 1",     "404 1",     "404 1",     "404 1",     "404 1",     "404 1"]),
    ("truncated",           || raw("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nId,Name"),
                                                   ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("truncated chunks",    || raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nId,Na"),
                                                   ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("truncated error",     || raw("HTTP/1.1 503 X\r\ncontent-length: 99\r\n\r\n{\"Mess"),
                                                   ["503 4",     "503 4",     "503 4",     "503 1",     "503 4",     "503 4",     "503 1"]),
    ("invalid length",      || raw("HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}"),
                                                   ["closed 4",  "closed 4",  "closed 4",  "closed 1",  "closed 4",  "closed 4",  "closed 1"]),
    ("short length",        || raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\n{\"Id\":\"1\"}"),
                                                   ["decode 1",  "decode 1",  "decode 1",  "decode 1",  "decode 1",  "ok 1",      "decode 1"]),
    ("429",                 || too_many("", ""),   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, seconds",        || too_many("Retry-After", "7"),
                                                   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, date",           || too_many("Retry-After", "Fri, 15 Jan 2027 08:00:09 GMT"),
                                                   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, reset",          || too_many("X-RateLimit-Reset", "7"),
                                                   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, timestamp",      || too_many("X-RateLimit-Reset", "1800000009"),
                                                   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, reset-hour",     || too_many("X-RateLimit-Reset-hour", "7"),
                                                   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, RateLimit",      || too_many("RateLimit-Reset", "7"),
                                                   ["429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4",     "429 4"]),
    ("429, an hour",        || too_many("X-RateLimit-Reset", "3600"),
                                                   ["429 1",     "429 1",     "429 1",     "429 1",     "429 1",     "429 1",     "429 1"]),
    ("500, HTML",           || html(500),          ["500 4",     "500 4",     "500 4",     "500 1",     "500 4",     "500 4",     "500 1"]),
    ("502, HTML",           || html(502),          ["502 4",     "502 4",     "502 4",     "502 1",     "502 4",     "502 4",     "502 1"]),
    ("503, HTML",           || html(503),          ["503 4",     "503 4",     "503 4",     "503 1",     "503 4",     "503 4",     "503 1"]),
    ("504, HTML",           || html(504),          ["504 4",     "504 4",     "504 4",     "504 1",     "504 4",     "504 4",     "504 1"]),
    ("401",                 || refusal(401),       ["401 1",     "401 1",     "401 1",     "401 1",     "401 1",     "401 1",     "401 1"]),
    ("403",                 || refusal(403),       ["403 1",     "403 1",     "403 1",     "403 1",     "403 1",     "403 1",     "403 1"]),
    ("404",                 || refusal(404),       ["404 1",     "404 1",     "404 1",     "404 1",     "404 1",     "404 1",     "404 1"]),
    ("409",                 || refusal(409),       ["409 1",     "409 1",     "409 1",     "409 1",     "409 1",     "409 1",     "409 1"]),
    ("400, XML",            || respond(400, "text/xml", XML_ERROR),
                                                   ["400 1",     "400 1",     "400 1",     "400 1",     "400 1",     "400 1",     "400 1"]),
    ("200, XML error",      || respond(200, "text/xml", XML_ERROR),
                                                   ["rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1"]),
    ("200, error",          || respond(200, JSON, r#"{"Status":"ERROR","Message":"on fire"}"#),
                                                   ["rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1"]),
    ("200, error member",   || respond(200, JSON, r#"{"error":"on fire"}"#),
                                                   ["rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1", "rejected 1"]),
    ("empty",               || respond(200, JSON, ""),
                                                   ["decode 1",  "decode 1",  "ok 1",      "ok 1",      "ok 1",      "decode 1",  "decode 1"]),
    ("204",                 || raw("HTTP/1.1 204 X\r\nconnection: close\r\n\r\n"),
                                                   ["ok 1",      "ok 1",      "ok 1",      "ok 1",      "ok 1",      "decode 1",  "decode 1"]),
    ("invalid JSON",        || respond(200, JSON, "{\"Id\":"),
                                                   ["decode 1",  "decode 1",  "decode 1",  "decode 1",  "decode 1",  "ok 1",      "decode 1"]),
    ("200, HTML",           || html(200),          ["decode 1",  "decode 1",  "decode 1",  "decode 1",  "decode 1",  "decode 1",  "decode 1"]),
    ("other content type",  || respond(200, "text/plain", r#"{"Id":"1","QueuedUri":"/APISubmissions/1","Actions":[]}"#),
                                                   ["ok 1",      "ok 1",      "ok 1",      "ok 1",      "ok 1",      "ok 1",      "ok 2"]),
    ("202",                 || respond(202, JSON, RUNNING),
                                                   ["ok 1",      "ok 1",      "ok 1",      "ok 1",      "ok 1",      "not ready 1", "not ready 2/1"]),
    ("200, running",        || respond(200, JSON, RUNNING),
                                                   ["ok 1",      "ok 1",      "ok 1",      "ok 1",      "ok 1",      "not ready 1", "not ready 2/1"]),
    ("redirect cycle",      || redirect("/again"), ["302 1",     "302 1",     "302 1",     "302 1",     "302 1",     "302 6/1",   "302 1"]),
    ("redirect, plain HTTP", || redirect("http://files.example.com/x"),
                                                   ["302 1",     "302 1",     "302 1",     "302 1",     "302 1",     "302 1",     "302 1"]),
];

const JSON: &str = "application/json";

const XML_ERROR: &str = "<?xml version=\"1.0\"?><ImpactRadiusResponse><Status>ERROR</Status>\
    <Message>on fire</Message></ImpactRadiusResponse>";

const RUNNING: &str = r#"{"Id":"1","Status":"RUNNING","QueuedUri":"/APISubmissions/1"}"#;

fn raw(text: &str) -> Fault {
    Fault::Respond(text.into())
}

fn stall(text: &str) -> Fault {
    Fault::Stall(text.into())
}

fn respond(status: u16, content_type: &str, body: &str) -> Fault {
    Fault::Respond(response(status, &[("content-type", content_type)], body))
}

fn html(status: u16) -> Fault {
    respond(status, "text/html", "<html><head><title>Bad Gateway</title></head></html>")
}

fn refusal(status: u16) -> Fault {
    Fault::Respond(json(status, r#"{"Status":"ERROR","Message":"on fire"}"#))
}

fn too_many(name: &str, value: &str) -> Fault {
    let headers = [(name, value)];
    Fault::Respond(response(429, if name.is_empty() { &[] } else { &headers }, ""))
}

fn redirect(location: &str) -> Fault {
    Fault::Respond(response(302, &[("location", location)], ""))
}

/// The timeout for a stalled server. It is the only one that elapses.
const STALLED: Duration = Duration::from_millis(40);

/// A clock whose delays elapse at once. Timeouts are those of the operating system.
#[derive(Debug)]
struct ImpatientClock(Mutex<Duration>, Instant);

impl ImpatientClock {
    fn new() -> Self {
        Self(Mutex::new(Duration::ZERO), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().expect("no panic")
    }
}

impl Clock for ImpatientClock {
    fn now(&self) -> Instant {
        self.1 + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000) + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let is_delay = duration.as_millis().is_multiple_of(1000) && duration < TIMEOUT;
        if is_delay {
            *self.0.lock().expect("no panic") += duration;
            return Box::pin(async {});
        }
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The attempt timeout of the other servers, longer than any delay.
const TIMEOUT: Duration = Duration::from_secs(3601);

/// Returns the timeouts of an attempt and between two parts of a body.
fn timeouts(fault: &Fault) -> (Duration, Duration) {
    match fault {
        Fault::Stall(bytes) if bytes.ends_with(b"\n") => (STALLED, TIMEOUT),
        // the blocking driver has one timeout for both
        Fault::Stall(_) if IS_BLOCKING => (STALLED, TIMEOUT),
        // the head is complete
        Fault::Stall(_) => (TIMEOUT, STALLED),
        _ => (TIMEOUT, TIMEOUT),
    }
}

type Outcome = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// Calls the operation of a column to its end.
fn call(client: Client, column: &str, folder: &Path) -> Outcome {
    let path = folder.join("report.csv");
    match column {
        "read" => Box::pin(async move { client.actions().get("1").await.map(drop) }),
        "list" => Box::pin(async move {
            let mut items = client.actions().list("1").items();
            while let Some(item) = items.next().await {
                item?;
            }
            Ok(())
        }),
        "idempotent" => {
            Box::pin(async move { client.actions().reverse("1", "OTHER").await.map(drop) })
        }
        "non-idempotent" => Box::pin(async move {
            let date: DateTime = "2026-01-15T22:55:32-08:00".parse().expect("a date");
            let conversion = Conversion::new("1", date, "ORDER-1").event_type_id("2").click_id("3");
            client.conversions().submit(conversion).await.map(drop)
        }),
        "upload" => Box::pin(async move {
            let file = Upload::bytes("items.csv", vec![b'x'; 100_000]);
            client.catalogs().upload("1", file).await.map(drop)
        }),
        "download" => {
            Box::pin(async move { client.jobs().export_job("1").save(path).await.map(drop) })
        }
        "job" => Box::pin(async move {
            let job =
                client.reports().export("x").campaign_id("1").skip_validation().start().await?;
            job.save(path).await.map(drop)
        }),
        other => panic!("unknown column `{other}`"),
    }
}

/// Returns what the user gets.
fn outcome(result: &Result<(), Error>) -> String {
    let Err(error) = result else { return "ok".to_owned() };
    let kind = match error {
        error if error.is_connect() => "connect",
        error if error.is_timeout() => "timeout",
        error if error.is_rejected() => "rejected",
        error if error.is_decode() => "decode",
        error if error.is_not_ready() => "not ready",
        error if format!("{error:?}").contains("kind: ConnectionClosed") => "closed",
        error => return error.status().map_or("no status".to_owned(), |it| it.as_str().to_owned()),
    };
    kind.to_owned()
}

/// Checks what every error has.
fn check(error: &Error, case: &str) {
    let status = error.status().map(|status| status.as_u16());
    assert_eq!(error.is_unauthorized(), status == Some(401), "{case}");
    assert_eq!(error.is_forbidden(), status == Some(403), "{case}");
    assert_eq!(error.is_not_found(), status == Some(404), "{case}");
    assert_eq!(error.is_conflict(), status == Some(409), "{case}");
    assert_eq!(error.is_rate_limited(), status == Some(429), "{case}");
    assert_eq!(error.may_have_been_sent(), !error.is_connect(), "{case}");
    assert!(error.operation().is_some() && !error.is_request(), "{case}");
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains(TOKEN) && !text.contains("IRAccountSid"), "{case}");
    }
}

fn files(folder: &Path) -> io::Result<usize> {
    Ok(std::fs::read_dir(folder)?.count())
}

#[tokio::test]
async fn the_fault_matrix() {
    let (transport, mut wrong) = (transport(), Vec::new());
    for (name, fault, expected) in MATRIX {
        let server = FailingServer::start(fault());
        let (timeout, read_timeout) = timeouts(&fault());
        let mut before = 0;
        for (column, expected) in COLUMNS.into_iter().zip(expected) {
            let folder = tempfile::tempdir().expect("a folder");
            let client =
                retrying(&server.url, &transport).timeout(timeout).read_timeout(read_timeout);
            let client = client.clock(ImpatientClock::new()).operation_timeout(10 * TIMEOUT);
            let client = client.build().expect("a client for loopback");
            let result = call(client, column, folder.path()).await;
            let case = format!("{name}, {column}: {result:?}");
            let (kind, numbers) = expected.rsplit_once(' ').expect("a cell");
            let (requests, attempts) = numbers.split_once('/').unwrap_or((numbers, numbers));
            let requests: usize = requests.parse().expect("a number");
            let mut found = outcome(&result);
            if let Err(error) = &result {
                check(error, &case);
                assert_eq!(error.attempts().to_string(), attempts, "{case}");
                assert_eq!(files(folder.path()).expect("a folder"), 0, "{case}");
            }
            if !matches!(fault(), Fault::Refused) {
                let count = server.count(before + requests);
                assert_eq!(count - before, requests, "{case}");
                before = count;
            }
            found.push_str(&format!(" {numbers}"));
            if found != *expected {
                wrong.push(format!("{case}: expected {kind}, found {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn a_redirect_to_another_host_is_followed_for_files_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = Server::serving(|_| response(200, &[("content-type", "text/csv")], "Id\n1\n"));
    let server = FailingServer::start(redirect(&format!("{}/signed?key=1", other.url)));
    let transport = transport();
    for (count, column) in COLUMNS.into_iter().enumerate() {
        let client = retrying(&server.url, &transport).build().expect("a client for loopback");
        let result = call(client, column, folder.path()).await;
        assert_eq!(outcome(&result), if column == "download" { "ok" } else { "302" }, "{column}");
        assert_eq!(server.count(count + 1), count + 1, "{column}");
    }
    let fetched = other.only_request();
    assert!(!format!("{fetched:?}").contains(TOKEN) && fetched.header("authorization").is_none());
}
