//! Joins changed items to the changes that cause them.

use unicode_ident::is_xid_continue;

use super::change::{Cause, SpecChange};
use super::items::ItemChange;

/// Returns the change that most probably causes the change of an item.
pub(super) fn cause_of<'a>(
    item: &ItemChange,
    changes: &'a mut [SpecChange],
) -> Option<&'a mut SpecChange> {
    let mut best = None;
    for (at, change) in changes.iter().enumerate() {
        let strength = strength(change, &item.path);
        let Some(strength) = strength.or_else(|| mention(change, item)) else { continue };
        if best.is_none_or(|(known, _)| strength > known) {
            best = Some((strength, at));
        }
    }
    changes.get_mut(best?.1)
}

/// How an item belongs to a changed element, the weakest first. The number is the length of the path in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// The item is the module of the element.
    Module,
    /// The signature of the item contains the changed name of the element.
    Mention,
    /// The element belongs to the same type.
    SameOwner,
    /// The value of the element consists of the type of the item.
    ValueType(usize),
    /// The item belongs to the item of the element.
    Inside(usize),
    /// The item is that of the element.
    Equal,
}

fn strength(change: &SpecChange, path: &str) -> Option<Strength> {
    let owner = |path: &str| path.rsplit_once("::").map(|(owner, _)| owner.to_owned());
    // the owner of a type is a module, which has many
    let has_same_owner =
        |other: &str| owner(other).is_some_and(|it| it.contains("::") && is_inside(path, &it));
    let of_paths = change.paths.iter().filter_map(|other| match other {
        other if other == path => Some(Strength::Equal),
        other if is_inside(path, other) => Some(Strength::Inside(other.len())),
        other if has_same_owner(other) => Some(Strength::SameOwner),
        other if is_inside(other, path) => Some(Strength::Module),
        _ => None,
    });
    let of_types = change.types.iter().filter_map(|other| match other {
        other if is_inside(path, other) => Some(Strength::ValueType(other.len())),
        other if is_inside(other, path) => Some(Strength::Module),
        _ => None,
    });
    of_paths.chain(of_types).max()
}

/// Returns [`Strength::Mention`] if the signature of an item contains a changed name.
fn mention(change: &SpecChange, item: &ItemChange) -> Option<Strength> {
    let is_name = |c: char| is_xid_continue(c) || c == '_';
    let names = change.paths.iter().filter_map(|path| path.rsplit("::").next());
    let mut types = names.filter(|name| name.starts_with(char::is_uppercase));
    let lines = [item.old.as_deref(), item.new.as_deref()];
    let has = |name: &str| {
        lines.iter().flatten().any(|line| line.split(|c| !is_name(c)).any(|word| word == name))
    };
    let is_naming = change.cause == Cause::Naming;
    (is_naming && types.any(has)).then_some(Strength::Mention)
}

/// Returns `true` if a path is another one, or begins with it.
pub(super) fn is_inside(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
