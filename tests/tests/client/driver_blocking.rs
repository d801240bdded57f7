//! The driver of the tests: the blocking one, with its transport and its clock.

use impact_brand::ClientBuilder;
use impact_brand::runtime::internals;

/// The driver blocks the thread.
pub const IS_BLOCKING: bool = true;

pub fn with_driver(builder: ClientBuilder) -> ClientBuilder {
    internals::with_blocking_driver(builder)
}
