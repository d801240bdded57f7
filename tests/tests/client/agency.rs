//! An agency that acts for an advertiser.

use impact_brand::Client;
use impact_brand::calls::{CallRecord, CallRecordArgs};
use impact_brand::wire::DateTime;

use crate::TOKEN;
use crate::server::{Server, json};

/// `IRAgencySid:TOKEN-CANARY`.
const AGENCY_CREDENTIALS: &str = "Basic SVJBZ2VuY3lTaWQ6VE9LRU4tQ0FOQVJZ";

/// `calls:TOKEN-CANARY`.
const CALLS_CREDENTIALS: &str = "Basic Y2FsbHM6VE9LRU4tQ0FOQVJZ";

fn agency(server: &Server) -> Client {
    Client::builder("1234", TOKEN)
        .base_url(&server.url)
        .calls_credentials("calls", TOKEN)
        .agency("IRAgencySid")
        .build()
        .expect("a client for loopback")
}

#[tokio::test]
async fn paths_begin_with_the_agency() {
    let server = Server::new([json(200, r#"{"Id":"7"}"#)]);
    let client = agency(&server);
    assert_eq!(client.account(), "1234");
    client.notes().get("1000", "7").await.expect("a note");
    let request = server.only_request();
    let path = "/Agencies/IRAgencySid/Advertisers/1234/Campaigns/1000/Notes/7";
    assert_eq!(request.line(), format!("GET {path}"));
    assert_eq!(request.header("authorization"), Some(AGENCY_CREDENTIALS));
}

#[tokio::test]
async fn next_pages_keep_the_agency() {
    let path = "/Agencies/IRAgencySid/Advertisers/1234/Campaigns/1000/Notes";
    let first = format!(r#"{{"@nextpageuri":"{path}?Page=2","Notes":[{{"Id":"1"}}]}}"#);
    let server = Server::new([json(200, &first), json(200, r#"{"Notes":[{"Id":"2"}]}"#)]);
    let mut notes = agency(&server).notes().list("1000").items();
    let mut ids = Vec::new();
    while let Some(note) = notes.next().await {
        ids.push(note.expect("a note").id.expect("an id").as_str().to_owned());
    }
    assert_eq!(ids, ["1", "2"]);
    let lines: Vec<String> = server.received().iter().map(|request| request.line()).collect();
    assert_eq!(lines, [format!("GET {path}"), format!("GET {path}?Page=2")]);
}

#[tokio::test]
async fn other_hosts_have_neither_the_prefix_nor_the_user() {
    let server = Server::new([json(200, "{}")]);
    let record = CallRecord::new(CallRecordArgs {
        campaign_id: "1".into(),
        media_id: "2".into(),
        event_date: "2026-07-01T12:00:00-08:00".parse::<DateTime>().expect("a date").into(),
        action_tracker_id: "3".into(),
        call_provider: "example".into(),
        call_session_id: "4".into(),
        caller_id: "+15550100".into(),
        called_phone_number: "+15550101".into(),
        call_duration: 60,
        talk_duration: 50,
    });
    agency(&server).calls().log(record).await.expect("a response");
    let request = server.only_request();
    assert_eq!(request.line(), "POST /calldata/logCallData");
    assert_eq!(request.header("authorization"), Some(CALLS_CREDENTIALS));
}

#[test]
fn an_empty_agency_is_refused() {
    for account in ["", " ", "."] {
        let error = Client::builder("1234", TOKEN).agency(account).build().expect_err("refused");
        assert!(error.is_request(), "{error}");
    }
}
