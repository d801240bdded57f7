//! A server with TLS on the loopback interface, whose certificate is signed by a private authority.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
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

/// A server that sends the same response to every request.
pub struct SecureServer {
    pub url: String,
}

impl SecureServer {
    pub fn new() -> Self {
        let config = Arc::new(config());
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        thread::spawn(move || {
            for connection in listener.incoming() {
                let connection = connection.unwrap();
                let mut stream =
                    StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), connection);
                let mut request = Vec::new();
                let mut buffer = [0; 1024];
                // a client that rejects the certificate ends the connection
                while !request.ends_with(b"\r\n\r\n") {
                    match stream.read(&mut buffer) {
                        Ok(0) | Err(_) => break,
                        Ok(count) => request.extend_from_slice(&buffer[..count]),
                    }
                }
                let response = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\n{\"Id\":\"1\"}";
                let _ = stream.write_all(response.as_bytes());
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        });
        Self { url }
    }
}

fn config() -> ServerConfig {
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
