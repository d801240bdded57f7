//! A file as a sequence of events: what saving it and reading its items have in common.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;

use super::Download;
use crate::runtime::api::Operation;
use crate::runtime::call::ResponseHead;
use crate::runtime::clock::{BoxFuture, is_in_tokio};
use crate::runtime::error::{Error, ErrorKind};

/// The response that a file is in, for errors about the file.
#[derive(Clone)]
pub(crate) struct FileContext {
    pub(crate) operation: &'static Operation,
    pub(crate) head: Box<ResponseHead>,
}

impl FileContext {
    /// Returns the content type.
    pub(crate) fn content_type(&self) -> Option<&str> {
        self.header(&CONTENT_TYPE)
    }

    pub(super) fn header(&self, name: &http::HeaderName) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Adds the response to an error.
    pub(crate) fn error(&self, error: Error) -> Error {
        error.with_response(&self.head).with_operation(self.operation)
    }

    /// Creates the error for a file that cannot be written.
    pub(super) fn write_error(&self, error: std::io::Error) -> Error {
        if !is_in_tokio() {
            let message = "files are written in a tokio runtime";
            return self.error(Error::with_message(ErrorKind::NoRuntime, message));
        }
        self.error(Error::with_message(ErrorKind::Io, "cannot write the file")).with_source(error)
    }
}

/// What happens while a file is read.
pub(crate) enum FileEvent {
    /// The first response has arrived.
    Start(FileContext),
    /// The next bytes.
    Chunk(Bytes),
    /// The bytes so far are void: the file follows from its start.
    Restart,
}

/// The events of a file.
pub(crate) trait FileEvents: Send {
    /// Returns the next event, or `None` at the end of the file.
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FileEvent, Error>>>;
}

/// A response as it arrives.
pub(super) struct Once {
    download: Download,
    has_started: bool,
}

impl Once {
    pub(super) fn new(download: Download) -> Self {
        Self { download, has_started: false }
    }
}

impl FileEvents for Once {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FileEvent, Error>>> {
        if !self.has_started {
            self.has_started = true;
            return Poll::Ready(Some(Ok(FileEvent::Start(self.download.context.clone()))));
        }
        let chunk = ready!(Pin::new(&mut self.download).poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(FileEvent::Chunk)))
    }
}

/// The events that an asynchronous function returns one after the other, with its state.
pub(crate) struct Steps<S> {
    state: Option<S>,
    running: Option<BoxFuture<Advanced<S>>>,
    step: fn(S) -> BoxFuture<Advanced<S>>,
}

type Advanced<S> = (S, Option<Result<FileEvent, Error>>);

impl<S> Steps<S> {
    pub(crate) fn new(state: S, step: fn(S) -> BoxFuture<Advanced<S>>) -> Self {
        Self { state: Some(state), running: None, step }
    }
}

impl<S: Send> FileEvents for Steps<S> {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FileEvent, Error>>> {
        if let Some(state) = self.state.take() {
            self.running = Some((self.step)(state));
        }
        let Some(running) = &mut self.running else { return Poll::Ready(None) };
        let (state, event) = ready!(running.as_mut().poll(context));
        self.running = None;
        // nothing follows after the end or an error
        self.state = matches!(event, Some(Ok(_))).then_some(state);
        Poll::Ready(event)
    }
}
