//! The code of all features compiles without warnings.
//!
//! Most features become modules of one crate with one copy of the runtime, see `shared`. The path in a compiler error
//! names the feature. A feature about the manifest stays a crate of its own.

use std::fs;
use std::path::{Path, PathBuf};

use generator::emit::File;
use generator::output::{self, Mode};
use tests::cargo;

use super::{features, folder, generate, name_of, shared};

/// The feature whose manifest is compiled, too.
pub const WHOLE_CRATE: &str = "cargo-features";

/// The folder and the package of the crate of all other features.
const SHARED: &str = "features";

/// Returns the workspace of both crates.
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

/// Writes the crates of a workspace and checks them. The workspace is kept between runs, so that cargo checks only what
/// has changed.
pub fn check(root: &Path, crates: &[(&str, Vec<File>)]) {
    fs::create_dir_all(root).unwrap();
    let members: Vec<&str> = crates.iter().map(|(name, _)| *name).collect();
    fs::write(root.join("Cargo.toml"), manifest(&members)).unwrap();
    // the versions of our own workspace, downloaded with it unless only these features need them
    fs::copy(folder("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    for (name, files) in crates {
        write(&root.join(name), files);
    }
    cargo::run(root, env!("CARGO_TARGET_TMPDIR"), &["check", "--workspace", "--keep-going"]);
}

#[test]
fn all_features_compile() {
    let specs = features().into_iter().map(|spec| (name_of(&spec), generate(&spec).1));
    let (whole, modules): (Vec<_>, Vec<_>) = specs.partition(|(name, _)| name == WHOLE_CRATE);
    let whole = whole.into_iter().map(|(_, files)| (WHOLE_CRATE, files));
    let shared = (SHARED, shared::files(SHARED, &modules));
    check(&workspace(), &whole.chain([shared]).collect::<Vec<_>>());
}
