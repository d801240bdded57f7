//! Methods beyond the one of each operation: bulk writes and presets; and references to objects.

use super::{Field, ModulePath, Name};
use crate::location::Origin;

/// A method that writes many elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulk {
    /// The name of the method.
    pub name: Name,
    /// The summary, one sentence.
    pub summary: String,
    /// The description.
    pub docs: String,
    /// The members of an element that identify it.
    pub key: Vec<String>,
    /// The members that tell elements apart whose members in `key` are equal.
    pub qualifiers: Vec<String>,
    /// The location in the spec.
    pub origin: Origin,
}

/// A method that sets some members of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// The name of the method.
    pub name: Name,
    /// The summary, one sentence.
    pub summary: String,
    /// The description.
    pub docs: String,
    /// The members with a fixed value, by their names in the spec.
    pub set: Vec<(String, String)>,
    /// The members that are arguments, by their names in the spec.
    pub arguments: Vec<String>,
    /// Search terms (doc aliases).
    pub aliases: Vec<String>,
    /// The location in the spec.
    pub origin: Origin,
}

/// How the outcomes of many queued writes are read together.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusList {
    /// The name of the method that reads the outcomes of a ledger.
    pub method: Name,
    /// The operation that lists the statuses, as indexes of the group and the operation.
    pub operation: (usize, usize),
    /// The number of statuses per page.
    pub page_size: u32,
    /// The member with the id.
    pub id: String,
    /// The member with the time when the write was received.
    pub date: Option<String>,
    /// The member with the form that was sent.
    pub payload: Option<String>,
    /// Members of keys, with the member of a status that has their value under another name.
    pub members: Vec<(String, String)>,
    /// The members with the ids of the resulting objects.
    pub objects: Vec<String>,
    /// The member with the kind of the write.
    pub kind: Option<String>,
    /// The ids of operations, with the value of that member.
    pub kinds: Vec<(String, String)>,
}

/// The type of a reference to an object, which a request identifies in one of several ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The name of the type.
    pub name: Name,
    /// The name of the argument.
    pub argument: Name,
    /// The description.
    pub docs: String,
    /// The module.
    pub module: ModulePath,
    /// The forms.
    pub forms: Vec<ReferenceForm>,
    /// The location in the spec.
    pub origin: Origin,
}

/// A form of a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceForm {
    /// The name.
    pub name: Name,
    /// The members, as a request declares them.
    pub members: Vec<Field>,
    /// The location in the spec.
    pub origin: Origin,
}
