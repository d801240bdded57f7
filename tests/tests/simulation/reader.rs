//! A list that is read, and a program that reads it in several processes.

use std::collections::HashSet;
use std::time::Duration;

use impact_brand::actions::Action;
use impact_brand::paging::{Concat, Items, Pages, Position, SyncItems};
use impact_brand::{Client, Error};
use tests::random::Random;

use crate::clock::Virtual;
use crate::growing::Growing;
use crate::network::Network;

/// A list that is read.
pub enum Reader {
    Items(Items<Action>),
    Pages(Pages<Action>),
    All(Concat<Action>),
    Since(SyncItems<Action>),
}

impl Reader {
    pub fn prefetch(self, pages: usize) -> Self {
        match self {
            Self::Items(items) => Self::Items(items.prefetch(pages)),
            Self::Pages(list) => Self::Pages(list.prefetch(pages)),
            Self::All(items) => Self::All(items.prefetch(pages)),
            Self::Since(items) => Self::Since(items.prefetch(pages)),
        }
    }

    /// Returns the ids of the next item or of the next page.
    pub async fn next(&mut self) -> Option<Result<Vec<String>, Error>> {
        let item = match self {
            Self::Items(items) => items.next().await,
            Self::Pages(pages) => {
                let page = pages.next().await?;
                return Some(page.map(|page| page.into_iter().map(id).collect()));
            }
            Self::All(items) => items.next().await,
            Self::Since(items) => items.next().await,
        };
        Some(item?.map(|item| vec![id(item)]))
    }

    /// Returns the string that a program stores.
    pub fn stored(&self) -> String {
        match self {
            Self::Items(items) => items.position().to_string(),
            Self::Pages(pages) => pages.position().to_string(),
            Self::All(items) => items.position().to_string(),
            Self::Since(items) => items.state().to_string(),
        }
    }
}

fn id(item: Action) -> String {
    item.id.expect("an id").to_string()
}

/// The number of interruptions after which neither the network has faults nor lists grow.
const MAX_INTERRUPTIONS: usize = 30;

/// A program that stores the ids of items together with a position.
pub struct Program {
    pub seed: u64,
    pub random: Random,
    pub network: Network<Growing>,
    pub client: Client,
    position: String,
    ids: HashSet<String>,
    /// The ids since the position was stored.
    new: Vec<String>,
    interruptions: usize,
    /// The percentage of items after which the position is stored.
    stores: usize,
}

/// Why a program has stopped reading.
enum Stop {
    End,
    Kill,
    Failure(Box<Error>),
}

impl Program {
    /// Creates a program that reads the lists of a number of programs of the service.
    pub fn new(seed: u64, programs: usize) -> Self {
        let (mut random, clock) = (Random::new(seed), Virtual::start());
        let service = Growing::random(&mut random, clock, programs);
        let network = Network::new(service, seed + 1_000_000, random.pick(&[0, 0, 10, 30]));
        let client = network.client(clock).build().expect("a client");
        let position = Position::start().to_string();
        let stores = random.pick(&[50, 100, 100]);
        let (ids, new, interruptions) = (HashSet::new(), Vec::new(), 0);
        Self { seed, random, network, client, position, ids, new, interruptions, stores }
    }

    /// Returns the list of a program of the service.
    pub fn items(&self, program: usize) -> Items<Action> {
        self.network.service(|own| own.request(self.client.actions(), program)).items()
    }

    /// Returns the stored position.
    pub fn position(&self) -> Position {
        self.position.parse().expect("a position")
    }

    fn store(&mut self, position: String) {
        self.position = position;
        self.ids.extend(self.new.drain(..));
    }

    async fn read_once(&mut self, mut reader: Reader) -> Stop {
        let never = usize::MAX;
        let kill_after = self.random.pick(&[1, 1, 2, 3, 6, 20, 80, never]);
        let kill_after = if self.interruptions < MAX_INTERRUPTIONS { kill_after } else { never };
        let mut count = 0;
        while let Some(ids) = reader.next().await {
            match ids {
                Ok(ids) => self.new.extend(ids),
                Err(error) => return Stop::Failure(Box::new(error)),
            }
            if self.random.chance(self.stores) {
                self.store(reader.stored());
            }
            count += 1;
            // some processes end between two lists
            let is_between = self.position.ends_with(":end") && self.random.chance(30);
            if count == kill_after || is_between && self.interruptions < MAX_INTERRUPTIONS {
                return Stop::Kill;
            }
        }
        self.store(reader.stored());
        Stop::End
    }

    /// Reads from the stored position until the end, and checks that the items are returned that existed at the start.
    /// Returns a hash of the requests.
    pub async fn read(mut self, open: impl Fn(&mut Self) -> Reader) -> u64 {
        let programs = 0..self.network.service(|own| own.programs());
        let existing: HashSet<String> =
            programs.flat_map(|program| self.network.service(|own| own.ids(program))).collect();
        loop {
            let reader = open(&mut self).prefetch(self.random.below(5));
            match self.read_once(reader).await {
                Stop::End => break,
                Stop::Kill => self.new.clear(),
                Stop::Failure(error) => {
                    let is_temporary = error.is_rate_limited()
                        || error.is_paging()
                        || self.interruptions < MAX_INTERRUPTIONS;
                    assert!(is_temporary, "seed {}: {error}", self.seed);
                    self.store(error.position().expect("a position").to_string());
                }
            }
            self.interrupt().await;
        }
        let lost: Vec<&String> = existing.difference(&self.ids).collect();
        let range = self.network.service(|own| own.range);
        assert!(lost.is_empty(), "seed {}, {range:?}: {lost:?}", self.seed);
        self.network.trace()
    }

    /// Waits after an interruption.
    async fn interrupt(&mut self) {
        self.interruptions += 1;
        assert!(self.interruptions < 3 * MAX_INTERRUPTIONS, "seed {}: no end", self.seed);
        let pause = self.random.pick(&[0, 60, 3_600, 90_000, 90_000]);
        tokio::time::sleep(Duration::from_secs(pause)).await;
        self.network.service(Growing::grow);
        if self.interruptions == MAX_INTERRUPTIONS {
            self.network.heal();
            self.network.service(|own| own.growth = 0);
        }
    }
}
