//! Records: a struct, its table of wire names, and for those that are sent a constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident};
use super::links::Links;
use super::required::{self, RequiredArgument};
use super::{docs, enums, limits, setters, unions, values};
use crate::context::Context;
use crate::inflect::noun_phrase;
use crate::ir::{Api, Field, Kind, MAX_ARGUMENTS, Record, Ty, Type};
use crate::markdown;

/// Adds a type to the file.
pub fn add(ctx: &mut Context, source: &mut Source, api: &Api, ty: &Type) {
    match &ty.kind {
        Kind::Record(record) => {
            source.item(ctx, &ty.name.ident, structure(api, ty, record));
            if ty.written {
                source.item(ctx, &ty.name.ident, builder(api, ty, record));
                if let Some(arguments) = required_arguments(record) {
                    source.item(
                        ctx,
                        &ty.name.ident,
                        required::structure(api, &ty.name.ident, &arguments),
                    );
                }
            }
            source.text(table(ty, record));
        }
        Kind::Enum(words) => source.text(enums::text(ty, words)),
        Kind::Union(union) => source.text(unions::text(api, ty, union)),
    }
}

/// Returns the documentation of a type, derived from its name if there is no description.
fn type_docs(ty: &Type) -> String {
    match ty.docs.is_empty() {
        true => noun_phrase(&ty.name.words),
        false => ty.docs.clone(),
    }
}

fn structure(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let name = ident(&ty.name.ident);
    let docs = docs::attributes(&type_docs(ty));
    let deprecated = deprecated(ty.deprecated);
    let links = Links::of_fields(&ty.name.ident, &record.fields);
    let fields = record.fields.iter().map(|field| {
        let docs = links.attributes(&field_docs(field, ty), &field.wire);
        let deprecated = self::deprecated(field.deprecated);
        let alias = docs::wire_alias_attribute(&field.name, &field.name.ident, &field.wire);
        let name = ident(&field.name.ident);
        let ty = values::field(api, field);
        quote! { #docs #alias #deprecated pub #name: #ty, }
    });
    let derives = match is_default(ty, record) {
        true => quote! { Clone, Default },
        false => quote! { Clone },
    };
    let extra = match ty.read {
        true => "Members that the type does not declare, or whose value could not be read.",
        false => "Members that the type does not declare.",
    };
    let extra = docs::attributes(extra);
    quote! {
        #docs
        #deprecated
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #extra
            pub extra: Extra,
        }
    }
}

/// Returns `true` if a value may be empty: any member may be absent in a response, but not in a request.
fn is_default(ty: &Type, record: &Record) -> bool {
    ty.read || !record.fields.iter().any(Field::is_argument)
}

/// Returns the documentation of a field. It states the direction if the type is both sent and returned.
fn field_docs(field: &Field, ty: &Type) -> String {
    let both = ty.read && ty.written;
    let only = match (field.read_only, field.write_only) {
        (true, _) if both => "Only in responses.",
        (_, true) if both => "Only in requests.",
        _ if both && field.is_argument() => "Required in requests.",
        _ => "",
    };
    let text =
        if ty.written { setters::member_docs(field) } else { plain_docs(&field.docs, &field.wire) };
    if only.is_empty() { text } else { format!("{text}\n\n{only}") }
}

/// Returns the description of a field or an argument, or its wire name.
pub fn plain_docs(docs: &str, wire: &str) -> String {
    match docs {
        "" => format!("{} on the wire.", markdown::code(wire)),
        docs => docs.to_owned(),
    }
}

/// Renders the attribute of a deprecated item.
pub fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

/// Renders the constructor and the setters of a record that is sent.
fn builder(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let name = ident(&ty.name.ident);
    let optional = record.fields.iter().filter(|field| !field.is_argument() && !field.read_only);
    let constructor = constructor(api, ty, record);
    let links = Links::of_fields(&ty.name.ident, &record.fields);
    let setters = optional.map(|field| setters::setter(api, field, &links));
    let extra = record.additional.as_ref().map(|more| setters::extra(api, more));
    quote! {
        impl #name {
            #constructor
            #(#setters)*
            #extra
        }
    }
}

/// Renders `new`, which takes the required members as arguments or, if there are too many, as a struct.
fn constructor(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let has_struct = required_arguments(record).is_some();
    let fields: Vec<&Field> = record.fields.iter().filter(|field| field.is_argument()).collect();
    let docs = docs::attributes(match fields.is_empty() {
        true => "Creates a value without members.",
        false => "Creates a value with the required members.",
    });
    let parameters = if has_struct {
        let name = required::name(&ty.name.ident);
        quote! { args: #name }
    } else {
        let parameters = fields.iter().map(|field| {
            let (name, ty) = (ident(&field.name.ident), setters::parameter_type(api, field));
            quote! { #name: #ty }
        });
        quote! { #(#parameters),* }
    };
    let assignments = fields.iter().map(|field| {
        let name = ident(&field.name.ident);
        let value = if has_struct {
            field_of_arguments(field)
        } else {
            setters::field_expression(api, field, quote! { #name })
        };
        match value.to_string() == field.name.ident {
            true => quote! { #name, },
            false => quote! { #name: #value, },
        }
    });
    // a struct without `Default` begins with placeholders, which the arguments replace
    let empty = match is_default(ty, record) {
        true => quote! { Default::default() },
        false => quote! { DecodeStruct::empty() },
    };
    let body = match fields.is_empty() {
        true => empty,
        false => quote! { Self { #(#assignments)* ..#empty } },
    };
    // a generic function is compiled where it is used anyway
    let inline = has_struct.then(|| quote! { #[inline] });
    quote! { #docs #inline pub fn new(#parameters) -> Self { #body } }
}

/// Renders the value of a field from the struct of required arguments.
fn field_of_arguments(field: &Field) -> TokenStream {
    let name = ident(&field.name.ident);
    if field.plain || matches!(field.ty, Ty::List(_) | Ty::Map(_) | Ty::Numbered(_)) {
        quote! { args.#name }
    } else if field.boxed {
        quote! { Some(Box::new(args.#name)) }
    } else {
        quote! { Some(args.#name) }
    }
}

/// Returns the required members of a record that has too many for arguments.
pub fn required_arguments(record: &Record) -> Option<Vec<RequiredArgument<'_>>> {
    let required: Vec<RequiredArgument<'_>> = record
        .fields
        .iter()
        .filter(|field| field.is_argument())
        .map(|field| RequiredArgument {
            name: &field.name.ident,
            wire: &field.wire,
            docs: &field.docs,
            limits: &field.limits,
            ty: &field.ty,
            sensitive: field.sensitive,
        })
        .collect();
    (required.len() > MAX_ARGUMENTS).then_some(required)
}

/// Renders the table of wire names and fields.
fn table(ty: &Type, record: &Record) -> String {
    let direction = if ty.written && !ty.read { "sent " } else { "" };
    if record.fields.is_empty() {
        return format!("record!({direction}{} {{}});\n", ty.name.ident);
    }
    let mut text = format!("record!({direction}{} {{\n", ty.name.ident);
    for field in &record.fields {
        let mark = requirement(ty, field);
        text.push_str(&format!("    {:?} => {}{mark},\n", field.wire, field.name.ident));
    }
    text.push('}');
    let nullable = record.fields.iter().filter(|field| field.required && field.nullable);
    let nullable: Vec<String> = nullable.map(|field| format!("{:?}", field.wire)).collect();
    if ty.written && !nullable.is_empty() {
        text.push_str(&format!(" nullable [{}]", nullable.join(", ")));
    }
    let ranges = record.fields.iter().filter_map(|field| {
        let (lowest, highest) = field.family?;
        Some(format!("    {:?} {lowest} to {highest},\n", field.wire))
    });
    let ranges: String = ranges.collect();
    if ty.written && !ranges.is_empty() {
        text.push_str(&format!(" numbered [\n{ranges}]"));
    }
    let limits = limits::of_record(record);
    if ty.written && !limits.is_empty() {
        text.push_str(&format!(" limits [\n{limits}]"));
    }
    text + ");\n"
}

/// Returns how the table marks a required field; only requests have requirements.
fn requirement(ty: &Type, field: &Field) -> &'static str {
    let has_own_type = field.plain || matches!(field.ty, Ty::List(_) | Ty::Map(_));
    match field.is_argument() && ty.written {
        false => "",
        true if ty.read || has_own_type => " required",
        true => " required optional",
    }
}
