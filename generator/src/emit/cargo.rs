//! What the manifest of the crate takes from the manifests of this workspace: versions, lints and dependencies.
//!
//! All of it is written out, so that the crate can be built in any folder.

use std::collections::BTreeMap;

/// The values of the workspace that every crate has, with their keys.
const SHARED_KEYS: [&str; 4] = ["version", "edition", "rust-version", "license"];

/// The parts of the manifests of the workspace and of the runtime that the crate has, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CargoTables {
    /// The lines of `[package]` with the version, the edition, the oldest Rust and the license.
    pub package: String,
    /// The tables of lints.
    pub lints: String,
    /// The tables of dependencies.
    pub dependencies: String,
}

impl CargoTables {
    /// Reads the manifests of the workspace and of the runtime. The error is the line that is not understood.
    pub fn read(workspace: &str, runtime: &str) -> Result<Self, String> {
        let package = lines(workspace, "workspace.package");
        let package = SHARED_KEYS.iter().map(|key| {
            let line = package.clone().find(|line| line.split(' ').next() == Some(key));
            line.map(|line| format!("{line}\n")).ok_or_else(|| (*key).to_owned())
        });
        let shared: Result<BTreeMap<_, _>, _> =
            lines(workspace, "workspace.dependencies").map(Dependency::parse).collect();
        let shared = shared?;
        let mut dependencies = String::new();
        for table in ["dependencies", "dev-dependencies"] {
            dependencies.push_str(&format!("\n[{table}]\n"));
            for line in lines(runtime, table) {
                let (name, own) = Dependency::parse(line)?;
                let whole = shared.get(name).map(|shared| own.joined(shared)).ok_or(line)?;
                dependencies.push_str(&format!("{name} = {whole}\n"));
            }
        }
        Ok(Self {
            package: package.collect::<Result<_, _>>()?,
            lints: ["rust", "clippy"].map(|tool| lints(workspace, tool)).concat(),
            dependencies,
        })
    }
}

/// Returns the lines of a table, without comments and empty lines.
fn lines<'a>(manifest: &'a str, table: &str) -> impl Iterator<Item = &'a str> + Clone {
    let heading = format!("[{table}]");
    let rest = manifest.lines().skip_while(move |line| *line != heading).skip(1);
    let own = rest.take_while(|line| !line.starts_with('['));
    own.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Returns the table with the lints of a tool.
fn lints(workspace: &str, tool: &str) -> String {
    let mut text = format!("\n[lints.{tool}]\n");
    for line in lines(workspace, &format!("workspace.lints.{tool}")) {
        text.push_str(&format!("{line}\n"));
    }
    text
}

/// A dependency as it is written in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Dependency<'a> {
    version: Option<&'a str>,
    no_default_features: bool,
    features: Vec<&'a str>,
    optional: bool,
}

impl<'a> Dependency<'a> {
    /// Parses a line such as `http = "1"`, `http.workspace = true` or `time = { workspace = true, optional = true }`.
    fn parse(line: &'a str) -> Result<(&'a str, Self), String> {
        let (name, value) = line.split_once(" = ").ok_or(line)?;
        if let Some(name) = name.strip_suffix(".workspace") {
            return Ok((name, Self::default()));
        }
        if let Some(version) = unquoted(value) {
            return Ok((name, Self { version: Some(version), ..Self::default() }));
        }
        let table = value.strip_prefix("{ ").and_then(|rest| rest.strip_suffix(" }"));
        let mut own = Self::default();
        let mut rest = table.ok_or(line)?;
        while !rest.is_empty() {
            let (key, after) = rest.split_once(" = ").ok_or(line)?;
            let end = if after.starts_with('[') { after.find(']').ok_or(line)? } else { 0 };
            let end = after.get(end..).and_then(|tail| tail.find(", ")).map(|at| at + end);
            let (value, after) = match end {
                Some(end) => (after.get(..end), after.get(end + 2..).unwrap_or_default()),
                None => (Some(after), ""),
            };
            match (key, value.unwrap_or_default()) {
                ("version", version) => own.version = unquoted(version),
                ("default-features", "false") => own.no_default_features = true,
                ("optional", "true") => own.optional = true,
                ("workspace", "true") => {}
                ("features", list) => {
                    let list = list.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
                    let list = list.ok_or(line)?.split(", ").map(unquoted);
                    own.features = list.collect::<Option<_>>().ok_or(line)?;
                }
                _ => return Err(line.to_owned()),
            }
            rest = after;
        }
        Ok((name, own))
    }

    /// Renders the dependency with what the workspace declares for it.
    fn joined(&self, shared: &Self) -> String {
        let mut features = shared.features.clone();
        features.extend(self.features.iter().filter(|own| !shared.features.contains(own)));
        let mut parts = vec![format!("version = {:?}", shared.version.unwrap_or("*"))];
        if shared.no_default_features {
            parts.push("default-features = false".to_owned());
        }
        if !features.is_empty() {
            parts.push(format!("features = {features:?}"));
        }
        if self.optional {
            parts.push("optional = true".to_owned());
        }
        match parts.as_slice() {
            [version] => version.replacen("version = ", "", 1),
            _ => format!("{{ {} }}", parts.join(", ")),
        }
    }
}

fn unquoted(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('"'))
}

#[cfg(test)]
mod tests {
    use super::CargoTables;

    const WORKSPACE: &str = r#"
[workspace.package]
version = "0.3.0"
edition = "2024"
rust-version = "1.88"
license = "MIT"

[workspace.dependencies]
# a comment
http = "1.5"
time = { version = "0.3", default-features = false }
tokio = { version = "1", default-features = false, features = ["fs", "time"] }

[workspace.lints.rust]
missing_docs = "deny"

[workspace.lints.clippy]
all = { level = "deny", priority = -1 }
"#;

    #[test]
    fn versions_and_features_are_written_out() {
        let runtime = "[dependencies]\nhttp.workspace = true\n\
             time = { workspace = true, optional = true }\n\n[dev-dependencies]\n\
             tokio = { workspace = true, features = [\"macros\", \"time\"] }\n";
        let tables = CargoTables::read(WORKSPACE, runtime).unwrap();
        let package =
            "version = \"0.3.0\"\nedition = \"2024\"\nrust-version = \"1.88\"\nlicense = \"MIT\"\n";
        assert_eq!(tables.package, package);
        assert_eq!(
            tables.lints,
            "\n[lints.rust]\nmissing_docs = \"deny\"\n\n\
             [lints.clippy]\nall = { level = \"deny\", priority = -1 }\n"
        );
        assert_eq!(
            tables.dependencies,
            "\n[dependencies]\nhttp = \"1.5\"\n\
             time = { version = \"0.3\", default-features = false, optional = true }\n\n\
             [dev-dependencies]\ntokio = { version = \"1\", default-features = false, \
             features = [\"fs\", \"time\", \"macros\"] }\n"
        );
    }

    #[test]
    fn a_line_that_is_not_understood_is_an_error() {
        for line in ["http = { path = \"..\" }", "other.workspace = true", "http", "http = 1"] {
            let runtime = format!("[dependencies]\n{line}\n");
            assert_eq!(CargoTables::read(WORKSPACE, &runtime), Err(line.to_owned()));
        }
        assert_eq!(CargoTables::read("", ""), Err("version".to_owned()));
    }
}
