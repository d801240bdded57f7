//! Repairs parameters: those of paths are declared and required, and those that OpenAPI ignores are removed.

use std::collections::BTreeMap;

use super::Repairs;
use crate::location::Span;
use crate::normalize::newer::plain;
use crate::normalize::walk::{for_each_operation, for_each_path};
use crate::path_template::possible_names;
use crate::source::{Node, NodeKind, Scalar, find_mut, insert, map, string};

/// Names of header parameters that OpenAPI ignores.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// The name and the location of a parameter.
type Key = (String, String);

/// Repairs the parameters of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    let shared = shared(tree);
    let section = ["components".to_owned(), "parameters".to_owned()];
    if let Some(NodeKind::Map(parameters)) = find_mut(tree, &section).map(|node| &mut node.kind) {
        parameters.values_mut().for_each(|member| require(&mut member.node, repairs));
        parameters.retain(|_, member| !key(&member.node).is_some_and(|key| is_ignored(&key)));
    }
    for_each_path(tree, &mut |path, item| {
        let names = possible_names(path);
        let inherited = repair_list(item, &names, &shared, repairs);
        for_each_operation(item, &mut |_, operation| {
            let own = repair_list(&mut operation.node, &names, &shared, repairs);
            let is_declared = |name: &&str| {
                inherited.iter().chain(&own).any(|(known, at)| at == "path" && known == name)
            };
            let missing: Vec<&str> =
                names.iter().copied().filter(|name| !is_declared(name)).collect();
            declare(&mut operation.node, &missing, repairs);
        });
    });
}

/// Returns the names and locations of the parameters in `components`, by the name of the component.
fn shared(tree: &Node) -> BTreeMap<String, Key> {
    let parameters = tree.get("components").and_then(|node| node.get("parameters"));
    let parameters = parameters.and_then(Node::as_map).into_iter().flatten();
    parameters.filter_map(|(name, member)| Some((name.clone(), key(&member.node)?))).collect()
}

/// Returns the name and the location of a parameter.
fn key(parameter: &Node) -> Option<Key> {
    let text = |key: &str| parameter.get(key).and_then(Node::as_str).map(str::to_owned);
    Some((text("name")?, text("in")?))
}

fn is_ignored((name, location): &Key) -> bool {
    location == "header" && IGNORED.iter().any(|ignored| ignored.eq_ignore_ascii_case(name))
}

/// Repairs the parameters of a path or an operation, and returns those that remain.
fn repair_list(
    owner: &mut Node,
    names: &[&str],
    shared: &BTreeMap<String, Key>,
    repairs: &mut Repairs,
) -> Vec<Key> {
    let mut remaining = Vec::new();
    let list = find_mut(owner, &["parameters".to_owned()]);
    let Some(NodeKind::List(items)) = list.map(|node| &mut node.kind) else { return remaining };
    items.retain_mut(|item| {
        let target = item.get("$ref").and_then(Node::as_str);
        let target = target.and_then(|text| text.strip_prefix("#/components/parameters/"));
        let Some(found) = target.map_or_else(|| key(item), |name| shared.get(name).cloned()) else {
            return true;
        };
        if is_ignored(&found) {
            repairs.add("ignored header parameters, as OpenAPI defines", &found.0, item.span);
            return false;
        }
        if found.1 == "path" && !names.contains(&found.0.as_str()) {
            repairs.add("ignored path parameters that the path lacks", &found.0, item.span);
            return false;
        }
        require(item, repairs);
        remaining.push(found);
        true
    });
    remaining
}

/// Makes a path parameter required.
fn require(parameter: &mut Node, repairs: &mut Repairs) {
    let is_required = parameter.get("required").and_then(Node::scalar) == Some(Scalar::Bool(true));
    let Some((name, location)) = key(parameter).filter(|_| !is_required) else { return };
    if location == "path" {
        repairs.add("made path parameters required", name, parameter.span);
        let node = Node { span: parameter.span, kind: plain("true") };
        insert(parameter, "required", node);
    }
}

/// Declares path parameters as strings.
fn declare(operation: &mut Node, missing: &[&str], repairs: &mut Repairs) {
    if missing.is_empty() || operation.as_map().is_none() {
        return;
    }
    let span = Span::new(operation.span.start, operation.span.start);
    let mut items =
        operation.get("parameters").and_then(Node::as_list).unwrap_or_default().to_vec();
    for name in missing {
        repairs.add("declared path parameters as strings", *name, span);
        let schema = map([("type", string("string", span))], span);
        let members = [
            ("name", string(*name, span)),
            ("in", string("path", span)),
            ("required", Node { span, kind: plain("true") }),
            ("schema", schema),
        ];
        items.push(map(members, span));
    }
    insert(operation, "parameters", Node { span, kind: NodeKind::List(items) });
}
