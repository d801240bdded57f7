//! Descriptions of any size.

use std::fmt::Write as _;

/// The operations of a resource.
const OPERATIONS_OF_A_RESOURCE: usize = 5;

/// Returns a description with this many operations in YAML: lists, and writes of objects that share components. The
/// operations have this many tags.
pub fn description(version: &str, operations: usize, tags: usize) -> String {
    let resources = operations / OPERATIONS_OF_A_RESOURCE;
    let mut text = format!("openapi: {version}\n{HEAD}");
    let filled = |template: &str, resource: usize| {
        // a resource refers to the one before it
        let before = (resource + resources - 1) % resources;
        template
            .replace("TAG", &format!("Group {}", name(resource * tags / resources)))
            .replace("OTHER", &name(before))
            .replace("ITEM", &name(resource))
            .replace("PATH", &name(resource).to_lowercase())
    };
    (0..resources).for_each(|resource| text.push_str(&filled(PATHS, resource)));
    text.push_str(COMPONENTS);
    (0..resources).for_each(|resource| text.push_str(&filled(SCHEMAS, resource)));
    text
}

/// Returns a name that consists of letters.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ra", "ce", "di", "ki", "gu", "la", "me", "ni", "po", "tu"];
    let digits = format!("{number:03}");
    let mut name = String::new();
    for digit in digits.bytes() {
        let _ = write!(name, "{}", SYLLABLES[usize::from(digit - b'0')]);
    }
    name[..1].to_uppercase() + &name[1..]
}

const HEAD: &str = include_str!("description/head.yaml");
const PATHS: &str = include_str!("description/paths.yaml");
const COMPONENTS: &str = include_str!("description/components.yaml");
const SCHEMAS: &str = include_str!("description/schemas.yaml");
