//! Where the names of the filters of an operation are listed, and the methods that check them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::calls;
use super::docs::link_attributes;
use super::statics::operation_name;
use crate::ir::{Api, Group, Operation, ParameterLocation};
use crate::load::extension::FiltersExtension;
use crate::name;

/// Returns the operation that lists the filters.
fn source<'a>(
    group: &'a Group,
    operation: &'a Operation,
) -> Option<(&'a FiltersExtension, &'a Operation)> {
    let filters = operation.keys.filters.as_ref()?;
    let source = group.operations.iter().find(|other| other.id == filters.operation)?;
    Some((filters, source))
}

/// Returns the only path parameter of an operation besides the account.
fn path_parameter(operation: &Operation) -> Option<&str> {
    let in_path = |own: &&crate::ir::Parameter| own.location == ParameterLocation::Path;
    operation.parameters.iter().find(in_path).map(|own| own.wire.as_str())
}

fn static_name(operation: &Operation) -> proc_macro2::Ident {
    format_ident!("{}_FILTERS", name::constant(operation.name.plain()))
}

/// Renders the static description; `None` if the operation has no such filters.
pub fn description(group: &Group, operation: &Operation) -> Option<TokenStream> {
    let (filters, source) = source(group, operation)?;
    let (own, target) = (path_parameter(operation)?, path_parameter(source)?);
    let (name, source) = (static_name(operation), operation_name(source));
    let FiltersExtension { list, name: member, .. } = filters;
    Some(quote! {
        pub static #name: FilterSpec = FilterSpec {
            parameter: #own, operation: &#source, target: #target, list: #list, name: #member,
        };
    })
}

/// Renders the method that checks the names of the filters.
pub fn method(api: &Api, group: &Group, operation: &Operation) -> Option<TokenStream> {
    let (docs, check) = (documentation(group, operation)?, check(api, group, operation)?);
    let docs = link_attributes(&docs);
    Some(quote! {
        #docs
        pub fn checked(self) -> CallFuture<Self> { #check }
    })
}

/// Renders the method of the blocking client that checks the names of the filters.
pub fn blocking_method(api: &Api, group: &Group, operation: &Operation) -> Option<TokenStream> {
    let (docs, check) = (documentation(group, operation)?, check(api, group, operation)?);
    let docs = link_attributes(&format!("{docs} Blocks the thread."));
    Some(quote! {
        #docs
        pub fn checked(self) -> Result<Self, crate::Error> {
            crate::runtime::call::complete(#check)
        }
    })
}

fn documentation(group: &Group, operation: &Operation) -> Option<String> {
    let (_, source) = source(group, operation)?;
    Some(format!(
        "Fetches the names of the filters by [`{0}`]({1}::{0}), and returns the request if it has no other filters. An \
         unknown filter is an error that suggests a similar name. Letter case, spaces and underscores are not compared, \
         and filters with a setter of their own are not checked.",
        source.name.plain(),
        super::operations::group_type(group),
    ))
}

fn check(api: &Api, group: &Group, operation: &Operation) -> Option<TokenStream> {
    let (_, source) = source(group, operation)?;
    let (metadata, name) = (calls::output(api, source, None), static_name(operation));
    Some(quote! { self.0.checked::<#metadata, Self>(&operations::#name, Self) })
}
