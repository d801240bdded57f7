//! Records, enums, unions and ids.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::format::{Source, ident};
use super::required::{self, MOST_ARGUMENTS, Needed};
use super::values;
use crate::context::Context;
use crate::ir::{Api, Enum, Field, Kind, Record, Ty, Type, Union};

/// Adds a type to the file.
pub fn add(ctx: &mut Context, source: &mut Source, api: &Api, ty: &Type) {
    match &ty.kind {
        Kind::Record(record) => {
            source.item(ctx, &ty.name.ident, structure(api, ty, record));
            if ty.written {
                source.item(ctx, &ty.name.ident, builder(api, ty, record));
                if let Some(needed) = needed(record) {
                    source.item(
                        ctx,
                        &ty.name.ident,
                        required::structure(api, &ty.name.ident, &needed),
                    );
                }
            }
            source.text(table(ty, record));
        }
        Kind::Enum(words) => source.text(open_enum(ty, words)),
        Kind::Union(union) => source.text(open_union(api, ty, union)),
    }
}

fn structure(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let name = ident(&ty.name.ident);
    let docs = docs::attributes(&ty.docs);
    let deprecated = deprecated(ty.deprecated);
    let fields = record.fields.iter().map(|field| {
        let docs = docs::attributes(&field_docs(field));
        let deprecated = self::deprecated(field.deprecated);
        let name = ident(&field.name.ident);
        let ty = values::field(api, field);
        quote! { #docs #deprecated pub #name: #ty, }
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// What the service sent beyond the fields above.
            pub extra: Extra,
        }
    }
}

fn field_docs(field: &Field) -> String {
    let text = if field.docs.is_empty() {
        format!("`{}` on the wire.", field.wire)
    } else {
        field.docs.clone()
    };
    if field.read_only { format!("{text}\n\nOnly in answers; not to be sent.") } else { text }
}

/// The attribute of things that are not to be used any more.
pub fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

/// The constructor and the setters of a record that is sent.
fn builder(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let name = ident(&ty.name.ident);
    let required: Vec<&Field> = record.fields.iter().filter(|field| field.required).collect();
    let optional = record.fields.iter().filter(|field| !field.required && !field.read_only);
    let constructor = constructor(api, ty, &required);
    let new_docs = docs::attributes(&if required.is_empty() {
        "One without anything in it yet.".to_owned()
    } else {
        "One with everything that the service insists on.".to_owned()
    });
    let setters = optional.map(|field| setter(api, field));
    quote! {
        impl #name {
            #new_docs
            #constructor
            #(#setters)*
        }
    }
}

/// `new`, with the required members as arguments or, when there are many, as a struct.
fn constructor(api: &Api, ty: &Type, required: &[&Field]) -> TokenStream {
    if required.is_empty() {
        return quote! { pub fn new() -> Self { Self::default() } };
    }
    if required.len() > MOST_ARGUMENTS {
        let assignments = required.iter().map(|field| {
            let name = ident(&field.name.ident);
            let whole = matches!(field.ty, Ty::List(_) | Ty::Map(_) | Ty::Numbered(_));
            if whole {
                quote! { #name: required.#name }
            } else {
                quote! { #name: Some(required.#name) }
            }
        });
        let needed = required::name(&ty.name.ident);
        return quote! {
            pub fn new(required: #needed) -> Self { Self { #(#assignments,)* ..Self::default() } }
        };
    }
    let arguments = required.iter().map(|field| {
        let (name, ty) = (ident(&field.name.ident), parameter(api, field));
        quote! { #name: #ty }
    });
    let assignments = required.iter().map(|field| {
        let name = ident(&field.name.ident);
        let value = stored(api, field, quote! { #name });
        quote! { #name: #value }
    });
    quote! {
        pub fn new(#(#arguments),*) -> Self { Self { #(#assignments,)* ..Self::default() } }
    }
}

/// The required members of a record that has too many for arguments.
pub fn needed(record: &Record) -> Option<Vec<Needed<'_>>> {
    let required: Vec<Needed<'_>> = record
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| Needed {
            name: &field.name.ident,
            docs: &field.docs,
            ty: &field.ty,
            sensitive: field.sensitive,
        })
        .collect();
    (required.len() > MOST_ARGUMENTS).then_some(required)
}

fn setter(api: &Api, field: &Field) -> TokenStream {
    let docs = docs::attributes(&field_docs(field));
    let deprecated = deprecated(field.deprecated);
    let name = ident(&field.name.ident);
    match &field.ty {
        Ty::Numbered(inner) => {
            let ty = values::argument(api, inner);
            let value = converted(api, inner, quote! { value }, field.sensitive);
            let (from, to) = field.family.unwrap_or((1, u32::MAX));
            let docs_range = docs::attributes(&format!("The number goes from {from} to {to}."));
            quote! {
                #docs
                ///
                #docs_range
                #deprecated
                pub fn #name(mut self, number: u32, value: #ty) -> Self {
                    self.#name.set(number, #value);
                    self
                }
            }
        }
        Ty::Map(inner) => {
            let ty = values::argument(api, inner);
            let value = converted(api, inner, quote! { value }, field.sensitive);
            quote! {
                #docs
                #deprecated
                pub fn #name(mut self, name: impl Into<String>, value: #ty) -> Self {
                    self.#name.insert(name, #value);
                    self
                }
            }
        }
        Ty::List(inner) if appended(api, inner) => {
            let one = appending(field);
            let docs = docs::attributes(&format!("Adds one.\n\n{}", field_docs(field)));
            let ty = values::argument(api, inner);
            let value = converted(api, inner, quote! { value }, field.sensitive);
            quote! {
                #docs
                #deprecated
                pub fn #one(mut self, value: #ty) -> Self {
                    self.#name.push(#value);
                    self
                }
            }
        }
        _ => {
            let ty = parameter(api, field);
            let value = stored(api, field, quote! { value });
            quote! {
                #docs
                #deprecated
                pub fn #name(mut self, value: #ty) -> Self {
                    self.#name = #value;
                    self
                }
            }
        }
    }
}

/// Whether a list is filled one by one: lists of records are, lists of plain values are not.
pub fn appended(api: &Api, inner: &Ty) -> bool {
    matches!(inner, Ty::Named(id) if matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_) | Kind::Union(_))))
}

/// The name of the setter that adds one element.
pub fn appending(field: &Field) -> proc_macro2::Ident {
    let plural = &field.name.ident;
    let singular = crate::lower::singular(plural);
    if singular == *plural { format_ident!("add_{plural}") } else { ident(&singular) }
}

/// The argument for a field as a whole.
fn parameter(api: &Api, field: &Field) -> TokenStream {
    match &field.ty {
        Ty::List(inner) => {
            let inner = values::plain(api, inner);
            quote! { impl IntoIterator<Item = impl Into<#inner>> }
        }
        Ty::Map(_) | Ty::Numbered(_) => values::plain(api, &field.ty),
        ty => values::argument(api, ty),
    }
}

/// What a field stores of its argument.
fn stored(api: &Api, field: &Field, value: TokenStream) -> TokenStream {
    match &field.ty {
        Ty::List(inner) => {
            if field.sensitive {
                let plain = values::plain(api, inner);
                quote! { #value.into_iter().map(|one| Sensitive::from(Into::<#plain>::into(one))).collect() }
            } else {
                quote! { #value.into_iter().map(Into::into).collect() }
            }
        }
        Ty::Map(_) | Ty::Numbered(_) => value,
        ty => {
            let value = converted(api, ty, value, field.sensitive);
            if field.boxed {
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

/// The table that ties wire names to fields.
fn table(ty: &Type, record: &Record) -> String {
    let mut text = format!("record!({} {{\n", ty.name.ident);
    for field in &record.fields {
        text.push_str(&format!("    {:?} => {},\n", field.wire, field.name.ident));
    }
    text + "});\n"
}

fn open_enum(ty: &Type, words: &Enum) -> String {
    let mut text = String::from("open_enum! {\n");
    push_docs(&mut text, &ty.docs, 4);
    if ty.deprecated {
        text.push_str("    #[deprecated]\n");
    }
    text.push_str(&format!("    {} {{\n", ty.name.ident));
    for value in &words.values {
        let docs =
            if value.docs.is_empty() { format!("`{}`.", value.wire) } else { value.docs.clone() };
        push_docs(&mut text, &docs, 8);
        text.push_str(&format!("        {} = {:?},\n", value.name.ident, value.wire));
    }
    text + "    }\n}\n"
}

fn open_union(api: &Api, ty: &Type, union: &Union) -> String {
    let mut text = String::from("open_union! {\n");
    push_docs(&mut text, &ty.docs, 4);
    text.push_str(&format!("    {} by {:?} {{\n", ty.name.ident, union.discriminator));
    for alternative in &union.alternatives {
        let record = api.types.get(alternative.record.0);
        let docs = record.map(|record| docs::first_sentence(&record.docs)).unwrap_or_default();
        push_docs(&mut text, &docs, 8);
        let record = record.map(|record| record.name.ident.as_str()).unwrap_or_default();
        text.push_str(&format!(
            "        {}({record}) = {:?},\n",
            alternative.name.ident, alternative.wire
        ));
    }
    text + "    }\n}\n"
}

/// The id types of the API.
pub fn ids(api: &Api) -> String {
    let mut text = String::from("id! {\n");
    for (i, id) in api.ids.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        push_docs(&mut text, &id.docs, 4);
        text.push_str(&format!("    {}\n", id.name.ident));
    }
    text + "}\n"
}

fn push_docs(text: &mut String, docs: &str, indent: usize) {
    for line in docs::lines(docs, 94 - indent) {
        text.push_str(&format!("{:indent$}///{line}\n", ""));
    }
}
