//! The limits of values: as tables, which are checked before a request is sent, and as documentation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::format::ident;
use super::sent;
use crate::inflect::{group_digits, singularize};
use crate::ir::{Api, Bound, Content, Limits, Operation, Parameter, Range, Record, Style};
use crate::markdown;

/// The sentence about limits that are documented with parameters and fields.
const DOCUMENTED: &str =
    "The lengths, ranges of numbers, and numbers of items that are documented with each value.";

/// Renders the limits of the parameters of an operation; `None` if there are none.
pub fn of_parameters(operation: &Operation) -> Option<TokenStream> {
    let parameters = operation.parameters.iter().filter(|own| is_unique(operation, own));
    table(parameters.map(|own| {
        let limits = checked(&own.limits);
        match own.style {
            Style::Single | Style::Repeated | Style::Described(..) => (&*own.wire, limits),
            Style::Joined => {
                (&*own.wire, limits.iter().map(|limit| nested("Joined", limit)).collect())
            }
            Style::Free => (&*own.wire, Vec::new()),
        }
    }))
}

/// Returns `true` unless another parameter of the operation has the same name, in another location. The limits of such
/// parameters are not checked, because the values of parameters are found by name.
fn is_unique(operation: &Operation, parameter: &Parameter) -> bool {
    operation.parameters.iter().filter(|own| own.wire == parameter.wire).count() == 1
}

/// Renders the limits of the members of a body, or of a list in place of one; `None` if there are none.
pub fn of_body(operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    match &body.content {
        Content::Members(fields) => {
            table(fields.iter().map(|field| (&*field.wire, checked(&field.limits))))
        }
        Content::List(_) => table([("", checked(&body.limits))].into_iter()),
        Content::Record(_) | Content::Value(_) | Content::Text | Content::File => None,
    }
}

fn table<'a>(limits: impl Iterator<Item = (&'a str, Vec<TokenStream>)>) -> Option<TokenStream> {
    let rows = limits.flat_map(|(wire, limits)| {
        limits.into_iter().map(move |limit| quote! { (#wire, Limit::#limit) })
    });
    let rows: Vec<TokenStream> = rows.collect();
    (!rows.is_empty()).then(|| quote! { &[#(#rows),*] })
}

/// Renders the limits of the fields of a record for its table, one in a line.
pub fn of_record(record: &Record) -> String {
    let fields = record.fields.iter().filter(|field| !field.read_only);
    let rows = fields.flat_map(|field| {
        let limits = checked(&field.limits).into_iter();
        limits
            .map(|limit| format!("    {:?} {},\n", field.wire, limit.to_string().replace(' ', "")))
    });
    rows.collect()
}

/// Renders the limits that are checked, as variants of the type in the runtime.
fn checked(limits: &Limits) -> Vec<TokenStream> {
    let Limits { length, size, minimum, maximum, multiple_of, items, each, .. } = limits;
    let counts = [
        ("MinLength", length.from),
        ("MaxLength", length.to),
        ("MaxSize", *size),
        ("MinItems", items.from),
        ("MaxItems", items.to),
    ];
    let counts = counts.into_iter().filter_map(|(name, count)| {
        let (name, count) = (ident(name), Literal::u64_unsuffixed(count?));
        Some(quote! { #name(#count) })
    });
    let numbers = [
        bound(minimum, "Minimum", "ExclusiveMinimum"),
        bound(maximum, "Maximum", "ExclusiveMaximum"),
        multiple_of.as_ref().map(|of| ("MultipleOf", of)),
    ];
    let numbers = numbers.into_iter().flatten().map(|(name, number)| {
        let name = ident(name);
        quote! { #name(#number) }
    });
    let each = each.iter().flat_map(|each| checked(each));
    counts.chain(numbers).chain(each.map(|limit| nested("Each", &limit))).collect()
}

/// Returns the number of a bound, and the name of its kind.
fn bound<'a>(
    bound: &'a Option<Bound>,
    inclusive: &'static str,
    exclusive: &'static str,
) -> Option<(&'static str, &'a String)> {
    let bound = bound.as_ref()?;
    Some((if bound.exclusive { exclusive } else { inclusive }, &bound.number))
}

/// Renders a limit of a limit. The path is complete, because tables of records import no names.
fn nested(name: &str, limit: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote! { #name(&crate::runtime::api::Limit::#limit) }
}

/// Returns sentences about the limits of the values of an operation. The values themselves are documented with theirs.
pub fn sentences(api: &Api, operation: &Operation) -> Vec<String> {
    let list = operation.body.as_ref().map(|body| phrase(&body.limits)).unwrap_or_default();
    let list = (!list.is_empty()).then(|| format!("The list has {list}."));
    let parameters = operation.parameters.iter().map(|own| &own.limits);
    let fields = sent::fields(api, operation).into_iter().map(|field| &field.limits);
    let is_checked = parameters.chain(fields).any(|limits| !checked(limits).is_empty());
    let values = is_checked.then(|| DOCUMENTED.to_owned());
    list.into_iter().chain(values).collect()
}

/// Returns the limits of a value as a sentence; empty if there are none.
pub fn sentence(limits: &Limits) -> String {
    let phrase = phrase(limits);
    let mut letters = phrase.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => phrase,
    }
}

/// Returns the limits of a value as a phrase: `1 to 5 items, each at most 64 characters`.
fn phrase(limits: &Limits) -> String {
    let Limits {
        length,
        size,
        pattern,
        minimum,
        maximum,
        multiple_of,
        items,
        unique_items,
        members,
        each,
    } = limits;
    let least = bound(minimum, "at least", "more than");
    let most = bound(maximum, "at most", "less than");
    let number = |(words, number): (&str, &String)| format!("{words} {number}");
    let each = each.as_ref().map(|each| self::phrase(each)).filter(|each| !each.is_empty());
    let parts = [
        count(*length, "characters"),
        size.map(|bytes| format!("at most {} bytes", group_digits(bytes))),
        pattern.as_ref().map(|pattern| format!("matching {}", markdown::code(pattern))),
        least.map(number),
        most.map(number),
        multiple_of.as_ref().map(|of| format!("a multiple of {of}")),
        count(*items, "items"),
        unique_items.then(|| "without duplicates".to_owned()),
        count(*members, "members"),
        each.map(|each| format!("each {each}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Describes a range of counts. `noun` is in the plural.
fn count(range: Range, noun: &str) -> Option<String> {
    let counted = |words: &str, count: u64| match count {
        1 => format!("{words} 1 {}", singularize(noun)),
        count => format!("{words} {count} {noun}"),
    };
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => Some(counted("exactly", from)),
        (Some(from), Some(to)) => Some(format!("{from} to {to} {noun}")),
        (Some(from), None) => Some(counted("at least", from)),
        (None, Some(to)) => Some(counted("at most", to)),
        (None, None) => None,
    }
}
