//! The client: who calls which API, from where on.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::runtime::address::Address;
use crate::runtime::builder::ClientBuilder;
use crate::runtime::description::{Api, Host, Operation};
use crate::runtime::error::{Error, Kind};
use crate::runtime::randomness::Randomness;
use crate::runtime::request::Request;
use crate::runtime::secret::Credentials;
use crate::runtime::transport::Transport;

/// Calls the API. Cloning is cheap, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What a client was built with.
pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    pub(crate) account: Box<str>,
    pub(crate) credentials: Vec<(Box<str>, Credentials)>,
    pub(crate) addresses: Vec<(&'static str, Address)>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) max_body: u64,
    pub(crate) allow_plain_http: bool,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) randomness: Arc<dyn Randomness>,
}

impl Client {
    /// A client of this API for an account and its token.
    pub fn builder_for(
        api: &'static Api,
        account: impl Into<String>,
        token: impl Into<String>,
    ) -> ClientBuilder {
        ClientBuilder::new(api, account.into(), token.into())
    }

    /// A client for the account and the token in the environment variables of this API.
    pub fn from_env_of(api: &'static Api) -> Result<Self, Error> {
        let (account, token) = api.variables;
        let read = |name: &'static str| std::env::var(name).ok().filter(|text| !text.is_empty());
        match (read(account), read(token)) {
            (Some(account), Some(token)) => Self::builder_for(api, account, token).build(),
            (known, _) => {
                let missing = if known.is_none() { account } else { token };
                let message = format!(
                    "the environment variable {missing} is not set: {account} and {token} are to hold \
                     the account and its token"
                );
                Err(Error::message_of(Kind::Request, message))
            }
        }
    }

    /// A call of an operation, to be filled with parameters.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request::new(self.clone(), operation)
    }

    /// The account it calls for.
    pub fn account(&self) -> &str {
        &self.inner.account
    }

    /// The description of the API it calls.
    pub fn api(&self) -> &'static Api {
        self.inner.api
    }

    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(crate) fn transport(&self) -> &Arc<dyn Transport> {
        &self.inner.transport
    }

    /// Where a host is reached.
    pub(crate) fn address(&self, host: &'static Host) -> Result<Address, &'static str> {
        let known = self.inner.addresses.iter().find(|(name, _)| *name == host.name);
        match known {
            Some((_, address)) => Ok(address.clone()),
            None => Address::parse(host.url, self.inner.allow_plain_http),
        }
    }

    /// The `Authorization` header for a security scheme.
    pub(crate) fn authorization(&self, scheme: &str) -> Option<HeaderValue> {
        let known = self.inner.credentials.iter().find(|(name, _)| **name == *scheme);
        known.and_then(|(_, credentials)| credentials.header())
    }
}

/// Without the account and the credentials.
impl fmt::Debug for Client {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self.inner.credentials.iter().map(|(name, _)| &**name).collect();
        f.debug_struct("Client")
            .field("api", &self.inner.api.client)
            .field("credentials_for", &schemes)
            .field("timeout", &self.inner.timeout)
            .field("transport", &self.inner.transport)
            .finish_non_exhaustive()
    }
}
