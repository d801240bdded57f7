//! The body of an error response as a tree of strings, for both JSON and XML.

use crate::runtime::json::{DecodeError, JsonKind, Raw};

/// A value in the body of an error response.
#[derive(Debug)]
pub(crate) enum ErrorNode {
    Null,
    /// A string, or a number or a boolean as it is written.
    Text(String),
    List(Vec<ErrorNode>),
    Object(Vec<(String, ErrorNode)>),
}

impl ErrorNode {
    /// Parses JSON.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        Raw::checked(text).and_then(read).ok()
    }

    /// Returns a member; the last one if the name occurs more than once.
    pub(crate) fn member(&self, name: &str) -> Option<&ErrorNode> {
        let Self::Object(members) = self else { return None };
        members.iter().rev().find(|(known, _)| known == name).map(|(_, node)| node)
    }

    /// Returns `true` if the value is neither null nor empty.
    pub(crate) fn has_content(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Text(text) => !text.trim().is_empty(),
            Self::List(list) => !list.is_empty(),
            Self::Object(members) => !members.is_empty(),
        }
    }

    /// Returns the string, if it is not blank.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) if self.has_content() => Some(text.clone()),
            _ => None,
        }
    }
}

fn read(raw: Raw<'_>) -> Result<ErrorNode, DecodeError> {
    Ok(match raw.kind() {
        JsonKind::Null => ErrorNode::Null,
        JsonKind::String => ErrorNode::Text(raw.string()?.into_owned()),
        JsonKind::Bool | JsonKind::Number => ErrorNode::Text(raw.text().to_owned()),
        JsonKind::List => {
            let mut list = Vec::new();
            raw.each_element(&mut |_, raw| {
                list.push(read(raw)?);
                Ok(())
            })?;
            ErrorNode::List(list)
        }
        JsonKind::Object => {
            let mut members = Vec::new();
            raw.each_member(&mut |name, raw| {
                members.push((name.to_owned(), read(raw)?));
                Ok(())
            })?;
            ErrorNode::Object(members)
        }
    })
}
