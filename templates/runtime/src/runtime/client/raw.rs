//! Requests that no operation describes.

use std::sync::Arc;

use http::Method;
use http::header::ACCEPT;

use super::Client;
use crate::runtime::api::{Encoding, RetrySafety};
use crate::runtime::call::{CallFuture, RawResponse, call_options, decode_document};
use crate::runtime::codec::FromJson;
use crate::runtime::config::Core;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::mode::Async;
use crate::runtime::request::{CustomCall, InvalidParameter, Request};
use crate::runtime::wire::{Json, Upload};

/// Request builder for [`Client::raw`].
#[must_use = "builders do nothing until sent"]
#[derive(Clone, Debug)]
pub struct RawCall<M = Async>(pub(super) Request<M>);

impl Client {
    /// Sends a request that no operation describes, with the authentication, retries, quotas and errors of all calls.
    ///
    /// The path starts with `/` and is relative to the API's own host. The path parameter of the account, as the paths of
    /// operations name it, is replaced by the account of the client, and other parameters by the values of
    /// [`path_parameter`](RawCall::path_parameter). A path with `.`, `..`, a host, a query or control characters is an
    /// error before anything is sent ([`Error::is_request`]).
    ///
    /// `GET`, `HEAD` and `OPTIONS` are retried as reads, and all other methods as writes that are not idempotent, unless
    /// [`idempotent`](RawCall::idempotent) is set. The request counts against the default quota. A redirect of a `GET` is
    /// followed without credentials. Errors and spans name the operation `raw`.
    ///
    /// ```no_run
    /// # async fn example(client: generated_client::Client) -> Result<(), generated_client::Error> {
    /// use generated_client::call::Method;
    ///
    /// let call = client.raw(Method::GET, "/Notes/{NoteId}").path_parameter("NoteId", "1000");
    /// let json = call.query("State", "PENDING").await?;
    /// println!("{json}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self, method: Method, path: impl Into<String>) -> RawCall {
        RawCall::new(&self.core, method, path.into())
    }
}

impl<M> RawCall<M> {
    pub(super) fn new(core: &Arc<Core>, method: Method, path: String) -> Self {
        let api = core.api;
        let known = api.raw.iter().find(|known| known.method.as_str() == method.as_str());
        let operation = known.or(api.raw.first()).unwrap_or(api.fetch);
        let mut request = Request::new(core, operation);
        if known.is_none() {
            let names: Vec<&str> = api.raw.iter().map(|known| known.method.as_str()).collect();
            let reason = format!("expected one of {}", names.join(", "));
            request.fail(InvalidParameter::new("method", reason));
        }
        request.parts.custom = Some(Box::new(CustomCall {
            path,
            host: operation.host,
            scheme: None,
            retry_safety: operation.retry_safety,
            encoding: Encoding::None,
        }));
        Self(request)
    }

    fn custom(mut self, change: impl FnOnce(&mut CustomCall)) -> Self {
        if let Some(custom) = &mut self.0.parts.custom {
            change(custom);
        }
        self
    }

    /// Sets a parameter of the path. The value is encoded, and cannot contain another segment.
    pub fn path_parameter(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.parts.path.push((name, value.into()));
        self
    }

    /// Adds a query parameter.
    pub fn query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(self.0.with_query(name.into(), value.into()))
    }

    /// Sets the body to JSON.
    pub fn json_body(self, json: impl Into<Json>) -> Self {
        let json = json.into();
        self.encoded(Encoding::Raw("application/json"), |request| request.text(json.as_json()))
    }

    /// Sets a member of the body, which is sent as a form.
    pub fn form(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = Json::from(value.into());
        self.encoded(Encoding::Form, |request| request.with_member(name.into(), value))
    }

    /// Sets the body to the content of a file, with its content type.
    pub fn file(self, file: impl Into<Upload>) -> Self {
        let file = file.into();
        self.encoded(Encoding::Raw("application/octet-stream"), |request| request.file(file))
    }

    /// Sets a part of the body, all of which have the same encoding.
    fn encoded(
        mut self,
        encoding: Encoding,
        change: impl FnOnce(Request<M>) -> Request<M>,
    ) -> Self {
        let current = self.0.parts.custom.as_ref().map(|custom| custom.encoding);
        if current.is_some_and(|current| current != Encoding::None && current != encoding) {
            let reason = "expected either JSON, a form or a file";
            self.0.fail(InvalidParameter::new("body", reason));
        }
        Self(change(self.0)).custom(|custom| custom.encoding = encoding)
    }

    /// Sets another host of the API, by its name. It receives no credentials, unless
    /// [`credentials`](Self::credentials) is set as well.
    pub fn host(mut self, name: &str) -> Self {
        let api = self.0.parts.core.api;
        match api.hosts.iter().find(|host| host.name == name) {
            Some(host) => self.custom(|custom| custom.host = host),
            None => {
                let names: Vec<&str> = api.hosts.iter().map(|host| host.name).collect();
                let reason = format!("expected one of `{}`", names.join("`, `"));
                self.0.fail(InvalidParameter::new("host", reason));
                self
            }
        }
    }

    /// Sends the credentials of this security scheme.
    pub fn credentials(self, scheme: impl Into<String>) -> Self {
        let scheme = scheme.into();
        self.custom(|custom| custom.scheme = Some(scheme))
    }

    /// Declares whether sending the request more than once has the effect of sending it once, which decides when it is
    /// retried; see [`RetryPolicy`](crate::runtime::retry::RetryPolicy).
    pub fn idempotent(self, is_idempotent: bool) -> Self {
        let safety =
            if is_idempotent { RetrySafety::Idempotent } else { RetrySafety::NonIdempotent };
        self.custom(|custom| custom.retry_safety = safety)
    }

    fn accept_json(self) -> Request<M> {
        self.0.with_default_header(ACCEPT, "application/json")
    }
}

impl RawCall {
    /// Sends the request and returns the body as JSON, which is `null` if it is empty.
    pub fn send(self) -> CallFuture<Json> {
        self.accept_json().send_with(json_or_null)
    }

    /// Sends the request and decodes the response as a model, or as a list of models.
    pub fn json<T: FromJson + Send + 'static>(self) -> CallFuture<T> {
        self.accept_json().send_with(|response| decode_document(&response))
    }

    /// Sends the request and returns the body as a file, which is streamed.
    pub fn download(self) -> CallFuture<Download> {
        self.0.send()
    }
}

fn json_or_null(response: RawResponse) -> Result<Json, Error> {
    if response.body().iter().all(u8::is_ascii_whitespace) {
        return Ok(Json::null());
    }
    decode_document(&response)
}

call_options!(RawCall => Json);
