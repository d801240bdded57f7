//! Bulk writes of the tiny API, and a service that executes them.

use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::UNIX_EPOCH;

use runtime::bulk::{BulkWrite, Elements, Settlements};
use runtime::polling::Queued;
use runtime::retry::RetryPolicy;
use runtime::runtime::api::PollSpec;
use runtime::runtime::bulk::{BulkSpec, SettleSpec};
use runtime::runtime::internals;
use runtime::transport::{Body, BoxFuture, Clock, Incoming, Transport, TransportError};
use runtime::wire::DateTime;

use crate::api::{BULK, CHANGE, SUBMISSION_POLL, SUBMISSIONS, SUBMIT, builder};
use crate::fake::{Fake, FakeClock, START};
use crate::notes::{ChangeAction, Conversion, Note, Notes, Submission};

pub static SETTLE: SettleSpec = SettleSpec {
    poll: &SUBMISSION_POLL,
    list: &SUBMISSIONS,
    page_size: 100,
    id: "BatchId",
    date: Some("SubmissionDate"),
    payload: Some("Payload"),
    members: &[("EventTypeId", "EventType")],
    objects: &["ActionId"],
    kind: Some("Type"),
    kinds: &[("submit", "Conversion"), ("change", "Modification")],
};

pub static SUBMIT_BULK: BulkSpec = BulkSpec {
    operation: &SUBMIT,
    key: &["OrderId", "EventTypeId"],
    qualifiers: &["CampaignId"],
    chunk: None,
    poll: &SUBMISSION_POLL,
    settle: Some(&SETTLE),
};

pub static CHANGE_BULK: BulkSpec = BulkSpec {
    operation: &CHANGE,
    key: &["ActionId"],
    qualifiers: &[],
    chunk: None,
    poll: &SUBMISSION_POLL,
    settle: Some(&SETTLE),
};

pub static NOTES_BULK: BulkSpec = BulkSpec {
    operation: &BULK,
    key: &["Id"],
    qualifiers: &[],
    chunk: Some(3),
    poll: &PollSpec::without_members(&BULK),
    settle: None,
};

/// The bulk writes, as the generator emits them.
impl Notes {
    pub fn submit_all<'a>(
        &self,
        elements: impl Elements<'a, Conversion>,
    ) -> BulkWrite<'a, Queued<Submission>> {
        self.request(&SUBMIT)
            .bulk(&SUBMIT_BULK, elements, |request, body| request.clone().record(&body))
    }

    pub fn change_all<'a>(
        &self,
        elements: impl Elements<'a, ChangeAction>,
    ) -> BulkWrite<'a, Queued<Submission>> {
        self.request(&CHANGE).bulk(&CHANGE_BULK, elements, |_, builder| builder.0.into_mode())
    }

    pub fn update_all<'a>(&self, elements: impl Elements<'a, Note>) -> BulkWrite<'a, ()> {
        self.request(&BULK).bulk_list(&NOTES_BULK, elements)
    }

    pub fn settle(&self, path: impl Into<std::path::PathBuf>) -> Settlements<'static, Submission> {
        internals::settlements(&self.client, &SETTLE, path)
    }
}

/// Returns a conversion of this order.
pub fn conversion(order: impl Into<String>) -> Conversion {
    Conversion { order_id: Some(order.into()), ..Conversion::default() }
}

/// How the service handles an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The connection fails.
    Refused,
    /// The connection is closed before the service has read the request.
    ResetBefore,
    /// The service handles the request, and the connection is closed.
    ResetAfter,
    Limited,
    Unavailable,
    Invalid,
    /// The response arrives after others.
    Slow,
}

/// A service that counts what it receives. Clones share it.
#[derive(Clone, Debug)]
pub struct Ledgered {
    state: Arc<Mutex<State>>,
    pub clock: FakeClock,
}

#[derive(Debug, Default)]
struct State {
    /// The submissions by their number: the form, and the seconds since the start of the clock.
    submissions: Vec<(String, u64)>,
    /// How often each order was received.
    received: HashMap<String, u32>,
    requests: BTreeMap<String, u32>,
    faults: HashMap<String, Vec<Fault>>,
    oldest_first: bool,
    /// The number of reads of the list before a submission is complete.
    reads_until_complete: u32,
}

impl Ledgered {
    pub fn new() -> Self {
        Self { state: Arc::default(), clock: Fake::new([]).clock }
    }

    /// Sets the faults of an order, one for each attempt.
    pub fn fault(&self, order: impl Into<String>, faults: impl IntoIterator<Item = Fault>) {
        self.state.lock().unwrap().faults.insert(order.into(), faults.into_iter().collect());
    }

    pub fn oldest_first(&self) {
        self.state.lock().unwrap().oldest_first = true;
    }

    pub fn complete_after(&self, reads: u32) {
        self.state.lock().unwrap().reads_until_complete = reads;
    }

    /// Returns how often the service received an order.
    pub fn received(&self, order: &str) -> u32 {
        self.state.lock().unwrap().received.get(order).copied().unwrap_or_default()
    }

    /// Returns the number of orders that were received, and the highest number of times that one was.
    pub fn totals(&self) -> (usize, u32) {
        let state = self.state.lock().unwrap();
        (state.received.len(), state.received.values().copied().max().unwrap_or_default())
    }

    /// Returns the number of requests of a method.
    pub fn requests(&self, method: &str) -> u32 {
        self.state.lock().unwrap().requests.get(method).copied().unwrap_or_default()
    }

    /// Adds a submission of another program, received now.
    pub fn add(&self, form: &str) {
        let mut state = self.state.lock().unwrap();
        let second = state.submissions.len() as u64;
        state.submissions.push((form.to_owned(), second));
    }

    pub fn notes(&self) -> Notes {
        self.notes_with(RetryPolicy::none())
    }

    pub fn notes_with(&self, retry: RetryPolicy) -> Notes {
        let clock = self.clock.clone();
        Notes {
            client: builder().retry(retry).transport(self.clone()).clock(clock).build().unwrap(),
        }
    }
}

impl State {
    fn fault(&mut self, order: &str) -> Fault {
        match self.faults.get_mut(order) {
            Some(faults) if !faults.is_empty() => faults.remove(0),
            _ => Fault::None,
        }
    }

    fn accept(&mut self, order: &str, form: &str, clock: &FakeClock) -> String {
        *self.received.entry(order.to_owned()).or_default() += 1;
        let now = clock.system_time().duration_since(UNIX_EPOCH).unwrap().as_secs() - START;
        let second = now.max(self.submissions.len() as u64);
        self.submissions.push((form.to_owned(), second));
        format!(r#"{{"Status":"QUEUED","QueuedUri":"/Submissions/A-{}"}}"#, self.submissions.len())
    }

    /// Returns a page of the list.
    fn page(&mut self, target: &str) -> String {
        let number = |name: &str| -> usize {
            let (_, rest) = target.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().parse().unwrap()
        };
        let (page, size) = (number("Page"), number("PageSize"));
        self.reads_until_complete = self.reads_until_complete.saturating_sub(1);
        let is_complete = self.reads_until_complete == 0;
        let mut all: Vec<String> = Vec::new();
        for (at, (form, second)) in self.submissions.iter().enumerate() {
            all.push(submission(at + 1, form, *second, is_complete));
        }
        if !self.oldest_first {
            all.reverse();
        }
        let count = all.len().div_ceil(size).max(1);
        let items: Vec<String> = all.into_iter().skip((page - 1) * size).take(size).collect();
        let next = if page < count { format!("/x?Page={}", page + 1) } else { String::new() };
        format!(
            r#"{{"@page":"{page}","@numpages":"{count}","@nextpageuri":"{next}","Submissions":[{}]}}"#,
            items.join(",")
        )
    }
}

fn submission(number: usize, form: &str, second: u64, is_complete: bool) -> String {
    let order = form.split('&').find_map(|pair| pair.strip_prefix("OrderId=")).unwrap_or_default();
    let date = DateTime::from_unix_timestamp((START + second) as i64).unwrap();
    let kind = if form.contains("ActionId=") { "Modification" } else { "Conversion" };
    let status = if is_complete { "Complete" } else { "Queued" };
    let error = if order.starts_with("REJECT") { "OLD_EVENT" } else { "" };
    format!(
        r#"{{"BatchId":"A-{number}","Type":"{kind}","OrderId":"{order}","Payload":"{form}",
            "SubmissionDate":"{date}","Status":"{status}","ErrorReason":"{error}","ActionId":"1.{number}"}}"#
    )
}

impl Transport for Ledgered {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let mut state = self.state.lock().unwrap();
        *state.requests.entry(request.method().to_string()).or_default() += 1;
        if request.method() == "GET" {
            let text = state.page(&request.uri().to_string());
            return Box::pin(std::future::ready(Ok(http::Response::new(Incoming::bytes(text)))));
        }
        let form = request.body().to_bytes().unwrap_or_default();
        let form = String::from_utf8(form.to_vec()).unwrap();
        let key = form.split('&').find_map(|pair| pair.split_once('=')).map(|(_, text)| text);
        let order = key.unwrap_or_default().to_owned();
        let fault = state.fault(&order);
        let respond = |status: u16, text: String| {
            let mut response = http::Response::new(Incoming::bytes(text));
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
            Ok(response)
        };
        let result = match fault {
            Fault::Refused => Err(TransportError::connect("refused")),
            Fault::ResetBefore => Err(TransportError::other("reset")),
            Fault::ResetAfter => {
                state.accept(&order, &form, &self.clock);
                Err(TransportError::other("reset"))
            }
            Fault::Limited => respond(429, String::new()),
            Fault::Unavailable => respond(503, String::new()),
            Fault::Invalid => {
                let error = r#"{"field":"OrderId","level":"ERROR","message":"OLD_EVENT"}"#;
                respond(400, format!(r#"{{"Status":"ERROR","errors":[{error}]}}"#))
            }
            Fault::None | Fault::Slow => respond(200, state.accept(&order, &form, &self.clock)),
        };
        // more would let the timeout of the clock elapse
        let yields = u32::from(fault == Fault::Slow);
        Box::pin(async move {
            Yields(yields).await;
            result
        })
    }
}

/// Completes when it was polled this many times.
struct Yields(u32);

impl Future for Yields {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
