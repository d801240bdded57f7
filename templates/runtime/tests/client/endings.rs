//! The end of a list: no list ends early without an error, and every list ends.

use runtime::paging::{Items, Position};

use crate::api::notes;
use crate::notes::Note;
use crate::server::{Received, Server, json, response};

const LIST: &str = "/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes";

/// Returns the number of the requested page.
fn number(received: &Received) -> u64 {
    let query = received.target.split(['?', '&']).find_map(|part| part.strip_prefix("Page="));
    query.and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Returns the ids of the items, and the message of the error.
async fn all(mut items: Items<Note>) -> (Vec<String>, Option<String>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(note) => ids.push(note.id.unwrap().to_string()),
            Err(error) => {
                assert!(error.position().is_some() && error.is_paging(), "{error:?}");
                return (ids, Some(error.to_string()));
            }
        }
    }
    (ids, None)
}

#[tokio::test]
async fn a_list_without_links_is_continued_by_number() {
    // the count of pages, or the total, reports further pages
    for metadata in [r#""@numpages":"3""#, r#""@total":"3""#, r#""@total":"3","@end":"END""#] {
        let server = Server::serving(move |received| {
            let number = number(received);
            let metadata = metadata.replace("END", &(number - 1).to_string());
            json(
                200,
                &format!(r#"{{"@page":"{number}",{metadata},"Notes":[{{"Id":"{number}"}}]}}"#),
            )
        });
        let (ids, error) = all(notes(&server.url).list("1").media_id("9").items()).await;
        assert!(error.is_none(), "{metadata}: {error:?}");
        assert_eq!(ids, ["1", "2", "3"], "{metadata}");
        let targets: Vec<String> =
            server.received().into_iter().map(|received| received.target).collect();
        assert_eq!(targets[2], format!("{LIST}?MediaId=9&Page=3"), "{metadata}");
        assert_eq!(targets.len(), 3, "{metadata}");
    }
}

#[tokio::test]
async fn a_total_of_zero_or_of_all_items_ends_the_list() {
    for metadata in [r#""@total":"0""#, r#""@total":"1""#, r#""@numpages":"1","@total":"9""#] {
        let body = format!(r#"{{"@page":"1",{metadata},"Notes":[{{"Id":"1"}}]}}"#);
        let server = Server::new([json(200, &body)]);
        assert_eq!(all(notes(&server.url).list("1").items()).await, (vec!["1".into()], None));
        assert_eq!(server.received().len(), 1, "{metadata}");
    }
}

#[tokio::test]
async fn a_service_that_reports_the_first_page_for_all_pages_is_read_to_the_end() {
    let server = Server::serving(|received| {
        let number = number(received);
        let next = if number < 4 { format!("{LIST}?Page={}", number + 1) } else { String::new() };
        let items = format!(r#""Notes":[{{"Id":"{number}"}}]"#);
        json(200, &format!(r#"{{"@page":"1","@nextpageuri":"{next}",{items}}}"#))
    });
    assert_eq!(all(notes(&server.url).list("1").items()).await.0, ["1", "2", "3", "4"]);

    let server = Server::serving(|received| {
        let number = number(received);
        let items = if number < 3 { format!(r#"[{{"Id":"{number}"}}]"#) } else { "[]".to_owned() };
        json(200, &format!(r#"{{"Page":0,"Results":{items}}}"#))
    });
    assert_eq!(
        all(notes(&server.url).count().items()).await,
        (vec!["0".into(), "1".into(), "2".into()], None)
    );
}

#[tokio::test]
async fn a_page_that_is_repeated_for_every_number_is_an_error() {
    // with and without the requested number in the metadata
    for metadata in [r#""Page":"NUMBER""#, r#""Page":0"#, r#""Time":"NUMBER""#] {
        let server = Server::serving(move |received| {
            let metadata = metadata.replace("NUMBER", &number(received).to_string());
            json(200, &format!(r#"{{{metadata},"Results":[{{"Id":"1"}}]}}"#))
        });
        let (ids, error) = all(notes(&server.url).count().items()).await;
        assert_eq!(ids, ["1"], "{metadata}");
        assert!(error.unwrap().contains("already returned"), "{metadata}");
        assert_eq!(server.received().len(), 2, "{metadata}");
    }
    let body = r#"{"@numpages":"9","Notes":[{"Id":"1"}]}"#;
    let server = Server::serving(move |_| json(200, body));
    let (ids, error) = all(notes(&server.url).list("1").items()).await;
    assert_eq!(ids, ["1"]);
    assert!(error.unwrap().contains("already returned"));
}

#[tokio::test]
async fn endless_pages_without_items_are_an_error() {
    let linked = Server::serving(|received| {
        let next = number(received) + 1;
        json(200, &format!(r#"{{"@nextpageuri":"{LIST}?Page={next}","Notes":[]}}"#))
    });
    let (ids, error) = all(notes(&linked.url).list("1").items()).await;
    assert!(ids.is_empty() && error.unwrap().contains("100 pages"));
    assert_eq!(linked.received().len(), 100);

    let counted = Server::serving(|_| json(200, r#"{"NumPages":1000000,"Results":[]}"#));
    let (ids, error) = all(notes(&counted.url).count().items()).await;
    assert!(ids.is_empty() && error.unwrap().contains("100 pages"));
    assert_eq!(counted.received().len(), 100);
}

#[tokio::test]
async fn pages_without_items_between_others_are_not_counted_together() {
    let server = Server::serving(|received| {
        let number = number(received);
        let items = if number.is_multiple_of(60) {
            format!(r#"{{"Id":"{number}"}}"#)
        } else {
            String::new()
        };
        let next = if number < 240 { format!("{LIST}?Page={}", number + 1) } else { String::new() };
        json(200, &format!(r#"{{"@nextpageuri":"{next}","Notes":[{items}]}}"#))
    });
    let (ids, error) = all(notes(&server.url).list("1").items()).await;
    assert_eq!((ids.len(), error), (4, None));
}

#[tokio::test]
async fn a_page_without_metadata_does_not_end_the_list_early() {
    let link = format!("{LIST}?Page=2");
    let first = format!(r#"{{"@numpages":"3","@nextpageuri":"{link}","Notes":[{{"Id":"1"}}]}}"#);
    for second in [json(200, r#"{"Notes":[{"Id":"2"}]}"#), response(204, &[], "")] {
        let is_empty = second.starts_with(b"HTTP/1.1 204");
        let last = json(200, r#"{"Notes":[{"Id":"3"}]}"#);
        let server = Server::new([json(200, &first), second, last]);
        let (ids, error) = all(notes(&server.url).list("1").items()).await;
        assert_eq!(error, None);
        assert_eq!(ids, if is_empty { vec!["1", "3"] } else { vec!["1", "2", "3"] });
        assert_eq!(server.received()[2].target, format!("{LIST}?Page=3"));
    }
}

/// Returns a server with these pages by their number. Any other page has no items.
fn numbered(pages: &'static [&'static str]) -> Server {
    Server::serving(move |received| {
        let at = usize::try_from(number(received)).expect("a number") - 1;
        json(200, pages.get(at).copied().unwrap_or(r#"{"Notes":[]}"#))
    })
}

#[tokio::test]
async fn metadata_may_be_attributes_of_the_list() {
    let pages: [&[&str]; 3] = [
        &[
            r#"{"Notes":{"@page":"1","@nextpageuri":"?Page=2","Note":[{"Id":"1"},{"Id":"2"}]}}"#,
            r#"{"Notes":{"@page":"2","Note":{"Id":"3"},"@nextpageuri":""}}"#,
        ],
        &[
            r#"{"Notes":{"@numpages":"3","Note":[{"Id":"1"},{"Id":"2"}]}}"#,
            // an element without items
            r#"{"Notes":{"@numpages":"3","@page":"2"}}"#,
            r#"{"Notes":{"@numpages":"3","Note":{"Id":"3"}}}"#,
        ],
        &[
            r#"{"Notes":{"@total":"3","Note":[{"Id":"1"},{"Id":"2"}]}}"#,
            r#"{"Notes":{"@total":"3","Note":null}}"#,
            r#"{"Notes":{"@total":"3","Note":[{"Id":"3"}]}}"#,
        ],
    ];
    for pages in pages {
        let server = numbered(pages);
        let (ids, error) = all(notes(&server.url).list("1").items()).await;
        assert_eq!((ids.len(), error), (3, None), "{pages:?}");
        assert_eq!(server.received().len(), pages.len());
    }
    let body = r#"{"Notes":{"@page":"1","@numpages":"2","@total":"9","@other":"x","Note":[]}}"#;
    for strict in [false, true] {
        let server = Server::new([json(200, body)]);
        let page = notes(&server.url).list("1").strict_decoding(strict).await.expect("a page");
        assert_eq!((page.number, page.page_count, page.total_items), (Some(1), Some(2), Some(9)));
        assert_eq!(page.extra.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["@other"]);
    }
}

#[tokio::test]
async fn pages_are_requested_until_the_total_is_reached() {
    let pages: [&[&str]; 5] = [
        // a page without items in between
        &[
            r#"{"@total":"3","Notes":[{"Id":"1"},{"Id":"2"}]}"#,
            r#"{"@total":"3","Notes":[]}"#,
            r#"{"Notes":[{"Id":"3"}]}"#,
        ],
        // at the start
        &[r#"{"@total":3,"Notes":[]}"#, r#"{"Notes":[{"Id":"1"},{"Id":"2"},{"Id":"3"}]}"#],
        // positions that are counted from 1
        &[
            r#"{"@start":"1","@end":"2","@total":"3","Notes":[{"Id":"1"},{"Id":"2"}]}"#,
            r#"{"@start":"3","@end":"3","@total":"3","Notes":[{"Id":"3"}]}"#,
        ],
        // a position that is not the one of the last item
        &[
            r#"{"@start":"0","@end":"2","@total":"3","Notes":[{"Id":"1"}]}"#,
            r#"{"@total":"3","Notes":[{"Id":"2"},{"Id":"3"}]}"#,
        ],
        // the number of pages takes precedence, and is reported once
        &[
            r#"{"@numpages":"3","@total":"2","Notes":[{"Id":"1"},{"Id":"2"}]}"#,
            r#"{"@total":"2","Notes":[]}"#,
            r#"{"Notes":[{"Id":"3"}]}"#,
        ],
    ];
    for pages in pages {
        let server = numbered(pages);
        let (ids, error) = all(notes(&server.url).list("1").items()).await;
        assert_eq!((ids.len(), error), (3, None), "{pages:?}");
        assert_eq!(server.received().len(), pages.len());
    }
}

#[tokio::test]
async fn a_page_without_content_does_not_end_the_list_before_its_total() {
    let first =
        format!(r#"{{"@total":"2","@nextpageuri":"{LIST}?Page=2","Notes":[{{"Id":"1"}}]}}"#);
    let last = json(200, r#"{"Notes":[{"Id":"2"}]}"#);
    let server = Server::new([json(200, &first), response(204, &[], ""), last]);
    let (ids, error) = all(notes(&server.url).list("1").items()).await;
    assert_eq!((ids, error), (vec!["1".into(), "2".into()], None));
}

#[tokio::test]
async fn a_total_that_is_never_reached_is_an_error() {
    let pages: [&[&str]; 2] = [
        &[r#"{"@total":"5","Notes":[{"Id":"1"}]}"#, r#"{"@total":"5","Notes":[{"Id":"2"}]}"#],
        // later pages report what they have
        &[r#"{"@total":"5","Notes":[{"Id":"1"},{"Id":"2"}]}"#, r#"{"@total":"0","Notes":[]}"#],
    ];
    for pages in pages {
        let server = numbered(pages);
        let (ids, error) = all(notes(&server.url).list("1").items()).await;
        assert_eq!(ids, ["1", "2"]);
        let error = error.expect("an error");
        assert!(error.contains("expected 5 items, found 2: 10 pages in a row"), "{error}");
        assert!(server.received().len() <= 12);
    }
}

#[tokio::test]
async fn counts_with_separators_do_not_end_the_list_early() {
    let pages: [&[&str]; 4] = [
        &[r#"{"@numpages":"1,000","Notes":[{"Id":"1"}]}"#, r#"{"@numpages":2}"#],
        &[r#"{"@total":"1,000","Notes":[{"Id":"1"}]}"#, r#"{"@total":1,"Notes":[]}"#],
        // a count that is no number: up to a page without items
        &[r#"{"@numpages":"many","Notes":[{"Id":"1"}]}"#, r#"{"Notes":[]}"#],
        &[r#"{"@total":-1,"Notes":[{"Id":"1"}]}"#, r#"{"@total":-1,"Notes":[]}"#],
    ];
    for pages in pages {
        let server = numbered(pages);
        let (ids, error) = all(notes(&server.url).list("1").items()).await;
        assert_eq!((ids.len(), error), (1, None), "{pages:?}");
        assert_eq!(server.received().len(), 2, "{pages:?}");
    }
    // a word in place of a count is no count
    let server = numbered(&[r#"{"@total":"n/a","Notes":[{"Id":"1"}]}"#]);
    assert_eq!(all(notes(&server.url).list("1").items()).await, (vec!["1".into()], None));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn elements_that_are_no_items_count_as_items() {
    let server = numbered(&[r#"{"@total":"2","Notes":[{"Id":"1"},"x"]}"#]);
    let mut pages = notes(&server.url).list("1").pages();
    assert_eq!(pages.next().await.expect("a page").expect("a page").len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_list_that_begins_later_ends_at_its_total() {
    let pages: &[&str] = &[
        "",
        r#"{"@page":"2","@pagesize":"2","@start":"START","@end":"END","@total":"3","Notes":[{"Id":"3"}]}"#,
    ];
    for (start, end) in [("2", "2"), ("3", "3"), ("", "")] {
        let server = Server::serving(move |received| {
            assert_eq!(number(received), 2);
            json(200, &pages[1].replace("START", start).replace("END", end))
        });
        let list =
            || notes(&server.url).request(&crate::api::LIST).path::<String>("CampaignId", "1");
        let by_parameter = list().query::<i64>("Page", 2).items();
        let by_position = list().items().resume(Position::page(2));
        for items in [by_parameter, by_position] {
            assert_eq!(all(items).await, (vec!["3".into()], None), "{start}");
        }
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test]
async fn a_word_in_place_of_a_link_is_no_link() {
    for word in [r#""null""#, r#""N/A""#, "false", "0", r##""#""##, r#""None""#] {
        let page = format!(r#"{{"Notes":[{{"Id":"1"}}],"@nextpageuri":{word}}}"#);
        let server = Server::new([json(200, &page)]);
        let (ids, error) = all(notes(&server.url).list("1").items()).await;
        assert_eq!((ids, error), (vec!["1".to_owned()], None), "{word}");
    }
}
