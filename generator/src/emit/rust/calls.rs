//! Calls of operations as Rust expressions, for doc examples and tests.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::{Map, Value};

use super::format::ident;
use super::literal::{FILE_CONTENT, FILE_NAME, Verbosity};
use super::required::{self, RequiredArgument};
use super::sample::{self, ExampleValue};
use super::{by_status, literal, references, values};
use crate::ir::{
    Api, Body, Content, Field, Group, Kind, MAX_ARGUMENTS, ModulePath, Named, Operation, Parameter,
    ResponseContent, Style, Ty,
};
use crate::name::arguments_owner;
use crate::scalar::ScalarType;

/// An argument of an operation's method.
pub enum Argument<'a> {
    /// A required parameter.
    Parameter(&'a Parameter),
    /// A required member of the body.
    Member(&'a Field),
    /// The members of the body that form a reference, by the index of the reference.
    Reference(usize),
    /// The body as a value.
    Body(&'a Body),
}

/// Returns the arguments of the method of an operation: parameters in the order of the path, then the other required
/// ones, then the body.
pub fn arguments(operation: &Operation) -> Vec<Argument<'_>> {
    let mut parameters: Vec<&Parameter> =
        operation.parameters.iter().filter(|parameter| parameter.required).collect();
    parameters.sort_by_key(|parameter| {
        operation.path.find(&format!("{{{}}}", parameter.wire)).unwrap_or(usize::MAX)
    });
    let mut arguments: Vec<Argument<'_>> =
        parameters.into_iter().map(Argument::Parameter).collect();
    let Some(body) = &operation.body else { return arguments };
    match &body.content {
        Content::Members(members) => {
            arguments.extend(body.reference.map(Argument::Reference));
            arguments.extend(members.iter().filter(|own| own.is_argument()).map(Argument::Member));
        }
        _ if body.optional => {}
        _ => arguments.push(Argument::Body(body)),
    }
    arguments
}

/// Returns the body that a method of the request builder sets.
pub fn optional_body(operation: &Operation) -> Option<&Body> {
    operation.body.as_ref().filter(|body| body.optional)
}

/// Returns the arguments as fields of a struct, if there are too many of them. A body that the caller builds is a
/// single argument, so operations with one never have too many.
pub fn required_arguments(operation: &Operation) -> Option<Vec<RequiredArgument<'_>>> {
    let arguments = arguments(operation);
    if arguments.len() <= MAX_ARGUMENTS {
        return None;
    }
    arguments.into_iter().map(Argument::into_required).collect()
}

impl<'a> Argument<'a> {
    fn into_required(self) -> Option<RequiredArgument<'a>> {
        let (name, wire, docs, limits, ty, sensitive) = match self {
            Argument::Parameter(own) => {
                (&own.name.ident, &own.wire, &own.docs, &own.limits, &own.ty, own.sensitive)
            }
            Argument::Member(own) => {
                (&own.name.ident, &own.wire, &own.docs, &own.limits, &own.ty, own.sensitive)
            }
            Argument::Body(_) | Argument::Reference(_) => return None,
        };
        Some(RequiredArgument { name, wire, docs, limits, ty, sensitive })
    }
}

/// The number of setters in the call of a brief example.
const BRIEF_SETTERS: usize = 4;

/// The number of filters in the call of a brief example.
const BRIEF_FILTERS: usize = 2;

/// Renders a call such as `client.notes().list("1000")` with the examples of the spec. A full call has all setters.
/// A brief one has a few filters, or a few members of the body, with those that `verbosity` names first.
pub fn expression(
    api: &Api,
    group: &Group,
    operation: &Operation,
    body: Option<&Value>,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let empty = Map::new();
    let members = body.and_then(Value::as_object).unwrap_or(&empty);
    let given = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(fields)) => sample::assign(api, fields, members),
        _ => Vec::new(),
    };
    let values = arguments(operation)
        .into_iter()
        .map(|argument| argument_value(api, argument, body, &given, verbosity));
    let mut values = values.collect::<Option<Vec<_>>>()?;
    if let Some(required) = required_arguments(operation) {
        let fields = required.into_iter().zip(values).collect();
        values = vec![required::literal(api, &operation.request, fields)];
    }
    let (accessor, method) = (ident(&group.name.ident), ident(&operation.name.ident));
    let mut call = quote! { client.#accessor().#method(#(#values),*) };
    for parameter in optional_parameters(api, operation, verbosity) {
        call.extend(parameter_setter(api, parameter, verbosity));
    }
    let limit = if verbosity == Verbosity::Full { usize::MAX } else { BRIEF_SETTERS };
    let mut optional: Vec<_> =
        given.iter().filter(|(field, _)| field.has_request_setter()).collect();
    optional.sort_by_key(|(field, _)| !verbosity.needs(&field.wire));
    let setters = optional
        .into_iter()
        .map(|(field, given)| literal::request_setter(api, field, given, verbosity));
    call.extend(setters.filter(|setter| !setter.is_empty()).take(limit));
    if let (Some(optional), Some(_)) = (optional_body(operation), body) {
        let value = argument_value(api, Argument::Body(optional), body, &given, verbosity)?;
        call.extend(quote! { .body(#value) });
    }
    Some(call)
}

/// Returns the value of an argument in an example, if the example has one.
fn argument_value(
    api: &Api,
    argument: Argument<'_>,
    body: Option<&Value>,
    given: &[(&Field, ExampleValue<'_>)],
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    Some(match argument {
        Argument::Parameter(parameter) => {
            literal::value(api, &parameter.ty, parameter.example.as_ref()?, verbosity)?
        }
        Argument::Member(member) => {
            let (_, given) = given.iter().find(|(field, _)| field.wire == member.wire)?;
            let ExampleValue::One(value) = given else { return None };
            literal::value(api, &member.ty, value, verbosity)?
        }
        Argument::Reference(at) => {
            let members = body.and_then(Value::as_object)?;
            references::literal(api, api.references.get(at)?, members, verbosity)?
        }
        Argument::Body(own) => body_value(api, &own.content, body, verbosity)?,
    })
}

/// Returns the value of a body that the caller builds.
fn body_value(
    api: &Api,
    content: &Content,
    body: Option<&Value>,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    Some(match content {
        Content::Record(id) => literal::value(api, &Ty::Named(*id), body?, verbosity)?,
        Content::List(ty) => {
            literal::value(api, &Ty::List(Box::new(ty.clone())), body?, verbosity)?
        }
        Content::Value(ty) => literal::value(api, ty, body?, verbosity)?,
        Content::Text => {
            let text = body?.as_str()?;
            quote! { #text }
        }
        Content::File if verbosity != Verbosity::Full => quote! { Upload::path(#FILE_NAME) },
        Content::File => {
            let content = body.and_then(Value::as_str).unwrap_or(FILE_CONTENT);
            quote! { Upload::bytes("example.bin", #content) }
        }
        Content::Members(_) => return None,
    })
}

/// Returns the optional parameters of a call. In brief these are up to two filters of a list or a job, in
/// document order: enums and ids if there are any, because their values are the easiest to understand.
pub fn optional_parameters<'a>(
    api: &Api,
    operation: &'a Operation,
    verbosity: Verbosity<'_>,
) -> Vec<&'a Parameter> {
    let mut optional: Vec<(usize, &Parameter)> =
        operation.parameters.iter().filter(|parameter| !parameter.required).enumerate().collect();
    if verbosity != Verbosity::Full {
        let paging = operation.paged.as_ref().and_then(|paged| api.pagings.get(paged.style));
        let is_filter = |own: &Parameter| {
            paging.is_some_and(|paging| own.wire != paging.page && own.wire != paging.size)
        };
        // the file of a job has the same name in all examples, so they do not set its format
        let is_input = |own: &Parameter| operation.job.is_some() && clarity(api, &own.ty) > 0;
        optional.retain(|(_, own)| {
            let is_shown = is_input(own) || is_filter(own);
            is_shown && !own.deprecated && clarity(api, &own.ty) < UNCLEAR
        });
        optional.sort_by_key(|(_, parameter)| clarity(api, &parameter.ty));
        let is_clear = |(_, parameter): &&(usize, &Parameter)| clarity(api, &parameter.ty) < 2;
        let count = optional.iter().filter(is_clear).count().clamp(1, BRIEF_FILTERS);
        optional.truncate(count);
        optional.sort_by_key(|(index, _)| *index);
    }
    optional.into_iter().map(|(_, parameter)| parameter).collect()
}

/// The clarity of types that brief examples do not show.
const UNCLEAR: usize = 4;

/// Returns how easily a value of a type is understood without its documentation, the clearest first.
fn clarity(api: &Api, ty: &Ty) -> usize {
    match ty {
        Ty::Named(id) => match api.types.get(id.0).map(|ty| &ty.kind) {
            Some(Kind::Enum(_)) => 0,
            _ => UNCLEAR,
        },
        Ty::Id(_) => 1,
        Ty::List(inner) => clarity(api, inner),
        Ty::Scalar(ScalarType::String) => 2,
        Ty::Scalar(ScalarType::Boolean) => 3,
        _ => UNCLEAR,
    }
}

fn parameter_setter(
    api: &Api,
    parameter: &Parameter,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let name = ident(&parameter.name.ident);
    let example = parameter.example.as_ref()?;
    if parameter.style == Style::Free {
        let setters = example.as_object()?.iter().filter_map(|(key, value)| {
            let value = literal::text(value)?;
            Some(quote! { .#name(#key, #value) })
        });
        return Some(setters.collect());
    }
    let value = literal::value(api, &parameter.ty, example, verbosity)?;
    Some(quote! { .#name(#value) })
}

/// Returns the names of types in an example and their modules, for its `use` lines.
pub fn used(api: &Api, words: &BTreeSet<String>) -> Vec<(String, String)> {
    let values =
        ScalarType::wire_types().chain(["Json", "Map"]).filter(|name| words.contains(*name));
    let mut found: Vec<_> = values.map(|name| (name.to_owned(), "wire".to_owned())).collect();
    let ids = api.ids.iter().map(|id| &id.name.ident).filter(|name| words.contains(*name));
    found.extend(ids.map(|name| (name.clone(), "ids".to_owned())));
    for word in words {
        for item in api.names.get(word).into_iter().flatten() {
            let module = match item {
                Named::Type(id) => api.types.get(id.0).map(|ty| ty.module),
                Named::Reference(at) => api.references.get(*at).map(|own| own.module),
                Named::Request(_) => None,
            };
            found.extend(module.map(|module| (word.clone(), api.module_name(module).to_owned())));
        }
        let owner = arguments_owner(word).and_then(|owner| api.names.get(owner));
        for item in owner.into_iter().flatten() {
            let module = match item {
                Named::Type(id) => api.types.get(id.0).map(|ty| ty.module),
                Named::Request(group) => Some(ModulePath::Group(*group)),
                Named::Reference(_) => None,
            };
            found.extend(module.map(|module| (word.clone(), api.module_name(module).to_owned())));
        }
    }
    found
}

/// Renders the type of the result of `send`. Queued writes and files have the mode of their client, which is left out if it
/// is the default.
pub fn output(api: &Api, operation: &Operation, mode: Option<&TokenStream>) -> TokenStream {
    let mode = mode.into_iter();
    if let Some(plan) = operation.queue.and_then(|queue| api.queues.get(queue)) {
        let polled = polled(api, plan);
        return quote! { Queued<#polled #(, #mode)*> };
    }
    match &operation.response {
        ResponseContent::Empty => quote! { () },
        ResponseContent::Value(ty) => values::plain(api, ty),
        ResponseContent::Page => {
            let item = operation.paged.as_ref().map(|paged| values::plain(api, &paged.item));
            quote! { Page<#item> }
        }
        ResponseContent::Text => quote! { String },
        ResponseContent::File => quote! { Download #(<#mode>)* },
        ResponseContent::FileOr(ty) => {
            let ty = values::plain(api, ty);
            quote! { FileOrStatus<#ty #(, #mode)*> }
        }
        ResponseContent::ByStatus(_) => by_status::name(operation).into_token_stream(),
    }
}

/// Returns `true` if the response is a JSON document that is a string, a number, a boolean or an enum.
pub fn is_scalar_response(api: &Api, operation: &Operation) -> bool {
    matches!(&operation.response, ResponseContent::Value(ty) if is_scalar(api, ty))
}

/// Returns `true` for a string, a number, a boolean or an enum.
pub fn is_scalar(api: &Api, ty: &Ty) -> bool {
    match ty {
        Ty::Named(id) => matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_))),
        ty => !matches!(ty, Ty::List(_) | Ty::Map(_) | Ty::Json),
    }
}

/// Renders the type of the status of a job or a queued write.
pub fn polled(api: &Api, plan: &crate::ir::LongRunningOperation) -> TokenStream {
    let polled = api.groups.get(plan.poll.0).and_then(|group| group.operations.get(plan.poll.1));
    match polled.map(|operation| &operation.response) {
        Some(ResponseContent::Value(ty)) => values::plain(api, ty),
        _ => quote! { Json },
    }
}
