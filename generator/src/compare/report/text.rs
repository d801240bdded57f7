//! Reports for people.

use std::fmt::Write;

use super::super::{Cause, ChangeLevel, ItemChange, OtherItem, SpecChange};
use super::{CAUSES, Report, counted, marked_lines, without_parts};

/// The number of items of a compatible change that are shown.
const MAX_ITEMS: usize = 6;

/// Renders a report as text.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    let (breaking, compatible): (Vec<&SpecChange>, Vec<&SpecChange>) =
        report.comparison.changes.iter().partition(|change| change.is_breaking());
    for change in breaking.iter().chain(&compatible) {
        add_change(&mut text, report, change);
    }
    for cause in CAUSES {
        let others = report.comparison.others.iter().filter(|other| other.cause == cause);
        add_others(&mut text, cause, &others.collect::<Vec<_>>());
    }
    for error in &report.errors {
        let _ = writeln!(text, "error: {error}");
    }
    text.push_str(&summary(report, &breaking, &compatible));
    text
}

fn add_change(text: &mut String, report: &Report<'_>, change: &SpecChange) {
    let level = match (change.is_breaking(), &change.approval) {
        (true, None) => "breaking",
        (true, Some(_)) => "approved",
        (false, _) => "compatible",
    };
    let _ = write!(text, "{level}[{}]: {}", change.rule.id(), change.subject);
    if !change.detail.is_empty() {
        let _ = write!(text, ": {}", change.detail);
    }
    text.push('\n');
    let locations = report.locations(change.old.as_ref(), change.new.as_ref());
    for location in locations {
        let _ = writeln!(text, "  --> {location}");
    }
    let wire = effect(change.breaks_wire());
    let rust = match change.items.is_empty() {
        true => "no change",
        false => effect(change.breaks_rust()),
    };
    let _ = writeln!(text, "   = wire: {wire}: {}", change.rule.reason());
    let _ = writeln!(text, "   = Rust: {rust}");
    let _ = writeln!(text, "   = cause: {}", change.cause.name());
    if let Some(reason) = &change.approval {
        let _ = writeln!(text, "   = approved: {reason}");
    }
    add_items(text, &change.items);
    text.push('\n');
}

/// Adds the items of a change, the breaking ones first. Items of a module or a type that is added or removed
/// itself are counted.
fn add_items(text: &mut String, items: &[ItemChange]) {
    let (mut shown, parts) = without_parts(items);
    shown.sort_by_key(|item| !item.rule.is_breaking());
    for item in shown.iter().take(MAX_ITEMS) {
        for (mark, line) in marked_lines(item) {
            let count =
                parts.iter().filter(|part| item.is_container() && item.contains(part)).count();
            let suffix = match count {
                0 => String::new(),
                count => format!(", with {}", counted(count, "item")),
            };
            let _ = writeln!(text, "   {mark} {line}{suffix}");
        }
    }
    if let Some(more) = shown.len().checked_sub(MAX_ITEMS).filter(|more| *more > 0) {
        let _ = writeln!(text, "   … and {}", counted(more, "more item"));
    }
}

fn effect(is_breaking: bool) -> &'static str {
    if is_breaking { "breaking" } else { "compatible" }
}

/// Adds the items without a changed element: all breaking ones, and a number of the others. Items of a module or a type
/// that is added or removed itself are counted.
fn add_others(text: &mut String, cause: Cause, others: &[&OtherItem]) {
    if others.is_empty() {
        return;
    }
    let title = match cause {
        Cause::Generator => "the generator, the runtime or a template",
        Cause::Spec | Cause::Naming => "the spec, by keys that are not compared",
    };
    let _ = writeln!(text, "items changed by {title}:");
    let containers: Vec<&&OtherItem> =
        others.iter().filter(|other| other.item.is_container()).collect();
    let is_part = |it: &OtherItem| {
        let mut containers = containers.iter().filter(|other| other.approval == it.approval);
        containers.any(|other| other.item.contains(&it.item))
    };
    let shown = others.iter().filter(|other| !is_part(other));
    let (breaking, compatible): (Vec<&OtherItem>, Vec<&OtherItem>) =
        shown.partition(|other| other.item.rule.is_breaking());
    for other in &breaking {
        let level = if other.approval.is_some() { "approved" } else { "breaking" };
        let _ = writeln!(text, "{level}[{}]: {}", other.item.rule.id(), other.item.path);
        add_lines(text, &other.item);
        if let Some(reason) = &other.approval {
            let _ = writeln!(text, "   = approved: {reason}");
        }
    }
    for other in compatible.iter().take(MAX_ITEMS) {
        add_lines(text, &other.item);
    }
    if let Some(more) = compatible.len().checked_sub(MAX_ITEMS).filter(|more| *more > 0) {
        let _ = writeln!(text, "   … and {}", counted(more, "more compatible change"));
    }
    text.push('\n');
}

fn add_lines(text: &mut String, item: &ItemChange) {
    for (mark, line) in marked_lines(item) {
        let _ = writeln!(text, "   {mark} {line}");
    }
}

fn summary(report: &Report<'_>, breaking: &[&SpecChange], compatible: &[&SpecChange]) -> String {
    let comparison = report.comparison;
    if comparison.level() == ChangeLevel::None {
        return "no changes\n".to_owned();
    }
    let others: Vec<_> = comparison.others.iter().collect();
    let other_breaking = others.iter().filter(|other| other.item.rule.is_breaking()).count();
    let open = comparison.unapproved().count();
    let mut text = format!(
        "{} ({} approved), {}\n",
        counted(breaking.len() + other_breaking, "breaking change"),
        breaking.len() + other_breaking - open,
        counted(compatible.len() + others.len() - other_breaking, "compatible change"),
    );
    let level = match comparison.level() {
        ChangeLevel::Breaking => "breaking changes",
        ChangeLevel::Addition => "additions",
        ChangeLevel::Fix | ChangeLevel::None => "neither breaking changes nor additions",
    };
    let _ = match (report.required(), report.versions) {
        (Some((required, found)), Some((old, _))) => {
            writeln!(text, "{old} with {level} requires {required} or higher, found {found}")
        }
        _ => writeln!(text, "the next version has {level}"),
    };
    text
}
