//! Follows every reference once.

use std::collections::BTreeMap;

use super::cycles;
use super::reference::{self, Broken, ComponentRef, Reference, Section};
use super::target::{self, Resolved};
use super::walk;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::load::Document;
use crate::location::FileId;
use crate::source::Sources;

/// Checks all references of the document and hands it on with their targets.
pub fn references(ctx: &mut Context, document: Document) -> Result<Resolved, Diagnostics> {
    let files: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    let mut places = BTreeMap::new();
    for file in &files {
        for reference in walk::references(&ctx.sources, *file) {
            if let Some(place) = follow(ctx, &reference) {
                direction(ctx, &document, &reference, &place);
                places.insert((*file, reference.text), place);
            }
        }
    }
    duplicates(ctx, &files);
    cycles::report_cycles(ctx, &files);
    ctx.finish(Resolved { document, places })
}

fn follow(ctx: &mut Context, reference: &Reference) -> Option<ComponentRef> {
    let from = reference.origin.file;
    let text = &reference.text;
    match reference::parse_ref(&ctx.sources, from, text) {
        Ok(place) if place.section != reference.wanted => {
            wrong_kind(ctx, reference, &place);
            None
        }
        Ok(place) => {
            if target::component_exists(&ctx.sources, &place) {
                return Some(place);
            }
            let names = target::component_names(&ctx.sources, place.file, place.section);
            dangling(ctx, reference, &place, &names);
            None
        }
        Err(broken) => {
            let (message, help) = explain(&ctx.sources, reference, broken);
            let diagnostic = Diagnostic::new(Code::DanglingRef, &reference.origin, message);
            ctx.report(diagnostic.help(help));
            None
        }
    }
}

fn dangling(ctx: &mut Context, reference: &Reference, place: &ComponentRef, names: &[String]) {
    let noun = place.section.noun();
    let file = ctx.sources.path(place.file);
    let message = format!("there is no {noun} `{}` in `{file}`", place.name);
    let mut diagnostic = Diagnostic::new(Code::DanglingRef, &reference.origin, message);
    diagnostic.help = match target::find_component(&ctx.sources, place.section, &place.name) {
        Some(found) => {
            let text = reference::format_ref(&ctx.sources, reference.origin.file, &found);
            Some(format!("write `{text}`"))
        }
        None => did_you_mean(&place.name, names.iter().map(String::as_str)),
    };
    ctx.report(diagnostic);
}

fn wrong_kind(ctx: &mut Context, reference: &Reference, place: &ComponentRef) {
    let (wanted, got) = (reference.wanted.noun(), place.section.noun());
    let message = format!(
        "a reference to {} `{}` where {} belongs",
        article(got),
        place.name,
        article(wanted)
    );
    let mut diagnostic = Diagnostic::new(Code::WrongRefKind, &reference.origin, message);
    let other = ComponentRef { section: reference.wanted, ..place.clone() };
    let exists = |place: &ComponentRef| target::component_exists(&ctx.sources, place);
    if exists(&other) {
        let text = reference::format_ref(&ctx.sources, reference.origin.file, &other);
        diagnostic = diagnostic.help(format!("write `{text}`"));
    } else if exists(place) {
        diagnostic = diagnostic.label(&place.origin(), "it leads here");
    }
    ctx.report(diagnostic);
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

fn explain(sources: &Sources, reference: &Reference, broken: Broken) -> (String, String) {
    let key = reference.wanted.key();
    let form = format!("write `#/components/{key}/NAME` or `FILE#/components/{key}/NAME`");
    match broken {
        Broken::Remote => ("references to the web are not followed".to_owned(), form),
        Broken::NoPointer => (format!("`{}` names no component", reference.text), form),
        Broken::NotAComponent => {
            let message = format!("`{}` does not lead to a component", reference.text);
            (message, format!("{form}; make a component of what you want to share"))
        }
        Broken::NoFile(path) => {
            let from = sources.path(reference.origin.file);
            let up = "../".repeat(from.matches('/').count());
            let known: Vec<String> =
                sources.iter().map(|(_, f)| format!("{up}{}", f.path)).collect();
            let given = reference.text.split('#').next().unwrap_or_default();
            let help = did_you_mean(given, known.iter().map(String::as_str));
            let message = format!("there is no file `{path}` among the parts of the spec");
            (message, help.unwrap_or(form))
        }
    }
}

/// Groups depend on shared files and on nothing else, so that each can be read by itself.
fn direction(ctx: &mut Context, document: &Document, reference: &Reference, place: &ComponentRef) {
    let from = reference.origin.file;
    let to = place.file;
    let group = document.parts.iter().find(|p| p.file == to).and_then(|p| p.group.as_ref());
    let root = document.root.file;
    if from == to || (group.is_none() && to != root) {
        return;
    }
    let (from, to) = (ctx.sources.path(from), ctx.sources.path(to));
    let message = format!("`{from}` must not refer to `{to}`");
    let help = format!("move the {} `{}` to a shared file", place.section.noun(), place.name);
    let diagnostic = Diagnostic::new(Code::UpwardRef, &reference.origin, message);
    ctx.report(diagnostic.label(&place.origin(), "declared here").help(help));
}

/// The bundle, and the Rust names, have one space of names for each kind of component.
fn duplicates(ctx: &mut Context, files: &[FileId]) {
    for section in Section::ALL {
        let mut first: BTreeMap<String, ComponentRef> = BTreeMap::new();
        for file in files {
            for name in target::component_names(&ctx.sources, *file, section) {
                let place = ComponentRef { file: *file, section, name: name.clone() };
                match first.get(&name) {
                    None => {
                        first.insert(name, place);
                    }
                    Some(other) => {
                        let (here, there) = (place.origin(), other.origin());
                        let span = ctx.sources.key_span(&here);
                        let message = format!("a second {} `{name}`", section.noun());
                        ctx.report(
                            Diagnostic::new(Code::DuplicateComponent, &here, message)
                                .span(span)
                                .label_span(
                                    &there,
                                    ctx.sources.key_span(&there),
                                    "here is the first",
                                )
                                .help("rename one of them, or share it"),
                        );
                    }
                }
            }
        }
    }
}
