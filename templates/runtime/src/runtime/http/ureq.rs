//! The blocking transport over ureq.

use std::fmt;
use std::io::{self, Read};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Uri};
use rustls::pki_types::CertificateDer;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy, RequestExt, SendBody};

use super::blocking::BlockingTransport;
use super::body::Body;
use super::body_file::SourceError;
use super::body_reader::BodyReader;
use super::connection::{ConnectionSettings, ProxySetting, http_url};
use super::tls::Tls;
use super::transport::{Incoming, SendState, TransportError};
use super::url::is_plain_loopback;

/// A blocking transport over `ureq`.
///
/// It uses HTTP/1.1 with shared keep-alive connections, rustls with *ring* and the certificates of the operating system,
/// and the proxies of the environment. These are not used for plain HTTP on the loopback interface, so that the
/// credentials are not sent unencrypted to another machine.
#[derive(Clone)]
pub struct UreqTransport {
    agent: Agent,
    /// Connects without the proxies of the environment; `None` if they are not used at all.
    direct: Option<Agent>,
    connect_timeout: Duration,
}

impl UreqTransport {
    /// Creates the transport.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        Self::with_settings(&ConnectionSettings::new(connect_timeout))
            .map_err(|(_, reason)| TransportError::other(reason).not_sent())
    }

    /// Creates the transport with these settings. An error consists of the name of the setting and a reason.
    pub(crate) fn with_settings(
        settings: &ConnectionSettings,
    ) -> Result<Self, (&'static str, String)> {
        let roots = settings.roots().map_err(|reason| ("root certificate", reason.to_owned()))?;
        if !roots.is_empty() {
            // ureq skips invalid certificates
            Tls::with_roots(roots.clone())
                .map_err(|error| ("root certificate", error.to_string()))?;
        }
        let proxy = proxy(&settings.proxy).map_err(|reason| ("proxy", reason.to_owned()))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(provider)
            .root_certs(root_certificates(&roots))
            .build();
        let agent = |proxy| {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .allow_non_standard_methods(true)
                .user_agent("")
                .accept("")
                .accept_encoding("")
                // one for each thread that shares the client, and no limit of the number of threads
                .max_idle_connections(usize::MAX)
                .max_idle_connections_per_host(usize::MAX)
                // shorter than the idle timeout of common load balancers
                .max_idle_age(Duration::from_secs(50))
                .tls_config(tls.clone())
                .proxy(proxy)
                .build();
            config.new_agent()
        };
        let direct = (settings.is_system_proxy() && proxy.is_some()).then(|| agent(None));
        let connect_timeout = settings.connect_timeout;
        Ok(Self { agent: agent(proxy), direct, connect_timeout })
    }

    /// Returns the agent for a URL.
    fn agent_for(&self, uri: &Uri) -> &Agent {
        self.direct.as_ref().filter(|_| is_plain_loopback(uri)).unwrap_or(&self.agent)
    }
}

/// Returns the proxy. The error does not quote its URL.
fn proxy(setting: &ProxySetting) -> Result<Option<Proxy>, &'static str> {
    match setting {
        ProxySetting::System => Ok(Proxy::try_from_env()),
        ProxySetting::Disabled => Ok(None),
        ProxySetting::Url(url) => Proxy::new(http_url(url)?).map(Some).map_err(|_| "invalid URL"),
    }
}

fn root_certificates(roots: &[CertificateDer<'static>]) -> RootCerts {
    if roots.is_empty() {
        return RootCerts::PlatformVerifier;
    }
    let roots: Vec<_> = roots.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
    RootCerts::new_with_certs(&roots)
}

/// Leaves the settings out: the URL of a proxy may contain a password.
impl fmt::Debug for UreqTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UreqTransport")
    }
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Body>,
        timeout: Duration,
    ) -> Result<http::Response<Incoming>, TransportError> {
        let state = request.extensions().get::<SendState>().cloned().unwrap_or_default();
        let (mut head, body) = request.into_parts();
        let body = if body.is_empty() && !head.headers.contains_key(CONTENT_LENGTH) {
            SendBody::none()
        } else {
            if !body.has_files() {
                let length = HeaderValue::from(body.known_length());
                head.headers.insert(CONTENT_LENGTH, length);
            }
            let is_zero = head.headers.get(CONTENT_LENGTH).is_some_and(|length| length == "0");
            // an empty body may not be read
            if body.known_length() > 0 || body.has_files() && !is_zero {
                state.announce();
            }
            SendBody::from_owned_reader(Outgoing { reader: body.into_reader(), state })
        };
        let agent = self.agent_for(&head.uri).clone();
        let connect_timeout = self.connect_timeout.min(timeout);
        // a limit needs a thread, which an address does not
        let resolve_timeout = (!is_address(&head.uri)).then_some(connect_timeout);
        let request = http::Request::from_parts(head, body).with_agent(&agent).configure();
        let response = request
            .timeout_resolve(resolve_timeout)
            .timeout_connect(Some(connect_timeout))
            .timeout_recv_response(Some(timeout))
            .timeout_per_read(Some(timeout))
            .timeout_per_write(Some(timeout))
            .run()
            .map_err(convert_error)?;
        Ok(response.map(|body| Incoming::reader(Reader(body.into_reader()))))
    }
}

/// Returns `true` for a URL whose host is an IP address.
fn is_address(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok()
}

/// The body of a request, which is read when the connection is established.
struct Outgoing {
    reader: BodyReader,
    state: SendState,
}

impl Read for Outgoing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.state.begin()?;
        self.reader.read(buffer)
    }
}

/// The body of a response. Its errors are those of a transport.
struct Reader(ureq::BodyReader<'static>);

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| io::Error::other(convert_error(error.into())))
    }
}

/// Converts an error. Those before a connection was established state that nothing was sent.
fn convert_error(error: ureq::Error) -> TransportError {
    use ureq::{Error, Timeout};
    if let Error::Io(error) = &error
        && let Some(reason) = SourceError::find(error)
    {
        return TransportError::body_source(reason);
    }
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportError::connect(error),
        Error::Timeout(_) => TransportError::timeout(),
        Error::HostNotFound
        | Error::ConnectionFailed
        | Error::ConnectProxyFailed(_)
        | Error::InvalidProxyUrl
        | Error::Tls(_)
        | Error::TlsRequired
        | Error::Rustls(_) => TransportError::connect(error),
        Error::BadUri(_) | Error::Http(_) => TransportError::other(error).not_sent(),
        Error::Io(error) if is_before_connection(&error) => TransportError::connect(error),
        error => TransportError::other(error),
    }
}

/// Returns `true` if the name of the server has no address, a connection was refused, or the certificate of the server was
/// rejected.
fn is_before_connection(error: &io::Error) -> bool {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    // others, such as an invalid message, occur after the handshake as well
    let is_rejected = |error: &rustls::Error| {
        matches!(
            error,
            rustls::Error::InvalidCertificate(_)
                | rustls::Error::PeerIncompatible(_)
                | rustls::Error::NoApplicationProtocol
        )
    };
    error.kind() == io::ErrorKind::ConnectionRefused
        || tls.is_some_and(is_rejected)
        || is_lookup(error)
}

/// Returns `true` for an error of looking up a name. The standard library has no kind for it.
fn is_lookup(error: &io::Error) -> bool {
    // WSAHOST_NOT_FOUND to WSANO_DATA
    let is_windows = cfg!(windows) && matches!(error.raw_os_error(), Some(11_001..=11_004));
    is_windows || error.to_string().starts_with("failed to lookup address information")
}
