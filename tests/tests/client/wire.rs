//! Requests as older pages of the documentation show them.

use std::time::Duration;

use impact_brand::catalogs::CatalogItem;
use impact_brand::conversions::Conversion;
use impact_brand::wire::{Decimal, Upload};

use crate::client;
use crate::server::{Server, json};

#[tokio::test]
async fn an_attachment_is_a_part_that_the_member_names() {
    let server = Server::serving(|_| json(200, r#"{"Status":"OK"}"#));
    let notes = client(&server.url).notes();
    let file = || Upload::bytes("image.png", "BYTES");
    notes.create("2204", "41877").content("x").attachment(file()).await.expect("a note");
    notes.update("2204", "1").attachments_add(file()).await.expect("a note");
    for (received, name) in server.received().iter().zip(["Attachment", "AttachmentsAdd"]) {
        let text = received.text();
        assert!(text.contains(&format!("name=\"{name}\"\r\n\r\nimage.png\r\n")), "{text}");
        let part = "name=\"image.png\"; filename=\"image.png\"\r\nContent-Type: application/octet-stream\r\n\r\nBYTES\r\n";
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn the_values_of_catalog_items_are_quoted() {
    let server = Server::serving(|_| json(200, r#"{"Status":"OK"}"#));
    let item = || CatalogItem::new().catalog_item_id("T").current_price(Decimal::new(1200, 2));
    let catalogs = client(&server.url).catalogs();
    catalogs.update_items("8123", [item()]).await.expect("an update");
    catalogs.update_item("8123", "T", item()).await.expect("an update");
    let bodies: Vec<String> = server.received().iter().map(|received| received.text()).collect();
    assert_eq!(bodies[0], r#"[{"CatalogItemId":"T","CurrentPrice":"12.00"}]"#);
    assert_eq!(bodies[1], r#"{"CatalogItemId":"T","CurrentPrice":"12.00"}"#);
}

#[tokio::test]
async fn writes_without_a_body_have_a_length() {
    let server = Server::serving(|received| match received.header("content-length") {
        Some("0") => json(200, r#"{"Status":"OK","Id":"J"}"#),
        _ => json(411, ""),
    });
    let client = client(&server.url);
    client.jobs().replay("J").await.expect("a job");
    client.tracking_links().create("1", "2").await.expect("a link");
    client.partners().update("2").await.expect("an update");
}

#[tokio::test]
async fn a_date_is_a_time_or_a_listed_keyword() {
    let server = Server::serving(|_| json(200, r#"{"Status":"OK"}"#));
    let conversions = client(&server.url).conversions();
    let conversion =
        |date: &str| Conversion::new("1", date, "ORDER-1").event_type_id("2").click_id("3");
    conversions.submit(conversion("NOW")).await.expect("accepted");
    let error = conversions.submit(conversion("tomorrow")).await.expect_err("not a time");
    assert!(error.is_request() && error.to_string().contains("`EventDate`"), "{error}");
    conversions.submit(conversion("tomorrow")).skip_validation().await.expect("accepted");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_failed_poll_does_not_end_waiting() {
    for status in [404, 429, 503] {
        let server = Server::new([
            json(200, r#"{"Status":"QUEUED","QueuedUri":"/x/A-1"}"#),
            json(status, ""),
            Vec::new(),
            json(200, r#"{"BatchId":"A-1","Status":"Complete"}"#),
        ]);
        let conversion = Conversion::new("1", "NOW", "ORDER-1").event_type_id("2").click_id("3");
        let queued = client(&server.url).conversions().submit(conversion).await.expect("queued");
        queued.wait().poll_interval(Duration::ZERO).await.expect("complete");
        assert_eq!(server.received().len(), 4);
    }
}
