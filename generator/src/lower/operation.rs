//! Operations.

use super::{Lowering, text};
use crate::ir::{Effect, Home, Name, Operation, Window};
use crate::load::OperationNode;
use crate::load::extension::{self, EffectExtension, OperationExtensions};

impl Lowering<'_> {
    /// The operation, once for each way to send its body.
    pub(super) fn operation(&mut self, node: &OperationNode, group: usize) -> Vec<Operation> {
        let raw = &node.operation;
        let facts = extension::operation(self.ctx, &node.origin, &raw.extensions);
        let id = raw.operation_id.clone().unwrap_or_default();
        let home = Home::Group(group);
        let base = self.base(node, &facts, &id, home);
        let ways = self.bodies(node, &id, home);
        if ways.is_empty() {
            return vec![base];
        }
        let mut operations = Vec::new();
        for way in ways {
            let mut operation = base.clone();
            if let Some(method) = &way.method {
                operation.name = Name::new(method);
                operation.request = Name::new(format!("{id} {}", way.kind()));
            }
            if let Some(summary) = &way.summary {
                operation.summary = text::clean(summary);
            }
            if let Some(docs) = &way.docs {
                operation.docs = text::clean(docs);
            }
            operation.body = Some(way.body);
            operations.push(operation);
        }
        operations
    }

    fn base(
        &mut self,
        node: &OperationNode,
        facts: &OperationExtensions,
        id: &str,
        home: Home,
    ) -> Operation {
        let raw = &node.operation;
        let root = &self.resolved.document.root.extensions;
        let answers = self.answers(node, id, home, facts.page.as_ref());
        Operation {
            id: id.to_owned(),
            name: Name::new(facts.method.clone().unwrap_or_else(|| id.to_owned())),
            request: Name::new(id),
            method: node.method.clone(),
            path: node.path.clone(),
            host: self.host(node),
            scheme: self.scheme(node),
            effect: effect(facts, &node.method),
            quota: self.quota(facts),
            paged: answers.paged,
            job: facts.job.as_ref().and_then(|job| root.jobs.get_index_of(job)),
            follow: facts.follow.as_ref().and_then(|follow| root.follows.get_index_of(follow)),
            windows: windows(facts),
            redirects: facts.redirect,
            deprecated: raw.deprecated,
            summary: text::optional(raw.summary.as_ref()),
            docs: text::optional(raw.description.as_ref()),
            aliases: facts.aliases.clone(),
            parameters: self.parameters(node, id, home),
            body: None,
            answer: answers.answer,
            media: answers.media,
            examples: answers.examples,
            errors: answers.errors,
            origin: node.origin.clone(),
        }
    }

    fn host(&self, node: &OperationNode) -> usize {
        let Some(server) = node.operation.servers.first() else { return 0 };
        let url = server.url.trim_end_matches('/');
        self.api.hosts.iter().position(|host| host.url == url).unwrap_or(0)
    }

    fn scheme(&self, node: &OperationNode) -> Option<usize> {
        let name = match &node.operation.security {
            Some(requirements) => requirements.first()?.keys().next()?,
            None => self.resolved.document.root.security.first()?,
        };
        self.api.schemes.iter().position(|scheme| scheme.name == *name)
    }

    fn quota(&self, facts: &OperationExtensions) -> usize {
        let name = facts.quota.as_deref().unwrap_or("default");
        self.api.quotas.iter().position(|quota| quota.name.words == name).unwrap_or(0)
    }
}

/// Without a word in the spec, only `GET` and `HEAD` are taken to be harmless.
fn effect(facts: &OperationExtensions, method: &str) -> Effect {
    match facts.effect {
        Some(EffectExtension::Read) => Effect::Read,
        Some(EffectExtension::Idempotent) => Effect::Idempotent,
        Some(EffectExtension::Unsafe) => Effect::Unsafe,
        Some(EffectExtension::Quota) => Effect::Quota,
        None if matches!(method, "GET" | "HEAD") => Effect::Read,
        None => Effect::Unsafe,
    }
}

fn windows(facts: &OperationExtensions) -> Vec<Window> {
    let window = |own: &extension::WindowExtension| Window {
        start: own.start.clone(),
        end: own.end.clone(),
        days: own.days,
        past_days: own.past_days,
        needs_end: own.needs_end,
        needs_start: own.needs_start,
    };
    facts.windows.iter().map(window).collect()
}
