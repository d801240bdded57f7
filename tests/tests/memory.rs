//! The memory of a pull: it does not grow with the number of pages, in spite of faults.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http::{Request, Response, Uri};
use impact_brand::actions::Action;
use impact_brand::blocking::{self, BlockingTransport};
use impact_brand::retry::RetryPolicy;
use impact_brand::transport::{Body, BoxFuture, Clock, Incoming, Transport, TransportError};
use impact_brand::wire::DateTime;
use impact_brand::{Client, Error};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ITEMS: u64 = 100_000;
const ITEMS_OF_A_PAGE: u64 = 2_000;
/// The pages of the seven parts of the range, each of which has a last page with fewer items.
const PAGES: u64 = 54;

/// The range: 300 days, in which an action is updated every 259 seconds.
const START: &str = "2026-01-01T00:00:00Z";
const END: &str = "2026-10-28T00:00:00Z";
const INTERVAL: u64 = 259;

/// A service in memory that fails for one of 20 requests.
#[derive(Clone, Debug, Default)]
struct Service(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    requests: AtomicU64,
    faults: AtomicU64,
}

impl Service {
    fn respond(&self, uri: &Uri) -> Result<Response<Incoming>, TransportError> {
        let number = self.0.requests.fetch_add(1, Ordering::SeqCst);
        let mut response = Response::new(Incoming::bytes(""));
        if number % 20 == 7 {
            let fault = self.0.faults.fetch_add(1, Ordering::SeqCst);
            let status = match fault % 5 {
                0 => return Err(TransportError::timeout()),
                1 => return Err(TransportError::other("the connection was closed")),
                2 => 429,
                3 => 500,
                _ => 503,
            };
            *response.status_mut() = status.try_into().expect("a status");
            return Ok(response);
        }
        *response.body_mut() = Incoming::bytes(page(uri));
        Ok(response)
    }
}

impl Transport for Service {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Incoming>, TransportError>> {
        Box::pin(std::future::ready(self.respond(request.uri())))
    }
}

impl BlockingTransport for Service {
    fn send(
        &self,
        request: Request<Body>,
        _: Duration,
    ) -> Result<Response<Incoming>, TransportError> {
        self.respond(request.uri())
    }
}

/// A clock at the end of the range. Nothing is waited for.
#[derive(Debug)]
struct AtTheEnd;

impl Clock for AtTheEnd {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds(END))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

fn seconds(time: &str) -> u64 {
    let time: DateTime = time.parse().expect("a time");
    time.unix_timestamp().try_into().expect("a time after 1970")
}

/// Returns a page of the actions in the range of a request. All items have the same length.
fn page(uri: &Uri) -> String {
    let url = reqwest::Url::parse(&uri.to_string()).expect("a URL");
    let value = |name: &str| {
        let found = url.query_pairs().find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned())
    };
    let offset = |name| seconds(&value(name).expect("a time")) - seconds(START);
    let first = offset("StartDate").div_ceil(INTERVAL);
    let end = (offset("EndDate") / INTERVAL + 1).min(ITEMS);
    let number: u64 = value("Page").map_or(1, |text| text.parse().expect("a number"));
    let start = first + (number - 1) * ITEMS_OF_A_PAGE;
    let pages = (end - first).div_ceil(ITEMS_OF_A_PAGE);
    let next = match number < pages {
        true => {
            let list = uri.to_string();
            let list = list.split("&Page=").next().unwrap_or_default().to_owned();
            format!("{list}&Page={}", number + 1)
        }
        false => String::new(),
    };
    let mut page = format!(r#"{{"@numpages":"{pages}","@nextpageuri":"{next}","Actions":["#);
    for item in start..end.min(start + ITEMS_OF_A_PAGE) {
        let comma = if item > start { "," } else { "" };
        write!(
            page,
            r#"{comma}{{"Id":"1000.4636.{item:06}","CampaignId":"1000","State":"PENDING","Amount":"45.00",
               "Currency":"USD","EventDate":"2026-01-15T22:55:32-08:00","Oid":"O-{item:06}"}}"#
        )
        .expect("strings accept everything");
    }
    page + "]}"
}

/// Reads all items, and asserts that each is returned once and that the peak of the memory is that of the first pages.
fn assert_flat(service: &Service, mut next: impl FnMut() -> Option<Result<Action, Error>>) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut peaks = Vec::new();
    let mut count = 0;
    while let Some(action) = next() {
        let id = action.expect("an action").id.expect("an id");
        assert_eq!(id.as_str(), format!("1000.4636.{count:06}"));
        count += 1;
        if count % ITEMS_OF_A_PAGE == 0 {
            peaks.push(MEMORY.peak_usage() - before);
            MEMORY.reset_peak_usage();
        }
    }
    assert_eq!(count, ITEMS);
    let counters = &service.0;
    let faults = counters.faults.load(Ordering::SeqCst);
    assert_eq!(faults, (PAGES + faults).div_ceil(20));
    assert_eq!(counters.requests.load(Ordering::SeqCst), PAGES + faults);
    let (first, rest) = peaks.split_at(10);
    let (first, rest) = (first.iter().max().expect("peaks"), rest.iter().max().expect("peaks"));
    assert!(*rest <= first + first / 20, "{first} bytes, later {rest} bytes: {peaks:?}");
    let all = size_of::<Action>() * usize::try_from(ITEMS).expect("a count");
    assert!(rest * 5 < all, "{rest} bytes of {all} are in memory");
}

// one test, because other tests would allocate in the same process
#[test]
fn the_memory_of_a_pull_does_not_grow_with_the_number_of_pages() {
    let retry = RetryPolicy::default().max_attempts(10).base_delay(Duration::ZERO);
    let range = || {
        let time = |text: &str| text.parse::<DateTime>().expect("a time");
        (time(START), time(END))
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for prefetch in [0, 4] {
        let service = Service::default();
        let builder = Client::builder("IRAccount", "token").transport(service.clone());
        let client = builder.clock(AtTheEnd).retry(retry).build().expect("a client");
        let (start, end) = range();
        let mut items =
            client.actions().list("1000").updated_between(start, end).items().prefetch(prefetch);
        assert_flat(&service, || runtime.block_on(items.next()));
    }
    let service = Service::default();
    let builder = blocking::Client::builder("IRAccount", "token").transport(service.clone());
    let client = builder.clock(AtTheEnd).retry(retry).build().expect("a client");
    let (start, end) = range();
    let mut items = client.actions().list("1000").updated_between(start, end).items();
    assert_flat(&service, || items.next());
}
