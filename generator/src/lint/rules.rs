//! `x-rules` stand on the bodies of requests, name their members, and demand something. That examples
//! keep them is looked at in [`super::rules_kept`].

use super::fits::{Fit, Properties, fits, members};
use super::input::Input;
use super::properties::{elements, kind, properties};
use super::rules_kept;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::extension::RuleExtension;
use crate::load::{objects, yaml};
use crate::location::Origin;
use crate::source::Node;

/// The keys that demand something.
const DEMANDS: [&str; 4] = ["any", "all", "not-both", "only"];

/// A rule, typed, with its place.
pub struct Stated<'a> {
    pub spot: Spot<'a>,
    pub rule: RuleExtension,
}

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut places = Vec::new();
    for operation in &input.operations {
        let Some(body) = operation.spot.get("requestBody") else { continue };
        for (media, content) in input.follow(&body).map("content") {
            let Some(schema) = content.get("schema") else { continue };
            let holders = holders(input, &schema);
            let stated: Vec<Stated<'_>> = holders.iter().flat_map(stated).collect();
            places.extend(holders.into_iter().map(|holder| holder.origin));
            let schema = elements(input, &schema).unwrap_or(schema);
            let known = members(input, &properties(input, &schema));
            let empty = media != "application/json";
            for one in &stated {
                let mut unsound = unsound(input, one, &known);
                if unsound.is_empty() {
                    unsound = rules_kept::check(input, &content, one, &known, empty);
                }
                found.extend(unsound);
            }
        }
    }
    misplaced(input, &places, &mut found);
    // A schema that is sent in two ways is looked at twice.
    let mut unique: Vec<Diagnostic> = Vec::new();
    for diagnostic in found {
        if !unique.contains(&diagnostic) {
            unique.push(diagnostic);
        }
    }
    unique
}

/// The schemas whose rules hold for a body: that of the body, and the parts of its `allOf`.
fn holders<'a>(input: &Input<'a>, schema: &Spot<'a>) -> Vec<Spot<'a>> {
    let schema = input.follow(schema);
    let mut found: Vec<Spot<'a>> =
        schema.list("allOf").flat_map(|part| holders(input, &part)).collect();
    found.push(schema);
    found
}

/// The rules that stand on a schema.
fn stated<'a>(schema: &Spot<'a>) -> Vec<Stated<'a>> {
    let typed = |spot: Spot<'a>| {
        let rule = yaml::typed(spot.node).ok()?;
        Some(Stated { spot, rule })
    };
    schema.list("x-rules").filter_map(typed).collect()
}

fn misplaced(input: &Input<'_>, places: &[Origin], found: &mut Vec<Diagnostic>) {
    input.each(&objects::SCHEMA, &mut |schema| {
        if !schema.has("x-rules") || places.contains(&schema.origin) {
            return;
        }
        let at = schema.origin.child("x-rules");
        let message = "no request has this schema for its body";
        found.push(Diagnostic::new(Code::MisplacedRule, &at, message).span(input.key(&at)).help(
            "rules stand on the schema of a body; there, those about `{i}` hold for each element",
        ));
    });
}

/// Why a rule demands nothing, or nothing of members that there are.
fn unsound<'a>(input: &Input<'a>, one: &Stated<'a>, known: &Properties<'a>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(demand(one));
    found.extend(condition(one));
    found.extend(repeated(one));
    for spot in names(&one.spot) {
        let Some(name) = spot.node.text().filter(|name| !known.contains_key(name)) else {
            continue;
        };
        found.push(unknown(&spot, name, known));
    }
    for (name, values) in one.spot.map("when") {
        match known.get(name) {
            Some(property) => value(input, name, property, &values, &mut found),
            None => {
                let diagnostic = unknown(&values, name, known);
                found.push(diagnostic.span(input.key(&values.origin)));
            }
        }
    }
    found
}

/// All places where a rule names a member as a value.
fn names<'a>(rule: &Spot<'a>) -> Vec<Spot<'a>> {
    let listed = DEMANDS.into_iter().chain(["when-any"]).flat_map(|key| rule.list(key));
    let each = |spot: Spot<'a>| match spot.node.list() {
        Some(_) => spot.items().collect(),
        None => vec![spot],
    };
    listed.flat_map(each).collect()
}

fn unknown(spot: &Spot<'_>, name: &str, known: &Properties<'_>) -> Diagnostic {
    let message = format!("the body has no `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownRuleMember, &spot.origin, message);
    diagnostic.help = did_you_mean(name, known.keys().copied());
    diagnostic
}

fn bad(origin: &Origin, message: String, help: &str) -> Option<Diagnostic> {
    Some(Diagnostic::new(Code::BadRule, origin, message).help(help))
}

/// One demand, and not an empty one.
fn demand(one: &Stated<'_>) -> Option<Diagnostic> {
    let spot = &one.spot;
    let there: Vec<&str> = DEMANDS.into_iter().filter(|key| spot.has(key)).collect();
    let [key] = there.as_slice() else {
        let message = format!("a rule makes one demand, this one makes {}", there.len());
        let help = "write one of `any`, `all`, `not-both` and `only`; for another, add a rule";
        return bad(&spot.origin, message, help);
    };
    let at = spot.origin.child(key);
    let least = if *key == "not-both" { 2 } else { 1 };
    let hollow = spot.list(key).any(|entry| entry.node.list().is_some_and(<[Node]>::is_empty));
    if spot.list(key).count() < least || hollow {
        let message = format!("`{key}` names too few members to demand anything");
        return bad(&at, message, "name some, or remove the rule");
    }
    if *key == "only" && !spot.has("when") && !spot.has("when-any") {
        let message = "`only` without a condition".to_owned();
        return bad(&at, message, "say `when` or `when-any` the members can be given");
    }
    None
}

/// A condition that can come true.
fn condition(one: &Stated<'_>) -> Option<Diagnostic> {
    let spot = &one.spot;
    let when = spot.get("when");
    let hollow = when.as_ref().is_some_and(|when| {
        when.members().next().is_none()
            || when.members().any(|(_, values)| values.items().next().is_none())
    });
    let never = spot.get("when-any").filter(|any| any.items().next().is_none());
    let at = when.filter(|_| hollow).or(never)?;
    bad(&at.origin, "this condition never holds".to_owned(), "complete it, or remove it")
}

/// Each member once.
fn repeated(one: &Stated<'_>) -> Option<Diagnostic> {
    let demanded = one.rule.demanded();
    let twice = demanded
        .iter()
        .enumerate()
        .find(|(at, name)| demanded.iter().skip(at + 1).any(|o| o == *name));
    let (_, name) = twice.filter(|_| one.rule.any.is_none())?;
    bad(&one.spot.origin, format!("`{name}` is named twice"), "remove one of them")
}

/// The values of a condition are ones that the member can have.
fn value<'a>(
    input: &Input<'a>,
    name: &str,
    property: &Spot<'a>,
    values: &Spot<'a>,
    found: &mut Vec<Diagnostic>,
) {
    if matches!(kind(input, property), Some("object" | "array")) || name.contains('{') {
        let message = format!("`{name}` has no single value to be compared");
        found.extend(bad(
            &values.origin,
            message,
            "name a member with one value, or use `when-any`",
        ));
        return;
    }
    for value in values.items() {
        for misfit in fits(input, property, &value, Fit::default()) {
            let mut diagnostic = Diagnostic::new(Code::BadRule, &misfit.at, misfit.message)
                .label(&misfit.schema, "the schema");
            diagnostic.help = misfit.help;
            found.push(diagnostic);
        }
    }
}
