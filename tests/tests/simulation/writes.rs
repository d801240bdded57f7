//! Bulk writes: nothing is sent twice, and no outcome or decision is wrong.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use impact_brand::Client;
use impact_brand::bulk::{BulkWrite, OutcomeState, Settlement, SettlementState, Settlements};
use impact_brand::conversions::Conversion;
use impact_brand::polling::Queued;
use impact_brand::submissions::ApiSubmission;
use impact_brand::wire::DateTime;
use tests::random::Random;

use crate::clock::Virtual;
use crate::conversions::{Conversions, OTHERS, Order, Presence, Style};
use crate::network::Network;

/// Order ids that are easily mistaken for another.
const ORDERS: [&str; 12] = [
    "42",
    "0042",
    "042",
    "A-1",
    "a-1",
    "A 1",
    "A+1",
    "A%201",
    "7&OrderId=42",
    "1e3",
    "1000",
    "\u{e4}",
];

/// The members of a key: the order, and the event by its id or its code.
type Key = (String, Option<String>, Option<String>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Element(Key);

impl Element {
    fn conversion(&self) -> Conversion {
        let (order, id, code) = self.0.clone();
        let mut conversion = Conversion::new("1000", DateTime::UNIX_EPOCH, order).click_id("c");
        if let Some(id) = id {
            conversion = conversion.event_type_id(id);
        }
        if let Some(code) = code {
            conversion = conversion.event_type_code(code);
        }
        conversion
    }
}

fn elements(random: &mut Random, count: usize) -> Vec<Element> {
    let mut all = HashSet::new();
    let mut list = Vec::new();
    while list.len() < count {
        let order = match random.chance(60) {
            true => format!("ORDER-{}", random.below(10 * count)),
            false => random.pick(&ORDERS).to_owned(),
        };
        let event = random.pick(&["8180", "8181", "08180"]).to_owned();
        let key = match random.chance(70) {
            true => (order, Some(event), None),
            false => (order, None, Some(event)),
        };
        if all.insert(key.clone()) {
            list.push(Element(key));
        }
    }
    list
}

fn shuffle(random: &mut Random, list: &mut [Element]) {
    for at in (1..list.len()).rev() {
        list.swap(at, random.below(at + 1));
    }
}

/// Returns the key of an outcome or a settlement.
fn key_of(members: &[(String, String)]) -> Key {
    let value =
        |name: &str| members.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    (value("OrderId").expect("an order"), value("EventTypeId"), value("EventTypeCode"))
}

/// A run of the simulation.
struct Run {
    seed: u64,
    random: Random,
    network: Network<Conversions>,
    client: Client,
    ledger: std::path::PathBuf,
}

impl Run {
    fn new(seed: u64, style: Style, faults: usize, folder: &Path) -> Self {
        let clock = Virtual::start();
        let service = Conversions::new(style, clock, seed + 1_000_000);
        let network = Network::new(service, seed + 2_000_000, faults);
        let client = network.client(clock).build().expect("a client");
        Self {
            seed,
            random: Random::new(seed + 3_000_000),
            network,
            client,
            ledger: folder.join("orders.ledger"),
        }
    }

    fn write(&mut self, elements: &[Element]) -> BulkWrite<'static, Queued<ApiSubmission>> {
        let conversions: Vec<Conversion> = elements.iter().map(Element::conversion).collect();
        let write = self.client.conversions().submit_all(conversions).ledger(&self.ledger);
        let write = write.concurrency(self.random.below(16) + 1);
        // the service has not received what a complete list does not contain
        if self.random.chance(50) { write.resend_not_found() } else { write }
    }

    /// Returns how often the service received each key.
    fn received(&self) -> HashMap<Key, Vec<(String, bool)>> {
        let mut received: HashMap<Key, Vec<(String, bool)>> = HashMap::new();
        let submissions = self.network.service(|service| service.submissions.clone());
        for own in submissions {
            let order = own.value("OrderId").expect("an order");
            if order.starts_with(OTHERS) {
                continue;
            }
            let key = (order, own.value("EventTypeId"), own.value("EventTypeCode"));
            received.entry(key).or_default().push((own.action(), own.is_rejected));
        }
        received
    }

    fn check_received_once(&self) {
        for (key, submissions) in self.received() {
            assert_eq!(submissions.len(), 1, "seed {}: {key:?} was received twice", self.seed);
        }
    }

    /// Writes the elements. The process ends at a random time, unless it is the last one.
    async fn write_all(&mut self, elements: &[Element], is_last: bool) {
        let mut write = self.write(elements);
        let kill_after = self.random.below(elements.len() + 1);
        let kill_at = crate::random_end(&mut self.random).filter(|_| !is_last);
        let mut count = 0;
        while is_last || count < kill_after {
            let Some(outcome) = crate::next_before(kill_at, write.next()).await else { break };
            let outcome = outcome.expect("an outcome");
            let key = key_of(&outcome.key_members);
            assert_eq!(key, elements[count].0, "seed {}", self.seed);
            let received = self.received().get(&key).map_or(0, Vec::len);
            let is_right = match &outcome.state {
                OutcomeState::Accepted(_) => received == 1,
                OutcomeState::Refused(_) | OutcomeState::Unsent(_) => received == 0,
                OutcomeState::Unknown(_) => received <= 1,
            };
            assert!(is_right, "seed {}: {outcome:?} was received {received} times", self.seed);
            count += 1;
        }
        if is_last {
            assert_eq!(count, elements.len(), "seed {}", self.seed);
        }
        if is_last || self.random.chance(30) {
            let page_size = self.random.pick(&[5, 20, 1_000]);
            self.settle(write, page_size).await;
        }
    }

    /// Reads the decisions, and checks them.
    async fn settle(
        &self,
        write: BulkWrite<'static, Queued<ApiSubmission>>,
        page_size: u32,
    ) -> [usize; 5] {
        self.check_all(write.settle().page_size(page_size)).await
    }

    /// Reads the decisions about the elements of the ledger.
    async fn settle_ledger(&self) {
        self.check_all(self.client.submissions().settle(&self.ledger)).await;
    }

    async fn check_all(&self, mut settlements: Settlements<'_, ApiSubmission>) -> [usize; 5] {
        let mut counts = [0; 5];
        while let Some(settlement) = settlements.next().await {
            // a list that cannot be read ends the settlement, and decides nothing
            let Ok(settlement) = settlement else { break };
            counts[self.check(&settlement)] += 1;
        }
        counts
    }

    fn check(&self, settlement: &Settlement<ApiSubmission>) -> usize {
        let key = key_of(&settlement.key_members);
        let received = self.received();
        let received = received.get(&key).map(Vec::as_slice).unwrap_or_default();
        let (at, is_right) = match &settlement.state {
            SettlementState::Processed { objects, .. } => {
                let is_own = |(action, is_rejected): &(String, bool)| {
                    !is_rejected && (objects.is_empty() || objects[..] == [action.clone()])
                };
                (0, received.iter().any(is_own))
            }
            SettlementState::Rejected(_) => (1, received.iter().all(|(_, rejected)| *rejected)),
            SettlementState::Unsent(_) => (2, received.is_empty()),
            SettlementState::NotFound => (3, received.is_empty()),
            SettlementState::Pending => (4, true),
            _ => panic!("an unknown state"),
        };
        let (seed, style) = (self.seed, self.network.service(|service| service.style));
        assert!(is_right, "seed {seed}, {style:?}: {settlement:?}, but there is {received:?}");
        at
    }
}

/// Writes elements with several runs, of which the last one is not ended. Returns a hash of the requests.
pub async fn write(seed: u64, folder: &Path) -> u64 {
    let mut random = Random::new(seed);
    let style = Style::random(&mut random);
    let faults = random.pick(&[0, 10, 30, 60]);
    let count = random.pick(&[5, 20, 60]);
    let mut all = elements(&mut random, count);
    let mut run = Run::new(seed, style, faults, folder);
    for _ in 0..random.below(5) {
        // a run has the elements of the one before it, and perhaps more
        shuffle(&mut random, &mut all);
        let part = &all[..random.below(count) + 1];
        run.write_all(part, false).await;
        run.check_received_once();
        let pause = [0, 0, 60, 3_600][random.below(4)];
        tokio::time::sleep(Duration::from_secs(pause)).await;
    }
    run.network.heal();
    run.write_all(&all, true).await;
    run.settle_ledger().await;
    run.check_received_once();
    run.network.trace()
}

#[test]
fn killed_writes_send_nothing_twice_and_report_what_was_received() {
    for seed in crate::seeds(40) {
        let folder = tempfile::tempdir().expect("a folder");
        crate::simulate(write(seed, folder.path()));
    }
}

#[test]
fn complete_lists_decide_about_all_elements() {
    for seed in crate::seeds(20) {
        let folder = tempfile::tempdir().expect("a folder");
        crate::simulate(async {
            let mut random = Random::new(seed);
            let style = Style {
                order: random.pick(&[Order::NewestFirst, Order::OldestFirst]),
                payload: Presence::Always,
                ..Style::complete()
            };
            let all = elements(&mut random, 60);
            let mut run = Run::new(seed, style, 20, folder.path());
            let mut write = run.write(&all);
            let mut open = 0;
            while let Some(outcome) = write.next().await {
                let state = outcome.expect("an outcome").state;
                let is_open = matches!(state, OutcomeState::Accepted(_) | OutcomeState::Unknown(_));
                open += usize::from(is_open);
            }
            run.network.heal();
            let [processed, rejected, unsent, not_found, pending] = run.settle(write, 1_000).await;
            assert_eq!((unsent, pending), (0, 0), "seed {seed}");
            assert_eq!(processed + rejected + not_found, open, "seed {seed}");
        });
    }
}
