//! Elements without an id, which are looked up by their keys in lists of any order, with any dates.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use runtime::bulk::{SettlementState, Settlements};
use runtime::retry::RetryPolicy;
use runtime::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use runtime::wire::DateTime;

use crate::api::builder;
use crate::bulk_api::{Fault, Ledgered, conversion};
use crate::bulk_ledger::Folder;
use crate::fake::{Fake, START};
use crate::notes::{Conversion, Notes, Submission};

/// A list of submissions in a fixed order.
#[derive(Clone, Debug, Default)]
struct Listing {
    items: Arc<Mutex<Vec<String>>>,
    reads: Arc<AtomicU32>,
    /// The number of the read after which an item is added to the first page.
    grows_after: u32,
    /// The number of reads in which all submissions are queued.
    queued_reads: u32,
}

impl Transport for Listing {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let target = request.uri().to_string();
        let number = |name: &str| -> usize {
            let (_, rest) = target.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().parse().unwrap()
        };
        let (page, size) = (number("Page"), number("PageSize"));
        let reads = self.reads.fetch_add(1, Ordering::SeqCst) + 1;
        let mut all = self.items.lock().unwrap();
        let count = all.len().div_ceil(size).max(1);
        let items: Vec<&str> =
            all.iter().skip((page - 1) * size).take(size).map(String::as_str).collect();
        let items = items.join(",");
        let text = format!(r#"{{"@page":"{page}","@numpages":"{count}","Submissions":[{items}]}}"#);
        let text = match reads <= self.queued_reads {
            true => text.replace("Complete", "Queued"),
            false => text,
        };
        if reads == self.grows_after {
            all.insert(1, order("late", &ago(90_000)));
        }
        Box::pin(std::future::ready(Ok(http::Response::new(Incoming::bytes(text)))))
    }
}

/// Returns the time that is this many seconds before the start of the clock.
fn ago(seconds: i64) -> String {
    DateTime::from_unix_timestamp(START as i64 - seconds).unwrap().to_string()
}

/// Returns that time five hours behind UTC, without the offset.
fn local(seconds: i64) -> String {
    ago(seconds + 5 * 3600).replace('Z', "")
}

/// Returns a complete submission with these members.
fn submission(id: &str, date: &str, members: &str) -> String {
    format!(
        r#"{{"BatchId":"{id}","Type":"Conversion","SubmissionDate":"{date}","Status":"Complete",
            "ActionId":"{id}",{members}}}"#
    )
}

fn order(id: &str, date: &str) -> String {
    submission(id, date, &format!(r#""OrderId":"{id}""#))
}

/// Settles elements with these keys, which were sent an hour ago without a response.
async fn settle(keys: &[&str], items: &[String], page_size: u32) -> (Vec<String>, u32) {
    let at = START - 3600;
    let lines: Vec<_> =
        keys.iter().map(|key| format!("sending {at} {key}\nunknown {at} {key}\n")).collect();
    settle_lines(&lines.concat(), items, page_size).await
}

/// Settles the elements of a ledger with these lines.
async fn settle_lines(lines: &str, items: &[String], page_size: u32) -> (Vec<String>, u32) {
    let listing = Listing { items: Arc::new(Mutex::new(items.to_vec())), ..Listing::default() };
    settle_list(lines, listing, page_size).await
}

async fn settle_list(lines: &str, listing: Listing, page_size: u32) -> (Vec<String>, u32) {
    let settled = settle_folder(&Folder::new(), lines, listing.clone(), page_size).await;
    (settled, listing.reads.load(Ordering::SeqCst))
}

/// Adds lines to the ledger in a folder, and settles its elements.
async fn settle_folder(
    folder: &Folder,
    lines: &str,
    listing: Listing,
    page_size: u32,
) -> Vec<String> {
    let clock = Fake::new([]).clock;
    let client = builder().retry(RetryPolicy::none()).transport(listing).clock(clock);
    let notes = Notes { client: client.build().unwrap() };
    let none: [Conversion; 0] = [];
    assert!(notes.submit_all(none).ledger(folder.ledger()).next().await.is_none());
    let mut text = fs::read_to_string(folder.ledger()).unwrap();
    text.push_str(lines);
    fs::write(folder.ledger(), text).unwrap();
    let settlements = notes.settle(folder.ledger()).page_size(page_size);
    shown(settlements).await
}

async fn shown(mut settlements: Settlements<'_, Submission>) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(settlement) = settlements.next().await {
        let settlement = settlement.unwrap();
        let members: Vec<&str> =
            settlement.key_members.iter().map(|(_, value)| value.as_str()).collect();
        let state = match settlement.state {
            SettlementState::Processed { objects, .. } => {
                format!("processed {}", objects.join(" "))
            }
            SettlementState::NotFound => "not found".to_owned(),
            SettlementState::Pending => "pending".to_owned(),
            other => format!("{other:?}"),
        };
        all.push(format!("{} {state}", members.join("/")));
    }
    all.sort_unstable();
    all
}

const KEYS: [&str; 3] = ["OrderId=a", "OrderId=b", "OrderId=c"];

#[tokio::test]
async fn a_date_that_is_not_certain_is_never_too_old() {
    let expected = ["a processed a", "b processed b", "c not found"];
    for date in [local(3600), "2027-01-15".to_owned(), String::new(), "yesterday".to_owned()] {
        let others =
            (0..5).map(|number| order(&format!("other{number}"), &local(90_000 + number * 7 % 5)));
        let items: Vec<String> = others.chain([order("a", &date), order("b", &date)]).collect();
        for page_size in [1, 100] {
            let (settled, _) = settle(&KEYS, &items, page_size).await;
            assert_eq!(settled, expected, "{date}, pages of {page_size}");
        }
    }
    // a date that is too old at each offset is the one of another submission
    let items = [order("a", &local(3 * 86_400))];
    assert_eq!(settle(&KEYS[..1], &items, 100).await.0, ["a not found"]);
}

#[tokio::test]
async fn a_list_in_another_order_is_read_to_its_end() {
    // by order: two pages of old submissions are before the recent ones
    let others = (0..20).map(|number| order(&format!("A{number}"), &ago(90_000 + number * 7 % 20)));
    let items: Vec<String> =
        others.chain([order("a", &ago(3600)), order("b", &ago(3599))]).collect();
    let (settled, reads) = settle(&KEYS, &items, 10).await;
    assert_eq!(settled, ["a processed a", "b processed b", "c not found"]);
    assert_eq!(reads, 3);
    // the same with the newest first is read until the time before which nothing was sent
    let mut items = vec![order("b", &ago(3599)), order("a", &ago(3600))];
    items.extend((0..98).map(|number| order(&format!("A{number}"), &ago(90_000 + number))));
    let (settled, reads) = settle(&KEYS, &items, 10).await;
    assert_eq!(settled, ["a processed a", "b processed b", "c not found"]);
    assert_eq!(reads, 2);
}

#[tokio::test]
async fn what_was_not_read_is_pending() {
    let others = (0..50).map(|number| order(&format!("A{number}"), &ago(90_000 + number * 7 % 50)));
    let items: Vec<String> = others.chain([order("a", &ago(3600))]).collect();
    let (settled, reads) = settle(&KEYS, &items, 2).await;
    assert_eq!(settled, ["a pending", "b pending", "c pending"]);
    assert_eq!(reads, 20);
}

const EVENTS: [&str; 2] = ["OrderId=a&EventTypeId=8180", "OrderId=a&EventTypeId=8181"];

#[tokio::test]
async fn the_event_type_of_a_status_is_compared_under_its_other_name() {
    let members = r#""OrderId":"a","EventType":"8181""#;
    let (settled, _) = settle(&EVENTS, &[submission("B", &ago(3600), members)], 100).await;
    assert_eq!(settled, ["a/8180 not found", "a/8181 processed B"]);
    // what was sent is more certain
    let members = r#""OrderId":"a","EventType":"8181","Payload":"EventTypeId=8180&OrderId=a""#;
    let (settled, _) = settle(&EVENTS, &[submission("B", &ago(3600), members)], 100).await;
    assert_eq!(settled, ["a/8180 processed B", "a/8181 not found"]);
    // another program
    let keys = ["OrderId=a&CampaignId=1", "OrderId=a&CampaignId=2"];
    let members = r#""OrderId":"a","CampaignId":2"#;
    let (settled, _) = settle(&keys, &[submission("B", &ago(3600), members)], 100).await;
    assert_eq!(settled, ["a/1 not found", "a/2 processed B"]);
}

#[tokio::test]
async fn a_status_that_may_belong_to_several_elements_decides_nothing() {
    let pending = ["a/8180 pending", "a/8181 pending"];
    for members in [
        r#""OrderId":"a""#,
        r#""OrderId":"a","EventType":"""#,
        r#""OrderId":"a","Payload":"OrderId=a""#,
        // it does not state its order yet
        r#""OrderId":"","Payload":"""#,
    ] {
        let (settled, _) = settle(&EVENTS, &[submission("B", &ago(3600), members)], 100).await;
        assert_eq!(settled, pending, "{members}");
    }
    // without an id
    let status = submission("", &ago(3600), r#""OrderId":"a","EventType":"8181""#);
    let (settled, _) = settle(&EVENTS, &[status], 100).await;
    assert_eq!(settled, ["a/8180 not found", "a/8181 pending"]);
    // a number without its zeros
    let status = submission("B", &ago(3600), r#""OrderId":921"#);
    let (settled, _) = settle(&["OrderId=000921"], &[status], 100).await;
    assert_eq!(settled, ["000921 pending"]);
    // unless the form that was sent states them
    let status = submission("B", &ago(3600), r#""OrderId":7,"Payload":"OrderId=007""#);
    let (settled, _) = settle(&["OrderId=007", "OrderId=7"], &[status], 100).await;
    assert_eq!(settled, ["007 processed B", "7 not found"]);
    // an old submission, or one of another kind, is not in doubt
    let old = submission("B", &ago(90_000), r#""OrderId":"""#);
    let other = submission("C", &ago(3600), r#""OrderId":"""#).replace("Conversion", "Reversal");
    let (settled, _) = settle(&EVENTS, &[other, old], 100).await;
    assert_eq!(settled, ["a/8180 not found", "a/8181 not found"]);
}

#[tokio::test]
async fn an_element_that_was_sent_again_is_looked_up_since_it_may_have_been_received() {
    let sending = |seconds: u64| format!("sending {} OrderId=a\n", START - seconds);
    let items = [order("a", &ago(90_000))];
    for (lines, expected) in [
        (sending(90_000) + &sending(3600), "a processed a"),
        (sending(90_000) + "missing OrderId=a\n" + &sending(3600), "a processed a"),
        // the first request was not received
        (sending(90_000) + "unsent 1700000000 OrderId=a\n" + &sending(3600), "a not found"),
    ] {
        assert_eq!(settle_lines(&lines, &items, 100).await.0, [expected], "{lines}");
    }
}

#[tokio::test]
async fn an_element_is_looked_up_until_ten_minutes_after_its_call_ended() {
    // the call may have waited for an hour before it sent the element
    let sending = format!("sending {} OrderId=a\n", START - 3600);
    let unknown = |seconds: u64| format!("unknown {} OrderId=a\n", START - seconds);
    let rounds = async |lines: String| {
        let (settled, reads) = settle_lines(&lines, &[], 100).await;
        assert_eq!(settled, ["a not found"]);
        reads
    };
    assert_eq!(rounds(sending.clone() + &unknown(600)).await, 1);
    let after_call = rounds(sending.clone() + &unknown(30)).await;
    // a process that was killed may have sent it until now
    let after_kill = rounds(sending).await;
    assert!(1 < after_call && after_call <= after_kill, "{after_call} {after_kill}");
}

#[tokio::test]
async fn an_item_that_moves_to_a_page_that_was_read_before_is_found_by_the_next_round() {
    let at = START - 3600;
    let lines = format!("sending {at} OrderId=a\nunknown {at} OrderId=a\n");
    // the oldest first, so the list is read from its end: pages 1, 3, 2
    let mut items: Vec<String> =
        (0..30).map(|number| order(&format!("O{number}"), &ago(3_700 - number))).collect();
    items[19] = order("a", &ago(3_681));
    let listing = |grows_after| {
        let items = Arc::new(Mutex::new(items.clone()));
        Listing { items, grows_after, ..Listing::default() }
    };
    // after the last page was read, the item becomes the first one of it
    for grows_after in [0, 2] {
        let (settled, _) = settle_list(&lines, listing(grows_after), 10).await;
        assert_eq!(settled, ["a processed a"], "{grows_after}");
    }
}

#[tokio::test]
async fn a_status_that_was_queued_when_it_was_found_is_not_that_of_another_element() {
    let at = START - 3600;
    let line =
        |order: &str| format!("sending {at} OrderId={order}\nunknown {at} OrderId={order}\n");
    let status = submission("A", &ago(3600), r#""OrderId":42,"Payload":"OrderId=0042""#);
    // the form of another element may be written in another way
    assert_eq!(settle(&["OrderId=42"], std::slice::from_ref(&status), 100).await.0, ["42 pending"]);
    let items = Arc::new(Mutex::new(vec![status]));
    let folder = Folder::new();
    let listing = Listing { items, queued_reads: 1, ..Listing::default() };
    for (lines, expected) in [
        (line("0042"), vec!["0042 processed A"]),
        (line("42"), vec!["0042 processed A", "42 not found"]),
    ] {
        assert_eq!(settle_folder(&folder, &lines, listing.clone(), 100).await, expected);
    }
}

#[tokio::test]
async fn an_element_that_was_not_found_is_sent_again_on_request() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    service.fault("lost", [Fault::ResetBefore]);
    let notes = service.notes();
    let write = || notes.submit_all([conversion("lost")]).ledger(folder.ledger());
    let mut first = write().resend_not_found();
    // before it is looked up, it is unknown
    assert!(first.next().await.unwrap().unwrap().error().unwrap().may_have_been_sent());
    drop(first);
    let again = write().resend_not_found().next().await.unwrap().unwrap();
    assert!(again.error().unwrap().is_outcome_unknown());
    assert_eq!(shown(write().settle()).await, ["lost not found"]);
    assert!(write().next().await.unwrap().unwrap().error().unwrap().is_outcome_unknown());
    assert_eq!(service.received("lost"), 0);
    let outcome = write().resend_not_found().next().await.unwrap().unwrap();
    assert!(outcome.is_accepted());
    assert_eq!(outcome.key_members, [("OrderId".to_owned(), "lost".to_owned())]);
    // only once
    assert!(write().resend_not_found().next().await.unwrap().unwrap().is_accepted());
    assert_eq!(service.received("lost"), 1);
}
