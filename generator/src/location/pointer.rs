//! The segments of JSON pointers.

use std::borrow::Cow;

/// Returns a key as a segment of a pointer.
pub fn escape(key: &str) -> Cow<'_, str> {
    match key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        false => Cow::Borrowed(key),
        true => Cow::Owned(key.replace('~', "~0").replace('/', "~1")),
    }
}

/// Returns the key that a segment of a pointer names.
pub fn unescape(segment: &str) -> Cow<'_, str> {
    match segment.contains('~') {
        false => Cow::Borrowed(segment),
        true => Cow::Owned(segment.replace("~1", "/").replace("~0", "~")),
    }
}
