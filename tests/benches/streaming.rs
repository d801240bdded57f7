//! Streaming of a list of 1,000,000 items, whose memory does not depend on the number of pages.
//!
//! ```text
//! cargo bench -p tests --bench streaming
//! ```

mod support;

use std::time::Instant;

use impact_brand::Client;

const PAGES: usize = 500;
const ITEMS_OF_A_PAGE: usize = 2_000;
const PATH: &str = "/Advertisers/IRAccount/Actions?CampaignId=1000";

fn main() {
    let items = vec![support::action(); ITEMS_OF_A_PAGE].join(",");
    let url = support::serve(move |target| page(target, &items));
    let client = Client::builder("IRAccount", "token").base_url(url).build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let start = Instant::now();
        let (mut items, mut count) = (client.actions().list("1000").items(), 0);
        println!("items, peak memory in MiB, items per second");
        while let Some(item) = items.next().await {
            item.expect("an action");
            count += 1;
            if count % (PAGES * ITEMS_OF_A_PAGE / 10) == 0 {
                let rate = f64::from(count as u32) / start.elapsed().as_secs_f64();
                println!("{count}, {}, {rate:.0}", peak_memory());
            }
        }
        assert_eq!(count, PAGES * ITEMS_OF_A_PAGE);
    });
}

/// Returns a page with a link to the next one.
fn page(target: &str, items: &str) -> String {
    let number = target.split("&Page=").nth(1).and_then(|text| text.parse().ok()).unwrap_or(1);
    let next = match number < PAGES {
        true => format!("{PATH}&Page={}", number + 1),
        false => String::new(),
    };
    format!(
        r#"{{"@page":"{number}","@numpages":"{PAGES}","@nextpageuri":"{next}","Actions":[{items}]}}"#
    )
}

/// Returns the peak memory of this process, which includes the server, in MiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().split(' ').next());
    peak.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() / 1024
}
