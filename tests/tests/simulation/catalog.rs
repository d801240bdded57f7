//! Bulk writes whose requests have many elements and may be repeated: nothing is lost, and no outcome is wrong.

use std::collections::HashSet;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use impact_brand::bulk::OutcomeState;
use impact_brand::catalogs::CatalogItem;
use tests::random::Random;

use crate::clock::Virtual;
use crate::network::{Network, Service, json};

/// The service of a catalog.
#[derive(Debug, Default)]
struct Catalog {
    /// The ids of the items that it received.
    received: HashSet<String>,
}

impl Service for Catalog {
    fn handle(&mut self, _: &Parts, body: &str) -> Response<Bytes> {
        let document: serde_json::Value = serde_json::from_str(body).expect("JSON");
        let items = document.as_array().expect("a list");
        let id =
            |item: &serde_json::Value| item["CatalogItemId"].as_str().expect("an id").to_owned();
        self.received.extend(items.iter().map(id));
        json(200, r#"{"Status":"OK"}"#)
    }
}

/// Writes items until all of them are written. The process ends at random times.
async fn write(seed: u64, ledger: &std::path::Path) {
    let mut random = Random::new(seed);
    let clock = Virtual::start();
    let network = Network::new(Catalog::default(), seed + 1_000_000, random.pick(&[0, 20, 60]));
    let client = network.client(clock).build().expect("a client");
    let count = random.pick(&[1, 499, 501, 2_600]);
    for run in 0.. {
        let is_last = run == 5;
        if is_last {
            network.heal();
        }
        let item = |id: usize| CatalogItem::new().catalog_item_id(id.to_string()).name("Cup");
        let write = client.catalogs().update_all_items("99001", (0..count).map(item));
        let mut write = write.ledger(ledger).concurrency(random.below(4) + 1);
        let kill_at = crate::random_end(&mut random).filter(|_| !is_last);
        let mut accepted = 0;
        loop {
            let Some(outcome) = crate::next_before(kill_at, write.next()).await else { break };
            let outcome = outcome.expect("an outcome");
            let is_received = network.service(|own| own.received.contains(&outcome.key));
            let is_right = match &outcome.state {
                OutcomeState::Accepted(()) => is_received,
                OutcomeState::Refused(_) | OutcomeState::Unsent(_) => !is_received,
                OutcomeState::Unknown(_) => true,
            };
            assert!(is_right, "seed {seed}: {outcome:?}, received: {is_received}");
            accepted += usize::from(outcome.is_accepted());
        }
        if is_last {
            let refused = count - accepted;
            let received = network.service(|own| own.received.len());
            assert!(received >= accepted, "seed {seed}: {accepted} accepted, {refused} others");
            return;
        }
    }
}

#[test]
fn items_are_written_by_one_of_several_runs() {
    for seed in crate::seeds(40) {
        let folder = tempfile::tempdir().expect("a folder");
        crate::simulate(write(seed, &folder.path().join("items.ledger")));
    }
}
