//! Applies the replacements that diagnostics suggest to the files of the spec.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic, Edit, Files};
use crate::location::{FileId, Span};
use crate::source::Sources;

/// The new texts by file and range.
type Edits = BTreeMap<FileId, BTreeMap<Span, String>>;

/// The replacements of some diagnostics, none of which overlap.
#[derive(Clone, Debug, Default)]
pub struct Replacements {
    /// The diagnostics whose replacements are applied.
    pub diagnostics: Vec<Diagnostic>,
    edits: Edits,
}

impl Replacements {
    /// Collects the replacements. A diagnostic is left out if one of its replacements overlaps with that of an
    /// earlier diagnostic.
    pub fn new(sources: &Sources, diagnostics: &[Diagnostic]) -> Self {
        let mut replacements = Self::default();
        for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.edits.is_empty()) {
            let mut edits = replacements.edits.clone();
            if diagnostic.edits.iter().all(|edit| insert(&mut edits, sources, edit)) {
                replacements.edits = edits;
                replacements.diagnostics.push(diagnostic.clone());
            }
        }
        replacements
    }

    /// Returns `true` if there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Returns the number of replacements.
    pub fn len(&self) -> usize {
        self.edits.values().map(BTreeMap::len).sum()
    }

    /// Applies the replacements to the files of the spec folder `root`.
    ///
    /// Nothing is written if one of the files differs from what was read.
    pub fn apply(&self, sources: &Sources, root: &Path) -> Result<(), Vec<Diagnostic>> {
        let mut changed = Vec::new();
        let mut errors = Vec::new();
        for (file, edits) in &self.edits {
            let path = root.join(sources.path(*file));
            match new_contents(sources, *file, &path, edits) {
                Ok(contents) => changed.push((*file, path, contents)),
                Err(message) => errors.push(failure(sources, *file, message)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        for (file, path, contents) in changed {
            write(&path, &contents).map_err(|error| {
                vec![failure(sources, file, format!("cannot write this file: {error}"))]
            })?;
        }
        Ok(())
    }
}

/// Adds a replacement, unless it overlaps with another one. Returns `true` if it is in the list afterwards.
fn insert(edits: &mut Edits, sources: &Sources, edit: &Edit) -> bool {
    let span = edit.span.unwrap_or_else(|| sources.span(&edit.origin));
    let (file, span) = sources.locate(edit.origin.file, span);
    let in_file = edits.entry(file).or_default();
    if in_file.get(&span) == Some(&edit.text) {
        return true;
    }
    let is_apart = in_file.keys().all(|other| !overlap(*other, span));
    if is_apart {
        in_file.insert(span, edit.text.clone());
    }
    is_apart
}

/// Returns `true` if the ranges have a byte in common, or begin at the same byte.
fn overlap(a: Span, b: Span) -> bool {
    a.start == b.start || (a.start < b.end && b.start < a.end)
}

/// Returns the text of a file with the replacements, or a message if the file has changed.
fn new_contents(
    sources: &Sources,
    file: FileId,
    path: &Path,
    edits: &BTreeMap<Span, String>,
) -> Result<String, String> {
    let found =
        fs::read_to_string(path).map_err(|error| format!("cannot read this file: {error}"))?;
    let (mark, text) = match found.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", found.as_str()),
    };
    if sources.file(file).is_none_or(|read| read.text != text) {
        return Err("file has changed since it was read".to_owned());
    }
    let mut contents = mark.to_owned();
    let mut end = 0;
    for (span, replacement) in edits {
        let before = text.get(end..span.start);
        let (Some(before), true) = (before, text.is_char_boundary(span.end)) else {
            return Err(format!("replacement at byte {} is not applicable", span.start));
        };
        contents.push_str(before);
        contents.push_str(replacement);
        end = span.end;
    }
    contents.push_str(text.get(end..).unwrap_or_default());
    Ok(contents)
}

/// Writes a temporary file beside the target and renames it. A link is kept, and its target is replaced.
fn write(path: &Path, contents: &str) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    let temporary = target.with_file_name(format!(".{}.new", name.unwrap_or_default()));
    let written = fs::write(&temporary, contents).and_then(|()| fs::rename(&temporary, &target));
    written.inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}

fn failure(sources: &Sources, file: FileId, message: String) -> Diagnostic {
    let path = format!("{}{}", sources.prefix, sources.path(file));
    Diagnostic::outside(Code::OutputFailed, path, message).help("run it again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Origin;
    use crate::source::SourceFile;

    fn sources(text: &str) -> (Sources, FileId) {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("a.yaml"));
        sources.set_text(file, text.to_owned());
        (sources, file)
    }

    fn replace(file: FileId, start: usize, end: usize, text: &str) -> Diagnostic {
        Diagnostic::new(Code::WrongType, &Origin::root(file), "message")
            .span(Span::new(start, end))
            .replace(text)
    }

    #[test]
    fn replacements_are_applied_in_order_of_position() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "\u{feff}aä: b\nc: d\n").unwrap();
        let (sources, file) = sources("aä: b\nc: d\n");
        let found = [replace(file, 7, 8, "C"), replace(file, 0, 3, "x"), replace(file, 0, 3, "x")];
        let replacements = Replacements::new(&sources, &found);
        assert_eq!((replacements.len(), replacements.diagnostics.len()), (2, 3));
        replacements.apply(&sources, folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}x: b\nC: d\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn overlapping_replacements_are_left_out() {
        let (sources, file) = sources("abcdef");
        let found = [replace(file, 1, 4, "x"), replace(file, 3, 5, "y"), replace(file, 1, 2, "z")];
        let replacements = Replacements::new(&sources, &found);
        assert_eq!((replacements.len(), replacements.diagnostics.len()), (1, 1));
    }

    #[test]
    fn a_file_that_has_changed_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, "abcdeg").unwrap();
        let (sources, file) = sources("abcdef");
        let replacements = Replacements::new(&sources, &[replace(file, 1, 2, "x")]);
        let errors = replacements.apply(&sources, folder.path()).unwrap_err();
        assert_eq!(
            errors.first().map(|d| d.message.as_str()),
            Some("file has changed since it was read")
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "abcdeg");
    }
}
