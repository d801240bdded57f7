//! The reserved names are complete: they are compared with what the runtime and the emitted code declare and use.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{CLIENT_BUILDER, GROUPS, REQUEST_SETTERS, TYPES};

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src/runtime")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the methods of a type that these files of the runtime declare.
fn methods(types: &[&str], files: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in files {
        for item in syn::parse_file(&read(&runtime().join(name))).unwrap().items {
            let syn::Item::Impl(item) = item else { continue };
            let is_own = matches!(
                &*item.self_ty,
                syn::Type::Path(ty)
                    if ty.path.segments.last().is_some_and(|last| types.iter().any(|own| last.ident == own))
            );
            for member in item.items.into_iter().filter(|_| is_own) {
                if let syn::ImplItem::Fn(method) = member {
                    found.insert(method.sig.ident.to_string());
                }
            }
        }
    }
    found
}

fn strings(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn methods_of_the_client_builder_are_reserved() {
    let files = [
        "client/blocking.rs",
        "client/mod.rs",
        "config/builder.rs",
        "config/connection.rs",
        "config/mode.rs",
        "testing/mod.rs",
    ];
    let mut found = methods(&["ClientBuilder"], &files);
    found.insert("fmt".to_owned());
    assert_eq!(found, strings(CLIENT_BUILDER));
}

#[test]
fn methods_of_clients_and_modules_are_reserved() {
    let files = [
        "client/blocking.rs",
        "client/fetch.rs",
        "client/group.rs",
        "client/mod.rs",
        "client/raw.rs",
    ];
    let mut used = methods(&["BlockingClient", "Client"], &files);
    let exports = read(&runtime().join("exports.rs"));
    let modules =
        exports.lines().filter_map(|line| line.strip_prefix("pub mod ")?.split(' ').next());
    used.extend(modules.map(str::to_owned));
    used.extend(strings(&["builder", "from_env", "new"]));
    let missing: Vec<_> = used.difference(&strings(GROUPS)).cloned().collect();
    assert!(missing.is_empty(), "not reserved for groups: {missing:?}");
}

#[test]
fn methods_of_request_builders_are_reserved() {
    let options = read(&runtime().join("call/options.rs"));
    let emitted = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit/rust");
    let emitted = ["filters.rs", "requests.rs"].map(|name| read(&emitted.join(name)));
    let texts = emitted.iter().chain([&options]);
    let lines = texts.flat_map(|text| text.lines()).filter(|line| line.starts_with("        "));
    let methods = lines.filter_map(|line| line.trim_start().strip_prefix("pub fn "));
    let methods =
        methods.filter_map(|rest| rest.split('(').next()).filter(|name| !name.starts_with('#'));
    let mut used: BTreeSet<String> = methods.map(str::to_owned).collect();
    // reserved only for the operations that have it
    used.remove("body");
    assert!(used.len() > 10, "only {used:?} are found");
    let missing: Vec<_> = used.difference(&strings(REQUEST_SETTERS)).cloned().collect();
    assert!(missing.is_empty(), "not reserved for setters: {missing:?}");
}

/// Returns the names in the bodies of the macros that emitted code calls.
fn names_in_macros() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in ["call/options.rs", "macros.rs", "macros/unions.rs"] {
        let text = read(&runtime().join(name));
        let bodies = text.split("macro_rules!").skip(1).filter_map(|body| body.split("\n}").next());
        for body in bodies {
            let code = body.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = code.collect::<Vec<_>>().join("\n") + "\n}";
            found.extend(crate::emit::rust::names_in(&code));
        }
    }
    found
}

#[test]
fn types_that_macros_use_are_reserved() {
    // parameters of functions, and names that only values have
    let own = strings(&["D", "H", "S", "IntoFuture", "NAME", "Output", "META", "KNOWN", "VALUES"]);
    let is_type = |name: &String| name.starts_with(|c: char| c.is_ascii_uppercase());
    let used: BTreeSet<String> = names_in_macros().into_iter().filter(is_type).collect();
    assert!(used.contains("String"), "only {used:?} are found");
    let missing: BTreeSet<_> = &(&used - &strings(&TYPES)) - &own;
    assert!(missing.is_empty(), "not reserved for types: {missing:?}");
}

#[test]
fn types_that_emitted_code_uses_are_reserved() {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/features");
    let mut missing = BTreeSet::new();
    for entry in std::fs::read_dir(features).unwrap() {
        let ctx = &mut crate::context::Context::default();
        let options = crate::Options::new(entry.unwrap().path(), runtime().join("../../.."));
        let files = crate::generate(ctx, &options).unwrap();
        let own = files.iter().find(|file| file.path == "API.txt").unwrap();
        let words = |text: &str| -> BTreeSet<String> {
            text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect()
        };
        let own = words(&own.contents);
        let has_types = |path: &str| {
            let path = path.strip_prefix("src/").filter(|path| !path.starts_with("runtime/"));
            let shared = ["api", "blocking_client", "client", "ids", "inspect", "lib"];
            let module = path.and_then(|path| path.strip_suffix(".rs"));
            module.is_some_and(|own| !shared.contains(&own) && !own.ends_with("/operations"))
        };
        for file in files.iter().filter(|file| has_types(&file.path)) {
            let names = crate::emit::rust::names_in(&file.contents).into_iter();
            let names = names.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
            missing.extend(
                names.filter(|name| !own.contains(name) && !TYPES.contains(&name.as_str())),
            );
        }
    }
    assert!(missing.is_empty(), "not reserved for types: {missing:?}");
}
