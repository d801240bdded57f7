//! A pull of ten months of actions of three programs from a server that takes 50 ms for each page, with and without
//! loading ahead.
//!
//! ```text
//! cargo bench -p tests --bench pull
//! ```

mod support;

use std::thread;
use std::time::Duration;

use impact_brand::Client;
use impact_brand::paging::concat;
use impact_brand::wire::DateTime;
use tokio::runtime::Runtime;

const LATENCY: Duration = Duration::from_millis(50);
const ITEMS_OF_A_PAGE: usize = 2_000;
/// The parts of a range of 304 days.
const PARTS: usize = 7;
const PROGRAMS: [&str; 3] = ["1000", "1001", "1002"];
const PREFETCH: [usize; 4] = [0, 2, 4, 8];
const ROUNDS: usize = 5;

fn main() {
    let items = vec![support::action(); ITEMS_OF_A_PAGE].join(",");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    println!("pages of a part, pages, prefetch, milliseconds, items per second");
    for pages_of_a_part in [1, 4] {
        let items = items.clone();
        let url = support::serve(move |target| {
            thread::sleep(LATENCY);
            page(target, &items, pages_of_a_part)
        });
        let client = Client::builder("IRAccount", "token").base_url(url).build();
        let client = client.expect("a client");
        let pages = PROGRAMS.len() * PARTS * pages_of_a_part;
        let (runtime, client) = (&runtime, &client);
        let mut subjects = PREFETCH.map(|prefetch| {
            move || assert_eq!(pull(runtime, client, prefetch), pages * ITEMS_OF_A_PAGE)
        });
        let mut functions: Vec<(&str, &mut dyn FnMut())> = Vec::new();
        for subject in &mut subjects {
            functions.push(("pull", subject));
        }
        for (median, prefetch) in support::medians(ROUNDS, &mut functions).iter().zip(PREFETCH) {
            let rate = (pages * ITEMS_OF_A_PAGE) as f64 / median.as_secs_f64();
            println!("{pages_of_a_part}, {pages}, {prefetch}, {}, {rate:.0}", median.as_millis());
        }
    }
}

/// Pulls the actions and returns their number.
fn pull(runtime: &Runtime, client: &Client, prefetch: usize) -> usize {
    runtime.block_on(async {
        let time = |text: &str| text.parse::<DateTime>().expect("a time");
        let (start, end) = (time("2026-01-01"), time("2026-11-01"));
        let lists = PROGRAMS
            .map(|program| client.actions().list(program).updated_between(start, end).items());
        let (mut items, mut count) = (concat(lists).prefetch(prefetch), 0);
        while let Some(item) = items.next().await {
            item.expect("an action");
            count += 1;
        }
        count
    })
}

/// Returns a page with a link to the next one. Its items differ from those of other parts.
fn page(target: &str, items: &str, pages: usize) -> String {
    let number = target.split("&Page=").nth(1).and_then(|text| text.parse().ok()).unwrap_or(1);
    let list = target.split("&Page=").next().unwrap_or(target);
    let next = match number < pages {
        true => format!("{list}&Page={}", number + 1),
        false => String::new(),
    };
    let part = list.split("StartDate=").nth(1).unwrap_or_default();
    let items = items.replace("SPRING", &part[..10.min(part.len())]);
    format!(
        r#"{{"@page":"{number}","@numpages":"{pages}","@nextpageuri":"{next}","Actions":[{items}]}}"#
    )
}
