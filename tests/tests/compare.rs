//! Comparison of two versions of a spec.
//!
//! Each folder below `changes/` has a small spec before and after one change. `expected.snap` has the report of the change
//! and that of its reversal. `recorded.diff` has the lines by which the listing of public items that was stored with the
//! old spec differs from what the generator renders now.
//! `INSTA_UPDATE=always cargo test -p tests --test compare` accepts changes. Review them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::compare::{
    Approvals, Cause, ChangeLevel, Comparison, Date, Format, Report, Rule, Side, SpecChange,
    Version, compare,
};
use generator::context::Context;
use generator::diagnostics::render_text;
use generator::ir::Api;
use generator::parallel;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Returns the folders of all changes, sorted by name.
fn changes() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder("changes")).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// A version of a spec.
struct Spec {
    context: Context,
    api: Api,
    listing: String,
}

impl Spec {
    fn read(path: &Path, prefix: &str) -> Self {
        let options = generator::Options {
            spec: path.join("openapi.yaml"),
            ..generator::Options::new(path.to_owned(), folder("../templates"))
        };
        let mut context = Context::default();
        context.sources.prefix = prefix.to_owned();
        let (api, files) =
            generator::generate_with_model(&mut context, &options).unwrap_or_else(|found| {
                panic!("{}: {}", path.display(), render_text(&context.sources, &found.0))
            });
        let listing = files.into_iter().find(|file| file.path == "API.txt").unwrap();
        Self { context, api, listing: listing.contents }
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.api, listing: &self.listing }
    }
}

/// A change and its two versions.
struct Fixture {
    before: Spec,
    after: Spec,
    /// The lines of `recorded.diff`.
    recorded: Vec<String>,
}

impl Fixture {
    fn read(path: &Path) -> Self {
        let recorded = fs::read_to_string(path.join("recorded.diff")).unwrap_or_default();
        Self {
            before: Spec::read(&path.join("before"), "before/"),
            after: Spec::read(&path.join("after"), "after/"),
            recorded: recorded.lines().map(str::to_owned).collect(),
        }
    }

    /// Returns the listing that is stored with the old spec.
    fn recorded(&self) -> Option<String> {
        let mut lines: Vec<&str> = self.before.listing.lines().collect();
        for line in &self.recorded {
            match line.split_at(2) {
                ("+ ", line) => lines.push(line),
                (_, line) => lines.retain(|other| *other != line),
            }
        }
        (!self.recorded.is_empty()).then(|| lines.join("\n"))
    }

    fn forward(&self) -> Comparison {
        compare(self.before.side(), self.after.side(), self.recorded().as_deref())
    }

    fn backward(&self) -> Comparison {
        compare(self.after.side(), self.before.side(), None)
    }

    fn report<'a>(&'a self, comparison: &'a Comparison, is_forward: bool) -> Report<'a> {
        let (old, new) = match is_forward {
            true => (&self.before, &self.after),
            false => (&self.after, &self.before),
        };
        Report {
            comparison,
            old: &old.context.sources,
            new: &new.context.sources,
            versions: None,
            errors: Vec::new(),
        }
    }
}

/// Returns the rules that a comparison has changes of.
fn rules(comparison: &Comparison) -> BTreeSet<Rule> {
    let items = comparison.changes.iter().flat_map(|change| &change.items);
    let items = items.chain(comparison.others.iter().map(|other| &other.item));
    let rules = comparison.changes.iter().map(|change| change.rule);
    rules.chain(items.map(|item| item.rule)).collect()
}

#[test]
fn changes_are_reported() {
    let mut reached = BTreeSet::new();
    let paths = changes();
    let fixtures = parallel::map(paths.clone(), |path| Fixture::read(&path));
    for (path, fixture) in paths.iter().zip(fixtures) {
        let (forward, backward) = (fixture.forward(), fixture.backward());
        reached.extend(rules(&forward));
        reached.extend(rules(&backward));
        let text = format!(
            "── before → after ──\n{}\n── after → before ──\n{}",
            fixture.report(&forward, true).render(Format::Text),
            fixture.report(&backward, false).render(Format::Text),
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("expected", text));
    }
    let missing: Vec<&str> =
        Rule::ALL.iter().filter(|rule| !reached.contains(rule)).map(|rule| rule.id()).collect();
    assert!(missing.is_empty(), "rules without a change below `changes/`: {missing:?}");
}

/// Finds the only change of a comparison.
fn only_change(comparison: &Comparison) -> &SpecChange {
    match comparison.changes.as_slice() {
        [change] => change,
        changes => panic!("expected one change, found {changes:#?}"),
    }
}

#[test]
fn causes_are_attributed() {
    let cause = |name: &str| {
        let fixture = Fixture::read(&folder("changes").join(name));
        let comparison = fixture.forward();
        assert!(comparison.others.is_empty(), "{name}: {:#?}", comparison.others);
        only_change(&comparison).cause
    };
    assert_eq!(cause("parameter-required"), Cause::Spec);
    assert_eq!(cause("method-renamed"), Cause::Naming);
    assert_eq!(cause("type-renamed"), Cause::Naming);
    let generator = Fixture::read(&folder("changes/generator")).forward();
    assert!(generator.changes.is_empty());
    assert!(generator.others.iter().all(|other| other.cause == Cause::Generator));
}

/// The old listing has another spelling of an item that the change concerns, too: that part is not a change of the spec.
#[test]
fn a_change_of_the_generator_is_no_change_of_the_spec() {
    let mut fixture = Fixture::read(&folder("changes/member-renamed-in-rust"));
    fixture.recorded = vec![
        "- notes::types::Note::text: Option<String>".to_owned(),
        "+ notes::types::Note::text: String".to_owned(),
    ];
    let comparison = fixture.forward();
    let items: Vec<(Rule, &str)> =
        only_change(&comparison).items.iter().map(|item| (item.rule, item.path.as_str())).collect();
    assert_eq!(items, [(Rule::ItemAdded, "types::Note::content")]);
    let others: Vec<(Rule, Cause)> =
        comparison.others.iter().map(|other| (other.item.rule, other.cause)).collect();
    assert_eq!(others, [(Rule::ItemRemoved, Cause::Generator)]);
}

#[test]
fn a_spec_does_not_differ_from_itself() {
    for name in ["recursive", "request-alternative-added", "polling-changed", "headers-changed"] {
        let fixture = Fixture::read(&folder("changes").join(name));
        for spec in [&fixture.before, &fixture.after] {
            assert_eq!(compare(spec.side(), spec.side(), None), Comparison::default(), "{name}");
        }
    }
}

#[test]
fn approved_changes_require_no_version() {
    let fixture = Fixture::read(&folder("changes/parameter-required"));
    let mut comparison = fixture.forward();
    assert_eq!(comparison.level(), ChangeLevel::Breaking);
    let text =
        "- change: parameter-required getNote.query.Since\n  reason: Why.\n  expires: 0.2.0\n";
    let approvals = Approvals::parse("approved.yaml", text).unwrap();
    let today = Date::parse("2026-11-27").unwrap();
    let expired = approvals.apply(&mut comparison, today, Version::parse("0.2.0"));
    assert_eq!(expired.len(), 1, "{expired:?}");
    assert_eq!(comparison.level(), ChangeLevel::Breaking);
    let errors = approvals.apply(&mut comparison, today, Version::parse("0.1.1"));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(comparison.level(), ChangeLevel::Fix);
    assert!(approvals.unused(&comparison).is_empty());
    assert_eq!(approvals.unused(&Comparison::default()).len(), 1);
}

#[test]
fn a_sufficient_version_is_no_failure() {
    let fixture = Fixture::read(&folder("changes/parameter-required"));
    let comparison = fixture.forward();
    for (new, is_failure) in [("0.1.9", true), ("0.2.0", false), ("1.0.0", false)] {
        let versions = Version::parse("0.1.0").zip(Version::parse(new));
        let report = Report { versions, ..fixture.report(&comparison, true) };
        assert_eq!(report.is_failure(), is_failure, "{new}");
    }
}
