//! Coverage counts and the report.

use std::collections::BTreeMap;

use super::elements::{ElementKind, SpecElement};
use super::no_effect::Keys;
use super::outcome::Outcome;
use crate::ir::Reason;

/// The coverage of the spec.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The groups, in document order.
    pub groups: Vec<GroupCoverage>,
    /// The keys without effect.
    pub(super) keys: Keys,
}

/// The coverage of a group.
#[derive(Clone, Debug)]
pub struct GroupCoverage {
    /// The title.
    pub title: String,
    /// The counts by kind.
    pub counts: BTreeMap<ElementKind, Count>,
    /// The outcomes of operations and schemas.
    pub mappings: Vec<Mapping>,
    /// The elements that are not used.
    pub gaps: Vec<SpecElement>,
}

/// The number of elements by outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    /// All elements.
    pub total: usize,
    /// The elements that an item is generated from.
    pub generated: usize,
    /// The other elements, by reason.
    pub reasons: BTreeMap<Reason, usize>,
}

/// The outcome of an operation or a schema.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The name in the spec.
    pub name: String,
    /// The generated item, or the code of the reason.
    pub outcome: String,
}

impl GroupCoverage {
    /// Creates a group without elements.
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            counts: BTreeMap::new(),
            mappings: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Adds an element.
    pub(super) fn add(&mut self, element: SpecElement, outcome: Outcome) {
        if matches!(element.kind, ElementKind::Operation | ElementKind::Schema) {
            let outcome = match &outcome {
                Outcome::Item(item) => item.clone(),
                Outcome::Reason(reason) => reason.code().to_owned(),
            };
            self.mappings.push(Mapping { name: element.name.clone(), outcome });
        }
        let count = self.counts.entry(element.kind).or_default();
        count.total += 1;
        match outcome {
            Outcome::Item(_) => count.generated += 1,
            Outcome::Reason(reason) => {
                *count.reasons.entry(reason).or_default() += 1;
                if reason == Reason::Unmapped {
                    self.gaps.push(element);
                }
            }
        }
    }
}

impl Coverage {
    /// Adds a group, or merges it with the group of the same title.
    pub(super) fn add(&mut self, group: GroupCoverage) {
        match self.groups.iter_mut().find(|known| known.title == group.title) {
            None => self.groups.push(group),
            Some(known) => {
                known.mappings.extend(group.mappings);
                known.gaps.extend(group.gaps);
                for (kind, count) in group.counts {
                    known.counts.entry(kind).or_default().add(count);
                }
            }
        }
    }

    /// Returns the count of a kind over all groups.
    pub fn total(&self, kind: ElementKind) -> Count {
        let mut total = Count::default();
        for count in self.groups.iter().filter_map(|group| group.counts.get(&kind)) {
            total.add(count.clone());
        }
        total
    }

    /// Returns the report as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "# Coverage of the spec\n\n{}\n\nEach element of the spec is generated, or there is a reason why not. \
             `12 / 14` means that 12 of 14 elements\nare generated and that 2 have one of the reasons below.\n\n",
            self.summary()
        );
        text.push_str(&self.table());
        text.push_str(&self.reasons());
        text.push_str(&self.keys_without_effect());
        for group in self.groups.iter().filter(|group| !group.mappings.is_empty()) {
            text.push_str(&format!(
                "\n## {}\n\n| in the spec | generated |\n|---|---|\n",
                group.title
            ));
            for mapping in &group.mappings {
                text.push_str(&format!("| `{}` | `{}` |\n", mapping.name, mapping.outcome));
            }
        }
        text
    }

    fn table(&self) -> String {
        let head: Vec<&str> = ElementKind::ALL.iter().map(|kind| kind.plural()).collect();
        let mut text =
            format!("| group | {} |\n|---|{}\n", head.join(" | "), "---|".repeat(head.len()));
        for group in &self.groups {
            let cells = ElementKind::ALL
                .map(|kind| group.counts.get(&kind).map(Count::to_cell).unwrap_or_default());
            text.push_str(&format!("| {} | {} |\n", group.title, cells.join(" | ")));
        }
        let mut add_line = |title: &str, cell: &dyn Fn(Count) -> String| {
            let cells = ElementKind::ALL.map(|kind| cell(self.total(kind)));
            text.push_str(&format!("| **{title}** | {} |\n", cells.join(" | ")));
        };
        add_line("all", &|count| count.to_cell());
        add_line("with a reason", &|count| count.explained().to_string());
        add_line("gaps", &|count| count.gaps().to_string());
        text
    }

    /// Returns the overall coverage as one line.
    fn summary(&self) -> String {
        let mut all = Count::default();
        for kind in ElementKind::ALL {
            all.add(self.total(kind));
        }
        let (explained, gaps) = (all.explained(), all.gaps());
        // Rounded down, so that a single gap does not show as 100 %.
        let percent = (all.generated + explained) * 1000 / all.total.max(1);
        format!(
            "**{}.{} % covered**: of {} elements, {} are generated, {explained} have a reason, and {gaps} {}.",
            percent / 10,
            percent % 10,
            all.total,
            all.generated,
            if gaps == 1 { "is a gap" } else { "are gaps" },
        )
    }

    /// Returns the elements that are not used, in document order.
    pub fn gaps(&self) -> impl Iterator<Item = &SpecElement> {
        self.groups.iter().flat_map(|group| &group.gaps)
    }

    /// Returns the table of the keys without effect, if there are any.
    fn keys_without_effect(&self) -> String {
        if self.keys.is_empty() {
            return String::new();
        }
        let mut text = String::from(
            "\n## Keys without effect\n\nThese keys are part of the bundle `openapi.yaml`, but nothing else is \
             generated from them.\n\n| key | object | count |\n|---|---|---|\n",
        );
        for ((object, key), count) in &self.keys {
            text.push_str(&format!("| `{key}` | {object} | {count} |\n"));
        }
        text
    }

    fn reasons(&self) -> String {
        let mut text = String::from("\n## Reasons\n\n| code | meaning | count |\n|---|---|---|\n");
        for reason in Reason::ALL {
            let count = |kind| self.total(kind).reasons.get(&reason).copied().unwrap_or_default();
            let counts: Vec<String> = ElementKind::ALL
                .into_iter()
                .filter(|kind| count(*kind) > 0)
                .map(|kind| format!("{} {}", count(kind), kind.plural()))
                .collect();
            if !counts.is_empty() {
                text.push_str(&format!(
                    "| `{}` | {} | {} |\n",
                    reason.code(),
                    reason.meaning(),
                    counts.join(", ")
                ));
            }
        }
        text
    }
}

impl Count {
    fn add(&mut self, other: Count) {
        self.total += other.total;
        self.generated += other.generated;
        for (reason, count) in other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
    }

    /// Returns the number of elements with a reason.
    fn explained(&self) -> usize {
        self.reasons.values().sum::<usize>() - self.gaps()
    }

    /// Returns the number of elements that are not used.
    fn gaps(&self) -> usize {
        self.reasons.get(&Reason::Unmapped).copied().unwrap_or_default()
    }

    /// Returns the text of a table cell.
    fn to_cell(&self) -> String {
        if self.generated == self.total {
            self.total.to_string()
        } else {
            format!("{} / {}", self.generated, self.total)
        }
    }
}
