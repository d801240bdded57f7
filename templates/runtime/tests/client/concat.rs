//! Several lists as one stream.

use std::sync::atomic::Ordering;

use runtime::call::Async;
use runtime::paging::{Concat, Items, Position, concat};
use runtime::runtime::internals;

use crate::archive::{Archive, DAY, NOW};
use crate::notes::Note;

const START: i64 = NOW - 100 * DAY;

fn daily() -> Vec<(i64, String)> {
    (0..100).map(|day| (START + day * DAY, day.to_string())).collect()
}

fn lists<'a>(archive: &Archive, campaigns: impl IntoIterator<Item = &'a str>) -> Concat<Note> {
    let list = |campaign| archive.list(campaign).between(START, NOW).items();
    concat(campaigns.into_iter().map(list).collect::<Vec<Items<Note>>>())
}

async fn days(items: &mut Concat<Note>) -> Vec<usize> {
    let mut days = Vec::new();
    while let Some(item) = items.next().await {
        days.push(item.unwrap().id.unwrap().as_str().parse().unwrap());
    }
    days
}

#[tokio::test]
async fn lists_follow_each_other_in_order() {
    for prefetch in [0, 1, 2, 5, 20] {
        let archive = Archive::with(10, daily(), |state| state.polls = 2);
        let mut all = lists(&archive, ["1", "2", "3"]).prefetch(prefetch);
        let expected: Vec<usize> = (0..3).flat_map(|_| 0..100).collect();
        assert_eq!(days(&mut all).await, expected, "{prefetch} pages");
        assert!(all.next().await.is_none());
        let most = archive.0.most_in_flight.load(Ordering::SeqCst);
        // each list has 3 parts
        assert_eq!(most, prefetch.clamp(1, 9), "{prefetch} pages");
        let mut campaigns: Vec<String> =
            archive.requests().iter().map(|line| line[..1].to_owned()).collect();
        campaigns.dedup();
        match prefetch {
            0 | 1 => assert_eq!(campaigns.len(), 3, "{campaigns:?}"),
            // two places are taken by the first list for most of the time
            2 => {}
            _ => assert!(campaigns.len() > 3, "{campaigns:?}"),
        }
    }
}

#[tokio::test]
async fn at_most_that_many_pages_are_held_in_all_lists() {
    // each of the 3 parts of a list is a page
    let archive = Archive::with(50, daily(), |state| state.polls = 2);
    let mut all = lists(&archive, ["1", "2", "3"]).prefetch(5);
    for (index, items) in [45, 44, 11].into_iter().cycle().take(9).enumerate() {
        for _ in 0..items {
            all.next().await.unwrap().unwrap();
            let requested = archive.requests().len();
            assert!(requested <= index + 1 + 5, "{requested} requests for page {index}");
        }
    }
    assert!(all.next().await.is_none());
}

#[tokio::test]
async fn a_position_includes_the_list() {
    let archive = Archive::new(10, daily());
    let mut all = lists(&archive, ["1", "2", "3"]);
    for _ in 0..155 {
        all.next().await.unwrap().unwrap();
    }
    let text = all.position().to_string();
    assert!(text.starts_with("+1/"), "{text}");
    let position: Position = text.parse().unwrap();
    assert_eq!((position.list_index(), &position), (1, &all.position()));
    let debug = format!("{position:?}");
    assert!(debug.contains("list: 1") && !debug.contains("Accounts"), "{debug}");
    let mut resumed = lists(&archive, ["1", "2", "3"]).resume(position);
    let expected: Vec<usize> = (55..100).chain(0..100).collect();
    assert_eq!(days(&mut resumed).await, expected);
    assert!(resumed.position().is_end());
    let end = resumed.position();
    assert!(lists(&archive, ["1", "2", "3"]).resume(end).next().await.is_none());
    let mut all = lists(&archive, ["1", "2"]).resume(Position::start());
    assert_eq!(days(&mut all).await.len(), 200);
}

#[tokio::test]
async fn an_error_has_the_position_in_all_lists() {
    let archive = Archive::with(10, daily(), |state| {
        // a page of the second list
        state.fault = Box::new(|count| (count == 14).then_some(503));
    });
    let mut all = lists(&archive, ["1", "2", "3"]);
    let mut count = 0;
    let error = loop {
        match all.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert!(all.next().await.is_none());
    assert_eq!(error.position().unwrap().list_index(), 1);
    let mut rest = lists(&archive, ["1", "2", "3"]).resume(error.position().unwrap().clone());
    assert_eq!(count + days(&mut rest).await.len(), 300);
}

#[tokio::test]
async fn a_position_is_resumed_in_the_same_lists_only() {
    let archive = Archive::new(10, daily());
    let mut all = lists(&archive, ["1", "2"]);
    all.next().await.unwrap().unwrap();
    let position = all.position();
    let requests = archive.requests().len();
    for others in [&["2", "1"][..], &["1"], &["1", "2", "3"], &["1", "3"]] {
        let mut other = lists(&archive, others.iter().copied()).resume(position.clone());
        let error = other.next().await.unwrap().unwrap_err();
        assert!(error.message().unwrap().contains("other lists"), "{error}");
        assert_eq!(error.position(), Some(&position));
        assert!(other.next().await.is_none());
    }
    let single = || archive.list("1").between(START, NOW).items();
    let error = single().resume(position).next().await.unwrap().unwrap_err();
    assert!(error.message().unwrap().contains("belongs to several lists"), "{error}");
    assert_eq!(archive.requests().len(), requests);
    let mut one = single();
    one.next().await.unwrap().unwrap();
    let error = lists(&archive, ["1", "2"]).resume(one.position()).next().await.unwrap();
    let error = error.unwrap_err();
    assert!(error.message().unwrap().contains("belongs to a single list"), "{error}");
    // a list that does not exist
    let text = all.position().to_string().replacen("+0/", "+2/", 1);
    let forged = internals::forged_position(&text).unwrap();
    let error = lists(&archive, ["1", "2"]).resume(forged).next().await.unwrap().unwrap_err();
    assert!(error.message().unwrap().contains("other lists"), "{error}");
    for text in [
        "+1:0:start",
        "+x/0123456789abcdef:0:start",
        "+1/012:0:start",
        "+1/0:start",
        "+1/0123456789abcdef:0:start",
        &text,
    ] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn no_lists_have_no_items() {
    let mut none = concat::<Note, Async>([]);
    assert!(none.next().await.is_none());
    assert_eq!(none.position().list_index(), 0);
}
