//! Every program of the documentation, run against a server on loopback that serves the examples of the spec.

mod programs;
#[path = "../../../templates/runtime/tests/client/server.rs"]
#[allow(dead_code, reason = "it serves the tests of the runtime too")]
mod server;
mod service;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::error::Error;
use std::pin::Pin;
use std::time::{Duration, Instant};

use impact_brand::Client;
use impact_brand::transport::{BoxFuture, Clock};

use service::Service;

/// The result of a program.
type Outcome = Result<(), Box<dyn Error>>;

/// A program of the documentation.
struct Program {
    /// Where it is: `group::method`, a line of a README, or a file.
    label: &'static str,
    /// Runs it.
    run: fn() -> Outcome,
}

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

thread_local! {
    /// The URL of the server, for the clients of the programs.
    static URL: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Returns a client for the server, instead of one that is created by a function of the crate.
fn client_instead_of(
    _: fn() -> Result<Client, impact_brand::Error>,
) -> Result<Client, impact_brand::Error> {
    client()
}

/// Returns a client for the server.
fn client() -> Result<Client, impact_brand::Error> {
    Client::builder("IRAccountSid", "token")
        .calls_credentials("user", "password")
        .base_url(URL.with_borrow(String::clone))
        .clock(Impatient)
        .build()
}

/// Runs the future of a program.
fn run(program: impl Future<Output = Outcome>) -> Outcome {
    let program: Pin<Box<dyn Future<Output = Outcome> + '_>> = Box::pin(program);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(program)
}

/// A clock whose waits between polls end at once. Timeouts are longer and do not occur.
#[derive(Debug)]
struct Impatient;

impl Clock for Impatient {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        match duration < Duration::from_secs(60) {
            true => Box::pin(std::future::ready(())),
            false => Box::pin(std::future::pending()),
        }
    }
}

#[test]
fn every_documented_program_runs() {
    let folder = tempfile::tempdir().unwrap();
    std::env::set_current_dir(folder.path()).unwrap();
    std::fs::write("example.csv", "Id,Name\n1,Mug\n").unwrap();
    let service = Service::start();
    let mut failures = Vec::new();
    for program in PROGRAMS.iter().filter(|program| !program.label.starts_with("examples/")) {
        let before = service.requests().len();
        URL.set(service.url().to_owned());
        let outcome = (program.run)();
        let served = service.requests().split_off(before);
        if let Err(error) = outcome {
            failures.push(format!("{}: {error} after {served:?}", program.label));
        } else if served.is_empty() {
            failures.push(format!("{}: sent no request", program.label));
        } else if service.method(program.label).is_some_and(|id| !served.contains(&id)) {
            failures.push(format!("{}: sent {served:?}", program.label));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_operation_has_an_example() {
    let labels: BTreeSet<&str> = PROGRAMS.iter().map(|program| program.label).collect();
    let methods = service::methods();
    let missing: Vec<&String> =
        methods.keys().filter(|method| !labels.contains(method.as_str())).collect();
    assert!(missing.is_empty(), "no example: {missing:?}");
}
