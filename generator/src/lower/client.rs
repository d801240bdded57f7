//! What the root says: the client, hosts, quotas, paging styles, jobs.

use indexmap::IndexMap;
use openapiv3::SecurityScheme;

use super::{Lowering, text};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Answer, Api, Client, ErrorMembers, Host, IdType, Kind, Member, Name, Operation, Paging, Place,
    Plan, Quota, RateLimits, Scheme, Ty,
};
use crate::load::extension::{self, FollowStyle, JobExtension, QuotaExtension, QuotaSpan};
use crate::location::Origin;
use crate::resolve::Resolved;

/// The API without its groups and types.
pub(super) fn facts(ctx: &mut Context, resolved: &Resolved) -> Api {
    let root = &resolved.document.root;
    let own = &root.extensions;
    let origin = Origin::root(root.file);
    Api {
        title: root.title.clone(),
        description: text::optional(root.description.as_ref()),
        version: root.version.clone(),
        client: client(resolved),
        hosts: hosts(ctx, resolved),
        schemes: schemes(ctx, resolved),
        quotas: quotas(&own.quotas, &origin.child("x-quotas")),
        pagings: own
            .paging
            .iter()
            .map(|(name, paging)| Paging {
                name: Name::new(name),
                page: paging.page.clone(),
                size: paging.size.clone(),
                first: paging.first,
                follow_links: paging.follow == FollowStyle::Link,
                members: page_members(&paging.members),
                origin: origin.child("x-paging").child(name),
            })
            .collect(),
        jobs: Vec::new(),
        follows: Vec::new(),
        errors: errors(resolved),
        rate_limits: rate_limits(resolved),
        ids: ids(resolved),
        types: Vec::new(),
        groups: Vec::new(),
    }
}

/// The quotas; without any there is still a default one, and it limits nothing.
fn quotas(own: &IndexMap<String, QuotaExtension>, origin: &Origin) -> Vec<Quota> {
    let quota = |(name, quota): (&String, &QuotaExtension)| Quota {
        name: Name::new(name),
        limit: quota.limit,
        seconds: match quota.per {
            Some(QuotaSpan::Day) => 86_400,
            Some(QuotaSpan::Hour) | None => 3_600,
        },
        docs: text::clean(&quota.description),
        origin: origin.child(name),
    };
    let mut quotas: Vec<Quota> = own.iter().map(quota).collect();
    if quotas.is_empty() {
        quotas.push(Quota {
            name: Name::new("default"),
            limit: None,
            seconds: 3_600,
            docs: "No limit is documented.".to_owned(),
            origin: origin.clone(),
        });
    }
    quotas
}

fn client(resolved: &Resolved) -> Client {
    let own = &resolved.document.root.extensions.client;
    Client {
        package: own.package.clone(),
        summary: own.summary.clone(),
        account_variable: own.env.account.clone(),
        token_variable: own.env.token.clone(),
        account_parameter: own.account_parameter.clone(),
        headers: own.headers.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        version_header: own.api_version.clone().unwrap_or_default(),
    }
}

fn hosts(ctx: &mut Context, resolved: &Resolved) -> Vec<Host> {
    let root = &resolved.document.root;
    let servers = Origin::root(root.file).child("servers");
    let mut hosts = Vec::new();
    for (i, server) in root.servers.iter().enumerate() {
        let origin = servers.index(i);
        let name = extension::server(ctx, &origin, &server.extensions).name;
        if server.variables.as_ref().is_some_and(|variables| !variables.is_empty()) {
            ctx.report(
                Diagnostic::new(
                    Code::Unsupported,
                    &origin.child("variables"),
                    "server variables are not supported",
                )
                .help("write the address out"),
            );
        }
        hosts.push(Host {
            name: Name::new(name.unwrap_or_else(|| format!("host {i}"))),
            url: server.url.trim_end_matches('/').to_owned(),
            docs: text::optional(server.description.as_ref()),
            origin,
        });
    }
    hosts
}

/// The schemes, those that operations take by default first.
fn schemes(ctx: &mut Context, resolved: &Resolved) -> Vec<Scheme> {
    let root = &resolved.document.root;
    let origin = Origin::root(root.file).child("components").child("securitySchemes");
    let mut schemes = Vec::new();
    for (name, scheme) in &root.schemes {
        let docs = match scheme {
            SecurityScheme::HTTP { scheme, description, .. } if scheme == "basic" => description,
            _ => {
                ctx.report(
                    Diagnostic::new(
                        Code::Unsupported,
                        &origin.child(name),
                        "this kind of security scheme is not supported",
                    )
                    .help("only `type: http` with `scheme: basic` is"),
                );
                continue;
            }
        };
        schemes.push(Scheme { name: name.clone(), docs: text::optional(docs.as_ref()) });
    }
    schemes.sort_by_key(|scheme| !root.security.contains(&scheme.name));
    schemes
}

/// What the members of a page can mean; those that the description does not name have no spelling.
const PAGE_MEMBERS: [&str; 11] =
    ["page", "pages", "size", "total", "start", "end", "this", "first", "next", "previous", "last"];

fn page_members(spellings: &IndexMap<String, Vec<String>>) -> Vec<Member> {
    let spelt = |meaning: &&str| spellings.get(*meaning).map(Vec::as_slice).unwrap_or_default();
    PAGE_MEMBERS.iter().map(|meaning| member(meaning, spelt(meaning))).collect()
}

fn member(meaning: &str, spellings: &[String]) -> Member {
    Member { meaning: meaning.to_owned(), spellings: spellings.to_vec() }
}

fn errors(resolved: &Resolved) -> ErrorMembers {
    let own = &resolved.document.root.extensions.errors;
    ErrorMembers {
        members: vec![
            member("status", &own.status),
            member("error_values", &own.error_values),
            member("message", &own.message),
            member("list", &own.list),
            member("warnings", &own.warnings),
            member("field", &own.field),
            member("text", &own.text),
            member("level", &own.level),
        ],
    }
}

fn rate_limits(resolved: &Resolved) -> RateLimits {
    let own = &resolved.document.root.extensions.rate_limits;
    RateLimits {
        headers: vec![
            member("limit", &own.limit),
            member("remaining", &own.remaining),
            member("reset", &own.reset),
            member("wait", &own.wait),
        ],
    }
}

fn ids(resolved: &Resolved) -> Vec<IdType> {
    let mut ids = Vec::new();
    for part in &resolved.document.parts {
        let origin = Origin::root(part.file).child("x-ids");
        for (name, docs) in &part.ids {
            ids.push(IdType {
                name: Name::new(name),
                docs: text::clean(docs),
                origin: origin.child(name),
            });
        }
    }
    ids
}

/// Jobs and queued writes, once all operations are there.
pub(super) fn plans(lowering: &mut Lowering<'_>) {
    let resolved = lowering.resolved;
    let root = &resolved.document.root;
    let origin = Origin::root(root.file);
    for (key, entries) in
        [("x-jobs", &root.extensions.jobs), ("x-follows", &root.extensions.follows)]
    {
        for (name, own) in entries {
            let origin = origin.child(key).child(name);
            let Some(plan) = lowering.plan(name, own, origin) else { continue };
            match key {
                "x-jobs" => lowering.api.jobs.push(plan),
                _ => lowering.api.follows.push(plan),
            }
        }
    }
}

impl Lowering<'_> {
    fn plan(&mut self, name: &str, own: &JobExtension, origin: Origin) -> Option<Plan> {
        let poll = self.find(&own.poll)?;
        let further = |id: &Option<String>| id.as_ref().and_then(|id| self.find(id));
        let (download, replay) = (further(&own.download), further(&own.replay));
        let polled = self.api.groups.get(poll.0)?.operations.get(poll.1)?;
        let mut in_path =
            polled.parameters.iter().filter(|parameter| parameter.place == Place::Path);
        let parameter = match (in_path.next(), in_path.next()) {
            (Some(only), None) => only.wire.clone(),
            _ => {
                let message = format!("`{}` must have one path parameter, the id", own.poll);
                self.ctx.report(Diagnostic::new(
                    Code::BadExtensionValue,
                    &origin.child("poll"),
                    message,
                ));
                return None;
            }
        };
        if !self.answers_record(polled) {
            let message = format!("`{}` must answer an object, which tells the state", own.poll);
            self.ctx.report(Diagnostic::new(
                Code::BadExtensionValue,
                &origin.child("poll"),
                message,
            ));
            return None;
        }
        Some(Plan {
            name: Name::new(name),
            poll,
            parameter,
            download,
            replay,
            id: own.id.clone(),
            state: own.state.clone(),
            done: own.done.clone(),
            failed: own.failed.clone(),
            failure: own.failure.clone(),
            progress: own.progress.clone(),
            message: own.message.clone(),
            origin,
        })
    }

    fn answers_record(&self, operation: &Operation) -> bool {
        let Answer::Value(Ty::Named(id)) = &operation.answer else { return false };
        matches!(self.api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_)))
    }

    /// The operation with this id: its group and its position.
    fn find(&self, id: &str) -> Option<(usize, usize)> {
        self.api.groups.iter().enumerate().find_map(|(g, group)| {
            Some((g, group.operations.iter().position(|operation| operation.id == id)?))
        })
    }
}
