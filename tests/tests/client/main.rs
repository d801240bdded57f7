//! Tests of the generated crate over HTTP.

mod accepted;
mod agency;
mod attempts;
mod bulk;
mod bulk_server;
mod clients;
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
mod filters;
mod instances;
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

use clients::{TOKEN, builder, client};
