//! The field of a response that a doc example prints.

use heck::ToSnakeCase;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::format::ident;
use crate::inflect::singularize;
use crate::ir::{Api, Field, Kind, Ty, TypeId};
use crate::scalar::ScalarType;

/// A response, or an item of it, that an example has in a variable.
#[derive(Clone, Copy)]
pub struct Printed<'a> {
    /// The type.
    pub ty: &'a Ty,
    /// The value in the examples of the spec.
    pub sample: Option<&'a Value>,
    /// `true` if it is the result of a write, of which the created object is of more interest than a state.
    pub is_write: bool,
    /// The filters of the example, whose values are the same in all items.
    pub filters: &'a [&'a str],
}

/// Renders the statement that prints a field of the expression `owner`; `None` if no field can be
/// printed. `PRINT` stands for `println!`.
pub fn statement(api: &Api, printed: Printed<'_>, owner: &TokenStream) -> Option<TokenStream> {
    match printed.ty {
        Ty::Named(id) => field_statement(api, *id, printed, owner),
        Ty::Map(inner) => {
            let name = printed.sample?.as_object()?.keys().next()?;
            let is_printable = rank(api, inner, "", false).is_some() || **inner == Ty::Json;
            is_printable.then(|| {
                quote! { if let Some(value) = #owner.get(#name) { PRINT("{value}"); } }
            })
        }
        Ty::List(inner) => {
            let sample = printed.sample.map(|list| list.get(0).unwrap_or(list));
            let print = statement(api, Printed { ty: inner, sample, ..printed }, &quote! { item })?;
            Some(quote! { for item in #owner { #print } })
        }
        Ty::Scalar(ScalarType::String) | Ty::Json => Some(quote! { PRINT("{}", #owner); }),
        _ => None,
    }
}

/// Prints the field of a record with the best rank, or else a field of its first list or record.
fn field_statement(
    api: &Api,
    id: TypeId,
    printed: Printed<'_>,
    owner: &TokenStream,
) -> Option<TokenStream> {
    let sample = printed.sample.and_then(Value::as_object);
    let fields =
        api.fields_of(id).iter().filter(|field| !field.write_only && is_set(field, sample));
    let ranked = fields.clone().filter_map(|field| {
        let name = field.name.plain();
        let owner = api.types.get(id.0).map(|ty| ty.name.ident.as_str()).unwrap_or_default();
        let rank = match rank(api, &field.ty, name, printed.is_write)? {
            _ if field.sensitive => SENSITIVE,
            _ if printed.filters.contains(&name) => FILTERED,
            _ if is_own_name(name, owner) => 2,
            rank => rank,
        };
        Some((rank, field))
    });
    if let Some((_, field)) = ranked.min_by_key(|(rank, _)| *rank) {
        return Some(print_scalar(field, owner));
    }
    fields.into_iter().find_map(|field| print_nested(api, field, printed, owner))
}

/// Returns `true` if the sample has a value for a field, or if there is no sample.
fn is_set(field: &Field, sample: Option<&Map<String, Value>>) -> bool {
    let Some(sample) = sample else { return true };
    match sample.get(&field.wire) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(elements)) => !elements.is_empty(),
        Some(_) => true,
    }
}

/// The rank of fields that have the same value in all items.
const FILTERED: usize = 50;

/// The rank of sensitive fields.
const SENSITIVE: usize = 100;

/// Returns `true` for a name of the object itself, such as `item_name` of an `ActionItem`.
fn is_own_name(field: &str, owner: &str) -> bool {
    let Some(noun) = field.strip_suffix("_name") else { return false };
    owner.to_snake_case().split('_').any(|word| word == noun)
}

/// Returns the rank of a scalar field, the lowest for the most informative; `None` for other types.
fn rank(api: &Api, ty: &Ty, name: &str, is_write: bool) -> Option<usize> {
    let is_enum = match ty {
        Ty::Named(id) => matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_))),
        Ty::Json | Ty::Scalar(ScalarType::File) | Ty::List(_) | Ty::Map(_) | Ty::Numbered(_) => {
            return None;
        }
        _ => false,
    };
    if matches!(ty, Ty::Named(_)) && !is_enum {
        return None;
    }
    let last = name.rsplit('_').next().unwrap_or(name);
    let is_url = matches!(last, "uri" | "url" | "link");
    Some(match ty {
        _ if is_write && is_url => 0,
        Ty::Id(_) if is_write => 1,
        _ if matches!(name, "name" | "title") => 2,
        _ if matches!(name, "content" | "description" | "subject" | "text" | "code") => 3,
        _ if matches!(name, "state" | "status") => 4,
        Ty::Scalar(ScalarType::Decimal) => 5,
        _ if is_enum => 6,
        _ if is_url => 10,
        Ty::Scalar(ScalarType::String) if matches!(last, "name" | "title") => 7,
        Ty::Id(_) => 8,
        _ => 9,
    })
}

fn print_scalar(field: &Field, owner: &TokenStream) -> TokenStream {
    let name = ident(&field.name.ident);
    match (&field.ty, field.sensitive) {
        (_, true) => {
            let variable = variable(field);
            quote! { if let Some(#variable) = #owner.#name { PRINT("{}", #variable.reveal()); } }
        }
        (Ty::Scalar(ScalarType::String) | Ty::Id(_), false) => {
            quote! { PRINT("{}", #owner.#name.unwrap_or_default()); }
        }
        _ => {
            let variable = variable(field);
            let format = Literal::string(&format!("{{{variable}}}"));
            quote! { if let Some(#variable) = #owner.#name { PRINT(#format); } }
        }
    }
}

/// Returns the variable for the value of a field. Raw identifiers cannot be used in format strings.
fn variable(field: &Field) -> proc_macro2::Ident {
    match field.name.ident.starts_with("r#") {
        true => ident("value"),
        false => ident(&field.name.ident),
    }
}

/// Prints a field of a record in a field, or of the records in a list.
fn print_nested(
    api: &Api,
    field: &Field,
    printed: Printed<'_>,
    owner: &TokenStream,
) -> Option<TokenStream> {
    let name = ident(&field.name.ident);
    // without a sample, a recursive type would have no end
    let sample = printed.sample?.get(&field.wire)?;
    let (ty, sample) = match &field.ty {
        Ty::List(inner) => (&**inner, sample.get(0).unwrap_or(sample)),
        ty => (ty, sample),
    };
    let is_record = matches!(ty, Ty::Named(id) if !api.fields_of(*id).is_empty());
    if !is_record || field.sensitive || field.boxed {
        return None;
    }
    let words = field.name.plain();
    let is_list = matches!(field.ty, Ty::List(_));
    let variable = if is_list { singularize(words) } else { words.to_owned() };
    let variable = ident(&crate::name::field(&variable));
    let printed = Printed { ty, sample: Some(sample), ..printed };
    let print = statement(api, printed, &quote! { #variable })?;
    Some(match is_list {
        true => quote! { for #variable in #owner.#name { #print } },
        false => quote! { if let Some(#variable) = #owner.#name { #print } },
    })
}
