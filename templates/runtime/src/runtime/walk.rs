//! The way through the pages of a list: which one comes next, and when to stop.

use crate::runtime::description::Paging;
use crate::runtime::error::{Error, Kind};
use crate::runtime::position::{Position, Target};
use crate::runtime::request::Request;
use crate::runtime::wire::Index;

/// Where one is on the way.
pub(crate) struct Walk {
    paging: Option<&'static Paging>,
    /// The page to ask for next.
    pub(crate) target: Target,
    /// The pages that were there, by path or by number.
    seen: Index,
    /// Nothing more is asked for after an error; whoever wants to go on resumes from its position.
    pub(crate) stopped: bool,
}

/// What of a page decides about the way.
pub(crate) struct Signpost<'a> {
    pub(crate) number: Option<u64>,
    pub(crate) pages: Option<u64>,
    pub(crate) this: Option<&'a str>,
    pub(crate) next: Option<&'a str>,
    pub(crate) is_empty: bool,
}

impl Walk {
    pub(crate) fn new(request: &Request) -> Self {
        Self {
            paging: request.operation().paging.map(|(paging, _)| paging),
            target: Target::Start,
            seen: Index::default(),
            stopped: false,
        }
    }

    pub(crate) fn position(&self) -> Position {
        Position { page: self.target.clone(), offset: 0 }
    }

    /// The request for the next page; `None` at the end.
    pub(crate) fn request(&mut self, base: &Request) -> Option<Result<Request, Error>> {
        if self.stopped {
            return None;
        }
        let mut request = base.clone();
        match &self.target {
            Target::End => return None,
            Target::Start => {
                if let Some(paging) = self.paging.filter(|paging| !paging.follow_links) {
                    let first = number_of(base, paging).unwrap_or(paging.first);
                    request.set_query(paging.page, first.to_string());
                }
            }
            Target::Number(number) => {
                if let Some(paging) = self.paging {
                    request.set_query(paging.page, number.to_string());
                }
            }
            Target::Link(link) => {
                let path = match base.resolve(link) {
                    Ok(path) => path,
                    Err(problem) => return Some(Err(Error::message_of(Kind::Paging, problem))),
                };
                if !self.seen.insert(&path, 0) {
                    return Some(Err(repeated()));
                }
                request.draft.target = self.target.clone();
            }
        }
        Some(Ok(request))
    }

    /// A page has come in: sets what comes next. Fails if it has been there before.
    pub(crate) fn arrived(&mut self, page: &Signpost<'_>, base: &Request) -> Result<(), Error> {
        if page.number.is_some_and(|number| !self.seen.insert(&number.to_string(), 0)) {
            let mut error = repeated();
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
            self.count_on(paging, page, base)
        };
        Ok(())
    }

    /// The next number, unless the page is empty or the last one.
    fn count_on(&self, paging: &Paging, page: &Signpost<'_>, base: &Request) -> Target {
        let asked = match self.target {
            Target::Number(number) => number,
            _ => number_of(base, paging).unwrap_or(paging.first),
        };
        let next = page.number.unwrap_or(asked).saturating_add(1);
        // zero pages with rows on them: the count is wrong, the rows are right
        let is_last =
            page.pages.is_some_and(|pages| pages > 0 && next.saturating_sub(paging.first) >= pages);
        if page.is_empty || is_last { Target::End } else { Target::Number(next) }
    }
}

/// The number of the page that the request itself asks for.
fn number_of(request: &Request, paging: &Paging) -> Option<u64> {
    let query = &request.draft.query;
    query.iter().find(|(name, _)| name == paging.page).and_then(|(_, text)| text.parse().ok())
}

fn repeated() -> Error {
    Error::message_of(Kind::Paging, "the list leads back to a page that was there before")
}
