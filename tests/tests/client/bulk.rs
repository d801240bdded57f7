//! Bulk writes over HTTP on loopback, with faults.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use impact_brand::actions::{ActionRef, ReversalReason};
use impact_brand::bulk::{Outcome, OutcomeState, SettlementState};
use impact_brand::catalogs::CatalogItem;
use impact_brand::conversions::Conversion;
use impact_brand::polling::Queued;
use impact_brand::retry::RetryPolicy;
use impact_brand::submissions::ApiSubmission;
use impact_brand::transport::{BoxFuture, Clock};
use impact_brand::wire::{DateTime, Decimal};
use impact_brand::{Client, ClientBuilder};

use crate::bulk_server::BulkServer;
use crate::server::{Received, Server, json};

/// The timeouts of the tests, which do not elapse.
const NEVER: Duration = Duration::from_secs(10_000_000);

/// The seconds that a [`Skipping`] clock has skipped.
static SKIPPED: AtomicU64 = AtomicU64::new(0);

/// A clock that skips waits. Timeouts do not elapse.
#[derive(Debug)]
struct Skipping(Instant);

impl Clock for Skipping {
    fn now(&self) -> Instant {
        self.0 + Duration::from_secs(SKIPPED.load(Ordering::SeqCst))
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000 + SKIPPED.load(Ordering::SeqCst))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        if duration >= NEVER / 2 {
            return Box::pin(std::future::pending());
        }
        SKIPPED.fetch_add(duration.as_secs(), Ordering::SeqCst);
        Box::pin(std::future::ready(()))
    }
}

/// Returns the time of the clock, as the service writes it.
fn now() -> String {
    let seconds = 1_800_000_000 + SKIPPED.load(Ordering::SeqCst);
    DateTime::from_unix_timestamp(seconds as i64).unwrap().to_string()
}

fn builder(url: &str) -> ClientBuilder {
    crate::builder(url)
        .clock(Skipping(Instant::now()))
        .timeout(NEVER)
        .read_timeout(NEVER)
        .operation_timeout(NEVER)
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

fn conversion(order: usize) -> Conversion {
    Conversion::new("1000", DateTime::UNIX_EPOCH, format!("ORDER-{order}"))
        .event_type_id("8180")
        .click_id("c1")
}

fn check(server: &BulkServer, outcomes: &[Outcome<Queued<ApiSubmission>>]) -> [usize; 4] {
    let accepted = server.accepted();
    let mut counts = [0; 4];
    for outcome in outcomes {
        let received = accepted.get(&outcome.key).copied().unwrap_or_default();
        let (at, is_right) = match &outcome.state {
            OutcomeState::Accepted(_) => (0, received == 1),
            OutcomeState::Refused(_) => (1, received == 0),
            OutcomeState::Unsent(_) => (2, received == 0),
            OutcomeState::Unknown(_) => (3, received <= 1),
        };
        assert!(is_right, "{outcome:?} was received {received} times");
        counts[at] += 1;
    }
    counts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_conversions_are_received_exactly_once_or_unknown() {
    const COUNT: usize = 10_000;
    let server = BulkServer::start(1, 20, now);
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("orders.ledger");
    let client = client(&server.url);
    let mut write = client.conversions().submit_all((0..COUNT).map(conversion));
    write = write.concurrency(32).ledger(&ledger);
    let mut outcomes = Vec::new();
    while let Some(outcome) = write.next().await {
        let outcome = outcome.unwrap();
        assert_eq!(
            (outcome.index, outcome.key.clone()),
            (outcomes.len() as u64, format!("ORDER-{}", outcomes.len()))
        );
        outcomes.push(outcome);
    }
    assert_eq!(outcomes.len(), COUNT);
    let [accepted, refused, _, unknown] = check(&server, &outcomes);
    assert!(
        accepted > COUNT * 9 / 10 && refused > 20 && unknown > 100,
        "{accepted} {refused} {unknown}"
    );

    // the decisions about all of them, with few reads
    let mut settlements = write.settle();
    let received = server.accepted();
    let (mut processed, mut not_found) = (0, 0);
    while let Some(settlement) = settlements.next().await {
        let settlement = settlement.unwrap();
        match &settlement.state {
            SettlementState::Processed { objects, status, .. } => {
                assert_eq!(objects[..], [format!("1000.1.{}", settlement.key)]);
                assert_eq!(
                    status.as_ref().unwrap().order_id.as_ref().unwrap().as_str(),
                    settlement.key
                );
                processed += 1;
            }
            SettlementState::NotFound => {
                assert!(!received.contains_key(&settlement.key), "{settlement:?}");
                not_found += 1;
            }
            other => panic!("{}: {other:?}", settlement.key),
        }
    }
    assert_eq!(processed, received.len());
    assert_eq!(processed + not_found, accepted + unknown);
    let reads = server.reads();
    assert!(f64::from(reads) <= 0.05 * (accepted + unknown) as f64, "{reads} reads");
    drop(settlements);

    // a second run has the same outcomes, and sends only what had no effect
    let mut write = client.conversions().submit_all((0..COUNT).map(conversion)).concurrency(32);
    write = write.ledger(&ledger);
    let mut second = Vec::new();
    while let Some(outcome) = write.next().await {
        second.push(outcome.unwrap());
    }
    check(&server, &second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_are_killed_never_send_anything_twice() {
    let client_of = |server: &BulkServer| client(&server.url);
    for seed in 0..50 {
        let server = BulkServer::start(seed, 10, now);
        let folder = tempfile::tempdir().unwrap();
        let mut outcomes = Vec::new();
        let mut kill = 7 * (seed as usize + 1) % 40;
        while outcomes.len() < 100 {
            outcomes.clear();
            let client = client_of(&server);
            let write = client.conversions().submit_all((0..100).map(conversion)).concurrency(16);
            let mut write = write.ledger(folder.path().join("orders.ledger"));
            // dropped after some outcomes, with requests in flight
            while let (Some(outcome), true) = (write.next().await, outcomes.len() < kill) {
                outcomes.push(outcome.unwrap());
            }
            kill += 30;
        }
        check(&server, &outcomes);
    }
}

#[tokio::test]
async fn a_conversion_that_is_invalid_leaves_no_line_in_the_ledger() {
    let server = accepting();
    let client = client(&server.url);
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("orders.ledger");
    let invalid = Conversion::new("1000", DateTime::UNIX_EPOCH, "ORDER-2").event_type_id("8180");
    let conversions = [conversion(1), invalid];
    let mut write = client.conversions().submit_all(conversions).ledger(&ledger);
    assert!(write.next().await.unwrap().unwrap().is_accepted());
    let outcome = write.next().await.unwrap().unwrap();
    // after a kill, a line `sending` would mean that it was perhaps received
    assert!(matches!(&outcome.state, OutcomeState::Refused(error) if error.is_request()));
    let lines = std::fs::read_to_string(&ledger).unwrap();
    assert!(lines.contains("ORDER-1") && !lines.contains("ORDER-2"), "{lines}");
    assert_eq!(server.received().len(), 1);
}

/// Starts a server that accepts everything.
fn accepting() -> Server {
    let mut count = 0;
    Server::serving(move |_| {
        count += 1;
        json(200, &format!(r#"{{"Status":"QUEUED","QueuedUri":"/APISubmissions/A-{count}"}}"#))
    })
}

#[tokio::test]
async fn actions_are_reversed_and_changed_in_bulk() {
    let server = accepting();
    let client = client(&server.url);
    let actions = client.actions();
    let by_order = ActionRef::by_order("04711", "A 1");
    let reversals = [ActionRef::from("1000.1"), by_order.clone(), by_order]
        .map(|action| actions.reverse(action, ReversalReason::ItemReturned));
    let mut outcomes = actions.reverse_all(reversals).concurrency(1);
    let mut keys = Vec::new();
    while let Some(outcome) = outcomes.next().await {
        let outcome = outcome.unwrap();
        keys.push((outcome.is_accepted(), outcome.key));
    }
    assert_eq!(keys, [(true, "1000.1".into()), (true, "A 1".into()), (false, "A 1".into())]);
    let changes = [
        actions.return_item("1000.2", "CUP-1"),
        actions.set_amount("1000.3", Decimal::new(1999, 2)),
        actions.set_item_amount("1000.4", "CUP-1", Decimal::ONE),
        actions.set_item_quantity("1000.5", "CUP-1", 2),
        actions.set_customer_status("1000.6", "NEW"),
        actions.reset(ActionRef::by_order("04711", "A-1")),
    ];
    let mut outcomes = actions.update_all(changes).concurrency(1);
    while let Some(outcome) = outcomes.next().await {
        assert!(outcome.unwrap().is_accepted());
    }
    let forms: Vec<String> = server.received().iter().map(Received::text).collect();
    assert_eq!(
        forms,
        [
            "DispositionCode=ITEM_RETURNED&ActionId=1000.1",
            "DispositionCode=ITEM_RETURNED&ActionTrackerId=04711&OrderId=A%201",
            "Reason=ORDER_UPDATE&ActionId=1000.2&Sku=CUP-1&Quantity=0",
            "Reason=ORDER_UPDATE&ActionId=1000.3&Amount=19.99",
            "Reason=ORDER_UPDATE&ActionId=1000.4&Sku=CUP-1&Amount=1",
            "Reason=ORDER_UPDATE&ActionId=1000.5&Sku=CUP-1&Quantity=2",
            "Reason=ORDER_UPDATE&ActionId=1000.6&CustomerStatus=NEW",
            "Reason=RESET&ActionTrackerId=04711&OrderId=A-1",
        ]
    );
    let methods: Vec<String> = server.received().iter().map(|sent| sent.method.clone()).collect();
    assert_eq!((methods[0].as_str(), methods[2].as_str()), ("DELETE", "PUT"));
}

#[tokio::test]
async fn catalog_items_are_updated_in_chunks_of_500() {
    let server = Server::serving(|_| json(200, r#"{"Status":"OK"}"#));
    let client = client(&server.url);
    let items = (0..1_201).map(|id| CatalogItem::new().catalog_item_id(id.to_string()).name("Cup"));
    let mut outcomes = client.catalogs().update_all_items("99001", items).concurrency(1);
    let mut count = 0;
    while let Some(outcome) = outcomes.next().await {
        let outcome = outcome.unwrap();
        assert!(outcome.is_accepted() && outcome.key == count.to_string());
        count += 1;
    }
    assert_eq!(count, 1_201);
    let sent = server.received();
    let sizes: Vec<usize> =
        sent.iter().map(|sent| sent.text().matches("CatalogItemId").count()).collect();
    assert_eq!(sizes, [500, 500, 201]);
    assert!(sent[0].target.ends_with("/Catalogs/99001/BulkUpdate"), "{}", sent[0].target);
}
