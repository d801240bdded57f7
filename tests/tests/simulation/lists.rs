//! Lists that grow while they are read: an item that exists at the start is returned, whenever a program is interrupted.

use std::collections::HashSet;
use std::time::Duration;

use impact_brand::actions::Action;
use impact_brand::paging::{Items, Pages, Position};
use impact_brand::{Client, Error};
use tests::random::Random;

use crate::clock::Virtual;
use crate::growing::Growing;
use crate::network::Network;

/// The number of interruptions after which neither the network has faults nor the list grows.
const MAX_INTERRUPTIONS: usize = 30;

/// A program that stores the ids of items together with a position.
struct Program {
    seed: u64,
    random: Random,
    network: Network<Growing>,
    client: Client,
    position: String,
    ids: HashSet<String>,
    /// The ids since the position was stored.
    new: Vec<String>,
    interruptions: usize,
}

/// Why a program has stopped reading.
enum Stop {
    End,
    Kill,
    Failure(Box<Error>),
}

impl Program {
    fn new(seed: u64) -> Self {
        let (mut random, clock) = (Random::new(seed), Virtual::start());
        let service = Growing::random(&mut random, clock, 1);
        let network = Network::new(service, seed + 1_000_000, random.pick(&[0, 0, 10, 30]));
        let client = network.client(clock).build().expect("a client");
        let position = Position::start().to_string();
        let (ids, new, interruptions) = (HashSet::new(), Vec::new(), 0);
        Self { seed, random, network, client, position, ids, new, interruptions }
    }

    fn store(&mut self, position: &Position) {
        self.position = position.to_string();
        self.ids.extend(self.new.drain(..));
    }

    /// Returns `true` if the process ends now.
    fn is_killed(&mut self) -> bool {
        self.interruptions < MAX_INTERRUPTIONS && self.random.chance(4)
    }

    async fn read_items(&mut self, mut items: Items<Action>) -> Stop {
        loop {
            match items.next().await {
                Some(Ok(item)) => self.new.push(item.id.expect("an id").to_string()),
                Some(Err(error)) => return Stop::Failure(Box::new(error)),
                None => {
                    self.store(&items.position());
                    return Stop::End;
                }
            }
            if self.random.chance(50) {
                self.store(&items.position());
            }
            if self.is_killed() {
                return Stop::Kill;
            }
        }
    }

    async fn read_pages(&mut self, mut pages: Pages<Action>) -> Stop {
        loop {
            match pages.next().await {
                Some(Ok(page)) => {
                    let ids = page.into_iter().map(|item| item.id.expect("an id").to_string());
                    self.new.extend(ids);
                }
                Some(Err(error)) => return Stop::Failure(Box::new(error)),
                None => {
                    self.store(&pages.position());
                    return Stop::End;
                }
            }
            if self.random.chance(50) {
                self.store(&pages.position());
            }
            if self.is_killed() {
                return Stop::Kill;
            }
        }
    }

    /// Reads the list from the stored position until it ends.
    async fn read(&mut self) {
        loop {
            let position: Position = self.position.parse().expect("a position");
            let list = self.client.actions().list("1000");
            let list = self.network.service(|own| own.request(list));
            let prefetch = self.random.below(5);
            let stop = match self.random.chance(50) {
                true => self.read_items(list.items().resume(position).prefetch(prefetch)).await,
                false => self.read_pages(list.pages().resume(position).prefetch(prefetch)).await,
            };
            match stop {
                Stop::End => return,
                Stop::Kill => self.new.clear(),
                Stop::Failure(error) => {
                    let is_temporary = error.is_rate_limited()
                        || error.is_paging()
                        || self.interruptions < MAX_INTERRUPTIONS;
                    assert!(is_temporary, "seed {}: {error}", self.seed);
                    self.store(error.position().expect("a position"));
                }
            }
            self.interruptions += 1;
            assert!(self.interruptions < 3 * MAX_INTERRUPTIONS, "seed {}: no end", self.seed);
            let pause = self.random.pick(&[0, 60, 3_600, 90_000]);
            tokio::time::sleep(Duration::from_secs(pause)).await;
            self.network.service(Growing::grow);
            if self.interruptions == MAX_INTERRUPTIONS {
                self.network.heal();
                self.network.service(|own| own.growth = 0);
            }
        }
    }
}

#[test]
fn items_that_exist_at_the_start_are_returned() {
    for seed in crate::seeds(60) {
        crate::simulate(async {
            let mut program = Program::new(seed);
            let existing = program.network.service(|own| own.ids(0));
            program.read().await;
            let lost: Vec<&String> = existing.difference(&program.ids).collect();
            let range = program.network.service(|own| own.range);
            assert!(lost.is_empty(), "seed {seed}, {range:?}: {lost:?}");
        });
    }
}
