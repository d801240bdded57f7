//! Values of examples as Rust expressions, for doc examples and tests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::format::ident;
use super::models::is_argument;
use super::sample::{self, Given};
use super::setters::appended;
use super::values;
use crate::ir::{Api, Discriminator, Enum, Field, Kind, Record, Ty, TypeId, Union};

/// How much of an example is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail<'a> {
    /// All of it, for tests.
    Full,
    /// What a reader needs to get the idea, for documents; with these members at any rate.
    Brief(&'a [&'a str]),
}

/// How many optional members of a record, and elements of a list, a brief example shows.
const BRIEF: usize = 3;

impl Detail<'_> {
    fn limit(self) -> usize {
        match self {
            Detail::Full => usize::MAX,
            Detail::Brief(_) => BRIEF,
        }
    }

    /// Whether the value of this member is shown at any rate.
    pub fn needs(self, wire: &str) -> bool {
        match self {
            Detail::Full => true,
            Detail::Brief(needed) => needed.contains(&wire),
        }
    }
}

/// The expression for an example's value; `None` when the value says nothing (`""`, `null`).
pub fn value(api: &Api, ty: &Ty, value: &Value, detail: Detail<'_>) -> Option<TokenStream> {
    match ty {
        Ty::List(inner) => list(api, inner, value, detail),
        Ty::Named(id) => match api.types.get(id.0).map(|ty| &ty.kind)? {
            Kind::Record(found) => record(api, *id, found, value.as_object()?, detail),
            Kind::Enum(listed) => text(value).map(|text| enum_value(api, *id, listed, &text)),
            Kind::Union(union) => alternative(api, union, value.as_object()?, detail),
        },
        Ty::Json => {
            let json = value.to_string();
            Some(quote! { Json::parse(#json)? })
        }
        Ty::Map(_) | Ty::Numbered(_) => None,
        // documents show what most programs do, which is to send a file from disk
        Ty::File if detail != Detail::Full => Some(quote! { Upload::path("example.csv") }),
        _ => scalar(ty, &text(value)?),
    }
}

/// Returns a value of an enum as its variant, or as a string if the enum does not list it.
fn enum_value(api: &Api, id: TypeId, listed: &Enum, text: &str) -> TokenStream {
    match listed.values.iter().find(|value| value.wire == text) {
        Some(value) => {
            let (name, variant) = (values::named(api, id), ident(&value.name.ident));
            quote! { #name::#variant }
        }
        None => quote! { #text },
    }
}

/// Returns `true` if all elements of a list are values that their enum lists. Otherwise they are strings,
/// because the elements of an array have one type.
fn are_listed(api: &Api, inner: &Ty, elements: &[Value]) -> bool {
    let Ty::Named(id) = inner else { return true };
    let Some(Kind::Enum(listed)) = api.types.get(id.0).map(|ty| &ty.kind) else { return true };
    let is_listed = |text: String| listed.values.iter().any(|value| value.wire == text);
    elements.iter().filter_map(text).all(is_listed)
}

/// The text of a scalar; `None` when there is none.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn scalar(ty: &Ty, text: &str) -> Option<TokenStream> {
    match ty {
        Ty::Integer => {
            let number = Literal::i64_unsuffixed(text.parse().ok()?);
            Some(quote! { #number })
        }
        Ty::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(quote! { true }),
            "false" | "no" | "0" => Some(quote! { false }),
            _ => None,
        },
        Ty::Decimal => Some(decimal(text)),
        Ty::DateTime => Some(quote! { #text.parse::<DateTime>()? }),
        Ty::DateTimeOrKeyword if text.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(quote! { #text.parse::<DateTime>()? })
        }
        Ty::Date => Some(quote! { #text.parse::<Date>()? }),
        Ty::File => Some(quote! { Upload::bytes("example.csv", #text) }),
        _ => Some(quote! { #text }),
    }
}

/// `12.50` as `Decimal::new(1250, 2)`; what does not fit is parsed.
fn decimal(text: &str) -> TokenStream {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    match digits.parse::<i64>() {
        Ok(mantissa) => {
            let mantissa = Literal::i64_unsuffixed(mantissa);
            let scale = Literal::usize_unsuffixed(fraction.len());
            quote! { Decimal::new(#mantissa, #scale) }
        }
        Err(_) => quote! { #text.parse::<Decimal>()? },
    }
}

fn list(api: &Api, inner: &Ty, given: &Value, detail: Detail<'_>) -> Option<TokenStream> {
    let elements: Vec<Value> = match given {
        Value::Array(elements) => elements.iter().take(detail.limit()).cloned().collect(),
        Value::String(joined) => {
            joined.split(',').map(|part| Value::String(part.to_owned())).collect()
        }
        other => vec![other.clone()],
    };
    let inner = if are_listed(api, inner, &elements) { inner } else { &Ty::String };
    let elements: Vec<TokenStream> =
        elements.iter().filter_map(|one| value(api, inner, one, detail)).collect();
    (!elements.is_empty()).then(|| quote! { [#(#elements),*] })
}

/// The record among several that an example holds.
fn alternative(
    api: &Api,
    union: &Union,
    members: &Map<String, Value>,
    detail: Detail<'_>,
) -> Option<TokenStream> {
    let found = match &union.discriminator {
        Discriminator::Member(member) => {
            let word = text(members.get(member)?)?;
            union.alternatives.iter().find(|own| own.tags.contains(&word))
        }
        Discriminator::UniqueMembers => {
            let has = |word: &String| members.contains_key(word);
            union.alternatives.iter().find(|own| own.tags.iter().any(has))
        }
    }?;
    let Kind::Record(own) = &api.types.get(found.record.0)?.kind else { return None };
    record(api, found.record, own, members, detail)
}

/// `Note::new(…).setter(…)`.
fn record(
    api: &Api,
    id: TypeId,
    record: &Record,
    members: &Map<String, Value>,
    detail: Detail<'_>,
) -> Option<TokenStream> {
    let given = sample::assign(api, &record.fields, members);
    built(api, id, record, &given, detail)
}

fn built(
    api: &Api,
    id: TypeId,
    record: &Record,
    given: &[(&Field, Given<'_>)],
    detail: Detail<'_>,
) -> Option<TokenStream> {
    let name = values::named(api, id);
    let mut arguments = Vec::new();
    for field in record.fields.iter().filter(|field| is_argument(field)) {
        let (_, given) = given.iter().find(|(known, _)| known.wire == field.wire)?;
        let Given::One(one) = given else { return None };
        arguments.push(value(api, &field.ty, one, detail)?);
    }
    if let Some(needed) = super::models::needed(record) {
        let owner = api.types.get(id.0).map(|ty| ty.name.ident.as_str()).unwrap_or_default();
        let values = needed.into_iter().zip(arguments).collect();
        arguments = vec![super::required::literal(api, owner, values)];
    }
    let optional = given.iter().filter(|(field, _)| !is_argument(field) && !field.read_only);
    // Elements such as line items are what a reader looks for, so they are always shown; and so is what
    // the request would be refused without.
    let mut plain = 0;
    let shown = optional.filter(|(field, given)| {
        let is_plain = !matches!(given, Given::Elements(_));
        plain += usize::from(is_plain);
        !is_plain || plain <= detail.limit() || detail.needs(&field.wire)
    });
    let setters = shown.map(|(field, given)| setter(api, field, given, detail));
    Some(quote! { #name::new(#(#arguments),*) #(#setters)* })
}

/// `.setter(value)`, once or several times; nothing when the example says nothing.
pub fn setter(api: &Api, field: &Field, given: &Given<'_>, detail: Detail<'_>) -> TokenStream {
    let name = ident(&field.setter);
    match (given, &field.ty) {
        (Given::Numbered(numbered), Ty::Numbered(inner)) => numbered
            .iter()
            .filter_map(|(n, one)| {
                let (n, value) = (Literal::u32_unsuffixed(*n), value(api, inner, one, detail)?);
                Some(quote! { .#name(#n, #value) })
            })
            .collect(),
        (Given::Elements(elements), Ty::List(inner)) => elements
            .iter()
            .filter_map(|element| {
                let Ty::Named(id) = **inner else { return None };
                let Kind::Record(record) = &api.types.get(id.0)?.kind else { return None };
                let value = built(api, id, record, element, detail)?;
                Some(quote! { .#name(#value) })
            })
            .collect(),
        (Given::One(given), Ty::List(inner)) if appended(api, inner) => {
            let elements = given.as_array().map(Vec::as_slice).unwrap_or_default();
            elements
                .iter()
                .filter_map(|element| value(api, inner, element, detail))
                .map(|element| quote! { .#name(#element) })
                .collect()
        }
        (Given::One(Value::Object(members)), Ty::Map(inner)) => members
            .iter()
            .filter_map(|(key, one)| {
                let value = value(api, inner, one, detail)?;
                Some(quote! { .#name(#key, #value) })
            })
            .collect(),
        (Given::One(one), ty) => match value(api, ty, one, detail) {
            Some(value) => quote! { .#name(#value) },
            None => TokenStream::new(),
        },
        _ => TokenStream::new(),
    }
}
