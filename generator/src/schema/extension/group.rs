//! Keys of a file with operations or components.

use indexmap::IndexMap;
use serde::Deserialize;

use super::ReferenceExtension;
use crate::schema::declare::keys;

keys! {
    /// A file with operations or components. These are the files that the root lists in `x-parts`, and the root itself.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[keys(default)]
    pub struct PartExtensions {
        /// The group of the operations of the file.
        #[key("x-group", default)]
        pub group: Option<GroupExtension>,
        /// The id types, each with its description.
        #[key("x-ids", default)]
        #[example("{ OrderId: An order. }")]
        pub ids: IndexMap<String, String>,
        /// The types of references, by their name: objects that a request identifies in one of several ways.
        /// See [references](#presets-and-references).
        #[key("x-references", default)]
        pub references: IndexMap<String, ReferenceExtension>,
    }
}

keys! {
    /// The group of the operations of a file.
    #[derive(Clone, Debug, Deserialize)]
    #[object("`x-group`")]
    pub struct GroupExtension {
        /// The module, the cargo feature and the accessor of the client, in snake case.
        #[key("name")]
        #[example("jobs")]
        pub name: String,
        /// The title.
        #[key("title")]
        #[example("Jobs")]
        pub title: String,
        /// What the objects of the group are, in two or three sentences.
        #[key("description")]
        pub description: String,
        /// Further search terms, as doc aliases.
        #[key("aliases", default)]
        #[example("[Exports]")]
        pub aliases: Vec<String>,
    }
}
