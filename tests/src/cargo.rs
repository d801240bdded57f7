//! Commands of cargo in crates that a test has written.

use std::path::Path;
use std::process::Command;

/// Runs a command with all features in the crate or the workspace in a folder, and panics with its output if it fails.
///
/// `tmpdir` is the `CARGO_TARGET_TMPDIR` of the test. Its parent is the target folder, so that dependencies are shared.
///
/// # Panics
///
/// Panics if the command fails, or cannot be run.
pub fn run(folder: &Path, tmpdir: &str, arguments: &[&str]) {
    let run = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--all-features", "--quiet"])
        .arg("--target-dir")
        .arg(Path::new(tmpdir).parent().expect("the target folder"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .current_dir(folder)
        .output()
        .expect("cargo runs");
    let (stdout, stderr) =
        (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "cargo {arguments:?}\n{stdout}\n{stderr}");
}
