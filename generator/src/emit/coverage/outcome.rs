//! Outcome of each element.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::{ElementKind, SpecElement};
use super::reach::Reach;
use crate::emit::rust::left_out;
use crate::ir::{Api, Content, Field, Kind as TypeKind, ModulePath, ParameterLocation, Type};
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

/// Why nothing is generated from an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It describes the page that contains the items.
    PageEnvelope,
    /// It describes an error body.
    ErrorBody,
    /// The client fills it in.
    AccountParameter,
    /// It repeats the name of an argument.
    ArgumentName,
    /// It describes a successful response as such.
    ResponseDescription,
    /// It is an example of a media type that is not sent.
    OtherEncoding,
    /// It has neither members nor enum values and makes no type.
    PlainSchema,
    /// Its members are those of other schemas.
    Inherited,
    /// No operation uses it.
    Unused,
    /// It is not used.
    Unmapped,
}

impl Reason {
    /// All reasons, in the order of the report.
    pub const ALL: [Reason; 10] = [
        Reason::PageEnvelope,
        Reason::ErrorBody,
        Reason::AccountParameter,
        Reason::ArgumentName,
        Reason::ResponseDescription,
        Reason::OtherEncoding,
        Reason::PlainSchema,
        Reason::Inherited,
        Reason::Unused,
        Reason::Unmapped,
    ];

    /// Returns the code.
    pub fn code(self) -> &'static str {
        match self {
            Reason::PageEnvelope => "page-envelope",
            Reason::ErrorBody => "error-body",
            Reason::AccountParameter => "account-parameter",
            Reason::ArgumentName => "argument-name",
            Reason::ResponseDescription => "response-description",
            Reason::OtherEncoding => "other-encoding",
            Reason::PlainSchema => "plain-schema",
            Reason::Inherited => "inherited",
            Reason::Unused => "unused",
            Reason::Unmapped => "unmapped",
        }
    }

    /// Returns the meaning.
    pub fn meaning(self) -> &'static str {
        match self {
            Reason::PageEnvelope => "read by the runtime type `Page`",
            Reason::ErrorBody => "read by the runtime type `Error`",
            Reason::AccountParameter => "set by the client from its credentials",
            Reason::ArgumentName => "repeats the name of the argument",
            Reason::ResponseDescription => {
                "describes success; the documentation of the method describes the operation"
            }
            Reason::OtherEncoding => "example of a media type that is not sent",
            Reason::PlainSchema => {
                "has neither members nor enum values, so it makes no type of its own"
            }
            Reason::Inherited => "part of other schemas, whose types have its members",
            Reason::Unused => "not used by any operation",
            Reason::Unmapped => "a gap: the element is not used",
        }
    }
}

/// The outcomes by location in the spec.
pub(super) struct OutcomeIndex<'a> {
    items: BTreeMap<&'a Origin, String>,
    /// Types and fields that are not generated, because only pages or error bodies contain them.
    omitted: BTreeMap<&'a Origin, Reason>,
    /// Arguments whose description is not rendered.
    undescribed: BTreeSet<&'a Origin>,
    account: &'a str,
    /// The wire names of the members with the items of a page.
    item_members: BTreeSet<&'a str>,
    reach: &'a Reach<'a>,
}

impl<'a> OutcomeIndex<'a> {
    /// Creates the index of an API.
    pub(super) fn new(api: &'a Api, reach: &'a Reach<'a>) -> Self {
        let mut index = OutcomeIndex {
            items: BTreeMap::new(),
            omitted: BTreeMap::new(),
            undescribed: BTreeSet::new(),
            account: &api.client.account_parameter,
            item_members: BTreeSet::new(),
            reach,
        };
        for id in &api.ids {
            index.items.insert(&id.origin, format!("ids::{}", id.name.ident));
        }
        for ty in &api.types {
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
        let reach = self.reach;
        let reason = if ty.read || ty.written {
            None
        } else if is_envelope(api, ty) {
            Some(Reason::PageEnvelope)
        } else if reach.is_error(&ty.origin) {
            Some(Reason::ErrorBody)
        } else if reach.is_inherited(&ty.origin) {
            Some(Reason::Inherited)
        } else if reach.is_unused(&ty.origin) {
            Some(Reason::Unused)
        } else {
            Some(Reason::Unmapped)
        };
        let path = format!("{}::{}", module_name(api, ty.module), ty.name.ident);
        match reason {
            None => self.items.insert(&ty.origin, path.clone()).map(drop),
            Some(reason) => self.omitted.insert(&ty.origin, reason).map(drop),
        };
        if let TypeKind::Record(record) = &ty.kind {
            for field in &record.fields {
                match reason {
                    None => self.add_field(&path, field),
                    Some(reason) => {
                        self.omitted.insert(&field.origin, reason);
                    }
                }
            }
        }
    }

    fn add_field(&mut self, owner: &str, field: &'a Field) {
        self.omitted.remove(&field.origin);
        self.items.insert(&field.origin, format!("{owner}.{}", field.name.ident));
    }

    fn add_operation(&mut self, owner: &str, module: &str, operation: &'a crate::ir::Operation) {
        let method = format!("{owner}::{}", operation.name.ident);
        let request = format!("{module}::{}", operation.request);
        self.undescribed.extend(left_out(operation));
        self.items.entry(&operation.origin).or_insert_with(|| method.clone());
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
        if let Some(paged) = &operation.paged {
            self.item_members.extend(paged.items.iter().map(String::as_str));
        }
    }

    /// Returns the context of a schema that belongs to the item at `origin`: that of a parameter, or of items and values.
    pub(super) fn inner<'i>(
        &'i self,
        origin: &Origin,
        context: ElementContext<'i>,
    ) -> ElementContext<'i> {
        ElementContext {
            item: self.items.get(origin).map(String::as_str).or(context.item),
            ..context
        }
    }

    /// Returns the outcome of an element.
    pub(super) fn find(&self, element: &SpecElement, context: ElementContext<'_>) -> Outcome {
        if element.kind == ElementKind::Description && self.undescribed.contains(&element.origin) {
            return Outcome::Reason(Reason::ArgumentName);
        }
        if let Some(item) = self.inner(&element.origin, context).item {
            return Outcome::Item(item.to_owned());
        }
        let omitted = self.omitted.get(&element.origin).copied();
        Outcome::Reason(omitted.unwrap_or_else(|| self.reason(element, context)))
    }

    fn reason(&self, element: &SpecElement, context: ElementContext<'_>) -> Reason {
        let is_response = matches!(context.position, Position::Success | Position::Error);
        let is_description = element.kind == ElementKind::Description;
        let is_field =
            element.kind == ElementKind::Field || (is_description && context.is_property);
        let is_parameter = element.kind == ElementKind::Parameter || is_description;
        match context.position {
            Position::Parameter if is_parameter && element.name == self.account => {
                Reason::AccountParameter
            }
            _ if is_response && is_field && self.item_members.contains(element.name.as_str()) => {
                Reason::PageEnvelope
            }
            Position::Error => Reason::ErrorBody,
            Position::Request if element.kind == ElementKind::Example => Reason::OtherEncoding,
            Position::Success if is_description && context.is_response => {
                Reason::ResponseDescription
            }
            Position::Component if is_description || element.kind == ElementKind::Schema => {
                Reason::PlainSchema
            }
            _ => Reason::Unmapped,
        }
    }
}

/// Where an element is in the spec.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ElementContext<'a> {
    /// The item that is generated from the owner of the element.
    pub(super) item: Option<&'a str>,
    pub(super) position: Position,
    /// `true` for the description of a response, not of its schema.
    pub(super) is_response: bool,
    /// `true` for a property and its description.
    pub(super) is_property: bool,
}

/// The kind of object that contains an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Position {
    /// None of the others.
    #[default]
    Other,
    /// A parameter, without its schema.
    Parameter,
    /// A request body.
    Request,
    /// A response to a request that succeeds.
    Success,
    /// A response to a request that fails.
    Error,
    /// A component schema.
    Component,
}

/// Returns `true` if all fields of a type are members of a page: its metadata, and the items of an operation.
fn is_envelope(api: &Api, ty: &Type) -> bool {
    let TypeKind::Record(record) = &ty.kind else { return false };
    api.pagings.iter().enumerate().any(|(style, paging)| {
        let metadata = paging.members.iter().flat_map(|member| &member.spellings);
        let operations = api.groups.iter().flat_map(|group| &group.operations);
        let lists = operations.filter_map(|operation| operation.paged.as_ref());
        let items = lists.filter(|list| list.style == style).flat_map(|list| &list.items);
        let known: BTreeSet<_> = metadata.chain(items).collect();
        !known.is_empty() && record.fields.iter().all(|field| known.contains(&field.wire))
    })
}

fn module_name(api: &Api, module: ModulePath) -> &str {
    match module {
        ModulePath::Shared => "types",
        ModulePath::Group(group) => {
            api.groups.get(group).map_or("types", |group| &group.name.ident)
        }
    }
}
