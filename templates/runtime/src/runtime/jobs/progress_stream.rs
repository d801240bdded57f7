//! The progress of a job or a queued write as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::pending::{Watch, WatchEvent};
use super::status::Progress;
use crate::runtime::call::RawResponse;
use crate::runtime::clock::BoxFuture;
use crate::runtime::error::{Error, ErrorKind};

/// The progress of a job or a queued write after each poll; returned by [`Wait::progress`](super::Wait::progress).
///
/// It is a [`Stream`], and has its own [`next`](ProgressStream::next). The last item is the final state. A failure is an
/// error after that item, and so is the deadline. A poll that fails temporarily repeats the state before.
///
/// Dropping the stream ends polling. It does not cancel the operation, which the service has no means for.
#[must_use = "streams do nothing unless polled"]
pub struct ProgressStream<T> {
    state: State,
    mapper: Option<Mapper<T>>,
}

type Mapper<T> = Box<dyn FnOnce(RawResponse) -> Result<T, Error> + Send>;

enum State {
    /// The reason why nothing can be polled.
    Failed(Error),
    Idle(Box<Watch>),
    Running(BoxFuture<(Box<Watch>, WatchEvent)>),
    /// Waiting has ended, with the last response unless there was an error.
    Ended(Option<Box<RawResponse>>),
}

impl State {
    // one function for all types of results
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Progress, Error>>> {
        loop {
            match std::mem::replace(self, Self::Ended(None)) {
                Self::Failed(error) => return Poll::Ready(Some(Err(error))),
                Self::Idle(mut watch) => {
                    *self = Self::Running(Box::pin(async move {
                        let event = watch.next_event().await;
                        (watch, event)
                    }));
                }
                Self::Running(mut running) => {
                    let Poll::Ready((watch, event)) = running.as_mut().poll(context) else {
                        *self = Self::Running(running);
                        return Poll::Pending;
                    };
                    match event {
                        WatchEvent::Polled(progress) => {
                            *self = Self::Idle(watch);
                            return Poll::Ready(Some(Ok(progress)));
                        }
                        WatchEvent::Done(Ok(response)) => *self = Self::Ended(Some(response)),
                        WatchEvent::Done(Err(error)) => return Poll::Ready(Some(Err(error))),
                    }
                }
                Self::Ended(response) => {
                    *self = Self::Ended(response);
                    return Poll::Ready(None);
                }
            }
        }
    }
}

impl<T> ProgressStream<T> {
    pub(crate) fn new(watch: Result<Watch, Error>, mapper: Mapper<T>) -> Self {
        let state = match watch {
            Ok(watch) => State::Idle(Box::new(watch)),
            Err(error) => State::Failed(error),
        };
        Self { state, mapper: Some(mapper) }
    }

    /// Returns the progress after the next poll, or `None` when the operation is complete.
    pub async fn next(&mut self) -> Option<Result<Progress, Error>> {
        poll_fn(|context| self.state.poll_next(context)).await
    }

    /// Waits until the operation completes, and returns its result. After an error of the stream, this is an error too.
    pub async fn finish(mut self) -> Result<T, Error> {
        while let Some(progress) = self.next().await {
            progress?;
        }
        match (self.state, self.mapper.take()) {
            (State::Ended(Some(response)), Some(mapper)) => mapper(*response),
            _ => {
                let message = "waiting has ended with an error before";
                Err(Error::with_message(ErrorKind::Request, message))
            }
        }
    }
}

impl<T> Unpin for ProgressStream<T> {}

impl<T> Stream for ProgressStream<T> {
    type Item = Result<Progress, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.state.poll_next(context)))
    }
}

impl<T> fmt::Debug for ProgressStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_ended = matches!(self.state, State::Ended(_));
        f.debug_struct("ProgressStream").field("has_ended", &has_ended).finish_non_exhaustive()
    }
}
