//! Keys for bulk writes, presets and references to objects.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::schema::declare::keys;

keys! {
    /// A method that writes many elements.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("`x-bulk`")]
    pub struct BulkExtension {
        /// The Rust method.
        #[key("method")]
        #[example("submit_all")]
        pub method: String,
        /// The summary of the method.
        #[key("summary")]
        pub summary: String,
        /// The description of the method.
        #[key("description", default)]
        pub description: Option<String>,
        /// The members of an element that identify it, the most important one first, which names the element in outcomes.
        #[key("key")]
        #[example("[OrderId]")]
        pub key: Vec<String>,
        /// The members that tell elements apart whose members in `key` are equal.
        #[key("qualifiers", default)]
        pub qualifiers: Vec<String>,
    }
}

keys! {
    /// An entry of `x-presets`: a method that sets some members of a request.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("a preset")]
    pub struct PresetExtension {
        /// The Rust method.
        #[key("method")]
        #[example("archive")]
        pub method: String,
        /// The summary of the method.
        #[key("summary")]
        pub summary: String,
        /// The description of the method.
        #[key("description", default)]
        pub description: Option<String>,
        /// The members with a fixed value.
        #[key("set", default)]
        #[example("{ State: ARCHIVED }")]
        pub set: IndexMap<String, String>,
        /// The members that are arguments of the method, in this order.
        #[key("arguments", default)]
        #[example("['Name{i}']")]
        pub arguments: Vec<String>,
        /// Doc aliases.
        #[key("aliases", default)]
        pub aliases: Vec<String>,
    }
}

keys! {
    /// An entry of `x-references`: an object that a request identifies in one of several ways.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("a reference")]
    pub struct ReferenceExtension {
        /// The description of the type.
        #[key("description")]
        pub description: String,
        /// The name of the argument.
        #[key("argument")]
        #[example("order")]
        pub argument: String,
        /// The members of each form, by the name of the form. They are set together.
        #[key("forms")]
        #[example("{ id: [OrderId], number: [ShopId, OrderNumber] }")]
        pub forms: IndexMap<String, Vec<String>>,
    }
}
