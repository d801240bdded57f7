//! Repairs descriptions of other tools whose mistakes have one probable meaning.

mod bodies;
mod empty;
mod numbers;
mod parameters;
mod requirements;
mod responses;
mod schemas;

use indexmap::IndexMap;

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::first_names;
use crate::location::{FileId, Origin, Span};
use crate::source::{Node, NodeKind, find_mut, insert, string};

/// Repairs all files, and reports the number of repairs of each kind.
pub(super) fn apply(ctx: &mut Context, root: FileId, files: &mut [(FileId, Node)]) {
    for (file, tree) in files {
        let mut repairs = Repairs::default();
        if *file == root {
            complete_info(tree, &mut repairs);
        }
        empty::repair(tree, &mut repairs);
        parameters::repair(tree, &mut repairs);
        bodies::repair(tree, &mut repairs);
        responses::repair(tree, &mut repairs);
        requirements::repair(tree, &mut repairs);
        schemas::repair(tree, &mut repairs);
        numbers::repair(tree, &mut repairs);
        repairs.report(ctx, *file);
    }
}

/// Adds the title and the version of the description, or makes them strings.
fn complete_info(root: &mut Node, repairs: &mut Repairs) {
    let Some(info) = find_mut(root, &["info".to_owned()]) else { return };
    for (key, default) in [("title", "API"), ("version", "0")] {
        match info.get(key).map(|value| (&value.kind, value.span)) {
            None if info.as_map().is_some() => {
                repairs.add("added what `info` must have", key, info.span);
                insert(info, key, string(default, info.span));
            }
            Some((NodeKind::Scalar { text, plain: true }, span)) => {
                let text = string(text.as_str(), span);
                insert(info, key, text);
            }
            _ => {}
        }
    }
}

/// The repairs of a file, by kind: where the first one is, and the names of the repaired elements.
#[derive(Default)]
pub(super) struct Repairs {
    kinds: IndexMap<&'static str, (Span, Vec<String>)>,
}

impl Repairs {
    pub(super) fn add(&mut self, kind: &'static str, name: impl Into<String>, span: Span) {
        self.kinds.entry(kind).or_insert_with(|| (span, Vec::new())).1.push(name.into());
    }

    pub(super) fn report(self, ctx: &mut Context, file: FileId) {
        for (kind, (span, names)) in self.kinds {
            let names = first_names(names.iter().map(|name| format!("`{name}`")));
            let message = format!("{kind}: {names}");
            let diagnostic = Diagnostic::new(Code::Repaired, &Origin::root(file), message);
            ctx.report(diagnostic.span(span));
        }
    }
}
