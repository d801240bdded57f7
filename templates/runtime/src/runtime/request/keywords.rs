//! The check of strings in place of times: they are times, or keywords that the service accepts.

use super::parts::RequestParts;
use super::validate::matches_name;
use super::value::{BodyValue, Name};
use crate::runtime::wire::DateTime;

/// Returns a message for each parameter or member that is neither a time nor one of its keywords.
pub(super) fn violations(parts: &RequestParts) -> Vec<String> {
    let mut violations = Vec::new();
    for (name, keywords) in parts.operation.keywords {
        let check = Check { name, keywords };
        let mut is_valid = parts.query_values(name).all(|text| check.accepts(text));
        is_valid &= check.members(&parts.members);
        let elements = parts.list.as_deref().unwrap_or_default();
        is_valid &= elements.iter().all(|value| check.value(value));
        if !is_valid {
            let keywords: Vec<String> = keywords.iter().map(|text| format!("`{text}`")).collect();
            let keywords = keywords.join(" or ");
            violations.push(format!("`{name}`: expected a date and time, or {keywords}"));
        }
    }
    violations
}

struct Check {
    name: &'static str,
    keywords: &'static [&'static str],
}

impl Check {
    /// Returns `true` if a text is a time or a keyword. An empty one counts as absent.
    fn accepts(&self, text: &str) -> bool {
        text.is_empty() || self.keywords.contains(&text) || text.parse::<DateTime>().is_ok()
    }

    fn members(&self, members: &[(Name, BodyValue)]) -> bool {
        members.iter().all(|(name, value)| match matches_name(self.name, name) {
            true => self.named(value),
            false => self.value(value),
        })
    }

    /// Checks the values of a member of this name.
    fn named(&self, value: &BodyValue) -> bool {
        match value {
            BodyValue::String(text) => self.accepts(text),
            BodyValue::List(list) => list.iter().all(|value| self.named(value)),
            BodyValue::Numbered(values) => values.iter().all(|(_, value)| self.named(value)),
            value => self.value(value),
        }
    }

    /// Checks the members of objects in a value.
    fn value(&self, value: &BodyValue) -> bool {
        match value {
            BodyValue::Object(object) => self.members(&object.members),
            BodyValue::List(list) => list.iter().all(|value| self.value(value)),
            BodyValue::Numbered(values) => values.iter().all(|(_, value)| self.value(value)),
            _ => true,
        }
    }
}
