//! Redirects of a call.

use http::header::{ACCEPT, IF_RANGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::machine::{Action, CallMachine};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::Body;
use crate::runtime::http::url::{is_same_origin, redirect_target};

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: u32 = 5;

impl CallMachine {
    /// Follows the redirect: to the origin of a read with its headers, and to another one, or from another one, without
    /// credentials and headers of the client.
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
                self.is_own_origin &= is_same_origin(&self.current, &target);
                self.current = target.clone();
                let mut request = http::Request::new(Body::empty());
                *request.uri_mut() = target;
                request.extensions_mut().insert(self.attempt(self.attempts));
                *request.headers_mut() = match self.is_own_origin {
                    true => self.sent_headers.clone(),
                    false => self.public_headers(),
                };
                Action::Send(Box::new(request))
            }
            Err(reason) => self.redirect_error(reason),
        }
    }

    /// Returns the headers for another origin.
    fn public_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        // the target is the file, so that it has to return the requested part of it
        for name in [RANGE, IF_RANGE, USER_AGENT] {
            if let Some(value) = self.sent_headers.get(&name) {
                headers.insert(name, value.clone());
            }
        }
        headers
    }

    fn redirect_error(&mut self, reason: &str) -> Action {
        let error = Error::with_message(ErrorKind::Status, reason);
        self.fail(error.with_response(&self.head))
    }
}

/// Returns `true` for a request that can be sent to the target of a redirect with its headers.
pub(super) fn is_bodiless_read(request: &http::Request<Body>) -> bool {
    request.method() == Method::GET && request.body().is_empty()
}

/// Returns `true` for the status of a redirect.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
