//! Filters of reports that are checked against the metadata of the report before the request is sent.

use impact_brand::reports::{ExportReport, RunReport};
use impact_brand::{Client, Error, blocking};

use crate::server::{Received, Server, json};
use crate::{TOKEN, client};

const METADATA: &str = "GET /Advertisers/IRAccountSid/Reports/sales/MetaData";

/// Starts a server for a report with two filters.
fn server() -> Server {
    Server::serving(|received| match received.target.split('?').next() {
        Some(path) if path.ends_with("/MetaData") => {
            json(200, r#"{"Filters":[{"Name":"START_DATE"},{"Name":"Action Status"}]}"#)
        }
        Some(path) if path.contains("/ReportExport/") => {
            json(200, r#"{"Status":"QUEUED","QueuedUri":"/Advertisers/IRAccountSid/Jobs/7"}"#)
        }
        _ => json(200, r#"{"Records":[{"A":1}]}"#),
    })
}

fn lines(server: &Server) -> Vec<String> {
    server.received().iter().map(Received::line).collect()
}

fn blocking_client(url: &str) -> blocking::Client {
    let builder = blocking::Client::builder("IRAccountSid", TOKEN).base_url(url);
    builder.build().expect("a client for loopback")
}

fn run(client: &Client) -> RunReport {
    client.reports().run("sales").campaign_id("1000")
}

fn export(client: &Client) -> ExportReport {
    client.reports().export("sales").campaign_id("1000")
}

fn assert_unknown(error: &Error, server: &Server) {
    assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
    assert_eq!(
        error.message(),
        Some(
            "unknown filter `ACTION_STATE`, did you mean `Action Status`?; \
             the listed filters are `START_DATE`, `Action Status`"
        )
    );
    assert_eq!(lines(server), [METADATA]);
}

#[tokio::test]
async fn known_filters_are_sent() {
    let server = server();
    let client = client(&server.url);
    let report = run(&client).filter("ACTION_STATUS", "PENDING").checked().await.unwrap();
    assert_eq!(report.await.unwrap().items.len(), 1);
    let export = export(&client).filter("StartDate", "2026-01-01").checked().await.unwrap();
    assert_eq!(export.start().await.unwrap().id(), "7");
    let account = "GET /Advertisers/IRAccountSid";
    assert_eq!(
        lines(&server),
        [
            METADATA.to_owned(),
            format!("{account}/Reports/sales?SUBAID=1000&ACTION_STATUS=PENDING"),
            METADATA.to_owned(),
            format!("{account}/ReportExport/sales?SUBAID=1000&StartDate=2026-01-01"),
        ]
    );
}

#[tokio::test]
async fn an_unknown_filter_is_an_error_before_the_job_starts() {
    let server = server();
    let export = export(&client(&server.url)).filter("ACTION_STATE", "PENDING");
    assert_unknown(&export.checked().await.unwrap_err(), &server);
}

#[test]
fn filters_are_checked_by_the_blocking_client() {
    let started = server();
    let reports = blocking_client(&started.url).reports();
    let report = reports.run("sales").campaign_id("1000").filter("ACTION_STATUS", "PENDING");
    assert_eq!(report.checked().unwrap().send().unwrap().items.len(), 1);
    let export = reports.export("sales").campaign_id("1000").filter("START_DATE", "2026-01-01");
    assert_eq!(export.checked().unwrap().start().unwrap().id(), "7");
    assert_eq!(started.received().len(), 4);

    let refused = server();
    let reports = blocking_client(&refused.url).reports();
    let export = reports.export("sales").campaign_id("1000").filter("ACTION_STATE", "PENDING");
    assert_unknown(&export.checked().unwrap_err(), &refused);
}
