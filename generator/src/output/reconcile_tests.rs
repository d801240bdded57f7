use super::*;

fn file(path: &str, text: &str) -> File {
    File::new(path, format!("// {}.\n{text}\n", crate::emit::HEADER))
}

fn write(folder: &Path, files: &[File]) -> Changes {
    reconcile(folder, files, Mode::Write).unwrap()
}

#[test]
fn writes_only_what_changed_and_deletes_what_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = write(folder, &[file("src/a.rs", "one"), file("src/b/c.rs", "two")]);
    assert_eq!(first.created, ["src/a.rs", "src/b/c.rs"]);
    std::fs::write(folder.join("src/mine.rs"), "// by hand\n").unwrap();
    let modified = std::fs::metadata(folder.join("src/a.rs")).unwrap().modified().unwrap();

    let second = write(folder, &[file("src/a.rs", "one"), file("src/d.rs", "three")]);
    assert_eq!(
        (second.created, second.deleted),
        (vec!["src/d.rs".into()], vec!["src/b/c.rs".into()])
    );
    assert_eq!(second.unchanged, 1);
    assert!(!folder.join("src/b").exists(), "an empty folder stays behind");
    assert!(folder.join("src/mine.rs").exists(), "a file of somebody else was deleted");
    assert_eq!(std::fs::metadata(folder.join("src/a.rs")).unwrap().modified().unwrap(), modified);
    let names = |path: &str| std::fs::read_dir(folder.join(path)).unwrap().count();
    assert_eq!(names("src"), 3, "a temporary file stays behind");
}

#[test]
fn check_writes_nothing_and_shows_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, &[file("a.rs", "one"), file("old.rs", "gone")]);
    let changes =
        reconcile(folder, &[file("a.rs", "two"), file("new.rs", "x")], Mode::Check).unwrap();
    assert_eq!(changes.updated, ["a.rs"]);
    assert_eq!(changes.created, ["new.rs"]);
    assert_eq!(changes.deleted, ["old.rs"]);
    for line in ["--- a/a.rs", "-one", "+two", "--- /dev/null", "+++ b/new.rs", "+++ /dev/null"] {
        assert!(changes.diff.lines().any(|l| l == line), "{line} in {}", changes.diff);
    }
    assert!(std::fs::read_to_string(folder.join("a.rs")).unwrap().contains("one"));
    assert!(!folder.join("new.rs").exists());
    assert!(folder.join("old.rs").exists());
}

#[test]
fn touches_nothing_when_a_foreign_file_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("b.rs"), "by hand").unwrap();
    let failure =
        reconcile(folder, &[file("a.rs", "x"), file("b.rs", "y")], Mode::Write).unwrap_err();
    assert_eq!(
        failure.0.first().map(|p| (p.code, p.path.as_str())),
        Some((Code::ForeignFile, "b.rs"))
    );
    assert!(!folder.join("a.rs").exists());
}

#[test]
fn a_folder_in_the_way_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("a.rs/inner")).unwrap();
    let failure = reconcile(folder.path(), &[file("a.rs", "x")], Mode::Write).unwrap_err();
    assert_eq!(failure.0.first().map(|p| p.code), Some(Code::OutputFailed));
}

#[test]
fn refuses_its_own_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let bad = [
        file("../a.rs", "x"),
        file("/etc/a.rs", "x"),
        File::new("b.rs", "no header"),
        file("c.rs", "x"),
        file("C.rs", "x"),
    ];
    let failure = reconcile(folder.path(), &bad, Mode::Write).unwrap_err();
    assert_eq!(failure.0.len(), 4);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
