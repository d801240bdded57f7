//! Lists in pages.

use std::pin::Pin;

use futures_core::Stream;
use runtime::Error;
use runtime::paging::{Items, Page, Position};
use runtime::runtime::internals;

use crate::api::{notes, notes_over};
use crate::fake::{Fake, Outcome};
use crate::notes::{Note, Notes};
use crate::server::{Server, json};

/// Returns the ids of the items, and the error at the end.
async fn all(mut items: Items<Note>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(note) => ids.push(note.id.unwrap().to_string()),
            Err(error) => {
                assert!(items.next().await.is_none(), "the stream ends after an error");
                return (ids, Some(error));
            }
        }
    }
    (ids, None)
}

fn three() -> [String; 3] {
    [
        r#"{"@page":"1","@numpages":"3","@pagesize":"2","@total":"0","@start":"0","@end":"1","@uri":"/L?Page=1","@firstpageruri":"/L?Page=1","@nextpageuri":"/L?MediaId=9&Page=2","Notes":[{"Id":"1"},{"Id":"2"}],"Note":"x"}"#,
        r#"{"@page":"2","@nextpageuri":"https://api.example.com/L?MediaId=9&Page=3","Notes":{"Id":"3"}}"#,
        r#"{"@page":"3","@nextpageuri":"","Notes":[{"Id":"4"}]}"#,
    ]
    .map(at_list)
}

/// The path of the list.
const LIST: &str = "/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes";

/// Replaces the path `/L` by that of the list.
fn at_list(text: &str) -> String {
    text.replace("/L", LIST)
}

#[tokio::test]
async fn metadata_that_is_not_a_whole_number_is_kept() {
    let body = r#"{"@page":"1.0","@numpages":"1,234","@pagesize":12.7,"@total":"","Notes":[]}"#;
    let (_, list) = over(&[body]);
    let page = list.list("1").await.expect("a page");
    assert_eq!((page.number, page.page_count, page.page_size), (Some(1), None, None));
    assert_eq!(page.extra.get("@numpages").map(|json| json.as_json()), Some(r#""1,234""#));
    assert_eq!(page.extra.get("@pagesize").map(|json| json.as_json()), Some("12.7"));
    assert_eq!((page.extra.get("@page"), page.extra.get("@total")), (None, None));
}

fn over(texts: &[&str]) -> (Fake, Notes) {
    let texts = texts.iter().map(|text| Outcome::Response(200, at_list(text)));
    let fake = Fake::new(texts);
    (fake.clone(), notes_over(fake))
}

#[tokio::test]
async fn links_are_followed_as_they_are_written() {
    let server = Server::new(three().map(|text| json(200, &text)));
    let list = notes(&server.url).list("1").media_id("9");
    let (ids, error) = all(list.items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["1", "2", "3", "4"]);
    let targets: Vec<String> =
        server.received().into_iter().map(|received| received.target).collect();
    assert_eq!(
        targets,
        [at_list("/L?MediaId=9"), at_list("/L?MediaId=9&Page=2"), at_list("/L?MediaId=9&Page=3")]
    );
    for received in server.received() {
        assert!(received.header("authorization").is_some());
        assert_eq!(received.header("x-version"), Some("14"));
    }
}

#[tokio::test]
async fn a_page_has_the_metadata_of_its_response() {
    let (_, notes) = over(&[&three()[0]]);
    let page = notes.list("1").send().await.unwrap();
    assert_eq!((page.number, page.page_count, page.page_size), (Some(1), Some(3), Some(2)));
    assert_eq!((page.total_items, page.start, page.end), (Some(0), Some(0), Some(1)));
    assert_eq!(page.links.next, Some(at_list("/L?MediaId=9&Page=2")));
    assert_eq!(page.links.first, Some(at_list("/L?Page=1")));
    assert_eq!(page.links.last, None);
    assert_eq!(page.extra.len(), 1);
    assert!(!format!("{page:?}").contains("MediaId=9"));
    assert_eq!(page.len(), 2);
}

#[tokio::test]
async fn items_are_decoded_in_every_form_of_a_list() {
    let bodies = [
        (r#"{"Notes":[{"Id":1},{"Id":2}]}"#, 2),
        (r#"{"Notes":{"Id":1}}"#, 1),
        (r#"{"Note":{"Id":1}}"#, 1),
        (r#"[{"Id":1},{"Id":2},{"Id":3}]"#, 3),
        (r#"{"Notes":""}"#, 0),
        (r#"{"Notes":null}"#, 0),
        (r#"{"Notes":[]}"#, 0),
        (r#"{"@page":"1"}"#, 0),
        ("{}", 0),
    ];
    for (body, count) in bodies {
        let (fake, notes) = over(&[body]);
        let (ids, error) = all(notes.list("1").items()).await;
        assert!(error.is_none(), "{body}: {error:?}");
        assert_eq!(ids.len(), count, "{body}");
        assert_eq!(fake.count(), 1);
    }
}

#[tokio::test]
async fn an_empty_page_with_a_link_is_not_the_end() {
    let (_, notes) = over(&[
        r#"{"Notes":[{"Id":"1"}],"@nextpageuri":"/L?Page=2"}"#,
        r#"{"Notes":[],"@nextpageuri":"?Page=3"}"#,
        r#"{"@nextpageuri":"/L?Page=4"}"#,
        r#"{"Notes":[{"Id":"2"}],"@nextpageuri":null}"#,
    ]);
    assert_eq!(all(notes.list("1").items()).await.0, ["1", "2"]);
}

#[tokio::test]
async fn a_repeated_page_is_an_error() {
    let cases: [&[&str]; 4] = [
        // a link to the page itself
        &[
            r#"{"Notes":[{"Id":"1"}],"@nextpageuri":"/L?Page=2"}"#,
            r#"{"Notes":[{"Id":"2"}],"@nextpageuri":"/L?Page=2"}"#,
            r#"{"Notes":[{"Id":"x"}],"@nextpageuri":"/L?Page=2"}"#,
        ],
        // the same link in another spelling
        &[
            r#"{"Notes":[{"Id":"1"}],"@nextpageuri":"/L?Page=2"}"#,
            r#"{"Notes":[{"Id":"2"}],"@nextpageuri":"https://API.example.com:443/L?Page=2"}"#,
        ],
        // back to the start
        &[
            r#"{"Notes":[{"Id":"1"}],"@uri":"/L?Page=1","@nextpageuri":"/L?Page=2"}"#,
            r#"{"Notes":[{"Id":"2"}],"@nextpageuri":"/L?Page=1"}"#,
        ],
        // other links, but the same number
        &[
            r#"{"@page":1,"Notes":[{"Id":"1"}],"@nextpageuri":"/L?After=a"}"#,
            r#"{"@page":2,"Notes":[{"Id":"2"}],"@nextpageuri":"/L?After=b"}"#,
            r#"{"@page":2,"Notes":[{"Id":"2"}],"@nextpageuri":"/L?After=c"}"#,
        ],
    ];
    for case in cases {
        let (_, notes) = over(case);
        let (ids, error) = all(notes.list("1").items()).await;
        assert_eq!(ids, ["1", "2"]);
        let error = error.unwrap();
        assert!(error.to_string().contains("pagination loop"), "{error}");
        assert!(error.position().is_some());
    }
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let links = [
        "https://evil.example/L?Page=2",
        "//evil.example/L",
        "https://api.example.com@evil.example/L",
        "https://api.example.com:444/L",
        "https://user@api.example.com/L",
        "https://api.example.com.evil.example/L",
        "ftp://api.example.com/L",
        "javascript:alert(1)",
        "/L/../../Other?Page=2",
        "/L/%2e%2E/Other",
        "/L\\\\evil",
        "/L ?Page=2",
    ];
    for link in links {
        let link = serde_json::to_string(link).unwrap();
        let (fake, notes) =
            over(&[&format!(r#"{{"Notes":[{{"Id":"1"}}],"@nextpageuri":{link}}}"#)]);
        let (ids, error) = all(notes.list("1").items()).await;
        assert_eq!(ids, ["1"], "{link}");
        let error = error.unwrap_or_else(|| panic!("{link} was followed"));
        assert!(!error.to_string().contains("evil"), "{error}");
        assert_eq!(fake.count(), 1, "{link}");
    }
    // other spellings of the same host
    for link in
        ["https://API.example.com:443/L?Page=2", "//api.example.com/L?Page=2", "Notes?Page=2#x"]
    {
        let body = format!(r#"{{"Notes":[{{"Id":"1"}}],"@nextpageuri":"{link}"}}"#);
        let (fake, notes) = over(&[&body, "{}"]);
        assert!(all(notes.list("1").items()).await.1.is_none(), "{link}");
        let received = fake.requests();
        assert!(received[1].starts_with("GET https://api.example.com/"), "{received:?}");
    }
}

#[tokio::test]
async fn links_may_contain_the_prefix_of_the_base_url() {
    let server = Server::new([
        json(200, &at_list(r#"{"Notes":[],"@nextpageuri":"/L?Page=2"}"#)),
        json(200, &at_list(r#"{"Notes":[],"@nextpageuri":"/gateway/L?Page=3"}"#)),
        json(200, "{}"),
    ]);
    let (_, error) = all(notes(&format!("{}/gateway", server.url)).list("1").items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(server.received()[1].target, at_list("/gateway/L?Page=2"));
    assert_eq!(server.received()[2].target, at_list("/gateway/L?Page=3"));
}

#[tokio::test]
async fn numbered_pages_are_requested_up_to_the_last_one() {
    let (fake, notes) = over(&[
        r#"{"Page":0,"NumPages":3,"Results":[{"Id":"1"}],"NextPageUri":"/Wrong?page=1"}"#,
        r#"{"Page":1,"NumPages":3,"Results":[{"Id":"2"}]}"#,
        r#"{"Page":2,"NumPages":3,"Results":[{"Id":"3"}]}"#,
    ]);
    let items: Items<Note> = notes.count().query::<i64>("PageSize", 1).items();
    let (ids, error) = all(items).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["1", "2", "3"]);
    let received = fake.requests();
    let queries: Vec<&str> = received.iter().map(|line| line.split_once('?').unwrap().1).collect();
    assert_eq!(queries, ["PageSize=1&Page=0", "PageSize=1&Page=1", "PageSize=1&Page=2"]);
}

#[tokio::test]
async fn numbered_pages_without_a_total_end_with_an_empty_page() {
    let (fake, notes) = over(&[
        r#"{"NumPages":0,"Results":[{"Id":"1"}]}"#,
        r#"{"NumPages":0,"Results":[{"Id":"2"}]}"#,
        r#"{"NumPages":0,"Results":[]}"#,
    ]);
    assert_eq!(all(notes.count().items()).await.0, ["1", "2"]);
    assert_eq!(fake.count(), 3);
}

#[tokio::test]
async fn a_service_that_ignores_the_page_number_is_an_error() {
    let same = r#"{"Page":0,"Results":[{"Id":"1"}]}"#;
    let (fake, notes) = over(&[same, same, same]);
    let (ids, error) = all(notes.count().items()).await;
    assert_eq!(ids, ["1"]);
    assert!(error.unwrap().to_string().contains("pagination loop"));
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn items_resume_at_every_position() {
    let expected = ["1", "2", "3", "4"];
    // some items are read, the position is stored, and another client resumes
    for read in 0..=4 {
        let texts = three();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (_, notes) = over(&texts);
        let mut items = notes.list("1").items();
        let mut ids = Vec::new();
        for _ in 0..read {
            ids.push(items.next().await.unwrap().unwrap().id.unwrap().to_string());
        }
        let stored = serde_json::to_string(&items.position()).unwrap();
        let position: Position = serde_json::from_str(&stored).unwrap();
        assert_eq!(position, items.position());
        let rest = match read {
            0 | 1 => &texts[..],
            2 => &texts[1..],
            3 => &texts[2..],
            _ => &[],
        };
        let (fake, notes) = over(rest);
        let (more, error) = all(notes.list("1").items().resume(position)).await;
        assert!(error.is_none(), "{read}: {error:?}");
        ids.extend(more);
        assert_eq!(ids, expected, "{read}");
        assert_eq!(fake.count(), rest.len(), "{read}");
    }
}

#[tokio::test]
async fn an_error_has_the_position_to_resume_from() {
    let texts = three();
    let fake = Fake::new([
        Outcome::Response(200, texts[0].clone()),
        Outcome::Response(500, String::new()),
    ]);
    let (ids, error) = all(notes_over(fake).list("1").items()).await;
    assert_eq!(ids, ["1", "2"]);
    let error = error.unwrap();
    assert!(error.is_server());
    assert_eq!(error.operation(), Some("listNotes"));
    let position = error.position().unwrap().clone();
    let text = position.to_string();
    assert!(text.starts_with("listNotes/"), "{text}");
    assert!(text.ends_with(&at_list(":0:link:/L?MediaId=9&Page=2")), "{text}");
    assert!(!format!("{error:?}").contains("MediaId=9"));
    let (fake, notes) = over(&[&texts[1], &texts[2]]);
    assert_eq!(all(notes.list("1").items().resume(position)).await.0, ["3", "4"]);
    assert!(fake.requests()[0].ends_with(&at_list("/L?MediaId=9&Page=2")));
    // an error while resuming within a page keeps the offset
    let fake = Fake::new([Outcome::Response(500, String::new())]);
    let position: Position = "1:page:7".parse().unwrap();
    let (_, error) = all(notes_over(fake.clone()).list("1").items().resume(position)).await;
    let error = error.unwrap();
    assert_eq!(
        (error.position().unwrap().number(), error.position().unwrap().offset()),
        (Some(7), 1)
    );
    assert!(fake.requests()[0].ends_with("Notes?Page=7"));
}

#[tokio::test]
async fn pages_can_be_resumed_and_are_streams() {
    let texts = three();
    let (_, notes) = over(&[&texts[0], &texts[1], &texts[2]]);
    let mut pages = notes.list("1").pages();
    pages.next().await.unwrap().unwrap();
    let position = pages.position();
    let mut pages = notes.list("1").pages().resume(position);
    fn stream<S: Stream<Item = Result<Page<Note>, Error>>>(_: Pin<&mut S>) {}
    stream(Pin::new(&mut pages));
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    let position = pages.position().to_string();
    let link = at_list(":0:link:https://api.example.com/L?MediaId=9&Page=3");
    assert!(position.ends_with(&link), "{position}");
    assert_eq!(pages.next().await.unwrap().unwrap().number, Some(3));
    assert!(pages.position().is_end());
    assert!(pages.next().await.is_none());
    fn send<T: Send + Unpin>(_: &T) {}
    send(&pages);
    send(&notes.list("1").items());
}

#[test]
fn positions_are_parsed_from_their_text() {
    let list = "listNotes/0123456789abcdef/fedcba9876543210";
    for text in ["0:start", "3:page:7", "2:link:/L?a=b:c", "0:end"] {
        assert_eq!(text.parse::<Position>().unwrap().to_string(), text);
        let bound = internals::forged_position(&format!("{list}/0000000000000000:{text}")).unwrap();
        let stored = bound.to_string();
        assert!(stored.starts_with(&format!("{list}/")) && stored.ends_with(&format!(":{text}")));
        assert_eq!(stored.parse::<Position>(), Ok(bound));
        // without its hash, and with another one
        assert!(format!("{list}:{text}").parse::<Position>().is_err(), "{text}");
        assert!(format!("{list}/0000000000000000:{text}").parse::<Position>().is_err(), "{text}");
    }
    for text in ["", "start", "x:start", "0:page:", "0:page:-1", "0:link:", "0:start:x", "0:other"]
    {
        assert!(text.parse::<Position>().is_err(), "{text}");
        let bound = format!("{list}/0000000000000000:{text}");
        assert!(internals::forged_position(&bound).is_none(), "{text}");
    }
    for list in ["/", "listNotes/1/2", "/0123456789abcdef/fedcba9876543210", &format!("{list}0")] {
        let bound = format!("{list}/0000000000000000:0:start");
        assert!(internals::forged_position(&bound).is_none(), "{list}");
    }
}
