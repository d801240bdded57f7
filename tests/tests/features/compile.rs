//! That what the features yield is Rust, without a warning: all crates in one workspace, checked once.

use std::fs;
use std::path::Path;
use std::process::Command;

use generator::output::{self, Mode};

use super::{features, folder, generate, name_of};

/// The workspace of all features, kept between runs so that only what has changed is checked again.
fn workspace() -> std::path::PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("features")
}

/// The manifest of our own workspace, with other members and without patience for warnings.
fn manifest() -> String {
    let own = fs::read_to_string(folder("../Cargo.toml")).unwrap();
    let (_, rest) = own.split_once("[workspace.package]").unwrap();
    let strict =
        rest.replace("[workspace.lints.rust]\n", "[workspace.lints.rust]\nwarnings = \"deny\"\n");
    assert_ne!(strict, rest, "the lints have moved");
    format!("[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n[workspace.package]{strict}")
}

/// Writes only what has changed: cargo goes by the time of a file.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return;
    }
    fs::write(path, text).unwrap();
}

#[test]
fn all_features_compile() {
    let root = workspace();
    fs::create_dir_all(&root).unwrap();
    put(&root.join("Cargo.toml"), &manifest());
    let known: Vec<String> = features().iter().map(|spec| name_of(spec)).collect();
    for entry in fs::read_dir(&root).unwrap() {
        let entry = entry.unwrap();
        let stale = !known.contains(&entry.file_name().to_string_lossy().into_owned());
        if stale && entry.file_type().unwrap().is_dir() {
            fs::remove_dir_all(entry.path()).unwrap();
        }
    }
    for spec in features() {
        let (_, files) = generate(&spec);
        output::reconcile(&root.join(name_of(&spec)), &files, Mode::Write).unwrap();
    }
    fs::copy(folder("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--all-features", "--offline", "--quiet", "--keep-going"])
        .arg("--target-dir")
        .arg(target)
        .current_dir(&root)
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}
