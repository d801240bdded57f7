//! Every operation as a call that could be made, with nothing set but its path. That the typed methods
//! send what they should is proven in the crate itself, example by example.

use std::path::Path;
use std::pin::Pin;

use impact_brand::inspect::DECODERS;
use impact_brand::wire::Json;
use impact_brand::{Call, Client, Error};
use serde_json::Value;

/// The index of operations, in the order of [`all`].
pub fn index() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/operations.json");
    let text = std::fs::read_to_string(path).expect("the index of operations is there");
    let index: Value = serde_json::from_str(&text).expect("the index is JSON");
    index["operations"].as_array().expect("a list").clone()
}

/// A call whose result does not matter.
pub type Outcome = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

fn of<T: Send + 'static>(call: Call<T>) -> Outcome {
    // with nothing set, rules about what must be there would keep it from being sent
    Box::pin(async move { call.skip_validation().await.map(drop) })
}

/// All calls, in document order.
pub fn all(client: &Client) -> Vec<Outcome> {
    index().iter().map(|entry| named(client, entry["id"].as_str().expect("an id"))).collect()
}

/// The call of the operation with this id. Only answers that are files have no decoder.
fn named(client: &Client, id: &str) -> Outcome {
    let Some(decoder) = DECODERS.iter().find(|decoder| decoder.operation().id == id) else {
        assert_eq!(id, "downloadInvoicePdf", "an operation without a decoder");
        return of(client.invoices().download("1").send());
    };
    let operation = decoder.operation();
    let mut request = client.request(operation);
    for part in operation.path.split('{').skip(1) {
        let (name, _) = part.split_once('}').expect("a parameter ends");
        request = request.path::<&str>(name, "1");
    }
    of(request.call::<Json>())
}
