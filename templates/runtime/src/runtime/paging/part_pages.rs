//! The pages of one part of a range of dates, or of a list without one.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::cursor::{PageCursor, page_number};
use super::erased::{DecodePage, ErasedPage, Received};
use super::windows::Span;
use crate::runtime::api::Paging;
use crate::runtime::call::CallFuture;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::position::Target;
use crate::runtime::request::Request;

/// The pages of one part, requested one after the other, and those that were not returned yet.
pub(super) struct PartPages {
    /// The part, if the list has a range of dates.
    pub(super) span: Option<Span>,
    request: Request,
    cursor: PageCursor,
    /// The request in flight, and whether it is the first one of the part.
    pending: Option<(CallFuture<Received>, bool)>,
    pages: VecDeque<Result<LoadedPage, Error>>,
    has_failed: bool,
    has_outgrown: bool,
}

/// A page that was loaded.
pub(super) struct LoadedPage {
    pub(super) page: ErasedPage,
    pub(super) hashes: Vec<u64>,
    /// The page itself, and the one after it.
    pub(super) target: Target,
    pub(super) next: Target,
}

impl PartPages {
    /// Creates the pages of a part, beginning with a page.
    pub(super) fn new(span: Option<Span>, request: Request, first: Target) -> Self {
        Self {
            span,
            cursor: PageCursor::new(&request, first),
            request,
            pending: None,
            pages: VecDeque::new(),
            has_failed: false,
            has_outgrown: false,
        }
    }

    /// Returns the number of pages that are in flight or were not returned.
    pub(super) fn held(&self) -> usize {
        self.pages.len() + usize::from(self.pending.is_some())
    }

    /// Returns `true` after an error.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Returns `true` after the error that the part got more pages than the service permits while it was read.
    pub(super) fn has_outgrown(&self) -> bool {
        self.has_outgrown
    }

    /// Returns `true` if all pages were requested and returned.
    pub(super) fn is_empty(&self) -> bool {
        self.held() == 0 && *self.cursor.target() == Target::End
    }

    /// Removes the next page.
    pub(super) fn pop(&mut self) -> Option<Result<LoadedPage, Error>> {
        self.pages.pop_front()
    }

    /// Adds an error, after which no page follows.
    pub(super) fn fail(&mut self, error: Error) {
        self.has_failed = true;
        self.pages.push_back(Err(error));
    }

    /// Requests the next page, unless a request is in flight or no page follows. Returns `true` if there is progress.
    pub(super) fn start(&mut self, decode: DecodePage, keeps_hashes: bool) -> bool {
        if self.pending.is_some() || self.has_failed {
            return false;
        }
        let is_first = *self.cursor.target() == Target::Start;
        match self.cursor.next_request(&self.request) {
            None => return false,
            Some(Err(error)) => self.fail(error),
            Some(Ok(request)) => {
                let call = request.send_mapped(move |response| {
                    let mut received = decode(&response, keeps_hashes)?;
                    received.info.body = response.body_bytes();
                    Ok(received)
                });
                self.pending = Some((call, is_first));
            }
        }
        true
    }

    /// Polls the request in flight. Returns an error if the part has more pages than the service permits.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Option<Error> {
        let (call, is_first) = self.pending.as_mut()?;
        let Poll::Ready(result) = Pin::new(call).poll(context) else { return None };
        let is_first = *is_first;
        self.pending = None;
        if let Some(error) = self.excess(&result) {
            if is_first {
                return Some(result.err().unwrap_or(error));
            }
            if result.is_err() {
                self.has_outgrown = true;
                self.fail(error);
                return None;
            }
        }
        match result.and_then(|received| self.advance(received)) {
            Ok(page) => self.pages.push_back(Ok(page)),
            Err(error) => self.fail(error),
        }
        None
    }

    fn advance(&mut self, received: Received) -> Result<LoadedPage, Error> {
        let Received { page, info, hashes } = received;
        let target = self.cursor.target().clone();
        self.cursor.advance(info, &self.request)?;
        Ok(LoadedPage { page, hashes, target, next: self.cursor.target().clone() })
    }

    /// Returns the error for a part that has more pages than the service permits, if a page reports that or is refused
    /// because of it. A part that begins with another page is not judged.
    fn excess(&self, page: &Result<Received, Error>) -> Option<Error> {
        let operation = self.request.operation();
        let (paging, _) = operation.paging?;
        let limit = operation.page_limits.pages?;
        if self.span.is_none() || page_number(&self.request, paging).is_some() {
            return None;
        }
        let found = match page {
            Ok(received) => received.info.pages().filter(|pages| *pages > limit)?.to_string(),
            Err(error) => is_refusal(error, paging).then(|| "more".to_owned())?,
        };
        let size = paging.size;
        let message = format!("expected at most {limit} pages, found {found}: increase `{size}`");
        let mut error = Error::with_message(ErrorKind::Paging, message);
        error.0.sent = true;
        Some(error)
    }
}

/// Returns `true` if a refused request seems to have too many pages.
///
/// The text of that refusal is not documented, only that a larger page size helps. It is recognized by the name of that
/// parameter, in any case and with or without spaces.
fn is_refusal(error: &Error, paging: &Paging) -> bool {
    let plain = |text: &str| text.replace([' ', '_', '-'], "").to_ascii_lowercase();
    let size = plain(paging.size);
    let mentions = |text: Option<&str>| text.is_some_and(|text| plain(text).contains(&size));
    (error.is_bad_request() || error.is_rejected())
        && (mentions(error.message())
            || mentions(error.body_excerpt())
            || error.field_errors().iter().any(|error| mentions(error.message.as_deref())))
}
