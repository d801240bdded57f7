//! What the templates see of the API.

use serde::Serialize;

use crate::emit::rust::{escaped, first_sentence, quota, retry_safety};
use crate::ir::{Api, Group, Operation};
use crate::name::type_name;

/// The API.
#[derive(Serialize)]
pub(super) struct ApiView<'a> {
    title: &'a str,
    /// The first paragraph of its description.
    lead: &'a str,
    /// The other paragraphs.
    further: &'a str,
    version: &'a str,
    package: &'a str,
    module: String,
    summary: &'a str,
    account_variable: &'a str,
    token_variable: &'a str,
    operation_count: usize,
    groups: Vec<GroupView<'a>>,
}

/// A group.
#[derive(Serialize)]
struct GroupView<'a> {
    name: &'a str,
    title: String,
    description: &'a str,
    accessor: String,
    operations: Vec<OperationView<'a>>,
}

/// An operation.
#[derive(Serialize)]
struct OperationView<'a> {
    id: &'a str,
    method: &'a str,
    summary: String,
    http: String,
    paged: bool,
    retry: &'static str,
    quota: String,
    rust: String,
}

impl<'a> ApiView<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let (lead, further) = api.description.split_once("\n\n").unwrap_or((&api.description, ""));
        Self {
            title: &api.title,
            lead,
            further: further.trim_start(),
            version: &api.version,
            package: &api.client.package,
            module: api.client.package.replace('-', "_"),
            summary: &api.client.summary,
            account_variable: &api.client.account_variable,
            token_variable: &api.client.token_variable,
            operation_count: operation_count(api),
            groups: api.groups.iter().map(|group| GroupView::of(api, group)).collect(),
        }
    }
}

/// The number of operations of the spec; one that can be called in two ways counts once.
fn operation_count(api: &Api) -> usize {
    let ids = api.groups.iter().flat_map(|group| &group.operations).map(|operation| &operation.id);
    ids.collect::<std::collections::BTreeSet<_>>().len()
}

impl<'a> GroupView<'a> {
    fn of(api: &'a Api, group: &'a Group) -> Self {
        Self {
            name: &group.name.ident,
            title: escaped(&group.title),
            description: &group.docs,
            accessor: format!("client.{}()", group.name.ident),
            operations: group
                .operations
                .iter()
                .map(|operation| OperationView::of(api, group, operation))
                .collect(),
        }
    }
}

impl<'a> OperationView<'a> {
    fn of(api: &Api, group: &Group, operation: &'a Operation) -> Self {
        let method = operation.name.plain();
        Self {
            id: &operation.id,
            method: &operation.name.ident,
            summary: first_sentence(&operation.summary),
            http: format!("{} {}", operation.method, operation.path),
            paged: operation.paged.is_some(),
            retry: retry_safety(operation),
            quota: quota(api, operation),
            rust: format!("{}::{}::{method}", group.name.ident, type_name(&group.name.words)),
        }
    }
}
