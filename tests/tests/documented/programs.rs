//! The example programs, and one of the guide, each in a process of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::SystemTime;

use serde_json::Value;

use crate::server::{Server, json, response};
use crate::service::{Service, named_example};
use crate::{Outcome, PROGRAMS};

/// The variable with the URL of the server.
const SERVER: &str = "IMPACT_BASE_URL";

/// The variable with the label of the program that [`child`] runs.
const LABEL: &str = "DOCUMENTED_PROGRAM";

#[test]
#[ignore = "the other tests start it as a process"]
fn child() -> Outcome {
    let Ok(label) = std::env::var(LABEL) else { return Ok(()) };
    let program =
        PROGRAMS.iter().find(|program| program.label == label).ok_or("no such program")?;
    crate::URL.set(std::env::var(SERVER)?);
    (program.run)()
}

/// Returns the command that runs an example program in a folder.
fn command(program: &str, url: &str, folder: &Path) -> Command {
    labelled_command(&format!("examples/{program}.rs"), url, folder)
}

fn labelled_command(label: &str, url: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["programs::child", "--exact", "--ignored", "--nocapture"])
        .env(LABEL, label)
        .env(SERVER, url)
        .env("IMPACT_ACCOUNT_SID", "IRAccountSid")
        .env("IMPACT_AUTH_TOKEN", "token")
        .current_dir(folder);
    command
}

/// Runs an example program to its end, and returns what it prints.
fn run(program: &str, url: &str, folder: &Path) -> String {
    output(program, command(program, url, folder))
}

/// Runs a program to its end, and returns what it prints.
fn output(program: &str, mut command: Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} failed:\n{text}\n{errors}");
    text
}

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn assert_lines(text: &str, expected: &[&str]) {
    for line in expected {
        assert!(text.lines().any(|own| own.ends_with(line)), "expected `{line}` in:\n{text}");
    }
}

#[test]
fn filtered_list_adds_up_amounts() {
    let service = Service::start();
    let text = run("filtered_list", service.url(), temporary().path());
    let [received] = &service.received()[..] else { panic!("{:?}", service.received()) };
    assert!(received.target.contains("State=PENDING"), "{}", received.target);
    let page = named_example("listActions", "page");
    let ids =
        page["Actions"].as_array().unwrap().iter().map(|action| action["Id"].as_str().unwrap());
    for id in ids {
        assert!(text.contains(&format!("{id}: ")), "expected `{id}` in:\n{text}");
    }
    assert!(text.contains("total: "), "{text}");
}

/// Returns a page of two actions of a program and a part of the range. Each part has two pages.
fn page(target: &str) -> Vec<u8> {
    let url = reqwest::Url::parse(&format!("http://localhost{target}")).unwrap();
    let value = |name: &str| {
        let found = url.query_pairs().find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned())
    };
    let program = value("CampaignId").unwrap();
    let part = value("StartDate").unwrap();
    let is_last = value("Page").is_some();
    let number = if is_last { "2" } else { "1" };
    let ids = ["a", "b"].map(|item| format!("{program}/{part}/{number}{item}"));
    let actions: Vec<Value> = ids.map(|id| serde_json::json!({ "Id": id })).into();
    let next = if is_last { String::new() } else { format!("{target}&Page=2") };
    let page = serde_json::json!({ "Actions": actions, "@numpages": "2", "@nextpageuri": next });
    json(200, &page.to_string())
}

/// Returns the ids in a file of one JSON object per line.
fn ids(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let id = |line| serde_json::from_str::<Value>(line).unwrap()["Id"].as_str().unwrap().to_owned();
    text.lines().map(id).collect()
}

/// Returns a server that sends this number of pages, and fails for every fifth request. It reports the request after
/// them, and sends nothing before the returned sender is dropped.
fn faulty_server(pages: usize) -> (Server, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (arrived, last_request) = mpsc::channel();
    let (killed, release) = mpsc::channel();
    let (mut count, mut sent) = (0, 0);
    let server = Server::serving(move |received| {
        count += 1;
        if count % 5 == 0 {
            return response(503, &[("retry-after", "0")], "");
        }
        if sent == pages {
            let _ = arrived.send(());
            let _ = release.recv();
            return Vec::new();
        }
        sent += 1;
        page(&received.target)
    });
    (server, last_request, killed)
}

#[test]
fn a_pull_that_is_killed_is_continued() {
    check_pull("pull_to_ndjson");
}

#[test]
fn a_blocking_pull_that_is_killed_is_continued() {
    check_pull("blocking_pull");
}

/// Kills a pull three times, and checks the file after the run that completes it.
fn check_pull(program: &str) {
    // the three programs have seven parts of two pages each
    const PAGES: usize = 42;
    let folder = temporary();
    let file = folder.path().join("actions.ndjson");
    for pages in [7, 11, 16] {
        let (server, last_request, killed) = faulty_server(pages);
        let mut process = command(program, &server.url, folder.path());
        let mut process = process.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        last_request.recv().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        drop(killed);
        // a process that is killed later leaves a part of a line
        let written = fs::read_to_string(&file).unwrap_or_default();
        fs::write(&file, format!("{written}{{\"Id\":")).unwrap();
    }
    let (server, _last_request, _killed) = faulty_server(PAGES);
    run(program, &server.url, folder.path());
    let requested = server.received().len();
    assert!(requested < PAGES, "{requested} requests after {PAGES} pages");
    let ids = ids(&file);
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    // in the order of the programs and the times, and each once
    assert_eq!((ids.len(), &ids), (2 * PAGES, &sorted));
    assert!(!folder.path().join("actions.checkpoint").exists());
}

/// Returns the order of a conversion.
fn order_of(form: &str) -> Option<&str> {
    form.split('&').find_map(|pair| pair.strip_prefix("OrderId="))
}

/// Returns the response to the conversion with this number.
fn queued(number: usize) -> Vec<u8> {
    let uri = format!("/Advertisers/IRAccountSid/APISubmissions/A-{number}");
    json(200, &serde_json::json!({ "Status": "QUEUED", "QueuedUri": uri }).to_string())
}

/// Returns the list of the submissions of these orders, and of those whose requests were cut off.
fn submissions(orders: &[String]) -> Vec<u8> {
    let submission = |number: usize| {
        let order = format!("ORDER-{number}");
        let id = match orders.iter().position(|known| *known == order) {
            Some(at) => format!("A-{}", at + 1),
            None => format!("B-{number}"),
        };
        let reason = if number == 1 { "CONTRACT_NOT_FOUND" } else { "" };
        serde_json::json!({
            "BatchId": id, "CampaignId": "1000", "ActionTrackerId": "8180", "OrderId": order,
            "Status": "Complete", "ErrorReason": reason,
            "ActionId": format!("1000.1.{number}"),
        })
    };
    let all: Vec<Value> = (1..=1000).map(submission).collect();
    json(200, &serde_json::json!({ "@numpages": "1", "APISubmission": all }).to_string())
}

#[test]
fn conversions_of_a_program_that_is_killed_are_sent_once() {
    check_submission("submit_conversions", 1000, temporary().path());
}

#[test]
fn conversions_of_a_blocking_program_that_is_killed_are_sent_once() {
    let folder = temporary();
    let line = |number| format!("ORDER-{number},2026-01-15T22:55:32-08:00,CLICK-{number}\n");
    fs::write(folder.path().join("orders.csv"), (1..=100).map(line).collect::<String>()).unwrap();
    check_submission("blocking_submit", 100, folder.path());
}

/// Kills a program that submits this number of conversions, and checks that its next run sends the rest.
fn check_submission(program: &str, count: usize, folder: &Path) {
    let orders = Arc::new(Mutex::new(Vec::new()));
    let (arrived, last_request) = mpsc::channel();
    let (killed, release) = mpsc::channel::<()>();
    let seen = orders.clone();
    let server = Server::serving(move |received| {
        let form = received.text();
        let mut orders = seen.lock().unwrap();
        orders.push(order_of(&form).unwrap().to_owned());
        if orders.len() == count / 3 {
            arrived.send(()).unwrap();
            // the process is killed before there is a response
            let _ = release.recv();
            return Vec::new();
        }
        queued(orders.len())
    });
    let mut process = command(program, &server.url, folder);
    let mut process = process.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    last_request.recv().unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    drop(killed);

    let seen = orders.clone();
    let server = Server::serving(move |received| {
        let mut orders = seen.lock().unwrap();
        if received.method == "GET" {
            return submissions(&orders);
        }
        orders.push(order_of(&received.text()).unwrap().to_owned());
        queued(orders.len())
    });
    let text = run(program, &server.url, folder);
    let orders = orders.lock().unwrap();
    let unique: BTreeSet<&String> = orders.iter().collect();
    assert_eq!(unique.len(), orders.len(), "an order was sent twice");
    assert_eq!(text.lines().filter(|line| line.contains("ORDER-")).count(), count);
    assert_lines(&text, &["ORDER-2: action [\"1000.1.2\"]"]);
    assert!(text.contains("ORDER-1: ") && text.contains("CONTRACT_NOT_FOUND"), "{text}");
}

#[test]
fn an_export_is_read_item_by_item() {
    let mut cuts = 0;
    let service = Service::start_with(move |received| {
        let file = json(
            200,
            r#"{"Records":[{"Sale_Amount":"65.00"},{"Sale_Amount":0.10},{"Sale_Amount":""}]}"#,
        );
        received.target.contains("/Download").then(|| {
            // the first two connections are lost in the middle of the file
            cuts += 1;
            file[..file.len() - if cuts < 3 { 30 } else { 0 }].to_vec()
        })
    });
    let text = run("export_report", service.url(), temporary().path());
    assert_lines(&text, &["100 %", "3 items, 65.10 in total"]);
    // the job is old, so that it is run again
    let requests = ["exportReport", "getJobById", "replayJob", "getJobById"];
    assert_eq!(service.requests(), requests);
}

#[test]
fn errors_are_handled() {
    let mut is_limited = true;
    let service = Service::start_with(move |received| match received.target.rsplit('/').next() {
        Some("1001") => Some(json(404, r#"{"Status":"ERROR","Message":"not found"}"#)),
        Some("1000") if std::mem::take(&mut is_limited) => {
            Some(response(429, &[("retry-after", "0")], ""))
        }
        _ => None,
    });
    let text = run("handle_errors", service.url(), temporary().path());
    assert_lines(&text, &["1000: Cups and Mugs", "1001: not found"]);
    assert_eq!(service.received().len(), 3);
}

#[test]
fn a_custom_transport_needs_no_network() {
    let text = run("custom_transport", "http://127.0.0.1:1", temporary().path());
    assert_lines(&text, &["GET /Advertisers/account/Campaigns", "1000: Cups and Pots"]);
}

#[test]
fn ten_exports_a_day_remain_ten_after_restarts() {
    let (service, folder) = (Service::start(), temporary());
    let mut labels = PROGRAMS.iter().map(|program| program.label);
    // the last program of the page keeps the state of the quotas
    let label = labels.rfind(|label| label.starts_with("guide/quotas.md:")).unwrap();
    // the period began some hours ago
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let state = format!("click-export=0@{}", now + 60 * 60);
    fs::write(folder.path().join("quotas.txt"), state).unwrap();
    for run in 1..=11 {
        let text = output(label, labelled_command(label, service.url(), folder.path()));
        let expected = if run <= 10 { "started " } else { "not permitted: exportClicks: " };
        assert!(text.contains(expected), "run {run}: {text}");
    }
    assert_eq!(service.requests(), ["exportClicks"; 10]);
}

#[test]
fn every_program_is_tested() {
    let own = include_str!("programs.rs");
    let labels = PROGRAMS.iter().filter_map(|program| program.label.strip_prefix("examples/"));
    for name in labels.filter_map(|label| label.strip_suffix(".rs")) {
        let is_argument = |rest: &str| rest.starts_with([',', ')']);
        let call = format!("(\"{name}\"");
        let mut calls = own.split(&call).skip(1);
        assert!(calls.any(is_argument), "no test runs `{name}`");
    }
}
