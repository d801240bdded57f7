//! The configuration of a client, shared by its clones and its requests.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::credentials::EncodedCredentials;
use crate::runtime::api::{Api, Host};
use crate::runtime::clock::{Clock, unix_seconds};
use crate::runtime::error::Secrets;
use crate::runtime::http::{BaseUrl, Transport};
use crate::runtime::observer::Observer;
use crate::runtime::quota::{Limiter, QuotaMode};
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::rng::Rng;
#[cfg(feature = "trace-context")]
use crate::runtime::trace_context::TraceProvider;

/// Everything that a client was built with.
pub struct Core {
    pub(crate) api: &'static Api,
    pub(crate) account: Box<str>,
    pub(crate) credentials: Vec<EncodedCredentials>,
    /// The credentials in the forms that are removed from errors.
    pub(crate) secrets: Secrets,
    /// Base URLs by the name of their host.
    pub(crate) base_urls: Vec<(&'static str, BaseUrl)>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) operation_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) quota_mode: QuotaMode,
    pub(crate) limiter: Limiter,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    #[cfg(feature = "trace-context")]
    pub(crate) trace_context: Option<TraceProvider>,
    pub(crate) max_body: u64,
    pub(crate) allow_plain_http: bool,
    pub(crate) strict_decoding: bool,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The transport and the clock block the thread.
    pub(crate) is_blocking: bool,
    pub(crate) rng: Arc<dyn Rng>,
}

impl Core {
    /// Returns the time in seconds since 1970.
    pub(crate) fn seconds(&self) -> u64 {
        unix_seconds(self.clock.system_time()).unsigned_abs()
    }

    /// Returns the base URL of a host.
    pub(crate) fn base_url(&self, host: &'static Host) -> Result<Cow<'_, BaseUrl>, &'static str> {
        match self.base_urls.iter().find(|(name, _)| *name == host.name) {
            Some((_, url)) => Ok(Cow::Borrowed(url)),
            None => BaseUrl::parse(host.url, self.allow_plain_http).map(Cow::Owned),
        }
    }

    /// Returns the credentials of a security scheme, if they are set.
    pub(crate) fn credentials(&self, scheme: &str) -> Option<&EncodedCredentials> {
        self.credentials.iter().find(|credentials| *credentials.scheme == *scheme)
    }

    /// Returns the names of the security schemes that there are credentials for.
    pub(crate) fn schemes(&self) -> Vec<&str> {
        self.credentials.iter().map(|credentials| &*credentials.scheme).collect()
    }
}
