//! The code of all features compiles without warnings, their emitted tests pass, and they send the expected bytes.
//!
//! Most features become modules of one crate with one copy of the runtime, see `shared`. The path in a compiler error
//! and the name of a test name the feature. A feature about the manifest stays a crate of its own.

use std::fs;
use std::path::{Path, PathBuf};

use generator::emit::File;
use generator::output::{self, Mode};
use tests::cargo;

use super::{emitted, features, folder, full_example, generate, name_of, options, shared, wire};

/// The feature whose manifest is compiled, too.
pub const WHOLE_CRATE: &str = "cargo-features";

/// The package of the crate of all other features.
const SHARED: &str = "features";

/// Returns the folder of the workspace of a package. It is kept between runs, so that cargo compiles only what has changed.
pub fn workspace(package: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(package)
}

/// Returns the manifest of our own workspace with other members and with warnings as errors.
fn manifest(members: &[&str]) -> String {
    let own = fs::read_to_string(folder("../Cargo.toml")).unwrap();
    let (_, rest) = own.split_once("[workspace.package]").unwrap();
    let (rest, _) = rest.split_once("\n[profile").unwrap_or((rest, ""));
    let strict =
        rest.replace("[workspace.lints.rust]\n", "[workspace.lints.rust]\nwarnings = \"deny\"\n");
    assert_ne!(strict, rest, "the table of lints has another name");
    format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.package]{strict}")
}

/// Writes a crate. A folder without a list of its files was written by an older version, and is deleted before.
fn write(folder: &Path, files: &[File]) {
    if !folder.join(output::LIST).exists() && folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    output::reconcile(folder, files, Mode::Write).unwrap();
}

/// Writes a crate into a workspace of its own, and runs a command of cargo there.
pub fn run(package: &str, files: &[File], arguments: &[&str]) {
    let root = workspace(package);
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("Cargo.toml"), manifest(&[package])).unwrap();
    // the versions of our own workspace, downloaded with it unless only these features need them
    fs::copy(folder("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    write(&root.join(package), files);
    cargo::run(&root, env!("CARGO_TARGET_TMPDIR"), arguments);
}

#[test]
fn a_feature_about_the_manifest_compiles() {
    let (_, files) = generate(&folder("features").join(WHOLE_CRATE));
    run(WHOLE_CRATE, &files, &["check"]);
}

/// Compiles the features once, with both tests.
#[test]
fn all_features_compile_and_pass_their_tests() {
    let mut bodies = 0;
    let specs = features().into_iter().filter(|spec| name_of(spec) != WHOLE_CRATE);
    let mut generate = |spec: PathBuf| {
        emitted::generate(&name_of(&spec), options(&spec), |api| bodies += full_example::add(api))
    };
    let crates: Vec<_> = specs.map(&mut generate).collect();
    assert!(bodies > 40, "only {bodies} bodies have an example with all members");
    let mut files = shared::files(SHARED, &crates);
    files.extend(emitted::test(SHARED, &crates));
    files.extend(wire::test(SHARED, &crates));
    let arguments = ["test", "--no-fail-fast", "--test", "emitted", "--test", "wire"];
    run(SHARED, &files, &arguments);
}
