//! Records: a struct, its table of wire names, and for those that are sent a constructor and setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident};
use super::required::{self, Needed};
use super::{docs, enums, setters, unions, values};
use crate::context::Context;
use crate::ir::{Api, Field, Kind, MAX_ARGUMENTS, Record, Ty, Type};

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
        Kind::Enum(words) => source.text(enums::text(ty, words)),
        Kind::Union(union) => source.text(unions::text(api, ty, union)),
    }
}

/// What a type is; a schema without a description is at least named.
fn type_docs(ty: &Type) -> String {
    if ty.docs.is_empty() {
        return format!("The {} of the service.", crate::name::doc_words(&ty.name.words));
    }
    ty.docs.clone()
}

fn structure(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let name = ident(&ty.name.ident);
    let docs = docs::attributes(&type_docs(ty));
    let deprecated = deprecated(ty.deprecated);
    let fields = record.fields.iter().map(|field| {
        let docs = docs::attributes(&field_docs(field, ty));
        let deprecated = self::deprecated(field.deprecated);
        let alias = docs::wire_alias_attribute(&field.name, &field.name.ident, &field.wire);
        let name = ident(&field.name.ident);
        let ty = values::field(api, field);
        quote! { #docs #alias #deprecated pub #name: #ty, }
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Members that the type does not declare, or whose value could not be read.
            pub extra: Extra,
        }
    }
}

/// What a field means, and who sends it when that is not both sides.
fn field_docs(field: &Field, ty: &Type) -> String {
    let both = ty.read && ty.written;
    let only = match (field.read_only, field.write_only) {
        (true, _) if both => "Only in answers; not to be sent.",
        (_, true) if both => "Only sent; answers leave it out.",
        _ => "",
    };
    let text = if ty.written { setters::member_docs(field) } else { plain_docs(field) };
    if only.is_empty() { text } else { format!("{text}\n\n{only}") }
}

/// What a field means.
pub fn plain_docs(field: &Field) -> String {
    match field.docs.as_str() {
        "" => format!("`{}` on the wire.", field.wire),
        docs => docs.to_owned(),
    }
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
    let optional = record.fields.iter().filter(|field| !is_argument(field) && !field.read_only);
    let constructor = constructor(api, ty, record);
    let setters = optional.map(|field| setters::setter(api, field));
    let extra = record.additional.as_ref().map(|more| setters::extra(api, more));
    quote! {
        impl #name {
            #constructor
            #(#setters)*
            #extra
        }
    }
}

/// Whether the constructor takes the field. What may be `null` is `null` until it is set.
pub fn is_argument(field: &Field) -> bool {
    field.required && !field.nullable
}

/// `new`, with the required members as arguments or, when there are many, as a struct.
fn constructor(api: &Api, ty: &Type, record: &Record) -> TokenStream {
    let needed = needed(record).is_some();
    let fields: Vec<&Field> = record.fields.iter().filter(|field| is_argument(field)).collect();
    let nulls: Vec<&str> = record
        .fields
        .iter()
        .filter(|field| field.required && field.nullable)
        .map(|field| field.wire.as_str())
        .collect();
    let docs = match fields.is_empty() {
        true => "One without anything in it yet.",
        false => "One with everything that the service insists on.",
    };
    let docs = docs::attributes(docs);
    if fields.is_empty() && nulls.is_empty() {
        return quote! { #docs pub fn new() -> Self { Self::default() } };
    }
    let taken = if needed {
        let needed = required::name(&ty.name.ident);
        quote! { required: #needed }
    } else {
        let arguments = fields.iter().map(|field| {
            let (name, ty) = (ident(&field.name.ident), setters::taken(api, field));
            quote! { #name: #ty }
        });
        quote! { #(#arguments),* }
    };
    let assignments = fields.iter().map(|field| {
        let name = ident(&field.name.ident);
        let value =
            if needed { given(field) } else { setters::stored(api, field, quote! { #name }) };
        quote! { #name: #value, }
    });
    let built = quote! { Self { #(#assignments)* ..Self::default() } };
    // one that is generic is compiled where it is used anyway
    let inline = needed.then(|| quote! { #[inline] });
    if nulls.is_empty() {
        return quote! { #docs #inline pub fn new(#taken) -> Self { #built } };
    }
    quote! {
        #docs
        #inline
        pub fn new(#taken) -> Self {
            let mut new = #built;
            #(new.extra.insert(#nulls, Json::null());)*
            new
        }
    }
}

/// A field of the struct of required things, on its way into the record.
fn given(field: &Field) -> TokenStream {
    let name = ident(&field.name.ident);
    if matches!(field.ty, Ty::List(_) | Ty::Map(_) | Ty::Numbered(_)) {
        quote! { required.#name }
    } else if field.boxed {
        quote! { Some(Box::new(required.#name)) }
    } else {
        quote! { Some(required.#name) }
    }
}

/// The required members of a record that has too many for arguments.
pub fn needed(record: &Record) -> Option<Vec<Needed<'_>>> {
    let required: Vec<Needed<'_>> = record
        .fields
        .iter()
        .filter(|field| is_argument(field))
        .map(|field| Needed {
            name: &field.name.ident,
            docs: &field.docs,
            ty: &field.ty,
            sensitive: field.sensitive,
        })
        .collect();
    (required.len() > MAX_ARGUMENTS).then_some(required)
}

/// The table that ties wire names to fields.
fn table(ty: &Type, record: &Record) -> String {
    let direction = if ty.written && !ty.read { "sent " } else { "" };
    if record.fields.is_empty() {
        return format!("record!({direction}{} {{}});\n", ty.name.ident);
    }
    let mut text = format!("record!({direction}{} {{\n", ty.name.ident);
    for field in &record.fields {
        text.push_str(&format!("    {:?} => {},\n", field.wire, field.name.ident));
    }
    text + "});\n"
}
