//! The list of the files that the last run wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Failure;
use super::hash::Hash;
use super::target::{self, Target, read_part};
use crate::diagnostics::Code;
use crate::emit::{File, HEADER};
use crate::parallel;
use crate::source::is_inside;

/// The name of the list in the output folder.
pub const LIST: &str = "FILES.txt";

/// The maximum size of a list. A larger file with its name is not read.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The files of a folder that the last run wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct OwnedFiles {
    /// The hashes of each file. A merge of two branches may leave two.
    hashes: BTreeMap<String, BTreeSet<Hash>>,
}

impl OwnedFiles {
    /// Reads the list of a folder. A folder without a list contains no owned files.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let length = match target::inspect(folder, LIST)? {
            Target::Missing => return Ok(Self::default()),
            Target::File { length } => length,
        };
        let text = read_part(&folder.join(LIST), MAX_BYTES)
            .map_err(|error| Failure::io(LIST, "read", &error))?;
        let text = String::from_utf8_lossy(&text);
        if length >= MAX_BYTES || !text.lines().next().is_some_and(|line| line.contains(HEADER)) {
            return Err(Failure::foreign(LIST));
        }
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let mut owned = Self::default();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let entry = line.split_once("  ").and_then(|(hash, path)| {
                let hash = Hash::parse(hash)?;
                is_inside(path).then_some((path, hash))
            });
            let Some((path, hash)) = entry else {
                let message = format!("expected a hash and a path in line {}", index + 1);
                let help = "restore the file from version control";
                return Err(Failure::single(Code::OutputFailed, LIST, message, help));
            };
            owned.hashes.entry(path.to_owned()).or_default().insert(hash);
        }
        Ok(owned)
    }

    /// Returns the list of the rendered files, as a file.
    pub(super) fn list(files: &[File]) -> File {
        let mut text = format!(
            "# {HEADER}: the files of this folder that it owns, each with a hash of its contents.\n\
             # Other files are neither changed nor deleted.\n"
        );
        let hash = |file: &File| (file.path.clone(), Hash::of(file.contents.as_bytes()));
        let hashes: BTreeMap<String, Hash> =
            parallel::map(files.iter().collect(), hash).into_iter().collect();
        for (path, hash) in hashes {
            text.push_str(&format!("{}  {path}\n", hash.to_hex()));
        }
        File::new(LIST, text)
    }

    /// Returns `true` if the last run wrote a file with this path.
    pub(super) fn contains(&self, path: &str) -> bool {
        path == LIST || self.hashes.contains_key(path)
    }

    /// Returns `true` if the last run wrote a file with this path and this hash.
    pub(super) fn is_unedited(&self, path: &str, hash: Hash) -> bool {
        self.hashes.get(path).is_some_and(|hashes| hashes.contains(&hash))
    }

    /// Returns the paths, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.hashes.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_back() {
        let files = [File::new("src/b.rs", "b"), File::new("a.rs", "a")];
        let list = OwnedFiles::list(&files);
        let owned = OwnedFiles::parse(&list.contents).unwrap();
        assert_eq!(owned.paths().collect::<Vec<_>>(), ["a.rs", "src/b.rs"]);
        assert!(owned.is_unedited("a.rs", Hash::of(b"a")));
        assert!(!owned.is_unedited("a.rs", Hash::of(b"b")));
        assert!(owned.contains(LIST) && !owned.contains("b.rs"));
    }

    #[test]
    fn two_hashes_of_a_file_are_alternatives() {
        let (one, two) = (Hash::of(b"one"), Hash::of(b"two"));
        let text = format!("# x\n{}  a.rs\r\n{}  a.rs\n", one.to_hex(), two.to_hex());
        let owned = OwnedFiles::parse(&text).unwrap();
        assert!(owned.is_unedited("a.rs", one) && owned.is_unedited("a.rs", two));
    }

    #[test]
    fn other_lines_are_errors() {
        let hash = Hash::of(b"").to_hex();
        for line in ["a.rs", "<<<<<<< ours", "12  a.rs"] {
            assert!(OwnedFiles::parse(line).is_err(), "{line}");
        }
        for path in ["../a.rs", "/etc/a.rs", "", "src/../../a.rs", "..\\a.rs"] {
            assert!(OwnedFiles::parse(&format!("{hash}  {path}")).is_err(), "{path}");
        }
    }
}
