//! The API and its root-level declarations.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Alternative, Content, Field, JsonKind, Kind, ModulePath, Name, Omissions, Operation, Reference,
    StatusList, Ty, Type, TypeId, Union,
};
use crate::inflect::group_digits;
use crate::location::Origin;
use crate::scalar::{LiteralKind, ScalarType};

/// The API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The version.
    pub version: String,
    /// The crate and the headers of every request.
    pub client: Client,
    /// The servers; the first is the default.
    pub hosts: Vec<Host>,
    /// The security schemes; the constructors of the client take the credentials of the first.
    pub schemes: Vec<Scheme>,
    /// The alternatives for the credentials of operations that declare none, as indexes of schemes.
    pub security: Vec<Vec<usize>>,
    /// The quotas.
    pub quotas: Vec<Quota>,
    /// The paging styles.
    pub pagings: Vec<Paging>,
    /// The jobs.
    pub jobs: Vec<LongRunningOperation>,
    /// The queues of writes.
    pub queues: Vec<LongRunningOperation>,
    /// The members of error bodies.
    pub errors: Vec<Member>,
    /// The rate limit headers.
    pub rate_limits: Vec<Member>,
    /// The id types.
    pub ids: Vec<IdType>,
    /// The types of references to objects.
    pub references: Vec<Reference>,
    /// The types, in document order.
    pub types: Vec<Type>,
    /// The resource groups, in document order.
    pub groups: Vec<Group>,
    /// What has a name in Rust, except for groups; set by `analyze`. Items of several groups may have the same.
    pub names: BTreeMap<String, Vec<Named>>,
    /// The elements of the spec that nothing is generated from.
    pub omissions: Omissions,
}

/// An item with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A type.
    Type(TypeId),
    /// The type of a reference to an object, as its index.
    Reference(usize),
    /// The request builder of an operation of the group with this index.
    Request(usize),
}

impl Api {
    /// Returns `true` if the number of requests is limited.
    pub fn has_quotas(&self) -> bool {
        self.quotas.iter().any(|quota| quota.limit.is_some())
    }

    /// Returns `true` if an operation returns a list in pages.
    pub fn has_pages(&self) -> bool {
        let mut operations = self.groups.iter().flat_map(|group| &group.operations);
        operations.any(|operation| operation.paged.is_some())
    }

    /// Returns the fields of a record, or an empty slice for other types.
    pub fn fields_of(&self, id: TypeId) -> &[Field] {
        match self.types.get(id.0).map(|ty| &ty.kind) {
            Some(Kind::Record(record)) => &record.fields,
            _ => &[],
        }
    }

    /// Returns `true` for an object whose members have a number of their own in a form.
    pub fn is_indexed(&self, ty: &Ty) -> bool {
        let Ty::Named(id) = ty else { return false };
        self.fields_of(*id).iter().any(|field| field.wire_name().has_item())
    }

    /// Returns the kind of JSON that values of a type have; `None` if they have several.
    pub fn json_kind(&self, ty: &Ty) -> Option<JsonKind> {
        match ty {
            Ty::Scalar(ScalarType::File) | Ty::Json | Ty::Numbered(_) => None,
            Ty::Scalar(scalar) => Some(match scalar.literal() {
                LiteralKind::Boolean => JsonKind::Boolean,
                LiteralKind::Integer | LiteralKind::Decimal => JsonKind::Number,
                LiteralKind::Text | LiteralKind::Parsed | LiteralKind::File => JsonKind::String,
            }),
            Ty::DateTimeOrKeyword(_) | Ty::Id(_) => Some(JsonKind::String),
            Ty::List(_) => Some(JsonKind::List),
            Ty::Map(_) => Some(JsonKind::Object),
            Ty::Named(id) => match self.types.get(id.0)?.kind {
                Kind::Record(_) => Some(JsonKind::Object),
                Kind::Enum(_) => Some(JsonKind::String),
                Kind::Union(_) => None,
            },
        }
    }

    /// Returns the alternatives of a union that are records.
    pub fn records_of<'u>(
        &self,
        union: &'u Union,
    ) -> impl Iterator<Item = (&'u Alternative, TypeId)> {
        union.alternatives.iter().filter_map(|own| Some((own, self.record_of(own)?)))
    }

    /// Returns the type of an alternative that is a record.
    pub fn record_of(&self, alternative: &Alternative) -> Option<TypeId> {
        let Ty::Named(id) = alternative.ty else { return None };
        matches!(self.types.get(id.0)?.kind, Kind::Record(_)).then_some(id)
    }

    /// Returns `true` for a record, and for a union of records, which may be alternatives of a union in it.
    pub fn has_members(&self, id: TypeId) -> bool {
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.types.get(id.0).map(|ty| &ty.kind) {
                Some(Kind::Record(_)) => {}
                Some(Kind::Union(union)) => {
                    for own in &union.alternatives {
                        let Ty::Named(inner) = own.ty else { return false };
                        if seen.insert(inner) {
                            open.push(inner);
                        }
                    }
                }
                Some(Kind::Enum(_)) | None => return false,
            }
        }
        true
    }

    /// Returns a record itself, and the records of a union, which may be alternatives of a union in it.
    fn records_in(&self, id: TypeId) -> Vec<TypeId> {
        let (mut found, mut seen, mut open) = (Vec::new(), BTreeSet::from([id]), vec![id]);
        while let Some(id) = open.pop() {
            match self.types.get(id.0).map(|ty| &ty.kind) {
                Some(Kind::Record(_)) => found.push(id),
                Some(Kind::Union(union)) => {
                    let inner = union.alternatives.iter().rev().filter_map(|own| match own.ty {
                        Ty::Named(inner) => Some(inner),
                        _ => None,
                    });
                    open.extend(inner.filter(|inner| seen.insert(*inner)));
                }
                Some(Kind::Enum(_)) | None => {}
            }
        }
        found
    }

    /// Returns the identifier of the module of a type.
    pub fn module_name(&self, module: ModulePath) -> &str {
        match module {
            ModulePath::Shared => "types",
            ModulePath::Group(group) => {
                self.groups.get(group).map_or("types", |group| group.name.ident.as_str())
            }
        }
    }

    /// Returns the members of a body, or of its items if it is a list.
    pub fn members_of<'a>(&'a self, content: &'a Content) -> &'a [Field] {
        match content {
            Content::Members(fields) => fields,
            Content::Record(id) | Content::List(Ty::Named(id)) => self.fields_of(*id),
            _ => &[],
        }
    }

    /// Returns the members of a body and of all of its alternatives.
    pub fn all_members_of<'a>(&'a self, content: &'a Content) -> Vec<&'a Field> {
        match content {
            Content::Record(id) => {
                self.records_in(*id).into_iter().flat_map(|id| self.fields_of(id)).collect()
            }
            _ => self.members_of(content).iter().collect(),
        }
    }
}

/// The crate and the headers of every request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// The name of the crate.
    pub package: String,
    /// The description of the crate, in one line.
    pub summary: String,
    /// The environment variable with the account id.
    pub account_variable: String,
    /// The environment variable with the token.
    pub token_variable: String,
    /// The environment variable with another base URL of all servers. It is empty if there is none.
    pub base_url_variable: String,
    /// The path parameter that the client fills in.
    pub account_parameter: String,
    /// The account id that examples contain.
    pub example_account: String,
    /// Headers sent with every request.
    pub headers: Vec<(String, String)>,
    /// The header that selects the API version.
    pub version_header: String,
    /// How an account acts for another one.
    pub delegate: Option<Delegate>,
    /// The URLs in the manifest: key and URL.
    pub links: Vec<(&'static str, String)>,
}

/// How an account acts for another one: all paths of a server have a prefix with the acting account.
#[derive(Clone, Debug, PartialEq)]
pub struct Delegate {
    /// The name of the method that sets the acting account.
    pub method: Name,
    /// The documentation of the method.
    pub docs: String,
    /// The prefix, with `{}` in place of the acting account.
    pub prefix: String,
    /// The name of the server.
    pub host: String,
    /// The location in the spec.
    pub origin: Origin,
}

impl Client {
    /// Returns the name of the crate in Rust code.
    pub fn crate_name(&self) -> String {
        self.package.replace('-', "_")
    }
}

/// A server.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// The name.
    pub name: Name,
    /// The URL without a trailing slash.
    pub url: String,
    /// The description.
    pub docs: String,
    /// The location in the spec.
    pub origin: Origin,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// The name.
    pub name: String,
    /// How the credentials are sent.
    pub placement: Placement,
    /// The description.
    pub docs: String,
    /// The location of the scheme.
    pub origin: Origin,
}

/// How the credentials of a security scheme are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A user and a password in the header `Authorization`.
    Basic,
    /// A token in the header `Authorization`.
    Bearer,
    /// A token in the header of this name.
    Header(String),
    /// A token in the query parameter of this name.
    Query(String),
    /// A token in the cookie of this name.
    Cookie(String),
}

/// A quota.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// The name.
    pub name: Name,
    /// The number of requests; `None` if no limit is documented.
    pub limit: Option<u32>,
    /// The period in seconds.
    pub seconds: u32,
    /// The description.
    pub docs: String,
    /// The location in the spec.
    pub origin: Origin,
}

impl Quota {
    /// Returns a description: `1,000 an hour`, or `no documented quota`.
    pub fn describe(&self) -> String {
        let Some(limit) = self.limit else { return "no documented quota".to_owned() };
        let span = if self.seconds == 3_600 { "an hour" } else { "a day" };
        format!("{} {span}", group_digits(limit.into()))
    }
}

/// A paging style.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The name.
    pub name: Name,
    /// The query parameter with the page number.
    pub page: String,
    /// The query parameter with the page size.
    pub size: String,
    /// The number of the first page.
    pub first: u64,
    /// `true` if the response has a link to the next page; otherwise pages are requested by number.
    pub follow_links: bool,
    /// The members of a page.
    pub members: Vec<Member>,
    /// The location in the spec.
    pub origin: Origin,
}

/// A meaning and the wire names that express it.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The meaning.
    pub meaning: String,
    /// The wire names.
    pub spellings: Vec<String>,
}

/// A job or a queued write, whose state is polled.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRunningOperation {
    /// The name.
    pub name: Name,
    /// The operation that returns the state, as indexes of the group and the operation.
    pub poll: (usize, usize),
    /// The path parameter of that operation for the id.
    pub parameter: String,
    /// The operation that downloads the file.
    pub download: Option<(usize, usize)>,
    /// The operation that runs the job again.
    pub replay: Option<(usize, usize)>,
    /// The members of the initial response that may contain the id.
    pub id: Vec<String>,
    /// The member with the state.
    pub state: String,
    /// States that are not final.
    pub pending: Vec<String>,
    /// States that mean success, documented ones first.
    pub done: Vec<String>,
    /// States that mean failure, documented ones first.
    pub failed: Vec<String>,
    /// Members that mean failure if they are not empty, unless the state is not final.
    pub failure: Vec<String>,
    /// Members of the initial response that it has if the operation was completed at once.
    pub immediate: Vec<String>,
    /// The member with the progress.
    pub progress: Option<String>,
    /// The member with a message about the state.
    pub message: Option<String>,
    /// How the outcomes of many writes are read together.
    pub list: Option<StatusList>,
    /// The member with the id of the job.
    pub job_id: Option<String>,
    /// The member with the time of creation.
    pub created: Option<String>,
    /// The location in the spec.
    pub origin: Origin,
}

impl LongRunningOperation {
    /// Returns `true` if an operation downloads the file of this job.
    pub fn downloads_by(&self, api: &Api, operation: &Operation) -> bool {
        let own = self.download.and_then(|at| api.groups.get(at.0)?.operations.get(at.1));
        own.is_some_and(|own| own.id == operation.id)
    }
}

/// An id type.
#[derive(Clone, Debug, PartialEq)]
pub struct IdType {
    /// The name.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The location in the spec.
    pub origin: Origin,
}

/// A resource group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The name of the module, the cargo feature and the accessor.
    pub name: Name,
    /// The title.
    pub title: String,
    /// The description.
    pub docs: String,
    /// Search terms (doc aliases).
    pub aliases: Vec<String>,
    /// The path of the spec file, relative to the spec folder.
    pub file: String,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The indexes of the groups that it depends on; set by `analyze`.
    pub uses: Vec<usize>,
    /// The location in the spec.
    pub origin: Origin,
}
