//! Detection of components that are defined in terms of themselves.
//!
//! A type may contain itself through a property or a list. It must not be an alias of itself, neither
//! by a bare `$ref` nor through `allOf`, `oneOf` or `anyOf`.

use std::collections::{BTreeMap, BTreeSet};

use super::reference::{ComponentRef, Section};
use super::target;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::source::Node;

/// The targets of each component, with the locations of the `$ref`s.
type Edges = BTreeMap<ComponentRef, Vec<(Origin, ComponentRef)>>;

/// A path of references that leads back to its first component.
type Cycle<'a> = Vec<(Origin, &'a ComponentRef)>;

/// Reports every cycle once, with its path.
pub fn report_cycles(ctx: &mut Context, files: &[FileId]) {
    let mut edges = Edges::new();
    for file in files {
        for section in Section::ALL {
            for name in target::component_names(&ctx.sources, *file, section) {
                let component = ComponentRef { file: *file, section, name };
                let targets = targets(ctx, &component);
                edges.insert(component, targets);
            }
        }
    }
    for cycle in find_cycles(&edges) {
        report(ctx, &cycle);
    }
}

/// Returns the components that a component is an alias or a composition of.
fn targets(ctx: &Context, component: &ComponentRef) -> Vec<(Origin, ComponentRef)> {
    let origin = component.origin();
    let mut found = Vec::new();
    if let Some(node) = ctx.sources.node(&origin) {
        let mut visit = |origin: Origin, text: &str| {
            if let Some(target) = target::resolve_ref(&ctx.sources, component.file, text) {
                found.push((origin, target));
            }
        };
        visit_parts(&origin, node, &mut visit);
    }
    found
}

fn visit_parts(origin: &Origin, node: &Node, visit: &mut dyn FnMut(Origin, &str)) {
    if let Some(text) = node.get("$ref").and_then(Node::as_str) {
        return visit(origin.child("$ref"), text);
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let at = origin.child(key);
        let items = node.get(key).and_then(Node::as_list).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            visit_parts(&at.index(index), item, visit);
        }
    }
}

fn find_cycles(edges: &Edges) -> Vec<Cycle<'_>> {
    let mut search = Search { edges, done: BTreeSet::new(), cycles: Vec::new() };
    for component in edges.keys() {
        search.visit(component);
    }
    search.cycles
}

/// A depth-first search for cycles, without recursion, because a path has any length.
struct Search<'a> {
    edges: &'a Edges,
    done: BTreeSet<&'a ComponentRef>,
    cycles: Vec<Cycle<'a>>,
}

impl<'a> Search<'a> {
    /// Searches the components that can be reached from `root`.
    fn visit(&mut self, root: &'a ComponentRef) {
        if self.done.contains(root) {
            return;
        }
        // the components from the root to the current one, each with the number of its edges that were followed
        let mut open = vec![(root, 0)];
        let mut positions = BTreeMap::from([(root, 0)]);
        let mut path: Cycle<'a> = Vec::new();
        while let Some((component, followed)) = open.last_mut() {
            let edge = self.edges.get(*component).and_then(|edges| edges.get(*followed));
            *followed += 1;
            let Some((origin, target)) = edge else {
                self.done.insert(*component);
                positions.remove(*component);
                open.pop();
                path.pop();
                continue;
            };
            if let Some(start) = positions.get(target) {
                let edges = path.get(*start..).unwrap_or_default().iter().cloned();
                self.cycles.push(edges.chain([(origin.clone(), target)]).collect());
            } else if !self.done.contains(target) {
                positions.insert(target, open.len());
                path.push((origin.clone(), target));
                open.push((target, 0));
            }
        }
    }
}

/// The number of components of a cycle that a message names.
const MAX_NAMES: usize = 12;

fn report(ctx: &mut Context, cycle: &[(Origin, &ComponentRef)]) {
    if let Some(union) = union_in(cycle) {
        return report_union(ctx, cycle, union);
    }
    let Some(((origin, _), rest)) = cycle.split_first() else { return };
    let names = cycle.iter().map(|(_, component)| component.name.as_str());
    let mut names: Vec<&str> = names.clone().next_back().into_iter().chain(names).collect();
    if let Some(left_out) = names.get(MAX_NAMES..names.len().saturating_sub(1)) {
        let (from, to) = (MAX_NAMES, MAX_NAMES + left_out.len());
        names.splice(from..to, (!left_out.is_empty()).then_some("…"));
    }
    let message = format!("cyclic `$ref`: `{}`", names.join("` → `").replace("`…`", "…"));
    let mut diagnostic = Diagnostic::new(Code::CyclicRef, origin, message);
    for (origin, component) in rest.iter().take(MAX_NAMES) {
        diagnostic = diagnostic.label(origin, format!("refers to `{}`", component.name));
    }
    ctx.report(diagnostic.help("replace one of the references with a schema"));
}

/// Returns the location of the reference in a `oneOf` or an `anyOf`, if the other references of the cycle are parts of an
/// `allOf`: a union whose alternatives contain the members of the union itself.
fn union_in(cycle: &[(Origin, &ComponentRef)]) -> Option<usize> {
    let is_below = |origin: &Origin, keys: &[&str]| {
        origin.pointer.split('/').rev().nth(2).is_some_and(|key| keys.contains(&key))
    };
    let unions = |(origin, _): &(Origin, &ComponentRef)| is_below(origin, &["oneOf", "anyOf"]);
    let union = cycle.iter().position(unions)?;
    let mut others = cycle.iter().enumerate().filter(|(index, _)| *index != union);
    (cycle.len() > 1 && others.all(|(_, (origin, _))| is_below(origin, &["allOf"])))
        .then_some(union)
}

/// Reports a union whose alternatives contain its own members.
fn report_union(ctx: &mut Context, cycle: &[(Origin, &ComponentRef)], union: usize) {
    let Some((origin, alternative)) = cycle.get(union) else { return };
    let before = union.checked_sub(1).unwrap_or(cycle.len() - 1);
    let Some((inherits, base)) = cycle.get(before) else { return };
    let (base, alternative) = (&base.name, &alternative.name);
    let message =
        format!("unsupported union `{base}`: its alternative `{alternative}` contains `{base}`");
    let help = format!(
        "move the members of `{base}` to another schema, and refer to that in the `allOf` of the alternatives"
    );
    let diagnostic = Diagnostic::new(Code::Unsupported, origin, message);
    ctx.report(diagnostic.label(inherits, format!("contains `{base}`")).help(help));
}
