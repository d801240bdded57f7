//! Properties, items and type of a schema, after resolving references and compositions.

use indexmap::IndexMap;

use super::cursor::Cursor;
use super::input::Input;

/// Returns the properties of a schema and its parts.
pub fn properties<'a>(input: &Input<'a>, schema: &Cursor<'a>) -> IndexMap<&'a str, Cursor<'a>> {
    let mut found = IndexMap::new();
    for part in parts(input, schema) {
        found.extend(part.get_members("properties"));
    }
    found
}

/// Returns the schema and, recursively, the schemas of its `allOf`, `oneOf` and `anyOf`, each once.
pub fn parts<'a>(input: &Input<'a>, schema: &Cursor<'a>) -> Vec<Cursor<'a>> {
    parts_by(input, schema, &["allOf", "oneOf", "anyOf"])
}

/// Returns the schema and, recursively, the schemas that it lists by these keys, each once.
pub fn parts_by<'a>(input: &Input<'a>, schema: &Cursor<'a>, keys: &[&str]) -> Vec<Cursor<'a>> {
    let mut found: Vec<Cursor<'a>> = Vec::new();
    let mut open = vec![schema.clone()];
    while let Some(schema) = open.pop() {
        let schema = input.resolve(&schema);
        if found.iter().any(|known| std::ptr::eq(known.node, schema.node)) {
            continue;
        }
        let inner: Vec<Cursor<'a>> = keys.iter().flat_map(|key| schema.get_items(key)).collect();
        open.extend(inner.into_iter().rev());
        found.push(schema);
    }
    found
}

/// Returns the schema of the items of a list.
pub fn item_schema<'a>(input: &Input<'a>, schema: &Cursor<'a>) -> Option<Cursor<'a>> {
    parts(input, schema).iter().find_map(|part| part.get("items"))
}

/// Returns the type that the schema or one of its parts declares.
pub fn schema_type<'a>(input: &Input<'a>, schema: &Cursor<'a>) -> Option<&'a str> {
    parts(input, schema).iter().find_map(|part| {
        part.get_str("type").or_else(|| part.has("properties").then_some("object"))
    })
}

/// Returns `true` if `name` is an instance of the property name `pattern`, as `Text7` is of `Text{n}`.
pub fn matches_name(pattern: &str, name: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == name };
    let Some((placeholder, after)) = rest.split_once('}') else { return pattern == name };
    let Some(tail) = name.strip_prefix(before) else { return false };
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // The first item of a list may have no number.
    let least = usize::from(placeholder != "i");
    (least..=digits).any(|cut| tail.get(cut..).is_some_and(|tail| matches_name(after, tail)))
}

#[cfg(test)]
mod tests {
    use super::matches_name;

    #[test]
    fn placeholders_are_numbers() {
        assert!(matches_name("Text{n}", "Text7"));
        assert!(matches_name("ItemText{i}_{n}", "ItemText1_50"));
        assert!(matches_name("Sku{i}", "Sku"));
        assert!(matches_name("Plain", "Plain"));
        assert!(!matches_name("Text{n}", "Texts"));
        assert!(!matches_name("Text{n}", "Text"));
        assert!(!matches_name("ItemText{i}_{n}", "ItemText1x2"));
        assert!(!matches_name("Plain", "Plain1"));
    }
}
