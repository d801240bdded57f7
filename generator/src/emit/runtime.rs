//! What is not rendered but copied: the hand-written runtime, and the support of the emitted tests.

use std::fs;
use std::path::{Path, PathBuf};

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::location::{FileId, Origin};

/// The hand-written parts, read from the folder of templates.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// Files that are copied: path in the crate, and text with its header.
    pub copies: Vec<(String, String)>,
    /// Templates of prose: path in the crate, and text.
    pub prose: Vec<(String, String)>,
    /// The dependency tables of the manifest.
    pub dependencies: String,
}

/// Reads the hand-written parts.
pub fn read(ctx: &mut Context, root: &Path) -> Result<Templates, Diagnostics> {
    let mut templates = Templates::default();
    for (folder, target) in [
        ("runtime/src/runtime", "src/runtime"),
        ("support", "tests/examples"),
        ("examples", "examples"),
    ] {
        let base = root.join(folder);
        for path in walk(ctx, &base) {
            let Some(text) = text(ctx, &path) else { continue };
            let name = relative(&path, &base);
            let from = format!("templates/{folder}/{name}");
            let header = super::rust::header(&from);
            templates.copies.push((format!("{target}/{name}"), format!("{header}\n{text}")));
        }
    }
    let base = root.join("text");
    for path in walk(ctx, &base) {
        let Some(text) = text(ctx, &path) else { continue };
        let name = relative(&path, &base);
        if let Some(name) = name.strip_suffix(".tera") {
            templates.prose.push((name.to_owned(), text));
        }
    }
    templates.dependencies = dependencies(ctx, &root.join("runtime/Cargo.toml"));
    ctx.finish(templates)
}

/// The dependency tables of the runtime's manifest: the crate needs exactly those.
fn dependencies(ctx: &mut Context, path: &Path) -> String {
    let text = text(ctx, path).unwrap_or_default();
    text.find("[dependencies]").and_then(|at| text.get(at..)).unwrap_or_default().to_owned()
}

/// The files under a folder, sorted.
fn walk(ctx: &mut Context, folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                failed(ctx, &folder, &error);
                continue;
            }
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn text(ctx: &mut Context, path: &Path) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) => {
            failed(ctx, path, &error);
            None
        }
    }
}

fn failed(ctx: &mut Context, path: &Path, error: &std::io::Error) {
    let message = format!("{} cannot be read: {error}", path.display());
    ctx.report(Diagnostic::new(Code::OutputFailed, &Origin::root(FileId(0)), message));
}

/// The path below `base`, with slashes.
fn relative(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
