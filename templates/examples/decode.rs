//! Says what the client makes of a captured answer: `decode OPERATION STATUS < body`.
//!
//! Prints `{ok, error, coercions, unknown, reencoded}` as JSON, with JSON paths. Ends with 0 when the answer
//! is read, with 1 when it is not.

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use impact_brand::inspect::{DECODERS, Decoder};
use impact_brand::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use impact_brand::wire::Json;
use impact_brand::{Client, Error};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let operation = arguments.next().unwrap_or_default();
    let status = arguments.next().and_then(|status| status.parse().ok()).unwrap_or(200);
    let Some(decoder) = DECODERS.iter().find(|decoder| decoder.operation().id == operation) else {
        eprintln!("no operation `{operation}` answers something to decode; operations.json lists them all");
        return ExitCode::FAILURE;
    };
    let mut body = Vec::new();
    if let Err(error) = std::io::stdin().read_to_end(&mut body) {
        eprintln!("the body cannot be read: {error}");
        return ExitCode::FAILURE;
    }
    let verdict = if status < 300 { answer(decoder, &body) } else { failure(decoder, status, body) };
    println!("{}", verdict.text());
    if verdict.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is printed.
#[derive(Default)]
struct Verdict {
    /// Whether the client reads it: an answer as its type, a failure as an error.
    ok: bool,
    error: Value,
    coercions: Vec<Value>,
    unknown: Value,
    /// The answer as the client would write it, to the last digit.
    reencoded: Option<String>,
}

impl Verdict {
    fn text(&self) -> String {
        let fields = [
            ("ok", self.ok.to_string()),
            ("error", self.error.to_string()),
            ("coercions", Value::from(self.coercions.clone()).to_string()),
            ("unknown", self.unknown.to_string()),
            ("reencoded", self.reencoded.clone().unwrap_or_else(|| "null".to_owned())),
        ];
        let fields = fields.map(|(name, value)| format!("  \"{name}\": {value}"));
        format!("{{\n{}\n}}", fields.join(",\n"))
    }
}

/// The answer through the type of its operation.
fn answer(decoder: &Decoder, body: &[u8]) -> Verdict {
    let inspection = decoder.inspect(body);
    let coercions = inspection.report.coercions.iter();
    let unknown = json!({
        "members": inspection.report.unknown_members,
        "values": inspection.report.unknown_values,
    });
    let (error, reencoded) = match inspection.written {
        Ok(text) => (Value::Null, Some(text)),
        Err(fault) => {
            let (path, expected, found) = (fault.path(), fault.expected(), fault.found());
            (json!({ "path": path, "expected": expected, "found": found }), None)
        }
    };
    Verdict {
        ok: error.is_null(),
        error,
        coercions: coercions.map(|found| json!({ "path": found.path, "what": found.what })).collect(),
        unknown,
        reencoded,
    }
}

/// The error that a program would get.
fn failure(decoder: &Decoder, status: u16, body: Vec<u8>) -> Verdict {
    let Err(error) = ask(decoder, Canned { status, body }) else { return Verdict::default() };
    let problems = error.fields().iter();
    let problems: Vec<Value> = problems
        .map(|found| json!({ "field": found.field, "level": found.level, "message": found.message }))
        .collect();
    let line = error.to_string();
    let error = json!({ "line": line, "message": error.message(), "fields": problems });
    Verdict { ok: true, error, ..Verdict::default() }
}

/// Sends a request to a service that gives one answer.
fn ask(decoder: &Decoder, canned: Canned) -> Result<Json, Error> {
    let client = Client::builder("account", "token").transport(Arc::new(canned)).build()?;
    let operation = decoder.operation();
    let mut request = client.request(operation);
    for part in operation.path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            request = request.path::<&str>(name, "1");
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async { request.call::<Json>().await })
}

/// A service that gives one answer, whatever it is asked.
#[derive(Debug)]
struct Canned {
    status: u16,
    body: Vec<u8>,
}

impl Transport for Canned {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let body = Incoming::bytes(self.body.clone());
        let answer = http::Response::builder().status(self.status).body(body);
        Box::pin(async move { answer.map_err(TransportError::other) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}
