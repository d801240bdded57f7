//! The attempts of a call: quotas, retries, and the deadline.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};

use super::machine::{Action, CallMachine};
use super::response::RawResponse;
use crate::runtime::api::Quota;
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::{Body, RateLimit, RetryAfter};
use crate::runtime::observer::{Attempt, WaitReason};
use crate::runtime::quota::{Permit, QuotaMode};
use crate::runtime::request::RESERVED;

impl CallMachine {
    fn core(&self) -> &Core {
        &self.request.parts.core
    }

    fn quota(&self) -> &'static Quota {
        self.config.operation.quota
    }

    /// Returns the attempt of this number.
    pub(crate) fn attempt(&self, number: u32) -> Attempt {
        Attempt { operation: self.config.operation, number }
    }

    /// Replaces the body by the one of the first attempt: the boundary of a multipart body is random.
    pub(crate) fn repeat_body(&mut self, request: &mut http::Request<Body>) {
        if let Some((content_type, body)) = &self.body {
            *request.body_mut() = body.clone();
            request.headers_mut().insert(CONTENT_TYPE, content_type.clone());
        } else if let (Some(content_type), false) =
            (request.headers().get(CONTENT_TYPE), request.body().is_empty())
        {
            self.body = Some((content_type.clone(), request.body().clone()));
        }
    }

    /// Returns the time until the deadline.
    pub(crate) fn remaining_time(&self) -> Duration {
        let now = self.core().clock.now();
        self.deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(now))
    }

    /// Returns the timeout of the attempt, which ends at the deadline of the call.
    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.request.timeout().min(self.remaining_time())
    }

    /// Sends the request if the quota permits it.
    pub(crate) fn acquire(&mut self, request: Box<http::Request<Body>>) -> Action {
        let core = self.core();
        let now = core.clock.system_time();
        let permit = match core.quota_mode {
            QuotaMode::Off => Permit::Granted(core.limiter.count(self.quota(), now)),
            _ => core.limiter.acquire(self.quota(), now),
        };
        match permit {
            Permit::Granted(count) => {
                self.count = Some(count);
                match self.attempt_timeout().is_zero() {
                    true => self.expire(),
                    false => self.send(request),
                }
            }
            Permit::Denied(until) => {
                let wait = until.duration_since(now).unwrap_or_default();
                if core.quota_mode == QuotaMode::Fail || wait >= self.remaining_time() {
                    let error = self.last_error.take();
                    return self.end(
                        error.unwrap_or_else(|| self.quota_error(RetryAfter::At(until), wait)),
                    );
                }
                self.encoded = Some(request);
                self.wait(WaitReason::Quota, wait)
            }
        }
    }

    /// Ends the call before an attempt, because its time is over.
    fn expire(&mut self) -> Action {
        self.release();
        let message = "the time is over before the request is sent";
        let error = self.last_error.take().unwrap_or_else(|| {
            let mut error = Error::with_message(ErrorKind::Timeout, message);
            error.0.sent = false;
            error
        });
        self.end(error)
    }

    /// Creates the error for a request that the quota does not permit.
    fn quota_error(&self, reset: RetryAfter, wait: Duration) -> Error {
        let status = self.core().limiter.status(self.quota(), self.core().clock.system_time());
        let limit = status.and_then(|status| status.limit);
        let requests = limit.map_or(String::new(), |limit| format!(" of {limit} requests"));
        let name = self.quota().name;
        let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
        let message = format!("the quota `{name}`{requests} is used up for another {seconds} s");
        let mut error = Error::with_message(ErrorKind::Quota, message);
        error.0.rate_limit = RateLimit {
            limit,
            remaining: Some(0),
            reset: Some(reset),
            retry_after: Some(reset),
            ..RateLimit::default()
        };
        error
    }

    fn send(&mut self, mut request: Box<http::Request<Body>>) -> Action {
        self.attempts += 1;
        self.last_error = None;
        self.sent_at = Some(self.core().clock.now());
        request.extensions_mut().insert(self.attempt(self.attempts));
        if let Some(observer) = &self.core().observer {
            let headers = request.headers_mut();
            let is_own = |(name, value): &(&HeaderName, &HeaderValue)| {
                RESERVED.contains(&name.as_str()) || value.is_sensitive()
            };
            let own =
                headers.iter().filter(is_own).map(|(name, value)| (name.clone(), value.clone()));
            let own: Vec<_> = own.collect();
            // credentials
            for (name, _) in own.iter().filter(|(_, value)| value.is_sensitive()) {
                headers.remove(name);
            }
            observer.before_attempt(&self.attempt(self.attempts), headers);
            for name in RESERVED {
                headers.remove(name);
            }
            for (name, value) in own {
                headers.insert(name, value);
            }
        }
        Action::Send(request)
    }

    fn wait(&self, reason: WaitReason, duration: Duration) -> Action {
        if let Some(observer) = &self.core().observer {
            observer.waiting(&self.attempt(self.attempts + 1), reason, duration);
        }
        Action::Wait(duration)
    }

    /// Continues after a wait.
    pub fn waited(&mut self) -> Action {
        match self.encoded.take() {
            Some(request) => self.acquire(request),
            None => self.encode(),
        }
    }

    /// Corrects the quota by the head of a response, which is not one of a redirect target.
    pub(crate) fn responded(&mut self) {
        if self.redirects > 0 {
            return;
        }
        let (core, limits) = (self.core(), &self.head.rate_limit);
        let now = core.clock.system_time();
        let is_refused = self.head.status == StatusCode::TOO_MANY_REQUESTS;
        let elapsed = self.sent_at.map(|sent| core.clock.now().saturating_duration_since(sent));
        core.limiter.observe(self.quota(), limits, is_refused, elapsed.unwrap_or_default(), now);
    }

    /// Ends the call with a response.
    pub(crate) fn succeed(&mut self, response: RawResponse) -> Action {
        self.succeeded(response.status());
        Action::Done(Ok(Box::new(response)))
    }

    /// Reports an attempt that succeeded, and returns tokens to the budget of retries.
    pub(crate) fn succeeded(&self, status: StatusCode) {
        self.core().retry_budget.deposit(self.attempts > 1);
        self.attempted(Some(status));
    }

    /// Reports the end of the attempt to the observer.
    fn attempted(&self, status: Option<StatusCode>) {
        if let Some(observer) = &self.core().observer {
            observer.after_attempt(&self.attempt(self.attempts), status);
        }
    }

    /// Takes back the count of a request that was not sent.
    fn release(&self) {
        let core = self.core();
        if let Some(count) = self.count {
            core.limiter.release(self.quota(), count, core.clock.system_time());
        }
    }

    /// Ends the call before anything of the attempt was sent.
    pub(crate) fn abandon(&mut self, error: Error) -> Action {
        self.attempted(None);
        self.release();
        self.attempts = self.attempts.saturating_sub(1);
        self.end(error)
    }

    /// Ends the attempt with an error: repeats it after a delay, or ends the call.
    pub(crate) fn fail(&mut self, mut error: Error) -> Action {
        self.attempted(error.status());
        error.0.is_repeated = self.may_have_been_received;
        if !error.0.sent {
            self.release();
        }
        // a request that was refused because of a quota has no effect
        self.may_have_been_received |= error.0.sent && !error.is_rate_limited();
        match self.retry_delay(&error) {
            Some(delay) => {
                self.last_error = Some(error);
                self.wait(WaitReason::Retry, delay)
            }
            None => self.end(error),
        }
    }

    /// Returns the delay before the attempt is repeated; `None` if it is not.
    fn retry_delay(&self, error: &Error) -> Option<Duration> {
        let core = self.core();
        let policy = self.request.retry_policy();
        let is_replayable = self.body.as_ref().is_none_or(|(_, body)| body.is_replayable());
        let is_permitted = is_replayable
            && policy.permits(self.attempts)
            && error.is_repeatable(Some(self.retry_safety()));
        if !is_permitted {
            return None;
        }
        let server = error.requested_delay(core.clock.system_time());
        let delay = policy.delay(self.attempts, server, &*core.rng)?;
        (delay < self.remaining_time() && core.retry_budget.withdraw()).then_some(delay)
    }

    /// Ends the call with an error.
    pub(crate) fn end(&self, mut error: Error) -> Action {
        error.0.attempts = self.attempts;
        if error.0.sent || self.may_have_been_received {
            error.set_sent();
        }
        Action::Done(Err(error.with_operation(self.config.operation)))
    }
}
