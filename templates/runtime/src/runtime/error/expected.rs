//! What a successful response is expected to contain.

use crate::runtime::api::{Paging, PollSpec};
use crate::runtime::codec::Model;

/// What a successful response is expected to contain. `rules.rs` has the rule by which an object is an error in place of
/// each of these.
#[derive(Clone, Copy)]
pub(crate) enum Expected {
    /// The status of a job or a queued write, whose state may be the word of an error.
    State {
        /// The request was a write.
        is_write: bool,
    },
    /// A file, which may be a document with any members.
    File {
        /// The file has any content, such as an object that is fetched.
        is_any: bool,
    },
    /// A list.
    List {
        /// Has the members of a page.
        paging: &'static Paging,
        /// The names of the member with the items.
        items: &'static [&'static str],
    },
    /// An object that is read into a model.
    Object(Model),
    /// Another value that is read.
    Value,
    /// The result of a write, which may be no more than a message, with the model that it is decoded into.
    WriteResult(Option<Model>),
    /// The acceptance of a write that the service queues, with the members that identify what was accepted.
    Queued(&'static PollSpec),
}

impl Expected {
    /// Returns `true` if the request was a write. What it may have changed must not be reported as refused.
    pub(super) fn is_write(self) -> bool {
        match self {
            Self::State { is_write } => is_write,
            Self::WriteResult(_) | Self::Queued(_) => true,
            Self::File { .. } | Self::List { .. } | Self::Object(_) | Self::Value => false,
        }
    }

    /// Returns the model that the response is decoded into.
    pub(super) fn model(self) -> Option<Model> {
        match self {
            Self::Object(model) => Some(model),
            Self::WriteResult(model) => model,
            _ => None,
        }
    }

    /// Returns `true` if an error may be in an object in an object without other content: the members that are expected
    /// there are known.
    pub(super) fn has_known_members(self) -> bool {
        matches!(self, Self::Object(_) | Self::WriteResult(Some(_)) | Self::Queued(_))
    }

    /// Returns `true` if a list in the body has several results, even if it has only one element.
    pub(super) fn is_collection(self) -> bool {
        matches!(self, Self::List { .. } | Self::File { .. })
    }
}
