//! The objects of OpenAPI 3.0, with their extension keys.

mod body;
mod operation;
mod root;
mod schema;

pub use body::{ENCODING, EXAMPLE, HEADER, MEDIA_TYPE, REQUEST_BODY, RESPONSE};
pub use operation::{METHODS, OPERATION, PARAMETER, PATH_ITEM};
pub use root::{COMPONENTS, PART, ROOT, SECURITY_SCHEME, SERVER};
pub use schema::SCHEMA;

use super::declare::Keys;
use super::extension::SuppressionExtensions;
use super::value_schema::{Field, Object};

/// The suppression of a lint rule, on any element that a rule reports.
const ALLOW: &[Field] = SuppressionExtensions::FIELDS;

/// Declares a value that is one of several keywords of OpenAPI.
macro_rules! keyword {
    ($($name:literal),+) => {
        $crate::schema::ValueSchema::Keyword(&[
            $($crate::schema::Keyword { name: $name, docs: "" }),+
        ])
    };
}
use keyword;

/// The objects with `x-` keys.
pub static ALL: [&Object; 7] =
    [&ROOT, &PATH_ITEM, &OPERATION, &PARAMETER, &MEDIA_TYPE, &SCHEMA, &SERVER];

/// Returns the additional checks of an object.
pub fn extra_checks(object: &Object) -> Option<ExtraChecks> {
    let is = |other: &'static Object| std::ptr::eq(object, other);
    if is(&PARAMETER) {
        Some(ExtraChecks::Parameter)
    } else if is(&HEADER) {
        Some(ExtraChecks::Header)
    } else if is(&SECURITY_SCHEME) {
        Some(ExtraChecks::SecurityScheme)
    } else {
        None
    }
}

/// Checks of an object that its table of keys does not express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraChecks {
    /// Either `schema` or `content`, and a style that is valid for `in`.
    Parameter,
    /// Either `schema` or `content`.
    Header,
    /// Keys that depend on the type.
    SecurityScheme,
}

/// The styles of a parameter by its location.
pub const STYLES: [(&str, &[&str]); 4] = [
    ("query", &["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ("path", &["simple", "label", "matrix"]),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

/// The required keys of a security scheme by its type.
pub const SCHEME_KEYS: [(&str, &[&str]); 4] = [
    ("http", &["scheme"]),
    ("apiKey", &["name", "in"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// The supported schemes of HTTP authentication, in any letter case.
pub const HTTP_SCHEMES: [&str; 2] = ["basic", "bearer"];

/// Returns the key below `components` of objects that can be referred to.
pub fn section(object: &'static Object) -> Option<&'static str> {
    let sections: [(&'static Object, &'static str); 6] = [
        (&SCHEMA, "schemas"),
        (&PARAMETER, "parameters"),
        (&RESPONSE, "responses"),
        (&REQUEST_BODY, "requestBodies"),
        (&HEADER, "headers"),
        (&EXAMPLE, "examples"),
    ];
    sections.into_iter().find(|(other, _)| std::ptr::eq(object, *other)).map(|(_, key)| key)
}

/// Returns the key `key` of an object.
pub fn field(object: &'static Object, key: &str) -> Option<&'static Field> {
    let is_searched = |field: &&Field| field.key == key;
    match key.starts_with("x-") {
        true => object.extension_fields().find(is_searched),
        false => object.fields.iter().find(is_searched),
    }
}
