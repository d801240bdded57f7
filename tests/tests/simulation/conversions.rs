//! The service of conversions: what it receives, what it decides, and what it lists.

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response};
use tests::random::Random;

use crate::clock::{Virtual, date};
use crate::network::{Service, json, parameter};

/// How the service lists submissions. Real accounts differ in all of it.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Submissions have the form that was sent: always, never, or some of them.
    pub payload: Presence,
    /// Order ids are listed as numbers where they look like one.
    pub mangles_orders: bool,
    pub order: Order,
    /// Dates have an offset.
    pub has_offset: bool,
    /// Pages have a link to the next one, and no number of pages.
    pub has_links: bool,
    /// The seconds after which a submission is listed.
    pub max_listing_delay: i64,
    /// The seconds by which the clock of the service is ahead.
    pub skew: i64,
    /// The percentage of pages before which the service receives a conversion of somebody else.
    pub others: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Always,
    Sometimes,
    Never,
}

#[derive(Clone, Copy, Debug)]
pub enum Order {
    NewestFirst,
    OldestFirst,
    Shuffled,
}

impl Style {
    /// Returns a style with everything that a decision needs.
    pub fn complete() -> Self {
        Self {
            payload: Presence::Always,
            mangles_orders: false,
            order: Order::NewestFirst,
            has_offset: true,
            has_links: false,
            max_listing_delay: 0,
            skew: 0,
            others: 0,
        }
    }

    pub fn random(random: &mut Random) -> Self {
        Self {
            payload: random.pick(&[Presence::Always, Presence::Sometimes, Presence::Never]),
            mangles_orders: random.chance(30),
            order: random.pick(&[Order::NewestFirst, Order::OldestFirst, Order::Shuffled]),
            has_offset: random.chance(70),
            has_links: random.chance(30),
            max_listing_delay: random.pick(&[0, 30, 240]),
            skew: random.pick(&[-120, 0, 0, 120]),
            others: random.pick(&[0, 50, 100]),
        }
    }
}

/// The beginning of the order ids of somebody else.
pub const OTHERS: &str = "OTHER-";

/// A conversion that the service received.
#[derive(Clone, Debug)]
pub struct Submission {
    pub id: String,
    /// The form that was sent.
    pub form: String,
    received_at: i64,
    listed_at: i64,
    decided_at: i64,
    pub is_rejected: bool,
    has_payload: bool,
    /// The position in a list in no order.
    rank: usize,
}

impl Submission {
    /// Returns a value of the form, decoded.
    pub fn value(&self, name: &str) -> Option<String> {
        let mut pairs = self.form.split('&').filter_map(|pair| pair.split_once('='));
        let (_, text) = pairs.find(|(known, _)| *known == name)?;
        Some(decode(text))
    }
}

/// Decodes a value of a form.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                let digits = std::str::from_utf8(&digits).expect("digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// The service of conversions.
#[derive(Debug)]
pub struct Conversions {
    pub style: Style,
    pub submissions: Vec<Submission>,
    clock: Virtual,
    random: Random,
}

impl Conversions {
    pub fn new(style: Style, clock: Virtual, seed: u64) -> Self {
        Self { style, submissions: Vec::new(), clock, random: Random::new(seed) }
    }

    /// Accepts a conversion, and returns its id.
    fn accept(&mut self, form: &str) -> String {
        let id = format!("A-{}", self.submissions.len() + 1);
        let now = self.clock.seconds();
        let delay = self.random.below(usize::try_from(self.style.max_listing_delay).unwrap() + 1);
        let listed_at = now + i64::try_from(delay).unwrap();
        self.submissions.push(Submission {
            id: id.clone(),
            form: form.to_owned(),
            received_at: now,
            listed_at,
            decided_at: listed_at + i64::try_from(self.random.below(1_200)).unwrap(),
            is_rejected: self.random.chance(20),
            rank: self.random.below(1_000_000),
            has_payload: match self.style.payload {
                Presence::Always => true,
                Presence::Sometimes => self.random.chance(50),
                Presence::Never => false,
            },
        });
        id
    }

    /// Returns a page of the list.
    fn page(&mut self, page: usize, size: usize) -> String {
        if self.random.chance(self.style.others) {
            let order = self.submissions.len();
            self.accept(&format!("OrderId={OTHERS}{order}&EventTypeId=8180"));
        }
        let now = self.clock.seconds();
        let mut listed: Vec<Submission> =
            self.submissions.iter().filter(|known| known.listed_at <= now).cloned().collect();
        match self.style.order {
            Order::NewestFirst => listed.reverse(),
            Order::OldestFirst => {}
            // the order is the same for all pages
            Order::Shuffled => listed.sort_by_key(|known| known.rank),
        }
        let count = listed.len().div_ceil(size).max(1);
        let items: Vec<String> = listed
            .iter()
            .skip((page - 1) * size)
            .take(size)
            .map(|own| self.item(own, now))
            .collect();
        let items = items.join(",");
        match self.style.has_links {
            true if page < count => {
                let path = "/Advertisers/IRAccountSid/APISubmissions";
                let next = format!("{path}?Page={}&PageSize={size}", page + 1);
                format!(r#"{{"@page":"{page}","@nextpageuri":"{next}","APISubmission":[{items}]}}"#)
            }
            true => format!(r#"{{"@page":"{page}","@nextpageuri":"","APISubmission":[{items}]}}"#),
            false => {
                format!(r#"{{"@page":"{page}","@numpages":"{count}","APISubmission":[{items}]}}"#)
            }
        }
    }

    fn item(&self, own: &Submission, now: i64) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut members =
            vec![format!(r#""BatchId":{}"#, quoted(&own.id)), r#""Type":"Conversion""#.to_owned()];
        let received_at = own.received_at + self.style.skew;
        let submitted = match self.style.has_offset {
            true => date(received_at),
            // eight hours behind UTC, and not said so
            false => date(received_at - 8 * 3_600).trim_end_matches('Z').to_owned(),
        };
        members.push(format!(r#""SubmissionDate":{}"#, quoted(&submitted)));
        if own.has_payload {
            members.push(format!(r#""Payload":{}"#, quoted(&own.form)));
        }
        if let Some(order) = own.value("OrderId") {
            let number = order.parse::<u64>().ok().filter(|_| self.style.mangles_orders);
            let listed = number.map_or_else(|| quoted(&order), |number| number.to_string());
            members.push(format!(r#""OrderId":{listed}"#));
        }
        if let Some(event) = own.value("EventTypeId") {
            members.push(format!(r#""ActionTrackerId":{}"#, quoted(&event)));
        }
        match (now >= own.decided_at, own.is_rejected) {
            (false, _) => members.push(r#""Status":"Queued""#.to_owned()),
            (true, true) => {
                members.push(r#""Status":"Complete","ErrorType":"DUPLICATE_ORDER_ID""#.to_owned())
            }
            (true, false) => {
                members.push(format!(r#""Status":"Complete","ActionId":{}"#, quoted(&own.action())))
            }
        }
        format!("{{{}}}", members.join(","))
    }
}

impl Service for Conversions {
    fn handle(&mut self, request: &Parts, form: &str) -> Response<Bytes> {
        if request.method == Method::POST {
            let id = self.accept(form);
            let uri = format!("/Advertisers/account/APISubmissions/{id}");
            return json(200, format!(r#"{{"Status":"QUEUED","QueuedUri":"{uri}"}}"#));
        }
        let number = |name| parameter(&request.uri, name).and_then(|text| text.parse().ok());
        json(200, self.page(number("Page").expect("a page"), number("PageSize").expect("a size")))
    }
}

impl Submission {
    /// Returns the id of the action that results from the conversion.
    pub fn action(&self) -> String {
        format!("1000.{}", self.id)
    }
}
