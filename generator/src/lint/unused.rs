//! Every component is used by some operation.

use std::collections::BTreeSet;

use super::input::Input;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::{Shape, objects};
use crate::resolve::{ComponentRef, Section, component_names, for_each_ref, resolve_ref};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let used = reachable(input);
    let mut found = Vec::new();
    for file in input.files() {
        for section in Section::ALL {
            for name in component_names(input.sources, file.origin.file, section) {
                let place = ComponentRef { file: file.origin.file, section, name };
                if used.contains(&place) {
                    continue;
                }
                let message = format!("nothing uses the {} `{}`", section.noun(), place.name);
                let origin = place.origin();
                let diagnostic = Diagnostic::new(Code::UnusedComponent, &origin, message);
                found.push(diagnostic.span(input.key(&origin)).help("remove it, or refer to it"));
            }
        }
    }
    found
}

const PATHS: Shape = Shape::Map(&Shape::Object(&objects::PATH_ITEM));

/// Everything that operations lead to, however far.
fn reachable(input: &Input<'_>) -> BTreeSet<ComponentRef> {
    let mut used = BTreeSet::new();
    let mut open = Vec::new();
    for file in input.files() {
        if let Some(paths) = file.get("paths") {
            collect(input, &paths, PATHS, &mut open);
        }
    }
    while let Some(next) = open.pop() {
        if !used.insert(next.clone()) {
            continue;
        }
        let section = objects::field(&objects::COMPONENTS, next.section.key());
        let origin = next.origin();
        if let (Some(Shape::Map(shape)), Some(node)) =
            (section.map(|field| field.shape), input.sources.node(&origin))
        {
            collect(input, &Spot { origin, node }, *shape, &mut open);
        }
    }
    used
}

fn collect(input: &Input<'_>, spot: &Spot<'_>, shape: Shape, open: &mut Vec<ComponentRef>) {
    for_each_ref(&spot.origin, spot.node, shape, &mut |reference| {
        open.extend(resolve_ref(input.sources, reference.origin.file, &reference.text));
    });
}
