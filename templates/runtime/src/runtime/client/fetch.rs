//! Fetching of URLs from responses.

use std::sync::Arc;

use http::header::ACCEPT;

use super::Client;
use crate::runtime::call::{CallFuture, call_options, decode_document};
use crate::runtime::codec::FromJson;
use crate::runtime::config::Core;
use crate::runtime::download::Download;
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::position::Target;
use crate::runtime::request::{InvalidParameter, Request};

/// Request builder for [`Client::fetch`].
#[must_use = "builders do nothing until sent"]
#[derive(Clone, Debug)]
pub struct Fetch<M = Async>(pub(super) Request<M>);

impl Client {
    /// Fetches a URL from a response: a file, an image, or an object.
    ///
    /// Responses contain URLs that no operation reads. Pass the URL as it is in the response, as a path or with a
    /// host. Requests are sent to the API's own host only. A URL on another host, or one that leaves its path by
    /// `..`, is an error before anything is sent ([`Error::is_request`](crate::Error::is_request)). A redirect to a
    /// file storage is followed without credentials.
    ///
    /// The request is an idempotent `GET` and counts against the default quota.
    pub fn fetch(&self, url: impl AsRef<str>) -> Fetch {
        Fetch::new(&self.core, url.as_ref())
    }
}

impl<M> Fetch<M> {
    pub(super) fn new(core: &Arc<Core>, url: &str) -> Self {
        let mut request = Request::new(core, core.api.fetch);
        match request.resolve(url) {
            _ if url.trim().is_empty() => request.fail(InvalidParameter::new("url", "is empty")),
            // the link is checked again when the request is built
            Ok(_) => request.parts.target = Target::Link(url.to_owned()),
            Err(reason) => request.fail(InvalidParameter::new("url", reason)),
        }
        Self(request)
    }
}

impl Fetch {
    /// Sends the request and returns the file, which is streamed.
    pub fn send(self) -> CallFuture<Download> {
        self.0.send()
    }

    /// Sends the request and decodes the response as a model, a list of models, or
    /// [`Json`](crate::wire::Json).
    pub fn json<T: FromJson + Send + 'static>(self) -> CallFuture<T> {
        let request = self.0.with_default_header(ACCEPT, "application/json");
        request.send_with(|response| decode_document(&response))
    }
}

call_options!(Fetch => Download; Download<Blocking>);
