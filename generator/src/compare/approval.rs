//! Approvals of breaking changes.
//!
//! ```yaml
//! - change: request-member-removed createNote.body.Attachment
//!   reason: The service has refused it since 2026-10.
//!   expires: 0.3.0
//! ```
//!
//! A change is named by its id. An id that ends with `*` approves all changes that begin with it.

use std::fmt;

use super::{Comparison, Version};
use crate::diagnostics::{Files, Sink};
use crate::location::{FileId, Span};
use crate::source::{Node, NodeKind, SourceFile, Sources, parse};

/// An approval of a breaking change.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// The id of the change, or its start and `*`.
    pub change: String,
    /// Why the change is accepted without a new version.
    pub reason: String,
    /// When it ends.
    pub expires: Expiry,
    /// The location in the file: `path:line`.
    pub location: String,
}

/// When an approval ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expiry {
    /// After this day.
    Date(Date),
    /// With this version.
    Version(Version),
}

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    /// Parses `2027-01-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            part.parse::<u32>().ok()
        };
        let date = Self { year: number(4)?, month: number(2)?, day: number(2)? };
        let is_valid = (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
        (parts.next().is_none() && is_valid).then_some(date)
    }

    /// Returns the day that is a number of days after 1970-01-01.
    pub fn from_days(days: u64) -> Self {
        // Counted in eras of 400 years that begin on March 1, so that leap days are last.
        let days = days + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        let narrow = |number: u64| u32::try_from(number).unwrap_or_default();
        Self { year: narrow(year), month: narrow(month), day: narrow(day) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expiry::Date(date) => write!(f, "after {date}"),
            Expiry::Version(version) => write!(f, "with version {version}"),
        }
    }
}

/// The approvals of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Approvals(pub Vec<Approval>);

/// The members of an approval.
const MEMBERS: [&str; 3] = ["change", "reason", "expires"];

impl Approvals {
    /// Reads a file. An empty file has no approvals.
    ///
    /// # Errors
    ///
    /// Returns messages with locations.
    pub fn parse(path: &str, text: &str) -> Result<Self, Vec<String>> {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new(path));
        sources.set_text(file, text.to_owned());
        let is_empty = text.lines().all(|line| line.trim().is_empty() || line.starts_with('#'));
        if is_empty {
            return Ok(Self::default());
        }
        let mut sink = Sink::default();
        let tree = parse(&mut sink, file, text);
        let reader = Reader { sources: &sources, file, path };
        let errors: Vec<String> = sink
            .diagnostics()
            .iter()
            .map(|it| reader.message(it.span.unwrap_or_default(), &it.message))
            .collect();
        match tree {
            Some(tree) if errors.is_empty() => reader.approvals(&tree),
            _ => Err(errors),
        }
    }

    /// Approves the changes of a comparison, and returns messages about expired approvals.
    pub fn apply(
        &self,
        comparison: &mut Comparison,
        today: Date,
        version: Option<Version>,
    ) -> Vec<String> {
        let mut errors = Vec::new();
        for approval in &self.0 {
            let is_expired = match approval.expires {
                Expiry::Date(date) => today > date,
                Expiry::Version(end) => version.is_some_and(|version| version >= end),
            };
            if is_expired {
                errors.push(format!(
                    "{}: the approval of `{}` expired {}",
                    approval.location, approval.change, approval.expires
                ));
                continue;
            }
            approval.apply(comparison);
        }
        errors
    }

    /// Returns messages about approvals of changes that a comparison does not have.
    pub fn unused(&self, comparison: &Comparison) -> Vec<String> {
        let ids: Vec<String> = comparison.breaking().map(|(id, _)| id).collect();
        let unused = self.0.iter().filter(|it| !ids.iter().any(|id| it.matches(id)));
        unused
            .map(|it| format!("{}: there is no breaking change `{}`", it.location, it.change))
            .collect()
    }
}

impl Approval {
    fn matches(&self, id: &str) -> bool {
        match self.change.strip_suffix('*') {
            Some(start) => id.starts_with(start),
            None => id == self.change,
        }
    }

    fn apply(&self, comparison: &mut Comparison) {
        for change in comparison.changes.iter_mut().filter(|change| change.is_breaking()) {
            if self.matches(&change.id()) {
                change.approval = Some(self.reason.clone());
            }
        }
        for other in comparison.others.iter_mut().filter(|it| it.item.rule.is_breaking()) {
            if self.matches(&other.item.id()) {
                other.approval = Some(self.reason.clone());
            }
        }
    }
}

/// Reads approvals from a tree.
struct Reader<'a> {
    sources: &'a Sources,
    file: FileId,
    path: &'a str,
}

impl Reader<'_> {
    fn location(&self, span: Span) -> String {
        format!("{}:{}", self.path, self.sources.position(self.file, span.start).line)
    }

    fn message(&self, span: Span, message: &str) -> String {
        format!("{}: {message}", self.location(span))
    }

    fn approvals(&self, tree: &Node) -> Result<Approvals, Vec<String>> {
        let Some(entries) = tree.as_list() else {
            return Err(vec![self.message(tree.span, "expected a list of approvals")]);
        };
        let (mut approvals, mut errors) = (Vec::new(), Vec::new());
        for entry in entries {
            match self.approval(entry) {
                Ok(approval) => approvals.push(approval),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(Approvals(approvals)) } else { Err(errors) }
    }

    fn approval(&self, entry: &Node) -> Result<Approval, String> {
        let known = MEMBERS.join("`, `");
        let Some(members) = entry.as_map() else {
            return Err(self.message(entry.span, &format!("expected an object with `{known}`")));
        };
        if let Some((name, member)) = members.iter().find(|it| !MEMBERS.contains(&it.0.as_str())) {
            let message = format!("expected one of `{known}`, found `{name}`");
            return Err(self.message(member.key, &message));
        }
        let [change, reason, expires] = MEMBERS.map(|name| {
            let text = entry.get(name).and_then(|node| match &node.kind {
                NodeKind::Scalar { text, .. } => Some(text.trim()),
                NodeKind::List(_) | NodeKind::Map(_) => None,
            });
            text.filter(|text| !text.is_empty())
                .ok_or_else(|| self.message(entry.span, &format!("expected a string in `{name}`")))
        });
        let (change, reason, expires) = (change?, reason?, expires?);
        let date = Date::parse(expires).map(Expiry::Date);
        let expires =
            date.or_else(|| Version::parse(expires).map(Expiry::Version)).ok_or_else(|| {
                let message =
                    format!("expected a date as in `2027-01-31`, or a version, found `{expires}`");
                self.message(entry.get("expires").map_or(entry.span, |node| node.span), &message)
            })?;
        Ok(Approval {
            change: change.to_owned(),
            reason: reason.to_owned(),
            expires,
            location: self.location(entry.span),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        Approvals::parse("a.yaml", text).unwrap_err()
    }

    #[test]
    fn approvals_have_three_members() {
        let text = "# none\n- change: a b\n  reason: It is unused.\n  expires: 2027-01-31\n\
                    - { change: c*, reason: Why., expires: '0.3.0' }\n";
        let Approvals(found) = Approvals::parse("a.yaml", text).unwrap();
        let found: Vec<String> = found
            .iter()
            .map(|it| format!("{} {} {} {}", it.location, it.change, it.reason, it.expires))
            .collect();
        assert_eq!(
            found,
            ["a.yaml:2 a b It is unused. after 2027-01-31", "a.yaml:5 c* Why. with version 0.3.0"]
        );
        assert_eq!(Approvals::parse("a.yaml", "# nothing\n").unwrap(), Approvals::default());
    }

    #[test]
    fn mistakes_are_located() {
        assert_eq!(errors("a: b"), ["a.yaml:1: expected a list of approvals"]);
        assert_eq!(
            errors("- change: a\n  until: b\n- text\n"),
            [
                "a.yaml:2: expected one of `change`, `reason`, `expires`, found `until`",
                "a.yaml:3: expected an object with `change`, `reason`, `expires`",
            ]
        );
        assert_eq!(
            errors("- { change: a, expires: b }"),
            ["a.yaml:1: expected a string in `reason`"]
        );
        assert_eq!(
            errors("- change: a\n  reason: b\n  expires: 2027-13-01"),
            ["a.yaml:3: expected a date as in `2027-01-31`, or a version, found `2027-13-01`"]
        );
        assert!(errors("- [").first().unwrap().starts_with("a.yaml:"));
    }

    #[test]
    fn days_are_converted_to_dates() {
        for (days, date) in [(0, "1970-01-01"), (19_782, "2024-02-29"), (20_784, "2026-11-27")] {
            assert_eq!(Date::from_days(days).to_string(), date);
            assert_eq!(Date::parse(date), Some(Date::from_days(days)));
        }
    }
}
