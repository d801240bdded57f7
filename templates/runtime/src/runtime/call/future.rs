//! The future of a call, and what it returns.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{HeaderMap, StatusCode};

use super::driver::drive;
use super::from_response::{FromResponse, decode_document};
use super::options::call_options;
use super::response::RawResponse;
use crate::runtime::clock::BoxFuture;
use crate::runtime::codec::{Decode, Model};
use crate::runtime::error::Error;
use crate::runtime::http::RateLimit;
use crate::runtime::mode::Async;
use crate::runtime::request::Request;

/// The future of a call: resolves to the result, or to an [`Error`].
///
/// Nothing is sent before it is polled. Dropping it cancels the call.
// a struct instead of a boxed future: the path to the response is compiled once, and only its decoding for
// each type
#[must_use = "futures do nothing unless awaited"]
pub struct CallFuture<T> {
    response: BoxFuture<Result<RawResponse, Error>>,
    mapper: ResponseMapper<T>,
}

/// Maps a response to a result. Most need nothing but the response, and a function pointer is far less to
/// compile than a boxed closure.
pub(crate) enum ResponseMapper<T> {
    Function(fn(RawResponse) -> Result<T, Error>),
    Closure(Box<dyn FnOnce(RawResponse) -> Result<T, Error> + Send>),
}

impl<T> ResponseMapper<T> {
    fn map(self, response: RawResponse) -> Result<T, Error> {
        match self {
            Self::Function(map) => map(response),
            Self::Closure(map) => map(response),
        }
    }
}

impl<T> CallFuture<T> {
    pub(crate) fn new(
        response: BoxFuture<Result<RawResponse, Error>>,
        mapper: ResponseMapper<T>,
    ) -> Self {
        Self { response, mapper }
    }

    /// Creates a call that fails without sending anything.
    pub(crate) fn failed(error: Error) -> Self {
        let response = Box::pin(std::future::ready(Err(error)));
        Self { response, mapper: ResponseMapper::Function(mapped) }
    }
}

impl<T: Send + 'static> CallFuture<T> {
    /// Adds the status and the headers of the response to the result.
    pub fn with_response(self) -> CallFuture<Response<T>> {
        let mapper = self.mapper;
        let map = move |response: RawResponse| {
            let (status, rate_limit) = (response.status(), *response.rate_limit());
            let (headers, attempts) = (response.headers().clone(), response.head.attempts);
            Ok(Response { value: mapper.map(response)?, status, headers, rate_limit, attempts })
        };
        CallFuture { response: self.response, mapper: ResponseMapper::Closure(Box::new(map)) }
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match ready!(self.response.as_mut().poll(context)) {
            Ok(response) => {
                let mapper = std::mem::replace(&mut self.mapper, ResponseMapper::Function(mapped));
                Poll::Ready(mapper.map(response))
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

/// Takes the place of a mapper that was used. A future is not polled after it has completed.
fn mapped<T>(response: RawResponse) -> Result<T, Error> {
    Err(response.error(crate::runtime::error::ErrorKind::Request, "the call has completed"))
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture")
    }
}

impl Request {
    /// Sends the request and decodes the response.
    pub fn send<T: FromResponse>(mut self) -> CallFuture<T> {
        self.parts.model = T::MODEL;
        CallFuture {
            response: drive(self, T::STREAMED),
            mapper: ResponseMapper::Function(T::from_response),
        }
    }

    /// Sends the request and decodes the response as a JSON document, which may be a string, a number or a boolean.
    pub fn send_document<T: Decode>(self) -> CallFuture<T> {
        self.send_with(|response| decode_document(&response))
    }

    /// Sends the request and decodes the response by a function.
    pub(crate) fn send_with<T>(self, map: fn(RawResponse) -> Result<T, Error>) -> CallFuture<T> {
        CallFuture { response: drive(self, false), mapper: ResponseMapper::Function(map) }
    }

    /// Sends the request for the file of a job, whose status is decoded into this model.
    pub(crate) fn send_file<T: FromResponse>(mut self, status: Model) -> CallFuture<T> {
        self.parts.model = Some(status);
        CallFuture {
            response: drive(self, true),
            mapper: ResponseMapper::Function(T::from_response),
        }
    }

    /// Sends the request and maps the response by a closure.
    pub(crate) fn send_mapped<T>(
        self,
        map: impl FnOnce(RawResponse) -> Result<T, Error> + Send + 'static,
    ) -> CallFuture<T> {
        CallFuture { response: drive(self, false), mapper: ResponseMapper::Closure(Box::new(map)) }
    }
}

/// A call without parameters of its own. Await it, or set options of the call first.
#[must_use = "builders do nothing until sent"]
pub struct Call<T, M = Async>(pub(crate) Request<M>, pub(crate) fn(Request) -> CallFuture<T>);

impl<T: Send + 'static> Call<T> {
    /// Sends the request.
    pub fn send(self) -> CallFuture<T> {
        (self.1)(self.0)
    }
}

call_options!(Call<T> => T, 1);

impl<T, M> fmt::Debug for Call<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.0).finish()
    }
}

/// A result with the status and the headers of its response.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The result.
    pub value: T,
    /// The status of the response.
    pub status: StatusCode,
    /// The headers of the response.
    pub headers: HeaderMap,
    /// The quota as the headers report it.
    pub rate_limit: RateLimit,
    /// The number of attempts.
    pub attempts: u32,
}

impl<T> Response<T> {
    /// Converts the result by a function.
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Response<U> {
        let Self { value, status, headers, rate_limit, attempts } = self;
        Response { value: function(value), status, headers, rate_limit, attempts }
    }
}

/// Leaves the headers out, which may contain cookies.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
