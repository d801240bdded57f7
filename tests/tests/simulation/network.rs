//! The network between a client and a service, which loses, delays and changes requests and responses.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::request::Parts;
use http::{Method, Request, Response, Uri};
use impact_brand::transport::{Body, BoxFuture, Incoming, Rng, Transport, TransportError};
use impact_brand::wire::DateTime;
use impact_brand::{Client, ClientBuilder};
use tests::random::Random;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::clock::Virtual;

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// There is no connection.
    Connect,
    /// The connection is closed before the service has read the request.
    ResetBefore,
    /// The connection is closed after the service has read the request.
    ResetAfter,
    /// The body of the response ends too early.
    Truncated,
    /// A response in place of that of the service, which has not read the request.
    Refused(Refusal),
    /// A response in place of that of the service, which has read the request.
    Replaced(Replacement),
    /// The response is accepted, in another form.
    Accepted(&'static str),
}

/// A response that states that the request has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Refusal(u16, &'static str);

/// A response that does not state whether the request has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Replacement(u16, &'static str);

const REFUSALS: [Refusal; 7] = [
    Refusal(400, r#"{"Status":"ERROR","Message":"Invalid","errors":[{"field":"EventDate"}]}"#),
    Refusal(401, r#"{"Status":"ERROR","Message":"Authentication failed"}"#),
    Refusal(403, r#"{"Status":"ERROR","Message":"Access denied"}"#),
    Refusal(429, r#"{"Status":"ERROR","Message":"Too many requests"}"#),
    Refusal(200, r#"{"Status":"ERROR","Message":"The campaign is not active"}"#),
    Refusal(200, r#"{"error":"invalid campaign"}"#),
    Refusal(404, r#"{"Status":"ERROR","Message":"Not found"}"#),
];

const REPLACEMENTS: [Replacement; 9] = [
    Replacement(500, ""),
    Replacement(502, "<html><body>Bad gateway</body></html>"),
    Replacement(503, r#"{"Status":"ERROR","Message":"Try again later"}"#),
    Replacement(504, "upstream timed out"),
    Replacement(408, ""),
    Replacement(425, ""),
    Replacement(200, "<html><body>Please log in</body></html>"),
    Replacement(302, ""),
    Replacement(200, "0"),
];

const ACCEPTANCES: [&str; 4] = [
    "",
    "OK",
    r#"{"Status":"OK"}"#,
    "<ImpactRadiusResponse><Status>QUEUED</Status></ImpactRadiusResponse>",
];

/// A service.
pub trait Service: fmt::Debug + Send + 'static {
    /// Handles a request, whose body is a form or JSON.
    fn handle(&mut self, request: &Parts, body: &str) -> Response<Bytes>;

    /// Handles the sending of a request over a connection, whether the service receives it or not.
    fn send(&mut self, _: &Parts) {}
}

/// A network in front of a service.
#[derive(Debug)]
pub struct Network<S>(Arc<Mutex<State<S>>>);

impl<S> Clone for Network<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Debug)]
struct State<S> {
    service: S,
    random: Random,
    /// The percentage of requests with a fault.
    faults: usize,
    /// A hash of all requests, their times, and what happened to them.
    trace: DefaultHasher,
    start: Instant,
}

impl<S> Network<S> {
    pub fn new(service: S, seed: u64, faults: usize) -> Self {
        let (random, trace) = (Random::new(seed), DefaultHasher::new());
        let start = Instant::now();
        Self(Arc::new(Mutex::new(State { service, random, faults, trace, start })))
    }

    /// Returns a builder of a client that sends its requests over the network.
    pub fn client(&self, clock: Virtual) -> ClientBuilder
    where
        S: Service,
    {
        self.client_of("account", clock)
    }

    /// Returns a builder of a client of an account.
    pub fn client_of(&self, account: &str, clock: Virtual) -> ClientBuilder
    where
        S: Service,
    {
        let seed = self.0.lock().unwrap().random.number();
        let builder = Client::builder(account, "token").rng(delays(seed));
        builder.clock(clock).transport(self.clone())
    }

    /// Calls a function with the service.
    pub fn service<T>(&self, call: impl FnOnce(&mut S) -> T) -> T {
        call(&mut self.0.lock().unwrap().service)
    }

    /// Returns a hash of all requests, which a seed determines.
    pub fn trace(&self) -> u64 {
        self.0.lock().unwrap().trace.finish()
    }

    /// Ends all faults.
    pub fn heal(&self) {
        self.0.lock().unwrap().faults = 0;
    }
}

/// The random numbers of a client, which determine the delays before its retries.
#[derive(Debug)]
struct Delays(Mutex<Random>);

/// Creates the random numbers of a client.
pub fn delays(seed: u64) -> impl Rng {
    Delays(Mutex::new(Random::new(seed)))
}

impl Rng for Delays {
    fn next(&self) -> u64 {
        self.0.lock().unwrap().number()
    }
}

impl<S> State<S> {
    fn fault(&mut self, is_write: bool) -> Fault {
        if !self.random.chance(self.faults) {
            return Fault::None;
        }
        match self.random.below(if is_write { 8 } else { 6 }) {
            0 => Fault::Connect,
            1 => Fault::ResetBefore,
            2 => Fault::ResetAfter,
            3 => Fault::Truncated,
            4 if is_write => Fault::Refused(self.random.pick(&REFUSALS)),
            // a list without the permission to read it ends the settlement
            4 => Fault::Refused(REFUSALS[3]),
            5 => Fault::Replaced(self.random.pick(&REPLACEMENTS[..5])),
            6 => Fault::Replaced(self.random.pick(&REPLACEMENTS)),
            _ => Fault::Accepted(self.random.pick(&ACCEPTANCES)),
        }
    }

    /// Returns the time that a request or a response takes. Some take longer than a client waits.
    fn latency(&mut self) -> Duration {
        let seconds = match self.faults > 0 && self.random.chance(3) {
            true => self.random.below(240),
            false => self.random.below(3),
        };
        Duration::from_millis(u64::try_from(seconds * 1_000 + self.random.below(1_000)).unwrap())
    }
}

impl<S: Service> Transport for Network<S> {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Incoming>, TransportError>> {
        let (sender, receiver) = oneshot::channel();
        // what was sent arrives, even if the client no longer waits for the response
        tokio::spawn(deliver(self.0.clone(), request, sender));
        Box::pin(async move {
            receiver.await.unwrap_or_else(|_| Err(TransportError::other("no response")))
        })
    }
}

async fn deliver<S: Service>(
    state: Arc<Mutex<State<S>>>,
    request: Request<Body>,
    sender: oneshot::Sender<Result<Response<Incoming>, TransportError>>,
) {
    let (parts, body) = request.into_parts();
    let body = body.to_bytes().expect("a body in memory");
    let text = std::str::from_utf8(&body).expect("a form or JSON");
    let (fault, request_time, response_time) = {
        let mut state = state.lock().unwrap();
        let fault = state.fault(parts.method != Method::GET);
        let now = Instant::now().duration_since(state.start);
        format!("{now:?} {} {} {text} {fault:?}", parts.method, parts.uri).hash(&mut state.trace);
        (fault, state.latency(), state.latency())
    };
    // without a connection, nothing is sent
    if fault != Fault::Connect {
        state.lock().unwrap().service.send(&parts);
        tokio::time::sleep(request_time).await;
    }
    let is_received = !matches!(fault, Fault::Connect | Fault::ResetBefore | Fault::Refused(_));
    // a proxy may respond instead of the service
    let is_received = is_received
        && !(matches!(fault, Fault::Replaced(_)) && state.lock().unwrap().random.chance(50));
    let handle = || state.lock().unwrap().service.handle(&parts, text);
    let response = if is_received { handle() } else { Response::default() };
    if fault != Fault::Connect {
        tokio::time::sleep(response_time).await;
    }
    let cut = Cut::random(&mut state.lock().unwrap().random, &response);
    let delay = state.lock().unwrap().random.pick(&["", "", "5", "900", "3600"]);
    let response = match fault {
        Fault::None => Ok(response.map(Incoming::bytes)),
        Fault::Connect => Err(TransportError::connect("no route to host")),
        Fault::ResetBefore | Fault::ResetAfter => Err(TransportError::other("reset")),
        Fault::Truncated => Ok(response.map(|body| cut.apply(body))),
        Fault::Refused(Refusal(status, text)) => Ok(delayed(respond(status, text), delay)),
        Fault::Replaced(Replacement(status, text)) => Ok(delayed(respond(status, text), delay)),
        Fault::Accepted(text) => Ok(respond(200, text)),
    };
    // the client may have ended
    let _ = sender.send(response);
}

/// Adds the seconds after which the service asks for another attempt.
fn delayed(mut response: Response<Incoming>, seconds: &'static str) -> Response<Incoming> {
    if matches!(response.status().as_u16(), 429 | 503) && !seconds.is_empty() {
        let value = http::HeaderValue::from_static(seconds);
        response.headers_mut().insert("Retry-After", value);
    }
    response
}

/// The end of a body that is not received completely.
#[derive(Clone, Copy)]
struct Cut {
    length: usize,
    /// The end is an error.
    is_error: bool,
}

impl Cut {
    fn random(random: &mut Random, response: &Response<Bytes>) -> Self {
        let length = random.below(response.body().len().max(1));
        // without an error, the length or the contents show that the rest is missing
        let is_json = response.body().starts_with(b"{");
        let is_shown = is_json || response.headers().contains_key("Content-Length");
        Self { length, is_error: !is_shown || random.chance(50) }
    }

    fn apply(self, body: Bytes) -> Incoming {
        let mut chunks = vec![Ok(body.slice(..self.length))];
        chunks.extend(self.is_error.then(|| Err(TransportError::other("reset"))));
        Incoming::stream(Chunks(chunks.into_iter()))
    }
}

/// A stream of chunks.
struct Chunks(std::vec::IntoIter<Result<Bytes, TransportError>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// Returns a parameter of a query.
pub fn parameter<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let mut pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, text)| text)
}

/// Returns a time in a query.
pub fn time(uri: &Uri, name: &str) -> i64 {
    try_time(uri, name).expect("a bound of the range")
}

/// Returns a time in a query, or `None` if there is none.
pub fn try_time(uri: &Uri, name: &str) -> Option<i64> {
    let text = parameter(uri, name)?.replace("%3A", ":");
    text.parse().ok().map(DateTime::unix_timestamp)
}

/// Creates a response in JSON.
pub fn json(status: u16, text: impl Into<String>) -> Response<Bytes> {
    let response = Response::builder().status(status).header("Content-Type", "application/json");
    response.body(text.into().into()).expect("a response")
}

/// Creates a response that is not that of the service.
fn respond(status: u16, text: &'static str) -> Response<Incoming> {
    let content_type = match text.as_bytes().first() {
        Some(b'<') if text.starts_with("<html") => "text/html",
        Some(b'<') => "text/xml",
        Some(b'{') => "application/json",
        _ => "text/plain",
    };
    let mut response = Response::builder().status(status).header("Content-Type", content_type);
    if status == 302 {
        response = response.header("Location", "https://login.example.com/");
    }
    response.body(Incoming::bytes(text)).expect("a response")
}
