//! The network between a client and a service, which loses, delays and changes requests and responses.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, Uri};
use impact_brand::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use tests::random::Random;
use tokio::sync::oneshot;

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

/// A response that says that the request has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Refusal(u16, &'static str);

/// A response that does not say whether the request has an effect.
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
    /// Handles a request, and returns the status and the body of the response.
    fn handle(&mut self, method: &Method, uri: &Uri, form: &str) -> (u16, String);
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
}

impl<S> Network<S> {
    pub fn new(service: S, seed: u64, faults: usize) -> Self {
        Self(Arc::new(Mutex::new(State { service, random: Random::new(seed), faults })))
    }

    /// Calls a function with the service.
    pub fn service<T>(&self, call: impl FnOnce(&mut S) -> T) -> T {
        call(&mut self.0.lock().unwrap().service)
    }

    /// Ends all faults.
    pub fn heal(&self) {
        self.0.lock().unwrap().faults = 0;
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
    let form = std::str::from_utf8(&body).expect("a form");
    let (fault, request_time, response_time) = {
        let mut state = state.lock().unwrap();
        (state.fault(parts.method == Method::POST), state.latency(), state.latency())
    };
    tokio::time::sleep(request_time).await;
    let is_received = !matches!(fault, Fault::Connect | Fault::ResetBefore | Fault::Refused(_));
    // a proxy may respond instead of the service
    let is_received = is_received
        && !(matches!(fault, Fault::Replaced(_)) && state.lock().unwrap().random.chance(50));
    let handle = || state.lock().unwrap().service.handle(&parts.method, &parts.uri, form);
    let (status, body) = if is_received { handle() } else { (200, String::new()) };
    let body = Bytes::from(body);
    tokio::time::sleep(response_time).await;
    let half = body.len() / 2;
    let delay = state.lock().unwrap().random.pick(&["", "", "5", "900", "3600"]);
    let response = match fault {
        Fault::None => Ok(respond(status, body)),
        Fault::Connect => Err(TransportError::connect("no route to host")),
        Fault::ResetBefore | Fault::ResetAfter => Err(TransportError::other("reset")),
        Fault::Truncated => Ok(respond(status, body.slice(..half))),
        Fault::Refused(Refusal(status, text)) => Ok(delayed(respond(status, text.into()), delay)),
        Fault::Replaced(Replacement(status, text)) => {
            Ok(delayed(respond(status, text.into()), delay))
        }
        Fault::Accepted(text) => Ok(respond(200, text.into())),
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

/// Returns a parameter of a query.
pub fn parameter<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let mut pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, text)| text)
}

fn respond(status: u16, body: Bytes) -> Response<Incoming> {
    let content_type = match body.first() {
        Some(b'<') if body.starts_with(b"<html") => "text/html",
        Some(b'<') => "text/xml",
        Some(b'{') => "application/json",
        _ => "text/plain",
    };
    let mut response = Response::new(Incoming::bytes(body));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    let headers = response.headers_mut();
    headers.insert("Content-Type", content_type.parse().expect("a value"));
    if status == 302 {
        headers.insert("Location", "https://login.example.com/".parse().expect("a value"));
    }
    response
}
