//! Requests as a mock has received them.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, request};
use percent_encoding::percent_decode_str;

use crate::runtime::http::url;
use crate::runtime::observer::Attempt;
use crate::runtime::request::QueryCredentials;

/// The value that replaces credentials.
const REDACTED: HeaderValue = HeaderValue::from_static("[redacted]");

/// Headers with credentials.
const CREDENTIALS: [HeaderName; 3] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION];

/// A request that a [`MockTransport`](super::MockTransport) has received.
///
/// It is what the client would have sent, except that credentials are replaced by `[redacted]`.
#[derive(Clone)]
pub struct RecordedRequest {
    attempt: Option<Attempt>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl RecordedRequest {
    pub(crate) fn new(head: request::Parts, body: Bytes) -> Self {
        let mut headers = head.headers;
        for (name, value) in headers.iter_mut() {
            if value.is_sensitive() || CREDENTIALS.contains(name) {
                *value = REDACTED;
            }
        }
        let attempt = head.extensions.get::<Attempt>().copied();
        let uri = match head.extensions.get::<QueryCredentials>() {
            Some(QueryCredentials(names)) => redacted(head.uri, names),
            None => head.uri,
        };
        Self { attempt, method: head.method, uri, headers, body }
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.attempt.map(|attempt| attempt.operation())
    }

    /// Returns the path template of the operation.
    pub(crate) fn template(&self) -> Option<&'static str> {
        self.attempt.map(|attempt| attempt.path())
    }

    /// Returns the number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt.map_or(1, |attempt| attempt.number())
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the path of the URL, as it is encoded.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the parameters of the query, decoded.
    pub fn query(&self) -> Vec<(String, String)> {
        pairs(self.uri.query().unwrap_or_default())
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if it is present and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as text. Bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Returns the members of a form in the body, decoded.
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&self.text())
    }

    /// Returns the request as HTTP/1.1, for example for a snapshot: the request line, the headers sorted by name, and the
    /// body.
    ///
    /// Headers that the connection needs, such as `Content-Length`, are not contained, except `Host`.
    pub fn to_http(&self) -> String {
        let target = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let host = self.uri.authority().map_or("", |authority| authority.as_str());
        let mut lines: Vec<String> = Vec::new();
        for (name, value) in &self.headers {
            lines.push(format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
        }
        lines.sort();
        let (method, headers, body) = (&self.method, lines.concat(), self.text());
        format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n{body}")
    }
}

/// Replaces the values of these query parameters.
fn redacted(uri: Uri, names: &[&str]) -> Uri {
    let query = pairs(uri.query().unwrap_or_default());
    let query = query.iter().map(|(name, value)| {
        let is_credential = names.contains(&name.as_str());
        (name.as_str(), if is_credential { "[redacted]" } else { value.as_str() })
    });
    let text = format!("{}?{}", uri.path(), url::encode_pairs(query));
    let mut parts = uri.into_parts();
    // without the query if it cannot be written again
    parts.path_and_query = text.parse().or_else(|_| "/".parse()).ok();
    Uri::from_parts(parts).unwrap_or_default()
}

/// Decodes the pairs of a query or a form.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Leaves the URL, the headers and the body out: they contain ids and personal data.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("operation", &self.operation())
            .field("method", &self.method)
            .field("attempt", &self.attempt())
            .finish_non_exhaustive()
    }
}
