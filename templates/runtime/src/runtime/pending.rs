//! The future of a result.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::runtime::error::Error;
use crate::runtime::reply::Reply;
use crate::runtime::transport::BoxFuture;

/// The future of a result: what a call gives, or the [`Error`] it ended with. Nothing is sent before it is
/// polled; dropping it gives the call up.
// a struct instead of a boxed future: the way to the answer is compiled once, and only how the answer is
// read for each type
#[must_use = "a future does nothing until it is awaited"]
pub struct Pending<T> {
    pub(crate) reply: BoxFuture<Result<Reply, Error>>,
    pub(crate) finish: Finish<T>,
}

/// How an answer becomes a result. Most need nothing but the answer, and a plain function is far less
/// to compile than a boxed one.
pub(crate) enum Finish<T> {
    Plain(fn(Reply) -> Result<T, Error>),
    With(Box<dyn FnMut(Reply) -> Result<T, Error> + Send>),
}

impl<T> Finish<T> {
    pub(crate) fn read(&mut self, reply: Reply) -> Result<T, Error> {
        match self {
            Self::Plain(read) => read(reply),
            Self::With(read) => read(reply),
        }
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match ready!(self.reply.as_mut().poll(context)) {
            Ok(reply) => Poll::Ready(self.finish.read(reply)),
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending")
    }
}
