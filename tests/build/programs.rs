//! Collects the programs of the documentation for `tests/documented`: the examples of all operations, those of both
//! READMEs and of the guide, and the example programs of the spec. Each becomes a module of one file, which that test includes.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// Writes the module of all programs into a folder.
pub fn write(out: &Path) -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut programs = Vec::new();
    for path in files(&root.join("generated/src"), ".rs") {
        let group = path.trim_end_matches(".rs").to_owned();
        let text = read(&root.join("generated/src").join(path));
        programs.extend(operations(&group, &text));
    }
    for path in ["README.md", "generated/README.md"] {
        programs.extend(blocks(path, &read(&root.join(path))));
    }
    for path in files(&root.join("generated/src/guide"), ".md") {
        let text = read(&root.join("generated/src/guide").join(&path));
        programs.extend(blocks(&format!("guide/{path}"), &text));
    }
    for path in files(&root.join("spec/examples"), ".rs") {
        let text = read(&root.join("spec/examples").join(&path));
        let lines = text.lines().filter(|line| !line.starts_with("//!"));
        programs.push((format!("examples/{path}"), lines.collect::<Vec<_>>().join("\n")));
    }
    fs::write(out.join("programs.rs"), modules(&programs))
}

/// A program: a label, and its code.
type Program = (String, String);

/// Returns the names of the files in a folder that end with `extension`, sorted.
fn files(folder: &Path, extension: &str) -> Vec<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder).expect("the folder exists");
    let names = entries.map(|entry| entry.expect("a file").file_name().into_string());
    let mut names: Vec<String> = names.map(|name| name.expect("a name in UTF-8")).collect();
    names.retain(|name| name.ends_with(extension));
    names.sort();
    names
}

fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the examples of the methods of a group, labelled `group::method`.
fn operations(group: &str, text: &str) -> Vec<Program> {
    let mut programs = Vec::new();
    let mut open: Option<String> = None;
    let mut found = None;
    for line in text.lines().map(str::trim_start) {
        let doc = line.strip_prefix("///").map(|doc| doc.strip_prefix(' ').unwrap_or(doc));
        match (doc, &mut open) {
            (Some("```no_run"), None) => open = Some(String::new()),
            (Some("```"), Some(_)) => found = open.take(),
            (Some(code), Some(block)) => push(block, code),
            (None, _) => {
                let method = line.strip_prefix("pub fn ").and_then(|rest| rest.split('(').next());
                if let (Some(method), Some(code)) = (method, found.take_if(|_| method.is_some())) {
                    programs.push((format!("{group}::{method}"), code));
                }
            }
            _ => {}
        }
    }
    programs
}

/// Returns the Rust programs of a Markdown file, labelled with the line where they start.
fn blocks(path: &str, text: &str) -> Vec<Program> {
    let mut programs = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        match (line, &mut open) {
            ("```rust,no_run" | "```no_run", None) => open = Some((index + 1, String::new())),
            ("```", Some(_)) => {
                programs.extend(open.take().map(|(line, code)| (format!("{path}:{line}"), code)));
            }
            (code, Some((_, block))) => push(block, code),
            _ => {}
        }
    }
    programs
}

/// Adds a line of a program, without the mark of lines that the documentation hides.
fn push(block: &mut String, line: &str) {
    let code = line.trim_start();
    let hidden = if code == "#" { Some("") } else { code.strip_prefix("# ") };
    block.push_str(hidden.unwrap_or(line));
    block.push('\n');
}

/// Renders a module for each program, and the list of them.
///
/// A program is a function `example(client)`, or has a `main`. A `main` creates its client from the environment or with
/// a builder, which are replaced unless the program is an example program, which runs in a process of its own.
fn modules(programs: &[Program]) -> String {
    let mut text = String::new();
    let mut list = String::new();
    for (index, (label, code)) in programs.iter().enumerate() {
        let code = match label.starts_with("examples/") {
            true => code.clone(),
            false => code
                .replace("Client::from_env()", "crate::client_instead_of(Client::from_env)")
                .replace("Client::builder(", "crate::builder_instead_of(Client::builder, "),
        };
        let run = match (code.contains("fn main()"), code.contains("fn example(")) {
            (true, false) => "main()?;\nOk(())",
            (false, true) => "crate::run(async { example(crate::client()?).await?; Ok(()) })",
            _ => panic!("{label}: expected either a function `main` or a function `example`"),
        };
        write!(
            text,
            "mod program_{index} {{\n{code}\npub fn run() -> crate::Outcome {{\n{run}\n}}\n}}\n\n"
        )
        .expect("strings accept everything");
        writeln!(list, "    Program {{ label: {label:?}, run: program_{index}::run }},")
            .expect("strings accept everything");
    }
    format!("{text}/// All programs.\nconst PROGRAMS: &[Program] = &[\n{list}];\n")
}
