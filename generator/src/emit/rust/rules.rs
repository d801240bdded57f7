//! The rules of a request: as statics, in words, and in the examples of documents.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::format::{ident, texts};
use super::models::is_argument;
use super::sample;
use crate::ir::{Api, ConditionalConstraint, Constraint, Content, Operation};

fn of(operation: &Operation) -> &[ConditionalConstraint] {
    operation.body.as_ref().map(|body| body.constraints.as_slice()).unwrap_or_default()
}

/// The rules of an operation for its static description; `None` when there are none.
pub fn all(operation: &Operation) -> Option<TokenStream> {
    let rules = of(operation);
    let each = rules.iter().map(rule);
    (!rules.is_empty()).then(|| quote! { &[#(#each),*] })
}

fn rule(rule: &ConditionalConstraint) -> TokenStream {
    let each = match &rule.list {
        Some(list) => quote! { Some(#list) },
        None => quote! { None },
    };
    let demand = match &rule.constraint {
        Constraint::AnyOf(sets) => {
            let sets = sets.iter().map(|set| texts(set));
            quote! { Any(&[#(#sets),*]) }
        }
        Constraint::AllOf(names) => named("All", names),
        Constraint::AtMostOne(names) => named("NotBoth", names),
        Constraint::OnlyIf(names) => named("Only", names),
    };
    let when = rule.when.iter().map(|(name, values)| {
        let values = texts(values);
        quote! { (#name, #values) }
    });
    let when_any = texts(&rule.when_any);
    let words = rule.describe();
    quote! {
        BodyRule {
            each: #each, demand: Demand::#demand, when: &[#(#when),*], when_any: #when_any,
            words: #words,
        }
    }
}

fn named(demand: &str, names: &[String]) -> TokenStream {
    let (demand, names) = (ident(demand), texts(names));
    quote! { #demand(#names) }
}

/// The rules of an operation for its documentation; empty when there are none.
pub fn docs(api: &Api, operation: &Operation) -> String {
    let rules = of(operation);
    if rules.is_empty() {
        return String::new();
    }
    let whose = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::List(_)) => "of each element ",
        _ => "",
    };
    let mut text = format!(
        "\n\n# Rules\n\nChecked {whose}before anything is sent, unless the call is told \
         `without_checks()`. Names are those of the wire{}:\n",
        setter(api, operation).unwrap_or_default()
    );
    for rule in rules {
        text.push_str(&format!("\n- {}", rule.to_sentence()));
    }
    text
}

/// How the members that the rules name are set, by the first of them that is.
fn setter(api: &Api, operation: &Operation) -> Option<String> {
    let content = operation.body.as_ref().map(|body| &body.content)?;
    let fields = api.members_of(content);
    let named = of(operation).iter().flat_map(|rule| rule.constraint.names());
    let mut set = named.filter_map(|name| fields.iter().find(|field| field.wire == name));
    let first = set.find(|field| !is_argument(field))?;
    Some(format!("; `{}` is what `{}` sets", first.wire, first.setter))
}

/// The members of an example that a request like it would be refused without.
pub fn shown<'a>(operation: &'a Operation, body: Option<&Value>) -> Vec<&'a str> {
    let body = body.map(|body| body.get(0).unwrap_or(body));
    let Some(Value::Object(members)) = body else { return Vec::new() };
    let mut shown: Vec<&str> = Vec::new();
    for rule in of(operation) {
        let cause = rule.when_any.iter().find(|name| has(members, name));
        if cause.is_none() && !rule.when_any.is_empty() || !is(members, &rule.when) {
            continue;
        }
        shown.extend(cause.map(String::as_str));
        match &rule.constraint {
            Constraint::AllOf(names) => shown.extend(names.iter().map(String::as_str)),
            Constraint::AnyOf(sets) => {
                let whole = |set: &&Vec<String>| set.iter().all(|name| has(members, name));
                shown.extend(sets.iter().find(whole).into_iter().flatten().map(String::as_str));
            }
            Constraint::AtMostOne(_) | Constraint::OnlyIf(_) => {}
        }
    }
    shown
}

/// Whether members of an example have the values of a condition.
fn is(members: &Map<String, Value>, when: &[(String, Vec<String>)]) -> bool {
    when.iter().all(|(name, values)| {
        let given = members.get(name).and_then(Value::as_str);
        given.is_some_and(|given| values.iter().any(|value| value == given))
    })
}

/// Whether an example has a member of this name, whatever its numbers are.
fn has(members: &Map<String, Value>, name: &str) -> bool {
    members.contains_key(name) || members.keys().any(|key| sample::numbers(name, key).is_some())
}
