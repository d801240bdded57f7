//! Access to the repository through the program `git`.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the last tag with a version before `HEAD`, or `None` if there is none.
pub fn last_tag(root: &Path) -> Option<String> {
    let describe = ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"];
    run(root, &describe, None).ok().map(|tag| tag.trim().to_owned())
}

/// Copies the files of a revision below some paths to a folder. Paths that the revision does not have are skipped.
pub fn copy_files(
    root: &Path,
    revision: &str,
    paths: &[&str],
    folder: &Path,
) -> Result<(), String> {
    let commit = format!("{revision}^{{commit}}");
    let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
    let Ok(commit) = run(root, &verify, None) else {
        return Err(format!("expected a revision, a file or a folder, found `{revision}`"));
    };
    let commit = commit.trim();
    let list = [&["ls-tree", "-r", "-z", "--name-only", commit, "--"], paths].concat();
    let files = run(root, &list, None)?;
    // An index of its own, so that the one of the repository is not changed.
    let index = folder.join("index");
    let prefix = format!("--prefix={}/", folder.display());
    run_with_index(root, &["read-tree", commit], None, Some(&index))?;
    let checkout = ["checkout-index", "-z", "--stdin", &prefix];
    run_with_index(root, &checkout, Some(&files), Some(&index))?;
    Ok(())
}

fn run(root: &Path, arguments: &[&str], input: Option<&str>) -> Result<String, String> {
    run_with_index(root, arguments, input, None)
}

/// Runs `git` and returns its output, or its messages if it fails.
fn run_with_index(
    root: &Path,
    arguments: &[&str],
    input: Option<&str>,
    index: Option<&Path>,
) -> Result<String, String> {
    let failure = |error: &dyn std::fmt::Display| format!("cannot run `git`: {error}");
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    command.envs(index.map(|index| ("GIT_INDEX_FILE", index.as_os_str() as &OsStr)));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failure(&error))?;
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.unwrap_or_default();
        stdin.write_all(input.as_bytes()).map_err(|error| failure(&error))?;
    }
    let output = child.wait_with_output().map_err(|error| failure(&error))?;
    if !output.status.success() {
        let messages = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`git {}` failed: {}", arguments.join(" "), messages.trim()));
    }
    String::from_utf8(output.stdout).map_err(|error| failure(&error))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Creates a repository with one commit.
    fn repository() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("spec/groups")).unwrap();
        fs::write(root.path().join("spec/groups/a.yaml"), "a: 1\n").unwrap();
        fs::write(root.path().join("other.txt"), "text\n").unwrap();
        git(&root, &["init", "--quiet"]);
        commit(&root);
        root
    }

    fn git(root: &tempfile::TempDir, arguments: &[&str]) {
        run(root.path(), arguments, None).unwrap();
    }

    fn commit(root: &tempfile::TempDir) {
        git(root, &["add", "--all"]);
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        git(root, &[&author, &["commit", "--quiet", "--message", "Add"] as &[&str]].concat());
    }

    #[test]
    fn files_of_a_revision_are_copied() {
        let root = repository();
        fs::write(root.path().join("spec/groups/a.yaml"), "a: 2\n").unwrap();
        commit(&root);
        let target = tempfile::tempdir().unwrap();
        copy_files(root.path(), "HEAD~1", &["spec", "missing"], target.path()).unwrap();
        let text = fs::read_to_string(target.path().join("spec/groups/a.yaml")).unwrap();
        assert_eq!(text, "a: 1\n");
        assert!(!target.path().join("other.txt").exists());
        assert_eq!(run(root.path(), &["status", "--porcelain"], None).unwrap(), "");
    }

    #[test]
    fn an_unknown_revision_is_an_error() {
        let root = repository();
        let target = tempfile::tempdir().unwrap();
        let error = copy_files(root.path(), "v9", &["spec"], target.path()).unwrap_err();
        assert_eq!(error, "expected a revision, a file or a folder, found `v9`");
    }

    #[test]
    fn only_tags_with_a_version_are_found() {
        let root = repository();
        git(&root, &["tag", "other"]);
        assert_eq!(last_tag(root.path()), None);
        git(&root, &["tag", "v0.1.0"]);
        assert_eq!(last_tag(root.path()).as_deref(), Some("v0.1.0"));
    }
}
