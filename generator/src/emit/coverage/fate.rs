//! What became of an element.

use std::collections::{BTreeMap, BTreeSet};

use super::elements::{Element, Kind};
use crate::emit::rust::left_out;
use crate::ir::{Api, Content, Field, Home, Kind as TypeKind, Place, Type};
use crate::location::Origin;
use crate::name::type_name;

/// What became of an element: what is generated from it, or why nothing is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The generated item, by its Rust path.
    Item(String),
    /// A coded reason why there is none.
    Reason(Reason),
}

/// Why nothing is generated from an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It describes the page around the rows.
    PageEnvelope,
    /// It describes the body of a failure.
    ErrorBody,
    /// The client fills it in.
    AccountParameter,
    /// It says what the name of an argument says.
    ArgumentName,
    /// It says that an answer is an answer.
    AnswerDescription,
    /// It shows a body in a media type that is not the one sent.
    OtherEncoding,
    /// It has neither members nor words, so it stands wherever it is used.
    PlainSchema,
    /// Nothing is done with it.
    Nothing,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 8] = [
        Reason::PageEnvelope,
        Reason::ErrorBody,
        Reason::AccountParameter,
        Reason::ArgumentName,
        Reason::AnswerDescription,
        Reason::OtherEncoding,
        Reason::PlainSchema,
        Reason::Nothing,
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Reason::PageEnvelope => "page-envelope",
            Reason::ErrorBody => "error-body",
            Reason::AccountParameter => "account-parameter",
            Reason::ArgumentName => "argument-name",
            Reason::AnswerDescription => "answer-description",
            Reason::OtherEncoding => "other-encoding",
            Reason::PlainSchema => "plain-schema",
            Reason::Nothing => "nothing",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Reason::PageEnvelope => "read by the runtime's `Page`, for all lists alike",
            Reason::ErrorBody => "read by the runtime's `Error`, for all failures alike",
            Reason::AccountParameter => "filled in by the client from its credentials",
            Reason::ArgumentName => "says no more than the name of the argument",
            Reason::AnswerDescription => {
                "says that a success is one; the method's documentation says what it does"
            }
            Reason::OtherEncoding => "shows the same body in a media type that is not the one sent",
            Reason::PlainSchema => {
                "has neither members nor words of its own, so it becomes a plain type where it is used"
            }
            Reason::Nothing => "a gap: nothing is generated from it",
        }
    }
}

/// The generated items by the place in the spec that they come from.
pub(super) struct Fates<'a> {
    items: BTreeMap<&'a Origin, String>,
    /// Places of types that are not generated, because only pages or failures hold them.
    left: BTreeMap<&'a Origin, Reason>,
    /// Arguments whose description is not repeated.
    named: BTreeSet<&'a Origin>,
    account: &'a str,
    /// Wire names of the rows of lists.
    rows: Vec<&'a str>,
}

impl<'a> Fates<'a> {
    /// The fates that an API tells of.
    pub(super) fn of(api: &'a Api) -> Self {
        let mut fates = Fates {
            items: BTreeMap::new(),
            left: BTreeMap::new(),
            named: BTreeSet::new(),
            account: &api.client.account_parameter,
            rows: Vec::new(),
        };
        for id in &api.ids {
            fates.items.insert(&id.origin, format!("ids::{}", id.name.ident));
        }
        for ty in &api.types {
            fates.add_type(api, ty);
        }
        for group in &api.groups {
            fates.items.insert(&group.origin, group.name.ident.clone());
            let owner = format!("{}::{}", group.name.ident, type_name(&group.name.words));
            for operation in &group.operations {
                fates.add_operation(&owner, &group.name.ident, operation);
            }
        }
        fates
    }

    fn add_type(&mut self, api: &'a Api, ty: &'a Type) {
        let reason = match (ty.read || ty.written, is_envelope(api, ty)) {
            (true, _) => None,
            (false, true) => Some(Reason::PageEnvelope),
            (false, false) => Some(Reason::ErrorBody),
        };
        let path = format!("{}::{}", module(api, ty.home), ty.name.ident);
        match reason {
            None => self.items.insert(&ty.origin, path.clone()).map(drop),
            Some(reason) => self.left.insert(&ty.origin, reason).map(drop),
        };
        if let TypeKind::Record(record) = &ty.kind {
            for field in &record.fields {
                match reason {
                    None => self.add_field(&path, field),
                    Some(reason) => {
                        self.left.insert(&field.origin, reason);
                    }
                }
            }
        }
    }

    fn add_field(&mut self, owner: &str, field: &'a Field) {
        self.left.remove(&field.origin);
        self.items.insert(&field.origin, format!("{owner}.{}", field.name.ident));
    }

    fn add_operation(&mut self, owner: &str, module: &str, operation: &'a crate::ir::Operation) {
        let method = format!("{owner}::{}", operation.name.ident);
        let request = format!("{module}::{}", operation.request.ident);
        self.named.extend(left_out(operation));
        self.items.entry(&operation.origin).or_insert_with(|| method.clone());
        for parameter in &operation.parameters {
            let taker = if parameter.place == Place::Path || parameter.required {
                &method
            } else {
                &request
            };
            self.items.insert(&parameter.origin, format!("{taker}({})", parameter.name.ident));
        }
        if let Some(body) = &operation.body {
            if let Content::Members(members) = &body.content {
                for member in members {
                    self.add_field(&request, member);
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
            self.rows.extend(paged.items.iter().map(String::as_str));
        }
    }

    /// What became of an element.
    pub(super) fn find(&self, element: &Element) -> Fate {
        if element.kind == Kind::Description && self.named.contains(&element.origin) {
            return Fate::Reason(Reason::ArgumentName);
        }
        if let Some(item) = self.nearest(&element.origin) {
            return Fate::Item(item.clone());
        }
        if let Some(reason) = self.left_at(&element.origin) {
            return Fate::Reason(reason);
        }
        Fate::Reason(self.reason(element))
    }

    /// The item at a place; what stands inside of a schema of a field or a parameter belongs to it.
    fn nearest(&self, origin: &Origin) -> Option<&String> {
        let mut pointer = origin.pointer.as_str();
        loop {
            let at = Origin { file: origin.file, pointer: pointer.to_owned() };
            if let Some(item) = self.items.get(&at) {
                return Some(item);
            }
            pointer = ["/schema", "/items", "/additionalProperties"]
                .iter()
                .find_map(|step| pointer.strip_suffix(step))?;
        }
    }

    fn left_at(&self, origin: &Origin) -> Option<Reason> {
        self.left.get(origin).copied()
    }

    fn reason(&self, element: &Element) -> Reason {
        let pointer = &element.origin.pointer;
        let in_answer = pointer.contains("/responses/");
        match element.kind {
            Kind::Parameter if element.name == self.account => Reason::AccountParameter,
            Kind::Description if pointer.ends_with(&format!("/parameters/{}", self.account)) => {
                Reason::AccountParameter
            }
            Kind::Field if in_answer && self.rows.contains(&element.name.as_str()) => {
                Reason::PageEnvelope
            }
            Kind::Description if in_answer && self.describes_rows(pointer) => Reason::PageEnvelope,
            Kind::Description if in_answer && is_failure(pointer) => Reason::ErrorBody,
            Kind::Example if is_failure(pointer) => Reason::ErrorBody,
            Kind::Example if pointer.contains("/requestBody/") => Reason::OtherEncoding,
            Kind::Description if in_answer && is_status(pointer) => Reason::AnswerDescription,
            Kind::Schema => Reason::PlainSchema,
            Kind::Description if pointer.starts_with("/components/schemas/") => Reason::PlainSchema,
            _ => Reason::Nothing,
        }
    }

    fn describes_rows(&self, pointer: &str) -> bool {
        pointer.contains("/properties/")
            && pointer.rsplit('/').next().is_some_and(|name| self.rows.contains(&name))
    }
}

/// Whether the pointer ends with the status of an answer.
fn is_status(pointer: &str) -> bool {
    matches!(pointer.rsplit_once("/responses/"), Some((_, status)) if !status.contains('/'))
}

/// Whether the pointer is inside of a declared failure.
fn is_failure(pointer: &str) -> bool {
    matches!(pointer.rsplit_once("/responses/"), Some((_, status)) if status.starts_with(['4', '5']))
}

/// Whether all fields of a type are members that describe a page.
fn is_envelope(api: &Api, ty: &Type) -> bool {
    let TypeKind::Record(record) = &ty.kind else { return false };
    api.pagings.iter().any(|paging| {
        let mut spellings = paging.members.iter().flat_map(|member| &member.spellings);
        record.fields.iter().all(|field| spellings.clone().any(|known| *known == field.wire))
            && spellings.next().is_some()
    })
}

fn module(api: &Api, home: Home) -> &str {
    match home {
        Home::Shared => "types",
        Home::Group(group) => api.groups.get(group).map_or("types", |group| &group.name.ident),
    }
}
