//! `generated/API.txt` contains no name that users cannot use.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Keywords that declare a type or a trait.
const DECLARATIONS: &[&str] = &["struct", "enum", "union", "trait", "type"];

#[test]
fn signatures_name_public_items_only() {
    let listing = read("generated/API.txt");
    let engine = engine_names(&listing);
    for expected in ["Request", "FromResponse", "Encode", "Decode", "Operation", "PollSpec"] {
        assert!(engine.contains(expected), "`{expected}` is not private");
    }
    let mut found = Vec::new();
    for line in items(&listing) {
        found.extend(
            references(line)
                .filter(|name| engine.contains(*name))
                .map(|name| format!("`{name}` is not public: {line}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(!listing.contains("runtime::"));
    // the guide exists in the documentation only
    assert!(!listing.contains("impact_brand::guide"));
}

#[test]
fn lines_are_sorted_and_unique() {
    let listing = read("generated/API.txt");
    let lines: Vec<&str> = items(&listing).collect();
    assert!(lines.len() > 1000);
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn macros_contribute_their_methods() {
    let listing = read("generated/API.txt");
    for expected in [
        // by `request_builder!`
        "impact_brand::notes::ListNotes::extra_query(self, name: impl Into<String>, value: impl Into<String>) -> Self [feature notes]",
        // by `open_enum!`
        "impl From<&str> for impact_brand::notes::NoteType [feature notes]",
        // by `record!`
        "impl serde_core::Serialize for impact_brand::notes::Note [feature notes, serde]",
        // by a macro of a private module
        "impl<K> From<u64> for impact_brand::wire::Id<K>",
    ] {
        assert!(items(&listing).any(|line| line == expected), "missing: {expected}");
    }
}

/// Returns the names of the types and traits of the runtime that are not public.
fn engine_names(listing: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open = vec![root().join("templates/runtime/src/runtime")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        for line in fs::read_to_string(path).unwrap().lines() {
            names.extend(declared_name(line.trim()).map(str::to_owned));
        }
    }
    let public: BTreeSet<&str> = items(listing).filter_map(public_name).collect();
    names.retain(|name| !public.contains(name.as_str()) && name != "Sealed");
    names
}

/// Returns the name of the type or trait that a line of Rust declares with `pub` or `pub(crate)`.
fn declared_name(line: &str) -> Option<&str> {
    let mut words =
        line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    let mut keyword = words.next().filter(|word| *word == "pub").and_then(|_| words.next())?;
    if keyword == "crate" {
        keyword = words.next()?;
    }
    // a macro declares `$name`
    let is_name = |name: &&str| name.starts_with(char::is_uppercase);
    words.next().filter(is_name).filter(|_| DECLARATIONS.contains(&keyword))
}

/// Returns the last segment of the path of a type or a trait in the listing.
fn public_name(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let (keyword, rest) = line.split_once(' ')?;
    let path = match keyword {
        "use" => rest.split(" as ").nth(1)?,
        _ if DECLARATIONS.contains(&keyword) => rest,
        _ => return None,
    };
    let path = path.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').next()?;
    path.trim_end_matches(':').rsplit("::").next()
}

/// Returns the names that a line refers to: not the item itself, and not items of other crates.
fn references(line: &str) -> impl Iterator<Item = &str> {
    let signature = line.split(" [feature ").next().unwrap_or_default();
    let words = signature.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    words.map(|word| word.trim_end_matches(':')).filter(|word| !word.contains("::"))
}

/// Returns the lines below the header.
fn items(listing: &str) -> impl Iterator<Item = &str> {
    listing.lines().filter(|line| !line.starts_with('#'))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
