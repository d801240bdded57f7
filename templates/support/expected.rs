//! The comparison of a request with the expected one.

use super::compare::compare;
use super::server::{Received, Server};

/// The request that the client must send.
pub struct Expected {
    /// The method.
    pub method: &'static str,
    /// The path and the query, byte by byte.
    pub target: &'static str,
    /// The user name and the password; `None` if no credentials may be sent.
    pub credentials: Option<(&'static str, &'static str)>,
    /// Further headers.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body.
    pub body: Body,
}

/// The body that the client must send.
pub enum Body {
    /// No body.
    None,
    /// A form, byte by byte.
    Form(&'static str),
    /// A JSON document; whitespace and the spelling of values are not compared.
    Json(&'static str),
    /// A JSON document with another media type.
    JsonOf(&'static str, &'static str),
    /// The parts of a multipart body, in order: name and content.
    Multipart(&'static [(&'static str, &'static str)]),
    /// Content of this type, byte by byte.
    Raw(&'static str, &'static str),
}

impl Server {
    /// Compares the request with the expected one.
    pub fn check(&self, expected: &Expected) {
        let request = self.received();
        let request_line = request.head.lines().next().unwrap_or_default();
        assert_eq!(request_line, format!("{} {} HTTP/1.1", expected.method, expected.target));
        let authorization = expected
            .credentials
            .map(|(user, password)| format!("Basic {}", base64(&format!("{user}:{password}"))));
        let is_listed = expected.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        if !is_listed {
            assert_eq!(request.header("authorization"), authorization);
        }
        for (name, value) in expected.headers {
            assert_eq!(request.header(name).as_deref(), Some(*value), "header {name}");
        }
        assert!(request.header("accept").is_some(), "every request has an `Accept` header");
        check_body(&expected.body, &request);
    }
}

fn check_body(expected: &Body, request: &Received) {
    let content_type = request.header("content-type");
    let text = String::from_utf8_lossy(&request.body);
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
        Body::JsonOf(media_type, document) => {
            assert_eq!(content_type.as_deref(), Some(*media_type));
            compare(document, &text);
        }
        Body::Multipart(parts) => {
            let content_type = content_type.expect("a content type");
            let (_, boundary) = content_type.split_once("boundary=").expect("a boundary");
            let expected: Vec<_> = parts
                .iter()
                .map(|(name, content)| (name.to_string(), content.to_string()))
                .collect();
            assert_eq!(multipart(&text, boundary), expected);
        }
        Body::Raw(media_type, content) => {
            assert_eq!(content_type.as_deref(), Some(*media_type));
            assert_eq!(text, *content);
        }
    }
}

/// Returns the parts of a multipart body: name and content.
fn multipart(body: &str, boundary: &str) -> Vec<(String, String)> {
    let separator = format!("--{boundary}");
    body.split(&separator)
        .skip(1)
        .filter(|part| !part.starts_with("--"))
        .map(|part| {
            let (head, content) = part.split_once("\r\n\r\n").expect("head and content of a part");
            let (_, name) = head.split_once("name=\"").expect("the name of a part");
            let (name, _) = name.split_once('"').expect("the end of the name");
            (name.to_owned(), content.strip_suffix("\r\n").unwrap_or(content).to_owned())
        })
        .collect()
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for position in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * position)) as usize & 63];
            out.push(if position <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}
