//! A server on loopback that gives one answer and remembers the request, and the comparisons.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use impact_brand::wire::{self, Json, Kind, Map, Encode, EncodeStruct};

/// What a test gives back.
pub type Tested = Result<(), Box<dyn Error>>;

/// Runs a test's future to its end.
pub fn run(test: impl Future<Output = Tested>) -> Tested {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(test)
}

/// What the client must send.
pub struct Expected {
    /// The method.
    pub method: &'static str,
    /// Path and query, byte by byte.
    pub target: &'static str,
    /// User name and password; `None` when none may be sent.
    pub credentials: Option<(&'static str, &'static str)>,
    /// Further headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: Body,
}

/// A body that the client must send.
pub enum Body {
    /// None.
    None,
    /// A form, byte by byte.
    Form(&'static str),
    /// A JSON document, whatever its spacing; numbers may be text.
    Json(&'static str),
    /// The parts of a multipart body, in order: name and content.
    Multipart(&'static [(&'static str, &'static str)]),
}

/// A server that gives one answer.
pub struct Server {
    address: String,
    requests: mpsc::Receiver<Seen>,
}

/// A request as it came in.
struct Seen {
    head: String,
    body: Vec<u8>,
}

impl Server {
    /// Answers a JSON document.
    pub fn json(status: u16, document: &str) -> Self {
        Self::answering(status, "application/json", document.as_bytes())
    }

    /// Answers a file.
    pub fn file(content: &[u8]) -> Self {
        Self::answering(200, "application/octet-stream", content)
    }

    fn answering(status: u16, content_type: &str, body: &[u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let mut answer = format!(
            "HTTP/1.1 {status} ErrorNode\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        answer.extend_from_slice(body);
        let (seen, requests) = mpsc::channel();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
            let request = read(&mut stream);
            stream.write_all(&answer).expect("the answer goes out");
            seen.send(request).expect("the test waits");
        });
        Self { address, requests }
    }

    /// Its address.
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// Compares the request with what was expected.
    pub fn check(&self, expected: &Expected) {
        let seen = self.requests.recv_timeout(Duration::from_secs(10)).expect("a request came in");
        let request_line = seen.head.lines().next().unwrap_or_default();
        assert_eq!(request_line, format!("{} {} HTTP/1.1", expected.method, expected.target));
        let authorization =
            expected.credentials.map(|(user, password)| format!("Basic {}", base64(&format!("{user}:{password}"))));
        assert_eq!(header(&seen.head, "authorization"), authorization);
        for (name, value) in expected.headers {
            assert_eq!(header(&seen.head, name).as_deref(), Some(*value), "header {name}");
        }
        assert!(header(&seen.head, "accept").is_some(), "an Accept header is always sent");
        check_body(&expected.body, &seen);
    }
}

fn check_body(expected: &Body, seen: &Seen) {
    let content_type = header(&seen.head, "content-type");
    let text = String::from_utf8_lossy(&seen.body);
    match expected {
        Body::None => assert_eq!((content_type, text.as_ref()), (None, "")),
        Body::Form(form) => {
            assert_eq!(content_type.as_deref(), Some("application/x-www-form-urlencoded"));
            assert_eq!(text, *form);
        }
        Body::Json(document) => {
            assert_eq!(content_type.as_deref(), Some("application/json"));
            compare(document, &text);
        }
        Body::Multipart(parts) => {
            let content_type = content_type.expect("a content type");
            let (_, boundary) = content_type.split_once("boundary=").expect("a boundary");
            assert_eq!(multipart(&text, boundary), owned(parts));
        }
    }
}

fn owned(parts: &[(&str, &str)]) -> Vec<(String, String)> {
    parts.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect()
}

/// The parts of a multipart body: name and content.
fn multipart(body: &str, boundary: &str) -> Vec<(String, String)> {
    let separator = format!("--{boundary}");
    body.split(&separator)
        .skip(1)
        .filter(|part| !part.starts_with("--"))
        .map(|part| {
            let (head, content) = part.split_once("\r\n\r\n").expect("head and content of a part");
            let (_, name) = head.split_once("name=\"").expect("the name of a part");
            let (name, _) = name.split_once('"').expect("the end of the name");
            (name.to_owned(), content.trim_end_matches("\r\n").to_owned())
        })
        .collect()
}

fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
}

/// Reads one request, its length told by `Content-Length` or by chunks.
fn read(stream: &mut impl Read) -> Seen {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let (head, mut body) = loop {
        let count = stream.read(&mut buffer).expect("the request comes in");
        assert!(count > 0, "the request ends before its body");
        bytes.extend_from_slice(&buffer[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            break (head, bytes[end + 4..].to_vec());
        }
    };
    let length = header(&head, "content-length").and_then(|length| length.parse::<usize>().ok());
    let chunked = header(&head, "transfer-encoding").is_some();
    while length.is_some_and(|length| body.len() < length) || chunked && !body.ends_with(b"0\r\n\r\n") {
        let count = stream.read(&mut buffer).expect("the body comes in");
        assert!(count > 0, "the body ends early");
        body.extend_from_slice(&buffer[..count]);
    }
    Seen { head, body: if chunked { joined(&body) } else { body } }
}

/// The content of a chunked body.
fn joined(mut body: &[u8]) -> Vec<u8> {
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

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for place in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// That writing the answer again gives the document it was read from.
pub fn same(document: &str, answer: &dyn EncodeStruct) {
    compare(document, &wire::encode(answer));
}

/// The same for the members of an answer that is followed.
pub fn same_members(document: &str, members: &Map<Json>) {
    compare(document, &wire::encode_value(&members.as_value()));
}

/// The same for the rows of a page.
pub fn same_rows<T: Encode>(document: &str, items: &[&str], rows: &[T]) {
    let members = members(&Json::new(document).expect("the example is JSON"));
    let expected = items.iter().find_map(|name| members.get(name));
    let expected = match expected {
        Some(list) if list.kind() == Kind::List => list.elements().expect("a list has elements"),
        Some(one) if one.kind() == Kind::Object => vec![one.clone()],
        _ => Vec::new(),
    };
    assert_eq!(expected.len(), rows.len(), "the number of rows");
    for (expected, row) in expected.iter().zip(rows) {
        compare(expected.text(), &wire::encode_value(&row.as_value()));
    }
}

/// A document in one spelling of all that the wire spells in several ways; numbers are text, so that
/// no digit is lost.
#[derive(Debug, PartialEq)]
enum Plain {
    Scalar(String),
    List(Vec<Plain>),
    Object(BTreeMap<String, Plain>),
}

/// Compares two documents by what they say: text and number, `""` and nothing, one element and a list
/// of one are the same.
pub fn compare(expected: &str, actual: &str) {
    let expected = Json::new(expected).expect("the example is JSON");
    let actual = Json::new(actual).expect("what was written is JSON");
    let mut differences = Vec::new();
    differ("$", plain(&expected).as_ref(), plain(&actual).as_ref(), &mut differences);
    assert!(differences.is_empty(), "expected, actual:\n{}", differences.join("\n"));
}

/// Notes where two documents differ.
fn differ(path: &str, expected: Option<&Plain>, actual: Option<&Plain>, found: &mut Vec<String>) {
    match (expected, actual) {
        (Some(Plain::Object(a)), Some(Plain::Object(b))) => {
            for name in a.keys().chain(b.keys().filter(|name| !a.contains_key(*name))) {
                differ(&format!("{path}.{name}"), a.get(name), b.get(name), found);
            }
        }
        (Some(Plain::List(a)), Some(Plain::List(b))) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                differ(&format!("{path}[{i}]"), Some(a), Some(b), found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{path}: {a:?}, {b:?}")),
    }
}

fn members(object: &Json) -> Map<Json> {
    let mut members = Map::new();
    wire::decode_into(object.text().as_bytes(), &mut members).expect("an object has members");
    members
}

fn plain(value: &Json) -> Option<Plain> {
    match value.kind() {
        Kind::Null => None,
        Kind::Text => {
            let text = value.as_str().expect("text is text");
            (!text.trim().is_empty()).then(|| Plain::Scalar(lower_case_boolean(&text)))
        }
        Kind::Number | Kind::Bool => Some(Plain::Scalar(value.text().to_owned())),
        Kind::List => {
            let elements = value.elements().expect("a list has elements");
            let mut elements: Vec<Plain> = elements.iter().filter_map(plain).collect();
            match elements.len() {
                0 => None,
                1 => elements.pop(),
                _ => Some(Plain::List(elements)),
            }
        }
        Kind::Object => {
            let members = members(value);
            let members: BTreeMap<String, Plain> =
                members.iter().filter_map(|(name, value)| Some((name.to_owned(), plain(value)?))).collect();
            (!members.is_empty()).then_some(Plain::Object(members))
        }
    }
}

/// Returns a boolean in lower case and any other string as it is.
fn lower_case_boolean(text: &str) -> String {
    match text.to_ascii_lowercase() {
        lower if lower == "true" || lower == "false" => lower,
        _ => text.to_owned(),
    }
}
