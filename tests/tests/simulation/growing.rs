//! The service of actions of several programs, whose lists grow while they are read.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Response, Uri};
use impact_brand::actions::{Actions, ListActions};
use impact_brand::transport::Clock;
use impact_brand::wire::DateTime;
use tests::random::Random;

use crate::clock::{date, seconds};
use crate::conversions::Order;
use crate::network::{Service, json, parameter, try_time};
use crate::pages::Pages;

pub const DAY: i64 = 86_400;

/// The largest number of items of a list at the same second: two seconds of them are on less than ten pages.
const MAX_AT_ONCE: usize = 8;

/// The number of items of a list from which on it does not grow.
const MAX_ITEMS: usize = 200;

/// The range of dates that a program requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    None,
    /// A start and an end in whole seconds.
    Times,
    /// A start and an end that are dates.
    Dates,
    /// A start.
    Open,
    /// A start, for which the list requires an end.
    OpenWithEnd,
}

/// An action: its number, its time, and its position in a list in no order.
#[derive(Clone, Copy, Debug)]
struct Item {
    number: usize,
    at: i64,
    rank: usize,
}

/// The service of actions.
#[derive(Debug)]
pub struct Growing {
    pub range: Range,
    pub start: i64,
    pub end: i64,
    /// The items of each program.
    lists: Vec<Vec<Item>>,
    order: Order,
    pages: Pages,
    /// The percentage of requests before which lists grow.
    pub growth: usize,
    /// The path and the program of each request.
    pub requests: Vec<(String, usize)>,
    /// The date that ends a range includes its day.
    has_whole_days: bool,
    clock: Arc<dyn Clock>,
    random: Random,
}

impl Growing {
    /// Creates lists of a number of programs.
    pub fn random(random: &mut Random, clock: impl Clock, programs: usize) -> Self {
        let range = random.pick(&[
            Range::None,
            Range::Times,
            Range::Times,
            Range::Dates,
            Range::Open,
            Range::OpenWithEnd,
        ]);
        let pages = match range {
            Range::None => Pages::random(random).without_limit(),
            // a day is not split
            Range::Dates => Pages::random(random).with_size(50),
            _ => {
                let size = random.pick(&[2, 3, 7]);
                Pages::random(random).with_size(size)
            }
        };
        let days = match range {
            // the range becomes too long in the meantime
            Range::Open => random.pick(&[1, 43, 43, 44]),
            _ => random.pick(&[1, 43, 44, 45, 130]),
        };
        let now = seconds(&clock);
        let (start, end) = match range {
            Range::Dates => (now.div_euclid(DAY) * DAY - days * DAY, now.div_euclid(DAY) * DAY),
            _ => (now - days * DAY + random.pick(&[0, 1, 3_600]), now),
        };
        let mut own = Self {
            range,
            start,
            end,
            lists: vec![Vec::new(); programs],
            order: random.pick(&[Order::NewestFirst, Order::OldestFirst, Order::Shuffled]),
            pages,
            growth: random.pick(&[0, 20, 60]),
            requests: Vec::new(),
            has_whole_days: random.chance(50),
            clock: Arc::new(clock),
            random: Random::new(random.number()),
        };
        for program in 0..programs {
            // some lists have almost as many pages as the service returns
            let most = pages.max_items().saturating_sub(own.random.below(3)).min(60);
            let count = if own.random.chance(70) { most } else { own.random.below(60) };
            (0..count).for_each(|_| own.add(program));
        }
        own
    }

    pub fn without_growth(self) -> Self {
        Self { growth: 0, ..self }
    }

    /// Reports more pages than there are, of whole lists that do not grow.
    pub fn report_too_many_pages(&mut self) {
        (self.growth, self.range) = (0, Range::None);
        self.pages = self.pages.without_limit().with_excess(&mut self.random);
    }

    pub fn programs(&self) -> usize {
        self.lists.len()
    }

    /// Returns the list of a program as it is requested in all runs.
    pub fn request<M>(&self, actions: Actions<M>, program: usize) -> ListActions<M> {
        let list = actions.list((1_000 + program).to_string());
        let time = |seconds| DateTime::from_unix_timestamp(seconds).expect("a time");
        let day = |seconds| time(seconds).date().to_string().parse::<DateTime>().expect("a date");
        let (start, end) = (self.start, self.end);
        match self.range {
            Range::None => list,
            Range::Times => list.occurred_between(time(start), time(end)),
            Range::Dates => list.occurred_between(day(start), day(end)),
            Range::Open => list.action_date_start(time(start)),
            Range::OpenWithEnd => list.start_date(time(start)),
        }
    }

    /// Returns the ids of the items of a program in the range.
    pub fn ids(&self, program: usize) -> HashSet<String> {
        let is_in = |item: &&Item| (self.start..=self.end).contains(&item.at);
        self.lists[program].iter().filter(is_in).map(|item| id(program, item)).collect()
    }

    /// Adds an item. Some are at the bounds of the range, or of the parts that it is split into.
    fn add(&mut self, program: usize) {
        let length = usize::try_from(self.end - self.start).expect("a range");
        let parts = self.random.below(4);
        let future = self.random.below(5 * 86_400);
        let at = match self.random.below(4) {
            // the clock of the service is ahead
            0 if self.range == Range::Open => {
                seconds(&*self.clock) + i64::try_from(future).expect("a time")
            }
            0 => self.start + 44 * DAY * i64::try_from(parts).expect("a small number"),
            1 => self.end - i64::try_from(self.random.below(20)).expect("a time"),
            2 => seconds(&*self.clock),
            _ => self.start + i64::try_from(self.random.below(length + 1)).expect("a time"),
        };
        let list = &mut self.lists[program];
        if list.iter().filter(|item| item.at == at).count() < MAX_AT_ONCE {
            let (number, rank) = (list.len(), self.random.below(1_000_000));
            list.push(Item { number, at, rank });
        }
    }

    /// Adds items to some lists, often as many as a page has.
    pub fn grow(&mut self) {
        for program in 0..self.lists.len() {
            let count = self.random.pick(&[0, 1, 4, 30]);
            for _ in 0..count.min(MAX_ITEMS.saturating_sub(self.lists[program].len())) {
                self.add(program);
            }
        }
    }

    /// Returns the requested program and range, or `None` if the service refuses them.
    fn requested(&self, uri: &Uri) -> Option<(usize, i64, i64)> {
        let program = parameter(uri, "CampaignId")?.parse::<usize>().ok()?;
        let program = program.checked_sub(1_000).filter(|at| *at < self.lists.len())?;
        let now = seconds(&*self.clock);
        let [start, end] = match self.range {
            Range::None => return Some((program, i64::MIN, i64::MAX)),
            Range::OpenWithEnd => ["StartDate", "EndDate"],
            _ => ["ActionDateStart", "ActionDateEnd"],
        };
        let (from, until) = (try_time(uri, start)?, try_time(uri, end));
        if until.unwrap_or(now) - from > 45 * DAY
            || self.range == Range::OpenWithEnd && until.is_none()
        {
            return None;
        }
        let extra = if self.range == Range::Dates && self.has_whole_days { DAY - 1 } else { 0 };
        Some((program, from, until.map_or(i64::MAX, |until| until + extra)))
    }
}

/// Returns the id of an item of a program.
fn id(program: usize, item: &Item) -> String {
    format!("{}.1.{}", 1_000 + program, item.number)
}

impl Service for Growing {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        if self.random.chance(self.growth) {
            self.grow();
        }
        let uri = &request.uri;
        let Some((program, start, end)) = self.requested(uri) else {
            return json(400, r#"{"Status":"ERROR","Message":"The range is too long"}"#);
        };
        // a slash at the end is one of the same path
        self.requests.push((uri.path().trim_end_matches('/').to_owned(), program));
        let is_in = |item: &&Item| (start..=end).contains(&item.at);
        let mut own: Vec<&Item> = self.lists[program].iter().filter(is_in).collect();
        match self.order {
            Order::NewestFirst => own.sort_by_key(|item| (-item.at, item.rank)),
            Order::OldestFirst => own.sort_by_key(|item| (item.at, item.rank)),
            Order::Shuffled => own.sort_by_key(|item| item.rank),
        }
        let json = |item: &Item| {
            format!(r#"{{"Id":"{}","EventDate":"{}"}}"#, id(program, item), date(item.at))
        };
        let items: Vec<String> = own.into_iter().map(json).collect();
        self.pages.respond(uri, "Actions", &items)
    }
}
