//! Every component is used by an operation, directly or through other components.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::{ValueSchema, objects};
use crate::resolve::{ComponentRef, Section, component_names, for_each_ref, resolve_ref};

/// Reports unused components.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let used = reachable(input);
    let mut found = Vec::new();
    for file in input.files() {
        for section in Section::ALL {
            for name in component_names(input.sources, file.origin.file, section) {
                let component = ComponentRef { file: file.origin.file, section, name };
                if used.contains(&component) {
                    continue;
                }
                let message = format!("{} `{}` is never used", section.noun(), component.name);
                let origin = component.origin();
                let diagnostic = Diagnostic::new(Code::UnusedComponent, &origin, message);
                found.push(
                    diagnostic.span(input.key_span(&origin)).help("remove it, or refer to it"),
                );
            }
        }
    }
    found
}

const PATHS: ValueSchema = ValueSchema::Map(&ValueSchema::Object(&objects::PATH_ITEM));

/// Returns all components that are reachable from operations.
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
        if let (Some(ValueSchema::Map(schema)), Some(node)) =
            (section.map(|field| field.schema), input.sources.node(&origin))
        {
            collect(input, &Cursor { origin, node }, *schema, &mut open);
        }
    }
    used
}

/// Collects the references below a node.
fn collect(
    input: &Input<'_>,
    cursor: &Cursor<'_>,
    schema: ValueSchema,
    open: &mut Vec<ComponentRef>,
) {
    for_each_ref(&cursor.origin, cursor.node, schema, &mut |reference| {
        open.extend(resolve_ref(input.sources, reference.origin.file, &reference.text));
    });
}
