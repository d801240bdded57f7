//! TLS in a process whose default provider of rustls is another one.
//!
//! The default is set once for the process, so this is a test program of its own.

#![allow(dead_code, reason = "the modules are shared with other test programs")]

#[path = "client/api.rs"]
mod api;
#[path = "client/driver_async.rs"]
mod driver;
#[path = "client/fake.rs"]
mod fake;
#[path = "client/notes.rs"]
mod notes;
#[path = "client/secure.rs"]
mod secure;

use rustls::crypto::{CryptoProvider, GetRandomFailed, SecureRandom};

/// Random numbers that no connection may use.
#[derive(Debug)]
struct Trap;

impl SecureRandom for Trap {
    fn fill(&self, _: &mut [u8]) -> Result<(), GetRandomFailed> {
        panic!("the default provider of the process is used");
    }
}

#[tokio::test]
async fn the_provider_of_the_process_is_neither_needed_nor_used() {
    let server = secure::SecureServer::new();
    let client = |url: &str| {
        let builder = api::builder().root_certificate_pem(secure::AUTHORITY);
        notes::Notes { client: builder.base_url(url).no_proxy().build().unwrap() }
    };
    assert!(CryptoProvider::get_default().is_none());
    client(&server.url).get("1").await.unwrap();
    assert!(CryptoProvider::get_default().is_none(), "the client has set a default");

    let other = CryptoProvider {
        cipher_suites: Vec::new(),
        kx_groups: Vec::new(),
        secure_random: &Trap,
        ..rustls::crypto::ring::default_provider()
    };
    other.install_default().unwrap();
    client(&server.url).get("1").await.unwrap();
}
