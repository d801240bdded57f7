//! The keywords that are accepted in place of a time.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::format::texts;
use crate::ir::{Api, Content, Field, Kind, Operation, Ty, TypeId};

/// Renders the parameters and members of a request that accept keywords; `None` if there are none.
pub fn all(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let mut found = Keywords { api, seen: BTreeSet::new(), all: Vec::new() };
    for parameter in &operation.parameters {
        found.add(&parameter.wire, &parameter.ty);
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(fields)) => found.add_fields(fields),
        Some(Content::Record(id)) => found.add_type(*id),
        Some(Content::List(ty)) => found.add("", ty),
        Some(Content::Text | Content::File) | None => {}
    }
    let all = found.all.iter().map(|(name, keywords)| {
        let keywords = texts(keywords);
        quote! { (#name, #keywords) }
    });
    let all: Vec<TokenStream> = all.collect();
    (!all.is_empty()).then(|| quote! { &[#(#all),*] })
}

struct Keywords<'a> {
    api: &'a Api,
    seen: BTreeSet<TypeId>,
    all: Vec<(&'a str, &'a [String])>,
}

impl<'a> Keywords<'a> {
    fn add(&mut self, name: &'a str, ty: &'a Ty) {
        match ty {
            Ty::DateTimeOrKeyword(keywords) if !self.all.contains(&(name, keywords.as_slice())) => {
                self.all.push((name, keywords));
            }
            Ty::Named(id) => self.add_type(*id),
            Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) => self.add(name, inner),
            _ => {}
        }
    }

    fn add_type(&mut self, id: TypeId) {
        if !self.seen.insert(id) {
            return;
        }
        match self.api.types.get(id.0).map(|ty| &ty.kind) {
            Some(Kind::Record(record)) => self.add_fields(&record.fields),
            Some(Kind::Union(union)) => {
                for alternative in &union.alternatives {
                    self.add_type(alternative.record);
                }
            }
            Some(Kind::Enum(_)) | None => {}
        }
    }

    fn add_fields(&mut self, fields: &'a [Field]) {
        for field in fields.iter().filter(|field| !field.read_only) {
            self.add(&field.wire, &field.ty);
        }
    }
}
