//! The text of the bundle that has been written.

use std::collections::BTreeSet;

use super::value::Value;
use super::yaml;

/// Text in YAML, and the references in it.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    references: BTreeSet<String>,
}

impl Writer {
    /// Writes a member of a mapping.
    pub fn add(&mut self, key: &str, value: &Value<'_>, indent: usize) {
        collect_references(value, &mut self.references);
        yaml::write_member(&mut self.text, key, value, indent);
    }

    /// Writes a mapping of the root, one member after the other.
    pub fn add_members<'a>(
        &mut self,
        key: &str,
        members: impl Iterator<Item = (&'a str, Value<'a>)>,
    ) {
        let mut members = members.peekable();
        if members.peek().is_none() {
            return self.add(key, &Value::Map(Default::default()), 0);
        }
        self.text.push_str(key);
        self.text.push_str(":\n");
        members.for_each(|(key, value)| self.add(key, &value, yaml::LEVEL));
    }

    /// Returns the text since the last call.
    pub fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Returns `true` if this reference has been written.
    pub fn has_reference(&self, reference: &str) -> bool {
        self.references.contains(reference)
    }
}

/// Collects the values of all `$ref`s.
fn collect_references(value: &Value<'_>, found: &mut BTreeSet<String>) {
    match value {
        Value::Map(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(text) if key == "$ref" => {
                        if !found.contains(text) {
                            found.insert(text.to_owned());
                        }
                    }
                    _ => collect_references(value, found),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect_references(item, found)),
        Value::Scalar(_) | Value::Text(_) => {}
    }
}
