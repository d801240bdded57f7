//! A server on the loopback interface that accepts conversions with faults, and lists their submissions.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is closed before the request is read.
    ResetBefore,
    /// The conversion is accepted, and the connection is closed without a response.
    ResetAfter,
    /// 429; the conversion is not accepted.
    Limited,
    /// 503; the conversion is not accepted.
    Unavailable,
    /// 503, although the conversion is accepted.
    Late,
    /// 400; the conversion is not accepted.
    Invalid,
    /// The response is late.
    Slow,
}

const FAULTS: [Fault; 7] = [
    Fault::ResetBefore,
    Fault::ResetAfter,
    Fault::Limited,
    Fault::Unavailable,
    Fault::Late,
    Fault::Invalid,
    Fault::Slow,
];

/// The server. Its threads end with the process.
pub struct BulkServer {
    pub url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    random: u64,
    /// One of this many requests has a fault.
    rarity: u64,
    /// How often each order was accepted.
    accepted: HashMap<String, u32>,
    /// The forms and the times of the submissions.
    submissions: Vec<(String, String)>,
    /// The number of requests for the list, answered or not.
    reads: u32,
    now: fn() -> String,
}

impl BulkServer {
    /// Starts a server. The time of submissions is returned by a function.
    pub fn start(seed: u64, rarity: u64, now: fn() -> String) -> Self {
        let (accepted, submissions) = (HashMap::new(), Vec::new());
        let state = State { random: seed, rarity, accepted, submissions, reads: 0, now };
        let state = Arc::new(Mutex::new(state));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a local address"));
        let shared = state.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = shared.clone();
                // a client that gives up closes the connection
                thread::spawn(move || serve(connection, &shared));
            }
        });
        Self { url, state }
    }

    /// Returns how often each order was accepted.
    pub fn accepted(&self) -> HashMap<String, u32> {
        self.state.lock().unwrap().accepted.clone()
    }

    /// Returns the number of requests for the list of submissions.
    pub fn reads(&self) -> u32 {
        self.state.lock().unwrap().reads
    }
}

impl State {
    fn below(&mut self, bound: u64) -> u64 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % bound
    }

    fn fault(&mut self) -> Option<Fault> {
        let has_fault = self.below(self.rarity) == 0;
        let at = self.below(FAULTS.len() as u64) as usize;
        has_fault.then(|| FAULTS[at])
    }

    fn accept(&mut self, form: &str) -> (u16, String) {
        let order = form.split('&').find_map(|pair| pair.strip_prefix("OrderId=")).unwrap();
        *self.accepted.entry(order.to_owned()).or_default() += 1;
        self.submissions.push((form.to_owned(), (self.now)()));
        let uri = format!("/Advertisers/IRAccountSid/APISubmissions/A-{}", self.submissions.len());
        (200, format!(r#"{{"Status":"QUEUED","QueuedUri":"{uri}"}}"#))
    }

    /// Returns a page of the list, the newest submission first.
    fn page(&self, target: &str) -> (u16, String) {
        let number = |name: &str| -> usize {
            let (_, rest) = target.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().parse().unwrap()
        };
        let (page, size) = (number("Page"), number("PageSize"));
        let count = self.submissions.len().div_ceil(size).max(1);
        let all = self.submissions.iter().enumerate().rev().skip((page - 1) * size).take(size);
        let items = all.map(|(at, (form, date))| {
            let order = form.split('&').find_map(|pair| pair.strip_prefix("OrderId=")).unwrap();
            format!(
                r#"{{"BatchId":"A-{}","OrderId":"{order}","Payload":"{form}","Type":"Conversion",
                    "SubmissionDate":"{date}","Status":"Complete","ActionId":"1000.1.{order}"}}"#,
                at + 1
            )
        });
        let items: Vec<String> = items.collect();
        let items = items.join(",");
        (200, format!(r#"{{"@page":"{page}","@numpages":"{count}","APISubmission":[{items}]}}"#))
    }
}

/// Handles the requests of a connection; `None` at its end.
fn serve(mut connection: TcpStream, state: &Mutex<State>) -> Option<()> {
    connection.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(connection.try_clone().ok()?);
    loop {
        reader.fill_buf().ok().filter(|bytes| !bytes.is_empty())?;
        let fault = state.lock().unwrap().fault();
        if fault == Some(Fault::ResetBefore) {
            // closed with unread bytes, so it is reset
            return None;
        }
        let (target, form) = read(&mut reader)?;
        let (status, body) = {
            let mut state = state.lock().unwrap();
            let is_list = target.contains("/APISubmissions");
            state.reads += u32::from(is_list);
            match fault {
                Some(Fault::Limited) => (429, String::new()),
                Some(Fault::Unavailable) => (503, String::new()),
                Some(Fault::ResetAfter) if is_list => return None,
                _ if is_list => state.page(&target),
                Some(Fault::ResetAfter) => {
                    state.accept(&form);
                    return None;
                }
                Some(Fault::Late) => {
                    state.accept(&form);
                    (503, String::new())
                }
                Some(Fault::Invalid) => {
                    let error =
                        r#"{"field":"EventDate","level":"ERROR","message":"Is in the future."}"#;
                    (400, format!(r#"{{"Status":"ERROR","errors":[{error}]}}"#))
                }
                _ => state.accept(&form),
            }
        };
        if fault == Some(Fault::Slow) {
            (0..1000).for_each(|_| thread::yield_now());
        }
        let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n");
        let response = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
        connection.write_all(response.as_bytes()).ok()?;
    }
}

/// Reads the target and the body of a request.
fn read(reader: &mut impl BufRead) -> Option<(String, String)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let target = line.split_whitespace().nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((target, String::from_utf8(body).ok()?))
}
