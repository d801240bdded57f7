//! Strings of positions and states that were changed: they are refused, or nothing is lost and no other list is read.

use std::collections::HashSet;

use impact_brand::Client;
use impact_brand::actions::Action;
use impact_brand::paging::{Items, Position, SyncState, concat};
use impact_brand::quota::QuotaMode;
use impact_brand::runtime::internals;
use impact_brand::wire::DateTime;
use tests::random::Random;

use crate::clock::Virtual;
use crate::growing::{Growing, Range};
use crate::network::Network;
use crate::reader::Reader;

/// A list that positions belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    /// The list of a program of an account.
    Single(usize, usize),
    /// The lists of all programs of the first account.
    All,
    /// The list of the first program since a time.
    Since,
}

const PROGRAMS: usize = 2;
const ACCOUNTS: [&str; 2] = ["account", "other"];

/// A string that was stored, its list, and the ids of the items before it.
#[derive(Clone, Debug)]
struct Stored {
    list: List,
    text: String,
    ids: HashSet<String>,
}

/// A service, and the clients of its accounts.
struct Simulation {
    seed: u64,
    random: Random,
    network: Network<Growing>,
    clients: Vec<Client>,
}

impl Simulation {
    fn new(seed: u64) -> Self {
        let (mut random, clock) = (Random::new(seed), Virtual::start());
        let service = Growing::random(&mut random, clock, PROGRAMS).without_growth();
        let network = Network::new(service, seed + 1_000_000, 0);
        let client = |account| {
            let client = network.client_of(account, clock).quota_mode(QuotaMode::Off);
            client.build().expect("a client")
        };
        let clients = ACCOUNTS.map(client).into();
        Self { seed, random, network, clients }
    }

    /// Returns the lists that the service has.
    fn lists(&self) -> Vec<List> {
        match self.network.service(|own| own.range) {
            Range::OpenWithEnd => vec![List::Since, List::Single(0, 0), List::All],
            _ => vec![List::Single(0, 0), List::Single(0, 1), List::Single(1, 0), List::All],
        }
    }

    fn items(&self, account: usize, program: usize) -> Items<Action> {
        self.network.service(|own| own.request(self.clients[account].actions(), program)).items()
    }

    /// Returns a list from a stored string, or `None` if it is none.
    fn open(&self, list: List, text: &str) -> Option<Reader> {
        let position = || text.parse::<Position>().ok();
        Some(match list {
            List::Single(account, program) => {
                Reader::Items(self.items(account, program).resume(position()?))
            }
            List::All => {
                let lists = (0..PROGRAMS).map(|program| self.items(0, program));
                Reader::All(concat(lists).resume(position()?))
            }
            List::Since => {
                let state = text.parse::<SyncState>().ok()?;
                Reader::Since(self.clients[0].actions().list("1000").updated_since(state))
            }
        })
    }

    /// Reads lists, and returns strings that a program may have stored.
    async fn store(&mut self) -> Vec<Stored> {
        let mut all = Vec::new();
        for list in self.lists() {
            let start = self.network.service(|own| own.start);
            let text = match list {
                List::Since => DateTime::from_unix_timestamp(start).expect("a time").to_string(),
                _ => Position::start().to_string(),
            };
            let (mut reader, mut ids) = (self.open(list, &text).expect("a list"), HashSet::new());
            loop {
                if self.random.chance(10) {
                    all.push(Stored { list, text: reader.stored(), ids: ids.clone() });
                }
                let Some(item) = reader.next().await else { break };
                ids.extend(item.expect("an item"));
            }
            let stored = Stored { list, text: reader.stored(), ids };
            assert_eq!(self.lost(list, &stored.ids), None, "seed {}", self.seed);
            all.push(stored);
        }
        all
    }

    /// Returns the id of an item of a list that was not returned.
    fn lost(&self, list: List, found: &HashSet<String>) -> Option<String> {
        let (_, programs) = scope(list);
        let mut ids = programs.flat_map(|program| self.network.service(|own| own.ids(program)));
        ids.find(|id| !found.contains(id))
    }

    /// Resumes a list from a string that was changed. Returns `true` if the string was not refused.
    async fn resume(&mut self, stored: &Stored, text: &str) -> bool {
        let (seed, list) = (self.seed, stored.list);
        let Some(mut reader) = self.open(list, text) else { return false };
        self.network.service(|own| own.requests.clear());
        let mut ids = stored.ids.clone();
        while let Some(item) = reader.next().await {
            match item {
                Ok(item) => ids.extend(item),
                Err(error) => {
                    let requests = self.network.service(|own| own.requests.len());
                    let is_right = error.is_request() && requests == 0;
                    assert!(is_right, "seed {seed}, {list:?}: {text}: {error}");
                    return false;
                }
            };
        }
        assert_eq!(self.lost(list, &ids), None, "seed {seed}, {list:?}: {text} of {stored:?}");
        self.check_requests(list, text);
        true
    }

    /// Resumes a list from a position that was forged: one that was changed, with the hash that it should have. Items may
    /// be missing. Returns `true` if it was read.
    async fn forge(&self, list: List, text: &str) -> bool {
        let Some(position) = internals::forged_position(text) else { return false };
        let Some(mut reader) = self.open(list, &position.to_string()) else { return false };
        self.network.service(|own| own.requests.clear());
        while let Some(Ok(_)) = reader.next().await {}
        self.check_requests(list, text);
        true
    }

    /// Checks that only pages of a list were requested.
    fn check_requests(&self, list: List, text: &str) {
        let (account, programs) = scope(list);
        let path = format!("/Advertisers/{account}/Actions");
        let requests = self.network.service(|own| own.requests.clone());
        let is_own =
            |(known, program): &(String, usize)| *known == path && programs.contains(program);
        let seed = self.seed;
        assert!(requests.iter().all(is_own), "seed {seed}, {list:?}: {text}: {requests:?}");
    }
}

/// Returns the account and the programs of a list.
fn scope(list: List) -> (&'static str, std::ops::Range<usize>) {
    match list {
        List::Single(account, program) => (ACCOUNTS[account], program..program + 1),
        List::All => (ACCOUNTS[0], 0..PROGRAMS),
        List::Since => (ACCOUNTS[0], 0..1),
    }
}

/// Changes a string.
fn change(random: &mut Random, text: &str, other: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let digits = |chars: &[char]| {
        let digits = chars.iter().enumerate().filter(|(_, own)| own.is_ascii_digit());
        digits.map(|(at, _)| at).collect::<Vec<usize>>()
    };
    match random.below(7) {
        0 => chars.truncate(random.below(chars.len())),
        1 | 2 => {
            let digits = digits(&chars);
            let at = digits[random.below(digits.len())];
            chars[at] = random.pick(&['0', '1', '2', '9']);
        }
        3 => {
            chars.remove(random.below(chars.len()));
        }
        4 => {
            let at = random.below(chars.len() + 1);
            chars.insert(at, random.pick(&['0', '7', ':', '/', '.', '+', '-', '%', '&', '\u{e9}']));
        }
        5 => {
            let [from, to] = random.pick(&[
                ["CampaignId=1000", "CampaignId=1001"],
                ["CampaignId=1001", "CampaignId=1000"],
                ["/account/", "/other/"],
                ["/other/", "/account/"],
            ]);
            return text.replace(from, to);
        }
        _ => return exchange(random, text, other),
    }
    chars.into_iter().collect()
}

/// Exchanges a part of a string for one of another string, or for another one of itself.
fn exchange(random: &mut Random, text: &str, other: &str) -> String {
    let separator = random.pick(&[':', '/', '.', '=', '&']);
    let other: Vec<&str> = other.split(separator).collect();
    let mut parts: Vec<&str> = text.split(separator).collect();
    let at = random.below(parts.len());
    if random.chance(50) {
        let with = random.below(parts.len());
        parts.swap(at, with);
    } else {
        // the same part of another string, or any one
        let same = at.min(other.len() - 1);
        parts[at] = if random.chance(70) { other[same] } else { random.pick(&other) };
    }
    parts.join(&separator.to_string())
}

#[test]
fn changed_strings_are_refused_or_lose_nothing() {
    let (mut changed, mut forged, mut accepted) = (0, 0, 0);
    for seed in crate::seeds(60) {
        crate::simulate(async {
            let mut simulation = Simulation::new(seed);
            let all = simulation.store().await;
            for _ in 0..60 {
                let stored = all[simulation.random.below(all.len())].clone();
                let other = all[simulation.random.below(all.len())].clone();
                let mut text = change(&mut simulation.random, &stored.text, &other.text);
                while simulation.random.chance(20) && !text.is_empty() {
                    text = exchange(&mut simulation.random, &text, &other.text);
                }
                // another position of the list
                if all.iter().any(|known| known.text == text) {
                    continue;
                }
                changed += 1;
                forged += usize::from(simulation.forge(stored.list, &text).await);
                accepted += usize::from(simulation.resume(&stored, &text).await);
                if simulation.random.chance(80) {
                    continue;
                }
                // an unchanged string is accepted by its own list only
                let is_accepted = simulation.resume(&stored, &stored.text).await;
                assert!(is_accepted, "seed {seed}: {stored:?}");
                if other.list != stored.list {
                    let stored = Stored { text: other.text, ..stored };
                    let is_accepted = simulation.resume(&stored, &stored.text).await;
                    assert!(!is_accepted, "seed {seed}: {stored:?}");
                }
            }
        });
    }
    assert!(
        forged > 0 && accepted < changed || !crate::are_default_seeds(),
        "{forged} forged, {accepted} of {changed} strings were accepted"
    );
}
