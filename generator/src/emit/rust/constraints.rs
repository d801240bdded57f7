//! The constraints of a request: as statics, in documentation, and in the examples of documentation.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::format::{ident, texts};
use super::links::Links;
use super::{references, sample};
use crate::constraint::ExampleMembers;
use crate::ir::{
    Api, ConditionalConstraint, Constraint, Content, Encoding, Field, Operation, Ty, TypeId,
};
use crate::markdown;

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

/// Returns the members by which an example satisfies the constraints.
pub fn required_members<'a>(
    api: &Api,
    operation: &'a Operation,
    example: Option<&Value>,
) -> Vec<&'a str> {
    let example = example.map(|example| example.get(0).unwrap_or(example));
    let (Some(body), Some(Value::Object(members))) = (&operation.body, example) else {
        return Vec::new();
    };
    let names = sample::names(api, api.members_of(&body.content));
    let members = ExampleMembers::new(&names, members, body.encoding != Encoding::Json);
    let members = members.of_item(None);
    body.constraints.iter().flat_map(|own| own.satisfying_members(&members)).collect()
}
