//! The values of the templates.

use serde::Serialize;

use crate::emit::rust::{constructor_arguments, first_sentence, quota, retry_safety};
use crate::ir::{Api, Group, Name, Operation};
use crate::markdown;

/// The API.
#[derive(Serialize)]
pub(super) struct ApiView<'a> {
    title: &'a str,
    /// The first paragraph of its description.
    lead: String,
    /// The other paragraphs.
    further: String,
    version: &'a str,
    package: &'a str,
    summary: String,
    operation_count: usize,
    /// The arguments of the constructors of the client.
    constructor: String,
    groups: Vec<GroupView<'a>>,
    /// An operation returns a list in pages.
    has_pages: bool,
    /// The number of requests is limited.
    has_quotas: bool,
}

/// A group.
#[derive(Serialize)]
struct GroupView<'a> {
    feature: &'a str,
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
}

impl<'a> ApiView<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let (lead, further) = markdown::first_paragraph(&api.description);
        Self {
            title: &api.title,
            lead: markdown::escape(lead),
            further: markdown::escape(further),
            version: &api.version,
            package: &api.client.package,
            summary: markdown::escape(&markdown::clean(&api.client.summary)),
            operation_count: operation_count(api),
            has_pages: api.has_pages(),
            has_quotas: api.has_quotas(),
            constructor: constructor_arguments(api).join(", "),
            groups: api.groups.iter().map(|group| GroupView::new(api, group)).collect(),
        }
    }
}

/// The number of operations of the spec; one that can be called in two ways counts once.
fn operation_count(api: &Api) -> usize {
    let ids = api.groups.iter().flat_map(|group| &group.operations).map(|operation| &operation.id);
    ids.collect::<std::collections::BTreeSet<_>>().len()
}

impl<'a> GroupView<'a> {
    fn new(api: &'a Api, group: &'a Group) -> Self {
        Self {
            feature: group.name.plain(),
            title: markdown::escape(&group.title),
            description: &group.docs,
            accessor: format!("client.{}()", group.name.ident),
            operations: group
                .operations
                .iter()
                .flat_map(|operation| OperationView::all(api, operation))
                .collect(),
        }
    }
}

impl<'a> OperationView<'a> {
    /// Returns the views of an operation: of its own method, its presets, and its bulk write.
    fn all(api: &Api, operation: &'a Operation) -> Vec<Self> {
        let presets = operation.presets.iter().map(|preset| (&preset.name, &preset.summary));
        let bulk = operation.bulk.iter().map(|bulk| (&bulk.name, &bulk.summary));
        let own = [(&operation.name, &operation.summary)];
        let methods = own.into_iter().chain(presets).chain(bulk);
        methods.map(|(name, summary)| Self::new(api, operation, name, summary)).collect()
    }

    fn new(api: &Api, operation: &'a Operation, name: &'a Name, summary: &str) -> Self {
        Self {
            id: &operation.id,
            method: &name.ident,
            summary: first_sentence(summary),
            http: format!("{} {}", operation.method, operation.path),
            paged: operation.paged.is_some(),
            retry: retry_safety(operation),
            quota: quota(api, operation),
        }
    }
}
