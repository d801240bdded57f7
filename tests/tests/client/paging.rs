//! Lists whose pages are cyclic, endless, or lack metadata.

use serde_json::json as value;

use crate::client;
use crate::server::{Received, Server, json, response};

/// Returns the number of the requested page.
fn number(received: &Received) -> u64 {
    let query = received.target.split(['?', '&']).find_map(|part| part.strip_prefix("Page="));
    query.and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Returns a page of two items with a link to the page `next`.
fn page(number: u64, next: u64) -> Vec<u8> {
    let link = |page| format!("/Advertisers/IRAccountSid/Actions?CampaignId=1&Page={page}");
    let body = value!({
        "@page": number.to_string(), "@numpages": "0", "@total": "0",
        "@uri": link(number), "@nextpageuri": link(next),
        "Actions": [{"Id": format!("{number}-1")}, {"Id": format!("{number}-2")}],
    });
    json(200, &body.to_string())
}

#[tokio::test]
async fn a_page_that_links_to_itself_is_an_error() {
    let server = Server::serving(|received| page(number(received), number(received)));
    let mut pages = client(&server.url).actions().list("1").pages();
    assert_eq!(pages.next().await.expect("a page").expect("a page").len(), 2);
    let error = pages.next().await.expect("an end").expect_err("the page is repeated");
    assert!(error.to_string().contains("paging stopped: "), "{error}");
    assert!(pages.next().await.is_none());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_cycle_of_pages_is_read_once() {
    let server = Server::serving(|received| page(number(received), number(received) % 3 + 1));
    let mut items = client(&server.url).actions().list("1").items();
    let mut seen = Vec::new();
    let error = loop {
        match items.next().await.expect("an error") {
            Ok(action) => seen.push(action.id.expect("an id").to_string()),
            Err(error) => break error,
        }
    };
    assert_eq!(seen, ["1-1", "1-2", "2-1", "2-2", "3-1", "3-2"]);
    assert!(error.position().is_some() && items.next().await.is_none());
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn pages_are_requested_when_they_are_needed() {
    let server = Server::serving(|received| page(number(received), number(received) + 1));
    let mut items = client(&server.url).actions().list("1").items();
    // the totals are 0 although there are items
    for _ in 0..50 {
        items.next().await.expect("an item").expect("an item");
    }
    assert_eq!(server.received().len(), 25);
    let position = items.position().to_string();
    let resumed = position.parse().expect("a position");
    let mut items = client(&server.url).actions().list("1").items().resume(resumed);
    let action = items.next().await.expect("an item").expect("an item");
    assert_eq!(action.id.expect("an id").as_str(), "26-1");
    assert!(server.received().iter().all(|received| received.header("authorization").is_some()));
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let other_host = Server::serving(|_| json(200, "{}"));
    for link in [
        format!("{}/Advertisers/IRAccountSid/Actions?Page=2", other_host.url),
        other_host.url.replace("http:", ""),
        "https://evil.example.com/x".to_owned(),
        "/Advertisers/../../x".to_owned(),
    ] {
        let body = value!({"@page": "1", "@nextpageuri": link, "Actions": [{"Id": "1"}]});
        let server = Server::new([json(200, &body.to_string())]);
        let mut pages = client(&server.url).actions().list("1").pages();
        pages.next().await.expect("a page").expect("a page");
        let error = pages.next().await.expect("an end").expect_err("not followed");
        assert!(error.to_string().contains("the link"), "{error}");
        assert_eq!(server.received().len(), 1);
    }
    assert!(other_host.received().is_empty());
}

#[tokio::test]
async fn a_numbered_list_ends_with_an_empty_page() {
    let server = Server::serving(|received| {
        let number = number(received);
        let results = if number < 3 { vec![value!({"PartnerId": number})] } else { vec![] };
        let body = value!({
            "Page": number.to_string(), "NumPages": "", "Results": results,
            "NextPageUri": "/UnsubscribedContacts?page=0&size=20",
        });
        json(200, &body.to_string())
    });
    let mut items = client(&server.url).programs().list_unsubscribed_contacts("1").items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.expect("an item");
        count += 1;
    }
    assert_eq!(count, 3);
    let received: Vec<u64> = server.received().iter().map(number).collect();
    assert_eq!(received, [0, 1, 2, 3]);
}

#[tokio::test]
async fn a_page_number_that_does_not_change_is_an_error() {
    let body = value!({"Page": 0, "NumPages": 9, "Results": [{"PartnerId": 1}]}).to_string();
    let server = Server::serving(move |_| json(200, &body));
    let mut pages = client(&server.url).programs().list_unsubscribed_contacts("1").pages();
    pages.next().await.expect("a page").expect("a page");
    let error = pages.next().await.expect("an end").expect_err("the page is repeated");
    assert!(error.may_have_been_sent() && error.to_string().contains("paging stopped: "));
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn the_last_page_has_many_spellings() {
    for body in [
        r#"{"@page":"1","@nextpageuri":"","Actions":[{"Id":"1"}]}"#,
        r#"{"@page":"1","@nextpageuri":null,"Actions":[{"Id":"1"}]}"#,
        r#"{"@page":"1","@nextpageuri":[],"Actions":{"Id":"1"}}"#,
        r#"{"Actions":[{"Id":"1"}]}"#,
        r#"[{"Id":"1"}]"#,
    ] {
        let server = Server::new([json(200, body)]);
        let mut items = client(&server.url).actions().list("1").items();
        assert!(items.next().await.expect("an item").is_ok(), "{body}");
        assert!(items.next().await.is_none(), "{body}");
    }
    // a page without items is not the last one if it has a link
    let empty = r#"{"@page":"1","@nextpageuri":"/Advertisers/IRAccountSid/Actions?Page=2"}"#;
    let server = Server::new([json(200, empty), page(2, 2)]);
    let mut items = client(&server.url).actions().list("1").items();
    let action = items.next().await.expect("an item").expect("an item");
    assert_eq!(action.id.expect("an id").as_str(), "2-1");
}

#[tokio::test]
async fn metadata_is_decoded_in_every_spelling() {
    let text = r#"{"@page":"2","@numpages":"3","@pagesize":"2000","@total":"4002","@start":"2000",
        "@end":"3999","@uri":"/a","@firstpageuri":"/b","@previouspageuri":"/c","@nextpageuri":"/d",
        "@lastpageuri":"/e","Actions":[],"Currency":"USD"}"#;
    let native = r#"{"@page":2,"@numpages":3.0,"@pagesize":"2000","@total":" 4002 ","@start":2000,
        "@end":3999,"@uri":"/a","@firstpageruri":"/b","@previouspageruri":"/c","@nextpageuri":"/d",
        "@lastpageruri":"/e","Actions":"","Currency":"USD"}"#;
    let server = Server::new([json(200, text), json(200, native)]);
    for _ in 0..2 {
        let page = client(&server.url).actions().list("1").await.expect("a page");
        let counts =
            [page.number, page.page_count, page.page_size, page.total_items, page.start, page.end];
        assert_eq!(counts, [2, 3, 2000, 4002, 2000, 3999].map(Some));
        let links = page.links;
        let links = [links.this, links.first, links.previous, links.next, links.last];
        assert_eq!(links, ["/a", "/b", "/c", "/d", "/e"].map(|link| Some(link.to_owned())));
        assert_eq!((page.items.len(), page.extra.len()), (0, 1));
    }
    let absent = r#"{"@page":"","@numpages":null,"@total":[],"@nextpageuri":{},"@end":"many"}"#;
    let server = Server::new([json(200, absent)]);
    let page = client(&server.url).actions().list("1").await.expect("a page");
    assert_eq!([page.number, page.page_count, page.total_items, page.end], [None; 4]);
    assert!(page.links.next.is_none() && page.is_empty());
    // a count that cannot be read is kept
    let extra: Vec<_> = page.extra.iter().map(|(name, json)| (name, json.as_json())).collect();
    assert_eq!(extra, [("@end", "\"many\"")]);
}

#[tokio::test]
async fn a_page_has_the_quota_of_its_response() {
    let headers = [("content-type", "application/json"), ("x-ratelimit-remaining-hour", "998")];
    let server = Server::new([response(200, &headers, r#"{"Notes":[]}"#)]);
    let page = client(&server.url).notes().list("1000").await.expect("a page");
    assert_eq!(page.rate_limit.remaining, Some(998));
}
