//! XML documents with entities that they define themselves.

use crate::api::notes;
use crate::server::{Server, response};

/// A document type whose entity `e` has a billion letters, and whose entity `s` is a status.
const DOCTYPE: &str = r#"<?xml version="1.0"?><!DOCTYPE R [
    <!ENTITY s "ERROR"><!ENTITY x SYSTEM "file:///etc/hostname">
    <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
    <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
]>"#;

fn xml(status: u16, root: &str) -> Vec<u8> {
    response(status, &[("content-type", "application/xml")], format!("{DOCTYPE}{root}"))
}

#[tokio::test]
async fn entities_leave_a_write_open() {
    for root in [
        "<R><Status>&s;</Status></R>",
        r#"<R Status="&s;"/>"#,
        "<R><Status>OK</Status><Message>&e;</Message></R>",
        "<Status>&s;</Status>",
        "<R>&x;</R>",
    ] {
        let server = Server::new([xml(200, root), xml(200, root), xml(200, root)]);
        let notes = notes(&server.url);
        let errors = [
            notes.create("1", "s").await.map(drop).expect_err(root),
            notes.submit(Default::default()).await.map(drop).expect_err(root),
            notes.delete("1").await.expect_err(root),
        ];
        for error in errors {
            assert!(error.is_decode() && error.may_have_been_sent(), "{root}: {error:?}");
            assert!(!error.is_retryable(), "{root}");
        }
    }
    // references that every document can have
    let root = "<R><Status>&#79;K</Status><Message>A &amp; B &lt;C&gt; created</Message></R>";
    let server = Server::new([xml(200, root)]);
    let result = notes(&server.url).create("1", "s").await.unwrap();
    assert_eq!(result.status.as_deref(), Some("OK"));
}

#[tokio::test]
async fn entities_are_not_expanded_in_errors_and_states() {
    let root = "<R><Status>ERROR</Status><Message>a &e; &x; b</Message></R>";
    for status in [200, 400, 500] {
        let server = Server::new([xml(status, root)]);
        let error = notes(&server.url).get("1").await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.message(), Some("a &e; &x; b"));
    }
    let root = "<Job><Id>7</Id><Status>&s;</Status></Job>";
    let server = Server::new([xml(200, root)]);
    let error = notes(&server.url).job("7").status().await.unwrap_err();
    assert!(error.is_decode(), "{error:?}");
    // a file is not changed
    let root = "<Rows><Row>&s;</Row><Row>&e;</Row></Rows>";
    let server = Server::new([xml(200, root)]);
    let file = notes(&server.url).download("7").await.unwrap();
    assert_eq!(file.text().await.unwrap(), format!("{DOCTYPE}{root}"));
}
