//! What a request must hold beyond its required members, looked at before anything is sent.

use crate::runtime::description::{BodyRule, Demand, Encoding};
use crate::runtime::request::Draft;
use crate::runtime::tree::{Name, Tree};
use crate::runtime::wire::{Kind, number_in};

/// Holds a request against the rules of its operation; in words, all that is wrong with it.
pub(crate) fn check(draft: &Draft) -> Result<(), String> {
    let mut breaches = Vec::new();
    let scope = Scope {
        body: &draft.members,
        element: None,
        blank: !matches!(draft.operation.encoding, Encoding::Json),
    };
    for rule in draft.operation.rules {
        let elements = match (rule.each, &draft.list) {
            (Some(list), _) => list_of(&draft.members, list),
            (None, Some(elements)) => elements,
            (None, None) => {
                if let Some(breach) = scope.breach(rule) {
                    breaches.push(breach);
                }
                continue;
            }
        };
        for (at, element) in elements.iter().enumerate() {
            // an element of a form of its own is its maker's business
            let Tree::Members(members) = element else { continue };
            let here = Scope { element: Some(members), ..scope };
            if let Some(breach) = here.breach(rule) {
                let list = rule.each.map(|list| format!(" of `{list}`")).unwrap_or_default();
                breaches.push(format!("element {}{list}: {breach}", at + 1));
            }
        }
    }
    if breaches.is_empty() {
        return Ok(());
    }
    breaches.push("`without_checks()` sends it all the same".to_owned());
    Err(breaches.join("; "))
}

/// The elements of the list of this name.
fn list_of<'a>(members: &'a [(Name, Tree)], list: &str) -> &'a [Tree] {
    let trees = members.iter().filter(|(name, _)| name == list);
    trees.map(|(_, tree)| elements(tree)).next().unwrap_or_default()
}

fn elements(tree: &Tree) -> &[Tree] {
    match tree {
        Tree::List(elements) => elements,
        _ => &[],
    }
}

/// Where the members stand that a rule is about.
#[derive(Clone, Copy)]
struct Scope<'a> {
    body: &'a [(Name, Tree)],
    /// The element that is looked at; its members come before those of the body.
    element: Option<&'a [(Name, Tree)]>,
    /// An empty text stands for nothing.
    blank: bool,
}

impl Scope<'_> {
    /// How the rule is broken, in words.
    fn breach(&self, rule: &BodyRule) -> Option<String> {
        let cause = rule.when_any.iter().find(|name| self.gives(name)).copied();
        let silent = cause.is_none() && !rule.when_any.is_empty();
        let holds = !silent && rule.when.iter().all(|(name, values)| self.is(name, values));
        let (broken, names, given) = match rule.demand {
            Demand::Any(sets) => {
                (holds && !sets.iter().any(|set| self.count(set) == set.len()), &[][..], false)
            }
            Demand::All(names) => (holds && self.count(names) < names.len(), names, false),
            Demand::NotBoth(names) => (holds && self.count(names) > 1, names, true),
            Demand::Only(names) => {
                let other =
                    |(name, values): &(&str, &[&str])| self.gives(name) && !self.is(name, values);
                let denied = silent || rule.when.iter().any(other);
                (denied && self.count(names) > 0, names, true)
            }
        };
        broken.then(|| {
            let mut culprits = Vec::new();
            for name in names {
                if self.gives(name) == given {
                    culprits.push(*name);
                }
            }
            told(rule, names, &culprits, cause)
        })
    }

    /// How many of the members say something.
    fn count(&self, names: &[&str]) -> usize {
        names.iter().filter(|name| self.gives(name)).count()
    }

    /// Whether a member says something.
    fn gives(&self, name: &str) -> bool {
        self.any(name, &|tree| !says_nothing(tree, self.blank))
    }

    /// Whether a member has one of these values.
    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.any(name, &|tree| tree.text().is_some_and(|text| values.contains(&&*text)))
    }

    /// Whether a member of this name passes the test. From outside of a list, a member of its elements
    /// is one of any element.
    fn any(&self, name: &str, test: &dyn Fn(&Tree) -> bool) -> bool {
        let of = |members: &[(Name, Tree)]| {
            members.iter().any(|(known, tree)| stands_for(name, known) && test(tree))
        };
        if self.element.is_some_and(of) || of(self.body) {
            return true;
        }
        let of_element = |element: &Tree| matches!(element, Tree::Members(members) if of(members));
        self.element.is_none()
            && name.contains("{i")
            && self.body.iter().any(|(_, tree)| elements(tree).iter().any(of_element))
    }
}

/// The rule, and what of it came together here.
fn told(rule: &BodyRule, names: &[&str], culprits: &[&str], cause: Option<&str>) -> String {
    let mut notes = Vec::new();
    if culprits.len() < names.len() {
        let what = if matches!(rule.demand, Demand::All(_)) { "missing" } else { "given" };
        notes.push(format!("{what}: {}", listed(culprits)));
    }
    if let Some(name) = cause.filter(|_| rule.when_any.len() > 1) {
        notes.push(format!("{} is", listed(&[name])));
    }
    match notes.is_empty() {
        true => rule.words.to_owned(),
        false => format!("{} ({})", rule.words, notes.join(", ")),
    }
}

/// Whether there is nothing that would be written, or nothing that it would say.
fn says_nothing(tree: &Tree, blank: bool) -> bool {
    match tree {
        Tree::Text(text) => blank && text.is_empty(),
        Tree::Json(json) => {
            json.kind() == Kind::Null || blank && tree.text().is_some_and(|text| text.is_empty())
        }
        Tree::List(list) => list.is_empty(),
        Tree::Numbered(values) => values.is_empty(),
        Tree::Members(members) => members.is_empty(),
        Tree::Bare(_) | Tree::File(_) => false,
    }
}

/// Whether a member is the one that is named, or one of the family that is.
fn stands_for(name: &str, known: &str) -> bool {
    name == known || number_in(name, known).is_some()
}

/// Names in ticks; all numbers of elements look alike.
fn listed(names: &[&str]) -> String {
    let mut list = String::new();
    for name in names {
        let comma = if list.is_empty() { "" } else { ", " };
        let name = name.replace("{i?}", "{i}").replace("{i0}", "{i}");
        list.push_str(&format!("{comma}`{name}`"));
    }
    list
}
