//! TLS with certificates of a private authority.

use std::io::Write;

use runtime::retry::RetryPolicy;

use crate::api::builder;
use crate::notes::Notes;
use crate::secure::{AUTHORITY, Connection, SecureServer, authority_der};

/// Sends two writes to a server that ends each of them after it was sent, and checks the errors.
pub async fn check_sent_writes(url: &str, case: &str) {
    let client = builder().root_certificate_pem(AUTHORITY).base_url(url).no_proxy();
    let notes = Notes { client: client.retry(RetryPolicy::default()).build().unwrap() };
    let results = [notes.create("1", "s").await.map(drop), notes.job("7").replay().await.map(drop)];
    for result in results {
        let error = result.unwrap_err();
        assert!(error.may_have_been_sent() && !error.is_retryable(), "{case}: {error:?}");
    }
}

#[tokio::test]
async fn a_private_authority_is_trusted_if_its_certificate_is_set() {
    let server = SecureServer::new();
    for builder in [
        builder().root_certificate_pem(AUTHORITY),
        builder().root_certificate_der(authority_der()),
        // several certificates in one file
        builder().root_certificate_pem(format!("{AUTHORITY}\n# again\n{AUTHORITY}")),
    ] {
        let client = builder.base_url(&server.url).no_proxy().build().unwrap();
        assert_eq!(Notes { client }.get("1").await.unwrap().id.unwrap().as_str(), "1");
    }
}

#[tokio::test]
async fn an_unknown_authority_is_a_failed_connection() {
    let server = SecureServer::new();
    let client = builder().base_url(&server.url).no_proxy().build().unwrap();
    let error = Notes { client }.get("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error:?}");
    // the certificate is not for this name
    let url = server.url.replace("localhost", "127.0.0.2");
    let client = builder().root_certificate_pem(AUTHORITY).base_url(url).no_proxy();
    let error = Notes { client: client.build().unwrap() }.get("1").await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[test]
fn invalid_certificates_are_errors() {
    let cut = AUTHORITY.replace("-----END CERTIFICATE-----", "");
    for (builder, reason) in [
        (builder().root_certificate_pem(""), "the PEM contains no certificate"),
        (builder().root_certificate_pem(cut), "invalid PEM"),
        (builder().root_certificate_der([1, 2, 3]), "invalid peer certificate"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.is_request(), "{error}");
        let text = error.to_string();
        assert!(text.contains("root certificate: ") && text.contains(reason), "{text}");
    }
}

#[tokio::test]
async fn a_write_is_not_sent_again_if_its_connection_breaks_afterwards() {
    let faults: [fn(&mut Connection); 4] = [
        // a gateway that responds without TLS
        |connection| {
            let _ = connection.sock.write_all(b"HTTP/1.1 502 Bad Gateway\r\n\r\n");
        },
        // records that are not valid
        |connection| {
            let _ = connection.sock.write_all(&[0x17, 3, 3, 0xff, 0xff, 1, 2, 3]);
        },
        // an alert that is not encrypted: the certificate is not accepted
        |connection| {
            let _ = connection.sock.write_all(&[0x15, 3, 3, 0, 2, 2, 42]);
        },
        // the end of the connection, without an alert
        |_| {},
    ];
    for (at, fault) in faults.into_iter().enumerate() {
        let server = SecureServer::serving(fault);
        check_sent_writes(&server.url, &at.to_string()).await;
        assert_eq!(server.count(), 2, "{at}");
    }
}
