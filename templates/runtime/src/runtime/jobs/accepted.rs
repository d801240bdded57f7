//! The response that accepts an operation: the id to poll, and the other members.

use crate::runtime::api::PollSpec;
use crate::runtime::call::RawResponse;
use crate::runtime::codec::ValueRef;
use crate::runtime::error::{Error, ResultMembers};
use crate::runtime::http::url;
use crate::runtime::json::{DecodeError, Raw};
use crate::runtime::wire::{Json, Map};

/// The content of the response that accepts an operation.
#[derive(Default)]
pub(crate) struct Accepted {
    /// The id to poll.
    pub(crate) id: Option<String>,
    /// The members of the response.
    pub(crate) members: Map<Json>,
}

impl Accepted {
    /// Reads a response in any format.
    pub(crate) fn from_response(spec: &PollSpec, response: &RawResponse) -> Result<Self, Error> {
        if response.has_no_content() {
            return Ok(Self::default());
        }
        let document = response.accepted_object(ResultMembers::Ids(spec.id))?;
        let members = Raw::document(&document).and_then(|raw| {
            Json::trusted(raw).members().ok_or_else(|| DecodeError::new("an object", raw))
        });
        let members = unwrap(members.map_err(|error| response.decode_error(error))?);
        let id = spec.id.iter().find_map(|name| url::last_segment(&text(&members, name)?));
        Ok(Self { id, members })
    }

    /// Returns `true` if one of these members is not empty.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| text(&self.members, name).is_some())
    }
}

/// Returns the members of the object in an object of one member.
fn unwrap(members: Map<Json>) -> Map<Json> {
    let mut all = members.iter();
    let inner = match (all.next(), all.next()) {
        (Some((_, only)), None) => only.members(),
        _ => None,
    };
    inner.unwrap_or(members)
}

/// Returns the text of a member that is not blank. The letter case of names is ignored.
fn text(members: &Map<Json>, name: &str) -> Option<String> {
    let (_, json) = members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let text = ValueRef::Json(json).scalar()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
