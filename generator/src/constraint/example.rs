//! The members of examples.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Members;
use crate::wire_name::FormNames;

/// The members of an example, each with the declared name that it belongs to.
pub struct ExampleMembers<'a> {
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    declared: &'a str,
    /// The number of the item that it is a member of.
    item: Option<u32>,
    text: String,
}

/// The members of an example for one item of a list, or for all of them.
struct ItemMembers<'m> {
    members: &'m [Member<'m>],
    item: Option<u32>,
}

impl<'a> ExampleMembers<'a> {
    /// Creates the members of an example that are present. With `empty_is_absent`, as in forms, an empty string counts as
    /// absent.
    pub fn new(names: &FormNames<'a>, example: &Map<String, Value>, empty_is_absent: bool) -> Self {
        let has_items = names.has_items(example.keys().map(String::as_str));
        let present = example.iter().filter(|(_, value)| is_present(value, empty_is_absent));
        let member = |(name, value): (&String, &Value)| {
            let (declared, numbers) = names.find(name, has_items)?;
            Some(Member { declared, item: numbers.item, text: text(value) })
        };
        Self { members: present.filter_map(member).collect() }
    }

    /// Returns the numbers of the items.
    pub fn items(&self) -> BTreeSet<u32> {
        self.members.iter().filter_map(|member| member.item).collect()
    }

    /// Returns the members of an item and of the example itself; without a number, those of all items.
    pub fn of_item(&self, item: Option<u32>) -> impl Members {
        ItemMembers { members: &self.members, item }
    }
}

impl ItemMembers<'_> {
    fn any(&self, name: &str, test: impl Fn(&Member<'_>) -> bool) -> bool {
        let is_of_item =
            |own: &Member<'_>| self.item.is_none() || own.item.is_none() || own.item == self.item;
        self.members.iter().any(|own| own.declared == name && is_of_item(own) && test(own))
    }
}

impl Members for ItemMembers<'_> {
    fn has(&self, name: &str) -> bool {
        self.any(name, |_| true)
    }

    fn has_value(&self, name: &str, values: &[String]) -> bool {
        self.any(name, |own| values.contains(&own.text))
    }
}

/// Returns the text of a scalar.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// Returns `true` if the value of a member counts as present.
fn is_present(value: &Value, empty_is_absent: bool) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !(empty_is_absent && text.is_empty()),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Number(_) | Value::Bool(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire_name::{Numbering, WireName};

    fn names() -> FormNames<'static> {
        let item = |name| WireName::parse(name).with_numbering(Numbering::BareFirst);
        FormNames::new([
            ("Sku", WireName::parse("Sku")),
            ("Sku{i}", item("Sku{i}")),
            ("Text{i}_{n}", item("Text{i}_{n}")),
            ("Flag", WireName::parse("Flag")),
        ])
    }

    fn members(example: Value) -> ExampleMembers<'static> {
        let Value::Object(example) = example else { return ExampleMembers { members: Vec::new() } };
        ExampleMembers::new(&names(), &example, true)
    }

    #[test]
    fn members_of_items_have_numbers() {
        let found = members(json!({ "Sku": "A", "Sku2": "B", "Text2_7": "C", "Flag": true }));
        assert_eq!(found.items().into_iter().collect::<Vec<_>>(), [1, 2]);
        let second = found.of_item(Some(2));
        assert!(second.has("Text{i}_{n}") && second.has("Flag"));
        assert!(second.has_value("Sku{i}", &["B".to_owned()]));
        assert!(!second.has_value("Sku{i}", &["A".to_owned()]));
        assert!(second.has_value("Flag", &["true".to_owned()]));
        assert!(
            !found.of_item(Some(1)).has("Text{i}_{n}") && found.of_item(None).has("Text{i}_{n}")
        );
    }

    #[test]
    fn a_bare_name_is_that_of_the_example_without_items() {
        let found = members(json!({ "Sku": "A", "Flag": "" }));
        let all = found.of_item(None);
        assert!(all.has("Sku") && !all.has("Sku{i}") && !all.has("Flag"));
    }
}
