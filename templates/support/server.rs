//! A loopback server that sends one response and records the request.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

/// The time after which a test fails instead of waiting any longer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A server that sends one response.
pub struct Server {
    url: String,
    requests: mpsc::Receiver<Received>,
}

/// A request that the server received.
pub struct Received {
    /// The request line and the headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Server {
    /// Starts a server that responds with a JSON document.
    pub fn json(status: u16, document: &str) -> Self {
        Self::start(status, "application/json", document.as_bytes())
    }

    /// Starts a server that responds with a file.
    pub fn file(content: &[u8]) -> Self {
        Self::start(200, "application/octet-stream", content)
    }

    /// Starts a server that responds with text.
    pub fn text(content: &str) -> Self {
        Self::start(200, "text/plain", content.as_bytes())
    }

    /// Starts a server that responds without a body.
    pub fn empty() -> Self {
        Self::start(204, "application/json", b"")
    }

    fn start(status: u16, content_type: &str, body: &[u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a local address"));
        let mut response = format!(
            "HTTP/1.1 {status} Status\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        response.extend_from_slice(body);
        let (sender, requests) = mpsc::channel();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
            let request = read_request(&mut stream);
            stream.write_all(&response).expect("the response is sent");
            sender.send(request).expect("the test has not ended");
        });
        Self { url, requests }
    }

    /// Returns the base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits for the request and returns it.
    pub fn received(&self) -> Received {
        self.requests.recv_timeout(TIMEOUT).expect("a request")
    }
}

impl Received {
    /// Returns a header.
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.head, name)
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
}

/// Reads one request, whose body has a `Content-Length` or is chunked.
fn read_request(stream: &mut impl Read) -> Received {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let (head, mut body) = loop {
        let count = stream.read(&mut buffer).expect("the head of the request");
        assert!(count > 0, "the request ends before its body");
        bytes.extend_from_slice(&buffer[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            break (head, bytes[end + 4..].to_vec());
        }
    };
    let length = header(&head, "content-length").and_then(|length| length.parse::<usize>().ok());
    let chunked = header(&head, "transfer-encoding").is_some();
    while length.is_some_and(|length| body.len() < length)
        || chunked && !body.ends_with(b"0\r\n\r\n")
    {
        let count = stream.read(&mut buffer).expect("the body of the request");
        assert!(count > 0, "the body ends early");
        body.extend_from_slice(&buffer[..count]);
    }
    Received { head, body: if chunked { join_chunks(&body) } else { body } }
}

/// Returns the content of a chunked body.
fn join_chunks(mut body: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    while let Some(end) = body.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&body[..end]).expect("the size of a chunk");
        let size = usize::from_str_radix(size.trim(), 16).expect("a hexadecimal size");
        if size == 0 {
            break;
        }
        content.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    content
}
