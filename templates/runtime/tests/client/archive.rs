//! A service with dated items, in memory: it limits ranges of dates, returns pages, and fails on request.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use runtime::paging::{Items, Pages, SyncItems, SyncState};
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{Operation, PageLimits, Window};
use runtime::runtime::internals;
use runtime::runtime::request::Request;
use runtime::transport::{Body, BoxFuture, Clock, Incoming, Rng, Transport, TransportError};
use runtime::wire::DateTime;
use runtime::{Client, ClientBuilder};

use crate::api::{BASE, LINKED, UNLIMITED_QUOTA, builder};
use crate::notes::Note;

pub const DAY: i64 = 24 * 60 * 60;

/// The time of the clock at the start: 2026-11-01T00:00:00Z.
pub const NOW: i64 = 1_793_491_200;

/// The list of dated items.
pub static DATED: Operation = Operation {
    id: "listDated",
    path: "/Accounts/{AccountSID}/Dated/{CampaignId}",
    paging: Some((&LINKED, &["Notes"])),
    quota: &UNLIMITED_QUOTA,
    page_limits: PageLimits { pages: Some(10), items: None },
    windows: &[
        Window {
            days: Some(45),
            split_days: Some(44),
            past_days: Some(1095),
            needs_end: true,
            needs_start: true,
            ..Window::new("From", "Until")
        },
        Window {
            days: Some(45),
            split_days: Some(44),
            ..Window::new("CreatedFrom", "CreatedUntil")
        },
    ],
    ..BASE
};

/// What a service does with a request instead of returning a page.
pub type Fault = Box<dyn Fn(usize) -> Option<u16> + Send + Sync>;

/// A service. Clones share its state.
#[derive(Clone)]
pub struct Archive(pub Arc<State>);

pub struct State {
    /// The times and ids of the items, in the order of the service.
    pub items: Mutex<Vec<(i64, String)>>,
    pub page_size: usize,
    /// More pages are refused by an error with this text.
    pub refusal: Option<&'static str>,
    pub fault: Fault,
    /// The number of times that a response is polled before it is ready.
    pub polls: usize,
    requests: Mutex<Vec<String>>,
    in_flight: AtomicUsize,
    pub most_in_flight: AtomicUsize,
    pub responses: AtomicUsize,
    clock: ArchiveClock,
}

impl Archive {
    pub fn new(page_size: usize, items: impl IntoIterator<Item = (i64, String)>) -> Self {
        Self::with(page_size, items, |_| {})
    }

    pub fn with(
        page_size: usize,
        items: impl IntoIterator<Item = (i64, String)>,
        change: impl FnOnce(&mut State),
    ) -> Self {
        let mut state = State {
            items: Mutex::new(items.into_iter().collect()),
            page_size,
            refusal: None,
            fault: Box::new(|_| None),
            polls: 0,
            requests: Mutex::default(),
            in_flight: AtomicUsize::default(),
            most_in_flight: AtomicUsize::default(),
            responses: AtomicUsize::default(),
            clock: ArchiveClock(Arc::new((Instant::now(), Mutex::default()))),
        };
        change(&mut state);
        Self(Arc::new(state))
    }

    pub fn builder(&self) -> ClientBuilder {
        builder().transport(self.clone()).clock(self.0.clock.clone()).rng(Numbers::default())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Returns the list of a campaign.
    pub fn list(&self, campaign: &str) -> Dated {
        Dated(internals::request(&self.client(), &DATED).path::<String>("CampaignId", campaign))
    }

    /// Advances the clock by a number of seconds.
    pub fn advance(&self, seconds: u64) {
        self.0.clock.advance(Duration::from_secs(seconds));
    }

    /// Returns the campaign and the query of each request, without the path.
    pub fn requests(&self) -> Vec<String> {
        self.0.requests.lock().unwrap().clone()
    }

    /// Returns the ranges of the first pages that were requested, in days since a time.
    pub fn ranges(&self, since: i64) -> Vec<(i64, i64)> {
        let requests = self.requests();
        let first = requests.iter().filter(|query| !query.contains("Page="));
        let day = |query: &str, name| (seconds(query, name).unwrap() - since) / DAY;
        first.map(|query| (day(query, "From"), day(query, "Until"))).collect()
    }

    fn respond(&self, uri: &http::Uri) -> (u16, String) {
        let state = &*self.0;
        let query = uri.query().unwrap_or_default();
        let count = {
            let mut requests = state.requests.lock().unwrap();
            let campaign = uri.path().rsplit('/').next().unwrap();
            requests.push(format!("{campaign}?{}", query.replace("%3A", ":")));
            requests.len()
        };
        if let Some(status) = (state.fault)(count) {
            return (status, "{}".to_owned());
        }
        let bound = |names: [&str; 2]| names.iter().find_map(|name| seconds(query, name));
        let (from, until) = (bound(["From", "CreatedFrom"]), bound(["Until", "CreatedUntil"]));
        let now = NOW + i64::try_from(state.clock.elapsed().as_secs()).unwrap();
        let is_long = |from| until.unwrap_or(now) - from >= 45 * DAY;
        let (from, until, is_long) =
            (from.unwrap_or(i64::MIN), until.unwrap_or(i64::MAX), from.is_some_and(is_long));
        if is_long {
            return (400, r#"{"Status":"ERROR","Message":"the range is too long"}"#.to_owned());
        }
        let items = state.items.lock().unwrap();
        let found: Vec<&String> = items
            .iter()
            .filter(|(time, _)| (from..=until).contains(time))
            .map(|(_, id)| id)
            .collect();
        let pages = found.len().div_ceil(state.page_size).max(1);
        if let Some(text) = state.refusal.filter(|_| pages > 10) {
            return (400, format!(r#"{{"Status":"ERROR","Message":"{text}"}}"#));
        }
        let page: usize = value(query, "Page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let page_items = found.iter().skip((page - 1) * state.page_size).take(state.page_size);
        let page_items: Vec<String> = page_items.map(|id| format!(r#"{{"Id":"{id}"}}"#)).collect();
        let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("Page=")).collect();
        let next = match page < pages {
            true => format!("{}?{}&Page={}", uri.path(), rest.join("&"), page + 1),
            false => String::new(),
        };
        let body = format!(
            r#"{{"@page":"{page}","@numpages":"{pages}","@nextpageuri":"{next}","Notes":[{}]}}"#,
            page_items.join(",")
        );
        (200, body)
    }
}

/// Returns a value of a query.
fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let query = query.split_once('?').map_or(query, |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn seconds(query: &str, name: &str) -> Option<i64> {
    let text = value(query, name)?.replace("%3A", ":").replace("%2B", "+");
    Some(text.parse::<DateTime>().unwrap().unix_timestamp())
}

pub fn time(seconds: i64) -> DateTime {
    DateTime::from_unix_timestamp(seconds).unwrap()
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Archive")
    }
}

impl Transport for Archive {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let (status, body) = self.respond(request.uri());
        Box::pin(Flight::new(self, status, body))
    }
}

/// A response that is not ready at once.
struct Flight {
    archive: Archive,
    polls: usize,
    response: Option<(u16, String)>,
}

impl Flight {
    fn new(archive: &Archive, status: u16, body: String) -> Self {
        let state = &*archive.0;
        let count = state.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        state.most_in_flight.fetch_max(count, Ordering::SeqCst);
        Self { archive: archive.clone(), polls: state.polls, response: Some((status, body)) }
    }
}

impl Future for Flight {
    type Output = Result<http::Response<Incoming>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls > 0 {
            self.polls -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let (status, body) = self.response.take().unwrap();
        self.archive.0.responses.fetch_add(1, Ordering::SeqCst);
        let mut response = http::Response::new(Incoming::bytes(body));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        Poll::Ready(Ok(response))
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.archive.0.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

impl State {
    pub fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }
}

/// The request builder of [`DATED`].
#[derive(Clone, Debug)]
pub struct Dated(pub Request);

impl Dated {
    pub fn from(self, seconds: i64) -> Self {
        Self(self.0.query::<DateTime>("From", time(seconds)))
    }
    pub fn until(self, seconds: i64) -> Self {
        Self(self.0.query::<DateTime>("Until", time(seconds)))
    }
    pub fn between(self, start: i64, end: i64) -> Self {
        self.from(start).until(end)
    }
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self(self.0.with_retry(policy))
    }
    pub fn items(self) -> Items<Note> {
        self.0.items()
    }
    pub fn pages(self) -> Pages<Note> {
        self.0.pages()
    }
    pub fn since(self, state: impl Into<SyncState>) -> SyncItems<Note> {
        self.0.sync("From", "Until", state.into())
    }
}

/// A clock whose delays take no time. Timeouts do not elapse.
#[derive(Clone, Debug)]
pub struct ArchiveClock(Arc<(Instant, Mutex<Duration>)>);

impl ArchiveClock {
    fn elapsed(&self) -> Duration {
        *self.0.1.lock().unwrap()
    }

    fn advance(&self, duration: Duration) {
        *self.0.1.lock().unwrap() += duration;
    }
}

impl Clock for ArchiveClock {
    fn now(&self) -> Instant {
        self.0.0 + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW as u64) + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        if duration >= Duration::from_secs(20) {
            return Box::pin(std::future::pending());
        }
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

/// Random numbers that are the same in every run.
#[derive(Debug)]
pub struct Numbers(Mutex<u64>);

impl Default for Numbers {
    fn default() -> Self {
        Self::new(1)
    }
}

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(0x9e37_79b9_7f4a_7c15 ^ seed))
    }

    /// Returns a number below a limit.
    pub fn below(&self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

impl Rng for Numbers {
    fn next(&self) -> u64 {
        let mut state = self.0.lock().unwrap();
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }
}
