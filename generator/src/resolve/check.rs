//! Checks every reference.

use std::collections::BTreeMap;

use super::cycles;
use super::reference::{self, ComponentRef, RefError, Reference, Section};
use super::target::{self, Targets};
use super::walk;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, closest, did_you_mean, yaml_scalar};
use crate::load::Document;
use crate::location::FileId;
use crate::parallel;
use crate::source::Sources;

/// Checks all references of the document and returns their targets.
pub fn references(ctx: &mut Context, document: &Document) -> Result<Targets, Diagnostics> {
    let files: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    let mut targets = Targets::default();
    let found = parallel::map(files.clone(), |file| walk::references(&ctx.sources, file));
    for reference in found.into_iter().flatten() {
        if let Some(target) = check_target(ctx, &reference) {
            check_direction(ctx, document, &reference, &target);
            targets.insert(reference, target);
        }
    }
    check_duplicates(ctx, &files);
    let reports = ctx.sink.reports();
    cycles::report_cycles(ctx, &files);
    // The later passes follow references, which must end.
    if ctx.sink.reports() > reports { ctx.finish(targets) } else { Ok(targets) }
}

/// Returns the target of a reference, or reports why there is none.
fn check_target(ctx: &mut Context, reference: &Reference) -> Option<ComponentRef> {
    let from = reference.origin.file;
    let text = &reference.text;
    match reference::parse_ref(&ctx.sources, from, text) {
        Ok(target) if target.section != reference.expected => {
            report_wrong_kind(ctx, reference, &target);
            None
        }
        Ok(target) => {
            if target::component_exists(&ctx.sources, &target) {
                return Some(target);
            }
            let names = target::component_names(&ctx.sources, target.file, target.section);
            report_dangling(ctx, reference, &target, &names);
            None
        }
        Err(error) => {
            let diagnostic = malformed(&ctx.sources, reference, error);
            ctx.report(diagnostic);
            None
        }
    }
}

/// Reports a reference whose target does not exist.
fn report_dangling(
    ctx: &mut Context,
    reference: &Reference,
    target: &ComponentRef,
    names: &[String],
) {
    let noun = target.section.noun();
    let file = ctx.sources.path(target.file);
    let message = format!("unknown {noun} `{}` in `{file}`", target.name);
    let mut diagnostic = Diagnostic::new(Code::DanglingRef, &reference.origin, message);
    let to = |component: &ComponentRef| {
        reference::format_ref(&ctx.sources, reference.origin.file, component)
    };
    let known = names.iter().map(String::as_str);
    if let Some(found) = target::find_component(&ctx.sources, target.section, &target.name) {
        let text = to(&found);
        diagnostic = diagnostic.help(format!("write `{text}`")).replace(yaml_scalar(&text));
    } else {
        diagnostic.help = did_you_mean(&target.name, known.clone());
        if let Some(name) = closest(&target.name, known) {
            let text = to(&ComponentRef { name: name.to_owned(), ..target.clone() });
            diagnostic = diagnostic.replace(yaml_scalar(&text));
        }
    }
    ctx.report(diagnostic);
}

/// Reports a reference to a component of another kind.
fn report_wrong_kind(ctx: &mut Context, reference: &Reference, target: &ComponentRef) {
    let (expected, found) = (reference.expected.noun(), target.section.noun());
    let message = format!(
        "expected a reference to {}, found {} `{}`",
        with_article(expected),
        with_article(found),
        target.name
    );
    let mut diagnostic = Diagnostic::new(Code::WrongRefKind, &reference.origin, message);
    let other = ComponentRef { section: reference.expected, ..target.clone() };
    let exists = |component: &ComponentRef| target::component_exists(&ctx.sources, component);
    if exists(&other) {
        let text = reference::format_ref(&ctx.sources, reference.origin.file, &other);
        diagnostic = diagnostic.help(format!("write `{text}`")).replace(yaml_scalar(&text));
    } else if exists(target) {
        diagnostic = diagnostic.label(&target.origin(), "target is here");
    }
    ctx.report(diagnostic);
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Returns the diagnostic about a malformed reference.
fn malformed(sources: &Sources, reference: &Reference, error: RefError) -> Diagnostic {
    let key = reference.expected.key();
    let syntax = format!("write `#/components/{key}/NAME` or `FILE#/components/{key}/NAME`");
    let report = |message: String| Diagnostic::new(Code::DanglingRef, &reference.origin, message);
    let found = || format!("expected a reference to a component, found `{}`", reference.text);
    match error {
        RefError::Remote => report("references to URLs are not supported".to_owned()).help(syntax),
        RefError::NoPointer => report(found()).help(syntax),
        RefError::NotAComponent => {
            report(found()).help(format!("{syntax}; move the shared part to a component"))
        }
        RefError::NoFile(path) => {
            let diagnostic = report(format!("`{path}` is not a part of the spec"));
            suggest_file(sources, reference, diagnostic, syntax)
        }
    }
}

/// Suggests a file with a similar path.
fn suggest_file(
    sources: &Sources,
    reference: &Reference,
    mut diagnostic: Diagnostic,
    syntax: String,
) -> Diagnostic {
    let from = sources.path(reference.origin.file);
    let up = "../".repeat(from.matches('/').count());
    let known: Vec<String> = sources.iter().map(|(_, f)| format!("{up}{}", f.path)).collect();
    let (given, pointer) = reference.text.split_once('#').unwrap_or((&reference.text, ""));
    let known = || known.iter().map(String::as_str);
    diagnostic.help = did_you_mean(given, known()).or(Some(syntax));
    match closest(given, known()) {
        Some(near) => diagnostic.replace(yaml_scalar(&format!("{near}#{pointer}"))),
        None => diagnostic,
    }
}

/// Checks that a file refers only to itself and to shared files.
fn check_direction(
    ctx: &mut Context,
    document: &Document,
    reference: &Reference,
    target: &ComponentRef,
) {
    let from = reference.origin.file;
    let to = target.file;
    let group = document.parts.iter().find(|p| p.file == to).and_then(|p| p.group.as_ref());
    let root = document.root.file;
    if from == to || (group.is_none() && to != root) {
        return;
    }
    let (from, to) = (ctx.sources.path(from), ctx.sources.path(to));
    let message = format!("`{from}` must not refer to `{to}`");
    let help = format!("move the {} `{}` to a shared file", target.section.noun(), target.name);
    let diagnostic = Diagnostic::new(Code::UpwardRef, &reference.origin, message);
    ctx.report(diagnostic.label(&target.origin(), "declared here").help(help));
}

/// Reports duplicate names. Components of all files share one namespace per kind.
fn check_duplicates(ctx: &mut Context, files: &[FileId]) {
    for section in Section::ALL {
        let mut first: BTreeMap<String, ComponentRef> = BTreeMap::new();
        for file in files {
            for name in target::component_names(&ctx.sources, *file, section) {
                let component = ComponentRef { file: *file, section, name: name.clone() };
                match first.get(&name) {
                    None => {
                        first.insert(name, component);
                    }
                    Some(other) => {
                        let (here, there) = (component.origin(), other.origin());
                        let span = ctx.sources.key_span(&here);
                        let message = format!("duplicate {} `{name}`", section.noun());
                        ctx.report(
                            Diagnostic::new(Code::DuplicateComponent, &here, message)
                                .span(span)
                                .label_span(
                                    &there,
                                    ctx.sources.key_span(&there),
                                    "first declared here",
                                )
                                .help("rename one of them, or move one to a shared file"),
                        );
                    }
                }
            }
        }
    }
}
