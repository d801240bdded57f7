//! A transport without sockets.

use std::collections::VecDeque;
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};

use http::Method;

use super::body::read;
use super::clock::TestClock;
use super::recorded::RecordedRequest;
use super::response::{MockFault, MockResponse};
use crate::runtime::clock::BoxFuture;
use crate::runtime::http::{Body, Incoming, Transport, TransportError};

/// A transport without sockets: it records requests, and plays the responses that a test expects. Clones share both.
///
/// Each expected call has responses and faults, which are played in order and once each. A call that no expectation with
/// a response left matches is an error ([`Error::is_request`](crate::runtime::error::Error::is_request)), which names the
/// operation and is not retried.
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
    clock: TestClock,
}

#[derive(Default)]
struct State {
    expectations: Vec<Expected>,
    requests: Vec<RecordedRequest>,
    unexpected: Vec<String>,
}

/// An expected call.
struct Expected {
    matcher: Matcher,
    outcomes: VecDeque<Outcome>,
    /// The last outcome is played any number of times.
    is_repeated: bool,
}

enum Matcher {
    Operation(String),
    Path(Method, String),
}

#[derive(Clone)]
enum Outcome {
    Response(MockResponse),
    MockFault(MockFault),
}

impl MockTransport {
    /// Creates a transport that expects no call.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects calls of an operation, by its id. `API.md` lists the ids, and the search of the documentation finds an
    /// operation by its id.
    #[must_use = "an expected call has no effect without a response"]
    pub fn expect(&self, operation: impl Into<String>) -> Expectation {
        self.add(Matcher::Operation(operation.into()))
    }

    /// Expects requests with this method and path: the path of the URL, or the path template of the operation.
    #[must_use = "an expected call has no effect without a response"]
    pub fn expect_path(&self, method: Method, path: impl Into<String>) -> Expectation {
        self.add(Matcher::Path(method, path.into()))
    }

    fn add(&self, matcher: Matcher) -> Expectation {
        let expected = Expected { matcher, outcomes: VecDeque::new(), is_repeated: false };
        self.update(|state| {
            state.expectations.push(expected);
            Expectation { mock: self.clone(), index: state.expectations.len().saturating_sub(1) }
        })
    }

    /// Returns the requests that were received, in order. Each attempt of a call is a request.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.update(|state| state.requests.clone())
    }

    /// Returns the clock that [`ClientBuilder::mock`](crate::ClientBuilder::mock) sets.
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }

    /// Returns what [`assert_done`](Self::assert_done) reports: a line for each expected call that was not made, and for
    /// each call that was not expected.
    pub fn problems(&self) -> Vec<String> {
        self.update(|state| {
            let left = state.expectations.iter().filter(|expected| !expected.is_done());
            let left = left.map(|expected| match expected.outcomes.len() {
                1 => format!("{} was not called", expected.matcher),
                count => format!("{} was not called {count} times", expected.matcher),
            });
            left.chain(state.unexpected.iter().cloned()).collect()
        })
    }

    /// Checks that all expected calls were made, and no others.
    ///
    /// # Panics
    ///
    /// Panics otherwise, with a list of both.
    #[track_caller]
    pub fn assert_done(&self) {
        let problems = self.problems();
        assert!(
            problems.is_empty(),
            "the calls are not the expected ones:\n{}",
            problems.join("\n")
        );
    }

    fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    /// Records a request and returns its outcome.
    fn receive(&mut self, request: RecordedRequest) -> Result<Outcome, TransportError> {
        let outcome = self
            .expectations
            .iter_mut()
            .find(|expected| !expected.outcomes.is_empty() && expected.matcher.matches(&request))
            .and_then(Expected::next);
        let result = outcome.ok_or_else(|| {
            let name = match request.operation() {
                Some(operation) => format!("`{operation}`"),
                None => format!("`{} {}`", request.method(), request.path()),
            };
            let line =
                format!("{name} was called unexpectedly: {} {}", request.method(), request.path());
            self.unexpected.push(line);
            TransportError::refused(format!("unexpected call of {name}, {}", self.expected_names()))
        });
        self.requests.push(request);
        result
    }

    /// Returns the calls that are still expected.
    fn expected_names(&self) -> String {
        let left = self.expectations.iter().filter(|expected| !expected.outcomes.is_empty());
        let names: Vec<String> = left.map(|expected| expected.matcher.to_string()).collect();
        if names.is_empty() {
            "expected no further call".to_owned()
        } else {
            format!("expected {}", names.join(" or "))
        }
    }
}

impl Expected {
    fn next(&mut self) -> Option<Outcome> {
        if self.is_repeated && self.outcomes.len() == 1 {
            return self.outcomes.front().cloned();
        }
        self.outcomes.pop_front()
    }

    fn is_done(&self) -> bool {
        self.outcomes.len() <= usize::from(self.is_repeated)
    }
}

impl Matcher {
    fn matches(&self, request: &RecordedRequest) -> bool {
        match self {
            Self::Operation(id) => request.operation() == Some(id.as_str()),
            Self::Path(method, path) => {
                let path = path.as_str();
                request.method() == method
                    && (request.path() == path || request.template() == Some(path))
            }
        }
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(id) => write!(f, "`{id}`"),
            Self::Path(method, path) => write!(f, "`{method} {path}`"),
        }
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport")
            .field("requests", &self.requests().len())
            .field("problems", &self.problems().len())
            .finish_non_exhaustive()
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let (head, body) = request.into_parts();
        let outcome = read(&body)
            .and_then(|body| self.update(|state| state.receive(RecordedRequest::new(head, body))));
        Box::pin(ready(match outcome {
            Ok(Outcome::Response(response)) => response.play(),
            Ok(Outcome::MockFault(fault)) => Err(fault.error()),
            Err(error) => Err(error),
        }))
    }
}

/// An expected call of a [`MockTransport`], to which responses and faults are added.
#[derive(Clone, Debug)]
pub struct Expectation {
    mock: MockTransport,
    index: usize,
}

impl Expectation {
    /// Adds a response.
    pub fn respond(self, response: impl Into<MockResponse>) -> Self {
        self.play(Outcome::Response(response.into()))
    }

    /// Adds a fault instead of a response.
    pub fn fail(self, fault: MockFault) -> Self {
        self.play(Outcome::MockFault(fault))
    }

    /// Plays the last response or fault this number of times instead of once.
    pub fn times(self, count: usize) -> Self {
        self.update(|outcomes, _| {
            if let Some(last) = outcomes.pop_back() {
                outcomes.extend(std::iter::repeat_n(last, count));
            }
        })
    }

    /// Plays the last response or fault any number of times, also never.
    pub fn any_times(self) -> Self {
        self.update(|_, is_repeated| *is_repeated = true)
    }

    fn play(self, outcome: Outcome) -> Self {
        self.update(|outcomes, is_repeated| {
            *is_repeated = false;
            outcomes.push_back(outcome);
        })
    }

    fn update(self, change: impl FnOnce(&mut VecDeque<Outcome>, &mut bool)) -> Self {
        self.mock.update(|state| {
            if let Some(expected) = state.expectations.get_mut(self.index) {
                change(&mut expected.outcomes, &mut expected.is_repeated);
            }
        });
        self
    }
}
