//! Clients with an account that acts for the account of the client.

use runtime::runtime::internals::{delegate, request};

use crate::api::{TOKEN, TRACK, builder, notes};
use crate::notes::Notes;
use crate::server::{Server, json};

fn delegated(url: &str, account: &str) -> Notes {
    Notes { client: delegate(builder().base_url(url), account).build().unwrap() }
}

#[tokio::test]
async fn requests_have_the_prefix_and_the_credentials_of_the_delegate() {
    let server = Server::new([json(200, "{}"), json(200, "{}")]);
    let notes = delegated(&server.url, "AGENCY");
    assert_eq!(notes.client.account(), "ACCOUNT-CANARY");
    notes.get("1").await.unwrap();
    let received = server.only_request();
    assert_eq!(received.line(), "GET /Agencies/AGENCY/Accounts/ACCOUNT-CANARY/Notes/1");
    // the Base64 of `AGENCY:TOKEN-CANARY`
    assert_eq!(TOKEN, "TOKEN-CANARY");
    assert_eq!(received.header("authorization"), Some("Basic QUdFTkNZOlRPS0VOLUNBTkFSWQ=="));
    // a host without a prefix
    request(&notes.client, &TRACK).member::<&str>("A", "b").send::<()>().await.unwrap();
    assert_eq!(server.received()[1].target, "/Track");
}

#[tokio::test]
async fn the_id_is_encoded() {
    for (account, encoded) in [("a/b c", "a%2Fb%20c"), ("..x", "..x"), ("{}", "%7B%7D")] {
        let server = Server::new([json(200, "{}")]);
        delegated(&format!("{}/gate", server.url), account).get("1").await.unwrap();
        let target = format!("/gate/Agencies/{encoded}/Accounts/ACCOUNT-CANARY/Notes/1");
        assert_eq!(server.only_request().target, target);
    }
}

#[tokio::test]
async fn links_with_and_without_the_prefix_are_followed() {
    let own = "/Accounts/ACCOUNT-CANARY/Campaigns/1/Notes";
    let server = Server::new([
        json(200, &format!(r#"{{"Notes":[],"@nextpageuri":"{own}?Page=2"}}"#)),
        json(200, &format!(r#"{{"Notes":[],"@nextpageuri":"/Agencies/AGENCY{own}?Page=3"}}"#)),
        json(200, "{}"),
    ]);
    let mut items = delegated(&server.url, "AGENCY").list("1").items();
    assert!(items.next().await.is_none());
    let targets: Vec<String> =
        server.received().into_iter().map(|received| received.target).collect();
    let page = |number: u64| format!("/Agencies/AGENCY{own}?Page={number}");
    assert_eq!(targets[1..], [page(2), page(3)]);
}

#[test]
fn an_id_that_changes_the_path_is_an_error() {
    for account in ["", " ", ".", "..", "%2e"] {
        let error = delegate(builder(), account).build().unwrap_err();
        assert!(error.is_request() && !error.may_have_been_sent(), "{account:?}: {error}");
    }
    let error = delegate(builder(), "AGENCY-CANARY:x").build().unwrap_err();
    assert!(error.is_request() && !format!("{error} {error:?}").contains("CANARY"), "{error}");
    let shown = format!("{:?}", delegate(builder(), "AGENCY-CANARY"));
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn without_a_delegate_there_is_no_prefix() {
    let server = Server::new([json(200, "{}")]);
    notes(&server.url).get("1").await.unwrap();
    assert_eq!(server.only_request().target, "/Accounts/ACCOUNT-CANARY/Notes/1");
}
