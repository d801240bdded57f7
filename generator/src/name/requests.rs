//! Names of request builders: the verb of the method, the group, and the rest of the method.

use heck::ToSnakeCase;

use crate::inflect::singularize;

/// Returns the name of the request builder of a method: `list` of `notes` becomes `list_notes`, `get` becomes
/// `get_note`, and `list_items` becomes `list_note_items`.
pub(super) fn request_words(group: &str, method: &str) -> String {
    let (group, method) = (group.to_snake_case(), method.to_snake_case());
    let singular = singularize(&group);
    match method.split_once('_') {
        None if method == "list" => format!("list_{group}"),
        None => format!("{method}_{singular}"),
        Some((_, rest)) if begins_with(rest, &group) || begins_with(rest, &singular) => method,
        Some((verb, rest)) => format!("{verb}_{singular}_{rest}"),
    }
}

/// Returns `true` if the first words of a name are these.
fn begins_with(name: &str, words: &str) -> bool {
    name.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::request_words;

    #[test]
    fn requests_are_named_after_method_and_group() {
        for (group, method, words) in [
            ("notes", "list", "list_notes"),
            ("notes", "get", "get_note"),
            ("routing_rules", "update", "update_routing_rule"),
            ("actions", "list_items", "list_action_items"),
            ("catalogs", "uploadItems", "upload_catalog_items"),
            ("reports", "get_metadata", "get_report_metadata"),
            ("notes", "createNote", "create_note"),
            ("notes", "list_notes_by_author", "list_notes_by_author"),
            ("notes", "get_notebook", "get_note_notebook"),
            ("weather", "list", "list_weather"),
        ] {
            assert_eq!(request_words(group, method), words, "{method} of {group}");
        }
    }
}
