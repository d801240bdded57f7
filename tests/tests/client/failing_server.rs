//! A server on the loopback interface that fails every request in the same way, and counts them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use impact_brand::retry::RetryPolicy;
use impact_brand::transport::ReqwestTransport;
use impact_brand::{Client, ClientBuilder};

use crate::driver::IS_BLOCKING;

/// How every request fails.
#[derive(Clone, Debug)]
pub enum Fault {
    /// No server listens.
    Refused,
    /// The connection is reset when the first bytes of the request arrive, none of which are read.
    ResetBefore,
    /// The connection is reset in the head of the request.
    ResetDuring,
    /// The connection is reset when the whole request has arrived, without a response.
    ResetAfter,
    /// The whole request is read, and the connection is closed without a response.
    Closed,
    /// The whole request is read, these bytes are sent, and the connection is closed.
    Respond(Vec<u8>),
    /// The whole request is read, these bytes are sent, and the connection is kept open.
    Stall(Vec<u8>),
}

/// The server.
pub struct FailingServer {
    pub url: String,
    count: Arc<AtomicUsize>,
}

impl FailingServer {
    pub fn start(fault: Fault) -> Self {
        let count = Arc::new(AtomicUsize::new(0));
        if matches!(fault, Fault::Refused) {
            // a port that no test can listen on
            return Self { url: "http://127.0.0.1:1".to_owned(), count };
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a local address"));
        let seen = count.clone();
        thread::spawn(move || {
            let mut open = Vec::new();
            for mut connection in listener.incoming().flatten() {
                seen.fetch_add(1, Ordering::SeqCst);
                // the test fails instead of waiting forever
                connection.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
                // a client that has given up closes the connection
                let _ = fail(&mut connection, &fault);
                if let Fault::Stall(_) = fault {
                    open.push(connection);
                }
            }
        });
        Self { url, count }
    }

    /// Returns the number of connections, each of which is one request, after waiting for the expected one.
    pub fn count(&self, expected: usize) -> usize {
        let start = Instant::now();
        loop {
            let count = self.count.load(Ordering::SeqCst);
            if count >= expected || start.elapsed() > Duration::from_secs(5) {
                return count;
            }
            thread::yield_now();
        }
    }
}

fn fail(connection: &mut TcpStream, fault: &Fault) -> std::io::Result<()> {
    let mut byte = [0];
    match fault {
        // a connection that is dropped with unread bytes is reset
        Fault::Refused | Fault::ResetBefore => connection.peek(&mut byte).map(drop),
        Fault::ResetDuring => {
            connection.read_exact(&mut [0; 16])?;
            connection.peek(&mut byte).map(drop)
        }
        Fault::ResetAfter => {
            read_all_but_one(connection)?;
            connection.peek(&mut byte).map(drop)
        }
        Fault::Closed => read(connection),
        Fault::Respond(response) | Fault::Stall(response) => {
            read(connection)?;
            connection.write_all(response)
        }
    }
}

fn read(connection: &mut TcpStream) -> std::io::Result<()> {
    read_all_but_one(connection)?;
    connection.read_exact(&mut [0])
}

/// Reads a request except for its last byte.
fn read_all_but_one(connection: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r") {
        let mut byte = [0];
        connection.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    // the last byte of the head is the first one of the rest
    connection.read_exact(&mut vec![0; length])
}

/// Returns a builder for a client that retries without delays, as most tests need one.
pub fn retrying(url: &str, transport: &ReqwestTransport) -> ClientBuilder {
    let builder = crate::builder(url).retry(RetryPolicy::default().base_delay(Duration::ZERO));
    if IS_BLOCKING { builder } else { builder.transport(transport.clone()) }
}

/// Returns such a client, whose budget of retries is full.
pub fn retrying_client(url: &str, transport: &ReqwestTransport) -> Client {
    retrying(url, transport).build().expect("a client for loopback")
}

/// Creates the transport that the clients of a test share.
pub fn transport() -> ReqwestTransport {
    ReqwestTransport::new(Duration::from_secs(10)).expect("a transport")
}
