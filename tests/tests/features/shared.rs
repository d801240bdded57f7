//! Many generated crates as modules of one, so that their common runtime is compiled once.
//!
//! The files of a crate move to `src/fixture_NAME/`, its `lib.rs` becomes the `mod.rs` there. Its paths through
//! `crate::` lead to that module, which re-exports the runtime and its macros. The functions that `client.rs` and
//! `blocking_client.rs` add to types of the runtime are prefixed, as they would collide otherwise.

use std::collections::{BTreeMap, BTreeSet};

use generator::emit::{File, HEADER};

/// A feature: its name, and the files of its crate.
pub type Feature = (String, Vec<File>);

/// Returns the name of the module of a feature.
pub fn module(feature: &str) -> String {
    format!("fixture_{}", feature.replace('-', "_"))
}

/// Returns the files of the crate `package`, which has a module for each feature.
pub fn files(package: &str, crates: &[Feature]) -> Vec<File> {
    let (_, first) = crates.first().unwrap();
    let runtime: Vec<&File> = runtime_of(first).collect();
    let exported = exported_macros(&runtime);
    let mut root = format!("// {HEADER}\n\n//! All features.\n\npub mod runtime;\n");
    let mut files: Vec<File> = runtime.iter().map(|file| (*file).clone()).collect();
    for (name, own) in crates {
        let is_shared = runtime_of(own).map(code).eq(runtime.iter().map(|file| code(file)));
        assert!(is_shared, "`{name}` has another runtime");
        let module = module(name);
        root.push_str(&format!("/// The feature `{name}`.\npub mod {module};\n"));
        files.extend(own.iter().filter_map(|file| moved(file, &module, &exported)));
    }
    files.push(File::new("src/lib.rs", root));
    files.push(File::new("Cargo.toml", manifest(package, crates)));
    files
}

fn runtime_of(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.path.starts_with("src/runtime/"))
}

/// Returns a file without its documentation, whose examples contain the name of the crate.
fn code(file: &File) -> (&str, Vec<&str>) {
    let lines = file.contents.lines();
    (&file.path, lines.filter(|line| !line.trim_start().starts_with("///")).collect())
}

/// Returns the names of the macros that the runtime exports at the root of its crate.
fn exported_macros(runtime: &[&File]) -> Vec<String> {
    let sources = runtime.iter().flat_map(|file| file.contents.split("#[macro_export]").skip(1));
    let names =
        sources.filter_map(|source| source.split_once("macro_rules! ")?.1.split(' ').next());
    // a macro may have one definition with and one without a feature
    names.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns a file of a crate as it is in its module; `None` for what is shared and for what is no source.
fn moved(file: &File, module: &str, exported: &[String]) -> Option<File> {
    let path = file.path.strip_prefix("src/").filter(|path| !path.starts_with("runtime/"))?;
    let contents = relocated(&file.contents, module);
    let (path, contents) = match path {
        "lib.rs" => ("mod.rs", module_root(&contents, exported)),
        "client.rs" | "blocking_client.rs" => (path, prefixed(&contents, module)),
        _ => (path, contents),
    };
    Some(File::new(format!("src/{module}/{path}"), contents))
}

/// Returns the source with the module in every path that begins with `crate::`.
fn relocated(source: &str, module: &str) -> String {
    let mut parts = source.split("crate::");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let is_path = !text.ends_with(is_part_of_a_name);
        text.push_str("crate::");
        if is_path {
            text.push_str(&format!("{module}::"));
        }
        text.push_str(part);
    }
    text
}

/// Returns a `lib.rs` without its inner attributes, and with re-exports in place of the module `runtime`.
fn module_root(lib: &str, exported: &[String]) -> String {
    let mut text = String::new();
    for line in lib.lines().filter(|line| !line.starts_with("#![")) {
        let is_runtime = line.ends_with("mod runtime;");
        text.push_str(if is_runtime { "pub use crate::runtime;" } else { line });
        text.push('\n');
    }
    for name in exported {
        text.push_str(&format!("#[allow(unused_imports)]\npub(crate) use crate::{name};\n"));
    }
    text
}

/// Returns the source with the module in the names of the public functions that it declares.
fn prefixed(source: &str, module: &str) -> String {
    let declarations = source.lines().filter(|line| line.trim_start().starts_with("pub "));
    let functions =
        declarations.filter_map(|line| line.split_once("fn ")?.1.split(['(', '<']).next());
    let names: BTreeSet<&str> = functions.collect();
    let mut text = source.to_owned();
    for name in names {
        let plain = name.trim_start_matches("r#");
        for (before, after) in [("fn ", "("), ("fn ", "<"), ("Self::", "("), ("self.", "(")] {
            let prefixed = format!("{before}{module}_{plain}{after}");
            text = text.replace(&format!("{before}{name}{after}"), &prefixed);
        }
    }
    text
}

fn is_part_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Returns a test with the module in the names of the functions of `client.rs` that it calls.
pub fn with_prefixed_calls(source: &str, fixture: &str, files: &[File]) -> String {
    let client = files.iter().find(|file| file.path == "src/client.rs").unwrap();
    let declarations = client.contents.lines().filter(|line| line.trim_start().starts_with("pub "));
    let functions = declarations.filter_map(|line| line.split_once("fn ")?.1.split_once('('));
    let mut text = source.to_owned();
    for (name, parameters) in functions.collect::<BTreeSet<_>>() {
        let name = name.split('<').next().unwrap();
        let plain = name.trim_start_matches("r#");
        // a group of operations and a setter may have the same name, but the group has no arguments
        let end = if parameters.starts_with("&self)") { "()" } else { "(" };
        for before in ["Client::", "."] {
            let from = format!("{before}{name}{end}");
            text = text.replace(&from, &format!("{before}{fixture}_{plain}{end}"));
        }
    }
    text
}

/// Returns a manifest with the dependencies of the first crate, those of the tests, and the features of all.
fn manifest(package: &str, crates: &[Feature]) -> String {
    let manifests: Vec<&str> = crates.iter().map(|(_, files)| manifest_of(files)).collect();
    let features: BTreeMap<&str, &str> = manifests
        .iter()
        .flat_map(|manifest| table(manifest, "features").lines())
        .filter_map(|line| line.split_once(" = "))
        .filter(|(name, _)| !name.starts_with([' ', '#']) && *name != "default")
        .collect();
    let features: String = features.iter().map(|(name, on)| format!("{name} = {on}\n")).collect();
    let dependencies = table(manifests.first().unwrap(), "dependencies");
    format!(
        "# {HEADER}\n\n[package]\nname = \"{package}\"\nversion.workspace = true\n\
         edition.workspace = true\nrust-version.workspace = true\npublish = false\n\n\
         [lints]\nworkspace = true\n\n[features]\n{features}\n[dependencies]\n{dependencies}\n\
         [dev-dependencies]\nhttp.workspace = true\n\
         tokio = {{ workspace = true, features = [\"macros\", \"rt\"] }}\n"
    )
}

fn manifest_of(files: &[File]) -> &str {
    &files.iter().find(|file| file.path == "Cargo.toml").unwrap().contents
}

/// Returns the lines of a table of a manifest.
fn table<'a>(manifest: &'a str, name: &str) -> &'a str {
    let (_, rest) = manifest.split_once(&format!("\n[{name}]\n")).unwrap();
    rest.split_once("\n[").map_or(rest, |(lines, _)| lines)
}

#[test]
fn only_paths_are_relocated() {
    let source = "use crate::api; macro!($crate::x); subcrate::y(); (crate::z)";
    let expected = "use crate::m::api; macro!($crate::x); subcrate::y(); (crate::m::z)";
    assert_eq!(relocated(source, "m"), expected);
}

#[test]
fn declared_functions_are_prefixed() {
    let source = "pub fn new() { Self::build(1); Self::builder_for() }\npub fn build(n: u8) {}\n";
    let expected =
        "pub fn m_new() { Self::m_build(1); Self::builder_for() }\npub fn m_build(n: u8) {}\n";
    assert_eq!(prefixed(source, "m"), expected);
}
