//! The names of media types, and how they are compared.

/// JSON.
pub const JSON: &str = "application/json";

/// A form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A body with parts, which can be files.
pub const MULTIPART: &str = "multipart/form-data";

/// Text.
pub const TEXT: &str = "text/plain";

/// Bytes of any content.
pub const BYTES: &str = "application/octet-stream";

/// Any media type.
pub const ANY: &str = "*/*";

/// Returns a media type without parameters, in lower case.
pub fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns `true` if a media type is JSON.
pub fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == JSON || essence.ends_with("+json")
}

/// Returns the first of the media types of a part, separated by commas, that the client sends: JSON, or that of `other`
/// values.
pub fn part_type<'t>(types: &'t str, other: &str) -> Option<&'t str> {
    let mut types = types.split(',').map(str::trim);
    types.find(|own| [JSON, other].iter().any(|sent| own.eq_ignore_ascii_case(sent)))
}
