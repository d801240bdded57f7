//! Ranges of dates without an end.

use runtime::paging::Position;

use crate::archive::{Archive, DAY, Dated, NOW, time};
use crate::windows::{START, daily, expected, ids, items};

/// Returns the list of the items that were created since a time, which needs no end.
fn created(archive: &Archive, since: i64) -> Dated {
    Dated(archive.list("1").0.query_free("CreatedFrom", time(since).to_string()))
}

#[tokio::test]
async fn a_range_without_an_end_ends_now_and_can_be_resumed_later() {
    let archive = Archive::new(20, daily());
    let list = || archive.list("1").from(START);
    let mut items = list().items();
    for _ in 0..70 {
        items.next().await.unwrap().unwrap();
    }
    let position: Position = items.position().to_string().parse().unwrap();
    let before = archive.requests().len();
    archive.advance(3 * DAY as u64);
    archive.0.items.lock().unwrap().push((NOW + DAY, "new".to_owned()));
    let (found, error) = ids(&mut list().items().resume(position)).await;
    assert!(error.is_none(), "{error:?}");
    // the end of the range is the time of the first request
    assert_eq!(found, expected(&daily()[70..]));
    let requests = archive.requests();
    assert!(requests[before].contains("Page=2"), "{}", requests[before]);
    assert!(requests.last().unwrap().contains("Until=2026-11-01T00:00:00Z"));
}

#[tokio::test]
async fn a_range_that_needs_no_end_is_split_if_it_has_too_many_pages() {
    // 150 items in pages of 4
    let dense = items((1..=150).map(|hour| NOW - 20 * DAY + hour * 3600));
    let archive = Archive::with(4, dense.clone(), |state| state.refusal = Some("the PageSize"));
    let (found, error) = ids(&mut created(&archive, NOW - 20 * DAY).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, expected(&dense));
    let requests = archive.requests();
    assert_eq!(requests[0], "1?CreatedFrom=2026-10-12T00:00:00Z");
    assert!(requests[1].ends_with("&CreatedUntil=2026-10-22T00:00:00Z"), "{}", requests[1]);
    let last = "1?CreatedFrom=2026-10-22T00:00:00Z&CreatedUntil=2026-11-01T00:00:00Z";
    assert_eq!(requests.last().unwrap(), last);
}

#[tokio::test]
async fn a_range_that_became_too_long_after_an_interruption_is_read_again_in_parts() {
    // the newest first, with one that is later than the clock of the client
    let all = [NOW + 9 * DAY].into_iter().chain((0..30).map(|day| NOW - day * DAY));
    let archive = Archive::new(4, items(all));
    let mut pages = created(&archive, NOW - 44 * DAY).pages();
    let first = pages.next().await.unwrap().unwrap();
    let position: Position = pages.position().to_string().parse().unwrap();
    archive.advance(10 * DAY as u64);
    let list = created(&archive, NOW - 44 * DAY);
    let (mut found, error) = ids(&mut list.items().resume(position)).await;
    assert!(error.is_none(), "{error:?}");
    found.extend(first.items.into_iter().map(|note| note.id.unwrap().to_string()));
    let lost = |id: &String| !found.contains(id);
    assert_eq!(expected(&archive.0.items.lock().unwrap()).into_iter().find(lost), None);
}

#[tokio::test]
async fn a_part_of_one_range_is_not_applied_to_another() {
    // 150 items in pages of 4
    let dense = items((1..=150).map(|hour| NOW - 20 * DAY + hour * 3600));
    let archive = Archive::with(4, dense.clone(), |state| state.refusal = Some("the PageSize"));
    // up to the end of the other range, it would be too long
    let since = time(NOW - 43 * DAY).to_string();
    let list = || {
        let list = archive.list("1").between(NOW - 40 * DAY, NOW + 4 * DAY);
        Dated(list.0.query_free("CreatedFrom", since.clone())).items()
    };
    let mut all = list();
    let first = all.next().await.unwrap().unwrap().id.unwrap().to_string();
    let position: Position = all.position().to_string().parse().unwrap();
    let before = archive.requests().len();
    let (rest, error) = ids(&mut list().resume(position)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!([vec![first], rest].concat(), expected(&dense));
    for request in &archive.requests()[before..] {
        assert!(request.contains(&format!("CreatedFrom={since}")), "{request}");
        assert!(!request.contains("CreatedUntil"), "{request}");
    }
}

#[tokio::test]
async fn nothing_follows_the_end_of_a_list_whose_range_became_longer() {
    let archive = Archive::new(100, daily());
    let mut pages = created(&archive, NOW - 44 * DAY).pages();
    while pages.next().await.is_some() {}
    assert!(pages.position().is_end());
    archive.advance(10 * DAY as u64);
    let requests = archive.requests().len();
    let mut pages = created(&archive, NOW - 44 * DAY).pages().resume(pages.position());
    assert!(pages.next().await.is_none() && pages.position().is_end());
    assert_eq!(archive.requests().len(), requests);
}

#[tokio::test]
async fn a_short_range_without_an_end_is_filled_in_if_the_service_requires_an_end() {
    let archive = Archive::new(20, daily());
    let (found, _) = ids(&mut archive.list("1").from(NOW - 5 * DAY).items()).await;
    assert_eq!(found.len(), 6);
    assert!(archive.requests()[0].ends_with("Until=2026-11-01T00:00:00Z"));
    // an end is not required here
    let archive = Archive::new(20, daily());
    let list = Dated(archive.list("1").0.query_free("CreatedFrom", "2026-10-30T00:00:00Z"));
    ids(&mut list.items()).await;
    assert_eq!(archive.requests()[0], "1?CreatedFrom=2026-10-30T00:00:00Z");
    let list = Dated(archive.list("1").0.query_free("CreatedFrom", "2026-08-01T00:00:00Z"));
    ids(&mut list.items()).await;
    let requests = archive.requests();
    let first = requests.iter().find(|line| line.contains("CreatedFrom=2026-08-01")).unwrap();
    assert!(first.contains("CreatedUntil="), "{first}");
}
