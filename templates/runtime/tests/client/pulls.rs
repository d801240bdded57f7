//! Whole pulls: nothing is lost or repeated, whatever happens in between.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use runtime::paging::{Concat, Position, concat};
use runtime::retry::RetryPolicy;

use crate::archive::{Archive, DAY, NOW, Numbers};
use crate::notes::Note;

const START: i64 = NOW - 300 * DAY;
const PROGRAMS: [&str; 3] = ["1000", "1001", "1002"];

/// Returns items at random times, and at each end of a part.
fn scattered(count: usize, numbers: &Numbers) -> Vec<(i64, String)> {
    let random = (0..count).map(|_| START + numbers.below(300 * DAY as usize) as i64);
    let ends = (0..7).map(|part| START + part * 44 * DAY);
    let mut times: Vec<i64> = random.chain(ends).collect();
    times.sort_unstable();
    times.into_iter().enumerate().map(|(n, time)| (time, n.to_string())).collect()
}

fn pull(archive: &Archive, prefetch: usize) -> Concat<Note> {
    concat(PROGRAMS.map(|program| archive.list(program).between(START, NOW).items()))
        .prefetch(prefetch)
}

#[tokio::test]
async fn a_pull_that_is_killed_and_resumed_loses_nothing() {
    const PAGE: usize = 20;
    for seed in 0..100 {
        let numbers = Numbers::new(seed);
        let items = scattered(300, &numbers);
        let archive = Archive::with(PAGE, items.clone(), |state| state.polls = numbers.below(3));
        let mut counts: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let mut saved: Option<String> = None;
        let (mut kills, mut repeated) = (0, 0);
        loop {
            let position = saved.as_deref().map(|text| text.parse::<Position>().unwrap());
            let mut stream = pull(&archive, numbers.below(5));
            if let Some(position) = position {
                stream = stream.resume(position);
            }
            // killed after a random number of items, and saved after each page of them at the latest
            let kill = if kills < 5 { 1 + numbers.below(400) } else { usize::MAX };
            let interval = 1 + numbers.below(PAGE);
            let mut repeated_here = 0;
            let mut is_complete = true;
            for n in 1.. {
                let list = stream.position().list_index();
                let Some(item) = stream.next().await else { break };
                // the next list is entered by `next`
                let list = list.max(stream.position().list_index());
                let id = item.unwrap().id.unwrap().to_string();
                let count = counts.entry((list, id)).or_default();
                repeated_here += usize::from(*count > 0);
                *count += 1;
                if n % interval == 0 {
                    saved = Some(stream.position().to_string());
                }
                if n == kill {
                    is_complete = false;
                    break;
                }
            }
            assert!(repeated_here <= PAGE, "seed {seed}: {repeated_here} items were repeated");
            repeated += repeated_here;
            if is_complete {
                break;
            }
            kills += 1;
        }
        assert_eq!(
            counts.len(),
            3 * items.len(),
            "seed {seed}, {kills} kills, {repeated} repeated"
        );
    }
}

#[tokio::test]
async fn many_items_arrive_once_and_in_order_despite_faults() {
    const COUNT: i64 = 100_000;
    let all: Vec<(i64, String)> =
        (0..COUNT).map(|n| (START + n * 300 * DAY / COUNT, n.to_string())).collect();
    for prefetch in [0, 4] {
        let (numbers, faults) = (Numbers::new(11), Arc::new(AtomicUsize::new(0)));
        let counted = faults.clone();
        let archive = Archive::with(2000, all.clone(), |state| {
            state.polls = 1;
            state.fault = Box::new(move |_| {
                let is_fault = numbers.below(20) == 0;
                counted.fetch_add(usize::from(is_fault), Ordering::SeqCst);
                is_fault.then(|| [429, 500, 502, 503][numbers.below(4)])
            });
        });
        let retry = RetryPolicy::default().max_attempts(10);
        let list = archive.list("1").between(START, NOW).retry(retry);
        let mut items = list.items().prefetch(prefetch);
        let mut next = 0;
        while let Some(item) = items.next().await {
            assert_eq!(item.unwrap().id.unwrap().as_str(), next.to_string());
            next += 1;
        }
        assert_eq!(next, COUNT);
        let faults = faults.load(Ordering::SeqCst);
        assert!(faults > 0);
        // the 7 parts have 54 pages
        assert_eq!(archive.requests().len(), 54 + faults);
    }
}
