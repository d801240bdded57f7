//! Reports as the draft of an entry of the changelog.

use std::fmt::Write;

use super::super::{ItemChange, OtherItem, Rule, SpecChange};
use super::{Report, short_name, without_parts};
use crate::markdown::code;

/// The headings, in the order of Keep a Changelog.
const SECTIONS: [&str; 4] = ["Added", "Changed", "Deprecated", "Removed"];

/// The number of items of a change that are named.
const MAX_ITEMS: usize = 4;

/// Renders a report as Markdown.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut text = "## [Unreleased]\n".to_owned();
    for section in SECTIONS {
        let changes =
            report.comparison.changes.iter().filter(|it| section_of(it.rule.id()) == section);
        let others = report.comparison.others.iter();
        let others = others.filter(|it| section_of(it.item.rule.id()) == section);
        let lines: Vec<String> = changes.map(change_line).chain(other_lines(others)).collect();
        if !lines.is_empty() {
            let _ = write!(text, "\n### {section}\n\n{}\n", lines.join("\n"));
        }
    }
    text
}

/// Returns the heading for a rule.
fn section_of(rule: &str) -> &'static str {
    match rule {
        _ if rule.contains("deprecation") => "Deprecated",
        _ if rule.ends_with("removed") => "Removed",
        _ if rule.ends_with("added") || rule.ends_with("extended") => "Added",
        _ => "Changed",
    }
}

/// Returns the line of a change: the items first, because the changelog is read by programmers.
fn change_line(change: &SpecChange) -> String {
    let mut line = start(change.is_breaking());
    let what = change.rule.id().replace('-', " ");
    let detail = match change.detail.as_str() {
        "" => String::new(),
        detail => format!(" ({detail})"),
    };
    let reason = format!("{}: {what}{detail}", code(&change.subject));
    match effects(change) {
        effects if effects.is_empty() => line.push_str(&reason),
        effects => {
            let _ = write!(line, "{effects}. {reason}");
        }
    }
    line.push('.');
    if let Some(reason) = &change.approval {
        let _ = write!(line, " {reason}");
    }
    line
}

/// Returns the beginning of a line.
fn start(is_breaking: bool) -> String {
    if is_breaking { "- **Breaking:** ".to_owned() } else { "- ".to_owned() }
}

/// Describes the changed items.
fn effects(change: &SpecChange) -> String {
    let (items, _) = without_parts(&change.items);
    let is_impl = |item: &&ItemChange| matches!(item.rule, Rule::ImplAdded | Rule::ImplRemoved);
    let names = |has_old: bool, has_new: bool| {
        let items = items.iter().copied().filter(|item| !is_impl(item));
        let kind = items.filter(|it| (it.old.is_some(), it.new.is_some()) == (has_old, has_new));
        list_names(kind)
    };
    let (removed, added, changed) = (names(true, false), names(false, true), names(true, true));
    let is_renamed = matches!(change.rule, Rule::NameChanged | Rule::GroupChanged)
        || change.rule.id().ends_with("renamed");
    let renamed = match (&removed, &added) {
        (Some(removed), Some(added)) if is_renamed => Some(format!("{removed} → {added}")),
        _ => None,
    };
    let is_listed = renamed.is_none();
    let verb = |names: Option<String>, verb: &str| names.map(|names| format!("{names} {verb}"));
    let parts = [
        renamed,
        verb(removed, "removed").filter(|_| is_listed),
        verb(added, "added").filter(|_| is_listed),
        verb(changed, "changed"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns a line for each breaking item, and one for all others.
fn other_lines<'a>(others: impl Iterator<Item = &'a OtherItem>) -> Vec<String> {
    let (breaking, compatible): (Vec<&OtherItem>, Vec<&OtherItem>) =
        others.partition(|other| other.item.rule.is_breaking());
    let mut lines: Vec<String> = breaking
        .iter()
        .map(|other| {
            let what = other.item.rule.id().replace('-', " ");
            format!("{}{}: {what}.", start(true), code(short_name(&other.item)))
        })
        .collect();
    let names = list_names(compatible.iter().map(|other| &other.item));
    lines.extend(names.map(|names| format!("{}{names}.", start(false))));
    lines
}

/// Returns the first names, and the number of the others.
fn list_names<'a>(items: impl Iterator<Item = &'a ItemChange>) -> Option<String> {
    let mut names: Vec<&str> = items.map(short_name).collect();
    names.dedup();
    let shown: Vec<String> = names.iter().take(MAX_ITEMS).map(|name| code(name)).collect();
    let more = match names.len().saturating_sub(MAX_ITEMS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join(", ")))
}
