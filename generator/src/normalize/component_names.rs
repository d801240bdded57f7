//! Renames components whose names have characters that OpenAPI does not allow, as in `Page«Note»`.

use std::collections::BTreeMap;

use super::repair::Repairs;
use super::walk::for_each_object;
use crate::context::Context;
use crate::load::objects;
use crate::location::{FileId, unescape};
use crate::source::{Node, NodeKind, find_mut, insert, rename, string};

/// The new names of the components of a file, by section and name.
type RenamedComponents = BTreeMap<(String, String), String>;

/// Renames the components of all files, and changes the references to them.
pub(super) fn correct(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    for (file, tree) in files {
        let mut repairs = Repairs::default();
        let names = rename_components(tree, &mut repairs);
        for_each_object(tree, &mut |node, object| {
            correct_text(node, "$ref", &names);
            if std::ptr::eq(object, &objects::SCHEMA) {
                correct_mapping(node, &names);
            }
        });
        repairs.report(ctx, *file);
    }
}

fn rename_components(tree: &mut Node, repairs: &mut Repairs) -> RenamedComponents {
    let mut names = RenamedComponents::new();
    let sections = find_mut(tree, &["components".to_owned()]).map(|node| &mut node.kind);
    let Some(NodeKind::Map(sections)) = sections else { return names };
    for (section, member) in sections.iter_mut().filter(|(section, _)| !section.starts_with("x-")) {
        let NodeKind::Map(components) = &mut member.node.kind else { continue };
        let found: Vec<String> =
            components.keys().filter(|it| !is_component_name(it)).cloned().collect();
        for name in found {
            let mut valid = valid_name(&name);
            while components.contains_key(&valid) {
                valid.push_str("Value");
            }
            let Some(span) = components.get(&name).map(|component| component.key) else { continue };
            rename(components, &name, &valid);
            repairs.add("replaced names that OpenAPI does not allow", name.as_str(), span);
            names.insert((section.clone(), name), valid);
        }
    }
    names
}

/// Replaces the names in the values of the mapping of a discriminator, which are references or names of schemas.
fn correct_mapping(schema: &mut Node, names: &RenamedComponents) {
    let mapping = find_mut(schema, &["discriminator".to_owned(), "mapping".to_owned()]);
    let Some(mapping) = mapping else { return };
    let values = mapping.as_map().into_iter().flat_map(|values| values.keys()).cloned();
    for value in values.collect::<Vec<String>>() {
        let Some(node) = mapping.get(&value) else { continue };
        let schema = node.as_str().map(|text| ("schemas".to_owned(), text.to_owned()));
        let span = node.span;
        match schema.and_then(|key| names.get(&key)) {
            Some(name) => insert(mapping, &value, string(name.as_str(), span)),
            None => correct_text(mapping, &value, names),
        }
    }
}

/// Replaces the name of a component in a reference.
fn correct_text(node: &mut Node, key: &str, names: &RenamedComponents) {
    let Some(reference) = node.get(key) else { return };
    let Some(pointer) = reference.as_str().and_then(|text| text.strip_prefix("#/components/"))
    else {
        return;
    };
    let span = reference.span;
    let mut segments: Vec<String> = pointer.split('/').map(str::to_owned).collect();
    let [section, name, ..] = segments.as_mut_slice() else { return };
    let decoded = unescape(&decode(name)).into_owned();
    if is_component_name(&decoded) && decoded == *name {
        return;
    }
    *name = names.get(&(section.clone(), decoded.clone())).cloned().unwrap_or(decoded);
    insert(node, key, string(format!("#/components/{}", segments.join("/")), span));
}

/// Decodes escapes such as `%3C`. Text without valid escapes stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let escape = others.get(..2).filter(|_| *first == b'%');
        let escape = escape.and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = others.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Returns `true` for a name of the characters that OpenAPI allows.
pub fn is_component_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_allowed)
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || ".-_".contains(c)
}

/// Replaces each sequence of other characters by an underscore.
fn valid_name(name: &str) -> String {
    let words = name.split(|c| !is_allowed(c));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.is_empty() {
        true => "Component".to_owned(),
        false => words.join("_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_consist_of_the_allowed_characters() {
        for (name, valid) in [
            ("Page«Note»", "Page_Note"),
            ("List<Note>", "List_Note"),
            ("Foo.Bar`1[[Baz, Qux]]", "Foo.Bar_1_Baz_Qux"),
            ("日本", "Component"),
        ] {
            assert_eq!(valid_name(name), valid);
        }
        assert_eq!(decode("Page%C2%ABNote%C2%BB"), "Page«Note»");
        assert_eq!(decode("100%"), "100%");
    }
}
