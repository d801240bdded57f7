//! Runs that return what has changed since the last one: each change is returned, whenever a run is interrupted.

use std::collections::HashSet;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use impact_brand::Client;
use impact_brand::actions::{Action, ActionUpdate};
use impact_brand::paging::{SyncItems, SyncState};
use impact_brand::wire::DateTime;
use tests::random::Random;

use crate::clock::{Virtual, date};
use crate::conversions::Order;
use crate::network::{Network, Service, json, time};
use crate::pages::Pages;

/// The longest time in seconds after which a change is listed. With the difference of the clocks, it is less than ten
/// minutes.
const MAX_DELAY: usize = 470;

/// The number of interruptions after which the network has no faults.
const MAX_INTERRUPTIONS: usize = 60;

/// A change, in the time of the service.
#[derive(Clone, Debug)]
struct Change {
    id: String,
    at: i64,
    /// The time in the clock of the client from which the change is listed.
    listed_at: i64,
    /// The position in a list in no order.
    rank: usize,
}

/// The service of actions and of their updates.
#[derive(Debug)]
struct Changes {
    all: Vec<Change>,
    count: usize,
    pages: Pages,
    order: Order,
    /// The seconds by which the clock of the service is ahead.
    skew: i64,
    /// The percentage of requests before which there is a change.
    arrivals: usize,
    clock: Virtual,
    random: Random,
}

impl Changes {
    fn random(random: &mut Random, clock: Virtual, start: i64, seed: u64) -> Self {
        let mut changes = Self {
            all: Vec::new(),
            count: 0,
            pages: Pages::random(random),
            order: random.pick(&[Order::NewestFirst, Order::OldestFirst, Order::Shuffled]),
            skew: random.pick(&[-120, 0, 120]),
            arrivals: random.pick(&[0, 5, 30]),
            clock,
            random: Random::new(seed),
        };
        let age = usize::try_from(clock.seconds() - start).expect("a range");
        for _ in 0..random.below(80) {
            let at = start + i64::try_from(random.below(age)).expect("a time");
            changes.add(at, at);
        }
        changes
    }

    fn add(&mut self, at: i64, listed_at: i64) {
        self.count += 1;
        let (id, rank) = (format!("1000.1.{}", self.count), self.random.below(1_000_000));
        self.all.push(Change { id, at, listed_at, rank });
    }

    /// Adds a change that happens now.
    fn change(&mut self) {
        let delay = if self.random.chance(50) { self.random.below(MAX_DELAY) } else { 0 };
        let now = self.clock.seconds();
        self.add(now + self.skew, now + i64::try_from(delay).expect("a delay"));
    }

    /// Updates some items, which moves them in a list by the last update.
    fn update(&mut self) {
        for _ in 0..self.random.below(5).min(self.all.len()) {
            let at = self.random.below(self.all.len());
            self.all.swap_remove(at);
            let now = self.clock.seconds();
            self.add(now + self.skew, now);
        }
    }
}

impl Service for Changes {
    fn handle(&mut self, request: &Parts, _: &str) -> Response<Bytes> {
        if self.random.chance(self.arrivals) {
            (0..self.random.below(4)).for_each(|_| self.change());
        }
        let (start, end) = (time(&request.uri, "StartDate"), time(&request.uri, "EndDate"));
        if end - start > 45 * 86_400 {
            return json(400, r#"{"Status":"ERROR","Message":"The range is too long"}"#);
        }
        let now = self.clock.seconds();
        let is_listed = |own: &&Change| own.listed_at <= now && (start..=end).contains(&own.at);
        let mut own: Vec<&Change> = self.all.iter().filter(is_listed).collect();
        match self.order {
            Order::NewestFirst => own.sort_by_key(|change| (-change.at, change.rank)),
            Order::OldestFirst => own.sort_by_key(|change| (change.at, change.rank)),
            Order::Shuffled => own.sort_by_key(|change| change.rank),
        }
        let item = |own: &Change| format!(r#"{{"Id":"{}","Date":"{}"}}"#, own.id, date(own.at));
        let items: Vec<String> = own.into_iter().map(item).collect();
        let name = request.uri.path().rsplit('/').next().expect("a path");
        self.pages.respond(&request.uri, name, &items)
    }
}

/// A program that stores the ids of changes, and the state after each of them.
struct Program {
    seed: u64,
    random: Random,
    clock: Virtual,
    network: Network<Changes>,
    client: Client,
    state: String,
    ids: HashSet<String>,
    interruptions: usize,
}

impl Program {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let clock = Virtual::start();
        let start = clock.seconds() - 86_400 * [1, 40, 100][random.below(3)];
        let service = Changes::random(&mut random, clock, start, seed + 1_000_000);
        let network = Network::new(service, seed + 2_000_000, random.pick(&[0, 10, 30]));
        let client = network.client(clock).build().expect("a client");
        let since = DateTime::from_unix_timestamp(start).expect("a time");
        Self {
            seed,
            random,
            clock,
            network,
            client,
            state: SyncState::from(since).to_string(),
            ids: HashSet::new(),
            interruptions: 0,
        }
    }

    fn state(&self) -> SyncState {
        self.state.parse().expect("a state")
    }

    /// Reads up to the end of a run, an error, or the end of the process.
    async fn read<T>(&mut self, items: SyncItems<T>, id: impl Fn(T) -> String) {
        let mut items = items.prefetch(self.random.below(5));
        let kills = if self.interruptions < MAX_INTERRUPTIONS { self.random.below(12) } else { 0 };
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => self.ids.insert(id(item)),
                Err(error) => {
                    let is_right = error.is_rate_limited()
                        || error.is_paging()
                        || self.interruptions < MAX_INTERRUPTIONS;
                    assert!(is_right, "seed {}: {error}", self.seed);
                    break;
                }
            };
            self.state = items.state().to_string();
            if self.random.chance(kills) {
                break;
            }
        }
        self.state = items.state().to_string();
    }

    /// Continues until a run is complete.
    async fn complete<T>(
        &mut self,
        list: impl Fn(&Client, SyncState) -> SyncItems<T>,
        id: impl Fn(T) -> String,
    ) {
        loop {
            let now = self.clock.seconds();
            self.read(list(&self.client, self.state()), &id).await;
            if !self.state().is_interrupted() {
                // the run is complete up to the time of the call
                let next = self.state().since().unix_timestamp();
                assert!((now - 600..=now).contains(&next), "seed {}: {next} at {now}", self.seed);
                return;
            }
            self.interruptions += 1;
            if self.interruptions == MAX_INTERRUPTIONS {
                self.network.heal();
            }
            let pause = self.random.pick(&[0, 1, 60, 3_600, 86_400]);
            tokio::time::sleep(Duration::from_secs(pause)).await;
        }
    }

    /// Completes the last run, after which nothing changes.
    async fn check<T>(
        &mut self,
        list: impl Fn(&Client, SyncState) -> SyncItems<T>,
        id: impl Fn(T) -> String,
    ) {
        self.network.service(|own| own.arrivals = 0);
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        self.complete(&list, &id).await;
        let all = self.network.service(|own| own.all.clone());
        let lost: Vec<&Change> = all.iter().filter(|own| !self.ids.contains(&own.id)).collect();
        assert!(lost.is_empty(), "seed {}: {lost:?}", self.seed);
    }
}

/// Completes runs between changes, and checks that each change is returned. Returns a hash of the requests.
async fn complete_runs<T>(
    seed: u64,
    list: impl Fn(&Client, SyncState) -> SyncItems<T>,
    id: impl Fn(T) -> String,
    change: fn(&mut Changes),
) -> u64 {
    let mut program = Program::new(seed);
    for _ in 0..program.random.below(6) {
        program.complete(&list, &id).await;
        let pause = program.random.pick(&[0, 30, 900, 86_400]);
        tokio::time::sleep(Duration::from_secs(pause)).await;
        program.network.service(change);
    }
    program.check(&list, &id).await;
    program.network.trace()
}

/// Reads the updates of actions.
pub async fn read_updates(seed: u64) -> u64 {
    let list = |client: &Client, state| client.actions().list_updates("1000").updated_since(state);
    let id = |item: ActionUpdate| item.id.expect("an id").to_string();
    complete_runs(seed, list, id, Changes::change).await
}

#[test]
fn each_update_is_returned_by_some_run() {
    crate::seeds(60).for_each(|seed| {
        crate::simulate(read_updates(seed));
    });
}

#[test]
fn each_action_that_is_updated_between_runs_is_returned() {
    let list = |client: &Client, state| client.actions().list("1000").updated_since(state);
    let id = |item: Action| item.id.expect("an id").to_string();
    for seed in crate::seeds(60) {
        crate::simulate(complete_runs(seed, list, id, Changes::update));
    }
}
