//! A rule.

use crate::diagnostics::Diagnostic;
use crate::spec::Elements;

/// A check of the whole document, which changes nothing.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name, by which a warning of the rule is suppressed.
    pub name: &'static str,
    /// What the rule requires.
    pub summary: &'static str,
    check: fn(&Elements<'_>) -> Vec<Diagnostic>,
}

impl Rule {
    /// Creates a rule.
    pub(super) const fn new(
        name: &'static str,
        check: fn(&Elements<'_>) -> Vec<Diagnostic>,
        summary: &'static str,
    ) -> Self {
        Self { name, summary, check }
    }

    /// Returns the diagnostics of the rule, with its name.
    pub(super) fn run(&self, spec: &Elements<'_>) -> Vec<Diagnostic> {
        let mut found = (self.check)(spec);
        for diagnostic in &mut found {
            diagnostic.rule = Some(self.name);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::lint::RULES;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
        for name in names {
            let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_alphanumeric);
            assert!(name.split('-').all(is_word), "{name}");
        }
    }

    /// Every module with a function `check` is a rule.
    #[test]
    fn every_lint_is_registered() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint");
        let table = std::fs::read_to_string(folder.join("mod.rs")).unwrap();
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains("\npub fn check(spec: &Elements<'_>) -> Vec<Diagnostic>") {
                assert!(table.contains(&format!("{name}::check,")), "{name} is not in `RULES`");
                count += 1;
            }
        }
        assert_eq!(count, RULES.len());
    }
}
