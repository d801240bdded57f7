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
use std::time::{Duration, Instant, SystemTime};

use impact_brand::transport::{BoxFuture, Clock};
use impact_brand::{Client, ClientBuilder};

use service::Service;

/// The labels of the programs that need no server: each replaces it.
const OWN_SERVICE: &str = "guide/testing.md:";

/// The result of a program.
type Outcome = Result<(), Box<dyn Error>>;

/// A program of the documentation.
struct Program {
    /// Where it is: `group::method`, a line of a README or of a page of the guide, or a file.
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
fn client_instead_of<C: OfServer>(
    _: fn() -> Result<C, impact_brand::Error>,
) -> Result<C, impact_brand::Error> {
    C::of_server()
}

/// A client that can be created for the server.
trait OfServer: Sized {
    fn of_server() -> Result<Self, impact_brand::Error>;
}

impl OfServer for Client {
    fn of_server() -> Result<Self, impact_brand::Error> {
        client()
    }
}

impl OfServer for impact_brand::blocking::Client {
    fn of_server() -> Result<Self, impact_brand::Error> {
        Self::builder("IRAccountSid", "token").base_url(URL.with_borrow(String::clone)).build()
    }
}

/// Returns a builder for a client of the server, instead of one that a function of the crate returns.
fn builder_instead_of(
    builder: fn(String, String) -> ClientBuilder,
    account: &str,
    token: &str,
) -> ClientBuilder {
    builder(account.to_owned(), token.to_owned())
        .base_url(URL.with_borrow(String::clone))
        .clock(Impatient)
        // not shorter than the limit of `Impatient`
        .read_timeout(LONGEST_WAIT)
}

/// Returns a client for the server.
fn client() -> Result<Client, impact_brand::Error> {
    builder_instead_of(Client::builder, "IRAccountSid", "token")
        .calls_credentials("user", "password")
        .build()
}

/// Runs the future of a program.
fn run(program: impl Future<Output = Outcome>) -> Outcome {
    let program: Pin<Box<dyn Future<Output = Outcome> + '_>> = Box::pin(program);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(program)
}

/// The waits between polls are shorter, and the timeouts are not.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A clock whose waits between polls end at once. Timeouts are longer and do not occur.
#[derive(Debug)]
struct Impatient;

impl Clock for Impatient {
    fn now(&self) -> Instant {
        Instant::now()
    }

    // the dates of the examples stay within the limits of their age
    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        match duration < LONGEST_WAIT {
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
        } else if served.is_empty() && !program.label.starts_with(OWN_SERVICE) {
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
