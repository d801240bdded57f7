//! Redirects of a call.

use http::header::{ACCEPT, IF_RANGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderValue, StatusCode};

use super::machine::{Action, CallMachine};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::Body;
use crate::runtime::http::url::redirect_target;

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: u32 = 5;

impl CallMachine {
    /// Follows the redirect without credentials or client headers.
    pub(crate) fn redirect(&mut self) -> Action {
        self.redirects += 1;
        if self.redirects > MAX_REDIRECTS {
            return self.redirect_error("too many redirects");
        }
        let Some(location) = self.head.headers.get(LOCATION) else {
            return self.redirect_error("redirect without a `Location`");
        };
        match redirect_target(&self.current, location.as_bytes(), self.config.allow_plain_http) {
            Ok(target) => {
                self.current = target.clone();
                let mut request = http::Request::new(Body::empty());
                *request.uri_mut() = target;
                request.extensions_mut().insert(self.attempt(self.attempts));
                let headers = request.headers_mut();
                headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
                // the target is the file, so that it has to return the requested part of it
                for (name, value) in &self.request.parts.options.headers {
                    if matches!(*name, RANGE | IF_RANGE) {
                        headers.insert(name, value.clone());
                    }
                }
                if let Some(agent) = &self.user_agent {
                    headers.insert(USER_AGENT, agent.clone());
                }
                Action::Send(Box::new(request))
            }
            Err(reason) => self.redirect_error(reason),
        }
    }

    fn redirect_error(&mut self, reason: &str) -> Action {
        let error = Error::with_message(ErrorKind::Status, reason);
        self.fail(error.with_response(&self.head))
    }
}

/// Returns `true` for the status of a redirect.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
