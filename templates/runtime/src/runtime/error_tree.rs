//! The body of a failure as a tree of texts, whether it is JSON or XML.

use crate::runtime::wire::{Fault, Kind, Raw};

/// What stands in the body of a failure.
#[derive(Debug)]
pub(crate) enum Said {
    Nothing,
    /// A text, or a number or truth value as it is written.
    Text(String),
    List(Vec<Said>),
    Members(Vec<(String, Said)>),
}

impl Said {
    /// Reads JSON.
    pub(crate) fn json(text: &str) -> Option<Self> {
        Raw::checked(text).and_then(read).ok()
    }

    /// The member of this name; the last one if there are several.
    pub(crate) fn member(&self, name: &str) -> Option<&Said> {
        let Self::Members(members) = self else { return None };
        members.iter().rev().find(|(known, _)| known == name).map(|(_, said)| said)
    }

    /// Whether it says anything.
    pub(crate) fn is_filled(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(text) => !text.trim().is_empty(),
            Self::List(list) => !list.is_empty(),
            Self::Members(members) => !members.is_empty(),
        }
    }

    /// The text, if it is one that says anything.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) if self.is_filled() => Some(text.clone()),
            _ => None,
        }
    }
}

fn read(raw: Raw<'_>) -> Result<Said, Fault> {
    Ok(match raw.kind() {
        Kind::Null => Said::Nothing,
        Kind::Text => Said::Text(raw.string()?.into_owned()),
        Kind::Bool | Kind::Number => Said::Text(raw.text().to_owned()),
        Kind::List => {
            let mut list = Vec::new();
            raw.each_element(&mut |_, raw| {
                list.push(read(raw)?);
                Ok(())
            })?;
            Said::List(list)
        }
        Kind::Object => {
            let mut members = Vec::new();
            raw.each_member(&mut |name, raw| {
                members.push((name.to_owned(), read(raw)?));
                Ok(())
            })?;
            Said::Members(members)
        }
    })
}
