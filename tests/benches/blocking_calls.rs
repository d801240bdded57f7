//! The time of a call of the blocking client against a loop over bare `ureq` that decodes the same object into a plain
//! struct.
//!
//! ```text
//! cargo bench -p tests --bench blocking_calls
//! ```

mod support;

use std::thread;

use impact_brand::blocking::Client;
use ureq::Agent;

use support::{ACCOUNT, ACTION_PATH, PlainAction, TOKEN};

const SEQUENTIAL: usize = 2_000;
const THREADS: usize = 8;
const CALLS_OF_A_THREAD: usize = 400;

/// The credentials as a header, which ureq does not encode.
const AUTHORIZATION: &str = "Basic SVJBY2NvdW50OnRva2Vu";

fn main() {
    let url = support::serve(|_| support::action());
    let ours = Client::builder(ACCOUNT, TOKEN).base_url(&url).build().expect("a client");
    // no connection is closed because others are idle
    let config = Agent::config_builder()
        .max_idle_connections(THREADS)
        .max_idle_connections_per_host(THREADS)
        .build();
    let bare = Agent::from(config);
    let target = format!("{url}{ACTION_PATH}");

    let call_ours = || {
        let action = ours.actions().get("1000.4636.158133").send().expect("an action");
        assert_eq!(action.oid.expect("an order id").as_str(), "O-158133");
    };
    let call_bare = || {
        let request = bare.get(&target).header("authorization", AUTHORIZATION);
        let request = request.header("accept", "application/json").header("IR-Version", "14");
        let mut response = request.call().expect("a response");
        let body = response.body_mut().read_to_vec().expect("a body");
        let action: PlainAction = serde_json::from_slice(&body).expect("an action");
        assert_eq!(action.oid, "O-158133");
    };
    let times = support::medians(
        9,
        &mut [
            ("bare", &mut || (0..SEQUENTIAL).for_each(|_| call_bare())),
            ("ours", &mut || (0..SEQUENTIAL).for_each(|_| call_ours())),
            ("bare", &mut || in_threads(&call_bare)),
            ("ours", &mut || in_threads(&call_ours)),
        ],
    );
    support::print_ratio("sequential", "ureq", SEQUENTIAL, &times[..2]);
    support::print_ratio("8 threads", "ureq", THREADS * CALLS_OF_A_THREAD, &times[2..]);
}

/// Calls a function in several threads.
fn in_threads(call: &(impl Fn() + Sync)) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..CALLS_OF_A_THREAD).for_each(|_| call()));
        }
    });
}
