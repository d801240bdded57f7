//! A server on the loopback that answers what it is told and keeps what it is asked.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came in.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }
}

/// A server that answers one request per connection.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    script: Arc<Mutex<VecDeque<Vec<u8>>>>,
}

impl Server {
    /// Answers these raw responses, one after the other; an empty one breaks the connection.
    pub fn new(script: impl IntoIterator<Item = impl Into<Vec<u8>>>) -> Self {
        let script: VecDeque<Vec<u8>> = script.into_iter().map(Into::into).collect();
        let script = Arc::new(Mutex::new(script));
        let rest = script.clone();
        let server = Self::serving(move |_| {
            let response = rest.lock().unwrap().pop_front();
            response.unwrap_or_else(|| response_of(599, "text/plain", "script is over"))
        });
        Self { script, ..server }
    }

    /// Answers what this makes of each request; nothing breaks the connection.
    pub fn serving(mut serve: impl FnMut(&Asked) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let server = Self { url, asked: asked.clone(), script: Arc::default() };
        thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut connection) = connection else { return };
                let Some(request) = read(&connection) else { continue };
                asked.lock().unwrap().push(request.clone());
                let _ = connection.write_all(&serve(&request));
                let _ = connection.flush();
            }
        });
        server
    }

    pub fn then(&self, response: impl Into<Vec<u8>>) {
        self.script.lock().unwrap().push_back(response.into());
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn only(&self) -> Asked {
        let asked = self.asked();
        assert_eq!(asked.len(), 1, "one request was expected: {asked:?}");
        asked[0].clone()
    }
}

fn read(connection: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let mut asked = Asked {
        method: words.next()?.to_owned(),
        target: words.next()?.to_owned(),
        ..Asked::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        asked.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = asked.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    asked.body = vec![0; length];
    reader.read_exact(&mut asked.body).ok()?;
    Some(asked)
}

fn response_of(status: u16, content_type: &str, body: &str) -> Vec<u8> {
    response(status, &[("content-type", content_type)], body)
}

/// A raw response.
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

/// A raw response of JSON.
pub fn json(status: u16, body: &str) -> Vec<u8> {
    response_of(status, "application/json", body)
}
