use super::super::LIST;
use super::*;

fn file(path: &str, text: &str) -> File {
    File::new(path, format!("// {}.\n{text}\n", crate::emit::HEADER))
}

fn write(folder: &Path, files: &[File]) -> Changes {
    reconcile(folder, files, Mode::Write).unwrap()
}

/// Returns the code and the path of each error.
fn errors(folder: &Path, files: &[File]) -> Vec<(Code, String)> {
    let failure = reconcile(folder, files, Mode::Write).unwrap_err();
    failure.0.into_iter().map(|error| (error.code, error.path)).collect()
}

fn read_text(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap()
}

/// Returns the names of the files and folders in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn writes_only_what_changed_and_deletes_what_is_stale() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = write(folder, &[file("src/a.rs", "one"), file("src/b/c.rs", "two")]);
    assert_eq!(first.created, ["src/a.rs", "src/b/c.rs", LIST]);
    std::fs::write(folder.join("src/mine.rs"), "// by hand\n").unwrap();
    let modified = std::fs::metadata(folder.join("src/a.rs")).unwrap().modified().unwrap();

    let second = write(folder, &[file("src/a.rs", "one"), file("src/d.rs", "three")]);
    assert_eq!(
        (second.created, second.updated, second.deleted),
        (vec!["src/d.rs".into()], vec![LIST.into()], vec!["src/b/c.rs".into()])
    );
    assert_eq!(second.unchanged, 1);
    assert_eq!(std::fs::metadata(folder.join("src/a.rs")).unwrap().modified().unwrap(), modified);
    // neither an empty folder nor a temporary file stays behind, and the file of somebody else does
    assert_eq!(names(&folder.join("src")), ["a.rs", "d.rs", "mine.rs"]);
    assert_eq!(names(folder), [LIST, "src"]);
    assert!(write(folder, &[file("src/a.rs", "one"), file("src/d.rs", "three")]).is_empty());
}

#[test]
fn check_writes_nothing_and_shows_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, &[file("a.rs", "one"), file("old.rs", "gone")]);
    let changes =
        reconcile(folder, &[file("a.rs", "two"), file("new.rs", "x")], Mode::Check).unwrap();
    assert_eq!(changes.updated, ["a.rs", LIST]);
    assert_eq!(changes.created, ["new.rs"]);
    assert_eq!(changes.deleted, ["old.rs"]);
    for line in ["--- a/a.rs", "-one", "+two", "--- /dev/null", "+++ b/new.rs", "+++ /dev/null"] {
        assert!(changes.diff.lines().any(|l| l == line), "{line} in {}", changes.diff);
    }
    assert!(read_text(folder, "a.rs").contains("one"));
    assert!(!folder.join("new.rs").exists());
    assert!(folder.join("old.rs").exists());
}

#[test]
fn touches_nothing_when_a_foreign_file_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // the header does not make a file an owned one
    std::fs::write(folder.join("b.rs"), file("b.rs", "by hand").contents).unwrap();
    let files = [file("a.rs", "x"), file("b.rs", "y")];
    assert_eq!(errors(folder, &files), [(Code::ForeignFile, "b.rs".into())]);
    assert_eq!(names(folder), ["b.rs"]);
}

#[test]
fn a_foreign_file_with_the_header_is_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, &[file("a.rs", "x")]);
    std::fs::write(folder.join("HOWTO.md"), file("HOWTO.md", "by hand").contents).unwrap();
    std::fs::create_dir(folder.join("other")).unwrap();
    write(&folder.join("other"), &[file("b.rs", "of another crate")]);
    let changes = write(folder, &[file("a.rs", "y")]);
    assert!(changes.deleted.is_empty());
    assert_eq!(names(folder), [LIST, "HOWTO.md", "a.rs", "other"]);
    assert_eq!(names(&folder.join("other")), [LIST, "b.rs"]);
}

#[test]
fn an_existing_folder_without_a_list_is_taken_over_if_it_is_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let files = [file("a.rs", "x"), file("b.rs", "y")];
    write(folder, &files);
    std::fs::remove_file(folder.join(LIST)).unwrap();
    assert_eq!(write(folder, &files).created, [LIST]);
    assert_eq!(write(folder, &[file("a.rs", "z")]).deleted, ["b.rs"]);
}

#[test]
fn an_edited_file_is_overwritten_but_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, &[file("a.rs", "x"), file("b.rs", "y")]);
    for path in ["a.rs", "b.rs"] {
        std::fs::write(folder.join(path), "edited").unwrap();
    }
    let changes = write(folder, &[file("a.rs", "x")]);
    assert_eq!(
        (changes.updated, changes.kept),
        (vec!["a.rs".into(), LIST.into()], vec!["b.rs".into()])
    );
    assert!(changes.deleted.is_empty());
    assert_eq!(read_text(folder, "b.rs"), "edited");
    // the next run does not own the file
    assert!(write(folder, &[file("a.rs", "x")]).kept.is_empty());
}

#[test]
fn a_list_that_is_not_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join(LIST), "eggs\nmilk\n").unwrap();
    assert_eq!(errors(folder, &[file("a.rs", "x")]), [(Code::ForeignFile, LIST.into())]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    let path = outside.path().display();
    let text = format!("# {}\n0000000000000000  {path}\n", crate::emit::HEADER);
    std::fs::write(folder.join(LIST), text).unwrap();
    assert_eq!(errors(folder, &[file("a.rs", "x")]), [(Code::OutputFailed, LIST.into())]);
    assert_eq!(names(folder), [LIST]);
    assert!(outside.path().exists());
}

#[test]
fn a_folder_in_the_way_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir_all(folder.join("b.rs/inner")).unwrap();
    std::fs::write(folder.join("src"), "a file").unwrap();
    let files =
        [file("a.rs", "x"), file("b.rs", "x"), file("src/c.rs", "x"), file("src/d.rs", "x")];
    let expected = [(Code::OutputFailed, "b.rs".into()), (Code::OutputFailed, "src".into())];
    assert_eq!(errors(folder, &files), expected);
    assert_eq!(names(folder), ["b.rs", "src"]);
}

#[test]
fn the_output_folder_is_a_folder() {
    let file_in_the_way = tempfile::NamedTempFile::new().unwrap();
    let found = errors(file_in_the_way.path(), &[file("a.rs", "x")]);
    assert_eq!(found, [(Code::OutputFailed, String::new())]);
}

#[test]
fn nothing_is_written_into_the_folder_of_another_crate() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::create_dir(folder.join("tests")).unwrap();
    std::fs::write(folder.join("tests/Cargo.toml"), "by hand").unwrap();
    let files = [file("a.rs", "x"), file("tests/b.rs", "x")];
    assert_eq!(errors(folder, &files), [(Code::ForeignFile, "tests".into())]);
    assert_eq!(names(folder), ["tests"]);
    // a crate that is part of the output does not prevent its own files
    std::fs::remove_file(folder.join("tests/Cargo.toml")).unwrap();
    let files = [file("tests/Cargo.toml", "x"), file("tests/b.rs", "x")];
    write(folder, &files);
    assert!(write(folder, &files).is_empty());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (folder, other) = (folder.path(), other.path());
    write(folder, &[file("a.rs", "x"), file("old/b.rs", "x"), file("src/c.rs", "x")]);
    // folders are replaced by links to folders with the same files, which are not deleted
    for (link, name) in [("old", "b.rs"), ("src", "c.rs")] {
        std::fs::rename(folder.join(link), other.join(link)).unwrap();
        symlink(other.join(link), folder.join(link)).unwrap();
        assert!(folder.join(link).join(name).exists());
    }
    std::fs::remove_file(folder.join("a.rs")).unwrap();
    symlink(other.join("mine.txt"), folder.join("a.rs")).unwrap();
    let files = [file("a.rs", "y"), file("src/c.rs", "y")];
    let expected = [(Code::OutputFailed, "a.rs".into()), (Code::OutputFailed, "src".into())];
    assert_eq!(errors(folder, &files), expected);
    std::fs::remove_file(folder.join("a.rs")).unwrap();
    assert!(write(folder, &[file("a.rs", "y")]).deleted.is_empty());
    assert!(other.join("old/b.rs").exists() && other.join("src/c.rs").exists());
    // the output folder itself
    symlink(other.join("missing"), folder.join("link")).unwrap();
    let found = reconcile(&folder.join("link"), &files, Mode::Write).unwrap_err().0;
    assert!(found.iter().all(|error| error.message.contains("symbolic link")), "{found:?}");
}

#[test]
fn a_failed_change_reverts_all_others() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, &[file("a.rs", "one"), file("b.rs", "gone")]);
    let list = read_text(folder, LIST);
    let files = [file("a.rs", "two"), file("new.rs", "new"), file("src/c.rs", "new")];
    let owned = OwnedFiles::read(folder).unwrap();
    let all: Vec<&File> = files.iter().collect();
    let set = change_set::compare(folder, &owned, &all).unwrap();
    // what another process creates after the check
    std::fs::create_dir(folder.join(".xtask-gen")).unwrap();
    assert!(stage::apply(folder, &set).is_err(), "two runs at once");
    std::fs::remove_dir(folder.join(".xtask-gen")).unwrap();
    std::fs::write(folder.join("src"), "by hand").unwrap();
    assert!(stage::apply(folder, &set).is_err());
    assert_eq!(names(folder), [LIST, "a.rs", "b.rs", "src"]);
    assert!(read_text(folder, "a.rs").contains("one"));
    assert_eq!(read_text(folder, LIST), list);
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
        file(LIST, "x"),
    ];
    let failure = reconcile(folder.path(), &bad, Mode::Write).unwrap_err();
    assert_eq!(failure.0.len(), 5);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
