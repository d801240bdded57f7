//! The setters of records that are sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::format::ident;
use super::links::Links;
use super::models::{deprecated, plain_docs};
use super::{docs, limits, values};
use crate::inflect::setter_description;
use crate::ir::{Api, Field, Kind, Limits, Ty};
use crate::markdown;

/// Renders the setter of a field, and the method that clears a field that may be `null`.
pub fn setter(api: &Api, field: &Field, links: &Links) -> TokenStream {
    let docs = links.attributes(&member_setter_docs(api, field), &field.wire);
    let alias = docs::wire_alias_attribute(&field.name, &field.setter, &field.wire);
    let deprecated = deprecated(field.deprecated);
    let (name, place) = (ident(&field.setter), ident(&field.name.ident));
    let (arguments, body) = match &field.ty {
        Ty::Numbered(inner) => {
            let ty = values::argument(api, inner);
            let value = converted(api, inner, quote! { value }, field.sensitive);
            (quote! { number: u32, value: #ty }, quote! { self.#place.set(number, #value); })
        }
        Ty::Map(inner) => {
            let ty = values::argument(api, inner);
            let value = converted(api, inner, quote! { value }, field.sensitive);
            (
                quote! { name: impl Into<String>, value: #ty },
                quote! { self.#place.insert(name.into(), #value); },
            )
        }
        Ty::List(inner) if appended(api, inner) => {
            let ty = values::argument(api, inner);
            let value = converted(api, inner, quote! { value }, field.sensitive);
            (quote! { value: #ty }, quote! { self.#place.push(#value); })
        }
        _ => {
            let ty = parameter_type(api, field);
            let value = field_expression(api, field, quote! { value });
            (quote! { value: #ty }, quote! { self.#place = #value; })
        }
    };
    let clear = field.nullable.then(|| clear(field));
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #name(mut self, #arguments) -> Self {
            #body
            self
        }
        #clear
    }
}

/// Renders the method that sets a field to `null`. A value of the field takes precedence over `null` in `extra`.
fn clear(field: &Field) -> TokenStream {
    let name = format_ident!("clear_{}", field.name.plain());
    let (place, wire) = (ident(&field.name.ident), &field.wire);
    let empty = match &field.ty {
        Ty::List(_) | Ty::Map(_) | Ty::Numbered(_) => quote! { Default::default() },
        _ => quote! { None },
    };
    quote! {
        /// Sends `null` for this member.
        pub fn #name(mut self) -> Self {
            self.#place = #empty;
            self.extra.insert(#wire, Json::null());
            self
        }
    }
}

/// Returns the documentation of the setter of a member.
pub fn member_setter_docs(api: &Api, field: &Field) -> String {
    let text = setter_docs(&field.docs, &field.wire, &field.limits, field.default.as_deref());
    match &field.ty {
        Ty::Numbered(_) => {
            let (from, to) = number_range(field);
            format!("{text}\n\nThe number is from {from} to {to}.")
        }
        Ty::Map(_) => {
            format!("Adds an entry to {}.\n\n{}", markdown::code(&field.wire), member_docs(field))
        }
        Ty::List(inner) if appended(api, inner) => {
            format!("Adds an item to {}.\n\n{}", markdown::code(&field.wire), member_docs(field))
        }
        _ if field.required && field.nullable => {
            format!("{text}\n\nSent as `null` unless it is set.")
        }
        _ => text,
    }
}

/// Returns the first and the last number of numbered members.
pub fn number_range(field: &Field) -> (u32, u32) {
    field.family.unwrap_or((1, u32::MAX))
}

/// Returns the documentation of a member that is sent: its description, limits and default.
pub fn member_docs(field: &Field) -> String {
    with_limits(&plain_docs(&field.docs, &field.wire), &field.limits, field.default.as_deref())
}

/// Returns the documentation of the setter of a value: its description, limits and default.
pub fn setter_docs(docs: &str, wire: &str, limits: &Limits, default: Option<&str>) -> String {
    let summary = match docs {
        "" => format!("Sets {}.", markdown::code(wire)),
        docs => setter_description(docs),
    };
    with_limits(&summary, limits, default)
}

/// Adds the limits and the default of a value to its description.
pub fn with_limits(docs: &str, limits: &Limits, default: Option<&str>) -> String {
    let default = default.map(|value| format!("The default is {}.", markdown::code(value)));
    let limits = Some(limits::sentence(limits)).filter(|limits| !limits.is_empty());
    let further: Vec<String> = limits.into_iter().chain(default).collect();
    if further.is_empty() { docs.to_owned() } else { format!("{docs}\n\n{}", further.join(" ")) }
}

/// Renders the setter of members that the type does not declare.
pub fn extra(api: &Api, more: &Ty) -> TokenStream {
    let (ty, value) = match more {
        Ty::Json => (quote! { impl Into<Json> }, quote! { value.into() }),
        more => {
            let value = if values::has_exact_parameter(api, more) {
                quote! { Json::of(&value) }
            } else {
                let ty = values::plain(api, more);
                quote! { Json::of::<#ty>(&value.into()) }
            };
            (values::argument(api, more), value)
        }
    };
    quote! {
        /// Sets a member that the type does not declare.
        pub fn extra(mut self, name: impl Into<String>, value: #ty) -> Self {
            self.extra.insert(name.into(), #value);
            self
        }
    }
}

/// Returns `true` if the setter of a list adds one element, as for lists of records. Lists of scalars are set as a
/// whole.
pub fn appended(api: &Api, inner: &Ty) -> bool {
    matches!(inner, Ty::Named(id) if matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_) | Kind::Union(_))))
}

/// Renders the type of the parameter that sets a field.
pub fn parameter_type(api: &Api, field: &Field) -> TokenStream {
    match &field.ty {
        Ty::List(inner) => values::elements(api, inner),
        Ty::Map(_) | Ty::Numbered(_) => values::field(api, field),
        ty => values::argument(api, ty),
    }
}

/// Renders the value that a field gets from its argument.
pub fn field_expression(api: &Api, field: &Field, value: TokenStream) -> TokenStream {
    match &field.ty {
        Ty::List(inner) => match (field.sensitive, values::has_exact_parameter(api, inner)) {
            (false, true) => quote! { #value.into_iter().collect() },
            (false, false) => quote! { #value.into_iter().map(Into::into).collect() },
            (true, _) => {
                let element = converted(api, inner, quote! { element }, true);
                quote! { #value.into_iter().map(|element| #element).collect() }
            }
        },
        Ty::Map(_) | Ty::Numbered(_) => value,
        ty => {
            let value = converted(api, ty, value, field.sensitive);
            if field.plain {
                value
            } else if field.boxed {
                quote! { Some(Box::new(#value)) }
            } else {
                quote! { Some(#value) }
            }
        }
    }
}

/// Renders the conversion of an argument to the type of a value.
fn converted(api: &Api, ty: &Ty, value: TokenStream, sensitive: bool) -> TokenStream {
    let value = if values::has_exact_parameter(api, ty) {
        value
    } else {
        quote! { #value.into() }
    };
    if sensitive {
        quote! { Sensitive::from(#value) }
    } else {
        value
    }
}
