//! Ranges of dates that are split into parts.

use std::sync::atomic::Ordering;

use runtime::Error;
use runtime::paging::{Items, Page, Position};
use runtime::runtime::api::{Operation, PageLimits, Window};
use runtime::runtime::internals;
use runtime::wire::Date;

use crate::api::{BASE, COUNTED, LINKED, notes_over};
use crate::archive::{Archive, DAY, Dated, NOW, time};
use crate::fake::Fake;
use crate::notes::Note;

pub const START: i64 = NOW - 300 * DAY;

/// Returns one item for each time, whose id is the number of the day and hour since `START`.
pub fn items(times: impl IntoIterator<Item = i64>) -> Vec<(i64, String)> {
    times.into_iter().map(|time| (time, ((time - START) / 3600).to_string())).collect()
}

/// Returns one item a day, at midnight: every end of a part has one.
pub fn daily() -> Vec<(i64, String)> {
    items((0..=300).map(|day| START + day * DAY))
}

/// Returns the ids of all items, and the error at the end.
pub async fn ids(items: &mut Items<Note>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(note) => ids.push(note.id.unwrap().to_string()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

pub fn expected(items: &[(i64, String)]) -> Vec<String> {
    items.iter().map(|(_, id)| id.clone()).collect()
}

#[tokio::test]
async fn a_long_range_is_split_and_each_item_arrives_once() {
    let archive = Archive::new(20, daily());
    let (found, error) = ids(&mut archive.list("1").between(START, NOW).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, expected(&daily()));
    let parts = [(0, 44), (44, 88), (88, 132), (132, 176), (176, 220), (220, 264), (264, 300)];
    assert_eq!(archive.ranges(START), parts);
    assert_eq!(
        archive.requests()[0],
        "1?From=2026-01-05T00:00:00Z&Until=2026-02-18T00:00:00Z",
        "{:?}",
        archive.requests()
    );
}

#[tokio::test]
async fn a_legal_range_is_requested_as_it_is_set() {
    let archive = Archive::new(20, daily());
    let list = archive.list("1").between(NOW - 44 * DAY, NOW);
    let mut pages = list.pages();
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 20);
    let text = pages.position().to_string();
    assert!(!text.contains(".."), "{text}");
    assert_eq!(archive.requests(), ["1?From=2026-09-18T00:00:00Z&Until=2026-11-01T00:00:00Z"]);
    // the documented maximum is refused in practice
    let archive = Archive::new(20, daily());
    let (found, error) = ids(&mut archive.list("1").between(NOW - 45 * DAY, NOW).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found.len(), 46);
    assert_eq!(archive.ranges(NOW - 45 * DAY), [(0, 44), (44, 45)]);
}

#[tokio::test]
async fn the_ends_of_a_range_are_sent_as_they_are_set() {
    let archive = Archive::new(100, daily());
    let request = archive.list("1").0.query_free("From", "2026-01-05T00:00:00.25+00:00");
    let list = Dated(request.query_free("Until", "2026-02-19T12:00:00.5-08:00"));
    let (_, error) = ids(&mut list.items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(
        archive.requests(),
        [
            "1?From=2026-01-05T00:00:00.25%2B00:00&Until=2026-02-18T00:00:00Z",
            "1?From=2026-02-18T00:00:00Z&Until=2026-02-19T12:00:00.5-08:00",
        ]
    );
}

#[tokio::test]
async fn one_page_of_a_long_range_is_an_error() {
    let archive = Archive::new(20, daily());
    let sent: Result<Page<Note>, Error> = archive.list("1").between(START, NOW).0.send().await;
    let error = sent.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    let message = error.message().unwrap();
    let expected = "expected at most 45 days from `From` to `Until`, found 300 days \
                    (`items()` and `pages()` split one such range); ";
    assert!(message.starts_with(expected), "{message}");
    assert!(archive.requests().is_empty());
}

#[tokio::test]
async fn the_age_of_the_start_is_checked_before_anything_is_sent() {
    let archive = Archive::new(20, daily());
    let list = archive.list("1").between(NOW - 1096 * DAY, NOW);
    let (found, error) = ids(&mut list.items().prefetch(4)).await;
    let message = error.unwrap().message().unwrap().to_owned();
    assert!(message.contains("a `From` at most 1095 days ago, found 1096 days"), "{message}");
    assert!(found.is_empty() && archive.requests().is_empty());
}

#[tokio::test]
async fn a_second_long_range_is_an_error() {
    let archive = Archive::new(20, daily());
    let list = archive.list("1").between(START, NOW);
    let request = list.0.query_free("CreatedFrom", "2026-01-01T00:00:00Z");
    let list = Dated(request.query_free("CreatedUntil", "2026-08-01T00:00:00Z"));
    let (_, error) = ids(&mut list.items()).await;
    let message = error.unwrap().message().unwrap().to_owned();
    assert!(message.contains("from `CreatedFrom` to `CreatedUntil`"), "{message}");
    assert!(message.contains("split one such range"), "{message}");
    assert!(archive.requests().is_empty());
}

#[tokio::test]
async fn a_part_with_too_many_pages_is_halved() {
    // 150 items in the hours of 6 days, in pages of 4
    let dense = items((0..150).map(|hour| START + 10 * DAY + hour * 3600));
    for refusal in [None, Some("more than 10 times the PageSize"), Some("Increase the page size.")]
    {
        let archive = Archive::with(4, dense.clone(), |state| state.refusal = refusal);
        let mut pages = archive.list("1").between(START, START + 40 * DAY).pages();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            assert!(page.page_count <= Some(10));
            found.extend(page.items.into_iter().map(|note| note.id.unwrap().to_string()));
        }
        assert_eq!(found, expected(&dense), "{refusal:?}");
        let ranges = archive.ranges(START);
        assert_eq!(ranges[..4], [(0, 40), (0, 20), (0, 10), (10, 20)], "{refusal:?}");
        assert!(ranges.contains(&(20, 40)));
    }
}

#[tokio::test]
async fn a_part_that_outgrows_its_pages_is_read_again_in_halves() {
    // 38 items in pages of 4, to which others are added while they are read
    let first = items((0..38).map(|hour| START + hour * 3600));
    let archive = Archive::with(4, first, |state| state.refusal = Some("increase the PageSize"));
    let list = || archive.list("1").between(START, START + 40 * DAY);
    let mut found = list().items();
    for _ in 0..6 {
        found.next().await.unwrap().unwrap();
    }
    let added = items((38..60).map(|hour| START + hour * 3600));
    archive.0.items.lock().unwrap().extend(added);
    let (_, error) = ids(&mut found).await;
    let error = error.unwrap();
    assert!(error.is_paging() && error.to_string().contains("in halves"), "{error}");
    let position = error.position().unwrap().to_string().parse().unwrap();
    let (found, error) = ids(&mut list().items().resume(position)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, expected(&archive.0.items.lock().unwrap()));
}

#[tokio::test]
async fn a_position_in_a_part_that_is_split_when_it_is_resumed_skips_no_item() {
    // 38 items in pages of 4, the newest first
    let newest_first =
        |hours: std::ops::Range<i64>| items(hours.rev().map(|hour| START + hour * DAY / 2));
    let archive = Archive::new(4, newest_first(0..38));
    let list = || archive.list("1").between(START, START + 40 * DAY).items();
    let mut found = list();
    let first = [found.next().await, found.next().await].map(|item| item.unwrap().unwrap().id);
    let position: Position = found.position().to_string().parse().unwrap();
    assert_eq!(position.offset(), 2);
    archive.0.items.lock().unwrap().splice(..0, newest_first(38..60));
    let mut found = list().resume(position.clone());
    assert_eq!(found.position(), position);
    let mut all = ids(&mut found).await.0;
    all.extend(first.map(|id| id.unwrap().to_string()));
    let lost = |id: &String| !all.contains(id);
    assert_eq!(expected(&newest_first(0..60)).into_iter().find(lost), None);
}

#[tokio::test]
async fn a_refusal_for_another_reason_is_an_error() {
    let archive = Archive::with(1, daily(), |state| state.refusal = Some("unknown campaign"));
    let (_, error) = ids(&mut archive.list("1").between(START, NOW).items()).await;
    assert_eq!(error.unwrap().message(), Some("unknown campaign"));
    assert_eq!(archive.requests().len(), 1);
}

#[tokio::test]
async fn too_many_items_in_one_second_are_an_error() {
    let same = || (0..50).map(|n| (START + 5, n.to_string()));
    let archive = Archive::new(4, same());
    let mut items = archive.list("1").between(START, START + 40 * DAY).items();
    let (found, error) = ids(&mut items).await;
    let error = error.unwrap();
    assert!(found.is_empty() && error.is_paging(), "{error:?}");
    assert_eq!(error.message(), Some("expected at most 10 pages, found 13: increase `PageSize`"));
    // the position is that of the part, and the list can be resumed with larger pages
    assert_eq!(error.position(), Some(&items.position()));
    assert!(archive.requests().len() < 30, "{}", archive.requests().len());
}

#[tokio::test]
async fn an_item_that_changed_in_between_is_returned_again() {
    let end = START + 44 * DAY;
    let archive = Archive::new(20, items([START, end, end + 3600]));
    let mut items = archive.list("1").between(START, START + 60 * DAY).items();
    assert_eq!(items.next().await.unwrap().unwrap().id.unwrap().as_str(), "0");
    assert_eq!(items.next().await.unwrap().unwrap().id.unwrap().as_str(), "1056");
    archive.0.items.lock().unwrap()[1].1 = "changed".to_owned();
    let (found, _) = ids(&mut items).await;
    assert_eq!(found, ["changed", "1057"]);
}

#[tokio::test]
async fn equal_items_are_returned_as_often_as_they_exist() {
    let end = START + 44 * DAY;
    let item = |time, id: &str| (time, id.to_owned());
    let all = [item(end, "a"), item(end, "a"), item(end + 1, "a"), item(end + 2, "b")];
    let archive = Archive::new(20, all);
    let mut items = archive.list("1").between(START, START + 60 * DAY).items();
    assert_eq!(ids(&mut items).await.0, ["a", "a", "a", "b"]);
}

#[tokio::test]
async fn a_position_counts_the_items_that_are_not_returned_again() {
    let end = START + 44 * DAY;
    let all: Vec<(i64, String)> =
        [(START, "a"), (end, "b"), (end, "c"), (end + 1, "d"), (end + 2, "e")]
            .map(|(time, id)| (time, id.to_owned()))
            .into();
    let archive = Archive::new(20, all);
    let list = || archive.list("1").between(START, START + 60 * DAY);
    let mut items = list().items();
    for _ in 0..4 {
        items.next().await.unwrap().unwrap();
    }
    // `b` and `c` are in both parts, `d` was returned
    assert_eq!(items.position().offset(), 3);
    let position = items.position().to_string().parse().unwrap();
    assert_eq!(ids(&mut items).await.0, ["e"]);
    assert_eq!(ids(&mut list().items().resume(position)).await.0, ["e"]);
}

#[tokio::test]
async fn a_position_is_bound_to_the_whole_range() {
    let archive = Archive::new(20, daily());
    let list = || archive.list("1").between(START, NOW);
    let mut pages = list().pages();
    for _ in 0..4 {
        pages.next().await.unwrap().unwrap();
    }
    let text = pages.position().to_string();
    assert!(
        text.contains(&format!(":0.{}..{}..{NOW}:0:", START + 44 * DAY, START + 88 * DAY)),
        "{text}"
    );
    let position: Position = text.parse().unwrap();
    assert_eq!(position, pages.position());
    assert_eq!(
        serde_json::from_str::<Position>(&serde_json::to_string(&position).unwrap()).unwrap(),
        position
    );
    let requests = archive.requests().len();
    let other = archive.list("1").between(START, NOW - 1);
    let error = other.items().resume(position.clone()).next().await.unwrap().unwrap_err();
    assert!(error.message().unwrap().contains("other parameters"), "{error}");
    assert_eq!(archive.requests().len(), requests);
    // a part that is not one of the range
    let (inside, outside) = (format!(":0.{}..", START + 44 * DAY), format!(":0.{}..", START - DAY));
    let corrupt = text.replace(&inside, &outside);
    assert!(corrupt.parse::<Position>().is_err());
    let corrupt = internals::forged_position(&corrupt).unwrap();
    let error = list().items().resume(corrupt).next().await.unwrap().unwrap_err();
    assert!(error.message().unwrap().contains("outside of the range"), "{error}");
    assert_eq!(archive.requests().len(), requests);
    // a position in any list is one in the first part
    let page: Vec<Note> =
        list().pages().resume(Position::page(2)).next().await.unwrap().unwrap().items;
    assert_eq!(page[0].id.as_ref().unwrap().as_str(), "480");
    // a part is one of a list
    for text in ["0.5..4..9", "0.5..9..8", "0.5..9", "0.a..b..c", "5..8..9", "0.5..8..9"]
        .map(|part| format!("{part}:0:start"))
    {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn the_page_of_a_request_is_one_of_the_first_part() {
    let archive = Archive::new(20, daily());
    let list = Dated(archive.list("1").between(START, START + 60 * DAY).0.query_free("Page", "3"));
    let (found, _) = ids(&mut list.items()).await;
    assert_eq!(found, expected(&daily()[40..=60]));
}

static BY_DAY: Operation = Operation {
    id: "listByDay",
    path: "/Accounts/{AccountSID}/ByDay",
    paging: Some((&LINKED, &["Notes"])),
    windows: &[Window { days: Some(30), ..Window::new("From", "Until") }],
    ..BASE
};

#[tokio::test]
async fn dates_are_split_at_days() {
    let empty = r#"{"Notes":[]}"#;
    let fake = Fake::bodies(&[empty, empty, empty]);
    let date = |text: &str| text.parse::<Date>().unwrap();
    let request = internals::request(&notes_over(fake.clone()).client, &BY_DAY);
    let request = request.query::<Date>("From", date("2026-01-01"));
    let mut items = request.query::<Date>("Until", date("2026-03-15")).items::<Note>();
    assert!(items.next().await.is_none());
    let queries: Vec<String> =
        fake.requests().iter().map(|line| line.split_once('?').unwrap().1.to_owned()).collect();
    assert_eq!(
        queries,
        [
            "From=2026-01-01&Until=2026-01-31",
            "From=2026-01-31&Until=2026-03-02",
            "From=2026-03-02&Until=2026-03-15"
        ]
    );
}

static LIMITED: Operation = Operation {
    id: "listLimited",
    path: "/Accounts/{AccountSID}/Limited",
    paging: Some((&LINKED, &["Notes"])),
    page_limits: PageLimits { pages: None, items: Some(4) },
    ..BASE
};

/// Returns the ids and the error of a list of at most 4 items.
async fn limited(bodies: &[&str]) -> (Vec<String>, Option<Error>, Fake) {
    let fake = Fake::bodies(bodies);
    let request = internals::request(&notes_over(fake.clone()).client, &LIMITED);
    let (found, error) = ids(&mut request.items()).await;
    (found, error, fake)
}

#[tokio::test]
async fn a_list_that_reaches_the_maximum_number_of_items_ends_with_an_error() {
    let first = r#"{"Notes":[{"Id":"1"},{"Id":"2"}],"@total":"0","@nextpageuri":"?Page=2"}"#;
    let next = r#"{"Notes":[{"Id":"3"},{"Id":"4"}],"@nextpageuri":"?Page=3"}"#;
    let last = r#"{"Notes":[{"Id":"3"},{"Id":"4"}]}"#;
    for second in [next, last] {
        let (found, error, fake) = limited(&[first, second]).await;
        let error = error.unwrap();
        assert_eq!(found, ["1", "2", "3", "4"]);
        assert!(error.is_paging(), "{error:?}");
        let message = error.message().unwrap();
        assert!(message.starts_with("the service returns at most 4 items"), "{message}");
        assert!(!error.position().unwrap().is_end());
        assert_eq!(fake.count(), 2);
    }
    let complete = r#"{"Notes":[{"Id":"3"},{"Id":"4"}],"@total":"4"}"#;
    assert!(limited(&[first, complete]).await.1.is_none());
    let short = r#"{"Notes":[{"Id":"3"}]}"#;
    assert!(limited(&[first, short]).await.1.is_none());
}

#[tokio::test]
async fn pages_that_are_counted_from_zero_are_requested_in_order() {
    let bodies = [
        r#"{"Page":0,"NumPages":3,"Results":[{"Id":"1"}],"NextPageUri":"/Other?page=1&size=1"}"#,
        r#"{"Page":1,"NumPages":3,"Results":[{"Id":"2"}],"NextPageUri":"/Other?page=2&size=1"}"#,
        r#"{"Page":2,"NumPages":3,"Results":[{"Id":"3"}]}"#,
    ];
    let fake = Fake::bodies(&bodies);
    assert_eq!(COUNTED.first, 0);
    let mut items = notes_over(fake.clone()).count().items::<Note>().prefetch(2);
    assert_eq!(ids(&mut items).await.0, ["1", "2", "3"]);
    let numbers: Vec<String> =
        fake.requests().iter().map(|line| line.rsplit('=').next().unwrap().to_owned()).collect();
    assert_eq!(numbers, ["0", "1", "2"]);
}

#[tokio::test]
async fn nothing_is_in_flight_without_prefetch_when_a_page_is_returned() {
    let archive = Archive::new(20, daily());
    let mut pages = archive.list("1").between(START, NOW).pages();
    for page in 1..=5 {
        pages.next().await.unwrap().unwrap();
        assert_eq!((archive.requests().len(), archive.0.in_flight()), (page, 0));
    }
    assert_eq!(archive.0.most_in_flight.load(Ordering::SeqCst), 1);
    assert_eq!(time(NOW).to_string(), "2026-11-01T00:00:00Z");
}
