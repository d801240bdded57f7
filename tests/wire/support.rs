//! A transport that keeps requests as text.

use std::future::ready;
use std::sync::{Arc, Mutex};

use features::runtime::exports::transport::{
    Body, BoxFuture, Incoming, Transport, TransportError,
};

/// A transport that keeps the requests and returns the same response to each.
#[derive(Clone, Debug)]
pub struct Capture {
    response: &'static str,
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Capture {
    /// Creates a transport whose responses have this JSON document as their body.
    pub fn new(response: &'static str) -> Self {
        Self { response, status: 200, headers: Vec::new(), requests: Arc::default() }
    }

    /// Sets the status of the responses.
    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Adds headers to the responses.
    pub fn headers(self, headers: &[(&'static str, &'static str)]) -> Self {
        Self { headers: headers.to_vec(), ..self }
    }

    /// Returns the last request: the request line, the content type, the given headers and the body.
    pub fn last(&self) -> String {
        self.requests.lock().unwrap().last().cloned().unwrap_or_default()
    }

    /// Returns the number of requests.
    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

/// Headers that every request has.
const COMMON: [&str; 3] = ["accept", "content-length", "user-agent"];

impl Transport for Capture {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        let mut lines = vec![format!("{} {target}", request.method())];
        for (name, value) in request.headers() {
            if !COMMON.contains(&name.as_str()) {
                lines.push(format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
            }
        }
        if let Some(body) = request.body().to_bytes().filter(|body| !body.is_empty()) {
            lines.push(String::from_utf8_lossy(&body).into_owned());
        }
        self.requests.lock().unwrap().push(lines.join("\n"));
        let mut response = http::Response::new(Incoming::bytes(self.response));
        *response.status_mut() = http::StatusCode::from_u16(self.status).unwrap();
        let json = http::HeaderValue::from_static("application/json");
        response.headers_mut().insert(http::header::CONTENT_TYPE, json);
        for (name, value) in &self.headers {
            let (name, value) = (http::HeaderName::from_static(name), http::HeaderValue::from_static(value));
            response.headers_mut().append(name, value);
        }
        Box::pin(ready(Ok(response)))
    }
}
