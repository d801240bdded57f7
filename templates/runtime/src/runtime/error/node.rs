//! The body of a response as a tree of strings, for both JSON and XML.

use crate::runtime::json::{DecodeError, JsonKind, Raw, write_string};

/// The maximum number of objects of one member, and of lists of one list, around an error.
pub(super) const MAX_WRAPPERS: usize = 4;

/// A value in the body of an error response.
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
        Self::from_long_json(text, usize::MAX)
    }

    /// Parses JSON. Lists and objects in it that are longer than a number of bytes become a list of one string.
    pub(crate) fn from_long_json(text: &str, limit: usize) -> Option<Self> {
        Raw::checked(text).and_then(|raw| read(raw, limit)).ok()
    }

    /// Returns the last member of this name that has content. The letter case of names is ignored.
    pub(crate) fn member(&self, name: &str) -> Option<&ErrorNode> {
        self.named(name).map(|(_, node)| node)
    }

    /// Returns the last member of this name that has content, with its name as it is written.
    pub(super) fn named(&self, name: &str) -> Option<(&str, &ErrorNode)> {
        let Self::Object(members) = self else { return None };
        let named = members.iter().rev().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(known, node)| (known.as_str(), node)).find(|(_, node)| node.has_content())
    }

    /// Returns the object or the list in an object of one member, unless the member is excluded.
    pub(super) fn only_content(
        &self,
        is_excluded: impl Fn(&str, &ErrorNode) -> bool,
    ) -> Option<&ErrorNode> {
        let Self::Object(members) = self else { return None };
        match members.as_slice() {
            [(name, inner @ (Self::Object(_) | Self::List(_)))] if !is_excluded(name, inner) => {
                Some(inner)
            }
            _ => None,
        }
    }

    /// Returns the value in objects of one member, unless the member is excluded, and in lists of one list.
    pub(super) fn innermost(&self, is_excluded: impl Fn(&str, &ErrorNode) -> bool) -> &ErrorNode {
        let mut node = self;
        for _ in 0..MAX_WRAPPERS {
            let inner = node.only_content(&is_excluded).or_else(|| node.only_list());
            let Some(inner) = inner else { break };
            node = inner;
        }
        node
    }

    /// Returns the list that is the only element of a list.
    fn only_list(&self) -> Option<&ErrorNode> {
        let Self::List(list) = self else { return None };
        match list.as_slice() {
            [inner @ Self::List(_)] => Some(inner),
            _ => None,
        }
    }

    /// Returns `true` for a list or an object without any values.
    pub(super) fn is_without_values(&self) -> bool {
        match self {
            Self::List(list) => list.iter().all(Self::is_without_values),
            Self::Object(members) => members.iter().all(|(_, node)| node.is_without_values()),
            scalar => !scalar.has_content(),
        }
    }

    /// Returns the string, or the number or the boolean as it is written, if it is not blank.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
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

    /// Returns the string, or the strings of a list joined by semicolons, if they are not blank.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) if self.has_content() => Some(text.clone()),
            Self::List(list) => {
                let texts: Vec<String> = list.iter().filter_map(Self::text).collect();
                (!texts.is_empty()).then(|| texts.join("; "))
            }
            _ => None,
        }
    }

    /// Converts the value to JSON, with a string for each scalar.
    pub(crate) fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Text(text) => write_string(json, text),
            Self::List(list) => {
                json.push('[');
                for (at, node) in list.iter().enumerate() {
                    json.push_str(if at > 0 { "," } else { "" });
                    node.write_json(json);
                }
                json.push(']');
            }
            Self::Object(members) => {
                json.push('{');
                for (at, (name, node)) in members.iter().enumerate() {
                    json.push_str(if at > 0 { "," } else { "" });
                    write_string(json, name);
                    json.push(':');
                    node.write_json(json);
                }
                json.push('}');
            }
        }
    }

    /// Returns `true` for a flag that is not set, and for an object of such flags.
    pub(crate) fn is_false(&self) -> bool {
        match self {
            Self::Object(members) => members.iter().all(|(_, node)| node.is_false()),
            node => node.is_one_of(&["0", "false"]),
        }
    }

    /// Returns `true` for a flag that is not set, also in words.
    pub(super) fn is_no(&self) -> bool {
        self.is_false() || self.is_one_of(&["n", "no"])
    }

    /// Returns `true` for a flag, which is not a message.
    pub(crate) fn is_flag(&self) -> bool {
        self.is_one_of(&["0", "1", "false", "true"])
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        let Self::Text(text) = self else { return false };
        words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
    }
}

/// Reads a part of a document, unless it is too long.
fn read_part(raw: Raw<'_>, limit: usize) -> Result<ErrorNode, DecodeError> {
    let is_container = matches!(raw.kind(), JsonKind::List | JsonKind::Object);
    if is_container && raw.text().len() > limit {
        return Ok(ErrorNode::List(vec![ErrorNode::Text("…".to_owned())]));
    }
    read(raw, limit)
}

fn read(raw: Raw<'_>, limit: usize) -> Result<ErrorNode, DecodeError> {
    Ok(match raw.kind() {
        JsonKind::Null => ErrorNode::Null,
        JsonKind::String => ErrorNode::Text(raw.string()?.into_owned()),
        JsonKind::Bool | JsonKind::Number => ErrorNode::Text(raw.text().to_owned()),
        JsonKind::List => {
            let mut list = Vec::new();
            raw.each_element(&mut |_, raw| {
                list.push(read_part(raw, limit)?);
                Ok(())
            })?;
            ErrorNode::List(list)
        }
        JsonKind::Object => {
            let mut members = Vec::new();
            raw.each_member(&mut |name, raw| {
                members.push((name.to_owned(), read_part(raw, limit)?));
                Ok(())
            })?;
            ErrorNode::Object(members)
        }
    })
}
