//! Makes the URLs of the servers absolute.

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin, Span};
use crate::source::{Node, NodeKind, find_mut, insert, map, string};

/// The server if the description declares none. Plain HTTP is sent to this host only.
const LOCAL: &str = "http://localhost";

/// Replaces variables in the URLs by their defaults, and adds a host to relative URLs.
pub(super) fn complete(ctx: &mut Context, file: FileId, root: &mut Node, base_url: Option<&str>) {
    let span = root.get("servers").or(root.get("openapi")).map_or(root.span, |node| node.span);
    let span = Span::new(span.start, span.start);
    if root.get("servers").is_none_or(|servers| servers.as_list().is_some_and(<[_]>::is_empty)) {
        let server = map([("url", string("/", span))], span);
        insert(root, "servers", Node { span, kind: NodeKind::List(vec![server]) });
    }
    if let Some(url) = base_url {
        let server = map([("url", string(url, span))], span);
        insert(root, "servers", Node { span, kind: NodeKind::List(vec![server]) });
    }
    let Some(servers) = find_mut(root, &["servers".to_owned()]) else { return };
    let NodeKind::List(items) = &mut servers.kind else { return };
    for server in items {
        fill_variables(server);
        let Some((url, at)) = server.get("url").and_then(|url| Some((url.as_str()?, url.span)))
        else {
            continue;
        };
        if !is_relative(url) {
            continue;
        }
        let path = url.trim_matches('/');
        let absolute = if path.is_empty() { LOCAL.to_owned() } else { format!("{LOCAL}/{path}") };
        let message = format!("no host in the server URL `{url}`: the default is `{absolute}`");
        let help = "generate with `--base-url URL`, or call `base_url` of the client builder";
        let diagnostic = Diagnostic::new(Code::DefaultServer, &Origin::root(file), message);
        ctx.report(diagnostic.span(at).help(help));
        let node = string(absolute, at);
        insert(server, "url", node);
    }
}

fn is_relative(url: &str) -> bool {
    url.is_empty() || (url.starts_with('/') && !url.starts_with("//")) || url.starts_with('.')
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
    if let NodeKind::Map(members) = &mut server.kind {
        members.shift_remove("variables");
    }
}
