//! The state of an iteration over the pages of a list: which page is next, and when the list ends.

use crate::runtime::api::Paging;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::position::{Position, Target};
use crate::runtime::request::Request;
use crate::runtime::wire::NameIndex;

/// The state of an iteration over pages.
pub(crate) struct PageCursor {
    paging: Option<&'static Paging>,
    /// The page to request next.
    pub(crate) target: Target,
    /// The pages that were returned, by path or by number.
    seen: NameIndex,
    /// Set after an error: the iteration ends, and can be resumed from its position.
    pub(crate) stopped: bool,
}

/// The metadata of a page that determines the next one.
pub(crate) struct PageInfo<'a> {
    pub(crate) number: Option<u64>,
    pub(crate) page_count: Option<u64>,
    pub(crate) this: Option<&'a str>,
    pub(crate) next: Option<&'a str>,
    pub(crate) is_empty: bool,
}

impl PageCursor {
    pub(crate) fn new(request: &Request) -> Self {
        Self {
            paging: request.operation().paging.map(|(paging, _)| paging),
            target: Target::Start,
            seen: NameIndex::default(),
            stopped: false,
        }
    }

    /// Returns the position of the next page.
    pub(crate) fn position(&self) -> Position {
        Position { page: self.target.clone(), offset: 0 }
    }

    /// Returns the request for the next page, or `None` at the end.
    pub(crate) fn next_request(&mut self, base: &Request) -> Option<Result<Request, Error>> {
        if self.stopped {
            return None;
        }
        let mut request = base.clone();
        match &self.target {
            Target::End => return None,
            Target::Start => {
                if let Some(paging) = self.paging.filter(|paging| !paging.follow_links) {
                    let first = page_number(base, paging).unwrap_or(paging.first);
                    request.parts.set_query_text(paging.page, first.to_string());
                }
            }
            Target::Number(number) => {
                if let Some(paging) = self.paging {
                    request.parts.set_query_text(paging.page, number.to_string());
                }
            }
            Target::Link(link) => {
                let path = match base.resolve(link) {
                    Ok(path) => path,
                    Err(reason) => {
                        return Some(Err(Error::with_message(ErrorKind::Paging, reason)));
                    }
                };
                if !self.seen.insert(&path, 0) {
                    return Some(Err(repeated_page()));
                }
                request.parts.target = self.target.clone();
            }
        }
        Some(Ok(request))
    }

    /// Advances past a page. Fails if the page was returned before.
    pub(crate) fn advance(&mut self, page: &PageInfo<'_>, base: &Request) -> Result<(), Error> {
        if page.number.is_some_and(|number| !self.seen.insert(&number.to_string(), 0)) {
            let mut error = repeated_page();
            error.0.sent = true;
            return Err(error);
        }
        let Some(paging) = self.paging else {
            self.target = Target::End;
            return Ok(());
        };
        self.target = if paging.follow_links {
            if let Some(path) = page.this.and_then(|link| base.resolve(link).ok()) {
                self.seen.insert(&path, 0);
            }
            page.next.map_or(Target::End, |link| Target::Link(link.to_owned()))
        } else {
            self.next_number(paging, page, base)
        };
        Ok(())
    }

    /// Returns the next page number, or the end if the page is empty or the last one.
    fn next_number(&self, paging: &Paging, page: &PageInfo<'_>, base: &Request) -> Target {
        let requested = match self.target {
            Target::Number(number) => number,
            _ => page_number(base, paging).unwrap_or(paging.first),
        };
        let next = page.number.unwrap_or(requested).saturating_add(1);
        // a count of zero pages is ignored if the page has items
        let is_last = page
            .page_count
            .is_some_and(|count| count > 0 && next.saturating_sub(paging.first) >= count);
        if page.is_empty || is_last { Target::End } else { Target::Number(next) }
    }
}

/// Returns the page number that the request itself sets.
fn page_number(request: &Request, paging: &Paging) -> Option<u64> {
    let query = &request.parts.query;
    query.iter().find(|(name, _)| name == paging.page).and_then(|(_, text)| text.parse().ok())
}

fn repeated_page() -> Error {
    Error::with_message(ErrorKind::Paging, "pagination loop: the page was already returned")
}
