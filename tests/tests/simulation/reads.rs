//! Lists: each item is returned once, whatever the network does.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use impact_brand::Client;
use impact_brand::paging::Position;
use impact_brand::wire::DateTime;
use tests::random::Random;

use crate::actions::Actions;
use crate::clock::Virtual;
use crate::network::Network;

/// The number of interruptions after which the network has no faults.
const MAX_INTERRUPTIONS: usize = 40;

/// Returns the ids of the items, in the order in which they are returned, and the number of interruptions.
async fn read(
    client: &Client,
    network: &Network<Actions>,
    range: (i64, i64),
    random: &mut Random,
) -> (Vec<String>, usize) {
    let time = |seconds| DateTime::from_unix_timestamp(seconds).expect("a time");
    let (mut ids, mut position, mut interruptions) = (Vec::new(), Position::start(), 0);
    let is_killed = random.chance(50);
    loop {
        let list = client.actions().list("1000").occurred_between(time(range.0), time(range.1));
        let mut items = list.items().resume(position.clone());
        items = items.prefetch(random.below(5));
        loop {
            match items.next().await {
                Some(Ok(item)) => {
                    ids.push(item.id.expect("an id").as_str().to_owned());
                    position = items.position();
                }
                Some(Err(error)) => {
                    let is_temporary = error.is_rate_limited() || interruptions < MAX_INTERRUPTIONS;
                    assert!(is_temporary, "{error}");
                    position = error.position().cloned().unwrap_or_else(|| items.position());
                    break;
                }
                None => return (ids, interruptions),
            }
            if is_killed && random.chance(5) {
                break;
            }
        }
        interruptions += 1;
        // the quota is that of an hour
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        if interruptions == MAX_INTERRUPTIONS {
            network.heal();
        }
    }
}

#[test]
fn interrupted_lists_return_each_item() {
    for seed in crate::seeds(60) {
        crate::simulate(async {
            let mut random = Random::new(seed);
            let clock = Virtual::start();
            let end = clock.seconds();
            let start = end - 86_400 * i64::try_from(random.below(200) + 1).expect("a time");
            let service = Actions::random(&mut random, start, end);
            let faults = random.pick(&[0, 10, 30]);
            let network = Network::new(service, seed + 1_000_000, faults);
            let client = network.client(clock).build().expect("a client");
            let (ids, interruptions) = read(&client, &network, (start, end), &mut random).await;

            let (all, bounds) = network.service(|own| (own.all.clone(), own.bounds.clone()));
            let dates: HashMap<String, i64> =
                all.iter().map(|(id, at)| (format!("1000.1.{id}"), *at)).collect();
            let (expected, found): (BTreeSet<&String>, BTreeSet<&String>) =
                (dates.keys().collect(), ids.iter().collect());
            assert_eq!(found, expected, "seed {seed}");
            // only the items at the bounds of a part are returned again, and only after an interruption
            let mut seen = BTreeSet::new();
            let repeated: Vec<&String> = ids.iter().filter(|id| !seen.insert(*id)).collect();
            let is_right = |id: &&String| interruptions > 0 && bounds.contains(&dates[*id]);
            assert!(repeated.iter().all(is_right), "seed {seed}: {repeated:?}");
        });
    }
}
