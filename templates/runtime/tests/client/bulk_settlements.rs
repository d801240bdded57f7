//! What the service decided about the elements of bulk writes.

use std::time::Duration;

use runtime::Error;
use runtime::bulk::{Settlement, SettlementState, Settlements};
use runtime::retry::RetryPolicy;

use crate::api::builder;
use crate::bulk_api::{Fault, Ledgered, conversion};
use crate::bulk_ledger::{Folder, Random};
use crate::fake::{Fake, Outcome as Response};
use crate::notes::{Notes, Submission};

async fn all(
    mut settlements: Settlements<'_, Submission>,
) -> Result<Vec<Settlement<Submission>>, Error> {
    let mut all = Vec::new();
    while let Some(settlement) = settlements.next().await {
        all.push(settlement?);
    }
    all.sort_by_key(|settlement| settlement.index);
    Ok(all)
}

fn shown(settlements: &[Settlement<Submission>]) -> Vec<String> {
    let text = |settlement: &Settlement<Submission>| match &settlement.state {
        SettlementState::Processed { objects, .. } => format!("processed {}", objects.join(" ")),
        SettlementState::Rejected(error) => {
            format!("rejected {}", error.codes().collect::<Vec<_>>().join(" "))
        }
        SettlementState::Unsent(_) => "unsent".to_owned(),
        SettlementState::NotFound => "not found".to_owned(),
        SettlementState::Pending => "pending".to_owned(),
        _ => unreachable!(),
    };
    settlements
        .iter()
        .map(|settlement| format!("{} {}", settlement.key, text(settlement)))
        .collect()
}

fn service() -> Ledgered {
    let service = Ledgered::new();
    service.fault("refused", [Fault::Invalid]);
    service.fault("offline", [Fault::Refused]);
    service.fault("received", [Fault::ResetAfter]);
    service.fault("lost", [Fault::ResetBefore]);
    service
}

const ORDERS: [&str; 6] = ["good", "refused", "offline", "received", "lost", "REJECTED"];

const SETTLE: [&str; 6] = [
    "good processed 1.3",
    "refused rejected OLD_EVENT",
    "offline unsent",
    "received processed 1.4",
    "lost not found",
    "REJECTED rejected OLD_EVENT",
];

#[tokio::test]
async fn each_element_has_a_settlement() {
    let service = service();
    // submissions of others: one of the same order an hour ago, and one of another kind
    service.add("OrderId=lost&Text=x");
    service.clock.advance(3600);
    service.add("ActionId=7&OrderId=lost");
    let write = service.notes().submit_all(ORDERS.map(conversion)).concurrency(1);
    let settlements = all(write.settle()).await.unwrap();
    assert_eq!(shown(&settlements), SETTLE);
    let SettlementState::Processed { status, .. } = &settlements[0].state else { panic!() };
    assert_eq!(status.as_ref().unwrap().status.as_deref(), Some("Complete"));
    let SettlementState::Rejected(error) = &settlements[5].state else { panic!() };
    assert!(error.is_rejected() && error.operation() == Some("listSubmissions"));
}

#[tokio::test]
async fn elements_that_are_not_found_are_returned_in_their_order() {
    let service = Ledgered::new();
    let keys = ["f", "b", "h", "a", "d", "c", "g", "e"];
    keys.iter().for_each(|key| service.fault(*key, [Fault::ResetBefore]));
    let write = service.notes().submit_all(keys.map(conversion)).concurrency(1);
    let mut settlements = write.settle();
    let mut found = Vec::new();
    while let Some(settlement) = settlements.next().await {
        found.push(settlement.unwrap().key.to_string());
    }
    assert_eq!(found, keys);
}

#[tokio::test]
async fn settlements_are_kept_in_the_ledger() {
    let (folder, service) = (Folder::new(), service());
    let run = || {
        let notes = service.notes();
        notes.submit_all(ORDERS.map(conversion)).concurrency(1).ledger(folder.ledger()).settle()
    };
    let expected = [
        "good processed 1.1",
        "refused rejected OLD_EVENT",
        "offline unsent",
        "received processed 1.2",
        "lost not found",
        "REJECTED rejected OLD_EVENT",
    ];
    assert_eq!(shown(&all(run()).await.unwrap()), expected);
    let reads = service.requests("GET");
    let again = all(run()).await.unwrap();
    // what was not found is looked for again
    assert!(service.requests("GET") - reads <= 1);
    let mut expected = expected.map(str::to_owned);
    expected[2] = "offline processed 1.4".to_owned();
    assert_eq!(shown(&again), expected);
    let SettlementState::Rejected(error) = &again[5].state else { panic!() };
    assert!(error.is_rejected());
    // the ledger alone
    let settled = all(service.notes().settle(folder.ledger())).await.unwrap();
    let mut expected = expected.to_vec();
    let mut settled = shown(&settled);
    expected.sort_unstable();
    settled.sort_unstable();
    assert_eq!(settled, expected);
}

#[tokio::test]
async fn a_ledger_is_settled_without_its_input() {
    let (folder, service) = (Folder::new(), service());
    let mut write = service.notes().submit_all(ORDERS.map(conversion)).ledger(folder.ledger());
    while let Some(outcome) = write.next().await {
        outcome.unwrap();
    }
    drop(write);
    let mut settled = shown(&all(service.notes().settle(folder.ledger())).await.unwrap());
    settled.sort_unstable();
    // what had no effect is left to the next run
    assert_eq!(settled.len(), 5);
    assert!(settled.iter().any(|settlement| settlement.starts_with("received processed ")));
    assert!(settled.contains(&"lost not found".to_owned()));
    assert!(settled.contains(&"refused rejected OLD_EVENT".to_owned()));
    let error = all(service.notes().settle("/no/such/ledger")).await.unwrap_err();
    assert!(error.is_local());
}

#[tokio::test]
async fn a_ledger_of_another_operation_is_not_settled() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let fake = Fake::bodies(&["OK"]);
    let notes = crate::api::notes_over(fake);
    let element = crate::notes::Note { id: Some("1".into()), ..Default::default() };
    let mut write = notes.update_all([element]).ledger(folder.ledger());
    assert!(write.next().await.unwrap().unwrap().is_accepted());
    drop(write);
    let error = all(service.notes().settle(folder.ledger())).await.unwrap_err();
    let message = "expected a ledger of `submit` or `change`, found one of `bulk`";
    assert_eq!(error.message(), Some(message));
}

#[tokio::test]
async fn decisions_are_polled_until_the_deadline() {
    let service = Ledgered::new();
    service.complete_after(5);
    let notes = service.notes();
    let settlements = notes.submit_all(["a", "b"].map(conversion)).settle();
    assert_eq!(shown(&all(settlements).await.unwrap()), ["a processed 1.1", "b processed 1.2"]);
    assert_eq!(service.requests("GET"), 5);
    service.complete_after(u32::MAX);
    let settlements = notes.submit_all(["c"].map(conversion)).settle();
    let settlements =
        settlements.deadline(Duration::from_secs(600)).max_interval(Duration::from_secs(60));
    assert_eq!(shown(&all(settlements).await.unwrap()), ["c pending"]);
}

#[tokio::test]
async fn a_list_that_cannot_be_read_is_read_again_unless_it_is_refused() {
    const ACCEPTED: &str = r#"{"Status":"QUEUED","QueuedUri":"/Submissions/A-1"}"#;
    const LISTED: &str =
        r#"{"@numpages":"1","Submissions":[{"BatchId":"A-1","Status":"Complete","ActionId":"9"}]}"#;
    let body = |text: &str| Response::Response(200, text.to_owned());
    let fake = Fake::new([body(ACCEPTED), Response::Response(503, String::new()), body(LISTED)]);
    let notes = crate::api::notes_over(fake.clone());
    let settlements = notes.submit_all(["a"].map(conversion)).settle();
    assert_eq!(shown(&all(settlements).await.unwrap()), ["a processed 9"]);
    assert_eq!(fake.sleeps(), [10]);
    assert!(
        fake.requests()[1].ends_with("/Submissions?Page=1&PageSize=100"),
        "{:?}",
        fake.requests()
    );
    let fake = Fake::new([body(ACCEPTED), Response::Response(403, String::new())]);
    let notes = crate::api::notes_over(fake.clone());
    let error = all(notes.submit_all(["a"].map(conversion)).settle()).await.unwrap_err();
    assert!(error.is_forbidden());
}

#[tokio::test]
async fn a_list_that_cannot_be_read_for_a_while_does_not_use_up_the_reads() {
    const ACCEPTED: &str = r#"{"Status":"QUEUED","QueuedUri":"/Submissions/A-1"}"#;
    let fails = std::iter::repeat_with(|| Response::Response(503, String::new())).take(200);
    let accepted = Response::Response(200, ACCEPTED.to_owned());
    let fake = Fake::new(std::iter::once(accepted).chain(fails));
    let client = builder().transport(fake.clone()).clock(fake.clock.clone());
    let client = client.retry(RetryPolicy::default());
    let notes = Notes { client: client.build().unwrap() };
    let settlements = notes.submit_all(["a"].map(conversion)).settle();
    let settlements = settlements.poll_interval(Duration::from_millis(500));
    let settlements = settlements.deadline(Duration::from_secs(600));
    assert_eq!(shown(&all(settlements).await.unwrap()), ["a pending"]);
    // each round has several attempts, so that the rounds are few and spread over the time
    let waited = fake.millis().iter().sum::<u64>() / 1000;
    assert!(waited >= 590 && fake.requests().len() <= 25, "{:?}", fake.sleeps());
}

#[tokio::test]
async fn writes_that_are_processed_at_once_are_not_followed() {
    let fake = Fake::bodies(&[r#"{"Status":"OK","ActionId":"1.2.3"}"#]);
    let notes = crate::api::notes_over(fake.clone());
    let settlements = notes.submit_all(["a"].map(conversion)).settle();
    assert_eq!(shown(&all(settlements).await.unwrap()), ["a processed 1.2.3"]);
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn reads_are_few_whatever_the_order_of_the_list_is() {
    for oldest_first in [false, true] {
        let service = Ledgered::new();
        if oldest_first {
            service.oldest_first();
        }
        // an hour of submissions of others
        for number in 0..3600 {
            service.add(&format!("OrderId=other{number}"));
        }
        service.clock.advance(3600);
        service.complete_after(40);
        let mut random = Random(7);
        for order in 0..2000 {
            if random.below(20) == 0 {
                service.fault(order.to_string(), [Fault::ResetAfter]);
            }
        }
        let notes = service.notes();
        let elements = (0..2000).map(|order| conversion(order.to_string()));
        let settlements = notes.submit_all(elements).concurrency(32).settle().page_size(500);
        let settlements = all(settlements).await.unwrap();
        assert_eq!(settlements.len(), 2000);
        let count = settlements.iter().filter(|settlement| settlement.is_processed()).count();
        assert_eq!(count, 2000, "oldest first: {oldest_first}");
        let reads = service.requests("GET");
        assert!(reads <= 100, "{reads} reads, oldest first: {oldest_first}");
    }
}
