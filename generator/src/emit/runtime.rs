//! Reads the hand-written files: the runtime, the test support, the prose, the licenses, and the programs of the spec.

use std::fs;
use std::path::{Path, PathBuf};

use super::HEADER;
use crate::Options;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::emit::cargo::CargoTables;
use crate::emit::text::{GUIDE, GuidePage};
use crate::location::{FileId, Origin};

/// The name by which templates refer to the generated crate. Its own name replaces it in the copies.
const CRATE_PLACEHOLDER: &str = "generated_client";

/// The contents of the template folder.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// The files that are copied: path in the crate and text with header.
    pub copies: Vec<(String, String)>,
    /// The prose templates: path in the crate and text.
    pub prose: Vec<(String, String)>,
    /// The parts of the manifest that do not depend on the API.
    pub cargo: CargoTables,
    /// The names of the example programs in the spec folder, which use all groups.
    pub programs: Vec<String>,
    /// The part of the README that is specific to the API.
    pub introduction: String,
    /// The pages of the guide in the spec folder.
    pub guide: Vec<GuidePage>,
}

/// The folder of the example programs, in the spec folder and in the crate.
const PROGRAMS: &str = "examples";

/// The part of the README that is specific to the API, in the spec folder.
const INTRODUCTION: &str = "introduction.md";

/// The license files of the workspace.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Reads the template folder for a crate of this name, and what the spec folder has besides the description.
pub fn read(
    ctx: &mut Context,
    options: &Options,
    crate_name: &str,
) -> Result<Templates, Diagnostics> {
    let root = &options.templates;
    let mut templates = Templates::default();
    read_spec(ctx, &options.spec, &mut templates);
    for (folder, target) in [
        ("runtime/src/runtime", "src/runtime"),
        ("support", "tests/support"),
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
    read_licenses(ctx, root, &mut templates);
    let base = root.join("text");
    for path in walk(ctx, &base) {
        let Some(text) = text(ctx, &path) else { continue };
        let name = relative(&path, &base);
        if let Some(name) = name.strip_suffix(".tera") {
            templates.prose.push((name.to_owned(), text));
        }
    }
    templates.cargo = cargo_tables(ctx, root);
    for (_, copy) in templates.copies.iter_mut().filter(|(_, it)| it.contains(CRATE_PLACEHOLDER)) {
        *copy = copy.replace(CRATE_PLACEHOLDER, crate_name);
    }
    ctx.finish(templates)
}

/// Reads the example programs, the guide and the part of the README of the spec. All are optional.
fn read_spec(ctx: &mut Context, spec: &Path, templates: &mut Templates) {
    let folder = spec.join(PROGRAMS);
    let programs = if folder.is_dir() { walk(ctx, &folder) } else { Vec::new() };
    for path in programs {
        let Some(text) = text(ctx, &path) else { continue };
        let name = relative(&path, &folder);
        let header = super::rust::header(&format!("spec/{PROGRAMS}/{name}"));
        templates.copies.push((format!("{PROGRAMS}/{name}"), format!("{header}\n{text}")));
        templates.programs.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    let folder = spec.join(GUIDE);
    let pages = if folder.is_dir() { walk(ctx, &folder) } else { Vec::new() };
    for path in pages {
        let Some(text) = text(ctx, &path) else { continue };
        let name = relative(&path, &folder);
        if let Some((page, copy)) = GuidePage::parse(ctx, &name, &text) {
            templates.guide.push(page);
            templates.copies.push((format!("src/{GUIDE}/{name}"), copy));
        }
    }
    let introduction = spec.join(INTRODUCTION);
    if introduction.is_file() {
        templates.introduction = text(ctx, &introduction).unwrap_or_default();
    }
}

/// Reads the licenses, which are next to the template folder. A published package must contain them.
fn read_licenses(ctx: &mut Context, root: &Path, templates: &mut Templates) {
    for name in LICENSES {
        let Some(text) = text(ctx, &root.join("..").join(name)) else { continue };
        let header = format!("{HEADER} from {name}; edit that instead.");
        templates.copies.push((name.to_owned(), format!("{header}\n\n{text}")));
    }
}

/// Returns what the crate shares with the workspace and the runtime.
fn cargo_tables(ctx: &mut Context, root: &Path) -> CargoTables {
    let workspace = text(ctx, &root.join("..").join("Cargo.toml")).unwrap_or_default();
    let runtime = text(ctx, &root.join("runtime/Cargo.toml")).unwrap_or_default();
    CargoTables::read(&workspace, &runtime).unwrap_or_else(|line| {
        let message = format!("expected a version, a dependency or a lint, found `{line}`");
        let diagnostic = Diagnostic::new(Code::Internal, &Origin::root(FileId(0)), message);
        ctx.report(diagnostic.help("edit `Cargo.toml` or `templates/runtime/Cargo.toml`"));
        CargoTables::default()
    })
}

/// Returns the files below a folder, sorted.
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
    let message = format!("cannot read {}: {error}", path.display());
    ctx.report(Diagnostic::new(Code::OutputFailed, &Origin::root(FileId(0)), message));
}

/// Returns the path relative to `base`, with `/` as separator.
fn relative(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_contains_the_licenses() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let options = Options::new(root.join("spec"), root.join("templates"));
        let templates = read(&mut Context::default(), &options, "client").unwrap();
        for name in LICENSES {
            let (_, copy) = templates.copies.iter().find(|(path, _)| path == name).unwrap();
            assert!(copy.ends_with(&fs::read_to_string(root.join(name)).unwrap()));
        }
    }
}
