//! Groups of operations by their tags, in files without `x-group`.

use heck::ToSnakeCase;
use indexmap::IndexMap;
use openapiv3::Operation;

use super::document::TagGroup;
use super::extension::GroupExtension;
use crate::location::Origin;
use crate::source::Node;

/// The groups of a file, by name.
pub(super) struct Groups<'a> {
    origin: &'a Origin,
    tree: &'a Node,
    groups: IndexMap<String, TagGroup>,
}

impl<'a> Groups<'a> {
    /// Creates the groups of the tags that a file declares, in their order.
    pub(super) fn new(origin: &'a Origin, tree: &'a Node) -> Self {
        let mut groups = Self { origin, tree, groups: IndexMap::new() };
        let tags = tree.get("tags").and_then(Node::as_list).unwrap_or_default();
        for (index, tag) in tags.iter().enumerate() {
            let Some(name) = tag.get("name").and_then(Node::as_str) else { continue };
            let description = tag.get("description").and_then(Node::as_str);
            groups.add(name, description, origin.child("tags").index(index));
        }
        groups
    }

    /// Returns the name of the group of an operation: its first tag, or the first segment of its path.
    pub(super) fn assign(&mut self, path: &str, operation: &Operation) -> String {
        let title = self.tree.get("info").and_then(|info| info.get("title")?.as_str());
        let by_path = || first_segment(path).or(title).unwrap_or("api");
        let name = operation.tags.first().map_or_else(by_path, String::as_str);
        self.add(name, None, self.origin.child("paths").child(path))
    }

    /// Returns the groups.
    pub(super) fn finish(self) -> IndexMap<String, TagGroup> {
        self.groups
    }

    /// Adds a group unless it is present, and returns its name. Tags that differ in case and punctuation only are the
    /// same group.
    fn add(&mut self, title: &str, description: Option<&str>, origin: Origin) -> String {
        let name = group_name(title);
        self.groups.entry(name.clone()).or_insert_with(|| {
            let description = description.map(str::trim).filter(|text| !text.is_empty());
            let description =
                description.map_or_else(|| format!("Operations on {name}."), str::to_owned);
            let (name, title) = (name.clone(), title.trim().to_owned());
            TagGroup {
                extension: GroupExtension { name, title, description, aliases: Vec::new() },
                origin,
            }
        });
        name
    }
}

/// Returns the first segment of a path that names a resource.
fn first_segment(path: &str) -> Option<&str> {
    let is_version = |segment: &str| {
        let digits = segment.strip_prefix(['v', 'V']).unwrap_or_default();
        digits.starts_with(|c: char| c.is_ascii_digit())
    };
    path.split('/').find(|segment| {
        let has_letters = segment.contains(|c: char| c.is_ascii_alphabetic());
        has_letters && !segment.contains('{') && !is_version(segment) && *segment != "api"
    })
}

/// Returns the name of the group of a tag.
fn group_name(tag: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let words: String = tag.chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
    let name = words.to_snake_case();
    match name.chars().next() {
        None => "operations".to_owned(),
        Some(c) if c.is_ascii_digit() => format!("group_{name}"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_names() {
        assert_eq!(group_name("Pet Store!"), "pet_store");
        assert_eq!(group_name("3D"), "group_3d");
        assert_eq!(group_name("—"), "operations");
    }

    #[test]
    fn versions_and_parameters_name_no_resource() {
        assert_eq!(first_segment("/api/v2/notes/{id}"), Some("notes"));
        assert_eq!(first_segment("/{dataset}/{version}/fields"), Some("fields"));
        assert_eq!(first_segment("/{id}"), None);
        assert_eq!(first_segment("/vendors"), Some("vendors"));
    }
}
