//! Reports for programs.

use serde_json::{Value, json};

use super::super::{ChangeLevel, ItemChange, SpecChange};
use super::Report;

/// Renders a report as JSON.
pub(super) fn render(report: &Report<'_>) -> String {
    let comparison = report.comparison;
    let changes: Vec<Value> =
        comparison.changes.iter().map(|change| change_value(report, change)).collect();
    let others: Vec<Value> = comparison
        .others
        .iter()
        .map(|other| {
            let mut value = item_value(&other.item);
            if let Some(members) = value.as_object_mut() {
                members.insert("cause".to_owned(), json!(other.cause.name()));
                members.insert("approval".to_owned(), json!(other.approval));
            }
            value
        })
        .collect();
    let level = match comparison.level() {
        ChangeLevel::None => "none",
        ChangeLevel::Fix => "fix",
        ChangeLevel::Addition => "addition",
        ChangeLevel::Breaking => "breaking",
    };
    let version = report.required().zip(report.versions).map(|((required, found), (old, _))| {
        json!({
            "old": old.to_string(),
            "required": required.to_string(),
            "found": found.to_string(),
        })
    });
    let value = json!({
        "impact": level,
        "version": version,
        "failure": report.is_failure(),
        "errors": report.errors,
        "changes": changes,
        "otherItems": others,
    });
    format!("{value:#}\n")
}

fn change_value(report: &Report<'_>, change: &SpecChange) -> Value {
    let old = report.locations(change.old.as_ref(), None);
    let new = report.locations(None, change.new.as_ref());
    json!({
        "id": change.id(),
        "rule": change.rule.id(),
        "reason": change.rule.reason(),
        "subject": change.subject,
        "detail": change.detail,
        "cause": change.cause.name(),
        "breaking": { "wire": change.breaks_wire(), "rust": change.breaks_rust() },
        "approval": change.approval,
        "old": old.first(),
        "new": new.first(),
        "items": change.items.iter().map(item_value).collect::<Vec<_>>(),
    })
}

fn item_value(item: &ItemChange) -> Value {
    json!({
        "id": item.id(),
        "rule": item.rule.id(),
        "path": item.path,
        "breaking": item.rule.is_breaking(),
        "old": item.old,
        "new": item.new,
    })
}
