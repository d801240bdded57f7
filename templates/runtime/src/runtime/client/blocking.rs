//! The blocking client.

use std::fmt;

use http::Method;

use super::raw::RawCall;
use super::{Client, Fetch, ResourceGroup};
use crate::runtime::api::Api;
use crate::runtime::config::{BLOCKING, ClientBuilder};
use crate::runtime::error::Error;
use crate::runtime::mode::Blocking;
use crate::runtime::quota::{QuotaSnapshot, QuotaStatus};

/// A blocking client of the API, without an asynchronous runtime. Cloning is cheap, and clones share their connections.
///
/// Its operations are those of [`Client`], and block the thread until they complete. Requests have
/// `send` in place of `.await`, and lists are iterators. It can be used in an asynchronous program, from a thread that
/// may block, such as one of `tokio::task::spawn_blocking`.
#[derive(Clone)]
pub struct BlockingClient {
    inner: Client,
}

impl BlockingClient {
    /// Returns the account whose data the client accesses.
    pub fn account(&self) -> &str {
        self.inner.account()
    }

    /// Returns the state of a quota; see [`Client::quota`].
    pub fn quota(&self, name: &str) -> Option<QuotaStatus> {
        self.inner.quota(name)
    }

    /// Returns the state of all quotas.
    pub fn quotas(&self) -> Vec<QuotaStatus> {
        self.inner.quotas()
    }

    /// Returns the state of all quotas, to restore it after a restart with
    /// [`ClientBuilder::restore_quotas`].
    pub fn quota_snapshot(&self) -> QuotaSnapshot {
        self.inner.quota_snapshot()
    }

    /// Fetches a URL from a response: a file, an image, or an object; see [`Client::fetch`].
    pub fn fetch(&self, url: impl AsRef<str>) -> Fetch<Blocking> {
        Fetch::new(self.inner.core(), url.as_ref())
    }

    /// Sends a request that no operation describes; see [`Client::raw`].
    pub fn raw(&self, method: Method, path: impl Into<String>) -> RawCall<Blocking> {
        RawCall::new(self.inner.core(), method, path.into())
    }

    /// Returns a builder for a client of this API.
    pub(crate) fn builder_for(
        api: &'static Api,
        account: impl Into<String>,
        token: impl Into<String>,
    ) -> ClientBuilder<Blocking> {
        ClientBuilder::new(api, account.into(), token.into(), &BLOCKING)
    }

    /// Creates a client with the settings in the environment variables of this API.
    pub(crate) fn from_env_for(api: &'static Api) -> Result<Self, Error> {
        let builder: ClientBuilder<Blocking> = ClientBuilder::from_env(api, &BLOCKING)?;
        builder.build()
    }

    /// Returns the client of a resource group.
    pub(crate) fn resource_group(&self) -> ResourceGroup<Blocking> {
        ResourceGroup::new(self.inner.core())
    }
}

impl ClientBuilder<Blocking> {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if the credentials cannot be sent in a header, if a URL is invalid, or if the transport
    /// cannot be set up.
    pub fn build(self) -> Result<BlockingClient, Error> {
        Ok(BlockingClient { inner: Client::new_with(self.build_core()?) })
    }
}

/// Shows neither the account nor the credentials.
impl fmt::Debug for BlockingClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
