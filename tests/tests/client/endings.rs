//! No list ends early without an error, and every list ends.

use impact_brand::paging::Position;

use crate::client;
use crate::server::{Received, Server, json};

const LIST: &str = "/Advertisers/IRAccountSid/Actions";

/// Returns the number of the requested page.
fn number(received: &Received) -> u64 {
    let query = received.target.split(['?', '&']).find_map(|part| part.strip_prefix("Page="));
    query.and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Returns the number of items, and the message of the error.
async fn count(server: &Server) -> (usize, Option<String>) {
    let mut items = client(&server.url).actions().list("1").items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => count += 1,
            Err(error) => return (count, Some(error.to_string())),
        }
    }
    (count, None)
}

#[tokio::test]
async fn a_response_that_is_no_complete_list_is_an_error() {
    for body in [
        r#"{"error":"Access denied"}"#,
        r#"{"status":"error","message":"Validation Failed"}"#,
        r#"{"@page":"1","@total":"2","Action":[{"Id":"1"},{"Id":"2"}]}"#,
    ] {
        let server = Server::serving(move |_| json(200, body));
        let (items, error) = count(&server).await;
        assert!(items == 0 && error.is_some(), "{body}: {items}");
    }
}

#[tokio::test]
async fn a_list_with_further_pages_but_no_link_is_continued() {
    let server = Server::serving(|received| {
        let page = number(received);
        json(
            200,
            &format!(
                r#"{{"@page":"{page}","@numpages":"2","@total":"4","Actions":[{{"Id":"{page}-1"}},{{"Id":"{page}-2"}}]}}"#
            ),
        )
    });
    assert_eq!(count(&server).await, (4, None));
    assert_eq!(server.received()[1].target, format!("{LIST}?CampaignId=1&Page=2"));
    // the service ignores the number
    let body = r#"{"@page":"1","@numpages":"2","@total":"4","Actions":[{"Id":"1"},{"Id":"2"}]}"#;
    let server = Server::serving(move |_| json(200, body));
    let (items, error) = count(&server).await;
    assert!(items == 2 && error.is_some());
}

#[tokio::test]
async fn the_attributes_of_an_xml_list_are_its_metadata() {
    let server = Server::serving(|received| match number(received) {
        1 => json(
            200,
            &format!(
                r#"{{"Actions":{{"@page":"1","@numpages":"3","@nextpageuri":"{LIST}?Page=2","Action":[{{"Id":"1"}}]}}}}"#
            ),
        ),
        2 => json(200, r#"{"Actions":{"@page":"2","@numpages":"3","Action":{"Id":"2"}}}"#),
        _ => json(200, r#"{"Actions":{"@page":"3","@numpages":"3"}}"#),
    });
    assert_eq!(count(&server).await, (2, None));
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_link_selects_a_page_of_its_own_list_only() {
    for (query, items, expected) in [
        ("CampaignId=1&Page=2", 2, None),
        ("PageSize=2000&Page=2", 2, None),
        ("CampaignId=2&Page=2", 1, Some("another value of `CampaignId`")),
        ("CampaignId=1", 1, Some("already returned")),
    ] {
        let server = Server::serving(move |received| match number(received) {
            1 => json(
                200,
                &format!(r#"{{"@nextpageuri":"{LIST}?{query}","Actions":[{{"Id":"1"}}]}}"#),
            ),
            _ => json(200, r#"{"Actions":[{"Id":"2"}]}"#),
        });
        let (found, error) = count(&server).await;
        assert_eq!((found, server.received().len()), (items, items), "{query}: {error:?}");
        match expected {
            None => assert_eq!(error, None, "{query}"),
            Some(text) => assert!(error.expect("an error").contains(text), "{query}"),
        }
    }
}

#[tokio::test]
async fn a_split_range_is_continued_by_links_with_the_dates_of_the_part() {
    let server = Server::serving(|received| match number(received) {
        1 => {
            // the service writes times with another offset
            let link = received.target.replace("Z", "%2B00:00");
            json(
                200,
                &format!(
                    r#"{{"@nextpageuri":"{link}&Page=2","Actions":[{{"Id":"{}"}}]}}"#,
                    link.len()
                ),
            )
        }
        _ => json(200, r#"{"Actions":[]}"#),
    });
    let date = |text: &str| text.parse::<impact_brand::wire::DateTime>().expect("a date");
    let list = client(&server.url).actions().list("1");
    let list = list.start_date(date("2026-01-01T00:00:00Z")).end_date(date("2026-03-01T00:00:00Z"));
    let mut items = list.items();
    while let Some(item) = items.next().await {
        item.expect("an item");
    }
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn every_page_may_be_the_first_one() {
    let server = Server::serving(|received| {
        let page = number(received);
        let next = if page < 3 { format!("{LIST}?Page={}", page + 1) } else { String::new() };
        json(
            200,
            &format!(r#"{{"@page":"1","@nextpageuri":"{next}","Actions":[{{"Id":"{page}"}}]}}"#),
        )
    });
    assert_eq!(count(&server).await, (3, None));
}

#[tokio::test]
async fn endless_links_without_items_are_an_error() {
    let server = Server::serving(|received| {
        let next = number(received) + 1;
        json(200, &format!(r#"{{"@nextpageuri":"{LIST}?Page={next}","Actions":[]}}"#))
    });
    let (items, error) = count(&server).await;
    assert_eq!(items, 0);
    assert!(error.expect("an error").contains("paging stopped"));
    assert!(server.received().len() <= 100);
}

#[tokio::test]
async fn a_position_is_resumed_in_its_own_list_only() {
    let server = Server::serving(|received| match number(received) {
        1 => json(
            200,
            &format!(
                r#"{{"@nextpageuri":"{LIST}?CampaignId=OLD&Page=2","Actions":[{{"Id":"1"}}]}}"#
            ),
        ),
        _ => json(200, r#"{"@nextpageuri":"","Actions":[{"Id":"2"}],"Campaigns":[{"Id":"3"}]}"#),
    });
    let client = client(&server.url);
    let mut pages = client.actions().list("OLD").pages();
    pages.next().await.expect("a page").expect("a page");
    let position = pages.position();
    let elsewhere: Position =
        "0:link:/Advertisers/IROTHER/ReportExport/x".parse().expect("a position");
    let mut errors = Vec::new();
    for position in [position.clone(), elsewhere] {
        let mut items = client.actions().list("NEW").items().resume(position);
        errors.push(items.next().await.expect("an error").expect_err("another list"));
    }
    let mut items = client.programs().list().items().resume(position.clone());
    errors.push(items.next().await.expect("an error").expect_err("another operation"));
    for error in &errors {
        assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
    }
    let text = errors[2].to_string();
    assert!(text.contains("`listActions`") && text.contains("`listPrograms`"), "{text}");
    assert_eq!(server.received().len(), 1);
    let mut items = client.actions().list("OLD").items().resume(position);
    assert!(items.next().await.expect("an item").is_ok());
}
