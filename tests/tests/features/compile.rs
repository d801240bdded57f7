//! The code of all features compiles without warnings.
//!
//! Most features become modules of one crate with one copy of the runtime, see `shared`. The path in a compiler error
//! names the feature. A feature about the manifest stays a crate of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::emit::File;
use generator::output::{self, Mode};

use super::{features, folder, generate, name_of, shared};

/// The feature whose manifest is compiled, too.
const WHOLE_CRATE: &str = "cargo-features";

/// The folder and the package of the crate of all other features.
const SHARED: &str = "features";

/// Returns the workspace of both crates. It is kept between runs, so that cargo checks only what has changed.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled-features")
}

/// Returns the manifest of our own workspace with other members and with warnings as errors.
pub fn manifest(members: &[&str]) -> String {
    let own = fs::read_to_string(folder("../Cargo.toml")).unwrap();
    let (_, rest) = own.split_once("[workspace.package]").unwrap();
    let (rest, _) = rest.split_once("\n[profile").unwrap_or((rest, ""));
    let strict =
        rest.replace("[workspace.lints.rust]\n", "[workspace.lints.rust]\nwarnings = \"deny\"\n");
    assert_ne!(strict, rest, "the table of lints has another name");
    format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.package]{strict}")
}

/// Writes a crate. A folder without a list of its files was written by an older version, and is deleted before.
pub fn write(folder: &Path, files: &[File]) {
    if !folder.join(output::LIST).exists() && folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    output::reconcile(folder, files, Mode::Write).unwrap();
}

#[test]
fn all_features_compile() {
    let root = workspace();
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("Cargo.toml"), manifest(&[SHARED, WHOLE_CRATE])).unwrap();
    // the versions of our own workspace, downloaded with it unless only these features need them
    fs::copy(folder("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let mut modules = Vec::new();
    for spec in features() {
        let (name, (_, files)) = (name_of(&spec), generate(&spec));
        if name == WHOLE_CRATE {
            write(&root.join(name), &files);
        } else {
            modules.push((name, files));
        }
    }
    write(&root.join(SHARED), &shared::files(SHARED, &modules));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--all-features", "--quiet", "--keep-going"])
        .arg("--target-dir")
        .arg(target)
        .current_dir(&root)
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}
