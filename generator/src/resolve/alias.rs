//! Components that stand for each other in a circle, and so for nothing.
//!
//! A type may well contain itself, through a property or a list. It cannot *be* itself: neither by
//! `$ref` alone nor through `allOf`, `oneOf` or `anyOf`.

use std::collections::BTreeMap;

use super::reference::{Place, Section};
use super::target;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::source::Node;

/// What each component is made of: the place of the `$ref`, and what it leads to.
type Edges = BTreeMap<Place, Vec<(Origin, Place)>>;

/// Reports every circle once, with its path.
pub fn circles(ctx: &mut Context, files: &[FileId]) {
    let mut edges = Edges::new();
    for file in files {
        for section in Section::ALL {
            for name in target::names(&ctx.sources, *file, section) {
                let place = Place { file: *file, section, name };
                let found = made_of(ctx, &place);
                edges.insert(place, found);
            }
        }
    }
    let mut state = Search { edges: &edges, done: Vec::new(), circles: Vec::new() };
    for place in edges.keys() {
        state.visit(place, &mut Vec::new());
    }
    for circle in state.circles {
        report(ctx, &circle);
    }
}

fn made_of(ctx: &Context, place: &Place) -> Vec<(Origin, Place)> {
    let origin = place.origin();
    let mut found = Vec::new();
    if let Some(node) = ctx.sources.node(&origin) {
        let mut seen = |origin: Origin, text: &str| {
            if let Some(target) = target::place(&ctx.sources, place.file, text) {
                found.push((origin, target));
            }
        };
        parts(&origin, node, &mut seen);
    }
    found
}

fn parts(origin: &Origin, node: &Node, seen: &mut dyn FnMut(Origin, &str)) {
    if let Some(text) = node.get("$ref").and_then(Node::text) {
        return seen(origin.child("$ref"), text);
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let at = origin.child(key);
        let items = node.get(key).and_then(Node::list).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            parts(&at.index(index), item, seen);
        }
    }
}

struct Search<'a> {
    edges: &'a Edges,
    done: Vec<&'a Place>,
    circles: Vec<Vec<(Origin, &'a Place)>>,
}

impl<'a> Search<'a> {
    /// Goes on from `place`, with the way that led to it.
    fn visit(&mut self, place: &'a Place, way: &mut Vec<(Origin, &'a Place)>) {
        // A chain of hundreds of aliases is no description.
        const LONGEST: usize = 200;
        if self.done.contains(&place) || way.len() > LONGEST {
            return;
        }
        for (origin, next) in self.edges.get(place).into_iter().flatten() {
            way.push((origin.clone(), next));
            let start = way.iter().position(|(_, earlier)| *earlier == next);
            let closes = start.filter(|start| start + 1 < way.len());
            if let Some(start) = closes {
                let circle = way.get(start + 1..).unwrap_or_default().to_vec();
                self.circles.push(circle);
            } else {
                self.visit(next, way);
            }
            way.pop();
        }
        self.done.push(place);
    }
}

fn report(ctx: &mut Context, circle: &[(Origin, &Place)]) {
    let Some(((origin, first), rest)) = circle.split_first() else { return };
    let last = circle.last().map_or(*first, |(_, place)| *place);
    let mut names = vec![last.name.as_str()];
    names.extend(circle.iter().map(|(_, place)| place.name.as_str()));
    let message = format!("a circle: `{}`", names.join("` → `"));
    let mut diagnostic = Diagnostic::new(Code::CyclicRef, origin, message);
    for (origin, place) in rest {
        diagnostic = diagnostic.label(origin, format!("on to `{}`", place.name));
    }
    ctx.report(diagnostic.help("one of them must say what it is"));
}
