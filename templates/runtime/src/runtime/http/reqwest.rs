//! The transport over reqwest.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Uri;
use http::header::CONTENT_LENGTH;
use http::uri::{Authority, Scheme};
use http_body::{Frame, SizeHint};

use super::body::Body;
use super::body_file::SourceError;
use super::body_stream::BodyStream;
use super::connection::ConnectionSettings;
use super::tls::Tls;
use super::transport::{Incoming, SendState, Transport, TransportError};
use super::url::is_plain_loopback;
use crate::runtime::clock::BoxFuture;

/// A transport over `reqwest`.
///
/// It uses HTTP/1.1 with shared keep-alive connections (HTTP/2 with the feature `http2`), rustls with *ring* and the
/// certificates of the operating system, and the proxies of the environment. These are not used for plain HTTP on the
/// loopback interface, so that the credentials are not sent unencrypted to another machine.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// Connects without the proxies of the environment; `None` if they are not used at all.
    direct: Option<reqwest::Client>,
    tls_problem: Option<Arc<str>>,
    last_host: Arc<Mutex<Option<Host>>>,
}

/// The host of the last request. Copying its URL takes less time than parsing it.
struct Host {
    scheme: Scheme,
    authority: Authority,
    url: reqwest::Url,
    is_plain_loopback: bool,
}

impl ReqwestTransport {
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
        let name = if roots.is_empty() { "transport" } else { "root certificate" };
        // as text, because the error type of rustls adds compile time
        let tls = Tls::with_roots(roots).map_err(|error| (name, error.to_string()))?;
        let builder = || {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.config.clone())
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .connect_timeout(settings.connect_timeout)
                // shorter than the idle timeout of common load balancers
                .pool_idle_timeout(Duration::from_secs(50))
        };
        let build = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|_| ("transport", "cannot be set up".to_owned()))
        };
        let proxied =
            settings.set_proxy(builder()).map_err(|reason| ("proxy", reason.to_owned()))?;
        let direct = settings.is_system_proxy().then(|| build(builder().no_proxy())).transpose()?;
        let last_host = Arc::default();
        Ok(Self { client: build(proxied)?, direct, tls_problem: tls.problem, last_host })
    }

    /// Converts a URL, and returns the client for it.
    fn target(&self, uri: &Uri) -> Result<(&reqwest::Client, reqwest::Url), TransportError> {
        let mut last = self.last_host.lock().unwrap_or_else(PoisonError::into_inner);
        let host = match last.take().filter(|host| host.is_of(uri)) {
            Some(host) => host,
            None => Host::of(uri)?,
        };
        let (mut url, is_direct) = (host.url.clone(), host.is_plain_loopback);
        *last = Some(host);
        drop(last);
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok((self.direct.as_ref().filter(|_| is_direct).unwrap_or(&self.client), url))
    }
}

impl Host {
    fn of(uri: &Uri) -> Result<Self, TransportError> {
        let invalid = || TransportError::other("expected an absolute URL").not_sent();
        let (scheme, authority) = uri.scheme().zip(uri.authority()).ok_or_else(invalid)?;
        let url = reqwest::Url::parse(&format!("{scheme}://{authority}"))
            .map_err(|error| TransportError::other(error).not_sent())?;
        let (scheme, authority) = (scheme.clone(), authority.clone());
        Ok(Self { scheme, authority, url, is_plain_loopback: is_plain_loopback(uri) })
    }

    fn is_of(&self, uri: &Uri) -> bool {
        uri.scheme() == Some(&self.scheme) && uri.authority() == Some(&self.authority)
    }
}

/// Leaves the settings out: the URL of a proxy may contain a password.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestTransport")
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        // converted here, so that the future does not own the request
        match self.convert_request(request) {
            Ok((client, request)) => {
                let response = client.execute(request);
                Box::pin(async move { response.await.map(convert_response).map_err(convert_error) })
            }
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    fn requires_tokio(&self) -> bool {
        true
    }
}

impl ReqwestTransport {
    /// Returns a request of `reqwest`, and the client that sends it.
    fn convert_request(
        &self,
        request: http::Request<Body>,
    ) -> Result<(&reqwest::Client, reqwest::Request), TransportError> {
        if let (Some(problem), Some("https")) = (&self.tls_problem, request.uri().scheme_str()) {
            return Err(TransportError::connect(format!("TLS is not available: {problem}")));
        }
        let state = request.extensions().get::<SendState>().cloned();
        let is_zero = request.headers().get(CONTENT_LENGTH).is_some_and(|length| length == "0");
        let (head, body) = request.into_parts();
        let (client, url) = self.target(&head.uri)?;
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        if !body.is_empty() {
            let state = state.unwrap_or_default();
            // an empty body is not read, so that it does not show whether the request is being sent
            if body.known_length() > 0 || body.has_files() && !is_zero {
                state.announce();
            }
            *request.body_mut() = Some(reqwest::Body::wrap(Outgoing::new(body, state)));
        }
        Ok((client, request))
    }
}

fn convert_response(response: reqwest::Response) -> http::Response<Incoming> {
    http::Response::from(response).map(|body| Incoming::stream(Chunks { body, is_complete: false }))
}

/// Converts an error, without the URL, which contains ids and filters.
fn convert_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if let Some(reason) = SourceError::find(&error) {
        TransportError::body_source(reason)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_builder() {
        TransportError::other(error).not_sent()
    } else {
        TransportError::other(error)
    }
}

/// The body of a request as an `http_body::Body`.
struct Outgoing {
    source: Source,
    /// The number of bytes that are left, if no file is read.
    left: Option<u64>,
    state: SendState,
}

/// Where the bytes of a body come from.
enum Source {
    /// A body of one chunk, which is not counted as progress.
    Bytes(Option<Bytes>),
    Stream(BodyStream),
}

impl Outgoing {
    fn new(body: Body, state: SendState) -> Self {
        let left = (!body.has_files()).then(|| body.known_length());
        let source = match body.is_chunked() {
            true => Source::Stream(body.into_stream()),
            false => Source::Bytes(body.to_bytes()),
        };
        Self { source, left, state }
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        // the connection is established
        if let Err(error) = self.state.begin() {
            return Poll::Ready(Some(Err(error)));
        }
        let frame = match &mut self.source {
            Source::Bytes(bytes) => bytes.take().map(Ok),
            Source::Stream(stream) => ready!(Pin::new(stream).poll_next(context)),
        };
        if let (Some(left), Some(Ok(chunk))) = (&mut self.left, &frame) {
            *left = left.saturating_sub(chunk.len() as u64);
        }
        Poll::Ready(frame.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The body of a response as a stream. Trailers are ignored.
struct Chunks {
    body: reqwest::Body,
    /// All bytes of a body of known length were read. Polling it once more would wake the task of the connection.
    is_complete: bool,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            if self.is_complete {
                return Poll::Ready(None);
            }
            return match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) => {
                        self.is_complete = self.body.is_end_stream();
                        Poll::Ready(Some(Ok(chunk)))
                    }
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Poll::Ready(Some(Err(convert_error(error)))),
                None => Poll::Ready(None),
            };
        }
    }
}
