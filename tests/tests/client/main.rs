//! Tests of the generated crate over HTTP.

mod accepted;
mod agency;
mod attempts;
mod bulk;
mod bulk_server;
mod connections;
mod constraints;
#[path = "../../../generated/examples/decode.rs"]
mod decode;
mod decode_command;
#[path = "driver_async.rs"]
mod driver;
mod end_to_end;
mod endings;
mod errors;
mod failing_server;
mod faults;
mod fetching;
mod files;
mod limits;
mod models;
mod operations;
mod paging;
mod redirects;
mod refusals;
mod required;
mod responses;
mod secrets;
mod security;
#[path = "../../../templates/runtime/tests/client/server.rs"]
#[allow(dead_code, reason = "the tests of the runtime use it too")]
mod server;
mod unreadable;
mod windows;
mod wire;

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
