//! Detection of components that are defined in terms of themselves.
//!
//! A type may contain itself through a property or a list. It must not be an alias of itself, neither
//! by a bare `$ref` nor through `allOf`, `oneOf` or `anyOf`.

use std::collections::BTreeMap;

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
    let mut search = Search { edges, done: Vec::new(), cycles: Vec::new() };
    for component in edges.keys() {
        search.visit(component, &mut Vec::new());
    }
    search.cycles
}

/// A depth-first search for cycles.
struct Search<'a> {
    edges: &'a Edges,
    done: Vec<&'a ComponentRef>,
    cycles: Vec<Cycle<'a>>,
}

impl<'a> Search<'a> {
    /// Continues the search from `component`, which `path` leads to.
    fn visit(&mut self, component: &'a ComponentRef, path: &mut Cycle<'a>) {
        // Bounds the recursion.
        const MAX_PATH: usize = 200;
        if self.done.contains(&component) || path.len() > MAX_PATH {
            return;
        }
        for (origin, next) in self.edges.get(component).into_iter().flatten() {
            path.push((origin.clone(), next));
            let start = path.iter().position(|(_, earlier)| *earlier == next);
            match start.filter(|start| start + 1 < path.len()) {
                Some(start) => {
                    self.cycles.push(path.get(start + 1..).unwrap_or_default().to_vec());
                }
                None => self.visit(next, path),
            }
            path.pop();
        }
        self.done.push(component);
    }
}

fn report(ctx: &mut Context, cycle: &[(Origin, &ComponentRef)]) {
    if let Some(union) = union_in(cycle) {
        return report_union(ctx, cycle, union);
    }
    let Some(((origin, first), rest)) = cycle.split_first() else { return };
    let last = cycle.last().map_or(*first, |(_, component)| *component);
    let mut names = vec![last.name.as_str()];
    names.extend(cycle.iter().map(|(_, component)| component.name.as_str()));
    let message = format!("cyclic `$ref`: `{}`", names.join("` → `"));
    let mut diagnostic = Diagnostic::new(Code::CyclicRef, origin, message);
    for (origin, component) in rest {
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
