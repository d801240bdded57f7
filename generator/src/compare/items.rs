//! Changes of the listing of public items, `API.txt`.

use std::collections::{BTreeMap, BTreeSet};

use unicode_ident::is_xid_continue;

use super::join::is_inside;
use super::rule::Rule;

/// A change of an item of the crate.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemChange {
    /// The kind.
    pub rule: Rule,
    /// The path without the name of the crate; that of the type for an implementation.
    pub path: String,
    /// The old line of the listing.
    pub old: Option<String>,
    /// The new line of the listing.
    pub new: Option<String>,
}

impl ItemChange {
    /// Returns the id, which approvals refer to: the rule and the new or old line without the features.
    pub fn id(&self) -> String {
        let line = self.old.as_ref().or(self.new.as_ref()).map_or("", String::as_str);
        let text = line.split(" [feature ").next().unwrap_or_default();
        format!("{} {text}", self.rule.id())
    }

    /// Returns `true` if a module or a type is added or removed.
    pub(super) fn is_container(&self) -> bool {
        let line = self.old.as_ref().xor(self.new.as_ref()).map_or("", String::as_str);
        ["pub mod ", "pub struct ", "pub enum "].iter().any(|keyword| line.starts_with(keyword))
    }

    /// Returns `true` if another item is added or removed with this module or type.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self != other
            && self.old.is_some() == other.old.is_some()
            && self.new.is_some() == other.new.is_some()
            && is_inside(&other.path, &self.path)
    }
}

/// What an item is, as far as the rules distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ItemKind {
    /// A module, a type, a trait, or another item with a name of its own.
    Named,
    Function,
    Field,
    Variant,
    Impl,
}

/// A line of the listing.
#[derive(Clone, Debug)]
struct Item<'a> {
    line: &'a str,
    kind: ItemKind,
    path: String,
    /// The line without features and `#[deprecated]`.
    signature: String,
    features: BTreeSet<&'a str>,
}

/// The keywords before the path of an item.
const KEYWORDS: [&str; 10] = [
    "pub struct ",
    "pub enum ",
    "pub trait ",
    "pub mod ",
    "pub const ",
    "pub static ",
    "pub fn ",
    "const ",
    "type ",
    "pub use ",
];

const DEPRECATED: &str = " #[deprecated]";
const NON_EXHAUSTIVE: &str = "#[non_exhaustive]";
const PROVIDED: &str = "[provided]";

impl<'a> Item<'a> {
    fn parse(line: &'a str) -> Self {
        let (text, features) = line.rsplit_once(" [feature ").unwrap_or((line, ""));
        let signature = text.replace(DEPRECATED, "");
        let features = features.trim_end_matches(']').split(", ").filter(|name| !name.is_empty());
        let (kind, path) = kind_and_path(&signature);
        Self { line, kind, path, signature, features: features.collect() }
    }

    /// Returns the identity. That of an implementation is the trait and the type, without generic arguments.
    fn key(&self) -> (ItemKind, String) {
        match self.kind {
            ItemKind::Impl => (self.kind, format!("{} {}", trait_name(&self.signature), self.path)),
            _ => (self.kind, self.path.clone()),
        }
    }

    fn is_deprecated(&self) -> bool {
        self.line.contains(DEPRECATED)
    }
}

/// Returns the name of the trait of an implementation, without generic arguments.
fn trait_name(signature: &str) -> &str {
    let rest = signature.strip_prefix("impl").unwrap_or(signature);
    let rest = match rest.strip_prefix('<') {
        Some(rest) => rest.split_once("> ").map_or(rest, |(_, rest)| rest),
        None => rest.trim_start(),
    };
    rest.split(['<', ' ']).next().unwrap_or_default()
}

fn kind_and_path(signature: &str) -> (ItemKind, String) {
    if signature.starts_with("impl") {
        let owner = signature.split_once(" for ").map_or("", |(_, owner)| owner);
        return (ItemKind::Impl, path_at_start(owner).0);
    }
    let keyword = KEYWORDS.iter().find(|keyword| signature.starts_with(**keyword));
    let text = signature.strip_prefix(keyword.copied().unwrap_or_default()).unwrap_or(signature);
    let text = match keyword {
        Some(&"pub use ") => text.split_once(" as ").map_or(text, |(_, path)| path),
        _ => text,
    };
    let (path, rest) = path_at_start(text);
    let name = path.rsplit("::").next().unwrap_or_default();
    let kind = match keyword {
        Some(&"pub fn ") => ItemKind::Function,
        Some(_) => ItemKind::Named,
        None if rest.starts_with(": ") => ItemKind::Field,
        None if name.starts_with(char::is_uppercase) => ItemKind::Variant,
        None => ItemKind::Function,
    };
    (kind, path)
}

/// Splits off the path at the start of a text. The path is returned without its first segment, the crate.
fn path_at_start(text: &str) -> (String, &str) {
    let is_name = |c: char| is_xid_continue(c) || c == '_' || c == '#';
    let mut end = 0;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        end += rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        match text.get(end..).and_then(|rest| rest.strip_prefix("::")) {
            Some(_) => end += 2,
            None => break,
        }
    }
    let (path, rest) = text.split_at(end);
    let path = path.split_once("::").map_or("", |(_, path)| path);
    (path.to_owned(), rest)
}

/// Returns the changed items, sorted by kind and path.
pub(super) fn changed_items(old: &str, new: &str) -> Vec<ItemChange> {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let mut changed: BTreeMap<(ItemKind, String), (Vec<Item>, Vec<Item>)> = BTreeMap::new();
    for line in old_lines.difference(&new_lines) {
        let item = Item::parse(line);
        changed.entry(item.key()).or_default().0.push(item);
    }
    for line in new_lines.difference(&old_lines) {
        let item = Item::parse(line);
        changed.entry(item.key()).or_default().1.push(item);
    }
    let owners = Owners::new(&old_lines);
    let mut found = Vec::new();
    for (removed, added) in changed.into_values() {
        let count = removed.len().max(added.len());
        for at in 0..count {
            found.extend(change(removed.get(at), added.get(at), &owners));
        }
    }
    found
}

/// Returns the lines of a listing without comments.
pub(super) fn lines(listing: &str) -> BTreeSet<&str> {
    listing.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}

fn change(old: Option<&Item>, new: Option<&Item>, owners: &Owners) -> Option<ItemChange> {
    let rule = match (old, new) {
        (Some(old), Some(new)) => rule_of_change(old, new),
        (Some(old), None) if old.kind == ItemKind::Impl => Rule::ImplRemoved,
        (Some(_), None) => Rule::ItemRemoved,
        (None, Some(new)) if new.kind == ItemKind::Impl => Rule::ImplAdded,
        (None, Some(new)) if owners.are_extended_by(new) => Rule::ItemAddedExhaustive,
        (None, Some(_)) => Rule::ItemAdded,
        (None, None) => return None,
    };
    let line = |item: Option<&Item>| item.map(|item| item.line.to_owned());
    let path = old.or(new).map(|item| item.path.clone()).unwrap_or_default();
    Some(ItemChange { rule, path, old: line(old), new: line(new) })
}

fn rule_of_change(old: &Item, new: &Item) -> Rule {
    let is_function = old.kind == ItemKind::Function;
    if old.signature != new.signature {
        let same = without_names(&old.signature) == without_names(&new.signature);
        return if is_function && same { Rule::ArgumentRenamed } else { Rule::ItemChanged };
    }
    if !new.features.is_subset(&old.features) {
        return Rule::FeatureAdded;
    }
    if old.is_deprecated() != new.is_deprecated() {
        return Rule::ItemDeprecated;
    }
    Rule::FeatureRemoved
}

/// Removes the names of arguments from a signature.
fn without_names(signature: &str) -> String {
    let mut text = String::new();
    let mut rest = signature;
    while let Some(at) = rest.find(": ") {
        let (before, after) = rest.split_at(at);
        let is_name = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '_' || c == '#';
        let kept = before.trim_end_matches(is_name);
        let is_argument = kept.len() < before.len() && kept.ends_with(['(', ' ']);
        text.push_str(if is_argument { kept } else { before });
        text.push_str(": ");
        rest = after.get(2..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The types that cannot be extended without breaking programs, by path.
struct Owners<'a> {
    exhaustive: BTreeMap<String, &'a str>,
    with_fields: BTreeSet<String>,
}

impl<'a> Owners<'a> {
    fn new(old: &BTreeSet<&'a str>) -> Self {
        let mut owners = Self { exhaustive: BTreeMap::new(), with_fields: BTreeSet::new() };
        for line in old {
            let item = Item::parse(line);
            let owner = item.path.rsplit_once("::").map_or("", |(owner, _)| owner).to_owned();
            match item.kind {
                ItemKind::Named if !line.contains(NON_EXHAUSTIVE) => {
                    owners.exhaustive.insert(item.path, line);
                }
                ItemKind::Field => _ = owners.with_fields.insert(owner),
                _ => {}
            }
        }
        owners
    }

    /// Returns `true` if an added item extends an enum without `#[non_exhaustive]`, a struct that programs construct, or
    /// a trait that programs implement.
    fn are_extended_by(&self, item: &Item) -> bool {
        let owner = item.path.rsplit_once("::").map_or("", |(owner, _)| owner);
        let line = self.exhaustive.get(owner).copied().unwrap_or_default();
        match item.kind {
            ItemKind::Variant => line.starts_with("pub enum "),
            ItemKind::Field => line.starts_with("pub struct ") && self.with_fields.contains(owner),
            ItemKind::Function => line.starts_with("pub trait ") && !item.line.contains(PROVIDED),
            ItemKind::Named | ItemKind::Impl => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(old: &str, new: &str) -> Vec<String> {
        let found = changed_items(old, new);
        found.iter().map(|item| format!("{} {}", item.rule.id(), item.path)).collect()
    }

    #[test]
    fn lines_are_paired_by_path() {
        for (old, new, expected) in [
            ("a::T::f(self)", "a::T::f(self, x: u8)", "item-changed T::f"),
            (
                "a::T::f(self, x: u8, y_2: u8)",
                "a::T::f(self, z: u8, y: u8)",
                "argument-renamed T::f",
            ),
            ("a::T::f(self)", "a::T::f(self) #[deprecated]", "item-deprecation-changed T::f"),
            ("a::T::f(self)", "a::T::f(self) [feature x]", "feature-required T::f"),
            (
                "a::T::f(self) [feature x, y]",
                "a::T::f(self) [feature y]",
                "feature-not-required T::f",
            ),
            ("impl Clone for a::T<M> where M: Clone", "", "impl-removed T"),
            ("impl Clone for a::T", "impl<M> Clone for a::T<M>", "item-changed T"),
            ("impl From<u8> for a::T", "impl Into<u8> for a::T", "impl-removed T impl-added T"),
            ("", "impl<M> Clone for a::b::T<M> where M: Clone [feature x]", "impl-added b::T"),
            ("a::T::f: u8", "", "item-removed T::f"),
            ("pub struct a::T", "pub enum a::T", "item-changed T"),
            ("pub use x::T as a::wire::T", "", "item-removed wire::T"),
        ] {
            assert_eq!(changes(old, new).join(" "), expected, "{old} > {new}");
        }
    }

    #[test]
    fn a_field_and_a_method_of_one_name_are_two_items() {
        assert_eq!(
            changes("a::T::f: u8", "a::T::f(self) -> u8"),
            ["item-added T::f", "item-removed T::f"]
        );
    }

    #[test]
    fn exhaustive_types_cannot_be_extended() {
        for (owner, new, expected) in [
            ("pub enum a::E", "a::E::X", "exhaustive-item-extended E::X"),
            ("pub enum a::E #[non_exhaustive]", "a::E::X", "item-added E::X"),
            ("pub trait a::T", "a::T::f(&self)", "exhaustive-item-extended T::f"),
            ("pub trait a::T", "a::T::f(&self) [provided]", "item-added T::f"),
            ("pub struct a::S\na::S::x: u8", "a::S::y: u8", "exhaustive-item-extended S::y"),
            ("pub struct a::S", "a::S::y: u8", "item-added S::y"),
        ] {
            assert_eq!(changes(owner, &format!("{owner}\n{new}")), [expected], "{owner}");
        }
    }
}
