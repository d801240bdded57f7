//! What the benchmarks share: a server on the loopback interface, and measuring in turns.

#![allow(dead_code, reason = "each benchmark uses a part")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

/// The account of the clients.
pub const ACCOUNT: &str = "IRAccount";

/// The token of the clients.
pub const TOKEN: &str = "token";

/// Starts a server that keeps connections open. The function returns the body of the response for a request target.
pub fn serve(body: impl Fn(&str) -> String + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let body = body.clone();
            thread::spawn(move || respond(connection, &body));
        }
    });
    url
}

fn respond(mut connection: TcpStream, body: &impl Fn(&str) -> String) {
    connection.set_nodelay(true).expect("an open connection");
    let mut reader = BufReader::new(connection.try_clone().expect("an open connection"));
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let body = body(line.split(' ').nth(1).unwrap_or_default());
        // requests without a body end with an empty line
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
        }
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-ratelimit-limit: 1000000000\r\n\
             x-ratelimit-remaining: 999999999\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        if connection.write_all(response.as_bytes()).is_err() {
            return;
        }
    }
}

/// The path of the action.
pub const ACTION_PATH: &str = "/Advertisers/IRAccount/Actions/1000.4636.158133";

/// Returns an action of about 1 KB.
pub fn action() -> String {
    ACTION.replace('\n', "")
}

const ACTION: &str = r#"{"Id":"1000.4636.158133","CampaignId":"1000","CampaignName":"Spring letters",
"ActionTrackerId":"4636","ActionTrackerName":"Online sale","MediaPartnerId":"20002",
"MediaPartnerName":"Example media","State":"PENDING","AdId":"164923","Payout":"4.50","DeltaPayout":"4.50",
"IntendedPayout":"4.50","Amount":"45.00","DeltaAmount":"45.00","IntendedAmount":"45.00","Currency":"USD",
"ReferringDate":"2026-01-15T21:15:02-08:00","EventDate":"2026-01-15T22:55:32-08:00",
"CreationDate":"2026-01-15T23:01:07-08:00","LockingDate":"2026-02-20T00:00:00-08:00","ClearedDate":"",
"ReferringType":"CLICK_COOKIE","ReferringDomain":"shop.example.com","PromoCode":"SPRING","Oid":"O-158133",
"CustomerId":"C-881","CustomerStatus":"New","Uri":"/Advertisers/IRAccount/Actions/1000.4636.158133"}"#;

/// The members of an action as plain values.
#[derive(Deserialize)]
#[allow(dead_code, reason = "decoded, not read")]
#[serde(rename_all = "PascalCase")]
pub struct PlainAction {
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
    pub oid: String,
    customer_id: String,
    customer_status: String,
    uri: String,
}

/// Measures several functions in turns, so that changes of the machine affect all alike. Returns the median of each.
pub fn medians(rounds: usize, subjects: &mut [(&str, &mut dyn FnMut())]) -> Vec<Duration> {
    let mut times = vec![Vec::new(); subjects.len()];
    // the first round fills caches and opens connections
    for round in 0..=rounds {
        for (times, (_, subject)) in times.iter_mut().zip(subjects.iter_mut()) {
            let start = Instant::now();
            subject();
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    times.iter_mut().for_each(|times| times.sort());
    times.iter().map(|times| times[times.len() / 2]).collect()
}

/// Prints the time of a call with a bare library and with this crate, and the ratio of the two.
pub fn print_ratio(name: &str, library: &str, calls: usize, times: &[Duration]) {
    let micros = |at: usize| times[at].as_secs_f64() * 1e6 / calls as f64;
    println!(
        "  {name}: bare {library} {:.1} µs, impact-brand {:.1} µs per call, ratio {:.2}",
        micros(0),
        micros(1),
        micros(0) / micros(1)
    );
}
