//! The limits that the description of the API declares are checked before anything is sent.

use impact_brand::actions::{ActionItemChange, ActionReason};
use impact_brand::call::CallFuture;
use impact_brand::calls::{CallRecord, CallRecordArgs, LogCallByQueryArgs};
use impact_brand::catalogs::CatalogItem;
use impact_brand::conversions::{Conversion, ConversionItem};
use impact_brand::wire::DateTime;
use impact_brand::{Client, Error};

use crate::client;
use crate::server::{Server, json};

const OK: &str = r#"{"Status":"OK","Uri":"/Advertisers/IRAccountSid/X/1","QueuedUri":"/X/A-1"}"#;

/// Sends a request. Returns the target and the body of what was sent, or the violations if nothing was.
async fn send<T>(call: impl FnOnce(Client) -> CallFuture<T>) -> Result<(String, String), String> {
    let server = Server::serving(|_| json(200, OK));
    let result: Result<T, Error> = call(client(&server.url)).await;
    let Err(error) = result else {
        let request = server.only_request();
        return Ok((request.line(), request.text()));
    };
    assert!(error.is_request() && !error.may_have_been_sent(), "{error}");
    assert!(server.received().is_empty(), "it was sent: {:?}", server.received());
    let message = error.message().expect("a message").to_owned();
    let help = "; use `skip_validation()` to send the request anyway";
    Err(message.strip_suffix(help).unwrap_or_else(|| panic!("no help: {message}")).to_owned())
}

fn now() -> DateTime {
    "2026-01-15T12:00:00Z".parse().expect("a time")
}

fn record(provider: &str, caller: &str) -> CallRecord {
    CallRecord::new(CallRecordArgs {
        campaign_id: "1000".into(),
        media_id: "10000".into(),
        event_date: now().into(),
        action_tracker_id: "4000".into(),
        call_provider: provider.into(),
        call_session_id: "1".into(),
        caller_id: caller.into(),
        called_phone_number: "2".into(),
        call_duration: 180,
        talk_duration: 120,
    })
}

fn by_query(provider: &str) -> LogCallByQueryArgs {
    LogCallByQueryArgs {
        campaign_id: "1000".into(),
        media_id: "10000".into(),
        event_date: now().into(),
        action_tracker_id: "4000".into(),
        call_provider: provider.into(),
        call_session_id: "1".into(),
        caller_id: "2".into(),
        called_phone_number: "3".into(),
        call_duration: 180,
        talk_duration: 120,
    }
}

fn sale() -> Conversion {
    Conversion::new("1000", now(), "A-1").event_type_id("8180").click_id("c1")
}

#[tokio::test]
async fn members_of_a_struct_have_a_maximum_length() {
    let (longest, longer) = ("é".repeat(64), "é".repeat(65));
    let (_, body) = send(|c| c.calls().log(record(&longest, "1")).send()).await.expect("sent");
    assert!(body.contains(&format!("CallProvider={}", "%C3%A9".repeat(64))), "{body}");
    // the value of a sensitive member is not in the message
    let message = send(|c| c.calls().log(record(&longer, &"7".repeat(80))).send()).await;
    assert_eq!(
        message.expect_err("not sent"),
        "`CallProvider`: expected at most 64 characters, found 65; \
         `CallerId`: expected at most 64 characters, found 80"
    );
    let call = |c: Client| c.calls().log(record(&longer, "1")).skip_validation().send();
    send(call).await.expect("sent without validation");
}

#[tokio::test]
async fn parameters_have_a_maximum_length() {
    let (longest, longer) = ("x".repeat(64), "x".repeat(65));
    let (line, _) =
        send(|c| c.calls().log_by_query(by_query(&longest)).send()).await.expect("sent");
    assert!(line.contains(&format!("CallProvider={longest}&")), "{line}");
    let call = |c: Client| c.calls().log_by_query(by_query(&longer)).sub_id2(&longer).send();
    assert_eq!(
        send(call).await.expect_err("not sent"),
        "`CallProvider`: expected at most 64 characters, found 65; \
         `SubId2`: expected at most 64 characters, found 65"
    );
}

#[tokio::test]
async fn numbered_members_are_reported_with_their_number() {
    let longer = "x".repeat(65);
    let item = || ConversionItem::new().sku("CUP-1");
    let sale = sale().text(7, &longer).note("y".repeat(256)).item(item());
    let sale = sale.item(item().text(50, &longer).text(1, "x"));
    assert_eq!(
        send(|c| c.conversions().submit(sale).send()).await.expect_err("not sent"),
        "`Note`: expected at most 255 characters, found 256; \
         `Text7`: expected at most 64 characters, found 65; \
         element 2 of `Items`: `ItemText2_50`: expected at most 64 characters, found 65"
    );
    // the first of these items has no number
    let change = |category: &str| ActionItemChange::new("CUP-1").category(category);
    let (long, longer) = ("x".repeat(255), "x".repeat(256));
    let call = |c: Client| {
        let update = c.actions().update("1000.4711.300135", ActionReason::ItemReturned);
        update.item(change(&longer)).item(change(&long)).item(change(&longer)).send()
    };
    assert_eq!(
        send(call).await.expect_err("not sent"),
        "element 1 of `Items`: `Category`: expected at most 255 characters, found 256; \
         element 3 of `Items`: `Category3`: expected at most 255 characters, found 256"
    );
}

#[tokio::test]
async fn a_list_has_a_maximum_number_of_items() {
    let items = |count| vec![CatalogItem::new().catalog_item_id("1").name("Anvil"); count];
    send(|c| c.catalogs().update_items("99001", items(500)).send()).await.expect("sent");
    let message = send(|c| c.catalogs().update_items("99001", items(501)).send()).await;
    assert_eq!(message.expect_err("not sent"), "`body`: expected at most 500 items, found 501");
}

#[tokio::test]
async fn page_numbers_and_sizes_have_a_range() {
    let message = send(|c| c.actions().list("1000").page(0).page_size(1999).send()).await;
    assert_eq!(
        message.expect_err("not sent"),
        "`Page`: expected a number of at least 1; `PageSize`: expected a number of at least 2000"
    );
    let contacts = |page: i64, size: i64| {
        move |c: Client| {
            c.programs().list_unsubscribed_contacts("1000").page(page).page_size(size).send()
        }
    };
    let message = send(contacts(-1, 1001)).await;
    assert_eq!(
        message.expect_err("not sent"),
        "`Page`: expected a number of at least 0; `PageSize`: expected a number of at most 1000"
    );
    let (line, _) = send(contacts(0, 1000)).await.expect("sent");
    assert!(line.ends_with("?Page=0&PageSize=1000"), "{line}");
}
