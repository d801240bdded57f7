//! Tests code that uses the client without a network: a transport that returns canned responses.
//!
//! A transport is also the place to use another HTTP library, a proxy or a cache.

use std::error::Error;

use http::{Request, Response};
use impact_brand::Client;
use impact_brand::transport::{Body, BoxFuture, Incoming, Transport, TransportError};

/// Returns the same list of programs for every request.
#[derive(Debug)]
struct Canned;

impl Transport for Canned {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Incoming>, TransportError>> {
        println!("{} {}", request.method(), request.uri().path());
        let body = r#"{"Campaigns": [{"Id": "1000", "Name": "Cups and Pots"}]}"#;
        let response = Response::builder()
            .header("Content-Type", "application/json")
            .body(Incoming::bytes(body))
            .map_err(TransportError::other);
        Box::pin(std::future::ready(response))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder("account", "token").transport(Canned).build()?;
    let mut programs = client.programs().list().items();
    while let Some(program) = programs.next().await {
        let program = program?;
        println!("{}: {}", program.id.unwrap_or_default(), program.name.unwrap_or_default());
    }
    Ok(())
}
