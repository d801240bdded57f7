//! The expected request of an example, derived from the example alone.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::sample::{self, ExampleValue};
use super::{calls, credentials, literal, literal_union};
use crate::ir::{
    Api, Body, Content, Discriminator, Encoding, Field, Host, Kind, MemberStyle, Operation,
    Parameter, ParameterLocation, Style, Ty, TypeId, WireStyle,
};
use crate::media_type;
use crate::path_template;

/// Renders the expected request.
pub fn request(api: &Api, operation: &Operation, body: Option<&Value>) -> Option<TokenStream> {
    let method = &operation.method;
    let host = host_segment(operation.host, api.hosts.get(operation.host)?);
    let credentials::Expected { pair, headers, query } = credentials::expected(api, operation)?;
    let credentials = match pair {
        None => quote! { None },
        Some((user, password)) => quote! { Some((#user, #password)) },
    };
    let target = format!("/{host}{}", target(api, operation, query)?);
    let body = self::body(api, operation, body)?;
    let headers = api.client.headers.iter().cloned().chain(headers);
    let headers = headers.map(|(name, value)| quote! { (#name, #value) });
    Some(quote! {
        support::Expected {
            method: #method, target: #target, credentials: #credentials,
            headers: &[#(#headers),*], body: #body,
        }
    })
}

/// Returns the path segment that stands for a host: its name, if it is valid in a URL.
pub fn host_segment(index: usize, host: &Host) -> String {
    let name = &host.name.words;
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_plain { name.clone() } else { format!("host{index}") }
}

/// Returns the path and the query. Credentials in the query are its last parameters.
fn target(api: &Api, operation: &Operation, credentials: Vec<(String, String)>) -> Option<String> {
    let account = format!("{{{}}}", api.client.account_parameter);
    let template = path_template::encoded(&operation.path);
    let mut path = template.replace(&account, &percent_encode(&api.client.example_account));
    let mut query: Vec<(String, String)> = Vec::new();
    let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
    let required = calls::arguments(operation).into_iter().filter_map(|argument| match argument {
        calls::Argument::Parameter(parameter) => Some(parameter),
        _ => None,
    });
    for parameter in required.chain(optional) {
        let Some(example) = &parameter.example else { continue };
        if matches!(parameter.style, Style::Described(..)) {
            // this derivation has only the usual styles
            return None;
        }
        match parameter.location {
            ParameterLocation::Path => {
                let text = wire_text(&parameter.ty, example)?;
                path = path.replace(&format!("{{{}}}", parameter.wire), &percent_encode(&text));
            }
            ParameterLocation::Query => query.extend(pairs(parameter, example)?),
            ParameterLocation::Header | ParameterLocation::Cookie => {}
        }
    }
    query.extend(credentials);
    let query: Vec<String> = query
        .iter()
        .map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)))
        .collect();
    let separator = if path.contains('?') { '&' } else { '?' };
    Some(if query.is_empty() { path } else { format!("{path}{separator}{}", query.join("&")) })
}

fn pairs(parameter: &Parameter, example: &Value) -> Option<Vec<(String, String)>> {
    let name = parameter.wire.clone();
    Some(match (parameter.style, &parameter.ty) {
        (Style::Free, _) => example
            .as_object()?
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), literal::text(value)?)))
            .collect(),
        (Style::Repeated, Ty::List(inner)) => {
            element_texts(inner, example)?.into_iter().map(|text| (name.clone(), text)).collect()
        }
        (Style::Joined, Ty::List(inner)) => {
            joined(element_texts(inner, example)?).map(|text| (name, text)).into_iter().collect()
        }
        (_, ty) => vec![(name, wire_text(ty, example)?)],
    })
}

/// Returns `true` for a method whose requests usually have a body.
fn writes(operation: &Operation) -> bool {
    ["POST", "PUT", "PATCH"].contains(&operation.method.as_str())
}

fn body(api: &Api, operation: &Operation, example: Option<&Value>) -> Option<TokenStream> {
    let Some(body) = &operation.body else { return Some(quote! { support::Body::None }) };
    let nothing = Value::Object(Map::new());
    let content = Value::from(literal::FILE_CONTENT);
    let example = match (example, &body.content) {
        (Some(example), _) => example,
        // only JSON without members is sent, by methods that have a body
        (None, Content::Members(_)) if writes(operation) && body.encoding == Encoding::Json => {
            &nothing
        }
        (None, Content::File) if calls::optional_body(operation).is_none() => &content,
        (None, _) => return Some(quote! { support::Body::None }),
    };
    if body.encoding == Encoding::Json {
        let json = example.to_string();
        return Some(match body.media.as_str() {
            media_type::JSON => quote! { support::Body::Json(#json) },
            media => quote! { support::Body::JsonOf(#media, #json) },
        });
    }
    if body.encoding == Encoding::Raw {
        let (media, text) = (&body.media, example.as_str()?);
        return Some(quote! { support::Body::Raw(#media, #text) });
    }
    let fields: &[Field] = match &body.content {
        Content::Members(fields) => fields,
        Content::Record(id) => form_fields(api, *id, example.as_object()?)?,
        Content::List(_) | Content::Value(_) | Content::Text | Content::File => return None,
    };
    form_body(api, body, fields, example.as_object()?)
}

/// Returns the members that a form may have: those of a record, or of the alternative that an example selects.
fn form_fields<'a>(api: &'a Api, id: TypeId, members: &Map<String, Value>) -> Option<&'a [Field]> {
    let Kind::Union(union) = &api.types.get(id.0)?.kind else { return Some(api.fields_of(id)) };
    let fields = api.fields_of(literal_union::selected_record(api, union, members)?);
    match &union.discriminator {
        // the union writes the member, before those of the record
        Discriminator::Member(member) if !fields.iter().any(|own| own.wire == *member) => None,
        _ => Some(fields),
    }
}

/// Renders the expected form or multipart body.
fn form_body(
    api: &Api,
    body: &Body,
    fields: &[Field],
    members: &Map<String, Value>,
) -> Option<TokenStream> {
    let is_derived = |own: &MemberStyle| {
        (own.style == WireStyle::Form && own.explode) || !members.contains_key(&own.wire)
    };
    let is_structured = |field: &Field| {
        let given = members.get(&field.wire);
        let is_any = match &field.ty {
            Ty::List(inner) => **inner == Ty::Json,
            ty => *ty == Ty::Json,
        };
        is_any && given.is_some_and(|it| it.is_array() || it.is_object())
    };
    if !body.members.iter().all(is_derived) || fields.iter().any(is_structured) {
        // this derivation has only the usual styles
        return None;
    }
    let mut pairs = form(api, fields, members, &body.members);
    if pairs.is_empty() {
        return Some(quote! { support::Body::None });
    }
    if matches!(body.content, Content::Members(_)) {
        // Arguments come before setters.
        pairs.sort_by_key(|(field, ..)| !field.is_argument());
    }
    let sends_file = pairs.iter().any(|(field, ..)| is_file(&field.ty));
    let multipart = match body.encoding {
        Encoding::Multipart => true,
        Encoding::FormOrMultipart => sends_file,
        _ => false,
    };
    if multipart {
        return Some(multipart_body(body, &pairs));
    }
    let text: Vec<String> = pairs
        .iter()
        .map(|(_, name, text)| format!("{}={}", percent_encode(name), percent_encode(text)))
        .collect();
    let text = text.join("&");
    Some(quote! { support::Body::Form(#text) })
}

/// Returns `true` for a file and for a list of files.
fn is_file(ty: &Ty) -> bool {
    match ty {
        Ty::List(inner) => **inner == Ty::FILE,
        ty => *ty == Ty::FILE,
    }
}

/// Renders the expected parts of a multipart body.
fn multipart_body(body: &Body, pairs: &[(&Field, String, String)]) -> TokenStream {
    let parts = pairs.iter().map(|(field, name, text)| {
        let file = literal::FILE_NAME;
        match is_file(&field.ty) && body.keys.named_files {
            true => quote! { (#name, #file), (#file, #text) },
            false => quote! { (#name, #text) },
        }
    });
    quote! { support::Body::Multipart(&[#(#parts),*]) }
}

/// Returns the names and values of a form.
fn form<'a>(
    api: &'a Api,
    fields: &'a [Field],
    members: &'a Map<String, Value>,
    repeated: &[MemberStyle],
) -> Vec<(&'a Field, String, String)> {
    let mut pairs = Vec::new();
    for (field, given) in sample::assign(api, fields, members) {
        match given {
            ExampleValue::Elements(elements) => {
                for (i, element) in elements.into_iter().enumerate() {
                    for (inner, given) in element {
                        for (name, text) in named(inner, &given, i, repeated) {
                            pairs.push((field, name, text));
                        }
                    }
                }
            }
            given => {
                for (name, text) in named(field, &given, 0, repeated) {
                    pairs.push((field, name, text));
                }
            }
        }
    }
    pairs
}

fn named(
    field: &Field,
    given: &ExampleValue<'_>,
    i: usize,
    repeated: &[MemberStyle],
) -> Vec<(String, String)> {
    let wire = field.wire_name();
    let name = || wire.with_numbers(Some(i), None);
    match (given, &field.ty) {
        (ExampleValue::One(value), Ty::List(inner))
            if **inner == Ty::FILE || repeated.iter().any(|own| own.wire == field.wire) =>
        {
            let texts = element_texts(inner, value).into_iter().flatten();
            texts.map(|text| (name(), text)).collect()
        }
        (ExampleValue::One(value), Ty::List(inner)) => {
            let joined = element_texts(inner, value).and_then(joined);
            joined.map(|text| (name(), text)).into_iter().collect()
        }
        (ExampleValue::One(value), ty) => {
            wire_text(ty, value).map(|text| (name(), text)).into_iter().collect()
        }
        (ExampleValue::Numbered(numbered), Ty::Numbered(inner)) => {
            let mut numbered = numbered.clone();
            numbered.sort_by_key(|(n, _)| *n);
            let pair = |(n, value): (u32, &Value)| {
                Some((wire.with_numbers(Some(i), Some(n)), wire_text(inner, value)?))
            };
            numbered.into_iter().filter_map(pair).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the strings of the elements of a list. The call has no elements that are absent (`""`, `[]`, `null`).
fn element_texts(inner: &Ty, value: &Value) -> Option<Vec<String>> {
    let is_empty_list = |one: &Value| one.as_array().is_some_and(Vec::is_empty);
    let is_absent = |one: &Value| one.is_null() || *one == "" || is_empty_list(one);
    let is_present = |one: &&Value| *inner == Ty::Json || !is_absent(one);
    match value {
        Value::Array(elements) => {
            elements.iter().filter(is_present).map(|one| wire_text(inner, one)).collect()
        }
        Value::String(text) => {
            let parts = text.split(',').filter(|part| !part.is_empty());
            Some(parts.map(str::to_owned).collect())
        }
        other => Some(vec![wire_text(inner, other)?]),
    }
}

/// Returns the elements of a list in one string; `None` for an empty list, which is not sent.
fn joined(elements: Vec<String>) -> Option<String> {
    (!elements.is_empty()).then(|| elements.join(","))
}

/// Returns a value as the client encodes it.
fn wire_text(ty: &Ty, value: &Value) -> Option<String> {
    let text = literal::text(value)?;
    Some(match ty {
        Ty::Scalar(scalar) => scalar.wire_text(text),
        _ => text,
    })
}

/// Percent-encodes everything but the unreserved characters.
fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
