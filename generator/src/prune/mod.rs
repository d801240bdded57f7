//! Removes the elements of a description that are not supported, so that the rest can be generated.
//!
//! The type of a value in a body is replaced by that of any JSON value. Otherwise the smallest element that can be left
//! out is removed: an optional key, an optional parameter, the body of an error response, and otherwise the operation or
//! the component. References to a removed component are removed in the same way.

mod references;
mod removable;
mod security;
mod untyped;

use std::collections::{BTreeMap, BTreeSet};

use crate::context::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, LeftOut, Severity};
use crate::load::objects::METHODS;
use crate::location::{FileId, Origin};
use crate::source::{Node, Sources, find_mut, remove as remove_child};
use removable::Removable;

/// Removes the elements with errors. Fails with the errors that concern no element that can be removed.
pub fn remove(ctx: &mut Context, errors: &[Diagnostic]) -> Result<(), Diagnostics> {
    let mut open: Vec<Diagnostic> =
        errors.iter().filter(|error| error.severity == Severity::Error).cloned().collect();
    while !open.is_empty() {
        let mut removals = Removals::default();
        let mut others = Vec::new();
        for error in &open {
            match removable::find(&ctx.sources, error) {
                Some(element) => removals.add(element, error),
                None => others.push(error.clone()),
            }
        }
        if !others.is_empty() {
            return Err(Diagnostics(others));
        }
        let components = removals.apply(ctx);
        security::remove_unknown(ctx);
        open = references::find_dangling(ctx, &components);
    }
    Ok(())
}

/// The elements to remove, by location.
#[derive(Default)]
struct Removals<'a> {
    elements: BTreeMap<Origin, (Removable, &'a Diagnostic)>,
}

impl<'a> Removals<'a> {
    fn add(&mut self, element: Removable, error: &'a Diagnostic) {
        self.elements.entry(element.origin.clone()).or_insert((element, error));
    }

    /// Removes the elements from the trees and lists them. Returns the reasons for the components.
    fn apply(self, ctx: &mut Context) -> BTreeMap<Origin, Diagnostic> {
        let mut components = BTreeMap::new();
        let mut in_file: BTreeMap<FileId, Vec<Removable>> = BTreeMap::new();
        let inner: BTreeSet<Origin> =
            self.elements.keys().filter(|origin| self.removes_around(origin)).cloned().collect();
        let outer = self.elements.into_iter().filter(|(origin, _)| !inner.contains(origin));
        for (origin, (element, error)) in outer {
            let mut reason = error.clone();
            reason.span = Some(error.span.unwrap_or_else(|| ctx.sources.span(&error.origin)));
            if element.is_component {
                components.insert(origin, reason.clone());
            }
            let operations = count_operations(&ctx.sources, &element);
            ctx.left_out.push(LeftOut { element: element.name.clone(), operations, reason });
            in_file.entry(element.origin.file).or_default().push(element);
        }
        for (file, mut elements) in in_file {
            let Some(mut tree) = ctx.sources.take_tree(file) else { continue };
            // later items of a list first, so that the numbers of the others stay valid
            elements.sort_by_key(|element| std::cmp::Reverse(element.position()));
            for element in elements {
                if let Some(is_kept) = element.kept_keys {
                    if let Some(node) = find_mut(&mut tree, &element.segments) {
                        untyped::keep(node, is_kept);
                    }
                } else if let Some((last, parent)) = element.segments.split_last()
                    && let Some(parent) = find_mut(&mut tree, parent)
                {
                    remove_child(parent, last);
                }
            }
            ctx.sources.set_tree(file, tree);
        }
        components
    }

    /// Returns `true` if an element around the one at `origin` is removed, with what it contains.
    fn removes_around(&self, origin: &Origin) -> bool {
        origin.ancestors().any(|ancestor| {
            let element = self.elements.get(&ancestor).map(|(element, _)| element);
            element.is_some_and(|element| !element.keeps(&origin.pointer))
        })
    }
}

/// Returns the number of operations of a path that is removed, and 1 for an operation.
fn count_operations(sources: &Sources, element: &Removable) -> usize {
    let is_operation = |key: &String| METHODS.contains(&key.as_str());
    match element.segments.as_slice() {
        [section, _] if section == "paths" => {
            let item = sources.node(&element.origin).and_then(Node::as_map);
            item.map_or(0, |item| item.keys().filter(|key| is_operation(key)).count())
        }
        [section, _, method] if section == "paths" => usize::from(is_operation(method)),
        _ => 0,
    }
}
