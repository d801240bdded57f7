//! Every operation as a call that could be made, with nothing set but what it insists on.

use std::path::Path;
use std::pin::Pin;

use impact_brand::calls::{CallRecord, CallRecordRequired, LogCallDataGetRequired};
use impact_brand::catalogs::{CatalogItem, CatalogPullSettings, NewCatalogItem};
use impact_brand::conversions::Conversion;
use impact_brand::page_loads::PageLoad;
use impact_brand::wire::{DateTime, Upload};
use impact_brand::{Call, Client, Error};
use serde_json::Value;

/// The index of operations, in the order of [`all`].
pub fn index() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/operations.json");
    let text = std::fs::read_to_string(path).expect("the index of operations is there");
    let index: Value = serde_json::from_str(&text).expect("the index is JSON");
    index["operations"].as_array().expect("a list").clone()
}

/// A call whose result does not matter.
pub type Outcome = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

fn of<T: Send + 'static>(call: Call<T>) -> Outcome {
    Box::pin(async move { call.await.map(drop) })
}

/// All calls, in document order.
pub fn all(client: &Client) -> Vec<Outcome> {
    let groups = [core(client), events(client), catalogs(client), lists(client), work(client)];
    groups.into_iter().flatten().collect()
}

fn date() -> DateTime {
    "2026-01-15T22:55:32-08:00".parse().expect("a date")
}

/// Programs, contracts and actions.
fn core(client: &Client) -> Vec<Outcome> {
    let (programs, contracts, actions) = (client.programs(), client.contracts(), client.actions());
    vec![
        of(programs.list().send()),
        of(programs.get("1").send()),
        of(programs.list_unsubscribed_contacts("1").send()),
        of(programs.unsubscribe("1", "2", "a@example.com").send()),
        of(contracts.list("1").send()),
        of(contracts.get("1", "2").send()),
        of(contracts.accept("1", "2").send()),
        of(contracts.decline("1", "2").send()),
        of(actions.list("1").send()),
        of(actions.update("ORDER_UPDATE").action_id("1").send()),
        of(actions.reverse("OTHER").action_id("1").send()),
        of(actions.get("1").send()),
        of(actions.list_items("1").send()),
        of(actions.get_item("1", "2").send()),
        of(actions.list_updates("1").send()),
        of(actions.get_update("1").send()),
    ]
}

/// What happens: conversions, clicks, page loads, calls.
fn events(client: &Client) -> Vec<Outcome> {
    let (submissions, clicks, calls) = (client.submissions(), client.clicks(), client.calls());
    vec![
        of(client.conversions().submit(Conversion::new("1", date(), "2")).send()),
        of(submissions.list().send()),
        of(submissions.get("1").send()),
        of(submissions.list_ftp().send()),
        of(submissions.get_ftp("1").send()),
        of(submissions.list_ftp_errors("1").send()),
        of(clicks.get("1", "2").send()),
        of(clicks.export("1").begin()),
        of(client.page_loads().track(PageLoad::new("1", "NOW")).send()),
        of(client.deferred_deep_links().get("1", "2", date()).send()),
        of(calls.log(CallRecord::new(call())).send()),
        of(calls.log_by_query(call_by_query()).send()),
    ]
}

fn catalogs(client: &Client) -> Vec<Outcome> {
    let catalogs = client.catalogs();
    let pull = CatalogPullSettings::new("https://files.example.com", "anvils.csv", "1W");
    let item = CatalogItem::new().catalog_item_id("2");
    vec![
        of(catalogs.list().send()),
        of(catalogs.get("1").send()),
        of(catalogs.update_pull_settings("1", "CLIENT_PULL", pull).send()),
        of(catalogs.upload("1", Upload::bytes("items.csv", "a,b")).send()),
        of(catalogs.list_items("1").send()),
        of(catalogs
            .create_item("1", NewCatalogItem::new("1", "Anvil", "https://shop.example.com/1"))
            .send()),
        of(catalogs.get_item("1", "2").send()),
        of(catalogs.update_item("1", "2", item.clone()).send()),
        of(catalogs.delete_item("1", "2").send()),
        of(catalogs.update_items("1", [item]).send()),
    ]
}

fn lists(client: &Client) -> Vec<Outcome> {
    let lists = client.exception_lists();
    let file = || Upload::bytes("items.csv", "a,b");
    vec![
        of(lists.list().send()),
        of(lists.create("1", "Sale", "SKU", ["2"]).send()),
        of(lists.get("1").send()),
        of(lists.update("1").name("Sale").send()),
        of(lists.list_items("1").send()),
        of(lists.create_items("1", "CUP-1").send()),
        of(lists.upload_items("1", file()).send()),
        of(lists.replace_items("1", file()).send()),
        of(lists.delete_all_items("1").send()),
        of(lists.get_item("1", "2").send()),
        of(lists.delete_item("1", "2").send()),
    ]
}

/// Reports and jobs.
fn work(client: &Client) -> Vec<Outcome> {
    let (reports, jobs) = (client.reports(), client.jobs());
    vec![
        of(reports.list().send()),
        of(reports.run("1").send()),
        of(reports.metadata("1").send()),
        of(reports.export("1").begin()),
        of(jobs.list().send()),
        of(jobs.get("1").send()),
        of(jobs.download("1").send()),
        of(jobs.replay("1").send()),
    ]
}

fn call() -> CallRecordRequired {
    let LogCallDataGetRequired {
        campaign_id,
        media_id,
        event_date,
        action_tracker_id,
        call_provider,
        call_session_id,
        caller_id,
        called_phone_number,
        call_duration,
        talk_duration,
    } = call_by_query();
    CallRecordRequired {
        campaign_id,
        media_id,
        event_date,
        action_tracker_id,
        call_provider,
        call_session_id,
        caller_id,
        called_phone_number,
        call_duration,
        talk_duration,
    }
}

fn call_by_query() -> LogCallDataGetRequired {
    LogCallDataGetRequired {
        campaign_id: "1".into(),
        media_id: "2".into(),
        event_date: date(),
        action_tracker_id: "3".into(),
        call_provider: "Acme Calls".into(),
        call_session_id: "4".into(),
        caller_id: "2025550143".into(),
        called_phone_number: "+12025550117".into(),
        call_duration: 180,
        talk_duration: 120,
    }
}
