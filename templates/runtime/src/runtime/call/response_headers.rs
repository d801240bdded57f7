//! The declared headers of a response.

use std::borrow::Cow;

pub use http::HeaderMap;
use http::HeaderValue;

use crate::runtime::codec::{Context, DecodeStruct, decode_struct_into};
use crate::runtime::json::write_string;
use crate::runtime::wire::Json;

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
            /// The value of a header that cannot be read is in `extra`. Of one that is sent several times and is no list,
            /// the field is the first value, and `extra` has all of them as a list.
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
    let mut repeated: Vec<(&str, Json)> = Vec::new();
    for name in value.meta().members {
        let lines: Vec<Cow<'_, str>> = headers.get_all(*name).iter().map(text).collect();
        if document.len() > 1 {
            document.push(',');
        }
        write_string(&mut document, name);
        document.push(':');
        match lines.as_slice() {
            lines if lists.contains(name) => {
                write_list(&mut document, lines.iter().flat_map(|line| items(name, line)));
            }
            [] => document.push_str("null"),
            [first, others @ ..] => {
                write_string(&mut document, first);
                if !others.is_empty() {
                    let mut all = String::new();
                    write_list(&mut all, lines.iter().map(|line| &**line));
                    repeated.push((*name, Json::from_trusted(all)));
                }
            }
        }
    }
    document.push('}');
    // a value that cannot be read is kept in `extra`, and the document itself is valid
    let _ = decode_struct_into(document.as_bytes(), value, &mut Context::new());
    let _ = value.visit_fields(&mut |_, _, extra| {
        repeated.drain(..).for_each(|(name, all)| drop(extra.insert(name, all)));
        Ok(())
    });
}

/// Returns the text of a header: UTF-8, or else ISO 8859-1, as older services send it.
fn text(value: &HeaderValue) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes.iter().copied().map(char::from).collect::<String>().into(),
    }
}

/// Returns the items of a list in a line, which are separated by commas outside of quotes. A line of `Set-Cookie` is one item,
/// because its dates contain commas.
fn items<'a>(name: &str, line: &'a str) -> Vec<&'a str> {
    if name.eq_ignore_ascii_case("set-cookie") {
        return vec![line];
    }
    let (mut is_quoted, mut is_escaped) = (false, false);
    let items = line.split(|letter| {
        is_quoted ^= letter == '"' && !is_escaped;
        is_escaped = is_quoted && letter == '\\' && !is_escaped;
        letter == ',' && !is_quoted
    });
    items.map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Writes a list of strings.
fn write_list<'a>(document: &mut String, items: impl Iterator<Item = &'a str>) {
    document.push('[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            document.push(',');
        }
        write_string(document, item);
    }
    document.push(']');
}
