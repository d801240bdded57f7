//! `cargo xtask schema`, and the files of the spec that `cargo xtask gen` writes: both are rendered from the declarations
//! of keys.

use std::path::Path;
use std::process::ExitCode;

use generator::diagnostics::{Code, Diagnostic};
use generator::output::Mode;
use generator::schema::{json_schema, readme};

/// Prints the JSON Schema.
pub fn run() -> ExitCode {
    print!("{}", json_schema::render());
    ExitCode::SUCCESS
}

/// Writes the JSON Schema and the tables of keys to the folder of the spec. In check mode, nothing is written, and a file
/// that differs is an error.
pub fn update(spec: &Path, mode: Mode) -> Vec<Diagnostic> {
    let schema = update_file(&spec.join("schema.json"), mode, |_| Some(json_schema::render()));
    let tables = update_file(&spec.join("README.md"), mode, readme::update);
    [schema, tables].into_iter().flatten().collect()
}

/// Writes a file if `render` returns another text for it. Returns an error if it cannot be written or, in check mode, must
/// be.
fn update_file(
    path: &Path,
    mode: Mode,
    render: impl Fn(&str) -> Option<String>,
) -> Option<Diagnostic> {
    let present = std::fs::read_to_string(path).unwrap_or_default();
    let Some(text) = render(&present) else {
        let message = "expected the marks of the tables of keys, found none";
        return Some(outside(Code::OutputFailed, path, message));
    };
    if text == present {
        return None;
    }
    if mode == Mode::Check {
        let help = "run `cargo xtask gen` and commit the result";
        return Some(outside(Code::OutOfDate, path, "file is out of date").help(help));
    }
    match std::fs::write(path, text) {
        Ok(()) => {
            eprintln!("  ~ {}", path.display());
            None
        }
        Err(error) => {
            Some(outside(Code::OutputFailed, path, &format!("cannot write this file: {error}")))
        }
    }
}

fn outside(code: Code, path: &Path, message: &str) -> Diagnostic {
    Diagnostic::outside(code, path.to_string_lossy().replace('\\', "/"), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_once_and_compared() {
        let spec = tempfile::tempdir().unwrap();
        let readme = spec.path().join("README.md");
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/README.md");
        let current = std::fs::read_to_string(own).unwrap();
        std::fs::write(&readme, current.replace("### An operation\n", "")).unwrap();

        let codes = |mode| -> Vec<Code> {
            update(spec.path(), mode).into_iter().map(|diagnostic| diagnostic.code).collect()
        };
        assert_eq!(codes(Mode::Check), [Code::OutOfDate, Code::OutOfDate]);
        assert!(!spec.path().join("schema.json").exists());
        assert_eq!(codes(Mode::Write), []);
        assert_eq!(codes(Mode::Check), []);
        assert_eq!(std::fs::read_to_string(&readme).unwrap(), current);
    }

    #[test]
    fn a_file_without_marks_is_an_error_and_not_written() {
        let spec = tempfile::tempdir().unwrap();
        std::fs::write(spec.path().join("README.md"), "text\n").unwrap();
        let found = update(spec.path(), Mode::Write);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code, Code::OutputFailed);
        assert_eq!(std::fs::read_to_string(spec.path().join("README.md")).unwrap(), "text\n");
    }
}
