//! Puts a client together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::runtime::address::Address;
use crate::runtime::client::{Client, Inner};
use crate::runtime::description::Api;
use crate::runtime::error::{Error, Kind};
use crate::runtime::randomness::{Randomness, SystemRandomness};
use crate::runtime::reqwest_transport::ReqwestTransport;
use crate::runtime::secret::Credentials;
use crate::runtime::transport::Transport;

/// A client being put together; see [`Client::builder_for`].
#[must_use = "it becomes a client by `build`"]
pub struct ClientBuilder {
    api: &'static Api,
    account: String,
    credentials: Vec<(Box<str>, Credentials)>,
    base_url: Option<String>,
    hosts: Vec<(String, String)>,
    timeout: Duration,
    connect_timeout: Duration,
    max_body: u64,
    user_agent: Option<String>,
    api_version: Option<String>,
    allow_plain_http: bool,
    transport: Option<Arc<dyn Transport>>,
    randomness: Arc<dyn Randomness>,
}

impl ClientBuilder {
    pub(crate) fn new(api: &'static Api, account: String, token: String) -> Self {
        let credentials = Credentials::new(account.clone(), token);
        Self {
            api,
            account,
            credentials: vec![(api.default_scheme.into(), credentials)],
            base_url: None,
            hosts: Vec::new(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_body: 256 * 1024 * 1024,
            user_agent: None,
            api_version: None,
            allow_plain_http: false,
            transport: None,
            randomness: Arc::new(SystemRandomness),
        }
    }

    /// The credentials for the operations of another security scheme, which have their own.
    pub fn credentials(
        mut self,
        scheme: impl Into<String>,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let scheme = scheme.into().into_boxed_str();
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, Credentials::new(user.into(), password.into())));
        self
    }

    /// Calls this address instead of any host of the API: a test server, or a gateway.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Calls this address instead of the host of the API with this name.
    pub fn host(mut self, name: impl Into<String>, url: impl Into<String>) -> Self {
        self.hosts.push((name.into(), url.into()));
        self
    }

    /// How long one attempt may take, up to the last byte of the answer (60 seconds unless set). As long
    /// as an upload makes headway, it does not run out; a download may take as long between two pieces.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to come about (10 seconds unless set). Transports of your own
    /// look after that themselves.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The longest body of an answer to be read into memory, in bytes (256 MiB unless set). Downloads
    /// are not bounded.
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Names the program behind the client's own name in the `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Asks for answers of this version of the API instead of the one that the client was made for.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Whether addresses without encryption are taken, beyond the machine itself.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sends requests this way instead of with `reqwest`.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Takes random numbers from here.
    pub fn randomness(mut self, randomness: Arc<dyn Randomness>) -> Self {
        self.randomness = randomness;
        self
    }

    /// The client, or what is wrong with how it is set up.
    pub fn build(self) -> Result<Client, Error> {
        for (scheme, credentials) in &self.credentials {
            if let Some(problem) = credentials.problem() {
                return Err(wrong(&format!("credentials `{scheme}`"), problem));
            }
        }
        let addresses = self.addresses()?;
        let headers = self.headers()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                ReqwestTransport::new(self.connect_timeout)
                    .map_err(|error| wrong("transport", "cannot be set up").because(error))?,
            ),
        };
        Ok(Client::from_inner(Inner {
            api: self.api,
            account: self.account.into(),
            credentials: self.credentials,
            addresses,
            headers,
            timeout: self.timeout,
            max_body: self.max_body,
            allow_plain_http: self.allow_plain_http,
            transport,
            randomness: self.randomness,
        }))
    }

    fn addresses(&self) -> Result<Vec<(&'static str, Address)>, Error> {
        let known = |name: &str| self.api.hosts.iter().any(|host| host.name == name);
        if let Some((name, _)) = self.hosts.iter().find(|(name, _)| !known(name)) {
            return Err(wrong(&format!("host `{name}`"), "the API has no host of this name"));
        }
        let mut addresses = Vec::new();
        for host in self.api.hosts {
            let own = self.hosts.iter().rev().find(|(name, _)| name == host.name);
            let url = own.map(|(_, url)| url).or(self.base_url.as_ref());
            let url = url.map_or(host.url, String::as_str);
            let address = Address::parse(url, self.allow_plain_http).map_err(|problem| {
                wrong(&format!("address of the host `{}`", host.name), problem)
            })?;
            addresses.push((host.name, address));
        }
        Ok(addresses)
    }

    /// What goes along with every request.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut agent = format!("{}/{}", self.api.client, self.api.client_version);
        if let Some(name) = &self.user_agent {
            agent.push(' ');
            agent.push_str(name);
        }
        headers.insert(USER_AGENT, value("user agent", &agent)?);
        for (name, text) in self.api.headers {
            headers.insert(header_name(name)?, value(name, text)?);
        }
        if let Some(version) = &self.api_version {
            let name = self.api.version_header;
            headers.insert(header_name(name)?, value("API version", version)?);
        }
        Ok(headers)
    }
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::try_from(name).map_err(|_| wrong(name, "not a name for a header"))
}

fn value(what: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(text).map_err(|_| wrong(what, "characters that no header may hold"))
}

fn wrong(what: &str, problem: &str) -> Error {
    Error::message_of(Kind::Request, format!("{what}: {problem}"))
}

/// Without the account and the credentials.
impl fmt::Debug for ClientBuilder {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self.credentials.iter().map(|(name, _)| &**name).collect();
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.client)
            .field("credentials_for", &schemes)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}
