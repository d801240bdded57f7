//! The time of a call against a loop over bare `reqwest` that decodes the same object into a plain struct.
//!
//! ```text
//! cargo bench -p tests --bench calls
//! ```

mod support;

use std::future::Future;

use impact_brand::Client;
use tokio::runtime::{Builder, Runtime};

use support::{ACCOUNT, ACTION_PATH, PlainAction, TOKEN};

const SEQUENTIAL: usize = 2_000;
const TASKS: usize = 64;
const CALLS_OF_A_TASK: usize = 50;

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
    let target = format!("{url}{ACTION_PATH}");

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
    support::print_ratio("sequential", "reqwest", SEQUENTIAL, &times[..2]);
    support::print_ratio("64 concurrent", "reqwest", TASKS * CALLS_OF_A_TASK, &times[2..]);
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
