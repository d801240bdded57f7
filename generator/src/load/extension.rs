//! Deserializes the extension keys of `openapiv3` values.

use indexmap::IndexMap;
use serde_json::Value;

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;
pub use crate::schema::extension::*;

/// Returns the extension keys of the operation at `origin`.
pub fn operation(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> OperationExtensions {
    read(ctx, origin, extensions)
}

/// Returns the extension keys of the schema at `origin`.
pub fn schema(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> SchemaExtensions {
    read(ctx, origin, extensions)
}

/// Returns the extension keys of the server at `origin`.
pub fn server(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> ServerExtensions {
    read(ctx, origin, extensions)
}

/// Returns the extension keys of the media type at `origin`.
pub fn media_type(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> MediaTypeExtensions {
    read(ctx, origin, extensions)
}

/// Returns the extension keys of the parameter at `origin`.
pub fn parameter(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> ParameterExtensions {
    read(ctx, origin, extensions)
}

/// Deserializes all keys at once.
///
/// `load` has checked each key before, so a failure means that its tables are incomplete. The failing keys
/// are reported.
fn read<T: serde::de::DeserializeOwned + Default>(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> T {
    let object = |pairs: &mut dyn Iterator<Item = (&String, &Value)>| {
        Value::Object(pairs.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    // Read by `lint` from the source tree, on every kind of object.
    let keys = || extensions.iter().filter(|(key, _)| *key != "x-allow");
    if let Ok(read) = serde_json::from_value(object(&mut keys())) {
        return read;
    }
    for pair in keys() {
        if let Err(error) = serde_json::from_value::<T>(object(&mut std::iter::once(pair))) {
            let message = format!("failed to parse `{}`: {error}", pair.0);
            ctx.report(Diagnostic::new(Code::BadExtensionValue, &origin.child(pair.0), message));
        }
    }
    T::default()
}
