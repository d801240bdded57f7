//! The speed of decoding and encoding a page of actions, compared with serde_json and a plain struct in the same run.
//!
//! ```console
//! $ cargo bench -p tests --bench decode
//! ```
//!
//! The page has 20,000 records, which are the items of the response example of `listActions`, varied. Both decoders
//! read the same page in turns. The plain struct has the same fields: money is `f64`, everything else is `String`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use impact_brand::actions::Action;
use impact_brand::json;
use impact_brand::runtime::codec::{Context, decode_envelope};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tests::document::Document;
use tests::random::Random;
use tests::spec::Spec;

const RECORDS: usize = 20_000;
const ROUNDS: usize = 11;

/// The fields that are amounts.
const MONEY: [&str; 7] = [
    "ClientCost",
    "Payout",
    "DeltaPayout",
    "IntendedPayout",
    "Amount",
    "DeltaAmount",
    "IntendedAmount",
];

/// A page as it is declared without this crate.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PlainPage<M> {
    #[serde(rename = "@total")]
    total: String,
    actions: Vec<Plain<M>>,
}

/// An action as it is declared without this crate.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Plain<M> {
    id: Option<String>,
    campaign_id: Option<String>,
    campaign_name: Option<String>,
    action_tracker_id: Option<String>,
    action_tracker_name: Option<String>,
    event_code: Option<String>,
    media_partner_id: Option<String>,
    media_partner_name: Option<String>,
    state: Option<String>,
    ad_id: Option<String>,
    client_cost: Option<M>,
    payout: Option<M>,
    delta_payout: Option<M>,
    intended_payout: Option<M>,
    amount: Option<M>,
    delta_amount: Option<M>,
    intended_amount: Option<M>,
    currency: Option<String>,
    referring_date: Option<String>,
    event_date: Option<String>,
    creation_date: Option<String>,
    locking_date: Option<String>,
    cleared_date: Option<String>,
    referring_type: Option<String>,
    referring_domain: Option<String>,
    promo_code: Option<String>,
    oid: Option<String>,
    customer_id: Option<String>,
    customer_status: Option<String>,
    customer_post_code: Option<String>,
    customer_area: Option<String>,
    customer_city: Option<String>,
    customer_region: Option<String>,
    customer_country: Option<String>,
    ip_address: Option<String>,
    shared_id: Option<String>,
    sub_id1: Option<String>,
    caller_id: Option<String>,
    note: Option<String>,
    uri: Option<String>,
}

fn main() {
    let items = example_items();
    let strings: Vec<_> = (0..RECORDS).map(|n| vary(&items[n % items.len()], n)).collect();
    let numbers: Vec<_> = strings.iter().map(with_numbers).collect();
    let mut random = Random::new(0x2545_f491_4f6c_dd1d);
    let shuffled: Vec<_> = numbers.iter().map(|record| shuffle(record, &mut random)).collect();
    let unknown: Vec<_> = numbers.iter().enumerate().map(|(n, r)| with_unknown(r, n)).collect();
    let unreadable: Vec<_> = numbers.iter().enumerate().map(|(n, r)| spoil(r, n)).collect();
    println!(
        "| {RECORDS} actions | MB | serde_json MB/s | decode MB/s | ratio |\n|---|---|---|---|---|"
    );
    measure_decoding::<f64>("amounts are numbers", &numbers);
    measure_decoding::<String>("amounts are strings", &strings);
    measure_decoding::<f64>("shuffled members", &shuffled);
    measure_decoding::<f64>("two more members, which serde_json skips", &unknown);
    measure_decoding::<f64>("a date that cannot be read in every 100th", &unreadable);
    measure_encoding("encoding, amounts are numbers", &numbers);
}

/// Returns the members of the items of the response example.
fn example_items() -> Vec<Vec<(String, Document)>> {
    let responses = Spec::bundled().responses();
    let mut examples = responses.into_iter().filter(|r| r.operation == "listActions");
    let Some(Document::Object(page)) = examples.next().map(|example| example.document) else {
        panic!("the example is an object");
    };
    let Some((_, Document::List(items))) = page.into_iter().find(|(name, _)| name == "Actions")
    else {
        panic!("the example has items");
    };
    let members = items.into_iter().map(|item| match item {
        Document::Object(members) => members,
        other => panic!("expected an object, found {other}"),
    });
    members.collect()
}

/// Replaces what differs between the actions of a program.
fn vary(record: &[(String, Document)], n: usize) -> Document {
    let members = record.iter().map(|(name, value)| {
        let value = match value {
            Document::String(text) if text.is_empty() => value.clone(),
            Document::String(_) if MONEY.contains(&&**name) => {
                Document::string(format!("{}.{:02}", n * 37 % 997, n % 100))
            }
            Document::String(text) if name.ends_with("Date") => {
                let time = format!("T{:02}:{:02}:{:02}", n % 24, n / 24 % 60, n % 60);
                Document::string(format!("{}{time}{}", &text[..10], &text[19..]))
            }
            Document::String(text) if ["Id", "Uri", "Oid", "CustomerId"].contains(&&**name) => {
                Document::string(format!("{}{:06}", &text[..text.len().saturating_sub(6)], n))
            }
            value => value.clone(),
        };
        (name.clone(), value)
    });
    Document::Object(members.collect())
}

fn members(record: &Document) -> Vec<(String, Document)> {
    let Document::Object(members) = record else { panic!("expected an object, found {record}") };
    members.clone()
}

/// Replaces amounts by JSON numbers, and absent ones by `null`.
fn with_numbers(record: &Document) -> Document {
    let mut members = members(record);
    for (_, value) in members.iter_mut().filter(|(name, _)| MONEY.contains(&&**name)) {
        *value = match &*value {
            Document::String(text) if text.is_empty() => Document::Null,
            Document::String(text) => Document::number(text),
            value => value.clone(),
        };
    }
    Document::Object(members)
}

fn shuffle(record: &Document, random: &mut Random) -> Document {
    let mut members = members(record);
    for end in (1..members.len()).rev() {
        members.swap(end, random.below(end + 1));
    }
    Document::Object(members)
}

fn with_unknown(record: &Document, n: usize) -> Document {
    let mut members = members(record);
    members.insert(10, ("ShippingClass".into(), Document::string("STANDARD")));
    let items = (0..2).map(|at| Document::number((n + at).to_string())).collect();
    members.push(("ItemPositions".into(), Document::List(items)));
    Document::Object(members)
}

fn spoil(record: &Document, n: usize) -> Document {
    let mut members = members(record);
    if n % 100 == 99 {
        for (_, value) in members.iter_mut().filter(|(name, _)| name == "EventDate") {
            *value = Document::string("n/a");
        }
    }
    Document::Object(members)
}

/// Returns the page with these records.
fn page(records: &[Document]) -> String {
    let total = ("@total".to_owned(), Document::string(records.len().to_string()));
    let actions = ("Actions".to_owned(), Document::List(records.to_vec()));
    Document::Object(vec![total, actions]).to_string()
}

fn decode(page: &[u8]) -> Vec<Action> {
    let mut actions = Vec::new();
    let decoded = decode_envelope(page, &["Actions"], &mut actions, &mut Context::new());
    decoded.expect("a page");
    actions
}

fn measure_decoding<M: DeserializeOwned>(name: &str, records: &[Document]) {
    let page = page(records);
    let bytes = page.as_bytes();
    assert_eq!(decode(bytes).len(), RECORDS);
    let plain = || serde_json::from_slice::<PlainPage<M>>(black_box(bytes)).expect("a page");
    report(name, page.len(), &mut || drop(black_box(plain())), &mut || {
        drop(black_box(decode(black_box(bytes))))
    });
}

fn measure_encoding(name: &str, records: &[Document]) {
    let page = page(records);
    let plain: PlainPage<f64> = serde_json::from_str(&page).expect("a page");
    let actions = decode(page.as_bytes());
    report(
        name,
        page.len(),
        &mut || drop(black_box(serde_json::to_vec(black_box(&plain.actions)).expect("encodes"))),
        &mut || drop(black_box(json::encode(black_box(&actions)))),
    );
}

/// Measures two functions in turns, and prints the medians.
fn report(name: &str, bytes: usize, alternative: &mut dyn FnMut(), ours: &mut dyn FnMut()) {
    let (mut theirs, mut times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(time(alternative));
        times.push(time(ours));
    }
    let (theirs, ours) = (median(theirs), median(times));
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    let (theirs, ours) = (speed(theirs), speed(ours));
    println!("| {name} | {megabytes:.1} | {theirs:.0} | {ours:.0} | {ratio:.2} |");
}

fn time(function: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    function();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
