//! Presets: methods that start the request of an operation with some members set.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::calls::{self, Argument};
use super::format::ident;
use super::literal::Verbosity;
use super::sample::indexed;
use super::{docs, example, literal, operation_docs, references, values};
use crate::ir::{Api, Content, Field, Group, Operation, Preset, Ty};
use crate::markdown;

/// Renders the presets of an operation.
pub fn methods(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    operation.presets.iter().map(|preset| method(api, group, operation, preset)).collect()
}

fn method(api: &Api, group: &Group, operation: &Operation, preset: &Preset) -> TokenStream {
    let name = ident(&preset.name.ident);
    let docs = docs::link_attributes(&text(api, operation, preset));
    let example = example_call(api, group, operation, preset);
    let example = example.map(|call| example::of_call(api, group, operation, &call));
    let aliases = docs::aliases(preset.aliases.clone(), preset.name.plain());
    let builder = ident(&operation.request);
    let base = ident(&operation.name.ident);
    let (mut parameters, mut arguments) = (Vec::new(), Vec::new());
    for argument in calls::arguments(operation) {
        match argument {
            Argument::Parameter(own) => {
                let (name, ty) = (ident(&own.name.ident), values::parameter_type(api, &own.ty));
                parameters.push(quote! { #name: #ty });
                arguments.push(quote! { #name });
            }
            Argument::Reference(at) => {
                let Some(reference) = api.references.get(at) else { continue };
                let (name, ty) = (ident(&reference.argument.ident), ident(&reference.name.ident));
                parameters.push(quote! { #name: impl Into<#ty> });
                arguments.push(quote! { #name });
            }
            Argument::Member(member) => arguments.extend(value(api, preset, member)),
            Argument::Body(_) => {}
        }
    }
    let own = preset.arguments.iter().filter_map(|wire| find(api, operation, wire));
    parameters.extend(own.map(|(_, member)| {
        let (name, ty) = (ident(&member.name.ident), values::parameter_type(api, &member.ty));
        quote! { #name: #ty }
    }));
    let setters = setters(api, operation, preset);
    quote! {
        #docs
        #example
        #aliases
        pub fn #name(&self, #(#parameters),*) -> #builder<M> {
            self.#base(#(#arguments),*) #setters
        }
    }
}

/// Returns the documentation of a preset.
fn text(api: &Api, operation: &Operation, preset: &Preset) -> String {
    let base = operation.name.plain();
    let sets: Vec<String> = preset
        .set
        .iter()
        .map(|(wire, text)| format!("{} set to {}", markdown::code(wire), markdown::code(text)))
        .collect();
    let mut text = markdown::escape(&preset.summary);
    text.push_str(&format!("\n\n{}", operation_docs::facts(api, operation)));
    if !preset.docs.is_empty() {
        text.push_str(&format!("\n\n{}", markdown::escape(&preset.docs)));
    }
    let sets = match sets.as_slice() {
        [] => String::new(),
        sets => format!(", with {}", markdown::escape(&sets.join(" and "))),
    };
    text + &format!("\n\nThe request is that of [`{base}`](Self::{base}){sets}.")
}

/// Returns the member with this name, and the list that it is a member of the elements of.
fn find<'a>(
    api: &'a Api,
    operation: &'a Operation,
    wire: &str,
) -> Option<(Option<&'a Field>, &'a Field)> {
    let Some(Content::Members(members)) = operation.body.as_ref().map(|body| &body.content) else {
        return None;
    };
    let named = |fields: &'a [Field]| fields.iter().find(|own| own.wire_name().declared() == wire);
    if let Some(member) = named(members) {
        return Some((None, member));
    }
    members.iter().find_map(|list| Some((Some(list), named(indexed(api, list)?)?)))
}

/// Renders the value of a member: a fixed one, or its argument.
fn value(api: &Api, preset: &Preset, member: &Field) -> Option<TokenStream> {
    let wire = member.wire_name().declared();
    if preset.arguments.contains(&wire) {
        let name = ident(&member.name.ident);
        return Some(quote! { #name });
    }
    let (_, text) = preset.set.iter().find(|(known, _)| *known == wire)?;
    literal::value(api, &member.ty, &Value::String(text.clone()), Verbosity::Full)
}

/// Renders the setters of the members that are no arguments of the operation, and of one element of a list.
fn setters(api: &Api, operation: &Operation, preset: &Preset) -> TokenStream {
    let wires = preset.set.iter().map(|(wire, _)| wire).chain(&preset.arguments);
    let mut setters = TokenStream::new();
    let mut element: Option<(&Field, Vec<&Field>)> = None;
    for (list, member) in wires.filter_map(|wire| find(api, operation, wire)) {
        match list {
            Some(list) => element.get_or_insert_with(|| (list, Vec::new())).1.push(member),
            None if member.is_argument() => {}
            None => {
                let (setter, value) = (ident(&member.setter), value(api, preset, member));
                setters.extend(quote! { .#setter(#value) });
            }
        }
    }
    if let Some((list, members)) = element
        && let Ty::List(inner) = &list.ty
    {
        let (setter, ty) = (ident(&list.setter), values::plain(api, inner));
        let required = indexed(api, list).unwrap_or_default().iter();
        let arguments = required.filter(|own| own.is_argument()).map(|own| value(api, preset, own));
        let others = members.iter().filter(|own| !own.is_argument()).map(|own| {
            let (setter, value) = (ident(&own.setter), value(api, preset, own));
            quote! { .#setter(#value) }
        });
        setters.extend(quote! { .#setter(#ty::new(#(#arguments),*) #(#others)*) });
    }
    setters
}

/// Renders a call with values of the examples of the operation; `None` if they lack one.
fn example_call(
    api: &Api,
    group: &Group,
    operation: &Operation,
    preset: &Preset,
) -> Option<TokenStream> {
    let examples: Vec<&Map<String, Value>> = operation
        .body
        .iter()
        .flat_map(|body| &body.examples)
        .filter_map(|example| example.value.as_object())
        .collect();
    let verbosity = Verbosity::Brief(&[]);
    let mut arguments = Vec::new();
    for argument in calls::arguments(operation) {
        match argument {
            Argument::Parameter(own) => {
                arguments.push(literal::value(api, &own.ty, own.example.as_ref()?, verbosity)?);
            }
            Argument::Reference(at) => {
                let reference = api.references.get(at)?;
                let mut given = examples.iter();
                let given = given
                    .find_map(|example| references::literal(api, reference, example, verbosity))?;
                arguments.push(given);
            }
            Argument::Member(_) | Argument::Body(_) => {}
        }
    }
    for wire in &preset.arguments {
        let (_, member) = find(api, operation, wire)?;
        let wire = member.wire_name();
        let mut all = examples.iter().flat_map(|example| example.iter());
        let (_, given) =
            all.find(|(name, given)| wire.matches(name) && given.as_str() != Some("0"))?;
        arguments.push(literal::value(api, &member.ty, given, verbosity)?);
    }
    let (accessor, method) = (ident(&group.name.ident), ident(&preset.name.ident));
    Some(quote! { client.#accessor().#method(#(#arguments),*) })
}
