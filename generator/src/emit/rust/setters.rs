//! The setters of records that are sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::format::ident;
use super::models::{deprecated, plain_docs};
use super::{docs, values};
use crate::ir::{Api, Field, Kind, Ty};

/// The setter of a field, and for one that may be `null` the method that clears it.
pub fn setter(api: &Api, field: &Field) -> TokenStream {
    let docs = docs::attributes(&setter_docs(api, field));
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
            let ty = taken(api, field);
            let value = stored(api, field, quote! { value });
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

/// `null` stands among the further members, where a value of the field takes precedence over it.
fn clear(field: &Field) -> TokenStream {
    let name = format_ident!("clear_{}", field.name.plain());
    let (place, wire) = (ident(&field.name.ident), &field.wire);
    let empty = match &field.ty {
        Ty::List(_) | Ty::Map(_) | Ty::Numbered(_) => quote! { Default::default() },
        _ => quote! { None },
    };
    quote! {
        /// Clears it: sends `null`.
        pub fn #name(mut self) -> Self {
            self.#place = #empty;
            self.extra.insert(#wire, Json::null());
            self
        }
    }
}

fn setter_docs(api: &Api, field: &Field) -> String {
    let text = member_docs(field);
    match &field.ty {
        Ty::Numbered(_) => {
            let (from, to) = field.family.unwrap_or((1, u32::MAX));
            format!("{text}\n\nThe number goes from {from} to {to}.")
        }
        Ty::Map(_) => format!("Adds one by its name.\n\n{text}"),
        Ty::List(inner) if appended(api, inner) => format!("Adds one.\n\n{text}"),
        _ if field.required && field.nullable => {
            format!("{text}\n\nSent as `null` until it is set.")
        }
        _ => text,
    }
}

/// What a member means to who sends it: also what the service accepts, and what it takes otherwise.
pub fn member_docs(field: &Field) -> String {
    told(&plain_docs(field), &field.limits, field.default.as_deref())
}

/// What something means, what the service accepts in it, and what it takes otherwise.
pub fn told(docs: &str, limits: &str, default: Option<&str>) -> String {
    let default = default.map(|value| format!("The service takes `{value}` when this is not set."));
    let further: Vec<&str> = [limits, default.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect();
    if further.is_empty() { docs.to_owned() } else { format!("{docs}\n\n{}", further.join(" ")) }
}

/// The setter of members that the description does not name.
pub fn extra(api: &Api, more: &Ty) -> TokenStream {
    let (ty, value) = match more {
        Ty::Json => (quote! { impl Into<Json> }, quote! { value.into() }),
        more => {
            let value = if values::given_as_is(api, more) {
                quote! { Json::of(&value) }
            } else {
                let ty = values::plain(api, more);
                quote! { Json::of::<#ty>(&value.into()) }
            };
            (values::argument(api, more), value)
        }
    };
    quote! {
        /// Sets a member beyond those that have a field.
        pub fn extra(mut self, name: impl Into<String>, value: #ty) -> Self {
            self.extra.insert(name.into(), #value);
            self
        }
    }
}

/// Whether a list is filled one by one: lists of records are, lists of plain values are not.
pub fn appended(api: &Api, inner: &Ty) -> bool {
    matches!(inner, Ty::Named(id) if matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_) | Kind::Union(_))))
}

/// The argument for a field as a whole.
pub fn taken(api: &Api, field: &Field) -> TokenStream {
    match &field.ty {
        Ty::List(inner) => values::elements(api, inner),
        Ty::Map(_) | Ty::Numbered(_) => values::field(api, field),
        ty => values::argument(api, ty),
    }
}

/// What a field stores of its argument.
pub fn stored(api: &Api, field: &Field, value: TokenStream) -> TokenStream {
    match &field.ty {
        Ty::List(inner) => match (field.sensitive, values::given_as_is(api, inner)) {
            (false, true) => quote! { #value.into_iter().collect() },
            (false, false) => quote! { #value.into_iter().map(Into::into).collect() },
            (true, _) => {
                let one = converted(api, inner, quote! { one }, true);
                quote! { #value.into_iter().map(|one| #one).collect() }
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

fn converted(api: &Api, ty: &Ty, value: TokenStream, sensitive: bool) -> TokenStream {
    let value = if values::given_as_is(api, ty) {
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
