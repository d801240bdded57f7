//! What a schema comes down to, past references and compositions.

use indexmap::IndexMap;

use super::input::Input;
use super::spot::Spot;

/// The properties of a schema, those of its parts included.
pub fn properties<'a>(input: &Input<'a>, schema: &Spot<'a>) -> IndexMap<&'a str, Spot<'a>> {
    let mut found = IndexMap::new();
    for part in parts(input, schema) {
        found.extend(part.map("properties"));
    }
    found
}

/// The schema itself and all that it is composed of, flat.
pub fn parts<'a>(input: &Input<'a>, schema: &Spot<'a>) -> Vec<Spot<'a>> {
    let schema = input.follow(schema);
    let mut found = Vec::new();
    for key in ["allOf", "oneOf", "anyOf"] {
        found.extend(schema.list(key).flat_map(|part| parts(input, &part)));
    }
    found.insert(0, schema);
    found
}

/// The schema of the elements, when the schema is a list.
pub fn elements<'a>(input: &Input<'a>, schema: &Spot<'a>) -> Option<Spot<'a>> {
    parts(input, schema).iter().find_map(|part| part.get("items"))
}

/// The type, wherever the schema gets it from.
pub fn kind<'a>(input: &Input<'a>, schema: &Spot<'a>) -> Option<&'a str> {
    parts(input, schema)
        .iter()
        .find_map(|part| part.text("type").or_else(|| part.has("properties").then_some("object")))
}

/// Whether `name` is what the wire sends for the property `pattern`, as in `Text7` for `Text{n}`.
pub fn stands_for(pattern: &str, name: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == name };
    let Some((placeholder, after)) = rest.split_once('}') else { return pattern == name };
    let Some(tail) = name.strip_prefix(before) else { return false };
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // The first element may go without a number.
    let least = usize::from(placeholder != "i");
    (least..=digits).any(|cut| tail.get(cut..).is_some_and(|tail| stands_for(after, tail)))
}

#[cfg(test)]
mod tests {
    use super::stands_for;

    #[test]
    fn placeholders_are_numbers() {
        assert!(stands_for("Text{n}", "Text7"));
        assert!(stands_for("ItemText{i}_{n}", "ItemText1_50"));
        assert!(stands_for("Sku{i}", "Sku"));
        assert!(stands_for("Plain", "Plain"));
        assert!(!stands_for("Text{n}", "Texts"));
        assert!(!stands_for("Text{n}", "Text"));
        assert!(!stands_for("ItemText{i}_{n}", "ItemText1x2"));
        assert!(!stands_for("Plain", "Plain1"));
    }
}
