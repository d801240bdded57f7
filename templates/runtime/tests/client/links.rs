//! Links to other pages, compared with the list that they are a page of.

use runtime::paging::{Items, Position};
use runtime::runtime::internals;

use crate::api::notes;
use crate::notes::Note;
use crate::server::{Server, json};

const LIST: &str = "/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes";

/// Returns a server with two pages, of which the first one has a link with this query.
fn linked(query: &str) -> Server {
    let link = format!("{LIST}?{query}");
    let first = serde_json::json!({ "Notes": [{ "Id": "1" }], "@nextpageuri": link });
    Server::new([json(200, &first.to_string()), json(200, r#"{"Notes":[{"Id":"2"}]}"#)])
}

/// Returns a list with a parameter of every kind.
fn list(server: &Server) -> runtime::runtime::request::Request {
    let request = notes(&server.url).request(&crate::api::LIST).path::<String>("CampaignId", "1");
    let request = request.query::<String>("Labels", "New York,é+1").query::<String>("MediaId", "9");
    request.query::<String>("From", "2026-01-01T00:00:00Z").query::<String>("Min", "1.50")
}

/// Reads a list, and returns the number of items and the message of the error.
async fn read(mut items: Items<Note>) -> (usize, Option<String>) {
    let mut count = 0;
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => count += 1,
            Err(error) => {
                assert!(error.is_paging(), "{error:?}");
                return (count, Some(error.to_string()));
            }
        }
    }
    (count, None)
}

#[tokio::test]
async fn a_link_with_another_value_of_a_parameter_is_an_error() {
    for (query, name) in [
        ("MediaId=10&Page=2", "MediaId"),
        ("MediaId=9&MediaId=10&Page=2", "MediaId"),
        ("mediaid=10&Page=2", "MediaId"),
        ("Page=2&MediaId=9%2C10", "MediaId"),
        ("Labels=New%20York&Page=2", "Labels"),
        ("Labels=New%20York,%C3%A9%2B2&Page=2", "Labels"),
        ("From=2026-01-02T00:00:00Z&Page=2", "From"),
        ("From=2026-01-03&Page=2", "From"),
        ("From=NOW&Page=2", "From"),
        ("Min=1.51&Page=2", "Min"),
    ] {
        let server = linked(query);
        let (count, error) = read(list(&server).items()).await;
        let error = error.unwrap_or_else(|| panic!("{query} was followed"));
        assert!(error.contains(&format!("another value of `{name}`")), "{query}: {error}");
        assert!(count == 1 && server.received().len() == 1, "{query}");
    }
}

#[tokio::test]
async fn a_link_that_is_not_a_string_does_not_end_a_list() {
    let note = |id: &str, link: &str| {
        json(200, &format!(r#"{{"Notes":[{{"Id":"{id}"}}],"@nextpageuri":{link}}}"#))
    };
    for link in [
        format!(r#"["{LIST}?Page=2"]"#),
        // the next page is requested by its number
        format!(r#"{{"href":"{LIST}?Page=2"}}"#),
        format!(r#"["{LIST}?Page=2","x"]"#),
    ] {
        let server = Server::new([note("1", &link), note("2", "[]")]);
        assert_eq!(read(list(&server).items()).await, (2, None), "{link}");
        // a page without a number
        let first = note("1", &format!(r#""{LIST}?After=a""#));
        let server = Server::new([first, note("2", &link), note("3", "[]")]);
        let (count, error) = read(notes(&server.url).list("1").items()).await;
        let is_read = link.starts_with("[") && !link.contains("x\"");
        let error = error.unwrap_or_default();
        assert_eq!(error.contains("no link and no number"), !is_read, "{link}: {error}");
        assert_eq!(count, 2 + usize::from(is_read), "{link}");
    }
}

#[tokio::test]
async fn a_link_may_write_add_and_leave_out_parameters() {
    for query in [
        "Page=2",
        "page=2",
        "MediaId=&Page=2",
        "PageSize=100&Page=2&MediaId=9&Extra=x&IrVersion=14",
        "Min=1.5&MediaId=9.0&Page=2",
        "Labels=New+York%2C%C3%A9%2B1&Page=2",
        "Labels=New%20York,%E9%2B1&Page=2",
        "Labels=%25C3%25A9%252B1,New%2520York&Page=2",
        "Labels=%C3%89%2B1&Labels=NEW%20YORK&Page=2",
        "From=2026-01-01T00:00:00.000%2B0000&Page=2",
        "From=2025-12-31T16:00:00-08:00&Page=2",
        "From=2026-01-01T02:00:00+02:00&Page=2",
        "From=2026-01-01T00:00:00&Page=2",
        "From=2026-01-01&Page=2",
        "From=2025-12-31&Page=2",
    ] {
        let server = linked(query);
        assert_eq!(read(list(&server).items()).await, (2, None), "{query}");
        assert_eq!(server.received()[1].target, format!("{LIST}?{query}"));
    }
}

#[tokio::test]
async fn a_day_may_be_written_as_a_time_in_any_time_zone() {
    let from = |server: &Server| {
        let request = notes(&server.url).request(&crate::api::LIST);
        request.path::<String>("CampaignId", "1").query::<String>("From", "2026-01-15")
    };
    for (time, is_followed) in [
        ("2026-01-15T00:00:00-08:00", true),
        ("2026-01-14T13:00:00Z", true),
        ("2026-01-15T23:59:59-08:00", true),
        ("2026-01-15", true),
        ("2026-01-16", false),
        ("2026-01-13T23:59:59Z", false),
        ("2026-01-17T00:00:00Z", false),
    ] {
        let server = linked(&format!("From={time}&Page=2"));
        let (count, error) = read(from(&server).items()).await;
        assert_eq!((count == 2, error.is_none()), (is_followed, is_followed), "{time}: {error:?}");
    }
}

#[tokio::test]
async fn undeclared_parameters_may_select_a_page() {
    let list = |server: &Server, name: &str| {
        let request = notes(&server.url).request(&crate::api::LIST);
        request.path::<String>("CampaignId", "1").query_free(name, "1")
    };
    for (name, is_followed) in [("AfterId", true), ("cursor", true), ("Filter", false)] {
        let server = linked(&format!("{name}=2"));
        let (count, error) = read(list(&server, name).items()).await;
        assert_eq!((count == 2, error.is_none()), (is_followed, is_followed), "{name}: {error:?}");
    }
}

#[tokio::test]
async fn a_forged_position_of_another_query_is_an_error() {
    let server = linked("MediaId=9&Page=2");
    let mut pages = list(&server).pages::<Note>();
    pages.next().await.unwrap().unwrap();
    let forged = pages.position().to_string().replace("MediaId=9", "MediaId=10");
    assert!(forged.parse::<Position>().is_err());
    let forged = internals::forged_position(&forged).unwrap();
    let resumed = list(&server).items::<Note>().resume(forged);
    let (count, error) = read(resumed).await;
    assert!(count == 0 && error.expect("an error").contains("another value of `MediaId`"));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_link_to_a_page_that_was_returned_is_not_followed() {
    // the first page by the URL that was requested, with its number, its size, and in another order
    for query in
        ["MediaId=9", "Page=1&MediaId=9", "MediaId=9&Page=1&PageSize=100", "page=1", "mediaid=9&"]
    {
        let server = linked(query);
        let (count, error) = read(notes(&server.url).list("1").media_id("9").items()).await;
        assert!(error.expect("an error").contains("already returned"), "{query}");
        assert_eq!((count, server.received().len()), (1, 1), "{query}");
    }
}

#[tokio::test]
async fn a_page_of_the_same_items_is_not_returned_twice() {
    // the service ignores what the links add, and reports no number
    for query in ["Page=2", "Sort=Id&Page=1"] {
        let link = format!("{LIST}?{query}");
        let page = format!(r#"{{"Notes":[{{"Id":"1"}}],"@nextpageuri":"{link}"}}"#);
        let server = Server::serving(move |_| json(200, &page));
        let (count, error) = read(notes(&server.url).list("1").items()).await;
        assert!(error.expect("an error").contains("already returned"), "{query}");
        assert_eq!((count, server.received().len()), (1, 2), "{query}");
    }
}

#[tokio::test]
async fn a_number_after_the_last_page_may_return_the_first_one() {
    let server = Server::serving(|received| match received.target.split("Page=").nth(1) {
        Some("2") => json(200, r#"{"@page":"2","@total":"5","Notes":[{"Id":"3"},{"Id":"4"}]}"#),
        _ => json(200, r#"{"@page":"1","@total":"5","Notes":[{"Id":"1"},{"Id":"2"}]}"#),
    });
    let (count, error) = read(notes(&server.url).list("1").items()).await;
    assert!(error.expect("an error").contains("already returned"));
    assert_eq!((count, server.received().len()), (4, 3));
}

#[tokio::test]
async fn pages_without_a_number_are_not_continued_by_number() {
    for (metadata, is_complete) in [
        (r#""@total":"2""#, true),
        (r#""@total":"3""#, false),
        (r#""@numpages":"3""#, false),
        (r#""@total":"many""#, true),
    ] {
        let first =
            format!(r#"{{{metadata},"@nextpageuri":"{LIST}?After=a","Notes":[{{"Id":"1"}}]}}"#);
        let last = format!(r#"{{{metadata},"Notes":[{{"Id":"2"}}]}}"#);
        let server = Server::new([json(200, &first), json(200, &last)]);
        let (count, error) = read(notes(&server.url).list("1").items()).await;
        assert_eq!((count, server.received().len()), (2, 2), "{metadata}");
        assert_eq!(error.is_none(), is_complete, "{metadata}: {error:?}");
        assert!(error.is_none_or(|error| error.contains("no link and no number")));
    }
}

#[tokio::test]
async fn the_links_of_a_service_may_count_pages_from_zero() {
    let server = Server::serving(|received| match received.target.split("Page=").nth(1) {
        None => json(
            200,
            &format!(
                r#"{{"@uri":"{LIST}?Page=0","@nextpageuri":"{LIST}?Page=1","Notes":[{{"Id":"1"}}]}}"#
            ),
        ),
        Some(_) => json(200, r#"{"@nextpageuri":"","Notes":[{"Id":"2"}]}"#),
    });
    assert_eq!(read(notes(&server.url).list("1").items()).await, (2, None));
}
