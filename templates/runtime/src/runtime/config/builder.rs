//! The builder of clients.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::core::Core;
use super::credentials::Credentials;
use super::mode::Defaults;
use crate::runtime::api::{Api, Placement};
use crate::runtime::clock::Clock;
use crate::runtime::error::{Error, ErrorKind, Secrets};
use crate::runtime::http::url::is_dot_segment;
use crate::runtime::http::{BaseUrl, ConnectionSettings, Transport};
use crate::runtime::mode::Async;
use crate::runtime::observer::Observer;
use crate::runtime::quota::{Limiter, QuotaMode, QuotaSnapshot};
use crate::runtime::retry::{RetryBudget, RetryPolicy};
use crate::runtime::rng::{Rng, SystemRng};
#[cfg(feature = "trace-context")]
use crate::runtime::trace_context::{TraceParent, TraceProvider};

/// Configures a client; see `Client::builder`.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<M = Async> {
    api: &'static Api,
    account: String,
    credentials: Vec<(Box<str>, Credentials)>,
    /// The account that acts for the account of the client.
    delegate: Option<String>,
    base_url: Option<String>,
    hosts: Vec<(String, String)>,
    timeout: Duration,
    read_timeout: Duration,
    operation_timeout: Duration,
    retry: RetryPolicy,
    quota_mode: QuotaMode,
    saved_quotas: Option<QuotaSnapshot>,
    observer: Option<Arc<dyn Observer>>,
    #[cfg(feature = "trace-context")]
    trace_context: Option<TraceProvider>,
    pub(super) connection: ConnectionSettings,
    max_body: u64,
    user_agent: Option<String>,
    api_version: Option<String>,
    allow_plain_http: bool,
    strict_decoding: bool,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    pub(super) defaults: &'static Defaults,
    mode: PhantomData<M>,
}

impl<M> ClientBuilder<M> {
    pub(crate) fn new(
        api: &'static Api,
        account: String,
        token: String,
        defaults: &'static Defaults,
    ) -> Self {
        let credentials = api.schemes.first().map(|scheme| {
            let credentials = match scheme.placement {
                Placement::Basic => Credentials::pair(account.clone(), token),
                _ => Credentials::token(token),
            };
            (scheme.name.into(), credentials)
        });
        Self {
            api,
            account,
            credentials: credentials.into_iter().collect(),
            delegate: None,
            base_url: None,
            hosts: Vec::new(),
            timeout: Duration::from_secs(60),
            read_timeout: Duration::from_secs(30),
            operation_timeout: Duration::from_secs(5 * 60),
            retry: RetryPolicy::default(),
            quota_mode: QuotaMode::default(),
            saved_quotas: None,
            observer: None,
            #[cfg(feature = "trace-context")]
            trace_context: None,
            connection: ConnectionSettings::new(Duration::from_secs(10)),
            max_body: 256 * 1024 * 1024,
            user_agent: None,
            api_version: None,
            allow_plain_http: false,
            strict_decoding: false,
            transport: None,
            clock: (defaults.clock)(),
            rng: Arc::new(SystemRng),
            defaults,
            mode: PhantomData,
        }
    }

    /// Sets the user and the password of another security scheme.
    pub fn credentials(
        self,
        scheme: impl Into<String>,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.with_credentials(scheme.into(), Credentials::pair(user.into(), password.into()))
    }

    /// Sets the token or the key of another security scheme.
    pub fn token(self, scheme: impl Into<String>, token: impl Into<String>) -> Self {
        self.with_credentials(scheme.into(), Credentials::token(token.into()))
    }

    /// Removes the credentials of a security scheme, so that another alternative is used.
    pub fn without_credentials(mut self, scheme: &str) -> Self {
        self.credentials.retain(|(name, _)| **name != *scheme);
        self
    }

    fn with_credentials(self, scheme: String, credentials: Credentials) -> Self {
        let mut builder = self.without_credentials(&scheme);
        builder.credentials.push((scheme.into_boxed_str(), credentials));
        builder
    }

    /// Sets the account that acts for the account of the client, and whose token is used.
    pub(crate) fn delegate(mut self, account: String) -> Self {
        let default = self.api.schemes.first().map(|scheme| scheme.name);
        for (_, credentials) in
            self.credentials.iter_mut().filter(|(name, _)| Some(&**name) == default)
        {
            credentials.set_user(account.clone());
        }
        self.delegate = Some(account);
        self
    }

    /// Sets the base URL of all hosts of the API, for example of a test server or a gateway.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the base URL of one host of the API. It takes precedence over [`base_url`](Self::base_url).
    pub fn host(mut self, name: impl Into<String>, url: impl Into<String>) -> Self {
        self.hosts.push((name.into(), url.into()));
        self
    }

    /// Sets the timeout of a single attempt, including reading the body of the response.
    ///
    /// The default is 60 seconds. While an upload of more than 64 KiB makes progress, the timeout restarts. The body of a
    /// download is limited by [`read_timeout`](Self::read_timeout) only. The page `guide::timeouts` of the crate's
    /// documentation describes all four timeouts.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the maximum time between two parts of the body of a response.
    ///
    /// The default is 30 seconds. It has no effect on a blocking client, where [`timeout`](Self::timeout) limits this time
    /// too.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets the timeout of a call as a whole: all attempts, and the delays and waits for a quota between them.
    ///
    /// The default is 5 minutes. A delay that would pass the deadline is not started; the error is returned at once. To
    /// wait for a quota that is reset every hour, set more than an hour. The timeout does not end an upload that makes
    /// progress, nor the body of a download.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.operation_timeout = timeout;
        self
    }

    /// Sets when failed attempts are repeated. By default an attempt is repeated up to three times if this cannot take
    /// effect twice.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets what happens to requests that a quota does not permit. By default they wait.
    pub fn quota_mode(mut self, mode: QuotaMode) -> Self {
        self.quota_mode = mode;
        self
    }

    /// Restores the state of the quotas that `Client::quota_snapshot` returned. The state of another account is an error
    /// of [`build`](Self::build).
    pub fn restore_quotas(mut self, saved: QuotaSnapshot) -> Self {
        self.saved_quotas = Some(saved);
        self
    }

    /// Sets an observer of attempts and waits.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the function that returns the trace context of an attempt, for the header `traceparent`.
    ///
    /// It is called before each attempt, in the span of the attempt if the feature `tracing` is enabled. Without a result
    /// there is no header. The header is sent to the hosts of the API, and not to the target of a redirect. With
    /// OpenTelemetry, the ids are those of the span context that belongs to the current span.
    #[cfg(feature = "trace-context")]
    pub fn trace_context(
        mut self,
        provider: impl Fn() -> Option<TraceParent> + Send + Sync + 'static,
    ) -> Self {
        self.trace_context = Some(TraceProvider::new(provider));
        self
    }

    /// Sets the maximum size of a response body that is read into memory, in bytes.
    ///
    /// The default is 256 MiB. Downloads are not limited.
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Appends the name of a program to the `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sets the version of the API that responses follow, instead of the one the client was generated for.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Allows base URLs without encryption on hosts other than the loopback interface.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Makes values that cannot be read as their type an error.
    ///
    /// By default such a value is kept in the `extra` of its model, and its field is `None`.
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.strict_decoding = strict;
        self
    }

    /// Sets the clock for timeouts and waits.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the source of random numbers.
    pub fn rng(mut self, rng: impl Rng + 'static) -> Self {
        self.rng = Arc::new(rng);
        self
    }

    /// Checks the configuration.
    pub(crate) fn build_core(mut self) -> Result<Core, Error> {
        let (mut secrets, mut credentials) = (Vec::new(), Vec::new());
        for (scheme, own) in std::mem::take(&mut self.credentials) {
            let invalid = |reason: &str| invalid(&format!("credentials `{scheme}`"), reason);
            let placement = self.api.placement(&scheme).map_err(|reason| invalid(&reason))?;
            if let Some(reason) = own.problem(placement) {
                return Err(invalid(reason));
            }
            secrets.extend(own.secret_forms());
            credentials.push(own.encode(scheme, placement));
        }
        if is_dot_segment(&self.account) {
            return Err(invalid("account", "cannot be `.` or `..`, which is part of each URL"));
        }
        let base_urls = self.base_urls()?;
        let headers = self.headers()?;
        let transport = self.build_transport()?;
        let mut limiter = Limiter::new(self.api.quotas);
        if let Some(saved) = &self.saved_quotas {
            let restored = limiter.restore(saved, &self.account, self.clock.system_time());
            restored.map_err(|reason| invalid("quotas", &reason))?;
        }
        Ok(Core {
            api: self.api,
            secrets: Secrets::new(secrets),
            account: self.account.into(),
            credentials,
            base_urls,
            headers,
            timeout: self.timeout,
            read_timeout: self.read_timeout,
            operation_timeout: self.operation_timeout,
            retry: self.retry,
            retry_budget: RetryBudget::new(),
            quota_mode: self.quota_mode,
            limiter,
            observer: self.observer,
            #[cfg(feature = "trace-context")]
            trace_context: self.trace_context,
            max_body: self.max_body,
            allow_plain_http: self.allow_plain_http,
            strict_decoding: self.strict_decoding,
            transport,
            clock: self.clock,
            is_blocking: self.defaults.is_blocking,
            rng: self.rng,
        })
    }

    fn base_urls(&self) -> Result<Vec<(&'static str, BaseUrl)>, Error> {
        let known = |name: &str| self.api.hosts.iter().any(|host| host.name == name);
        if let Some((name, _)) = self.hosts.iter().find(|(name, _)| !known(name)) {
            return Err(invalid(&format!("host `{name}`"), "the API has no host of this name"));
        }
        let mut urls = Vec::new();
        for host in self.api.hosts {
            let own = self.hosts.iter().rev().find(|(name, _)| name == host.name);
            let url = own.map(|(_, url)| url).or(self.base_url.as_ref());
            let url = url.map_or(host.url, String::as_str);
            let invalid_url = |reason| invalid(&format!("URL of the host `{}`", host.name), reason);
            let mut url = BaseUrl::parse(url, self.allow_plain_http).map_err(invalid_url)?;
            if let (Some(prefix), Some(account)) = (host.delegate_prefix, &self.delegate) {
                url = url.with_prefix(prefix, account).map_err(invalid_url)?;
            }
            urls.push((host.name, url));
        }
        Ok(urls)
    }

    /// Returns the headers of every request.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut agent = format!("{}/{}", self.api.client, self.api.client_version);
        if let Some(name) = &self.user_agent {
            agent.push(' ');
            agent.push_str(name);
        }
        headers.insert(USER_AGENT, header_value("user agent", &agent)?);
        for (name, text) in self.api.headers {
            headers.insert(header_name(name)?, header_value(name, text)?);
        }
        if let Some(version) = &self.api_version {
            if version.trim().is_empty() {
                return Err(invalid("API version", "is empty"));
            }
            let name = self.api.version_header;
            headers.insert(header_name(name)?, header_value("API version", version)?);
        }
        Ok(headers)
    }
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::try_from(name).map_err(|_| invalid(name, "not a header name"))
}

fn header_value(what: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(text)
        .map_err(|_| invalid(what, "contains characters that are not allowed in a header"))
}

/// Creates the error for an invalid setting.
pub(super) fn invalid(what: &str, reason: &str) -> Error {
    Error::with_message(ErrorKind::Request, format!("{what}: {reason}"))
}

/// Shows neither the account nor the credentials.
impl<M> fmt::Debug for ClientBuilder<M> {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self.credentials.iter().map(|(name, _)| &**name).collect();
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.client)
            .field("credentials_for", &schemes)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connection.connect_timeout)
            .finish_non_exhaustive()
    }
}
