//! TLS with certificates of a private authority.

use crate::api::builder;
use crate::notes::Notes;
use crate::secure::{AUTHORITY, SecureServer, authority_der};

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
