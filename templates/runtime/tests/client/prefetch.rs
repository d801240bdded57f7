//! Pages that are loaded ahead of their return.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use runtime::paging::Position;
use runtime::retry::RetryPolicy;

use crate::archive::{Archive, DAY, NOW, State};
use crate::windows::ids;

const START: i64 = NOW - 300 * DAY;

/// Returns two items a day.
fn items() -> Vec<(i64, String)> {
    (0..600).map(|n| (START + n * DAY / 2, n.to_string())).collect()
}

fn expected(count: usize) -> Vec<String> {
    (0..count).map(|n| n.to_string()).collect()
}

/// Creates a service whose responses are ready after the third poll.
fn slow(page_size: usize, change: impl FnOnce(&mut State)) -> Archive {
    Archive::with(page_size, items(), |state| {
        state.polls = 3;
        change(state);
    })
}

#[tokio::test]
async fn the_order_does_not_change() {
    for pages in 0..9 {
        let archive = slow(10, |_| {});
        let list = archive.list("1").between(START, NOW);
        let (found, error) = ids(&mut list.items().prefetch(pages)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(found, expected(600), "{pages} pages");
        let most = archive.0.most_in_flight.load(Ordering::SeqCst);
        assert!(most <= pages.max(1), "{pages} pages: {most}");
        // the range has 7 parts
        assert_eq!(most, pages.clamp(1, 7), "{pages} pages");
    }
}

#[tokio::test]
async fn at_most_that_many_pages_are_held() {
    for prefetch in 1..6 {
        let archive = slow(10, |_| {});
        let mut pages = archive.list("1").between(START, NOW).pages().prefetch(prefetch);
        let mut returned = 0;
        while let Some(page) = pages.next().await {
            page.unwrap();
            returned += 1;
            let requested = archive.requests().len();
            assert!(requested - returned <= prefetch, "{requested} requested, {returned} returned");
        }
        assert_eq!(returned, archive.requests().len());
    }
}

#[tokio::test]
async fn the_next_page_of_the_current_part_comes_first() {
    let archive = Archive::new(10, items());
    let mut pages = archive.list("1").between(START, NOW).pages().prefetch(3);
    pages.next().await.unwrap().unwrap();
    // each response is ready at once, so all places are taken by the first part
    let requests = archive.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|line| line.contains("From=2026-01-05")), "{requests:?}");
    let archive = slow(10, |_| {});
    let mut pages = archive.list("1").between(START, NOW).pages().prefetch(3);
    pages.next().await.unwrap().unwrap();
    let requests = archive.requests();
    assert!(
        requests[3].contains("From=2026-01-05") && requests[3].contains("Page=2"),
        "{requests:?}"
    );
    assert_eq!(archive.ranges(START), [(0, 44), (44, 88), (88, 132)]);
}

#[tokio::test]
async fn a_list_without_parts_is_read_ahead_page_by_page() {
    let archive = slow(10, |_| {});
    let mut pages = archive.list("1").between(START, START + 40 * DAY).pages().prefetch(3);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().len();
    }
    assert_eq!(count, 81);
    assert_eq!(archive.0.most_in_flight.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn items_are_read_ahead_while_they_are_returned() {
    let archive = slow(80, |_| {});
    let mut items = archive.list("1").between(START, NOW).items().prefetch(2);
    items.next().await.unwrap().unwrap();
    let responses = archive.0.responses.load(Ordering::SeqCst);
    for _ in 0..79 {
        items.next().await.unwrap().unwrap();
    }
    assert!(archive.0.responses.load(Ordering::SeqCst) > responses, "{responses}");
}

#[tokio::test]
async fn an_error_is_returned_at_its_place() {
    // the first page of the third part fails
    let archive = slow(100, |state| state.fault = Box::new(|count| (count == 3).then_some(500)));
    let list = || archive.list("1").between(START, NOW);
    let mut items = list().items().prefetch(4);
    let (found, error) = ids(&mut items).await;
    let error = error.unwrap();
    assert!(error.is_server(), "{error:?}");
    assert_eq!(found, expected(177));
    assert!(items.next().await.is_none());
    assert_eq!(archive.0.in_flight(), 0);
    // nothing was requested after the error was received
    assert!(archive.requests().len() <= 5, "{:?}", archive.requests());
    let position = error.position().unwrap().clone();
    assert_eq!(position, items.position());
    let (rest, error) = ids(&mut list().items().prefetch(4).resume(position)).await;
    assert!(error.is_none(), "{error:?}");
    // the item at the time that the parts share is returned again
    assert_eq!(rest, expected(600)[176..]);
}

#[tokio::test]
async fn dropping_the_stream_cancels_what_is_in_flight() {
    let archive = slow(10, |_| {});
    let mut pages = archive.list("1").between(START, NOW).pages().prefetch(4);
    pages.next().await.unwrap().unwrap();
    assert!(archive.0.in_flight() > 0);
    drop(pages);
    assert_eq!(archive.0.in_flight(), 0);
}

#[tokio::test]
async fn the_position_is_that_of_what_was_returned() {
    let archive = slow(10, |_| {});
    let list = || archive.list("1").between(START, NOW);
    let (mut ahead, mut plain) = (list().items().prefetch(5), list().items());
    for n in 0..600 {
        assert_eq!(ahead.position(), plain.position(), "item {n}");
        ahead.next().await.unwrap().unwrap();
        plain.next().await.unwrap().unwrap();
    }
    let position: Position = ahead.position().to_string().parse().unwrap();
    assert!(ahead.next().await.is_none());
    assert!(ahead.position().is_end());
    assert!(list().items().resume(ahead.position()).next().await.is_none());
    assert!(list().items().resume(position).next().await.is_none());
}

#[tokio::test]
async fn parts_are_halved_ahead() {
    for prefetch in [2, 4] {
        let archive = slow(2, |_| {});
        let list = archive.list("1").between(START, NOW);
        let (found, error) = ids(&mut list.items().prefetch(prefetch)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(found, expected(600));
    }
}

#[tokio::test]
async fn a_refused_request_is_repeated_once_and_others_are_not() {
    let archive = slow(100, |state| state.fault = Box::new(|count| (count == 2).then_some(429)));
    let list = archive.list("1").between(START, NOW).retry(RetryPolicy::default());
    let (found, error) = ids(&mut list.items().prefetch(4)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, expected(600));
    // one request for each part, and the repeated one
    assert_eq!(archive.requests().len(), 8);
}

#[tokio::test]
async fn a_stream_can_be_polled_outside_of_the_task_that_created_it() {
    let archive = slow(10, |_| {});
    let items = archive.list("1").between(START, NOW).items().prefetch(3);
    let items = Arc::new(Mutex::new(items));
    let mut moved = Arc::try_unwrap(items).unwrap().into_inner().unwrap();
    let task = async move { ids(&mut moved).await.0 };
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    assert_eq!(is_send(task).await, expected(600));
}
