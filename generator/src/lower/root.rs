//! Lowers the root file: client, hosts, security schemes, quotas, paging styles and ids.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme};

use super::text;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Api, Client, Delegate, Host, IdType, Member, Name, Omissions, Paging, Placement, Quota, Scheme,
};
use crate::load::extension::{
    self, DelegateExtension, FollowStyle, QuotaExtension, QuotaSpan, Spellings,
};
use crate::load::{ERRORS, Field, Object, PAGING_MEMBERS, RATE_LIMITS};
use crate::location::Origin;
use crate::spec::Document;

/// The description of the method of a delegate that has none.
const DELEGATE_DOCS: &str = "Sets the account that acts for the account of the client.";

/// Returns the API without groups and types.
pub(super) fn lower_root(ctx: &mut Context, document: &Document) -> Api {
    let root = &document.root;
    let extensions = &root.extensions;
    let origin = Origin::root(root.file);
    let schemes = schemes(document);
    Api {
        title: root.title.clone(),
        description: text::clean_optional(root.description.as_ref()),
        version: root.version.clone(),
        client: client(document),
        hosts: hosts(ctx, document),
        security: security(&root.security, &schemes),
        schemes,
        quotas: quotas(&extensions.quotas, &origin.child("x-quotas")),
        pagings: extensions
            .paging
            .iter()
            .map(|(name, paging)| Paging {
                name: Name::new(name),
                page: paging.page.clone(),
                size: paging.size.clone(),
                first: paging.first,
                follow_links: paging.follow == FollowStyle::Link,
                members: members(&PAGING_MEMBERS, &paging.members),
                origin: origin.child("x-paging").child(name),
            })
            .collect(),
        jobs: Vec::new(),
        queues: Vec::new(),
        errors: members(&ERRORS, &extensions.errors),
        rate_limits: members(&RATE_LIMITS, &extensions.rate_limits),
        ids: ids(document),
        references: Vec::new(),
        types: Vec::new(),
        groups: Vec::new(),
        names: BTreeMap::new(),
        omissions: Omissions::default(),
    }
}

/// Returns the quotas, or an unlimited default quota if the spec declares none.
fn quotas(extensions: &IndexMap<String, QuotaExtension>, origin: &Origin) -> Vec<Quota> {
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
    let mut quotas: Vec<Quota> = extensions.iter().map(quota).collect();
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

fn client(document: &Document) -> Client {
    let client = &document.root.extensions.client;
    Client {
        package: client.package.clone(),
        summary: client.summary.clone(),
        account_variable: client.env.account.clone(),
        token_variable: client.env.token.clone(),
        base_url_variable: client.env.base_url.clone().unwrap_or_default(),
        account_parameter: client.account_parameter.clone(),
        example_account: client.example_account.clone().unwrap_or_else(|| "account".to_owned()),
        headers: client.headers.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        version_header: client.api_version.clone().unwrap_or_default(),
        delegate: client.delegate.as_ref().map(|delegate| {
            let origin = Origin::root(document.root.file);
            lower_delegate(delegate, origin.child("x-client").child("delegate"))
        }),
        links: [
            ("repository", &client.repository),
            ("homepage", &client.homepage),
            ("documentation", &client.documentation),
        ]
        .into_iter()
        .filter_map(|(key, url)| Some((key, url.clone()?)))
        .collect(),
    }
}

fn lower_delegate(delegate: &DelegateExtension, origin: Origin) -> Delegate {
    // the lint has checked that there is one placeholder
    let (before, rest) = delegate.prefix.split_once('{').unwrap_or((&delegate.prefix, ""));
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    Delegate {
        method: Name::new(&delegate.method).with_explicit(Some(delegate.method.clone())),
        docs: match text::clean(&delegate.description) {
            docs if docs.is_empty() => DELEGATE_DOCS.to_owned(),
            docs => docs,
        },
        prefix: format!("{before}{{}}{after}"),
        host: delegate.host.clone(),
        origin: origin.child("method"),
    }
}

fn hosts(ctx: &mut Context, document: &Document) -> Vec<Host> {
    let root = &document.root;
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
                    "unsupported construct: server variables",
                )
                .help("write the URL out"),
            );
        }
        hosts.push(Host {
            name: Name::new(name.unwrap_or_else(|| format!("host{i}"))),
            url: server.url.trim_end_matches('/').to_owned(),
            docs: text::clean_optional(server.description.as_ref()),
            origin,
        });
    }
    hosts
}

/// Returns the security schemes, the default ones first.
fn schemes(document: &Document) -> Vec<Scheme> {
    let root = &document.root;
    let origin = Origin::root(root.file).child("components").child("securitySchemes");
    let mut schemes: Vec<Scheme> = root
        .schemes
        .iter()
        .map(|(name, scheme)| {
            let (placement, description) = placement(scheme);
            let docs = text::clean_optional(description);
            Scheme { name: name.clone(), placement, docs, origin: origin.child(name) }
        })
        .collect();
    let defaults = || root.security.iter().flat_map(|alternative| alternative.keys());
    schemes.sort_by_key(|scheme| {
        defaults().position(|name| *name == scheme.name).unwrap_or(usize::MAX)
    });
    schemes
}

/// Returns how the credentials of a security scheme are sent, and its description. Those that are not supported have been
/// reported before.
fn placement(scheme: &SecurityScheme) -> (Placement, Option<&String>) {
    match scheme {
        SecurityScheme::HTTP { scheme, description, .. } => {
            let is_basic = scheme.eq_ignore_ascii_case("basic");
            let placement = if is_basic { Placement::Basic } else { Placement::Bearer };
            (placement, description.as_ref())
        }
        SecurityScheme::APIKey { location, name, description, .. } => {
            let name = name.clone();
            let placement = match location {
                APIKeyLocation::Header => Placement::Header(name),
                APIKeyLocation::Query => Placement::Query(name),
                APIKeyLocation::Cookie => Placement::Cookie(name),
            };
            (placement, description.as_ref())
        }
        SecurityScheme::OAuth2 { description, .. }
        | SecurityScheme::OpenIDConnect { description, .. } => {
            (Placement::Bearer, description.as_ref())
        }
    }
}

/// Returns the alternatives of a security requirement as indexes of schemes.
pub(super) fn security(
    alternatives: &[SecurityRequirement],
    schemes: &[Scheme],
) -> Vec<Vec<usize>> {
    let index = |name: &String| schemes.iter().position(|scheme| scheme.name == *name);
    let alternative = |names: &SecurityRequirement| names.keys().filter_map(index).collect();
    alternatives.iter().map(alternative).collect()
}

/// Returns the spellings of all meanings that an object of the spec declares. A meaning without spellings is not used
/// by the API.
fn members(object: &Object, spellings: &Spellings) -> Vec<Member> {
    let member = |field: &Field| Member {
        meaning: field.key.replace('-', "_"),
        spellings: spellings.get(field.key).cloned().unwrap_or_default(),
    };
    object.fields.iter().map(member).collect()
}

fn ids(document: &Document) -> Vec<IdType> {
    let mut ids = Vec::new();
    for part in &document.parts {
        let origin = Origin::root(part.file).child("x-ids");
        for (name, docs) in &part.ids {
            ids.push(IdType {
                name: Name::new(name),
                docs: text::clean_or_name(docs, name),
                origin: origin.child(name),
            });
        }
    }
    ids
}
