//! The client: constructors, accessors, fetching of URLs, and requests that no operation describes.

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "blocking")]
mod blocking_calls;
mod fetch;
mod group;
mod raw;

#[cfg(feature = "blocking")]
pub use blocking::BlockingClient;
pub use fetch::Fetch;
pub use group::ResourceGroup;
pub use raw::RawCall;

use std::fmt;
use std::sync::Arc;

use crate::runtime::api::Api;
use crate::runtime::config::{ASYNC, ClientBuilder, Core};
use crate::runtime::error::Error;
use crate::runtime::quota::{QuotaSnapshot, QuotaStatus};

/// A client of the API. Cloning is cheap, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    core: Arc<Core>,
}

impl Client {
    /// Returns the account whose data the client accesses.
    pub fn account(&self) -> &str {
        &self.core.account
    }

    /// Returns the state of a quota, as far as it is known: what this client and its clones sent, corrected by the
    /// headers of responses. Returns `None` if the API has no quota of this name.
    pub fn quota(&self, name: &str) -> Option<QuotaStatus> {
        self.quotas().into_iter().find(|quota| quota.name == name)
    }

    /// Returns the state of all quotas.
    pub fn quotas(&self) -> Vec<QuotaStatus> {
        self.core.limiter.statuses(self.core.clock.system_time())
    }

    /// Returns the state of all quotas, to restore it after a restart with
    /// [`ClientBuilder::restore_quotas`].
    pub fn quota_snapshot(&self) -> QuotaSnapshot {
        self.core.limiter.snapshot(&self.core.account, self.core.clock.system_time())
    }

    /// Returns a builder for a client of this API.
    pub(crate) fn builder_for(
        api: &'static Api,
        account: impl Into<String>,
        token: impl Into<String>,
    ) -> ClientBuilder {
        ClientBuilder::new(api, account.into(), token.into(), &ASYNC)
    }

    /// Creates a client with the settings in the environment variables of this API.
    pub(crate) fn from_env_for(api: &'static Api) -> Result<Self, Error> {
        let builder: ClientBuilder = ClientBuilder::from_env(api, &ASYNC)?;
        builder.build()
    }

    fn new_with(core: Core) -> Self {
        Self { core: Arc::new(core) }
    }

    /// Returns the configuration.
    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }
}

impl ClientBuilder {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if the credentials cannot be sent in a header, if a URL is invalid, or if the transport
    /// cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client::new_with(self.build_core()?))
    }
}

/// Shows neither the account nor the credentials.
impl fmt::Debug for Client {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.core.api.client)
            .field("credentials_for", &self.core.schemes())
            .field("timeout", &self.core.timeout)
            .field("transport", &self.core.transport)
            .finish_non_exhaustive()
    }
}
