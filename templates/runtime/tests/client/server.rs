//! A server on the loopback interface with scripted responses, which records its requests.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it was received.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    /// Returns the value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the body.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// Returns the method and the target.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }
}

/// A server that handles one request per connection.
pub struct Server {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    script: Arc<Mutex<VecDeque<Vec<u8>>>>,
}

impl Server {
    /// Starts a server that sends these raw responses, in order. An empty one closes the connection.
    pub fn new(script: impl IntoIterator<Item = impl Into<Vec<u8>>>) -> Self {
        let script: VecDeque<Vec<u8>> = script.into_iter().map(Into::into).collect();
        let script = Arc::new(Mutex::new(script));
        let rest = script.clone();
        let server = Self::serving(move |_| {
            let response = rest.lock().unwrap().pop_front();
            response.unwrap_or_else(|| response_of(599, "text/plain", "unexpected request"))
        });
        Self { script, ..server }
    }

    /// Starts a server whose responses are created by a function. An empty one closes the connection.
    pub fn serving(mut serve: impl FnMut(&Received) -> Vec<u8> + Send + 'static) -> Self {
        Self::accepting(move |connection, received| {
            let Some(request) = read(connection) else { return };
            received.lock().unwrap().push(request.clone());
            let _ = connection.write_all(&serve(&request));
            let _ = connection.flush();
        })
    }

    /// Starts a server that handles all requests of a connection, one connection after the other. An empty response
    /// closes the connection.
    pub fn keeping_alive(mut serve: impl FnMut(&Received) -> Vec<u8> + Send + 'static) -> Self {
        Self::accepting(move |connection, received| {
            while let Some(request) = read(connection) {
                received.lock().unwrap().push(request.clone());
                let response = serve(&request);
                if response.is_empty() || connection.write_all(&response).is_err() {
                    break;
                }
            }
        })
    }

    /// Starts a server that handles its connections by a function, one after the other.
    fn accepting(
        mut handle: impl FnMut(&mut TcpStream, &Mutex<Vec<Received>>) + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let server = Self { url, received: received.clone(), script: Arc::default() };
        thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut connection) = connection else { return };
                handle(&mut connection, &received);
            }
        });
        server
    }

    /// Adds a response.
    pub fn then(&self, response: impl Into<Vec<u8>>) {
        self.script.lock().unwrap().push_back(response.into());
    }

    /// Returns the requests that were received.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Returns the request, if there was exactly one.
    pub fn only_request(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "expected one request, found {received:?}");
        received[0].clone()
    }
}

fn read(connection: &TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut parts = line.split_whitespace();
    let mut received = Received {
        method: parts.next()?.to_owned(),
        target: parts.next()?.to_owned(),
        ..Received::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        received.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = received.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    received.body = vec![0; length];
    reader.read_exact(&mut received.body).ok()?;
    if received.header("transfer-encoding") == Some("chunked") {
        received.body = read_chunks(&mut reader)?;
    }
    Some(received)
}

/// Reads a body in chunks, each after its length in hexadecimal digits.
fn read_chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).ok()?;
        body.extend_from_slice(&chunk[..length]);
        if length == 0 {
            return Some(body);
        }
    }
}

fn response_of(status: u16, content_type: &str, body: &str) -> Vec<u8> {
    response(status, &[("content-type", content_type)], body)
}

/// Returns a raw response.
pub fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut text = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    let mut raw = text.into_bytes();
    raw.extend_from_slice(body);
    raw
}

/// Returns a raw response with JSON, which keeps the connection open.
pub fn kept_alive(body: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\n";
    format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Returns a raw response with JSON.
pub fn json(status: u16, body: &str) -> Vec<u8> {
    response_of(status, "application/json", body)
}
