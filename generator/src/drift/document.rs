//! Reads a description through the front end of the generator.

use std::path::{Path, PathBuf};

use super::difference::Location;
use crate::context::Context;
use crate::diagnostics::{Diagnostics, Files, render_text};
use crate::location::{FileId, Origin, Span};
use crate::normalize::{self, Overrides};
use crate::source::{self, Sources};
use crate::spec::Document;
use crate::{load, prune, spec};

/// A description and its files.
pub(super) struct Description {
    pub(super) context: Context,
    pub(super) document: Document,
}

/// Reads a description. With `keep_going`, elements that are not supported are left out.
pub(super) fn read(path: &Path, keep_going: bool) -> Result<Description, String> {
    let mut context = Context::default();
    match try_read(&mut context, path, keep_going) {
        Ok(document) => Ok(Description { context, document }),
        Err(found) => Err(render_text(&context.sources, &found.0)),
    }
}

fn try_read(ctx: &mut Context, path: &Path, keep_going: bool) -> Result<Document, Diagnostics> {
    let root = source::read(&mut ctx.sources, &mut ctx.sink, path)?;
    normalize::apply(ctx, root, &Overrides { keep_media_types: true, ..Overrides::default() });
    loop {
        let found = match check(ctx, root) {
            Err(found) if keep_going => found,
            finished => return finished,
        };
        prune::remove(ctx, &found.0)?;
    }
}

/// Checks the objects of the document and its references.
fn check(ctx: &mut Context, root: FileId) -> Result<Document, Diagnostics> {
    let loaded = load::document(ctx, root)?;
    ctx.sink.begin_pass();
    let document = spec::document(ctx, loaded)?;
    ctx.finish(document)
}

/// Returns the descriptions in a folder, sorted by name.
pub(super) fn find(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let is_description = |path: &PathBuf| {
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        path.is_file() && source::EXTENSIONS.contains(&extension.as_str())
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = paths.filter(is_description).collect();
    found.sort();
    match found.is_empty() {
        true => Err(format!("expected OpenAPI descriptions in {}, found none", folder.display())),
        false => Ok(found),
    }
}

/// Returns the location of the key of a node, or of the node if it has none.
pub(super) fn locate(sources: &Sources, origin: &Origin) -> Location {
    locate_span(sources, origin.file, sources.key_span(origin))
}

/// Returns the location of a byte range.
pub(super) fn locate_span(sources: &Sources, file: FileId, span: Span) -> Location {
    let position = sources.position(file, span.start);
    let path = full_path(sources, file);
    Location { path, line: position.line, column: position.column }
}

/// Returns the path of a file as given by the caller.
pub(super) fn full_path(sources: &Sources, file: FileId) -> String {
    format!("{}{}", sources.prefix, sources.path(file))
}
