//! Support for the tests of the examples: a loopback server, and the comparison of requests and documents.

// the operations of the API determine which items are used
#![allow(dead_code, unused_imports, reason = "not every API needs all of it")]

mod compare;
mod expected;
mod server;

use std::error::Error;

pub use compare::{same, same_items};
pub use expected::{Body, Expected};
pub use server::Server;

/// The result of a test.
pub type TestResult = Result<(), Box<dyn Error>>;

/// Runs the future of a test.
pub fn run(test: impl Future<Output = TestResult>) -> TestResult {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(test)
}
