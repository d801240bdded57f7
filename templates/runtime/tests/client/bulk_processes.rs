//! Ledgers that are shared by processes, which are killed, or cannot write any more.
#![cfg(target_os = "linux")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use runtime::bulk::OutcomeState;

use crate::api::notes;
use crate::bulk_api::conversion;
use crate::bulk_ledger::Folder;
use crate::server::{Received, Server, json};

const ORDERS: usize = 120;

/// A server that accepts each order, and counts them.
fn server() -> Server {
    Server::serving(|request: &Received| {
        let order = request.text();
        json(200, &format!(r#"{{"Status":"QUEUED","QueuedUri":"/A/Submissions/{order}"}}"#))
    })
}

/// Returns how often each order was received.
fn counts(server: &Server) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for request in server.received() {
        *counts.entry(request.text()).or_default() += 1;
    }
    counts
}

/// What a run returned: the orders that were accepted, those that are unknown, and the error that ended it.
struct Run {
    accepted: Vec<String>,
    unknown: usize,
    error: Option<runtime::Error>,
}

async fn run(url: &str, folder: &Folder) -> Run {
    let orders = (0..ORDERS).map(|order| conversion(format!("order-{order:0>40}")));
    let mut write = notes(url).submit_all(orders).concurrency(4).ledger(folder.ledger());
    let mut run = Run { accepted: Vec::new(), unknown: 0, error: None };
    while let Some(outcome) = write.next().await {
        match outcome {
            Ok(outcome) => match outcome.state {
                OutcomeState::Accepted(_) => run.accepted.push(format!("OrderId={}", outcome.key)),
                OutcomeState::Unknown(_) => run.unknown += 1,
                state => panic!("{}: {state:?}", outcome.key),
            },
            Err(error) => run.error = Some(error),
        }
    }
    run
}

/// Runs a bulk write for the test that has started this process, and reports how it ended.
#[tokio::test]
async fn child() {
    let Ok(url) = std::env::var("BULK_CHILD_URL") else { return };
    let folder = Folder::at(std::env::var("BULK_CHILD_FOLDER").unwrap());
    let run = run(&url, &folder).await;
    std::mem::forget(folder);
    let error = run.error.map(|error| (error.is_local(), error.may_have_been_sent()));
    println!("returned {} {error:?}", run.accepted.len() + run.unknown);
}

/// Starts a process that runs the bulk write, after a command of the shell.
fn start(server: &Server, folder: &Folder, command: &str) -> Child {
    let name = format!("{}::child", module_path!().split_once("::").unwrap().1);
    let program = std::env::current_exe().unwrap();
    Command::new("sh")
        .args(["-c", &format!("{command} exec \"$0\" --exact {name} --nocapture")])
        .arg(program)
        .env("BULK_CHILD_URL", &server.url)
        .env("BULK_CHILD_FOLDER", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Completes a run, and checks that no order was received twice.
async fn complete(server: &Server, folder: &Folder) -> Run {
    let run = run(&server.url, folder).await;
    assert!(run.error.is_none(), "{:?}", run.error);
    let counts = counts(server);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    assert!(run.accepted.iter().all(|order| counts.contains_key(order)));
    assert_eq!(run.accepted.len() + run.unknown, ORDERS);
    run
}

#[tokio::test]
async fn a_process_that_is_killed_is_continued_without_a_repetition() {
    for received in [1, 17, 60] {
        let (server, folder) = (server(), Folder::new());
        let mut child = start(&server, &folder, "");
        while server.received().len() < received {
            std::thread::yield_now();
        }
        // the ledger is in use, unless the process has ended
        let other = run(&server.url, &folder).await;
        if let Some(error) = other.error {
            assert!(error.is_local() && !error.may_have_been_sent(), "{error:?}");
            assert!(other.accepted.is_empty() && other.unknown == 0);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let run = complete(&server, &folder).await;
        assert!(run.unknown <= 4, "{}", run.unknown);
    }
}

#[tokio::test]
async fn a_ledger_that_cannot_grow_ends_the_run_without_a_repetition() {
    // the size of files in blocks of 512 bytes: the last line is not written completely
    for blocks in 2..10 {
        let (server, folder) = (server(), Folder::new());
        let mut child = start(&server, &folder, &format!("trap '' XFSZ; ulimit -f {blocks};"));
        let output = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let lines: Vec<String> = output.collect();
        assert!(child.wait().unwrap().success(), "{lines:?}");
        let line = lines.iter().find_map(|line| line.split_once("returned ")).unwrap().1;
        let (returned, error) = line.split_once(' ').unwrap();
        let returned: usize = returned.parse().unwrap();
        let received = server.received().len();
        assert!(returned < ORDERS && received >= returned);
        // it is a failure of this machine, after which elements without an outcome may have been sent
        let is_sent = error == "Some((true, true))";
        assert!(is_sent || error == "Some((true, false))", "{error}");
        assert!(is_sent || received == returned, "{returned} of {received}");
        complete(&server, &folder).await;
    }
}
