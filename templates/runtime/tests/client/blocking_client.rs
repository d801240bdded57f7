//! The blocking client: its requests, its errors, and its use in an asynchronous program.

use std::io::Read;
use std::net::TcpListener;
use std::time::Duration;

use runtime::blocking::{BlockingTransport, Client};
use runtime::bulk::{Outcome, Settlement, SettlementState};
use runtime::call::{Async, Blocking};
use runtime::paging::concat;
use runtime::polling::{JobHandle, Queued};
use runtime::retry::RetryPolicy;
use runtime::runtime::call::complete;
use runtime::runtime::internals;
use runtime::transport::{Body, Clock, Incoming, Rng, SystemRng, TransportError};
use runtime::wire::{Json, Upload};
use runtime::{ClientBuilder, Error};

use crate::api::{ACCOUNT, API, CREATE, DELETE, EXPORT, EXPORT_JOB, GET, LIST, SUBMIT, TOKEN};
use crate::bulk_api::{SUBMIT_BULK, conversion};
use crate::fake::{Fake, FakeClock};
use crate::notes::{
    CampaignId, CreateNote, GetNote, Job, ListNotes, Note, NoteId, Submission, SubmitConversion,
};
use crate::response_headers::NoteHeaders;
use crate::server::{Server, json, kept_alive, response};

fn builder(url: &str) -> ClientBuilder<Blocking> {
    internals::blocking_client_builder(&API, ACCOUNT, TOKEN)
        .base_url(url)
        .retry(RetryPolicy::none())
}

fn get(client: &Client, id: &str) -> GetNote<Blocking> {
    GetNote(internals::blocking_request(client, &GET).path::<NoteId>("NoteId", id))
}

fn create(client: &Client) -> CreateNote<Blocking> {
    let request = internals::blocking_request(client, &CREATE);
    CreateNote(request.path::<CampaignId>("CampaignId", "1").member::<String>("Subject", "Hi"))
}

#[test]
fn a_call_returns_its_result() {
    let server = Server::new([json(200, r#"{"Id":"1","Subject":"Hi"}"#)]);
    let client = builder(&server.url).build().unwrap();
    let note = get(&client, "1").header("X-Test", "yes").send().unwrap();
    assert_eq!(note.subject.as_deref(), Some("Hi"));
    let request = server.only_request();
    assert!(request.header("authorization").is_some());
    assert_eq!(request.header("x-test"), Some("yes"));
    assert_eq!(request.header("transfer-encoding"), None);
}

#[test]
fn headers_are_returned_with_the_result() {
    let head = [("content-type", "application/json"), ("Location", "/notes/1"), ("X-Tags", "a,b")];
    let server = Server::new([response(201, &head, r#"{"Id":"1"}"#)]);
    let response = get(&builder(&server.url).build().unwrap(), "1").send_with_response().unwrap();
    let headers = NoteHeaders::from_headers(&response.headers);
    assert_eq!(headers.location.as_deref(), Some("/notes/1"));
    assert_eq!(headers.tags, ["a", "b"]);
}

#[test]
fn connections_are_kept() {
    let server = Server::keeping_alive(|_| kept_alive(r#"{"Id":"1"}"#));
    let client = builder(&server.url).build().unwrap();
    for _ in 0..3 {
        assert_eq!(get(&client, "1").send().unwrap().id.unwrap().as_str(), "1");
    }
    assert_eq!(server.received().len(), 3);
}

#[test]
fn bodies_have_a_length() {
    let server = Server::new([json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let client = builder(&server.url).build().unwrap();
    create(&client).send().unwrap();
    // several chunks
    let file = Upload::bytes("a.txt", vec![b'x'; 300_000]);
    create(&client).attachment(file).send().unwrap();
    // no body
    client.raw(runtime::call::Method::POST, "/x").send().unwrap();
    for request in server.received() {
        assert_eq!(request.header("transfer-encoding"), None);
        let length = request.header("content-length").unwrap();
        assert_eq!(length, request.body.len().to_string());
    }
    assert!(server.received()[1].body.len() > 300_000);
    assert_eq!(server.received()[2].body.len(), 0);
}

#[test]
fn a_request_without_a_body_has_no_length() {
    let server = Server::new([json(200, "{}"), response(204, &[], "")]);
    let client = builder(&server.url).build().unwrap();
    get(&client, "1").send().unwrap();
    let delete = internals::blocking_request(&client, &DELETE).path::<NoteId>("NoteId", "1");
    complete(delete.into_mode::<Async>().send::<()>()).unwrap();
    assert!(server.received().iter().all(|request| request.header("content-length").is_none()));
}

#[test]
fn a_refused_connection_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = get(&builder(&url).build().unwrap(), "1").send().unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
}

#[test]
fn a_silent_server_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = builder(&url).timeout(Duration::from_millis(50)).build().unwrap();
    let error = create(&client).send().unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
}

/// A service whose body arrives a byte a second, for some seconds.
#[derive(Clone, Debug)]
struct Slow {
    status: u16,
    clock: FakeClock,
    left: usize,
}

impl BlockingTransport for Slow {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Duration,
    ) -> Result<http::Response<Incoming>, TransportError> {
        let mut response = http::Response::new(Incoming::reader(self.clone()));
        *response.status_mut() = http::StatusCode::from_u16(self.status).unwrap();
        Ok(response)
    }
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        self.left -= 1;
        self.clock.advance(1);
        buffer[0] = b'x';
        Ok(1)
    }
}

#[test]
fn a_body_that_arrives_slowly_ends_with_the_attempt_unless_it_is_a_file() {
    for (status, timeout, operation_timeout) in [(200, 10, 300), (200, 60, 10), (500, 10, 300)] {
        let clock = Fake::new([]).clock;
        let slow = Slow { status, clock: clock.clone(), left: 100 };
        let client = builder("https://api.example.com").transport(slow).clock(clock.clone());
        let client = client
            .timeout(Duration::from_secs(timeout))
            .operation_timeout(Duration::from_secs(operation_timeout))
            .build()
            .unwrap();
        let start = clock.now();
        let error = get(&client, "1").send().unwrap_err();
        assert_eq!((clock.now() - start).as_secs(), 10);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!((error.is_timeout(), error.is_server()), (status == 200, status == 500));
        if status == 200 {
            assert_eq!(client.fetch("/a").send().unwrap().bytes().unwrap().len(), 100);
        }
    }
}

#[test]
fn the_response_is_returned_with_its_headers() {
    let server = Server::new([response(200, &[("x-test", "yes")], r#"{"a":1}"#)]);
    let client = builder(&server.url).build().unwrap();
    let json = client.fetch("/a").json::<Json>().unwrap();
    assert_eq!(json.to_string(), r#"{"a":1}"#);
}

fn list(client: &Client) -> ListNotes<Blocking> {
    let request = internals::blocking_request(client, &LIST);
    ListNotes(request.path::<CampaignId>("CampaignId", "1"))
}

#[test]
fn lists_are_iterators() {
    let pages = [
        json(
            200,
            r#"{"Notes":[{"Id":"1"},{"Id":"2"}],"@nextpageuri":"/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes?Page=2"}"#,
        ),
        json(200, r#"{"Notes":[{"Id":"3"}],"@nextpageuri":""}"#),
    ];
    let server = Server::new(pages.iter().cycle().take(6).cloned());
    let client = builder(&server.url).build().unwrap();
    let ids = |notes: Vec<Note>| -> Vec<String> {
        notes.into_iter().map(|note| note.id.unwrap().to_string()).collect()
    };
    let mut items = list(&client).items();
    assert_eq!(items.next().unwrap().unwrap().id.unwrap().as_str(), "1");
    let position = items.position();
    assert_eq!(ids(items.map(Result::unwrap).collect()), ["2", "3"]);
    let resumed = list(&client).items().resume(position);
    assert_eq!(ids(resumed.map(Result::unwrap).collect()), ["2", "3"]);
    let sizes: Vec<_> = list(&client).pages().map(|page| page.unwrap().len()).collect();
    assert_eq!(sizes, [2, 1]);
}

#[test]
fn several_lists_are_one_iterator() {
    let server = Server::new([
        json(200, r#"{"Notes":[{"Id":"1"}]}"#),
        json(200, r#"{"Notes":[{"Id":"2"}]}"#),
        json(500, ""),
    ]);
    let client = builder(&server.url).build().unwrap();
    let mut items = concat([list(&client).items(), list(&client).items(), list(&client).items()]);
    assert_eq!(items.next().unwrap().unwrap().id.unwrap().as_str(), "1");
    assert_eq!(items.next().unwrap().unwrap().id.unwrap().as_str(), "2");
    let error = items.next().unwrap().unwrap_err();
    assert!(error.is_server() && error.position() == Some(&items.position()), "{error:?}");
    assert!(items.next().is_none());
}

fn job(client: &Client) -> JobHandle<Job, Blocking> {
    let export = internals::blocking_request(client, &EXPORT);
    complete(export.start(&EXPORT_JOB)).unwrap()
}

#[test]
fn jobs_and_files_need_no_runtime() {
    let csv = || response(200, &[("content-type", "text/csv")], "Id,Name\n1,a\n2,b\n");
    let server = Server::new([
        json(200, r#"{"QueuedUri":"/Jobs/7"}"#),
        json(200, r#"{"Id":"7","Status":"COMPLETED"}"#),
        csv(),
        csv(),
        csv(),
        csv(),
    ]);
    let client = builder(&server.url).build().unwrap();
    let finished = job(&client).wait().send().unwrap();
    let folder = std::env::temp_dir().join(format!("blocking-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("report.csv");
    assert_eq!(finished.save(&path).unwrap(), 16);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Id,Name\n1,a\n2,b\n");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    let mut bytes = Vec::new();
    let file = finished.download().send().unwrap();
    assert_eq!(file.content_type(), Some("text/csv"));
    file.write_to(&mut bytes).unwrap();
    assert_eq!(bytes.len(), 16);
    let mut text = String::new();
    finished.download().send().unwrap().into_reader().read_to_string(&mut text).unwrap();
    assert_eq!(text.len(), 16);
    assert_eq!(finished.records().map(Result::unwrap).count(), 2);
}

#[test]
fn files_are_uploaded_without_a_runtime() {
    let server = Server::new([json(200, "{}")]);
    let client = builder(&server.url).build().unwrap();
    let path = std::env::temp_dir().join(format!("blocking-{:x}.txt", SystemRng.next()));
    std::fs::write(&path, vec![b'x'; 200_000]).unwrap();
    create(&client).attachment(Upload::path(&path)).send().unwrap();
    std::fs::remove_file(&path).unwrap();
    let request = server.only_request();
    assert!(request.body.len() > 200_000);
    assert_eq!(request.header("content-length").unwrap(), request.body.len().to_string());
}

#[test]
fn queued_writes_are_waited_for() {
    let server = Server::new([
        json(200, r#"{"Status":"QUEUED","QueuedUri":"/Submissions/5"}"#),
        json(200, r#"{"Status":"Complete"}"#),
    ]);
    let client = builder(&server.url).build().unwrap();
    let submit = SubmitConversion(internals::blocking_request(&client, &SUBMIT));
    let queued = submit.skip_validation().send().unwrap();
    assert_eq!(queued.id(), Some("5"));
    assert_eq!(queued.wait().send().unwrap().status.as_deref(), Some("Complete"));
}

#[test]
fn bulk_writes_and_settlements_are_iterators() {
    let status = |id: &str, state: &str| format!(r#"{{"BatchId":"{id}","Status":"{state}"}}"#);
    let statuses =
        [status("A-2", "Queued"), status("A-1", "Complete"), status("A-0", "Complete")].join(",");
    let server = Server::new([
        json(200, r#"{"Status":"QUEUED","QueuedUri":"/Submissions/A-1"}"#),
        json(200, r#"{"Status":"QUEUED","QueuedUri":"/Submissions/A-2"}"#),
        json(200, &status("A-1", "Complete")),
        json(200, &format!(r#"{{"@page":"1","@numpages":"1","Submissions":[{statuses}]}}"#)),
    ]);
    let client = builder(&server.url).build().unwrap();
    let mut write = internals::blocking_request(&client, &SUBMIT)
        .bulk(&SUBMIT_BULK, ["1", "2"].map(conversion), |request, body| {
            request.clone().record(&body)
        })
        .skip_validation();
    let mut next = || -> Outcome<Queued<Submission, Blocking>> { write.next().unwrap().unwrap() };
    let (first, second) = (next(), next());
    assert_eq!((first.key.as_str(), second.key.as_str()), ("1", "2"));
    let queued = first.into_result().unwrap();
    assert_eq!(queued.wait().send().unwrap().status.as_deref(), Some("Complete"));
    let settled: Result<Vec<Settlement<Submission>>, Error> =
        write.settle().deadline(Duration::ZERO).collect();
    let settled = settled.unwrap();
    let is_processed = |at: usize| matches!(settled[at].state, SettlementState::Processed { .. });
    assert!(is_processed(0) && settled[0].key == "1", "{settled:?}");
    assert!(matches!(settled[1].state, SettlementState::Pending), "{settled:?}");
}

#[tokio::test]
async fn it_can_be_used_in_an_asynchronous_program() {
    let server = Server::new([json(200, r#"{"Id":"1"}"#), json(200, r#"{"Id":"2"}"#)]);
    let client = builder(&server.url).build().unwrap();
    // on a thread of the runtime, although it should not be blocked
    assert_eq!(get(&client, "1").send().unwrap().id.unwrap().as_str(), "1");
    let task = tokio::task::spawn_blocking(move || get(&client, "2").send());
    assert_eq!(task.await.unwrap().unwrap().id.unwrap().as_str(), "2");
}

/// A call of a blocking client does not wait for another thread of the runtime, which may have none.
#[test]
fn it_can_be_used_on_the_last_thread_for_blocking_calls() {
    let folder = std::env::temp_dir().join(format!("blocking-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (source, ledger) = (folder.join("source.txt"), folder.join("ledger"));
    std::fs::write(&source, vec![b'x'; 200_000]).unwrap();
    let server = Server::new([
        json(200, r#"{"Status":"OK"}"#),
        json(200, r#"{"Status":"QUEUED","QueuedUri":"/Submissions/A-1"}"#),
        json(200, r#"{"QueuedUri":"/Jobs/7"}"#),
        response(200, &[("content-type", "text/csv")], "Id\n1\n"),
    ]);
    let client = builder(&server.url).build().unwrap();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.max_blocking_threads(1).build().unwrap();
    let saved = folder.join("saved.csv");
    let task = runtime.spawn_blocking(move || {
        create(&client).attachment(Upload::path(&source)).send().unwrap();
        let write = internals::blocking_request(&client, &SUBMIT)
            .bulk(&SUBMIT_BULK, ["1"].map(conversion), |request, body| {
                request.clone().record(&body)
            })
            .skip_validation()
            .ledger(ledger);
        let outcomes: Result<Vec<Outcome<Queued<Submission, Blocking>>>, Error> = write.collect();
        assert_eq!(outcomes.unwrap().len(), 1);
        job(&client).save(saved).unwrap()
    });
    assert_eq!(runtime.block_on(task).unwrap(), 5);
    std::fs::remove_dir_all(&folder).unwrap();
}
