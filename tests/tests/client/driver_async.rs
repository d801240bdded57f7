//! The driver of the tests: the asynchronous one.

use impact_brand::ClientBuilder;

/// The driver blocks the thread.
pub const IS_BLOCKING: bool = false;

pub fn with_driver(builder: ClientBuilder) -> ClientBuilder {
    builder
}
