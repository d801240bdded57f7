//! Keys of a schema.

use indexmap::IndexMap;
use serde::Deserialize;

use super::ConstraintExtension;
use crate::schema::declare::{keys, keywords};
use crate::wire_name::Numbering;

keys! {
    /// A schema or a property.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[keys(default)]
    pub struct SchemaExtensions {
        /// The id type, a key of `x-ids`. On `type: string` only.
        #[key("x-id", default)]
        #[example("OrderId")]
        pub id: Option<String>,
        /// The Rust name, where the name derived from the wire name is unsuitable or collides. A field `Type` is named after
        /// its content (`NoteType`), which avoids `r#type`. Lists with a singular name become
        /// plural (`Id` → `ids`).
        #[key("x-rust-name", default)]
        #[example("note_type")]
        pub rust_name: Option<String>,
        /// The value is redacted by `Debug`.
        #[key("x-sensitive", default)]
        #[example("personal")]
        pub sensitive: Option<SensitiveExtension>,
        /// The property name contains `{n}`, and represents the names with these numbers: `Text{n}` represents `Text1` to
        /// `Text50`.
        #[key("x-family", default)]
        #[example("{ from: 1, to: 50 }")]
        pub family: Option<FamilyExtension>,
        /// On an array of objects in a form: the property names of the elements contain `{i}` (`ItemName{i}`) and are numbered.
        #[key("x-indexed", default)]
        #[example("{ from: 1, bare-first: true }")]
        pub indexed: Option<IndexedExtension>,
        /// Keywords that are accepted in place of a `date-time`. Other text is an error before the request is sent, unless
        /// `skip_validation()` is set.
        #[key("x-keywords", default)]
        #[example("[NOW]")]
        pub keywords: Vec<String>,
        /// The description of each enum value.
        #[key("x-enum-descriptions", default)]
        #[example("{ PENDING: Not yet locked. }")]
        pub enum_descriptions: IndexMap<String, String>,
        /// The Rust names of enum values, where the derived names are unsuitable: joined words, single letters, leading
        /// digits, sentences, misspellings. Other values keep the derived name.
        #[key("x-enum-names", default)]
        #[example("{ 2H: TwoHours }")]
        pub enum_names: IndexMap<String, String>,
        /// On an enum in a request: values other than the listed ones are expected too. Documentation only.
        #[key("x-open", default)]
        #[example("true")]
        pub open: bool,
        /// On the inline schema of a request body: a key of `x-references`, the object that the request identifies.
        /// See [references](#presets-and-references).
        #[key("x-reference", default)]
        #[example("OrderRef")]
        pub reference: Option<String>,
        /// On the schema of a request body: requirements beyond `required`.
        /// See [constraints](#constraints-of-a-request).
        #[key("x-constraints", default)]
        #[example("[{ any: [ProductId, ProductCode] }]")]
        pub constraints: Vec<ConstraintExtension>,
    }
}

keywords! {
    /// Why a value is redacted in `Debug` output.
    pub enum SensitiveExtension {
        /// Passwords, tax ids, URLs that can contain credentials.
        #[key("secret")]
        Secret,
        /// Names of people, e-mail addresses, all phone numbers, street and postal code (not city, region and country),
        /// IP addresses, ids of devices, pictures and recordings of people, keys pressed by callers, raw records.
        #[key("personal")]
        Personal,
    }
}

keys! {
    /// The numbers in place of `{n}`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    #[object("`x-family`")]
    pub struct FamilyExtension {
        /// The first number.
        #[key("from")]
        pub from: u32,
        /// The last number.
        #[key("to")]
        pub to: u32,
    }
}

keys! {
    /// The numbers in place of `{i}`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    #[object("`x-indexed`")]
    pub struct IndexedExtension {
        /// The number of the first item.
        #[key("from")]
        pub from: u32,
        /// The first item has no number (`Name`, `Name2`).
        #[key("bare-first", default)]
        pub bare_first: bool,
    }
}

impl IndexedExtension {
    /// Returns the numbering, if it is supported.
    pub fn numbering(self) -> Option<Numbering> {
        Numbering::new(self.from.into(), self.bare_first)
    }
}
