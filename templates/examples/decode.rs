//! Says what the client makes of a captured answer: `decode OPERATION STATUS < body`.
//!
//! Prints `{ok, error, coercions, unknown, reencoded}` as JSON, with JSON paths. Ends with 0 when the client
//! reads the answer, with 1 when it does not, and with 2 when it is called wrongly.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use impact_brand::download::Download;
use impact_brand::error::FieldError;
use impact_brand::inspect::{DECODERS, Decoder, PASSED_ON};
use impact_brand::runtime::api::Operation;
use impact_brand::runtime::call::FromResponse;
use impact_brand::runtime::internals;
use impact_brand::transport::{Body, BoxFuture, Clock, Incoming, Transport, TransportError};
use impact_brand::wire::{DecodeError, Json};
use impact_brand::{Client, Error};
use serde_json::{Value, json};

#[allow(dead_code, reason = "tests take this file as a module")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut body = Vec::new();
    let read = std::io::stdin().read_to_end(&mut body);
    let read = read.map(drop).map_err(|error| format!("the body cannot be read: {error}"));
    match read.and_then(|()| called(&arguments)).and_then(|(id, status)| judge(id, status, body)) {
        Ok(verdict) => {
            // nobody may be listening any more
            let _ = writeln!(std::io::stdout(), "{}", verdict.text());
            if verdict.ok { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn called(arguments: &[String]) -> Result<(&str, u16), String> {
    let [id, status] = arguments else {
        return Err("call it as `decode OPERATION STATUS < body`".to_owned());
    };
    let status = status.parse().map_err(|_| format!("`{status}` is no HTTP status"))?;
    Ok((id, status))
}

/// What the client makes of an answer of this operation with this status.
pub fn judge(id: &str, status: u16, body: Vec<u8>) -> Result<PollOutcome, String> {
    let decoder = DECODERS.iter().find(|decoder| decoder.operation().id == id);
    let passed_on = PASSED_ON.iter().copied().find(|operation| operation.id == id);
    let Some(operation) = decoder.map(Decoder::operation).or(passed_on) else {
        return Err(format!("no operation has the id `{id}`; operations.json lists them all"));
    };
    Ok(match decoder {
        _ if !(200..300).contains(&status) => failure(operation, status, body),
        _ if passed_on.is_some() && status != 202 => passed(),
        Some(decoder) => answer(decoder, status, body),
        None => match ask::<Download>(operation, Canned { status, body }) {
            Ok(_) => passed(),
            Err(error) => refused(&error),
        },
    })
}

/// What is printed.
#[derive(Debug, Default)]
pub struct PollOutcome {
    /// Whether the client reads it: an answer as its type, the explanation of a failure as an error.
    pub ok: bool,
    error: Value,
    coercions: Vec<Value>,
    unknown: Vec<Value>,
    /// The answer as the client would write it, to the last digit.
    reencoded: Option<String>,
}

impl PollOutcome {
    /// As JSON, a line per member. What is written again is not parsed once more, to change no digit.
    pub fn text(&self) -> String {
        let fields = [
            ("ok", self.ok.to_string()),
            ("error", self.error.to_string()),
            ("coercions", lines(&self.coercions)),
            ("unknown", lines(&self.unknown)),
            ("reencoded", self.reencoded.clone().unwrap_or_else(|| "null".to_owned())),
        ];
        let fields = fields.map(|(name, value)| format!("  \"{name}\": {value}"));
        format!("{{\n{}\n}}", fields.join(",\n"))
    }
}

fn lines(list: &[Value]) -> String {
    if list.is_empty() {
        return "[]".to_owned();
    }
    let list: Vec<String> = list.iter().map(|value| format!("    {value}")).collect();
    format!("[\n{}\n  ]", list.join(",\n"))
}

/// A body that is handed on as it comes in, whatever it is.
fn passed() -> PollOutcome {
    PollOutcome { ok: true, ..PollOutcome::default() }
}

/// The answer through the type of its operation, unless it says failure in spite of its status.
fn answer(decoder: &Decoder, status: u16, body: Vec<u8>) -> PollOutcome {
    let is_without_content = body.is_empty() && matches!(status, 204 | 205);
    let inspection = decoder.inspect(if is_without_content { b"{}" } else { &body });
    if let Err(error) = ask::<()>(decoder.operation(), Canned { status, body }) {
        return refused(&error);
    }
    let report = inspection.report;
    let note = |path: &str, what: &str| json!({ "path": path, "what": what });
    let coercions = report.coercions.iter().map(|found| note(&found.path, found.what));
    let members = report.unknown_members.iter().map(|path| note(path, "no field takes it"));
    let values = report.unknown_values.iter().map(|path| note(path, "not among the listed values"));
    let (error, reencoded) = match inspection.encoded {
        Ok(text) => (Value::Null, Some(text)),
        Err(fault) => (decode_error(&fault), None),
    };
    PollOutcome {
        ok: error.is_null(),
        error,
        coercions: coercions.collect(),
        unknown: members.chain(values).collect(),
        reencoded,
    }
}

fn decode_error(fault: &DecodeError) -> Value {
    let (path, expected, found) = (fault.path(), fault.expected(), fault.found());
    json!({ "path": path, "expected": expected, "found": found, "line": fault.to_string() })
}

/// The error that a program would get for a success that is none.
fn refused(error: &Error) -> PollOutcome {
    PollOutcome { error: explained(error), ..PollOutcome::default() }
}

/// The error that a program would get for a failure. It is read when its body explains it, or is empty.
fn failure(operation: &'static Operation, status: u16, body: Vec<u8>) -> PollOutcome {
    let is_empty = body.trim_ascii().is_empty();
    match ask::<Json>(operation, Canned { status, body }) {
        Ok(_) => passed(),
        Err(error) => {
            let ok = is_empty || error.message().is_some() || !error.field_errors().is_empty();
            PollOutcome { ok, error: explained(&error), ..PollOutcome::default() }
        }
    }
}

fn explained(error: &Error) -> Value {
    let problems = |list: &[FieldError]| -> Vec<Value> {
        let one = |it: &FieldError| json!({ "field": it.field, "level": it.level, "message": it.message });
        list.iter().map(one).collect()
    };
    json!({
        "status": error.status().map(|status| status.as_u16()),
        "message": error.message(),
        "fields": problems(error.field_errors()),
        "warnings": problems(error.warnings()),
        "line": error.to_string(),
    })
}

/// Sends a request to a service that gives one answer.
fn ask<T: FromResponse>(operation: &'static Operation, canned: Canned) -> Result<T, Error> {
    let scheme = operation.scheme.unwrap_or_default();
    let client = Client::builder("account", "token")
        .credentials(scheme, "user", "password")
        .transport(canned)
        .clock(Frozen)
        .build()?;
    let mut request = internals::request(&client, operation);
    for part in operation.path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            request = request.path::<&str>(name, "1");
        }
    }
    // the request is made up, so it is not validated
    request.set_skip_validation();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async { request.send::<T>().await })
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
}

/// A clock whose timers never fire.
#[derive(Debug)]
struct Frozen;

impl Clock for Frozen {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}
