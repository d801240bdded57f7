//! Makes the URLs of the servers absolute, without variables.

use super::walk::{for_each_operation, for_each_path};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin, Span};
use crate::source::{Node, NodeKind, find_mut, insert, map, remove, string};

/// The server if the description declares none. Plain HTTP is sent to this host only.
const LOCAL: &str = "http://localhost";

/// Replaces variables in the URLs by their defaults. Other URLs with variables or without a host get a default.
pub(super) fn complete(ctx: &mut Context, file: FileId, root: &mut Node, base_url: Option<&str>) {
    let span = root.get("servers").or(root.get("openapi")).map_or(root.span, |node| node.span);
    let span = Span::new(span.start, span.start);
    if root.get("servers").is_none_or(|servers| servers.as_list().is_some_and(<[_]>::is_empty)) {
        let server = map([("url", string("/", span))], span);
        insert(root, "servers", Node { span, kind: NodeKind::List(vec![server]) });
    }
    match base_url {
        Some(url) => {
            let server = map([("url", string(url, span))], span);
            insert(root, "servers", Node { span, kind: NodeKind::List(vec![server]) });
        }
        None => complete_list(ctx, file, root),
    }
}

/// Completes the URLs of the servers of an object.
fn complete_list(ctx: &mut Context, file: FileId, owner: &mut Node) {
    let Some(servers) = find_mut(owner, &["servers".to_owned()]) else { return };
    let NodeKind::List(items) = &mut servers.kind else { return };
    for server in items {
        fill_variables(server);
        let Some((url, at)) = server.get("url").and_then(|url| Some((url.as_str()?, url.span)))
        else {
            continue;
        };
        let Some((reason, absolute)) = default_url(url) else { continue };
        let message = format!("{reason} in the server URL `{url}`: the default is `{absolute}`");
        let help = "generate with `--base-url URL`, or call `base_url` of the client builder";
        let diagnostic = Diagnostic::new(Code::DefaultServer, &Origin::root(file), message);
        ctx.report(diagnostic.span(at).help(help));
        let node = string(absolute, at);
        insert(server, "url", node);
        remove(server, "variables");
    }
}

/// Returns what a URL lacks, and the URL that replaces it.
fn default_url(url: &str) -> Option<(&'static str, String)> {
    let (reason, path) = match url.split_once("://") {
        None if url.starts_with("//") && is_base_url(&format!("https:{url}")) => {
            return Some(("no scheme", format!("https:{url}")));
        }
        None => ("no host", url.trim_start_matches("//")),
        Some((_, rest)) if url.contains('{') => {
            ("no value for a variable", rest.split_once('/').map_or("", |(_, path)| path))
        }
        Some(_) if !is_base_url(url) => ("no address for HTTP", ""),
        Some(_) => return None,
    };
    let absolute = format!("{LOCAL}/{}", path.trim_matches('/'));
    let is_valid = absolute.len() > LOCAL.len() + 1 && is_base_url(&absolute);
    Some((reason, if is_valid { absolute } else { LOCAL.to_owned() }))
}

/// Returns `true` for an HTTP URL with a host and neither a query nor a fragment.
pub fn is_base_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    // a colon in brackets is part of an address
    let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_port =
        |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    let starts = |c: char| c.is_ascii_alphanumeric() || c == '[';
    ["https", "http"].iter().any(|known| known.eq_ignore_ascii_case(scheme))
        && host.starts_with(starts)
        && host.starts_with('[') == host.ends_with(']')
        && !host.contains('@')
        && port.is_none_or(is_port)
        && rest.chars().all(|c| c.is_ascii_graphic() && !"?#\\{}\"<>^`|".contains(c))
}

/// Adds the servers of paths and operations to those of the root. Requests are sent to the first one of each operation.
pub(super) fn collect(ctx: &mut Context, file: FileId, root: &mut Node) {
    let mut found: Vec<Node> = Vec::new();
    for_each_path(root, &mut |_, item| {
        let inherited = take_first(ctx, file, item);
        for_each_operation(item, &mut |_, operation| {
            let own = take_first(ctx, file, &mut operation.node).or_else(|| inherited.clone());
            let Some(server) = own else { return };
            let list = NodeKind::List(vec![server.clone()]);
            insert(&mut operation.node, "servers", Node { span: server.span, kind: list });
            found.push(server);
        });
    });
    let Some(servers) = find_mut(root, &["servers".to_owned()]) else { return };
    let NodeKind::List(servers) = &mut servers.kind else { return };
    let url = |server: &Node| server.get("url").and_then(Node::as_str).map(str::to_owned);
    for server in found {
        if !servers.iter().any(|known| url(known) == url(&server)) {
            servers.push(server);
        }
    }
}

/// Removes the servers of an object, and returns the first one.
fn take_first(ctx: &mut Context, file: FileId, owner: &mut Node) -> Option<Node> {
    complete_list(ctx, file, owner);
    let servers = crate::source::remove(owner, "servers")?.node;
    servers.as_list()?.first().cloned()
}

/// Replaces the variables of a server by their defaults.
fn fill_variables(server: &mut Node) {
    let Some(url) = server.get("url").filter(|url| url.as_str().is_some()).cloned() else { return };
    let Some(variables) = server.get("variables").and_then(Node::as_map) else { return };
    let mut filled = url.as_str().unwrap_or_default().to_owned();
    for (name, member) in variables {
        let Some(NodeKind::Scalar { text, .. }) = member.node.get("default").map(|node| &node.kind)
        else {
            return;
        };
        filled = filled.replace(&format!("{{{name}}}"), text);
    }
    insert(server, "url", string(filled, url.span));
    remove(server, "variables");
}
