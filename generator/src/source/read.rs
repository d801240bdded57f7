//! Reads the root file and the parts that it lists.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::{Node, SourceFile, Sources, parse};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Sink};
use crate::location::{FileId, Origin};

/// The name of the root file in the spec folder.
pub const ROOT_FILE: &str = "openapi.yaml";

/// Reads `openapi.yaml` in the folder `root`, then the files of its `x-parts`, in order. A file
/// that cannot be read or parsed does not keep the others from being looked at.
pub fn read(sources: &mut Sources, sink: &mut Sink, root: &Path) -> Result<FileId, Diagnostics> {
    if sources.prefix.is_empty() {
        sources.prefix = prefix(root);
    }
    let id = sources.add(SourceFile::new(ROOT_FILE));
    load(sources, sink, root, id, ROOT_FILE, &Origin::root(id));
    let found = yaml_files(root);
    match sources.tree(id) {
        Some(tree) => {
            parts(sources, sink, root, id, &tree);
            unlisted(sources, sink, id, &found);
        }
        // Nobody says which files belong to the spec, but what is wrong with them can be said.
        None => found.iter().filter(|path| *path != ROOT_FILE).for_each(|path| {
            let part = sources.add(SourceFile::new(path));
            load(sources, sink, root, part, path, &Origin::root(id));
        }),
    }
    sink.finish(id)
}

/// How the spec folder is called in messages: as it was given.
fn prefix(root: &Path) -> String {
    let shown = root.to_string_lossy().replace('\\', "/");
    match shown.trim_end_matches('/') {
        "" | "." => String::new(),
        shown => format!("{shown}/"),
    }
}

fn parts(sources: &mut Sources, sink: &mut Sink, root: &Path, id: FileId, tree: &Node) {
    let origin = Origin::root(id).child("x-parts");
    let entries = tree.get("x-parts").and_then(Node::list).unwrap_or_default();
    for (index, entry) in entries.iter().enumerate() {
        let at = origin.index(index);
        let Some(path) = entry.text() else { continue }; // a wrong type, reported by `load`
        if escapes(path) {
            sink.report(
                Diagnostic::new(
                    Code::MissingPart,
                    &at,
                    format!("`{path}` leads out of the spec folder"),
                )
                .help("list files below the folder of `openapi.yaml`, with `/` between the parts"),
            );
        } else if let Some(first) = sources.find(path) {
            let message = match first == id {
                true => "the root lists itself".to_owned(),
                false => format!("`{path}` is listed twice"),
            };
            let mut diagnostic = Diagnostic::new(Code::DuplicatePart, &at, message);
            if let Some(index) =
                entries.iter().position(|e| e.text() == Some(path)).filter(|_| first != id)
            {
                diagnostic = diagnostic.label(&origin.index(index), "here for the first time");
            }
            sink.report(diagnostic.help("remove one of the entries"));
        } else {
            let part = sources.add(SourceFile::new(path));
            load(sources, sink, root, part, path, &at);
        }
    }
}

fn escapes(path: &str) -> bool {
    path.contains('\\')
        || path.is_empty()
        || !Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Reads and parses one file; `listed` is where the root speaks of it.
fn load(
    sources: &mut Sources,
    sink: &mut Sink,
    root: &Path,
    id: FileId,
    path: &str,
    listed: &Origin,
) {
    let bytes = match std::fs::read(root.join(path)) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot read `{path}`: {}", reason(&error));
            let diagnostic = Diagnostic::new(Code::MissingPart, listed, message);
            return sink.report(diagnostic.help("create the file, or correct its name"));
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = line.filter(|byte| **byte == b'\n').count() + 1;
            let message =
                format!("`{path}` is not UTF-8 text; the first wrong byte is on line {line}");
            let diagnostic = Diagnostic::new(Code::NotUtf8, listed, message);
            return sink.report(diagnostic.help("save the file as UTF-8"));
        }
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    sources.set_text(id, text.clone());
    let Some(tree) = parse(sink, id, &text) else {
        if !sink.diagnostics().iter().any(|d| d.origin.file == id) {
            let message = format!("`{path}` is empty");
            sink.report(Diagnostic::new(Code::YamlSyntax, &Origin::root(id), message));
        }
        return;
    };
    sources.set_tree(id, tree);
}

/// The reason without the number that differs from system to system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        kind => kind.to_string(),
    }
}

/// Files that look like parts of the spec but are not listed would silently be left out.
fn unlisted(sources: &mut Sources, sink: &mut Sink, id: FileId, found: &BTreeSet<String>) {
    for path in found {
        if sources.find(path).is_some() {
            continue;
        }
        let origin = Origin::root(id).child("x-parts");
        let message = format!("`{path}` is not listed in `x-parts`, so nothing of it is generated");
        let diagnostic = Diagnostic::new(Code::UnlistedFile, &origin, message);
        sink.report(diagnostic.help(format!("add `- {path}`, or remove the file")));
    }
}

fn yaml_files(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(root, "", 0, &mut found);
    found
}

fn collect(folder: &Path, below: &str, depth: usize, found: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth < 8 {
            collect(&entry.path(), &format!("{below}{name}/"), depth + 1, found);
        } else if kind.is_file() && (name.ends_with(".yaml") || name.ends_with(".yml")) {
            found.insert(format!("{below}{name}"));
        }
    }
}
