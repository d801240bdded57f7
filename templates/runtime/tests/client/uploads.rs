//! Uploads from files and readers: progress, lengths, limits and retries.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use runtime::Error;
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{Limit, Operation};
use runtime::transport::{Rng, SystemRng, TransportError};
use runtime::wire::{Upload, UploadSource};

use crate::api::{UPLOAD, builder, notes};
use crate::fake::{Fake, FakeRng, Outcome};
use crate::notes::{Notes, WriteResult};
use crate::server::{Server, json};

static LIMITED: Operation = Operation { body_limits: &[("Data", Limit::MaxSize(10))], ..UPLOAD };

const OK: &str = r#"{"Status":"OK"}"#;

async fn send(notes: &Notes, operation: &'static Operation, file: Upload) -> Result<(), Error> {
    let request = notes.request(operation).member::<Upload>("Data", file);
    request.send::<WriteResult>().await.map(drop)
}

/// Sends a file to a server, and returns the headers and the body that it received.
async fn received(file: Upload) -> crate::server::Received {
    let server = Server::new([json(200, OK)]);
    send(&notes(&server.url), &UPLOAD, file).await.unwrap();
    server.only_request()
}

/// A file that is removed at the end.
struct File(PathBuf);

impl File {
    fn new(length: usize) -> Self {
        let path = std::env::temp_dir().join(format!("runtime-{:x}.csv", SystemRng.next()));
        std::fs::write(&path, vec![b'x'; length]).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

type Seen = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

fn watched(file: Upload) -> (Upload, Seen) {
    let seen = Seen::default();
    let sink = seen.clone();
    (file.on_progress(move |sent, length| sink.lock().unwrap().push((sent, length))), seen)
}

#[tokio::test]
async fn readers_are_sent_with_and_without_a_length() {
    let content = "x".repeat(150_000);
    for length in [Some(150_000), None] {
        let asynchronous = Upload::reader("a.csv", Cursor::new(content.clone()), length);
        let blocking = Upload::blocking_reader("a.csv", Cursor::new(content.clone()), length);
        for file in [asynchronous, blocking] {
            let server = Server::new([json(200, OK)]);
            let sent = send(&notes(&server.url), &UPLOAD, file.with_content_type("text/csv")).await;
            sent.unwrap();
            let received = server.only_request();
            let part = "filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\nxxx";
            assert!(received.text().contains(part) && received.text().contains(&content));
            let chunked = received.header("transfer-encoding").is_some();
            assert_eq!(received.header("content-length").is_some(), length.is_some());
            assert_eq!(chunked, length.is_none());
        }
    }
}

#[tokio::test]
async fn progress_is_reported_for_every_source() {
    let file = File::new(150_000);
    let reader = |length| Upload::reader("a", Cursor::new(vec![b'x'; 150_000]), length);
    for (upload, length) in [
        (Upload::path(&file.0), Some(150_000)),
        (Upload::bytes("a", vec![b'x'; 150_000]), Some(150_000)),
        (reader(Some(150_000)), Some(150_000)),
        (reader(None), None),
        (Upload::bytes("a", "short"), Some(5)),
    ] {
        let (upload, seen) = watched(upload);
        received(upload).await;
        let seen = seen.lock().unwrap();
        let total = length.unwrap_or(150_000);
        assert_eq!(seen.last(), Some(&(total, length)));
        assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0), "{seen:?}");
        assert!(seen.len() as u64 >= total.div_ceil(128 * 1024), "{seen:?}");
    }
}

/// Asserts that the message of one of the sources of an error contains this text.
fn assert_source(error: &Error, text: &str) {
    let first = std::error::Error::source(error);
    let sources = std::iter::successors(first, |source| source.source());
    let messages: Vec<String> = sources.map(ToString::to_string).collect();
    assert!(messages.iter().any(|message| message.contains(text)), "{messages:?}");
}

#[tokio::test]
async fn a_reader_of_another_length_is_an_error() {
    for (length, found) in [(4, "found 5"), (6, "found 5")] {
        let server = Server::new([json(200, OK)]);
        let file = Upload::reader("a", Cursor::new("12345"), length);
        let error = send(&notes(&server.url), &UPLOAD, file).await.unwrap_err();
        assert_source(&error, &format!("expected {length} bytes, {found}"));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_of_another_length_than_announced_is_an_error() {
    let server = Server::new([json(200, OK)]);
    // its metadata has the length 0, as that of a file that grows after it was opened
    let file = Upload::path("/proc/self/status");
    let error = send(&notes(&server.url), &UPLOAD, file).await.unwrap_err();
    assert_source(&error, "was changed: expected 0 bytes, found");
}

#[tokio::test]
async fn a_file_that_is_changed_after_its_length_was_announced_is_an_error() {
    for length in [1_000_000, 7] {
        let changed = File::new(100_000);
        let path = changed.0.clone();
        // the first file is sent before the second one is opened
        let first = Upload::bytes("first", "x");
        let first =
            first.on_progress(move |_, _| std::fs::write(&path, vec![b'y'; length]).unwrap());
        let server = Server::new([json(200, OK)]);
        let request = notes(&server.url).request(&UPLOAD).member::<Upload>("First", first);
        let request = request.member::<Upload>("Second", Upload::path(&changed.0));
        let error = request.send::<WriteResult>().await.map(drop).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains(&format!("was changed: expected 100000 bytes, found {length}")),
            "{text}"
        );
        assert!(text.contains("local I/O failed") && !error.is_retryable(), "{error:?}");
        assert!(error.status().is_none() && server.received().is_empty());
    }
}

#[tokio::test]
async fn an_error_of_a_reader_is_not_one_of_the_connection() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk failed"))
        }
    }
    let server = Server::new([json(200, OK)]);
    let file = Upload::blocking_reader("a", Broken, 5);
    let error = send(&notes(&server.url), &UPLOAD, file).await.unwrap_err();
    assert!(error.to_string().contains("local I/O failed: the disk failed"), "{error}");
    assert!(!error.is_retryable() && server.received().is_empty(), "{error:?}");
}

fn client(fake: &Fake) -> Notes {
    let clock = fake.clock.clone();
    let builder = builder().transport(fake.clone()).clock(clock).rng(FakeRng::new([1]));
    Notes { client: builder.retry(RetryPolicy::default()).build().unwrap() }
}

fn reader() -> Upload {
    Upload::reader("a", Cursor::new("12345"), None)
}

#[tokio::test]
async fn a_reader_is_not_sent_again_after_it_was_read() {
    // the fake transport reads the body only in `SlowUpload`
    let unread = || Outcome::Error(TransportError::connect("refused"));
    let fake = Fake::new([unread(), unread(), Outcome::SlowUpload]);
    send(&client(&fake), &UPLOAD, reader()).await.unwrap();
    assert_eq!(fake.count(), 3);

    // a file can be sent again
    let server = Server::new([json(503, ""), json(200, OK)]);
    let policy = RetryPolicy::default().base_delay(std::time::Duration::ZERO);
    let client = builder().base_url(&server.url).retry(policy).build().unwrap();
    send(&Notes { client }, &UPLOAD, Upload::bytes("a", "12345")).await.unwrap();
    assert_eq!(server.received().len(), 2);

    let server = Server::new([json(503, ""), json(200, OK)]);
    let client = builder().base_url(&server.url).retry(policy).build().unwrap();
    let file = reader();
    let error = send(&Notes { client: client.clone() }, &UPLOAD, file.clone()).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    let UploadSource::Reader(source) = file.source() else { panic!("{file:?}") };
    assert!(source.is_read());
    // neither is a clone
    let error = send(&Notes { client }, &UPLOAD, file).await.unwrap_err();
    assert!(error.is_request() && error.to_string().contains("can be read once"), "{error}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_documented_maximum_is_checked_before_sending() {
    let file = File::new(11);
    for upload in [
        Upload::path(&file.0),
        Upload::bytes("a", "x".repeat(11)),
        Upload::reader("a", Cursor::new("x".repeat(11)), 11),
    ] {
        let fake = Fake::new([]);
        let error = send(&client(&fake), &LIMITED, upload).await.unwrap_err();
        assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("the file is too long"), "{text}");
        assert!(text.contains("expected at most 10 bytes, found 11"), "{text}");
        assert_eq!(fake.count(), 0);
    }
    let fake = Fake::bodies(&[OK, OK]);
    send(&client(&fake), &LIMITED, Upload::bytes("a", "x".repeat(10))).await.unwrap();
    let request = client(&fake).request(&LIMITED).without_validation();
    let request = request.member::<Upload>("Data", Upload::bytes("a", "x".repeat(11)));
    request.send::<WriteResult>().await.unwrap();
    // a reader of unknown length is stopped when it is too long
    let server = Server::new([json(200, OK)]);
    let upload = Upload::reader("a", Cursor::new("x".repeat(11)), None);
    assert!(send(&notes(&server.url), &LIMITED, upload).await.is_err());
}
