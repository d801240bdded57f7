//! What the modes of a client differ in: the built-in transport, and the clock.

use std::sync::Arc;

use super::builder::ClientBuilder;
#[cfg(feature = "blocking")]
use crate::runtime::clock::BlockingClock;
use crate::runtime::clock::{Clock, SystemClock};
#[cfg(feature = "blocking")]
use crate::runtime::http::{BlockingTransport, Immediate, UreqTransport};
use crate::runtime::http::{ConnectionSettings, ReqwestTransport, Transport};
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;

/// What a client has unless another one is set.
pub(crate) struct Defaults {
    /// The transport and the clock block the thread.
    pub(super) is_blocking: bool,
    /// Returns the clock.
    pub(super) clock: fn() -> Arc<dyn Clock>,
    /// Sets up the transport. An error consists of the name of a setting and a reason.
    pub(super) transport: fn(&ConnectionSettings) -> BuiltTransport,
}

type BuiltTransport = Result<Arc<dyn Transport>, (&'static str, String)>;

/// What an asynchronous client has.
pub(crate) const ASYNC: Defaults = Defaults {
    is_blocking: false,
    clock: || Arc::new(SystemClock),
    transport: |settings| Ok(Arc::new(ReqwestTransport::with_settings(settings)?)),
};

/// What a blocking client has.
#[cfg(feature = "blocking")]
pub(crate) const BLOCKING: Defaults = Defaults {
    is_blocking: true,
    clock: || Arc::new(BlockingClock),
    transport: |settings| {
        let transport = UreqTransport::with_settings(settings)?;
        Ok(Arc::new(Immediate(Arc::new(transport))))
    },
};

impl<M> ClientBuilder<M> {
    /// Sets the transport and the clock that the client has unless others are set.
    #[cfg(all(feature = "blocking", feature = "internals"))]
    pub(crate) fn with_defaults(mut self, defaults: &'static Defaults) -> Self {
        self.defaults = defaults;
        self.clock = (defaults.clock)();
        self
    }

    /// Sets the transport. That of a blocking client blocks the thread.
    pub(crate) fn any_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }
}

impl ClientBuilder {
    /// Sets the transport that sends requests, instead of the one over `reqwest`.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.any_transport(Arc::new(transport))
    }
}

#[cfg(feature = "blocking")]
impl ClientBuilder<Blocking> {
    /// Sets the transport that sends requests, instead of the one over `ureq`.
    pub fn transport(self, transport: impl BlockingTransport) -> Self {
        self.any_transport(Arc::new(Immediate(Arc::new(transport))))
    }
}
