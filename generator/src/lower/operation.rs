//! Lowers operations.

use std::collections::BTreeSet;

use super::root::security;
use super::{Lowering, bulk, text};
use crate::ir::{
    Bound, DateFilter, ModulePath, Name, Operation, Paging, Parameter, ParameterLocation,
    RetrySafety, Window,
};
use crate::load::OperationNode;
use crate::load::extension::{self, OperationExtensions, RetrySafetyExtension};
use crate::location::Origin;
use crate::spec;

/// The number of further words by which a description of a body says more than that of its operation.
const FURTHER_WORDS: usize = 3;

/// Adds the description of the body to that of its operation, if it says more.
fn add_body_docs(operation: &mut Operation, declared: &spec::Operation<'_>) {
    let Some(body) = declared.body() else { return };
    let docs = body.cursor.get_str("description").map(text::clean).unwrap_or_default();
    let known: BTreeSet<String> = words(&operation.summary).chain(words(&operation.docs)).collect();
    let further: BTreeSet<String> = words(&docs).filter(|word| !known.contains(word)).collect();
    if further.len() < FURTHER_WORDS {
        return;
    }
    if !operation.docs.is_empty() {
        operation.docs.push_str("\n\n");
    }
    operation.docs.push_str(&docs);
    operation.described_body = Some(body.cursor.origin);
}

/// Returns the words of a text that are neither articles nor prepositions, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words.map(str::to_lowercase)
}

impl<'a> Lowering<'a> {
    /// Lowers an operation, once for each variant of its body.
    pub(super) fn lower_operation(
        &mut self,
        declared: &spec::Operation<'a>,
        group: usize,
    ) -> Vec<Operation> {
        let Some(node) = declared.value() else { return Vec::new() };
        let id = node.operation.operation_id.clone().unwrap_or_default();
        let module = ModulePath::Group(group);
        let base = self.base(declared, node, &id, module);
        let variants = self.body_variants(declared, &id, module);
        if variants.is_empty() {
            return vec![base];
        }
        let mut operations = Vec::new();
        for variant in variants {
            let mut operation = base.clone();
            if let Some(method) = &variant.method {
                operation.name = Name::new(method);
            }
            if let Some(summary) = &variant.summary {
                operation.summary = text::clean(summary);
            }
            if let Some(docs) = &variant.docs {
                operation.docs = text::clean(docs);
            }
            add_body_docs(&mut operation, declared);
            operation.body = Some(variant.body);
            operations.push(operation);
        }
        operations
    }

    /// Lowers everything but the body.
    fn base(
        &mut self,
        declared: &spec::Operation<'a>,
        node: &OperationNode,
        id: &str,
        module: ModulePath,
    ) -> Operation {
        let (raw, extensions) = (&node.operation, declared.extensions());
        let root = &self.document.root.extensions;
        let response = self.lower_responses(declared, id, module);
        let mut parameters = self.parameters(declared, id, module);
        if let Some(paging) = response.paged.as_ref().and_then(|it| self.api.pagings.get(it.style))
        {
            limit_page(paging, &mut parameters);
        }
        Operation {
            id: id.to_owned(),
            name: Name::new(extensions.method.clone().unwrap_or_else(|| id.to_owned())),
            request: String::new(),
            method: node.method.clone(),
            path: node.path.clone(),
            host: self.host(node),
            security: self.security(node),
            retry_safety: retry_safety(extensions, &node.method),
            quota: self.quota(extensions),
            paged: response.paged,
            job: extensions.job.as_ref().and_then(|job| root.jobs.get_index_of(job)),
            queue: extensions.queued.as_ref().and_then(|queue| root.queues.get_index_of(queue)),
            bulk: bulk::bulk(extensions, &node.origin),
            presets: bulk::presets(extensions, &node.origin),
            windows: windows(extensions, &node.origin),
            deprecated: raw.deprecated,
            summary: text::clean_optional(raw.summary.as_ref()),
            docs: text::clean_optional(raw.description.as_ref()),
            keys: extensions.clone(),
            parameters,
            body: None,
            described_body: None,
            response: response.content,
            media: response.media,
            headers: response.headers,
            examples: response.examples,
            errors: response.errors,
            origin: node.origin.clone(),
        }
    }

    fn host(&self, node: &OperationNode) -> usize {
        let Some(server) = node.operation.servers.first() else { return 0 };
        let url = server.url.trim_end_matches('/');
        self.api.hosts.iter().position(|host| host.url == url).unwrap_or(0)
    }

    fn security(&self, node: &OperationNode) -> Vec<Vec<usize>> {
        match &node.operation.security {
            Some(alternatives) => security(alternatives, &self.api.schemes),
            None => self.api.security.clone(),
        }
    }

    fn quota(&self, extensions: &OperationExtensions) -> usize {
        let name = extensions.quota.as_deref().unwrap_or("default");
        self.api.quotas.iter().position(|quota| quota.name.words == name).unwrap_or(0)
    }
}

/// Returns the declared retry safety. The default depends on the method.
fn retry_safety(extensions: &OperationExtensions, method: &str) -> RetrySafety {
    match extensions.retry_safety {
        Some(RetrySafetyExtension::Read) => RetrySafety::Read,
        Some(RetrySafetyExtension::Idempotent) => RetrySafety::Idempotent,
        Some(RetrySafetyExtension::NonIdempotent) => RetrySafety::NonIdempotent,
        Some(RetrySafetyExtension::Metered) => RetrySafety::Metered,
        None if matches!(method, "GET" | "HEAD") => RetrySafety::Read,
        None => RetrySafety::NonIdempotent,
    }
}

/// Sets the minimum of the page number and of the page size, unless they have one.
fn limit_page(paging: &Paging, parameters: &mut [Parameter]) {
    let query = parameters.iter_mut().filter(|own| own.location == ParameterLocation::Query);
    for parameter in query.filter(|own| own.limits.minimum.is_none()) {
        let number = match &parameter.wire {
            wire if *wire == paging.page => paging.first.to_string(),
            wire if *wire == paging.size => "1".to_owned(),
            _ => continue,
        };
        parameter.limits.minimum = Some(Bound { number, exclusive: false });
    }
}

fn windows(extensions: &OperationExtensions, operation: &Origin) -> Vec<Window> {
    let lower_window = |(index, window): (usize, &extension::WindowExtension)| Window {
        start: window.start.clone(),
        end: window.end.clone(),
        date_filter: window.name.as_ref().map(|name| DateFilter {
            name: Name::new(name).with_explicit(Some(name.clone())),
            docs: text::clean_optional(window.description.as_ref()),
            sync: window.sync,
            origin: operation.child("x-windows").index(index).child("name"),
        }),
        days: window.days,
        split_days: window.split_days,
        past_days: window.past_days,
        needs_end: window.needs_end,
        needs_start: window.needs_start,
    };
    extensions.windows.iter().enumerate().map(lower_window).collect()
}
