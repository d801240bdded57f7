//! The diagnostics found so far in a run.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Diagnostics, Files, Severity};
use crate::location::{FileId, Origin};

/// Collects diagnostics.
#[derive(Debug, Default)]
pub struct Sink {
    /// The features of YAML that only descriptions for this generator must not use, until the author is known.
    pub style: Vec<Diagnostic>,
    found: Vec<Diagnostic>,
    /// The indexes of the diagnostics found, by their origins.
    by_origin: BTreeMap<Origin, Vec<usize>>,
    /// The number of reports, of which consequences and repetitions are not kept.
    reports: usize,
    failed: Failed,
}

/// Where earlier passes have found errors.
#[derive(Debug)]
enum Failed {
    /// In these operations, paths, components and keys of the root.
    Elements(BTreeSet<(FileId, String)>),
    /// In these nodes.
    Nodes(BTreeSet<Origin>),
}

impl Default for Failed {
    fn default() -> Self {
        Self::Elements(BTreeSet::new())
    }
}

impl Failed {
    fn is_empty(&self) -> bool {
        match self {
            Self::Elements(elements) => elements.is_empty(),
            Self::Nodes(nodes) => nodes.is_empty(),
        }
    }

    /// Returns `true` if an error at `origin` is probably a consequence of one that was found.
    fn causes(&self, origin: &Origin) -> bool {
        match self {
            Self::Elements(elements) => {
                let element = element(origin);
                // an error of a path concerns all of its operations
                let path = element.rsplit_once('/').map(|(path, _)| path.to_owned());
                let is_failed = |element: String| elements.contains(&(origin.file, element));
                path.is_some_and(|path| path.starts_with("/paths/") && is_failed(path))
                    || is_failed(element)
            }
            Self::Nodes(nodes) => {
                has_in(origin, |from| nodes.range(from..).next())
                    || origin.ancestors().any(|ancestor| nodes.contains(&ancestor))
            }
        }
    }
}

impl Sink {
    /// Begins the next pass. What it finds in an element with an error is probably a consequence of that, and is not
    /// reported. Its warnings are reported only if there are no errors.
    pub fn begin_pass(&mut self) {
        let elements = self.errors().map(|d| (d.origin.file, element(&d.origin)));
        self.failed = Failed::Elements(elements.collect());
    }

    /// Begins the next pass, and only ignores what it finds in or around a node with an error. Fewer passes are then
    /// needed to find all errors that are not consequences of others.
    pub fn begin_pass_of_nodes(&mut self) {
        self.failed = Failed::Nodes(self.errors().map(|d| d.origin.clone()).collect());
    }

    fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|d| d.severity == Severity::Error)
    }

    /// Adds a diagnostic, unless an equal one has been added before.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.reports += 1;
        if self.is_consequence(&diagnostic) {
            return;
        }
        let known = self.by_origin.entry(diagnostic.origin.clone()).or_default();
        if !known.iter().any(|index| self.found.get(*index) == Some(&diagnostic)) {
            known.push(self.found.len());
            self.found.push(diagnostic);
        }
    }

    /// Returns `true` if there is a diagnostic about the node at `origin` or a node in it.
    pub fn has_found_in(&self, origin: &Origin) -> bool {
        let first = |from: &Origin| self.by_origin.range(from..).next().map(|(found, _)| found);
        !self.by_origin.is_empty() && has_in(origin, first)
    }

    fn is_consequence(&self, diagnostic: &Diagnostic) -> bool {
        if self.failed.is_empty() {
            return false;
        }
        diagnostic.severity == Severity::Warning || self.failed.causes(&diagnostic.origin)
    }

    /// Counts a consequence of an error that an earlier pass has found, without a diagnostic.
    pub fn count_consequence(&mut self) {
        self.reports += 1;
    }

    /// Returns the number of reports so far.
    pub fn reports(&self) -> usize {
        self.reports
    }

    /// Returns the diagnostics found so far.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Sets the byte ranges of all diagnostics, so that the nodes are not needed to render them.
    pub fn locate(&mut self, files: &impl Files) {
        self.found.iter_mut().for_each(|diagnostic| diagnostic.locate(files));
    }

    /// Returns `value`, or all diagnostics if one of them is an error.
    pub fn finish<T>(&mut self, value: T) -> Result<T, Diagnostics> {
        if self.found.iter().any(|d| d.severity == Severity::Error) {
            self.failed = Failed::default();
            self.by_origin.clear();
            return Err(Diagnostics(std::mem::take(&mut self.found)));
        }
        Ok(value)
    }
}

/// Returns `true` if one of some sorted origins is `origin` or is in that node. `first` returns the first one that is not
/// less than another origin.
fn has_in<'a>(origin: &Origin, first: impl Fn(&Origin) -> Option<&'a Origin>) -> bool {
    // not greater than the origins in the node, and greater than that of the node
    let bound = Origin { file: origin.file, pointer: format!("{}/", origin.pointer) };
    first(origin) == Some(origin) || first(&bound).is_some_and(|found| found.is_in(origin))
}

/// Returns the pointer of the operation, the path, the component or the key of the root that contains a node.
fn element(origin: &Origin) -> String {
    const METHODS: [&str; 8] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let mut segments = origin.pointer.split('/').skip(1);
    let parts: Vec<&str> = segments.by_ref().take(3).collect();
    let length = match parts.as_slice() {
        ["paths", _, method] if METHODS.contains(method) => 3,
        ["paths", ..] => 2,
        ["components", ..] => 3,
        _ => 1,
    };
    parts.iter().take(length).map(|part| format!("/{part}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;

    #[test]
    fn nodes_with_diagnostics_are_found() {
        let at = |pointer: &str| Origin { file: FileId(0), pointer: pointer.to_owned() };
        let mut sink = Sink::default();
        for pointer in ["/a/b", "/a-c", "/a/b"] {
            sink.report(Diagnostic::new(Code::WrongType, &at(pointer), "wrong"));
        }
        assert_eq!(sink.diagnostics().len(), 2);
        let found = ["", "/a", "/a/b", "/a/b/c", "/a/c", "/a-c", "/a-"];
        let found = found.map(|pointer| sink.has_found_in(&at(pointer)));
        assert_eq!(found, [true, true, true, false, false, true, false]);
        assert!(!sink.has_found_in(&Origin::root(FileId(1))));
        assert!(sink.finish(()).is_err());
        assert!(!sink.has_found_in(&at("/a")));
    }

    #[test]
    fn consequences_of_errors_are_not_reported() {
        let at = |pointer: &str| Origin { file: FileId(0), pointer: pointer.to_owned() };
        let error = |pointer| Diagnostic::new(Code::WrongType, &at(pointer), "wrong");
        let mut sink = Sink::default();
        sink.report(error("/paths/~1a/get/summary"));
        sink.report(error("/components/schemas/A/type"));
        sink.begin_pass();
        for pointer in ["/paths/~1a/get/tags", "/components/schemas/A/items/type"] {
            sink.report(error(pointer));
        }
        let warning = Diagnostic::new(Code::UnusedComponent, &at("/components/schemas/B"), "b");
        sink.report(warning);
        assert_eq!(sink.diagnostics().len(), 2);
        for pointer in ["/paths/~1a/put/tags", "/components/schemas/B/type", "/info"] {
            sink.report(error(pointer));
        }
        assert_eq!(sink.diagnostics().len(), 5);
    }

    #[test]
    fn errors_next_to_others_are_reported_in_a_pass_of_nodes() {
        let at = |pointer: &str| Origin { file: FileId(0), pointer: pointer.to_owned() };
        let error = |pointer| Diagnostic::new(Code::WrongType, &at(pointer), "wrong");
        let mut sink = Sink::default();
        let (schema, inner) =
            ("/paths/~1a/get/parameters/0/schema", "/paths/~1a/get/parameters/0/schema/type");
        sink.report(error(schema));
        sink.begin_pass_of_nodes();
        for around_or_inside in ["", "/paths/~1a/get", schema, inner] {
            sink.report(error(around_or_inside));
        }
        assert_eq!(sink.diagnostics().len(), 1);
        for beside in ["/paths/~1a/get/parameters/0/schemas", "/paths/~1a/get/parameters/1"] {
            sink.report(error(beside));
        }
        assert_eq!(sink.diagnostics().len(), 3);
    }
}
