//! The static descriptions of bulk writes, emitted from the spec.

use crate::runtime::api::{Operation, PollSpec};

/// How the outcomes of many queued writes are read together, from a list of their statuses.
pub struct SettleSpec {
    /// How a single one is polled.
    pub poll: &'static PollSpec,
    /// The operation that lists the statuses.
    pub list: &'static Operation,
    /// The number of statuses per page that is requested.
    pub page_size: u32,
    /// The member of a status with the id of the write.
    pub id: &'static str,
    /// The member with the time when the write was received.
    pub date: Option<&'static str>,
    /// The member with the form that was sent.
    pub payload: Option<&'static str>,
    /// Members of keys, each with the member of a status that has its value under another name.
    pub members: &'static [(&'static str, &'static str)],
    /// The members with the ids of the resulting objects, also in the response to a write that was processed at once.
    pub objects: &'static [&'static str],
    /// The member with the kind of the write.
    pub kind: Option<&'static str>,
    /// The operations whose outcomes are in the list, with the value of that member.
    pub kinds: &'static [(&'static str, &'static str)],
}

/// How many elements are written by requests of one operation.
pub struct BulkSpec {
    /// The operation.
    pub operation: &'static Operation,
    /// The members of an element that identify it, the most important one first.
    pub key: &'static [&'static str],
    /// The members that tell elements apart whose members in `key` are equal.
    pub qualifiers: &'static [&'static str],
    /// The maximum number of elements of a request whose body is a list; otherwise each element is a request.
    pub chunk: Option<u32>,
    /// How the outcome of a queued write is polled.
    pub poll: &'static PollSpec,
    /// How the outcomes are read together, if the writes are queued.
    pub settle: Option<&'static SettleSpec>,
}

impl PollSpec {
    /// Returns the description of a write that is not polled.
    pub const fn without_members(operation: &'static Operation) -> Self {
        Self {
            operation,
            parameter: "",
            id: &[],
            state: "",
            pending: &[],
            done: &[],
            failed: &[],
            failure: &[],
            immediate: &[],
            progress: None,
            message: None,
        }
    }
}
