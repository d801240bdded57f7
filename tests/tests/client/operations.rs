//! Every operation as a call with only its path set. The tests of the generated crate check the typed methods.

use std::path::Path;
use std::pin::Pin;

use impact_brand::inspect::{DECODERS, STREAMED};
use impact_brand::runtime::internals;
use impact_brand::wire::Json;
use impact_brand::{Client, Error};
use serde_json::Value;

/// Returns the operations of `operations.json`, in the order of [`all`].
pub fn index() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/operations.json");
    let text = std::fs::read_to_string(path).expect("the index of operations");
    let index: Value = serde_json::from_str(&text).expect("the index is JSON");
    index["operations"].as_array().expect("a list").clone()
}

/// A call whose result is ignored.
pub type AnyCall = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Returns the calls of all operations, in document order.
pub fn all(client: &Client) -> Vec<AnyCall> {
    index().iter().map(|entry| call(client, entry["id"].as_str().expect("an id"))).collect()
}

/// Returns the call of the operation with this id.
pub fn call(client: &Client, id: &str) -> AnyCall {
    let decoded = DECODERS.iter().map(|decoder| decoder.operation());
    let mut operations = decoded.chain(STREAMED.iter().copied());
    let operation = operations.find(|operation| operation.id == id).expect("an operation");
    let mut request = internals::request(client, operation);
    for part in operation.path.split('{').skip(1) {
        let (name, _) = part.split_once('}').expect("the end of a parameter");
        request = request.path::<&str>(name, "1");
    }
    // the request lacks the required parameters
    request = request.without_validation();
    Box::pin(async move { request.send::<Json>().await.map(drop) })
}
