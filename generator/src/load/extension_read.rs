//! From the keys that `openapiv3` has kept aside to our types.

use indexmap::IndexMap;
use serde_json::Value;

use super::extension::{
    MediaTypeExtensions, OperationExtensions, ParameterExtensions, SchemaExtensions,
    ServerExtensions,
};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;

/// The keys of the operation at `origin`.
pub fn operation(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> OperationExtensions {
    read(ctx, origin, extensions)
}

/// The keys of the schema at `origin`.
pub fn schema(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> SchemaExtensions {
    read(ctx, origin, extensions)
}

/// The name of the server at `origin` (`x-name`).
pub fn server(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> ServerExtensions {
    read(ctx, origin, extensions)
}

/// The method of the media type at `origin` (`x-method`), and what is said about it.
pub fn media_type(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> MediaTypeExtensions {
    read(ctx, origin, extensions)
}

/// The keys of the parameter at `origin`.
pub fn parameter(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> ParameterExtensions {
    read(ctx, origin, extensions)
}

/// Reads the keys together. The pass `load` has looked at each, so that what fails here is a gap
/// in its tables; it is reported all the same, at the first key that does not fit.
fn read<T: serde::de::DeserializeOwned + Default>(
    ctx: &mut Context,
    origin: &Origin,
    extensions: &IndexMap<String, Value>,
) -> T {
    let object = |pairs: &mut dyn Iterator<Item = (&String, &Value)>| {
        Value::Object(pairs.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    if let Ok(read) = serde_json::from_value(object(&mut extensions.iter())) {
        return read;
    }
    for pair in extensions {
        if let Err(error) = serde_json::from_value::<T>(object(&mut std::iter::once(pair))) {
            let message = format!("`{}` is not understood: {error}", pair.0);
            ctx.report(Diagnostic::new(Code::BadExtensionValue, &origin.child(pair.0), message));
        }
    }
    T::default()
}
