//! The service of actions, which lists them by date in pages.

use std::collections::HashSet;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use impact_brand::wire::DateTime;
use tests::random::Random;

use crate::clock::date;
use crate::network::{Service, json, parameter};

/// The number of pages of a list that the service returns.
const MAX_PAGES: usize = 10;

/// An action: its number and its date.
type Action = (usize, i64);

/// How a page states that others follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Following {
    LinkAndCount,
    Count,
    Total,
}

/// The service of actions.
#[derive(Debug)]
pub struct Actions {
    pub all: Vec<Action>,
    /// The times at which a range of a request began or ended.
    pub bounds: HashSet<i64>,
    page_size: usize,
    following: Following,
}

impl Actions {
    /// Creates actions of this range, at most a few of them at the same second.
    pub fn random(random: &mut Random, start: i64, end: i64) -> Self {
        let page_size = random.pick(&[2, 7, 50]);
        let (seconds, mut all) = (usize::try_from(end - start).expect("a range"), Vec::new());
        for _ in 0..random.below(6) {
            // actions of a burst are seconds apart, and others are days apart
            let from = random.below(seconds);
            let spread = random.pick(&[20, 4_000, 10_000_000]);
            for _ in 0..random.below(60) {
                let at = from + random.below(spread);
                if at <= seconds {
                    all.push((0, start + i64::try_from(at).expect("a time")));
                }
            }
        }
        // the order is not that of the dates
        for at in (1..all.len()).rev() {
            all.swap(at, random.below(at + 1));
        }
        all.iter_mut().enumerate().for_each(|(at, action)| action.0 = at);
        let following = random.pick(&[Following::LinkAndCount, Following::Count, Following::Total]);
        Self { all, bounds: HashSet::new(), page_size, following }
    }
}

impl Service for Actions {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        let uri = &request.uri;
        let time = |name| {
            let text = parameter(uri, name).expect("a bound of the range").replace("%3A", ":");
            text.parse::<DateTime>().expect("a date").unix_timestamp()
        };
        let (start, end) = (time("ActionDateStart"), time("ActionDateEnd"));
        self.bounds.extend([start, end]);
        if end - start > 45 * 86_400 {
            return json(400, r#"{"Status":"ERROR","Message":"The range is too long"}"#);
        }
        let page = parameter(uri, "Page").map_or(1, |text| text.parse().expect("a page"));
        let own: Vec<&Action> =
            self.all.iter().filter(|(_, at)| (start..=end).contains(at)).collect();
        let count = own.len().div_ceil(self.page_size).max(1);
        // a list without the number of its pages cannot be divided before it is read
        if page > MAX_PAGES && self.following != Following::Total {
            let message = "Use a larger PageSize or a shorter range";
            return json(400, format!(r#"{{"Status":"ERROR","Message":"{message}"}}"#));
        }
        let items = own.iter().skip((page - 1) * self.page_size).take(self.page_size);
        let items: Vec<String> = items
            .map(|(id, at)| format!(r#"{{"Id":"1000.1.{id}","EventDate":"{}"}}"#, date(*at)))
            .collect();
        let items = items.join(",");
        let following = match self.following {
            Following::LinkAndCount if page < count => {
                let query = uri.query().expect("a query");
                let others = query.split('&').filter(|pair| !pair.starts_with("Page="));
                let others = others.collect::<Vec<_>>().join("&");
                let next = format!("{}?{others}&Page={}", uri.path(), page + 1);
                format!(r#""@numpages":"{count}","@nextpageuri":"{next}""#)
            }
            Following::LinkAndCount | Following::Count => format!(r#""@numpages":"{count}""#),
            Following::Total => format!(r#""@total":"{}""#, own.len()),
        };
        json(200, format!(r#"{{"@page":"{page}",{following},"Actions":[{items}]}}"#))
    }
}
