//! The items of the file of a job.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use runtime::Error;
use runtime::download::{FileFormat, FileItems, Record};
use runtime::polling::JobHandle;
use runtime::retry::RetryPolicy;
use runtime::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use runtime::wire::Decimal;
use serde::Deserialize;

use crate::api::{builder, notes, notes_over};
use crate::fake::{Fake, FakeRng, Outcome};
use crate::notes::{Job, Note, Notes};
use crate::server::{Server, json, response};

fn job(fake: &Fake) -> JobHandle<Job> {
    let clock = fake.clock.clone();
    let builder = builder().transport(fake.clone()).clock(clock).rng(FakeRng::new([100]));
    let client = builder.retry(RetryPolicy::default()).build().unwrap();
    Notes { client }.job("77")
}

fn file(status: u16, headers: &[(&'static str, &str)], body: &str, is_cut: bool) -> Outcome {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Outcome::File(status, headers, body.to_owned(), is_cut)
}

#[derive(Deserialize, Debug, PartialEq)]
struct Row {
    #[serde(rename = "Id")]
    id: u64,
    #[serde(rename = "Amount")]
    amount: Option<String>,
}

/// Returns the ids of the items up to the end or an error.
async fn ids(mut items: FileItems<Row>) -> (Vec<u64>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push(item.id),
            Err(error) => {
                assert_eq!(error.items_read(), Some(ids.len() as u64));
                assert!(items.next().await.is_none());
                return (ids, Some(error));
            }
        }
    }
    assert_eq!(items.count(), ids.len() as u64);
    (ids, None)
}

#[tokio::test]
async fn items_are_typed_records_or_models() {
    let csv = || response(200, &[("content-type", "text/csv")], "Id,Amount\n1,\n2,12.50\n");
    let json = json(200, r#"{"Records":[{"Id":"1","Amount":null},{"Id":2,"Amount":12.50}]}"#);
    for file in [csv(), json] {
        let server = Server::new([file.clone(), file.clone(), file.clone(), file]);
        let job = notes(&server.url).job("77");
        let mut rows = job.items::<Row>();
        let first = rows.next().await.unwrap().unwrap();
        assert_eq!(first, Row { id: 1, amount: None });
        assert_eq!(rows.next().await.unwrap().unwrap().amount.as_deref(), Some("12.50"));
        assert!(rows.next().await.is_none());

        let mut models = job.items::<Note>();
        models.next().await.unwrap().unwrap();
        let model = models.next().await.unwrap().unwrap();
        assert_eq!(model.amount.unwrap().to_string(), "12.50");

        let mut records = job.records();
        records.next().await.unwrap().unwrap();
        let record = records.next().await.unwrap().unwrap();
        assert_eq!(record.names().collect::<Vec<_>>(), ["Id", "Amount"]);
        assert_eq!(record.parse::<Decimal>("Amount").unwrap().unwrap().to_string(), "12.50");
        assert_eq!(record.decode::<Note>().unwrap().id.unwrap().as_str(), "2");

        let download = job.download().await.unwrap();
        assert_eq!(ids(download.items()).await.0, [1, 2]);
    }
}

#[tokio::test]
async fn the_items_before_an_error_are_returned() {
    let text = "Id,Amount\n1,1\n2\n3,3\n";
    let fake = Fake::new([
        file(200, &[], text, false),
        file(200, &[], "Id,Amount\n1,1\nprivate-9,2\n", false),
    ]);
    let (found, error) = ids(job(&fake).items()).await;
    let error = error.unwrap();
    assert_eq!((found, error.is_decode()), (vec![1], true));
    let message =
        "download: cannot decode the response (200): item 2 at line 3: expected 2 fields, found 1";
    assert!(error.to_string().starts_with(message), "{error}");

    let error = ids(job(&fake).items()).await.1.unwrap();
    assert!(error.to_string().contains("item 2 at line 3: expected u64 at $.Id"), "{error}");
    assert_eq!(error.json_path(), Some("$.Id"));
    assert!(!format!("{error} {error:?}").contains("private-9"), "{error:?}");
}

#[tokio::test]
async fn the_format_can_be_set() {
    let headers = [("content-type", "application/json")];
    let fake = Fake::new([file(200, &headers, "Id,Amount\n1,1\n", false)]);
    assert_eq!(ids(job(&fake).items().format(FileFormat::Csv)).await.0, [1]);
    let body = r#"{"A":[{"Id":1}],"B":[{"Id":2}]}"#;
    let fake = Fake::new([file(200, &[], body, false)]);
    assert_eq!(ids(job(&fake).items().list("B")).await.0, [2]);
    let fake = Fake::new([file(200, &[], "Id,Amount\n", false)]);
    assert_eq!(ids(job(&fake).items()).await.0, [0; 0]);
}

const TAGGED: [(&str, &str); 3] =
    [("etag", "\"v1\""), ("accept-ranges", "bytes"), ("content-length", "26")];

#[tokio::test]
async fn a_lost_connection_repeats_and_skips_nothing() {
    let whole = "Id,Amount\n1,1\n2,2\n3,3\n4,4\n";
    for cut in 0..whole.len() {
        // from the start
        let fake = Fake::new([file(200, &[], &whole[..cut], true), file(200, &[], whole, false)]);
        let (found, error) = ids(job(&fake).items()).await;
        assert!(error.is_none(), "{cut}: {error:?}");
        assert_eq!(found, [1, 2, 3, 4], "{cut}");
        if cut == 0 {
            continue;
        }
        // the rest, after the first restart was cut too
        let range = format!("bytes {cut}-25/26");
        let fake = Fake::new([
            file(200, &TAGGED, &whole[..cut], true),
            file(206, &[("content-range", &range)], "", true),
            file(206, &[("content-range", &range)], &whole[cut..], false),
        ]);
        assert_eq!(ids(job(&fake).items()).await.0, [1, 2, 3, 4], "{cut}");
    }
}

#[tokio::test]
async fn a_file_that_was_changed_is_an_error() {
    let old = "Id,Amount\n1,1\n2,2\n";
    for new in ["Id,Amount\n9,1\n2,2\n3,3\n", "Id,Amount\n1,1\n", "Id"] {
        let fake = Fake::new([file(200, &[], old, true), file(200, &[], new, false)]);
        let (found, error) = ids(job(&fake).items()).await;
        let error = error.unwrap();
        assert_eq!(found, [1, 2]);
        assert!(error.to_string().contains("the file was changed"), "{error}");
        assert!(error.is_connection_closed() && error.is_retryable(), "{error:?}");
    }
    let fake =
        Fake::new([file(200, &[], old, true), file(200, &[], "Id,Amount\n1,1\n2,2\n3,3\n", false)]);
    assert_eq!(ids(job(&fake).items()).await.0, [1, 2, 3]);
}

#[tokio::test]
async fn a_finished_job_whose_file_is_missing_is_waited_for() {
    let status = |state: &str| Outcome::Response(200, format!(r#"{{"Status":"{state}"}}"#));
    let fake = Fake::new([
        status("COMPLETED"),
        Outcome::Response(202, r#"{"Id":"77","Status":"RUNNING"}"#.to_owned()),
        status("RUNNING"),
        status("COMPLETED"),
        file(200, &[], "Id,Amount\n1,1\n", false),
    ]);
    let finished = job(&fake).wait().await.unwrap();
    assert_eq!(ids(finished.items()).await.0, [1]);
    assert_eq!(fake.count(), 5);
    // the handle of a job that is not complete
    let fake = Fake::new([Outcome::Response(202, r#"{"Id":"77"}"#.to_owned())]);
    let (found, error) = ids(job(&fake).items()).await;
    assert!(found.is_empty() && error.unwrap().is_not_ready());
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_item_is_requested() {
    let fake = Fake::new([file(200, &[], "Id,Amount\n", false)]);
    let mut items = notes_over(fake.clone()).job("77").records();
    assert_eq!(fake.count(), 0);
    assert!(items.next().await.is_none());
    assert_eq!(fake.count(), 1);
}

/// The number of bytes of a generated file.
const LENGTH: u64 = 50 * 1024 * 1024;

/// The number of bytes of its chunks.
const CHUNK: u64 = 64 * 1024;

/// A transport whose response is a generated file.
#[derive(Clone, Debug, Default)]
struct Generator {
    start: &'static str,
    item: &'static str,
    end: &'static str,
    /// The number of bytes that were read.
    read: Arc<AtomicU64>,
}

impl Transport for Generator {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let body =
            Incoming::stream(Generated { source: self.clone(), rest: self.start.into(), items: 0 });
        Box::pin(std::future::ready(Ok(http::Response::new(body))))
    }
}

struct Generated {
    source: Generator,
    rest: Vec<u8>,
    items: u64,
}

impl Stream for Generated {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let last = LENGTH / this.source.item.len() as u64;
        while this.items <= last && this.rest.len() < CHUNK as usize {
            let text = if this.items == last { this.source.end } else { this.source.item };
            this.rest.extend_from_slice(text.as_bytes());
            this.items += 1;
        }
        let length = this.rest.len().min(CHUNK as usize);
        let chunk: Bytes = this.rest.drain(..length).collect::<Vec<_>>().into();
        this.source.read.fetch_add(length as u64, Ordering::SeqCst);
        Poll::Ready((length > 0).then_some(Ok(chunk)))
    }
}

#[tokio::test]
async fn a_large_file_is_not_held_in_memory() {
    let csv = Generator {
        start: "Id,Name,Amount\n",
        item: "17,\"a, b\",1234567.89\n",
        end: "",
        ..Generator::default()
    };
    let json = Generator {
        start: r#"{"Records":["#,
        item: r#"{"Id":"17","Name":"a, b","Amount":1234567.89},"#,
        end: r#"{"Id":"17","Name":"a, b","Amount":1234567.89}]}"#,
        ..Generator::default()
    };
    for source in [csv, json] {
        let client = builder().transport(source.clone()).build().unwrap();
        let mut items: FileItems<Record> = Notes { client }.job("77").records();
        let (mut returned, mut ahead, mut count) = (source.start.len() as u64, 0, 0);
        while let Some(item) = items.next().await {
            let item = item.unwrap();
            assert_eq!(item.get("Amount").as_deref(), Some("1234567.89"));
            returned += source.item.len() as u64;
            count += 1;
            ahead = ahead.max(source.read.load(Ordering::SeqCst).saturating_sub(returned));
        }
        assert!(count > LENGTH / 60 && source.read.load(Ordering::SeqCst) >= LENGTH - 100);
        // what was read and not returned: the first chunk decides the format, and an item is in two chunks
        assert!(ahead <= 2 * CHUNK, "{ahead}");
    }
}
