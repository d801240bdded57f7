//! The generated crate as a whole, as its users have it.

mod agency;
mod answers;
mod connections;
#[path = "../../../templates/examples/decode.rs"]
mod decode;
mod decoding;
mod end_to_end;
mod faults;
mod fetching;
mod lies;
mod operations;
mod paging;
mod redirects;
mod retries_seam;
mod rules;
mod secrets;
#[path = "../../../templates/runtime/tests/client/server.rs"]
#[allow(dead_code, reason = "it serves the tests of the runtime too")]
mod server;

/// What must not be seen anywhere but in a header.
const TOKEN: &str = "TOKEN-CANARY";

/// A client whose hosts are all this server.
fn client(url: &str) -> impact_brand::Client {
    impact_brand::Client::builder("IRAccountSid", TOKEN)
        .base_url(url)
        .calls_credentials("calls", TOKEN)
        .build()
        .expect("a client for loopback")
}
