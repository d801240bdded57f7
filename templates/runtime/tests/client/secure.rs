//! A server with TLS on the loopback interface, whose certificate is signed by a private authority.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The certificate of the authority.
pub const AUTHORITY: &str = include_str!("../certificates/authority.pem");

/// Returns the certificate of the authority in DER.
pub fn authority_der() -> Vec<u8> {
    CertificateDer::from_pem_slice(AUTHORITY.as_bytes()).unwrap().to_vec()
}

/// A connection with TLS.
pub type Connection = StreamOwned<ServerConnection, TcpStream>;

/// A server that handles each request by the same function.
pub struct SecureServer {
    pub url: String,
    count: Arc<AtomicUsize>,
}

impl SecureServer {
    /// Starts a server that sends the same response to every request.
    pub fn new() -> Self {
        Self::serving(|connection| {
            let response =
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\n{\"Id\":\"1\"}";
            let _ = connection.write_all(response.as_bytes());
            connection.conn.send_close_notify();
            let _ = connection.flush();
        })
    }

    /// Starts a server that calls a function after it has read a request.
    pub fn serving(serve: impl Fn(&mut Connection) + Send + 'static) -> Self {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = count.clone();
        let url = accept(config(), move |mut connection| {
            // a client that rejects the certificate ends the connection
            if read_request(&mut connection).is_some() {
                counted.fetch_add(1, Ordering::SeqCst);
                serve(&mut connection);
            }
        });
        Self { url, count }
    }

    /// Returns the number of requests.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}

/// Calls a function with each connection, one after the other. Returns the URL of the server.
pub fn accept(config: ServerConfig, handle: impl Fn(Connection) + Send + 'static) -> String {
    let config = Arc::new(config);
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let session = ServerConnection::new(config.clone()).unwrap();
            handle(StreamOwned::new(session, connection.unwrap()));
        }
    });
    url
}

/// Reads a request; returns `None` if the connection ends before.
fn read_request(connection: &mut Connection) -> Option<()> {
    let (mut request, mut buffer) = (Vec::new(), [0; 1024]);
    loop {
        let count = connection.read(&mut buffer).ok().filter(|count| *count > 0)?;
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            return Some(());
        }
    }
}

/// Returns a configuration with the certificate for `localhost`.
pub fn config() -> ServerConfig {
    let certificate = include_bytes!("../certificates/server.pem");
    let key = include_bytes!("../certificates/server-key.pem");
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate).unwrap()],
            PrivateKeyDer::from_pem_slice(key).unwrap(),
        )
        .unwrap()
}
