//! Types of the keys for bulk writes, presets and references to objects.

use indexmap::IndexMap;
use serde::Deserialize;

/// `x-bulk`: a method that writes many elements.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkExtension {
    /// The name of the Rust method.
    pub method: String,
    /// The summary.
    pub summary: String,
    /// The description.
    pub description: Option<String>,
    /// The members of an element that identify it, the most important one first.
    pub key: Vec<String>,
    /// The members that tell elements apart whose members in `key` are equal.
    #[serde(default)]
    pub qualifiers: Vec<String>,
}

/// An entry of `x-presets`: a method that sets some members of a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetExtension {
    /// The name of the Rust method.
    pub method: String,
    /// The summary.
    pub summary: String,
    /// The description.
    pub description: Option<String>,
    /// The members with a fixed value.
    #[serde(default)]
    pub set: IndexMap<String, String>,
    /// The members that are arguments, in this order.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Doc aliases.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// An entry of `x-references`: an object that a request identifies in one of several ways.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceExtension {
    /// The description.
    pub description: String,
    /// The name of the argument.
    pub argument: String,
    /// The members of each form, by the name of the form.
    pub forms: IndexMap<String, Vec<String>>,
}

/// `list` of an entry of `x-queues`: how the outcomes of many writes are read together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StatusListExtension {
    /// The operation that lists the statuses.
    pub operation: String,
    /// The name of the method that reads the outcomes of a ledger.
    pub method: String,
    /// The number of statuses per page that is requested.
    pub page_size: u32,
    /// The member with the id.
    pub id: String,
    /// The member with the time when the write was received.
    pub date: Option<String>,
    /// The member with the form that was sent.
    pub payload: Option<String>,
    /// Members of keys, each with the member of a status that has its value under another name.
    #[serde(default)]
    pub members: IndexMap<String, String>,
    /// The members with the ids of the resulting objects. They may be undeclared.
    #[serde(default)]
    pub objects: Vec<String>,
    /// The member with the kind of the write.
    pub kind: Option<String>,
    /// The operations whose outcomes are in the list, with the value of that member.
    pub kinds: IndexMap<String, String>,
}
