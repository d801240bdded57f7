//! The tests of the generated crate over HTTP with the transport and the clock of the blocking client.

mod accepted;
mod agency;
mod attempts;
mod bulk;
mod bulk_server;
mod clients;
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
mod filters;
mod limits;
mod operations;
mod paging;
mod redirects;
mod refusals;
mod required;
mod security;
#[path = "../../../templates/runtime/tests/client/server.rs"]
#[allow(dead_code, reason = "the tests of the runtime use it too")]
mod server;
mod unreadable;
mod windows;
mod wire;

use clients::{TOKEN, builder, client};
