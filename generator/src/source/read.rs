//! Reads the root file and its parts.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::{Node, SourceFile, Sources, external, parse, version};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Sink, closest};
use crate::location::{FileId, Origin, Span};
use crate::parallel;

/// The extensions of descriptions.
pub const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The name of the root file in the spec folder.
pub const ROOT_FILE: &str = "openapi.yaml";

/// Other names of the root file.
const OTHER_ROOT_FILES: [&str; 2] = ["openapi.yml", "openapi.json"];

/// The list of settled differences from the vendor's documents in the spec folder. It is not a part of the spec.
pub const SETTLED_FILE: &str = "settled.yaml";

/// The folders with programs and prose in the spec folder. They contain no parts of the spec.
const GUIDES: [&str; 2] = ["examples", "guide"];

/// Reads all files of a spec, and fails if there is an error. See [`read_files`].
pub fn read(sources: &mut Sources, sink: &mut Sink, spec: &Path) -> Result<FileId, Diagnostics> {
    let id = read_files(sources, sink, spec)?;
    sink.finish(id)
}

/// Reads the root file, then the files of its `x-parts`, in order. Those of others have no parts, but may refer to files.
///
/// Errors are reported to `sink`. One in a tree has the location of the node. If the version of OpenAPI is not supported,
/// that is the only error.
///
/// `spec` is the root file, or a folder with `openapi.yaml`, `openapi.yml` or `openapi.json`. All files are read, even
/// if one of them cannot be read or parsed. The other files in the folder of a file that is given itself are not part of
/// the spec.
pub fn read_files(
    sources: &mut Sources,
    sink: &mut Sink,
    spec: &Path,
) -> Result<FileId, Diagnostics> {
    let file = spec.file_name().filter(|_| is_file(spec)).map(|name| name.to_string_lossy());
    let root = if file.is_some() { spec.parent().unwrap_or(spec) } else { spec };
    if sources.prefix.is_empty() {
        sources.prefix = display_prefix(root);
    }
    let mut found = if file.is_some() { BTreeSet::new() } else { yaml_files(root) };
    found.remove(SETTLED_FILE);
    let name = file.as_deref().unwrap_or_else(|| root_file(root));
    let id = sources.add(SourceFile::new(name));
    let file = Unread { id, path: name.to_owned(), listed: Origin::root(id), similar: None };
    load(sources, sink, root, vec![file]);
    let tree = sources.tree(id);
    if let Some(diagnostic) = tree.as_deref().and_then(|tree| version::check(id, tree)) {
        return Err(Diagnostics(vec![diagnostic]));
    }
    match &tree {
        Some(tree) => {
            let similar = read_parts(sources, sink, root, id, (tree, &found));
            // Folders of others have files that are not part of the description.
            match is_foreign(tree) {
                true => external::read(sources, sink, root, id),
                false => {
                    // the message about a missing part names it
                    found.retain(|path| !similar.contains(path));
                    check_unlisted(sources, sink, id, &found);
                }
            }
        }
        // Without the list of parts, all files in the folder are checked.
        None => {
            let others = found.iter().filter(|path| *path != name).map(|path| Unread {
                id: sources.add(SourceFile::new(path)),
                path: path.clone(),
                listed: Origin::root(id),
                similar: None,
            });
            let others = others.collect();
            load(sources, sink, root, others);
        }
    }
    report_style(sink, tree.as_deref().is_some_and(is_foreign));
    Ok(id)
}

/// Returns `true` for the path of a file, which may be missing.
fn is_file(spec: &Path) -> bool {
    let extension = spec.extension().unwrap_or_default();
    spec.is_file() || (!spec.exists() && EXTENSIONS.iter().any(|it| extension == *it))
}

/// Returns `true` if a root file is not written for this generator.
pub fn is_foreign(root: &Node) -> bool {
    root.get("x-client").is_none() && root.get("x-parts").is_none()
}

/// Reports the features of YAML that were found: each of them, or a remark if the author does not know the rules.
fn report_style(sink: &mut Sink, is_foreign: bool) {
    let mut style = std::mem::take(&mut sink.style);
    // comments have no effect on the meaning
    style.retain(|diagnostic| !is_foreign || diagnostic.code != Code::CommentInText);
    match style.first() {
        Some(first) if is_foreign => {
            let first_message = &first.message;
            let message = match style.len() {
                1 => format!("accepted with a fixed meaning: {first_message}"),
                count => format!(
                    "accepted {count} features of YAML with a fixed meaning, first: {first_message}"
                ),
            };
            let span = first.span.unwrap_or_default();
            sink.report(Diagnostic::new(Code::LenientSyntax, &first.origin, message).span(span));
        }
        _ => style.into_iter().for_each(|diagnostic| sink.report(diagnostic)),
    }
}

/// Returns the name of the root file in a folder.
fn root_file(root: &Path) -> &'static str {
    let exists = |name: &&&str| root.join(name).is_file();
    let others = std::iter::once(&ROOT_FILE).chain(&OTHER_ROOT_FILES);
    others.clone().find(exists).copied().unwrap_or(ROOT_FILE)
}

/// Returns the path of the spec folder for messages, as given by the caller.
fn display_prefix(root: &Path) -> String {
    let path = root.to_string_lossy().replace('\\', "/");
    match path.trim_end_matches('/') {
        "" | "." => String::new(),
        path => format!("{path}/"),
    }
}

/// Reads the files that `x-parts` lists. Returns the files of the folder whose paths are misspelled in the list.
fn read_parts(
    sources: &mut Sources,
    sink: &mut Sink,
    root: &Path,
    id: FileId,
    (tree, files): (&Node, &BTreeSet<String>),
) -> Vec<String> {
    let origin = Origin::root(id).child("x-parts");
    let entries = tree.get("x-parts").and_then(Node::as_list).unwrap_or_default();
    let listed: BTreeSet<&str> = entries.iter().filter_map(Node::as_str).collect();
    let unlisted = || files.iter().map(String::as_str).filter(|file| !listed.contains(file));
    let mut parts = Vec::new();
    let mut misspelled: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.as_str().filter(|path| !is_inside(path)))
        .filter_map(shortened)
        .collect();
    for (index, entry) in entries.iter().enumerate() {
        let at = origin.index(index);
        let Some(path) = entry.as_str() else { continue }; // reported by `load`
        if !is_inside(path) {
            sink.report(
                Diagnostic::new(Code::MissingPart, &at, outside_message(path))
                    .help(inside_help(path)),
            );
        } else if let Some(first) = sources.find(path) {
            let message = match first == id {
                true => "`x-parts` lists the root file".to_owned(),
                false => format!("duplicate part `{path}`"),
            };
            let mut diagnostic = Diagnostic::new(Code::DuplicatePart, &at, message);
            if let Some(index) =
                entries.iter().position(|e| e.as_str() == Some(path)).filter(|_| first != id)
            {
                diagnostic = diagnostic.label(&origin.index(index), "first listed here");
            }
            sink.report(diagnostic.help("remove this item"));
        } else {
            let id = sources.add(SourceFile::new(path));
            let is_missing = !root.join(path).exists();
            let similar = is_missing.then(|| closest(path, unlisted())).flatten();
            let (path, similar) = (path.to_owned(), similar.map(str::to_owned));
            parts.push(Unread { id, path, listed: at, similar });
        }
    }
    misspelled.extend(parts.iter().filter_map(|part| part.similar.clone()));
    load(sources, sink, root, parts);
    misspelled
}

/// Returns the path without segments that name the folder itself, if it is inside of the folder then.
fn shortened(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "." | "")).collect();
    let short = parts.join("/");
    (!path.starts_with('/') && is_inside(&short)).then_some(short)
}

fn outside_message(path: &str) -> String {
    match shortened(path) {
        Some(_) => format!("expected a path without `.`, found `{path}`"),
        None => format!("`{path}` is outside of the spec folder"),
    }
}

fn inside_help(path: &str) -> String {
    match shortened(path) {
        Some(short) => format!("write `{short}`"),
        None => "list files below the folder of `openapi.yaml`, with `/` as separator".to_owned(),
    }
}

/// Returns `true` for a relative path that stays inside of its folder.
pub fn is_inside(path: &str) -> bool {
    let is_normal = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(is_normal)
}

/// A file to read.
pub(super) struct Unread {
    pub(super) id: FileId,
    pub(super) path: String,
    /// The item of `x-parts` that names the file.
    pub(super) listed: Origin,
    /// The path of another file, of which the path may be a misspelling.
    pub(super) similar: Option<String>,
}

/// Reads and parses files.
pub(super) fn load(sources: &mut Sources, sink: &mut Sink, root: &Path, files: Vec<Unread>) {
    let loaded = parallel::map(files, |file| {
        let mut sink = Sink::default();
        let (text, tree) = load_file(&mut sink, root, &file);
        (file.id, text, tree, sink)
    });
    for (id, text, tree, found) in loaded {
        sources.set_text(id, text);
        if let Some(tree) = tree {
            sources.set_tree(id, tree);
        }
        found.diagnostics().iter().for_each(|diagnostic| sink.report(diagnostic.clone()));
        sink.style.extend(found.style);
    }
}

/// Reads and parses one file. Returns its text, which is empty if the file cannot be read, and its root node.
fn load_file(sink: &mut Sink, root: &Path, file: &Unread) -> (String, Option<Node>) {
    let Unread { id, path, listed, similar } = file;
    let bytes = match read_bytes(&root.join(path)) {
        Ok(bytes) => bytes,
        Err(reason) => {
            let message = format!("cannot read `{path}`: {reason}");
            let mut diagnostic = Diagnostic::new(Code::MissingPart, listed, message);
            diagnostic.help = Some(match similar {
                Some(near) => format!("did you mean `{near}`?"),
                None => "create the file, or correct the path".to_owned(),
            });
            sink.report(diagnostic);
            return (String::new(), None);
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
            let message = "expected UTF-8, found an invalid byte";
            let diagnostic = Diagnostic::new(Code::NotUtf8, &Origin::root(*id), message);
            sink.report(diagnostic.span(span).help("save the file as UTF-8"));
            return (String::from_utf8_lossy(error.as_bytes()).into_owned(), None);
        }
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let tree = parse(sink, *id, &text);
    if tree.is_none() {
        // what follows the error is not known, such as the keys that permit these features
        sink.style.clear();
    }
    if tree.is_none() && sink.diagnostics().is_empty() {
        let message = format!("`{path}` is empty");
        sink.report(Diagnostic::new(Code::YamlSyntax, &Origin::root(*id), message));
    }
    (text, tree)
}

/// Reads a regular file. A pipe would block, and a device may have no end.
fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = std::fs::metadata(path).map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        let found = if metadata.is_dir() { "a folder" } else { "a special file" };
        return Err(format!("expected a file, found {found}"));
    }
    std::fs::read(path).map_err(|error| reason(&error))
}

/// Returns the reason without the error number, which depends on the platform.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "file not found".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        kind => kind.to_string(),
    }
}

/// Reports YAML files that are not listed and would silently be ignored.
fn check_unlisted(sources: &mut Sources, sink: &mut Sink, id: FileId, found: &BTreeSet<String>) {
    for path in found {
        if sources.find(path).is_some() {
            continue;
        }
        let origin = Origin::root(id).child("x-parts");
        let message = format!("`{path}` is not listed in `x-parts`");
        let diagnostic = Diagnostic::new(Code::UnlistedFile, &origin, message);
        sink.report(diagnostic.help(format!("add `- {path}`, or remove the file")));
    }
}

/// Returns the paths of all YAML files below a folder.
fn yaml_files(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(root, "", 0, &mut found);
    found
}

fn collect(folder: &Path, prefix: &str, depth: usize, found: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let is_guide = depth == 0 && GUIDES.contains(&name.as_str());
        if kind.is_dir() && depth < 8 && !is_guide {
            collect(&entry.path(), &format!("{prefix}{name}/"), depth + 1, found);
        } else if kind.is_file() && (name.ends_with(".yaml") || name.ends_with(".yml")) {
            found.insert(format!("{prefix}{name}"));
        }
    }
}
