//! The constraints of a request: as statics, in documentation, and in the examples of documentation.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::format::{ident, texts};
use super::links::Links;
use super::{references, sample};
use crate::ir::{Api, ConditionalConstraint, Constraint, Content, Field, Operation, Ty, TypeId};
use crate::markdown;
use crate::wire_name::WireName;

fn of(operation: &Operation) -> &[ConditionalConstraint] {
    operation.body.as_ref().map(|body| body.constraints.as_slice()).unwrap_or_default()
}

/// Renders the constraints of an operation for its static description; `None` if there are none.
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
            quote! { AnyOf(&[#(#sets),*]) }
        }
        Constraint::AllOf(names) => named("AllOf", names),
        Constraint::AtMostOne(names) => named("AtMostOne", names),
        Constraint::OnlyIf(names) => named("OnlyIf", names),
    };
    let when = rule.when.iter().map(|(name, values)| {
        let values = texts(values);
        quote! { (#name, #values) }
    });
    let when_any = texts(&rule.when_any);
    let words = rule.message();
    quote! {
        ConstraintSpec {
            each: #each, constraint: Constraint::#demand, when: &[#(#when),*], when_any: #when_any,
            message: #words,
        }
    }
}

fn named(demand: &str, names: &[String]) -> TokenStream {
    let (demand, names) = (ident(demand), texts(names));
    quote! { #demand(#names) }
}

/// Returns the constraints of an operation as sentences with links.
pub fn sentences(api: &Api, operation: &Operation) -> Vec<String> {
    let links = links(api, operation);
    let subject = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::List(_)) => "Each element: ",
        _ => "",
    };
    let sentence = |rule: &ConditionalConstraint| {
        format!("{subject}{}", links.apply(&markdown::escape(&rule.to_sentence()), ""))
    };
    // the argument for the reference is one of its forms
    let rules = of(operation).iter();
    rules
        .filter(|rule| !references::satisfies(api, operation, &rule.constraint))
        .map(sentence)
        .collect()
}

/// Returns the links to the setters of all members of the body.
fn links(api: &Api, operation: &Operation) -> Links {
    let Some(content) = operation.body.as_ref().map(|body| &body.content) else {
        return Links::default();
    };
    let owner = match content {
        Content::Record(id) | Content::List(Ty::Named(id)) => type_ident(api, *id),
        _ => operation.request.clone(),
    };
    let mut links = Links::default();
    add_links(
        api,
        &mut links,
        &owner,
        api.members_of(content),
        matches!(content, Content::Members(_)),
    );
    links
}

/// Adds the links to the setters of fields, and of the elements of lists.
fn add_links(
    api: &Api,
    links: &mut Links,
    owner: &str,
    fields: &[Field],
    arguments_are_plain: bool,
) {
    for field in fields {
        let is_required = field.is_argument();
        let link = match (is_required, arguments_are_plain) {
            (true, true) => format!("`{}`", field.name.plain()),
            (true, false) => format!("[`{}`]({owner}::{})", field.name.plain(), field.name.ident),
            (false, _) => {
                format!("[`{}`]({owner}::{})", field.setter.trim_start_matches("r#"), field.setter)
            }
        };
        links.add(&field.wire_name().declared(), link);
        if let (Some(fields), Ty::List(inner)) = (sample::indexed(api, field), &field.ty)
            && let Ty::Named(id) = **inner
        {
            add_links(api, links, &type_ident(api, id), fields, false);
        }
    }
}

fn type_ident(api: &Api, id: TypeId) -> String {
    api.types.get(id.0).map(|ty| ty.name.ident.clone()).unwrap_or_default()
}

/// Returns the members of an example that the constraints require.
pub fn required_members<'a>(operation: &'a Operation, body: Option<&Value>) -> Vec<&'a str> {
    let body = body.map(|body| body.get(0).unwrap_or(body));
    let Some(Value::Object(members)) = body else { return Vec::new() };
    let mut required: Vec<&str> = Vec::new();
    for rule in of(operation) {
        let cause = rule.when_any.iter().find(|name| has(members, name));
        if cause.is_none() && !rule.when_any.is_empty() || !satisfies(members, &rule.when) {
            continue;
        }
        required.extend(cause.map(String::as_str));
        match &rule.constraint {
            Constraint::AllOf(names) => required.extend(names.iter().map(String::as_str)),
            Constraint::AnyOf(sets) => {
                let whole = |set: &&Vec<String>| set.iter().all(|name| has(members, name));
                required.extend(sets.iter().find(whole).into_iter().flatten().map(String::as_str));
            }
            Constraint::AtMostOne(_) | Constraint::OnlyIf(_) => {}
        }
    }
    required
}

/// Returns `true` if members of an example have the values of a condition.
fn satisfies(members: &Map<String, Value>, when: &[(String, Vec<String>)]) -> bool {
    when.iter().all(|(name, values)| {
        let given = members.get(name).and_then(Value::as_str);
        given.is_some_and(|given| values.iter().any(|value| value == given))
    })
}

/// Returns `true` if an example has a member of this name, with any number.
fn has(members: &Map<String, Value>, name: &str) -> bool {
    let name = WireName::parse(name);
    members.keys().any(|key| name.matches(key))
}
