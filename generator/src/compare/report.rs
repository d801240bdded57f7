//! Reports of comparisons.

mod json;
mod markdown;
mod text;

use super::{Cause, ChangeLevel, Comparison, ItemChange, Version};
use crate::diagnostics::Files;
use crate::location::Origin;

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Text,
    /// A JSON object.
    Json,
    /// The draft of an entry of the changelog.
    Markdown,
}

/// A comparison with what is necessary to show it.
pub struct Report<'a> {
    /// The changes.
    pub comparison: &'a Comparison,
    /// The files of the old spec.
    pub old: &'a dyn Files,
    /// The files of the new spec.
    pub new: &'a dyn Files,
    /// The old and the new version, if both are known.
    pub versions: Option<(Version, Version)>,
    /// Messages about approvals.
    pub errors: Vec<String>,
}

impl Report<'_> {
    /// Renders the report.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Text => text::render(self),
            Format::Json => json::render(self),
            Format::Markdown => markdown::render(self),
        }
    }

    /// Returns `true` if there are breaking changes without an approval or a new version, or errors about approvals.
    pub fn is_failure(&self) -> bool {
        let is_breaking = self.comparison.level() == ChangeLevel::Breaking;
        let is_raised = self.required().is_some_and(|(required, found)| found >= required);
        (is_breaking && !is_raised) || !self.errors.is_empty()
    }

    /// Returns the lowest version that the changes permit, and the new version.
    fn required(&self) -> Option<(Version, Version)> {
        let (old, new) = self.versions?;
        Some((old.after(self.comparison.level()), new))
    }

    /// Returns the locations in the old and the new spec.
    fn locations(&self, old: Option<&Origin>, new: Option<&Origin>) -> Vec<String> {
        let old = old.and_then(|origin| location(self.old, origin));
        let new = new.and_then(|origin| location(self.new, origin));
        old.into_iter().chain(new).collect()
    }
}

/// Returns `path:line:column`.
fn location(files: &dyn Files, origin: &Origin) -> Option<String> {
    let path = files.path(origin.file)?;
    let position = files.position(origin.file, files.span(origin).start);
    Some(format!("{}{path}:{}:{}", files.prefix(), position.line, position.column))
}

/// Returns the marks and lines of a changed item, without the name of the crate.
fn marked_lines(item: &ItemChange) -> impl Iterator<Item = (char, &str)> {
    let old = item.old.as_deref().map(|line| ('-', line));
    let new = item.new.as_deref().map(|line| ('+', line));
    old.into_iter().chain(new)
}

/// Returns the items that are no parts of a module or a type that is added or removed with them, and these parts.
fn without_parts(items: &[ItemChange]) -> (Vec<&ItemChange>, Vec<&ItemChange>) {
    let containers: Vec<&ItemChange> = items.iter().filter(|item| item.is_container()).collect();
    items.iter().partition(|item| !containers.iter().any(|it| it.contains(item)))
}

/// Returns how an item is called in prose: the last two segments of its path.
fn short_name(item: &ItemChange) -> &str {
    let mut separators = item.path.rmatch_indices("::");
    let second = separators.nth(1).map_or(0, |(at, _)| at + 2);
    item.path.get(second..).unwrap_or_default()
}

/// The causes, in the order of a report.
const CAUSES: [Cause; 3] = [Cause::Spec, Cause::Naming, Cause::Generator];

/// Returns a number and a noun.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
