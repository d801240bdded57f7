//! The time of a call against a loop over bare `reqwest` that decodes the same object into a plain struct.
//!
//! ```text
//! cargo bench -p tests --bench calls
//! ```

mod support;

use std::future::Future;

use impact_brand::Client;
use serde::Deserialize;
use tokio::runtime::{Builder, Runtime};

const ACCOUNT: &str = "IRAccount";
const TOKEN: &str = "token";
const SEQUENTIAL: usize = 2_000;
const TASKS: usize = 64;
const CALLS_OF_A_TASK: usize = 50;

/// The members of the response as plain values.
#[derive(Deserialize)]
#[allow(dead_code, reason = "decoded, not read")]
#[serde(rename_all = "PascalCase")]
struct PlainAction {
    id: String,
    campaign_id: String,
    campaign_name: String,
    action_tracker_id: String,
    action_tracker_name: String,
    media_partner_id: String,
    media_partner_name: String,
    state: String,
    ad_id: String,
    payout: String,
    delta_payout: String,
    intended_payout: String,
    amount: String,
    delta_amount: String,
    intended_amount: String,
    currency: String,
    referring_date: String,
    event_date: String,
    creation_date: String,
    locking_date: String,
    cleared_date: String,
    referring_type: String,
    referring_domain: String,
    promo_code: String,
    oid: String,
    customer_id: String,
    customer_status: String,
    uri: String,
}

fn main() {
    // for the bare client; ours brings its own
    rustls::crypto::ring::default_provider().install_default().expect("no other provider");
    let url = support::serve(|_| support::action());
    for (name, runtime) in [
        ("current thread", Builder::new_current_thread()),
        ("2 threads", Builder::new_multi_thread()),
    ] {
        let mut runtime = runtime;
        let runtime = runtime.enable_all().worker_threads(2).build().expect("a runtime");
        println!("{name}:");
        measure(&runtime, &url);
    }
}

fn measure(runtime: &Runtime, url: &str) {
    let ours = Client::builder(ACCOUNT, TOKEN).base_url(url).build().expect("a client");
    let bare = reqwest::Client::builder().build().expect("a client");
    let target = format!("{url}/Advertisers/{ACCOUNT}/Actions/1000.4636.158133");

    let call_ours = || {
        let client = ours.clone();
        async move {
            let action = client.actions().get("1000.4636.158133").await.expect("an action");
            assert_eq!(action.oid.expect("an order id").as_str(), "O-158133");
        }
    };
    let call_bare = || {
        let (client, target) = (bare.clone(), target.clone());
        async move {
            let request = client.get(target).basic_auth(ACCOUNT, Some(TOKEN));
            let request = request.header("accept", "application/json").header("IR-Version", "14");
            let response = request.send().await.expect("a response");
            let body = response.error_for_status().expect("success").bytes().await.expect("a body");
            let action: PlainAction = serde_json::from_slice(&body).expect("an action");
            assert_eq!(action.oid, "O-158133");
        }
    };
    let times = support::medians(
        9,
        &mut [
            ("bare", &mut || sequential(runtime, &call_bare)),
            ("ours", &mut || sequential(runtime, &call_ours)),
            ("bare", &mut || concurrent(runtime, &call_bare)),
            ("ours", &mut || concurrent(runtime, &call_ours)),
        ],
    );
    for (name, calls, pair) in [
        ("sequential", SEQUENTIAL, &times[..2]),
        ("64 concurrent", TASKS * CALLS_OF_A_TASK, &times[2..]),
    ] {
        let micros = |at: usize| pair[at].as_secs_f64() * 1e6 / calls as f64;
        println!(
            "  {name}: bare reqwest {:.1} µs, impact-brand {:.1} µs per call, ratio {:.2}",
            micros(0),
            micros(1),
            micros(0) / micros(1)
        );
    }
}

fn sequential<F: Future<Output = ()>>(runtime: &Runtime, call: &impl Fn() -> F) {
    runtime.block_on(async {
        for _ in 0..SEQUENTIAL {
            call().await;
        }
    });
}

fn concurrent<F: Future<Output = ()> + Send + 'static>(runtime: &Runtime, call: &impl Fn() -> F) {
    runtime.block_on(async {
        let task = || {
            let calls: Vec<F> = (0..CALLS_OF_A_TASK).map(|_| call()).collect();
            tokio::spawn(async move {
                for call in calls {
                    call.await;
                }
            })
        };
        let tasks: Vec<_> = (0..TASKS).map(|_| task()).collect();
        for task in tasks {
            task.await.expect("a task");
        }
    });
}
