//! A call that is ready to be made.

use std::fmt;
use std::future::IntoFuture;

use http::{HeaderMap, StatusCode};

use crate::runtime::answer::Answer;
use crate::runtime::drive::drive;
use crate::runtime::error::Error;
use crate::runtime::options::overrides;
use crate::runtime::pending::{Finish, Pending};
use crate::runtime::rate_limit::RateLimit;
use crate::runtime::reply::Reply;
use crate::runtime::request::Request;

/// A call that is made when it is awaited.
#[must_use = "a request does nothing until it is awaited"]
pub struct Call<T> {
    request: Request,
    streamed: bool,
    finish: Finish<T>,
}

/// A result, and what came with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The result.
    pub value: T,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// What the headers say about the quota.
    pub rate_limit: RateLimit,
}

impl<T: Answer> Call<T> {
    pub(crate) fn new(request: Request) -> Self {
        Self { request, streamed: T::STREAMED, finish: Finish::Plain(T::answer) }
    }
}

impl<T: Send + 'static> Call<T> {
    /// A call whose answer is read by a function.
    pub(crate) fn with(
        request: Request,
        finish: impl FnMut(Reply) -> Result<T, Error> + Send + 'static,
    ) -> Self {
        Self { request, streamed: false, finish: Finish::With(Box::new(finish)) }
    }

    /// Sends it, as awaiting it does. Requests that may gain setters one day have the same method, so
    /// programs that write it are not broken by that.
    pub fn send(self) -> Self {
        self
    }

    overrides!(request);

    /// Makes the call, and gives the status and the headers of the answer along with the result.
    pub fn with_response(self) -> Pending<Response<T>> {
        let Self { request, streamed, mut finish } = self;
        let read = move |reply: Reply| {
            let (status, rate_limit) = (reply.status(), *reply.rate_limit());
            let headers = reply.headers().clone();
            Ok(Response { value: finish.read(reply)?, status, headers, rate_limit })
        };
        Pending { reply: drive(request, streamed), finish: Finish::With(Box::new(read)) }
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pending<T>;

    fn into_future(self) -> Pending<T> {
        Pending { reply: drive(self.request, self.streamed), finish: self.finish }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

/// Without the headers, which may hold cookies.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}
