//! The skeletons that `cargo xtask new-op` prints are valid.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn workspace(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// Runs `gen` on a changed copy of the spec.
fn generated(change: impl FnOnce(&Path)) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    for part in ["", "groups", "shared"] {
        fs::create_dir_all(spec.join(part)).unwrap();
        for entry in fs::read_dir(workspace("spec").join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                fs::copy(&path, spec.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    change(&spec);
    let out = folder.path().join("out");
    xtask(&["gen", "--spec", spec.to_str().unwrap(), "--out", out.to_str().unwrap()])
}

#[test]
fn the_skeleton_of_an_operation_is_valid() {
    let printed = xtask(&["new-op", "notes"]);
    assert!(printed.status.success());
    assert!(text(&printed.stderr).contains("under `paths:` of spec/groups/notes.yaml"));
    assert!(text(&printed.stderr).contains("the schema under `schemas:` of its `components:`"));
    let printed = text(&printed.stdout);
    let (operation, schema) = printed.split_once("    # The schema of the response").unwrap();
    let (_, schema) = schema.split_once('\n').unwrap();
    assert!(operation.contains("schema: { $ref: '#/components/schemas/Thing' }"), "{operation}");
    let output = generated(|spec| {
        let file = spec.join("groups/notes.yaml");
        let paths = format!("paths:\n{operation}");
        let schemas = format!("  schemas:\n{schema}");
        let notes = fs::read_to_string(&file).unwrap();
        let notes = notes.replacen("paths:\n", &paths, 1).replacen("  schemas:\n", &schemas, 1);
        fs::write(&file, notes).unwrap();
    });
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("warning"), "{}", text(&output.stderr));
}

#[test]
fn the_skeleton_of_a_group_is_valid() {
    let printed = xtask(&["new-op", "gift_cards"]);
    assert!(printed.status.success(), "{}", text(&printed.stderr));
    assert!(text(&printed.stderr).contains("add `- groups/gift_cards.yaml` to `x-parts`"));
    let skeleton = text(&printed.stdout);
    for line in ["  title: Gift cards", "/GiftCards/{GiftCardId}:", "operationId: getGiftCardById"]
    {
        assert!(skeleton.contains(line), "{line}: {skeleton}");
    }
    let output = generated(|spec| {
        fs::write(spec.join("groups/gift_cards.yaml"), &skeleton).unwrap();
        let root = spec.join("openapi.yaml");
        let listed = "  - groups/notes.yaml\n";
        let both = format!("{listed}  - groups/gift_cards.yaml\n");
        fs::write(&root, fs::read_to_string(&root).unwrap().replacen(listed, &both, 1)).unwrap();
    });
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("warning"), "{}", text(&output.stderr));
}

#[test]
fn invalid_names_are_rejected() {
    for (arguments, message) in [
        (&["note"][..], "did you mean `notes`?"),
        (&["promo_code"], "cargo xtask new-op promo_code --new"),
        (&["notes", "--new"], "exists already"),
        (&["GiftCards"], "lower-case letters"),
        (&["../openapi"], "lower-case letters"),
        (&["type"], "no keyword"),
        (&[], "GROUP"),
    ] {
        let output = xtask(&[&["new-op"][..], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(message), "{arguments:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
    assert!(xtask(&["new-op", "note", "--new"]).status.success());
}
