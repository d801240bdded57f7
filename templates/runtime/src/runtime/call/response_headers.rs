//! The declared headers of a response.

pub use http::HeaderMap;

use crate::runtime::codec::{Context, DecodeStruct, decode_struct_into};
use crate::runtime::json::write_string;

/// Adds to a struct the function that reads it from the headers of a response. The fields that are lists follow.
///
/// ```ignore
/// response_headers!(CreateNote => CreateNoteHeaders ["X-Tags"]);
/// ```
#[cfg_attr(feature = "internals", macro_export)]
macro_rules! response_headers {
    ($builder:ident => $headers:ident [$($list:literal),*]) => {
        impl $headers {
            #[doc = concat!(
                "Reads the declared headers of the response to a [`",
                stringify!($builder),
                "`], which [`send_with_response`](",
                stringify!($builder),
                "::send_with_response) returns."
            )]
            ///
            /// The value of a header that cannot be read is in `extra`.
            pub fn from_headers(headers: &$crate::runtime::call::HeaderMap) -> Self {
                $crate::runtime::call::read_headers(headers, &[$($list),*])
            }
        }
    };
}

#[cfg(feature = "internals")]
pub use crate::response_headers;
#[cfg(not(feature = "internals"))]
#[allow(unused_imports, reason = "responses are emitted")]
pub(crate) use response_headers;

/// Reads the headers that a struct declares.
pub fn read_headers<T: DecodeStruct>(headers: &HeaderMap, lists: &[&str]) -> T {
    let mut value = T::empty();
    decode_headers(headers, lists, &mut value);
    value
}

/// Decodes the headers as an object of strings, so that they are read like other values of the service.
fn decode_headers(headers: &HeaderMap, lists: &[&str], value: &mut dyn DecodeStruct) {
    let mut document = String::from("{");
    for name in value.meta().members {
        let mut texts = headers.get_all(*name).iter().filter_map(|text| text.to_str().ok());
        if document.len() > 1 {
            document.push(',');
        }
        write_string(&mut document, name);
        document.push(':');
        if lists.contains(name) {
            write_list(&mut document, texts);
        } else {
            match texts.next() {
                Some(text) => write_string(&mut document, text),
                None => document.push_str("null"),
            }
        }
    }
    document.push('}');
    // a value that cannot be read is kept in `extra`, and the document itself is valid
    let _ = decode_struct_into(document.as_bytes(), value, &mut Context::new());
}

/// Writes the items of a list, which is in one line with commas, in several lines, or both.
fn write_list<'a>(document: &mut String, lines: impl Iterator<Item = &'a str>) {
    document.push('[');
    let items = lines.flat_map(|line| line.split(',')).map(str::trim);
    for (index, item) in items.filter(|item| !item.is_empty()).enumerate() {
        if index > 0 {
            document.push(',');
        }
        write_string(document, item);
    }
    document.push(']');
}
