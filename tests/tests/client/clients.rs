//! The clients of the tests.

use impact_brand::retry::RetryPolicy;
use impact_brand::{Client, ClientBuilder};

use crate::driver;

/// A token that must not appear anywhere but in a header.
pub const TOKEN: &str = "TOKEN-CANARY";

/// Returns a client whose hosts are all this server.
pub fn client(url: &str) -> Client {
    builder(url).build().expect("a client for loopback")
}

/// Returns a builder for a client whose hosts are all this server.
pub fn builder(url: &str) -> ClientBuilder {
    driver::with_driver(Client::builder("IRAccountSid", TOKEN))
        .base_url(url)
        // tests of a single attempt; those of retries set a policy of their own
        .retry(RetryPolicy::none())
        .calls_credentials("calls", TOKEN)
}
