//! The macros by which extension keys are declared, each key once.
//!
//! `keys!` declares a struct. From the same lines it makes the table of keys that is checked, and the documentation that
//! is rendered. The schema of a value follows from the type of the field, by [`KeyType`].

use indexmap::IndexMap;

use super::value_schema::{Field, ValueSchema};

/// A type that values of extension keys are deserialized into.
pub trait KeyType {
    /// The schema of the values.
    const SCHEMA: ValueSchema;
}

/// A struct that has a field for each of several keys.
pub trait Keys {
    /// The documentation in Markdown.
    const DOCS: &'static str;
    /// The keys.
    const FIELDS: &'static [Field];
}

impl KeyType for String {
    const SCHEMA: ValueSchema = ValueSchema::String;
}

impl KeyType for bool {
    const SCHEMA: ValueSchema = ValueSchema::Bool;
}

impl KeyType for u32 {
    const SCHEMA: ValueSchema = ValueSchema::Unsigned;
}

impl KeyType for u64 {
    const SCHEMA: ValueSchema = ValueSchema::Unsigned;
}

impl<T: KeyType> KeyType for Option<T> {
    const SCHEMA: ValueSchema = T::SCHEMA;
}

impl<T: KeyType> KeyType for Vec<T> {
    const SCHEMA: ValueSchema = ValueSchema::List(&T::SCHEMA);
}

impl<T: KeyType> KeyType for IndexMap<String, T> {
    const SCHEMA: ValueSchema = ValueSchema::Map(&T::SCHEMA);
}

/// Declares a struct of keys: a struct with these attributes, in this order.
///
/// - `#[object("a window")]` makes the struct the value of a key, with this name in messages.
/// - `#[keys(default)]` is in its place if the struct has the `x-` keys of an object of OpenAPI, each with a default.
/// - `#[key("start")]` is a required key, `#[key("end", default)]` an optional one.
/// - `#[example("…")]` is a value of the key, in YAML.
/// - `#[values(…)]` is the schema of the value, if it does not follow from the type.
///
/// The doc comments are Markdown of `spec/README.md` as well.
macro_rules! keys {
    (
        $(#[doc = $docs:literal])*
        #[derive($($derive:ident),*)]
        $(#[object($name:literal)])?
        $(#[keys($missing:ident)])?
        pub struct $Type:ident {
            $(
                $(#[doc = $key_docs:literal])*
                #[key($key:literal $(, $default:ident)?)]
                $(#[example($example:literal)])?
                $(#[values($schema:expr)])?
                pub $field:ident: $Value:ty,
            )*
        }
    ) => {
        $(#[doc = $docs])*
        #[derive($($derive),*)]
        #[serde(deny_unknown_fields $(, $missing)?)]
        pub struct $Type {
            $(
                $(#[doc = $key_docs])*
                #[serde(rename = $key $(, $default)?)]
                pub $field: $Value,
            )*
        }

        impl $crate::schema::declare::Keys for $Type {
            const DOCS: &'static str = concat!($($docs),*);
            const FIELDS: &'static [$crate::schema::Field] = &[
                $(
                    $crate::schema::Field {
                        key: $key,
                        docs: concat!($($key_docs),*),
                        example: keys!(@example $($example)?),
                        schema: keys!(@schema $Value $(, $schema)?),
                        required: keys!(@required $($default)?),
                        has_effect: true,
                    },
                )*
            ];
        }

        $(
            impl $crate::schema::declare::KeyType for $Type {
                const SCHEMA: $crate::schema::ValueSchema = $crate::schema::ValueSchema::Object({
                    static OBJECT: $crate::schema::Object = $crate::schema::Object {
                        name: $name,
                        docs: <$Type as $crate::schema::declare::Keys>::DOCS,
                        fields: <$Type as $crate::schema::declare::Keys>::FIELDS,
                        extensions: &[],
                    };
                    &OBJECT
                });
            }
        )?
    };
    (@example) => { None };
    (@example $example:literal) => { Some($example) };
    (@schema $Value:ty) => { <$Value as $crate::schema::declare::KeyType>::SCHEMA };
    (@schema $Value:ty, $schema:expr) => { $schema };
    (@required) => { true };
    (@required default) => { false };
}

/// Declares an enum of keywords: `#[key("link")]` is the value of the variant after it.
macro_rules! keywords {
    (
        $(#[doc = $docs:literal])*
        pub enum $Type:ident {
            $(
                $(#[doc = $key_docs:literal])*
                #[key($key:literal)]
                $Variant:ident,
            )*
        }
    ) => {
        $(#[doc = $docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
        pub enum $Type {
            $(
                $(#[doc = $key_docs])*
                #[serde(rename = $key)]
                $Variant,
            )*
        }

        impl $crate::schema::declare::KeyType for $Type {
            const SCHEMA: $crate::schema::ValueSchema = $crate::schema::ValueSchema::Keyword(&[
                $($crate::schema::Keyword { name: $key, docs: concat!($($key_docs),*) },)*
            ]);
        }
    };
}

pub(crate) use {keys, keywords};
