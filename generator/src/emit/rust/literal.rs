//! Values of examples as Rust expressions, for doc examples and tests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::format::ident;
use super::sample::{self, ExampleValue};
use super::setters::appended;
use super::{literal_union, values};
use crate::ir::{Api, Enum, Field, Kind, Record, Ty, TypeId};
use crate::scalar::{LiteralKind, ScalarType, parse_boolean};

/// How many of the optional members of an example are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity<'a> {
    /// All of them, for tests.
    Full,
    /// A few of them, for documentation, and always these members.
    Brief(&'a [&'a str]),
}

/// The number of optional members of a record, and of elements of a list, in a brief example.
const BRIEF: usize = 3;

/// The name of the file in examples.
pub const FILE_NAME: &str = "example.csv";

/// The content of a body that is a file, if there is no example.
pub const FILE_CONTENT: &str = "…";

impl Verbosity<'_> {
    fn limit(self) -> usize {
        match self {
            Verbosity::Full => usize::MAX,
            Verbosity::Brief(_) => BRIEF,
        }
    }

    /// Returns `true` if the value of this member is always used.
    pub fn needs(self, wire: &str) -> bool {
        match self {
            Verbosity::Full => true,
            Verbosity::Brief(needed) => needed.contains(&wire),
        }
    }
}

/// Renders the expression for a value of an example; `None` if the value is absent (`""`, `null`).
pub fn value(api: &Api, ty: &Ty, value: &Value, verbosity: Verbosity<'_>) -> Option<TokenStream> {
    match ty {
        Ty::List(inner) => list(api, inner, value, verbosity),
        Ty::Named(id) => match api.types.get(id.0).map(|ty| &ty.kind)? {
            Kind::Record(found) => record(api, *id, found, value.as_object()?, verbosity),
            Kind::Enum(listed) => text(value).map(|text| enum_value(api, *id, listed, &text)),
            Kind::Union(union) => literal_union::value(api, (*id, union), value, verbosity),
        },
        Ty::Json => {
            let json = value.to_string();
            Some(quote! { Json::parse(#json)? })
        }
        Ty::Map(inner) => map(api, inner, value.as_object()?, verbosity),
        Ty::Numbered(_) => None,
        // documents show what most programs do, which is to send a file from disk
        Ty::Scalar(ScalarType::File) if verbosity != Verbosity::Full => {
            Some(quote! { Upload::path(#FILE_NAME) })
        }
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

/// Returns the string of a scalar; `None` if it is empty or not a scalar.
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
    let parsed = |ty: ScalarType| {
        let ty = ident(ty.rust());
        quote! { #text.parse::<#ty>()? }
    };
    let scalar = match ty {
        Ty::Scalar(scalar) => *scalar,
        Ty::DateTimeOrKeyword(_) if text.starts_with(|c: char| c.is_ascii_digit()) => {
            return Some(parsed(ScalarType::DateTime));
        }
        _ => return Some(quote! { #text }),
    };
    Some(match scalar.literal() {
        LiteralKind::Text => quote! { #text },
        LiteralKind::Parsed => parsed(scalar),
        LiteralKind::Integer => {
            let number = Literal::i64_unsuffixed(text.parse().ok()?);
            quote! { #number }
        }
        LiteralKind::Decimal => decimal(text),
        LiteralKind::Boolean => {
            let flag = parse_boolean(text)?;
            quote! { #flag }
        }
        LiteralKind::File => quote! { Upload::bytes(#FILE_NAME, #text) },
    })
}

/// Renders `12.50` as `Decimal::new(1250, 2)`. A number that does not fit is parsed.
fn decimal(text: &str) -> TokenStream {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    match digits.parse::<i64>() {
        // more places would panic
        Ok(mantissa) if fraction.len() <= 28 => {
            let mantissa = Literal::i64_unsuffixed(mantissa);
            let scale = Literal::usize_unsuffixed(fraction.len());
            quote! { Decimal::new(#mantissa, #scale) }
        }
        _ => quote! { #text.parse::<Decimal>()? },
    }
}

/// Returns the items of a list, which may be joined by commas, or a single item.
pub(super) fn items(given: &Value) -> Vec<Value> {
    match given {
        Value::Array(items) => items.clone(),
        Value::String(joined) => {
            joined.split(',').map(|part| Value::String(part.to_owned())).collect()
        }
        other => vec![other.clone()],
    }
}

fn list(api: &Api, inner: &Ty, given: &Value, verbosity: Verbosity<'_>) -> Option<TokenStream> {
    let mut elements = items(given);
    if given.is_array() {
        elements.truncate(verbosity.limit());
    }
    let inner = if are_listed(api, inner, &elements) { inner } else { &Ty::STRING };
    let elements: Vec<TokenStream> =
        elements.iter().filter_map(|one| element(api, inner, one, verbosity)).collect();
    (!elements.is_empty()).then(|| quote! { [#(#elements),*] })
}

/// Renders an element of a list or a map. Lists and unions have exactly the type of the element, because arrays of
/// different lengths have different types, and so have the records of a union.
pub(super) fn element(
    api: &Api,
    ty: &Ty,
    given: &Value,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    match ty {
        Ty::List(inner) => {
            let (ty, elements) = (values::plain(api, inner), given.as_array()?);
            if elements.is_empty() {
                return Some(quote! { Vec::<#ty>::new() });
            }
            let elements = elements.iter().filter_map(|one| exact(api, inner, one, verbosity));
            Some(quote! { Vec::<#ty>::from_iter([#(#elements),*]) })
        }
        Ty::Named(id) if is_union(api, *id) => {
            let (name, record) = (values::named(api, *id), value(api, ty, given, verbosity)?);
            Some(quote! { #name::from(#record) })
        }
        ty => value(api, ty, given, verbosity),
    }
}

/// Renders an element that has exactly its type.
fn exact(api: &Api, ty: &Ty, given: &Value, verbosity: Verbosity<'_>) -> Option<TokenStream> {
    let value = element(api, ty, given, verbosity)?;
    let is_exact = match ty {
        Ty::List(_) | Ty::Map(_) | Ty::Json => true,
        Ty::Named(id) if is_union(api, *id) => true,
        ty => values::has_exact_parameter(api, ty),
    };
    Some(if is_exact {
        value
    } else {
        quote! { Into::into(#value) }
    })
}

fn is_union(api: &Api, id: TypeId) -> bool {
    matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Union(_)))
}

/// Renders a map, whose type is written out because methods accept other types.
fn map(
    api: &Api,
    inner: &Ty,
    members: &Map<String, Value>,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let ty = values::plain(api, inner);
    let entry = |(key, one): (&String, &Value)| {
        let value = exact(api, inner, one, verbosity)?;
        Some(quote! { (#key, #value) })
    };
    let entries: Vec<TokenStream> = members.iter().filter_map(entry).collect();
    (!entries.is_empty()).then(|| quote! { Map::<#ty>::from_iter([#(#entries),*]) })
}

/// Renders `Note::new(…).setter(…)`.
pub(super) fn record(
    api: &Api,
    id: TypeId,
    record: &Record,
    members: &Map<String, Value>,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let given = sample::assign(api, &record.fields, members);
    let built = built(api, id, record, &given, verbosity)?;
    let undeclared = undeclared(api, record, members, verbosity);
    Some(quote! { #built #undeclared })
}

/// Renders the calls that set the members that a record does not declare, in full examples.
fn undeclared(
    api: &Api,
    record: &Record,
    members: &Map<String, Value>,
    verbosity: Verbosity<'_>,
) -> TokenStream {
    let Some(ty) = record.additional.as_ref().filter(|_| verbosity == Verbosity::Full) else {
        return TokenStream::new();
    };
    let is_declared = |name: &String| record.fields.iter().any(|field| field.wire == *name);
    let undeclared = members.iter().filter(|(name, _)| !is_declared(name));
    let setter = |(name, one): (&String, &Value)| {
        let value = element(api, ty, one, verbosity)?;
        Some(quote! { .extra(#name, #value) })
    };
    undeclared.filter_map(setter).collect()
}

fn built(
    api: &Api,
    id: TypeId,
    record: &Record,
    given: &[(&Field, ExampleValue<'_>)],
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let name = values::named(api, id);
    let mut arguments = Vec::new();
    for field in record.fields.iter().filter(|field| field.is_argument()) {
        let (_, given) = given.iter().find(|(known, _)| known.wire == field.wire)?;
        let ExampleValue::One(one) = given else { return None };
        arguments.push(value(api, &field.ty, one, verbosity)?);
    }
    if let Some(required) = super::models::required_arguments(record) {
        let owner = api.types.get(id.0).map(|ty| ty.name.ident.as_str()).unwrap_or_default();
        let values = required.into_iter().zip(arguments).collect();
        arguments = vec![super::required::literal(api, owner, values)];
    }
    let optional = given.iter().filter(|(field, _)| !field.is_argument() && !field.read_only);
    // Elements such as line items are the point of an example. Members that the constraints require cannot be
    // left out.
    let mut plain = 0;
    let shown = optional.filter(|(field, given)| {
        let is_plain = !matches!(given, ExampleValue::Elements(_));
        plain += usize::from(is_plain);
        !is_plain || plain <= verbosity.limit() || verbosity.needs(&field.wire)
    });
    let setters = shown.map(|(field, given)| setter(api, field, given, verbosity));
    Some(quote! { #name::new(#(#arguments),*) #(#setters)* })
}

/// Renders the call of the setter of a request, which sets a map as a whole.
pub fn request_setter(
    api: &Api,
    field: &Field,
    given: &ExampleValue<'_>,
    verbosity: Verbosity<'_>,
) -> TokenStream {
    match (given, &field.ty) {
        (ExampleValue::One(one), Ty::Map(_)) => {
            let (name, value) = (ident(&field.setter), value(api, &field.ty, one, verbosity));
            value.map(|value| quote! { .#name(#value) }).unwrap_or_default()
        }
        _ => setter(api, field, given, verbosity),
    }
}

/// Renders `.setter(value)`, once or several times, or nothing if the value is absent.
pub fn setter(
    api: &Api,
    field: &Field,
    given: &ExampleValue<'_>,
    verbosity: Verbosity<'_>,
) -> TokenStream {
    let name = ident(&field.setter);
    match (given, &field.ty) {
        (ExampleValue::Numbered(numbered), Ty::Numbered(inner)) => numbered
            .iter()
            .filter_map(|(n, one)| {
                let (n, value) =
                    (Literal::u32_unsuffixed(*n), element(api, inner, one, verbosity)?);
                Some(quote! { .#name(#n, #value) })
            })
            .collect(),
        (ExampleValue::Elements(elements), Ty::List(inner)) => elements
            .iter()
            .filter_map(|element| {
                let Ty::Named(id) = **inner else { return None };
                let Kind::Record(record) = &api.types.get(id.0)?.kind else { return None };
                let value = built(api, id, record, element, verbosity)?;
                Some(quote! { .#name(#value) })
            })
            .collect(),
        (ExampleValue::One(given), Ty::List(inner)) if appended(api, inner) => {
            let elements = given.as_array().map(Vec::as_slice).unwrap_or_default();
            elements
                .iter()
                .filter_map(|element| value(api, inner, element, verbosity))
                .map(|element| quote! { .#name(#element) })
                .collect()
        }
        (ExampleValue::One(Value::Object(members)), Ty::Map(inner)) => members
            .iter()
            .filter_map(|(key, one)| {
                let value = element(api, inner, one, verbosity)?;
                Some(quote! { .#name(#key, #value) })
            })
            .collect(),
        (ExampleValue::One(one), ty) => match value(api, ty, one, verbosity) {
            Some(value) => quote! { .#name(#value) },
            None => TokenStream::new(),
        },
        _ => TokenStream::new(),
    }
}
