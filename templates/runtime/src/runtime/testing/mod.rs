//! Support for tests of programs that use the client: a transport without sockets, a clock, and random numbers.

mod body;
mod clock;
mod recorded;
mod response;
mod rng;
mod transport;

pub use clock::TestClock;
pub use recorded::RecordedRequest;
pub use response::{MockFault, MockResponse};
pub use rng::FixedRng;
pub use transport::{Expectation, MockTransport};

use std::sync::Arc;

use crate::runtime::config::ClientBuilder;

impl<M> ClientBuilder<M> {
    /// Sets a mock as the transport, with its clock, and fixed random numbers: nothing is sent, and no wait takes time.
    pub fn mock(self, mock: &MockTransport) -> Self {
        let clock = mock.clock().clone();
        self.any_transport(Arc::new(mock.clone())).clock(clock).rng(FixedRng::default())
    }
}
