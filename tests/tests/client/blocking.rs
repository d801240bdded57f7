//! The tests of the generated crate over HTTP with the transport and the clock of the blocking client.

mod accepted;
mod agency;
mod attempts;
mod connections;
mod constraints;
#[path = "driver_blocking.rs"]
mod driver;
mod end_to_end;
mod endings;
mod errors;
mod failing_server;
mod faults;
mod fetching;
mod files;
mod limits;
mod operations;
mod paging;
mod redirects;
mod required;
mod responses;
mod security;
#[path = "../../../templates/runtime/tests/client/server.rs"]
#[allow(dead_code, reason = "the tests of the runtime use it too")]
mod server;
mod unreadable;
mod windows;

/// A token that must not appear anywhere but in a header.
const TOKEN: &str = "TOKEN-CANARY";

/// Returns a client whose hosts are all this server.
fn client(url: &str) -> impact_brand::Client {
    builder(url).build().expect("a client for loopback")
}

/// Returns a builder for a client whose hosts are all this server.
fn builder(url: &str) -> impact_brand::ClientBuilder {
    driver::with_driver(impact_brand::Client::builder("IRAccountSid", TOKEN))
        .base_url(url)
        // tests of a single attempt; those of retries set a policy of their own
        .retry(impact_brand::retry::RetryPolicy::none())
        .calls_credentials("calls", TOKEN)
}
