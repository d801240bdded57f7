//! The counts, and their text.

use std::collections::BTreeMap;

use super::elements::{Element, Kind};
use super::fate::{Fate, Reason};

/// What became of the whole spec.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Group by group, in document order.
    pub groups: Vec<GroupCoverage>,
}

/// What became of one file of the spec.
#[derive(Clone, Debug)]
pub struct GroupCoverage {
    /// Its title.
    pub title: String,
    /// The counts by kind.
    pub tallies: BTreeMap<Kind, Tally>,
    /// Operations and schemas one by one.
    pub mappings: Vec<Mapping>,
    /// What falls through the net.
    pub gaps: Vec<Element>,
}

/// How many elements there are, and what became of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many there are.
    pub total: usize,
    /// From how many something is generated.
    pub generated: usize,
    /// How many have a reason why nothing is.
    pub reasons: BTreeMap<Reason, usize>,
}

/// An operation or a schema, and what became of it.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Its name in the spec.
    pub name: String,
    /// The generated item, or the code of the reason.
    pub fate: String,
}

impl GroupCoverage {
    /// A group without elements.
    pub(super) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            tallies: BTreeMap::new(),
            mappings: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// Counts an element.
    pub(super) fn count(&mut self, element: Element, fate: Fate) {
        if matches!(element.kind, Kind::Operation | Kind::Schema) {
            let fate = match &fate {
                Fate::Item(item) => item.clone(),
                Fate::Reason(reason) => reason.code().to_owned(),
            };
            self.mappings.push(Mapping { name: element.name.clone(), fate });
        }
        let tally = self.tallies.entry(element.kind).or_default();
        tally.total += 1;
        match fate {
            Fate::Item(_) => tally.generated += 1,
            Fate::Reason(reason) => {
                *tally.reasons.entry(reason).or_default() += 1;
                if reason == Reason::Nothing {
                    self.gaps.push(element);
                }
            }
        }
    }
}

impl Coverage {
    /// Adds a file; the shared ones become one.
    pub(super) fn add(&mut self, group: GroupCoverage) {
        match self.groups.iter_mut().find(|known| known.title == group.title) {
            None => self.groups.push(group),
            Some(known) => {
                known.mappings.extend(group.mappings);
                known.gaps.extend(group.gaps);
                for (kind, tally) in group.tallies {
                    known.tallies.entry(kind).or_default().add(tally);
                }
            }
        }
    }

    /// The counts of the whole by kind.
    pub fn total(&self, kind: Kind) -> Tally {
        let mut total = Tally::default();
        for tally in self.groups.iter().filter_map(|group| group.tallies.get(&kind)) {
            total.add(tally.clone());
        }
        total
    }

    /// The report as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# What became of the spec\n\n{}\n\nEvery element of the spec is generated from, or there is a reason \
             why not: `12 / 14` means that 14 elements stand in\nthe spec, that 12 of them become something, and that \
             2 have one of the reasons below.\n\n",
            self.verdict()
        );
        text.push_str(&self.table());
        text.push_str(&self.reasons());
        for group in self.groups.iter().filter(|group| !group.mappings.is_empty()) {
            text.push_str(&format!(
                "\n## {}\n\n| in the spec | generated |\n|---|---|\n",
                group.title
            ));
            for mapping in &group.mappings {
                text.push_str(&format!("| `{}` | `{}` |\n", mapping.name, mapping.fate));
            }
        }
        text
    }

    fn table(&self) -> String {
        let head: Vec<&str> = Kind::ALL.iter().map(|kind| kind.plural()).collect();
        let mut text =
            format!("| group | {} |\n|---|{}\n", head.join(" | "), "---|".repeat(head.len()));
        for group in &self.groups {
            let cells = Kind::ALL
                .map(|kind| group.tallies.get(&kind).map(Tally::words).unwrap_or_default());
            text.push_str(&format!("| {} | {} |\n", group.title, cells.join(" | ")));
        }
        let mut row = |title: &str, cell: &dyn Fn(Tally) -> String| {
            let cells = Kind::ALL.map(|kind| cell(self.total(kind)));
            text.push_str(&format!("| **{title}** | {} |\n", cells.join(" | ")));
        };
        row("all", &|tally| tally.words());
        row("with a reason", &|tally| tally.explained().to_string());
        row("gaps", &|tally| tally.gaps().to_string());
        text
    }

    /// How much is accounted for, in a line.
    fn verdict(&self) -> String {
        let mut all = Tally::default();
        for kind in Kind::ALL {
            all.add(self.total(kind));
        }
        let (explained, gaps) = (all.explained(), all.gaps());
        // rounded down: a single gap must not read as none
        let percent = (all.generated + explained) * 1000 / all.total.max(1);
        format!(
            "**{}.{} % accounted for**: of {} elements {} are generated from, {explained} have a reason, and {gaps} {}.",
            percent / 10,
            percent % 10,
            all.total,
            all.generated,
            if gaps == 1 { "is a gap" } else { "are gaps" },
        )
    }

    /// What falls through the net, in document order.
    pub fn gaps(&self) -> impl Iterator<Item = &Element> {
        self.groups.iter().flat_map(|group| &group.gaps)
    }

    fn reasons(&self) -> String {
        let mut text =
            String::from("\n## Reasons\n\n| code | meaning | how often |\n|---|---|---|\n");
        for reason in Reason::ALL {
            let count = |kind| self.total(kind).reasons.get(&reason).copied().unwrap_or_default();
            let counts: Vec<String> = Kind::ALL
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

impl Tally {
    fn add(&mut self, other: Tally) {
        self.total += other.total;
        self.generated += other.generated;
        for (reason, count) in other.reasons {
            *self.reasons.entry(reason).or_default() += count;
        }
    }

    /// How many have a reason that is none of a gap.
    fn explained(&self) -> usize {
        self.reasons.values().sum::<usize>() - self.gaps()
    }

    fn gaps(&self) -> usize {
        self.reasons.get(&Reason::Nothing).copied().unwrap_or_default()
    }

    /// The tally in a table cell.
    fn words(&self) -> String {
        if self.generated == self.total {
            self.total.to_string()
        } else {
            format!("{} / {}", self.generated, self.total)
        }
    }
}
