//! The service of actions, which lists them by date in pages.

use std::collections::HashSet;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use tests::random::Random;

use crate::clock::date;
use crate::network::{Service, json, time};
use crate::pages::Pages;

/// An action: its number and its date.
type Action = (usize, i64);

/// The service of actions.
#[derive(Debug)]
pub struct Actions {
    pub all: Vec<Action>,
    /// The times at which a range of a request began or ended.
    pub bounds: HashSet<i64>,
    pages: Pages,
}

impl Actions {
    /// Creates actions of this range, at most a few of them at the same second.
    pub fn random(random: &mut Random, start: i64, end: i64) -> Self {
        let pages = Pages::random(random);
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
        Self { all, bounds: HashSet::new(), pages }
    }
}

impl Service for Actions {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        let uri = &request.uri;
        let (start, end) = (time(uri, "ActionDateStart"), time(uri, "ActionDateEnd"));
        self.bounds.extend([start, end]);
        if end - start > 45 * 86_400 {
            return json(400, r#"{"Status":"ERROR","Message":"The range is too long"}"#);
        }
        let own = self.all.iter().filter(|(_, at)| (start..=end).contains(at));
        let item =
            |(id, at): &Action| format!(r#"{{"Id":"1000.1.{id}","EventDate":"{}"}}"#, date(*at));
        self.pages.respond(uri, "Actions", &own.map(item).collect::<Vec<_>>())
    }
}
