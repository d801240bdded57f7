//! The API as a whole.

use super::{Content, Field, Kind, Name, Operation, Ty, Type, TypeId};
use crate::location::Origin;

/// The API as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Its title.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Its version.
    pub version: String,
    /// The crate and what it sends with every request.
    pub client: Client,
    /// The servers; the first is the default.
    pub hosts: Vec<Host>,
    /// The security schemes; the first is the default.
    pub schemes: Vec<Scheme>,
    /// The quotas.
    pub quotas: Vec<Quota>,
    /// The paging styles.
    pub pagings: Vec<Paging>,
    /// The jobs.
    pub jobs: Vec<Plan>,
    /// How queued writes are followed.
    pub follows: Vec<Plan>,
    /// Where an error body keeps what.
    pub errors: ErrorMembers,
    /// The headers that tell what is left.
    pub rate_limits: RateLimits,
    /// The id types.
    pub ids: Vec<IdType>,
    /// The types, in document order.
    pub types: Vec<Type>,
    /// The resource groups, in document order.
    pub groups: Vec<Group>,
}

impl Api {
    /// The fields of a record; none for other types.
    pub fn fields_of(&self, id: TypeId) -> &[Field] {
        match self.types.get(id.0).map(|ty| &ty.kind) {
            Some(Kind::Record(record)) => &record.fields,
            _ => &[],
        }
    }

    /// The members of a body, or of its elements when it is a list.
    pub fn members_of<'a>(&'a self, content: &'a Content) -> &'a [Field] {
        match content {
            Content::Members(fields) => fields,
            Content::Record(id) | Content::List(Ty::Named(id)) => self.fields_of(*id),
            _ => &[],
        }
    }
}

/// The crate and what it sends with every request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// The name of the crate.
    pub package: String,
    /// One line about it.
    pub summary: String,
    /// The environment variable with the account.
    pub account_variable: String,
    /// The environment variable with the token.
    pub token_variable: String,
    /// The path parameter that the client fills in.
    pub account_parameter: String,
    /// Headers sent with every request.
    pub headers: Vec<(String, String)>,
    /// The one among them that pins the version of the answers.
    pub version_header: String,
}

/// A server.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// Its name.
    pub name: Name,
    /// Its address, without a slash at the end.
    pub url: String,
    /// What lives there.
    pub docs: String,
    /// The entry in the spec.
    pub origin: Origin,
}

/// A security scheme: a user name and a password.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub docs: String,
}

/// A quota.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// Its name.
    pub name: Name,
    /// The number of requests; `None` when no limit is documented.
    pub limit: Option<u32>,
    /// The span in seconds.
    pub seconds: u32,
    /// What it is about.
    pub docs: String,
    /// The entry in the spec.
    pub origin: Origin,
}

impl Quota {
    /// The quota in words: `1,000 an hour`.
    pub fn words(&self) -> String {
        let Some(limit) = self.limit else { return "none documented".to_owned() };
        let digits = limit.to_string();
        let mut grouped = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{grouped} {}", if self.seconds == 3_600 { "an hour" } else { "a day" })
    }
}

/// How lists come in pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Its name.
    pub name: Name,
    /// The query parameter with the number of the page.
    pub page: String,
    /// The query parameter with its size.
    pub size: String,
    /// The number of the first page.
    pub first: u64,
    /// Whether the link of the answer leads on; otherwise pages are counted.
    pub follow_links: bool,
    /// Meaning and spellings of the members of the answer.
    pub members: Vec<Member>,
    /// The entry in the spec.
    pub origin: Origin,
}

/// A meaning, and the wire names that carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What it means.
    pub meaning: String,
    /// What it is called.
    pub spellings: Vec<String>,
}

/// How a job or a queued write is awaited.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its name.
    pub name: Name,
    /// The operation that tells how it stands: group and position in it.
    pub poll: (usize, usize),
    /// The path parameter of that operation that takes the id.
    pub parameter: String,
    /// The operation that fetches the file.
    pub download: Option<(usize, usize)>,
    /// The operation that runs it again.
    pub replay: Option<(usize, usize)>,
    /// The members of the first answer that hold the id.
    pub id: Vec<String>,
    /// The member with the state.
    pub state: String,
    /// States that mean success.
    pub done: Vec<String>,
    /// States that mean failure.
    pub failed: Vec<String>,
    /// Members that mean failure when filled.
    pub failure: Vec<String>,
    /// The member with the progress.
    pub progress: Option<String>,
    /// The member with a sentence about the state.
    pub message: Option<String>,
    /// The entry in the spec.
    pub origin: Origin,
}

/// Where an error body keeps what; see the runtime's type of the same name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorMembers {
    /// Meaning and spellings.
    pub members: Vec<Member>,
}

/// The headers that tell what is left; see the runtime's `RateLimitHeaders`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RateLimits {
    /// Meaning and spellings.
    pub headers: Vec<Member>,
}

/// An id type.
#[derive(Clone, Debug, PartialEq)]
pub struct IdType {
    /// Its name.
    pub name: Name,
    /// What it identifies.
    pub docs: String,
    /// The entry in the spec.
    pub origin: Origin,
}

/// A resource group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its module, feature and accessor.
    pub name: Name,
    /// Its name for people.
    pub title: String,
    /// What it is about.
    pub docs: String,
    /// Further words people search for.
    pub aliases: Vec<String>,
    /// The spec file it comes from, relative to the spec's root.
    pub file: String,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The groups whose types or operations it uses; filled by the facts pass.
    pub uses: Vec<usize>,
    /// The group in the spec.
    pub origin: Origin,
}
