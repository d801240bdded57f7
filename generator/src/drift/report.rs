//! Reports of differences.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use super::Drift;
use super::difference::{Difference, Kind, Location, Subject};

/// The number of subjects of a difference that are named.
const MAX_SUBJECTS: usize = 3;

impl Drift {
    /// Renders the report for people: the open differences by resource, the entries of the list, the errors, and the
    /// number of differences of each kind. With `all`, settled differences are shown like open ones.
    pub fn to_text(&self, all: bool) -> String {
        let mut text = String::new();
        let mut resource = "";
        for difference in self.differences.iter().filter(|it| all || it.settlement.is_none()) {
            if difference.resource != resource {
                resource = &difference.resource;
                let _ = writeln!(text, "## {resource}\n");
            }
            self.add_difference(&mut text, difference);
        }
        for error in &self.errors {
            let _ = writeln!(text, "error: {}", error.message);
            self.add_location(&mut text, "-->", Some(&error.at));
            text.push('\n');
        }
        self.add_settlements(&mut text);
        self.add_table(&mut text);
        let _ = writeln!(text, "{}", self.summary());
        text
    }

    fn add_difference(&self, text: &mut String, difference: &Difference) {
        let level = if difference.settlement.is_some() { "settled" } else { "difference" };
        let _ = writeln!(text, "{level}[{}]: {}", difference.kind.name(), message(difference));
        self.add_location(text, "-->", difference.vendor_at.as_ref());
        let arrow = if difference.vendor_at.is_some() { ":::" } else { "-->" };
        self.add_location(text, arrow, difference.spec_at.as_ref());
        let others = difference.subjects.get(1..).unwrap_or_default();
        for subject in others.iter().take(MAX_SUBJECTS) {
            let _ = writeln!(text, "   = also: {}", subject_name(subject));
        }
        if let Some(more) = others.len().checked_sub(MAX_SUBJECTS).filter(|more| *more > 0) {
            let _ = writeln!(text, "   = and {more} more");
        }
        if let Some(settlement) = &difference.settlement {
            let at = &settlement.at;
            let _ = writeln!(text, "   = settled: {} ({}:{})", settlement.reason, at.path, at.line);
        }
        text.push('\n');
    }

    fn add_location(&self, text: &mut String, arrow: &str, at: Option<&Location>) {
        let Some(at) = at else { return };
        let _ = writeln!(text, "  {arrow} {}:{}:{}", at.path, at.line, at.column);
        let file = self.files.get(&at.path).map(String::as_str).unwrap_or_default();
        if let Some(line) = file.lines().nth(at.line.saturating_sub(1)) {
            let _ = writeln!(text, "   | {}", line.trim());
        }
    }

    fn add_settlements(&self, text: &mut String) {
        if self.settlements.is_empty() {
            return;
        }
        let _ = writeln!(text, "settled:");
        for (settlement, count) in &self.settlements {
            let at = &settlement.at;
            let _ = writeln!(text, "  {count:4}  {}:{}: {}", at.path, at.line, settlement.reason);
        }
        text.push('\n');
    }

    fn add_table(&self, text: &mut String) {
        if self.differences.is_empty() {
            return;
        }
        let _ = writeln!(text, "{:20} {:>5} {:>8}", "kind", "open", "settled");
        for (kind, [open, settled]) in self.counts() {
            let _ = writeln!(text, "{:20} {open:5} {settled:8}", kind.name());
        }
        text.push('\n');
    }

    /// Returns the numbers of open and of settled differences of each kind.
    fn counts(&self) -> BTreeMap<Kind, [usize; 2]> {
        let mut counts: BTreeMap<Kind, [usize; 2]> = BTreeMap::new();
        for difference in &self.differences {
            let [open, settled] = counts.entry(difference.kind).or_default();
            let count = if difference.settlement.is_some() { settled } else { open };
            *count += 1;
        }
        counts
    }

    fn summary(&self) -> String {
        let total = self.differences.len();
        let open = self.differences.iter().filter(|it| it.settlement.is_none()).count();
        let noun = if total == 1 { "difference" } else { "differences" };
        let state = match (total, open) {
            (0, _) => String::new(),
            (_, 0) => ", all settled".to_owned(),
            (_, open) => format!(", {open} not settled"),
        };
        let errors = match self.errors.len() {
            0 => String::new(),
            1 => ", 1 error".to_owned(),
            count => format!(", {count} errors"),
        };
        format!("{total} {noun}{state}{errors}")
    }

    /// Renders the report as a JSON object.
    pub fn to_json(&self) -> String {
        let differences: Vec<Value> = self.differences.iter().map(json_difference).collect();
        let errors = self.errors.iter();
        let errors: Vec<Value> = errors
            .map(|it| json!({ "message": it.message, "at": json_location(Some(&it.at)) }))
            .collect();
        let counts: serde_json::Map<String, Value> = self
            .counts()
            .into_iter()
            .map(|(kind, [open, settled])| {
                (kind.name().to_owned(), json!({ "open": open, "settled": settled }))
            })
            .collect();
        let report = json!({ "differences": differences, "errors": errors, "counts": counts });
        format!("{report:#}\n")
    }
}

fn json_difference(difference: &Difference) -> Value {
    let subjects = difference.subjects.iter();
    let subjects: Vec<Value> =
        subjects.map(|it| json!({ "operation": it.operation, "element": it.element })).collect();
    let settlement = difference.settlement.as_ref();
    json!({
        "kind": difference.kind.name(),
        "resource": difference.resource,
        "subjects": subjects,
        "vendor": difference.vendor,
        "spec": difference.spec,
        "vendor_at": json_location(difference.vendor_at.as_ref()),
        "spec_at": json_location(difference.spec_at.as_ref()),
        "settled": settlement.map(|it| json!({ "reason": it.reason, "at": json_location(Some(&it.at)) })),
    })
}

fn json_location(at: Option<&Location>) -> Value {
    at.map_or(Value::Null, |at| json!({ "file": at.path, "line": at.line, "column": at.column }))
}

/// Returns the name of a subject, as in `` `listNotes` `query.PageSize` ``.
fn subject_name(subject: &Subject) -> String {
    match subject.element.as_str() {
        "" => format!("`{}`", subject.operation),
        element => format!("`{}` `{element}`", subject.operation),
    }
}

fn message(difference: &Difference) -> String {
    let subject = difference.subjects.first().map(subject_name).unwrap_or_default();
    let [vendor, spec] = [&difference.vendor, &difference.spec]
        .map(|text| text.as_deref().map(|text| if text.is_empty() { "''" } else { text }));
    match (vendor, spec) {
        (Some(reason), None) if difference.kind == Kind::NotCompared => {
            format!("{subject}: {reason}")
        }
        (Some(vendor), None) => format!("{subject}: `{vendor}` is documented, but not in the spec"),
        (None, Some(spec)) => format!("{subject}: `{spec}` is in the spec, but not documented"),
        (Some(vendor), Some(spec)) => {
            format!("{subject}: documented as `{vendor}`, but `{spec}` in the spec")
        }
        (None, None) => subject,
    }
}
