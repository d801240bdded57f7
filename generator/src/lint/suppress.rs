//! Suppression of warnings by `x-allow`, which names a rule and a reason.

use super::RULES;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::location::Origin;
use crate::spec::{Cursor, Elements};

/// An entry of `x-allow`.
struct Suppression<'a> {
    /// The element with the key. Diagnostics about it and its descendants are suppressed.
    element: Origin,
    /// The name of the rule.
    rule: Cursor<'a>,
}

/// Removes the warnings that the spec allows, and reports invalid and unused suppressions.
pub fn apply(spec: &Elements<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (suppressions, mut invalid) = suppressions(spec);
    for suppression in &suppressions {
        invalid.extend(suppression.unused(&found));
    }
    let is_allowed = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Warning
            && suppressions.iter().any(|suppression| suppression.covers(diagnostic))
    };
    let mut remaining: Vec<_> = found.into_iter().filter(|d| !is_allowed(d)).collect();
    remaining.append(&mut invalid);
    remaining
}

/// Returns the valid suppressions, and diagnostics about the others.
fn suppressions<'a>(spec: &Elements<'a>) -> (Vec<Suppression<'a>>, Vec<Diagnostic>) {
    let (mut valid, mut invalid) = (Vec::new(), Vec::new());
    for element in &spec.suppressing {
        for entry in element.get_items("x-allow") {
            let (Some(rule), Some(reason)) = (entry.get("rule"), entry.get("reason")) else {
                continue; // reported by `load`
            };
            let name = rule.node.as_str().unwrap_or_default();
            if reason.node.as_str().is_none_or(|reason| reason.trim().is_empty()) {
                let message = format!("suppression of `{name}` without a reason");
                let diagnostic = Diagnostic::new(Code::InvalidSuppression, &reason.origin, message);
                invalid.push(diagnostic.help("state why the rule does not apply here"));
            } else if !RULES.iter().any(|rule| rule.name == name) {
                let message = format!("unknown rule `{name}`");
                let mut diagnostic =
                    Diagnostic::new(Code::InvalidSuppression, &rule.origin, message)
                        .suggest(name, RULES.iter().map(|rule| rule.name));
                if diagnostic.help.is_none() {
                    diagnostic.help = Some("`cargo xtask lint --list` lists the rules".to_owned());
                }
                invalid.push(diagnostic);
            } else {
                valid.push(Suppression { element: element.origin.clone(), rule });
            }
        }
    }
    (valid, invalid)
}

impl Suppression<'_> {
    /// Returns `true` if the diagnostic is one of the rule, about the element or a descendant.
    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let inside = diagnostic.origin.pointer.strip_prefix(&self.element.pointer);
        diagnostic.rule == self.rule.node.as_str()
            && diagnostic.origin.file == self.element.file
            && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns a diagnostic if no warning is suppressed.
    fn unused(&self, found: &[Diagnostic]) -> Option<Diagnostic> {
        let mut covered = found.iter().filter(|diagnostic| self.covers(diagnostic));
        let error = covered.clone().find(|d| d.severity == Severity::Error);
        if covered.any(|diagnostic| diagnostic.severity == Severity::Warning) {
            return None;
        }
        let name = self.rule.node.as_str().unwrap_or_default();
        Some(match error {
            Some(error) => {
                let message = format!("`{name}` reports an error, which cannot be suppressed");
                Diagnostic::new(Code::InvalidSuppression, &self.rule.origin, message)
                    .label(&error.origin, "reported here")
                    .help("correct the error, and remove the suppression")
            }
            None => {
                let message = format!("`{name}` reports nothing here");
                Diagnostic::new(Code::UnusedSuppression, &self.rule.origin, message)
                    .help("remove the suppression")
            }
        })
    }
}
