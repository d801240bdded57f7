//! The transport over `reqwest`.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Frame;

use crate::runtime::body::{Body, BodyStream};
use crate::runtime::tls::Tls;
use crate::runtime::transport::{BoxFuture, Incoming, Transport, TransportError};

/// Sends requests with `reqwest`: HTTP/1.1 over connections that are kept open and shared, and HTTP/2 with
/// the feature `http2`; rustls with *ring* and the certificates that the operating system trusts; proxies
/// as the environment sets them.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    tls_problem: Option<Arc<str>>,
}

impl ReqwestTransport {
    /// Sets it up; `connect_timeout` bounds how long a connection may take to come about.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        // as text, since what rustls says otherwise is much to compile
        let tls = Tls::of_the_system()
            .map_err(|error| TransportError::other(error.to_string()).not_sent())?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls.config)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(connect_timeout)
            // below what load balancers usually grant, so that a kept connection is seldom a dead one
            .pool_idle_timeout(Duration::from_secs(50))
            .build()
            .map_err(|error| TransportError::other(error).not_sent())?;
        Ok(Self { client, tls_problem: tls.problem })
    }
}

/// Without its settings: the address of a proxy may hold a password.
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
        let transport = self.clone();
        Box::pin(async move { transport.send_now(request).await })
    }

    fn sleep(&self, span: Duration) -> BoxFuture<()> {
        Box::pin(tokio::time::sleep(span))
    }
}

impl ReqwestTransport {
    async fn send_now(
        &self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Incoming>, TransportError> {
        if let (Some(problem), Some("https")) = (&self.tls_problem, request.uri().scheme_str()) {
            return Err(TransportError::connect(format!("no TLS: {problem}")));
        }
        let request = request.map(|body| match body.to_bytes() {
            Some(bytes) => reqwest::Body::from(bytes),
            None => reqwest::Body::wrap(Outgoing(body.into_stream())),
        });
        let request = reqwest::Request::try_from(request)
            .map_err(|error| TransportError::other(error.without_url()).not_sent())?;
        let response = self.client.execute(request).await.map_err(failure)?;
        Ok(http::Response::from(response).map(|body| Incoming::stream(Pieces(body))))
    }
}

/// Without the URL: it holds ids and whatever was filtered by.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_builder() {
        TransportError::other(error).not_sent()
    } else {
        TransportError::other(error)
    }
}

/// The pieces of a request, as HTTP libraries take them.
struct Outgoing(BodyStream);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.0).poll_next(context).map_ok(Frame::data)
    }
}

/// The pieces of an answer, with our own error. Trailers are left out.
struct Pieces(reqwest::Body);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        use http_body::Body as _;
        loop {
            return match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(piece) => Poll::Ready(Some(Ok(piece))),
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Poll::Ready(Some(Err(failure(error)))),
                None => Poll::Ready(None),
            };
        }
    }
}
