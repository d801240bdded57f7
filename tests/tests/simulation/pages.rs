//! The pages of a list.

use bytes::Bytes;
use http::{Response, Uri};
use tests::random::Random;

use crate::network::{json, parameter};

/// The number of pages of a list that the service returns.
const MAX_PAGES: usize = 10;

/// The largest number of a page.
const MAX_NUMBER: usize = 1_000_000;

/// How a page states that others follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Following {
    LinkAndCount,
    Count,
    Total,
}

/// What a service returns after the last page, if it reports more pages than there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Excess {
    Empty,
    First,
    Last,
}

/// How a service divides lists into pages.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    size: usize,
    following: Following,
    /// The number of pages of a list that the service returns.
    max_pages: usize,
    /// The number of pages that are reported and do not exist.
    excess: Option<(usize, Excess)>,
}

impl Pages {
    pub fn random(random: &mut Random) -> Self {
        let size = random.pick(&[2, 7, 50]);
        let following = random.pick(&[Following::LinkAndCount, Following::Count, Following::Total]);
        Self { size, following, max_pages: MAX_PAGES, excess: None }
    }

    /// Returns all pages of a list.
    pub fn without_limit(self) -> Self {
        Self { max_pages: usize::MAX, ..self }
    }

    /// Reports more pages than there are.
    pub fn with_excess(self, random: &mut Random) -> Self {
        let excess = random.pick(&[Excess::Empty, Excess::First, Excess::Last]);
        Self { excess: Some((random.below(4) + 1, excess)), ..self }
    }

    /// Returns the number of items of a list whose pages the service returns.
    pub fn max_items(&self) -> usize {
        self.size.saturating_mul(self.max_pages)
    }

    pub fn with_size(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// Returns the requested page of a list, whose items are objects in JSON.
    pub fn respond(&self, uri: &Uri, name: &str, all: &[String]) -> Response<Bytes> {
        let page = parameter(uri, "Page").and_then(|text| text.parse().ok());
        let page: usize = page.unwrap_or(1).clamp(1, MAX_NUMBER);
        let count = all.len().div_ceil(self.size).max(1);
        // a list without the number of its pages cannot be divided before it is read
        if page > self.max_pages && self.following != Following::Total {
            let message = "Use a larger PageSize or a shorter range";
            return json(400, format!(r#"{{"Status":"ERROR","Message":"{message}"}}"#));
        }
        let (excess, beyond) = self.excess.unwrap_or((0, Excess::Empty));
        let part = match beyond {
            Excess::First if page > count => 1,
            Excess::Last => page.min(count),
            _ => page,
        };
        let reported = count + excess;
        let items = all.iter().skip((part - 1) * self.size).take(self.size);
        let items = items.map(String::as_str).collect::<Vec<_>>().join(",");
        let following = match self.following {
            Following::LinkAndCount if page < count => {
                let query = uri.query().expect("a query");
                let others = query.split('&').filter(|pair| !pair.starts_with("Page="));
                let others = others.collect::<Vec<_>>().join("&");
                let next = format!("{}?{others}&Page={}", uri.path(), page + 1);
                format!(r#""@numpages":"{reported}","@nextpageuri":"{next}""#)
            }
            Following::LinkAndCount | Following::Count => format!(r#""@numpages":"{reported}""#),
            Following::Total => format!(r#""@total":"{}""#, all.len() + excess * self.size),
        };
        json(200, format!(r#"{{"@page":"{page}",{following},"{name}":[{items}]}}"#))
    }
}
