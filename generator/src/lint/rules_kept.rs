//! Whether the examples of a request keep its rules.

use super::fits::Properties;
use super::input::Input;
use super::properties::stands_for;
use super::rules::Stated;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::extension::{RuleExtension, Together};
use crate::source::{Node, NodeKind, Scalar};

/// Holds the examples of a media type against a rule of its schema. `empty` says whether an empty text
/// stands for nothing, as it does in forms.
pub fn check<'a>(
    input: &Input<'a>,
    media: &Spot<'a>,
    one: &Stated<'a>,
    known: &Properties<'a>,
    empty: bool,
) -> Vec<Diagnostic> {
    let examples = media.map("examples").map(|(_, example)| input.follow(&example));
    let values = examples.filter_map(|example| example.get("value")).chain(media.get("example"));
    let bodies = values.flat_map(|value| match &value.node.kind {
        NodeKind::List(_) => value.items().collect(),
        _ => vec![value],
    });
    let mut found = Vec::new();
    for body in bodies {
        let sent = Sent::of(&body, known, empty);
        for breach in sent.breaches(&one.rule) {
            found.push(
                Diagnostic::new(Code::BrokenRule, &body.origin, breach)
                    .label(&one.spot.origin, "the rule")
                    .help("correct the example; or the rule, if the service takes this"),
            );
        }
    }
    found
}

/// What an example gives, by the names of the properties.
struct Sent<'a> {
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    /// The name of the property, with places for numbers.
    name: &'a str,
    /// The number in place of `{i}`; empty for a first element without one.
    element: Option<&'a str>,
    text: &'a str,
}

impl<'a> Sent<'a> {
    fn of(body: &Spot<'a>, known: &Properties<'a>, empty: bool) -> Self {
        // A bare name may be that of a property and of the first element alike. It is the element's
        // when the example has others of elements.
        let of_element = |name: &str| {
            known.keys().copied().find(|key| key.contains("{i}") && stands_for(key, name))
        };
        let has_elements =
            body.members().any(|(name, _)| !known.contains_key(name) && of_element(name).is_some());
        let property = |name: &str| {
            let exact = known.keys().copied().find(|key| *key == name);
            let family = || known.keys().copied().find(|key| stands_for(key, name));
            let element = of_element(name).filter(|_| has_elements);
            element.or(exact).or_else(family)
        };
        let members = body.members().filter(|(_, spot)| is_given(spot.node, empty));
        let member = |(name, spot): (&'a str, Spot<'a>)| {
            let property: &'a str = property(name)?;
            let element = property.split_once("{i}").and_then(|(before, _)| {
                let rest = name.strip_prefix(before)?;
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                rest.get(..end)
            });
            let text = match &spot.node.kind {
                NodeKind::Scalar { text, .. } => text.as_str(),
                _ => "",
            };
            Some(Member { name: property, element, text })
        };
        Self { members: members.filter_map(member).collect() }
    }

    /// All ways in which the rule is broken.
    fn breaches(&self, rule: &RuleExtension) -> Vec<String> {
        if !rule.is_of_elements() {
            return self.breach(rule, None).into_iter().collect();
        }
        let mut elements: Vec<&str> = self.members.iter().filter_map(|m| m.element).collect();
        elements.sort_unstable();
        elements.dedup();
        elements.into_iter().filter_map(|element| self.breach(rule, Some(element))).collect()
    }

    /// The members under a name; of one element, if there is one.
    fn under(&self, name: &str, element: Option<&str>) -> impl Iterator<Item = &Member<'a>> {
        let here = move |member: &&Member<'a>| {
            element.is_none() || member.element.is_none() || member.element == element
        };
        self.members.iter().filter(move |member| member.name == name).filter(here)
    }

    fn breach(&self, rule: &RuleExtension, element: Option<&str>) -> Option<String> {
        let gives = |name: &String| self.under(name, element).next().is_some();
        let is = |(name, values): (&String, &Vec<String>)| {
            self.under(name, element).any(|member| values.iter().any(|value| value == member.text))
        };
        let denied = rule.when.iter().any(|(name, values)| gives(name) && !is((name, values)));
        let silent = !rule.when_any.is_empty() && !rule.when_any.iter().any(gives);
        let here = element.map(|element| format!(" in element `{element}`")).unwrap_or_default();
        if let Some(names) = &rule.only {
            let name = names.iter().find(|name| gives(name)).filter(|_| denied || silent)?;
            return Some(format!("the example must not have `{name}`{here}"));
        }
        if !rule.when.iter().all(is) || silent {
            return None;
        }
        if let Some(sets) = &rule.any {
            let kept = sets.iter().any(|set| set.names().iter().all(gives));
            let all: Vec<String> =
                sets.iter().map(Together::names).map(|set| set.join("` with `")).collect();
            return (!kept)
                .then(|| format!("the example has none of `{}`{here}", all.join("`, `")));
        }
        if let Some(names) = &rule.all {
            let name = names.iter().find(|name| !gives(name))?;
            return Some(format!("the example lacks `{name}`{here}"));
        }
        let given: Vec<&String> =
            rule.not_both.iter().flatten().filter(|name| gives(name)).collect();
        match given.as_slice() {
            [first, second, ..] => {
                Some(format!("the example has both `{first}` and `{second}`{here}"))
            }
            _ => None,
        }
    }
}

/// Whether a member of an example says something.
fn is_given(node: &Node, empty: bool) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, .. } => {
            node.scalar() != Some(Scalar::Null) && !(empty && text.is_empty())
        }
        NodeKind::List(items) => !items.is_empty(),
        NodeKind::Map(members) => !members.is_empty(),
    }
}
