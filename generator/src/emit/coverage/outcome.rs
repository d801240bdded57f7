//! Outcome of each element.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::{ElementKind, SpecElement};
use crate::emit::rust::left_out;
use crate::ir::{
    Api, Content, Field, Kind as TypeKind, Omissions, ParameterLocation, Reason, Type,
};
use crate::location::Origin;
use crate::name::type_name;

/// The item that is generated from an element, or the reason why none is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The Rust path of the generated item.
    Item(String),
    /// The reason why nothing is generated.
    Reason(Reason),
}

/// The outcomes by location in the spec.
pub(super) struct OutcomeIndex<'a> {
    items: BTreeMap<&'a Origin, String>,
    /// Arguments whose description is not rendered.
    undescribed: BTreeSet<&'a Origin>,
    omissions: &'a Omissions,
}

impl<'a> OutcomeIndex<'a> {
    /// Creates the index of an API.
    pub(super) fn new(api: &'a Api) -> Self {
        let mut index = OutcomeIndex {
            items: BTreeMap::new(),
            undescribed: BTreeSet::new(),
            omissions: &api.omissions,
        };
        for id in &api.ids {
            index.items.insert(&id.origin, format!("ids::{}", id.name.ident));
        }
        for ty in api.types.iter().filter(|ty| ty.read || ty.written) {
            index.add_type(api, ty);
        }
        for group in &api.groups {
            index.items.insert(&group.origin, group.name.ident.clone());
            let owner = format!("{}::{}", group.name.ident, type_name(&group.name.words));
            for operation in &group.operations {
                index.add_operation(&owner, &group.name.ident, operation);
            }
        }
        index
    }

    fn add_type(&mut self, api: &'a Api, ty: &'a Type) {
        let path = format!("{}::{}", api.module_name(ty.module), ty.name.ident);
        if let TypeKind::Record(record) = &ty.kind {
            record.fields.iter().for_each(|field| self.add_field(&path, field));
        }
        self.items.insert(&ty.origin, path);
    }

    fn add_field(&mut self, owner: &str, field: &'a Field) {
        self.items.insert(&field.origin, format!("{owner}.{}", field.name.ident));
    }

    fn add_operation(&mut self, owner: &str, module: &str, operation: &'a crate::ir::Operation) {
        let method = format!("{owner}::{}", operation.name.ident);
        let request = format!("{module}::{}", operation.request);
        self.undescribed.extend(left_out(operation));
        self.items.entry(&operation.origin).or_insert_with(|| method.clone());
        if let Some(body) = &operation.described_body {
            self.items.entry(body).or_insert_with(|| method.clone());
        }
        for parameter in &operation.parameters {
            let target = if parameter.location == ParameterLocation::Path || parameter.required {
                &method
            } else {
                &request
            };
            self.items.insert(&parameter.origin, format!("{target}({})", parameter.name.ident));
        }
        if let Some(body) = &operation.body {
            if let Content::Members(members) = &body.content {
                for member in members.iter().filter(|member| !member.referenced) {
                    self.add_field(&request, member);
                }
                for member in members.iter().filter(|member| member.referenced) {
                    self.items.insert(&member.origin, format!("{method}({})", member.name.ident));
                }
            }
            for example in &body.examples {
                self.items.insert(&example.origin, format!("tests: {method}"));
            }
        }
        for example in &operation.examples {
            self.items.insert(&example.origin, format!("tests: {method}"));
        }
    }

    /// Returns the context of what belongs to the element at `origin`: its item, and the reason if it is omitted.
    pub(super) fn inner<'i>(
        &'i self,
        origin: &Origin,
        context: ElementContext<'i>,
    ) -> ElementContext<'i> {
        ElementContext {
            item: self.items.get(origin).map(String::as_str).or(context.item),
            reason: self.omissions.find_whole(origin).or(context.reason),
        }
    }

    /// Returns the outcome of an element: its item, or the reason that a pass has recorded.
    pub(super) fn find(&self, element: &SpecElement, context: ElementContext<'_>) -> Outcome {
        if element.kind == ElementKind::Description && self.undescribed.contains(&element.origin) {
            return Outcome::Reason(Reason::ArgumentName);
        }
        if let Some(item) = self.inner(&element.origin, context).item {
            return Outcome::Item(item.to_owned());
        }
        // the values of an enum have its location
        let reason = match element.kind {
            ElementKind::EnumValue => self.omissions.find_whole(&element.origin),
            _ => self.omissions.find(&element.origin),
        };
        let reason = reason.or(context.reason);
        Outcome::Reason(reason.unwrap_or(Reason::Unmapped))
    }
}

/// What the owner of an element passes on to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ElementContext<'a> {
    /// The item that is generated from the owner, if the element belongs to it.
    pub(super) item: Option<&'a str>,
    /// The reason why nothing is generated from the owner and the elements in it.
    pub(super) reason: Option<Reason>,
}
