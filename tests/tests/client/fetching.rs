//! URLs in responses that no operation reads.

use impact_brand::actions::Action;

use crate::client;
use crate::server::{Server, response};

#[tokio::test]
async fn the_file_of_a_contract_is_fetched_by_its_url() {
    let contract = r#"{"Id":"S-7","PdfUri":"/Advertisers/IRAccountSid/Campaigns/1000/Contracts/S-7/Download"}"#;
    let pdf = response(200, &[("content-type", "application/pdf")], "%PDF-1.7");
    let server = Server::new([response(200, &[], contract), pdf]);
    let client = client(&server.url);
    let contract = client.contracts().get("1000", "S-7").await.expect("a contract");
    let url = contract.pdf_uri.expect("a URL");
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("contract.pdf");
    let fetched = client.fetch(&url).header("Accept", "application/pdf").await;
    assert_eq!(fetched.expect("a file").save(&target).await.expect("saved"), 8);
    assert_eq!(std::fs::read(&target).expect("a file"), b"%PDF-1.7");
    let received = &server.received()[1];
    assert_eq!(received.line(), format!("GET {url}"));
    assert_eq!(received.header("accept"), Some("application/pdf"));
    assert!(received.header("authorization").is_some());
    assert_eq!(received.header("ir-version"), Some("14"));
}

#[tokio::test]
async fn a_url_is_decoded_as_a_model_and_other_hosts_receive_nothing() {
    let other_host = Server::serving(|_| response(200, &[], "{}"));
    let server = Server::new([response(200, &[], r#"{"Id":"1000.1.7","Payout":"3.10"}"#)]);
    let client = client(&server.url);
    let url = "https://api.impact.com/Advertisers/IRAccountSid/Actions/1000.1.7";
    let action: Action = client.fetch(url).json().await.expect("an action");
    assert_eq!(action.payout.expect("a payout").to_string(), "3.10");
    assert_eq!(server.only_request().line(), "GET /Advertisers/IRAccountSid/Actions/1000.1.7");

    let other = client.fetch(format!("{}/Actions/1", other_host.url)).json::<Action>().await;
    let error = other.expect_err("another host");
    assert!(error.is_request() && error.to_string().contains("another host"), "{error}");
    assert!(other_host.received().is_empty());
}
