//! Modules import only from modules below them.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the generator, lowest first.
const GENERATOR: &[&str] = &[
    "location",
    "diagnostics",
    "fnv",
    "inflect",
    "wire_name",
    "path_template",
    "media_type",
    "scalar",
    "parallel",
    "markdown",
    "constraint",
    "source",
    "context",
    "fix",
    "schema",
    "load",
    "normalize",
    "resolve",
    "spec",
    "prune",
    "drift",
    "lint",
    "ir",
    "lower",
    "name",
    "analyze",
    "compare",
    "emit",
    "output",
];

/// The modules of the runtime, lowest first.
const RUNTIME: &[&str] = &[
    "api",
    "clock",
    "mode",
    "rng",
    "trace_context",
    "position",
    "json",
    "wire",
    "codec",
    "http",
    "error",
    "retry",
    "quota",
    "observer",
    "config",
    "request",
    "call",
    "download",
    "paging",
    "jobs",
    "bulk",
    "client",
    "testing",
    "internals",
    "macros",
    "exports",
];

/// The macros of the runtime, which `#[macro_export]` places at the root of the crate.
const MACROS: &[&str] = &[
    "blocking_call",
    "by_status",
    "call_options",
    "ids",
    "open_enum",
    "open_union",
    "record",
    "request_builder",
    "response_headers",
];

#[test]
fn generator_modules_import_downwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let violations = check_imports(&root, "crate", GENERATOR);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn runtime_modules_import_downwards() {
    let root = runtime();
    let violations = check_imports(&root, "crate::runtime", RUNTIME);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// A path through the root of the crate would hide which module is imported.
#[test]
fn runtime_modules_do_not_import_from_the_root_of_the_crate() {
    let root = runtime();
    for path in source_files(&root) {
        let text = code(&fs::read_to_string(&path).unwrap());
        for name in imports(&text, "crate::") {
            let is_allowed = name == "runtime" || MACROS.contains(&name.as_str());
            assert!(is_allowed, "{}: imports `crate::{name}`", path.display());
        }
    }
}

#[test]
fn module_files_begin_with_documentation() {
    for root in [runtime(), Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src")] {
        for path in source_files(&root).iter().filter(|path| path.ends_with("mod.rs")) {
            let text = fs::read_to_string(path).unwrap();
            assert!(text.starts_with("//! "), "{}: expected `//!` on line 1", path.display());
        }
    }
}

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src/runtime")
}

#[test]
fn upward_imports_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("lib.rs", "use crate::high::Item;");
    write("low.rs", "use super::high::{self, Item};\n#[cfg(test)]\nmod tests { use crate::high; }");
    write("low/part.rs", "// crate::high\nfn f() -> crate::inner::high::Item {}");
    write("middle/part.rs", "use crate::inner::{\n    low::{high},\n    high,\n};");
    write("high/mod.rs", "use crate::inner::{low, middle as other};\nuse crate::high;");
    write("stray.rs", "");
    let found = check_imports(folder.path(), "crate::inner", &["low", "middle", "high"]);
    assert_eq!(
        found,
        [
            "low/part.rs: `low` imports `high`",
            "low.rs: `low` imports `high`",
            "middle/part.rs: `middle` imports `high`",
            "stray.rs: `stray` is not in the list of modules",
        ]
    );
}

/// Returns a line for every import of a module that is not below the importing one in `modules`.
///
/// `prefix` is the path of the module that lies in `root`, as in `crate` or `crate::runtime`. Comments
/// and everything after the first `#[cfg(test)]` of a file are ignored.
fn check_imports(root: &Path, prefix: &str, modules: &[&str]) -> Vec<String> {
    let mut violations = Vec::new();
    for path in source_files(root) {
        let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let module = relative.split('/').next().unwrap().trim_end_matches(".rs");
        if ["lib", "main", "mod"].contains(&module) {
            continue;
        }
        let Some(rank) = modules.iter().position(|known| *known == module) else {
            violations.push(format!("{relative}: `{module}` is not in the list of modules"));
            continue;
        };
        let text = code(&fs::read_to_string(&path).unwrap());
        let mut imports = imports(&text, &format!("{prefix}::"));
        imports.extend(imports_of_parent(&text, &relative));
        imports.sort();
        imports.dedup();
        for import in imports {
            if modules.iter().position(|known| *known == import).is_some_and(|at| at > rank) {
                violations.push(format!("{relative}: `{module}` imports `{import}`"));
            }
        }
    }
    violations
}

/// Returns the Rust files below a folder, sorted, except those with tests only.
fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(source_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.to_string_lossy().ends_with("_tests.rs")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Removes comments and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the first name of each path after `prefix`, as in `crate::a::B` or `crate::{a::B, c}`.
fn imports(text: &str, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &text[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_members(group)),
            None => found.push(first_name(rest)),
        }
    }
    found
}

/// Returns the first name of each member of a `{…}` group, given the text after the brace.
fn group_members(group: &str) -> Vec<String> {
    let mut members = vec![String::new()];
    let mut depth = 1;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => members.push(String::new()),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if let Some(member) = members.last_mut().filter(|_| c != ',') {
            member.push(c);
        }
    }
    members.iter().map(|member| first_name(member.trim())).collect()
}

/// Returns the imports through `super`, as far as they lead out of the module of the file.
fn imports_of_parent(text: &str, relative: &str) -> Vec<String> {
    let depth = relative.split('/').count() - usize::from(relative.ends_with("/mod.rs"));
    imports(text, &"super::".repeat(depth))
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}
