//! Every answer of the spec, changed in all the ways of the wire: it must be read, typed and without
//! loss, and the report must say exactly what was not as declared.

use std::collections::BTreeSet;
use std::thread;

use impact_brand::inspect;
use impact_brand::wire::Report;
use tests::document::Document;
use tests::model::{self, Notes};
use tests::shape::Shape;
use tests::spec::{FromResponse, Spec};
use tests::transform::{self, Transformation};

/// How many differences are shown, and how much of each.
const SHOWN: usize = 6;
const LONGEST: usize = 600;

/// What became of the answers under one transformation.
#[derive(Default)]
struct Tally {
    answers: BTreeSet<String>,
    documents: usize,
    read: usize,
    exact: usize,
    problems: Vec<String>,
}

impl Tally {
    fn take(&mut self, answer: &FromResponse, document: &Document) {
        self.answers.insert(answer.label.clone());
        self.documents += 1;
        match look(&answer.operation, &answer.shape, document) {
            Ok(()) => {
                self.read += 1;
                self.exact += 1;
            }
            Err(FieldError::Unreadable(what)) => self.problem(answer, &what),
            Err(FieldError::Different(what)) => {
                self.read += 1;
                self.problem(answer, &what);
            }
        }
    }

    fn problem(&mut self, answer: &FromResponse, what: &str) {
        let what: String = what.chars().take(LONGEST).collect();
        self.problems.push(format!("{}: {what}", answer.label));
    }
}

enum FieldError {
    Unreadable(String),
    Different(String),
}

/// Compares what the client makes of a document with what it must.
fn look(operation: &str, shape: &Shape, document: &Document) -> Result<(), FieldError> {
    let text = document.to_string();
    let inspection = inspect::inspect(operation, text.as_bytes())
        .ok_or_else(|| FieldError::Unreadable("there is no decoder".to_owned()))?;
    let written = inspection
        .written
        .map_err(|fault| FieldError::Unreadable(format!("{fault}\n  in {text}")))?;
    let (expected, notes) = model::read(shape, document);
    let written = Document::parse(&written).sorted();
    if written != expected {
        return Err(FieldError::Different(format!("{expected}\n  is {written}\n  in {text}")));
    }
    let told = told(inspection.report);
    if told != notes {
        return Err(FieldError::Different(format!("{notes:?}\n  is {told:?}\n  in {text}")));
    }
    Ok(())
}

fn told(report: Report) -> Notes {
    let coercions = report.coercions.into_iter().map(|one| (one.path, one.what.to_owned()));
    Notes {
        coercions: coercions.collect(),
        unknown_members: report.unknown_members,
        unknown_values: report.unknown_values,
    }
    .sorted()
}

#[test]
fn every_answer_is_read_whatever_the_wire_makes_of_it() {
    let answers = Spec::bundled().answers();
    let answers = answers.as_slice();
    let mut table = vec![("as it stands", tally(answers, |answer| vec![answer.document.clone()]))];
    thread::scope(|scope| {
        let row = |change: &'static Transformation| {
            let make = |answer: &FromResponse| change.documents(&answer.shape, &answer.document);
            (change.name, scope.spawn(move || tally(answers, make)))
        };
        let running: Vec<_> = transform::ALL.iter().map(row).collect();
        table.extend(running.into_iter().map(|(name, row)| (name, row.join().expect("a tally"))));
    });
    println!("{:28}{:>10}{:>10}{:>10}{:>10}", "", "answers", "documents", "read", "lossless");
    for (name, tally) in &table {
        let Tally { answers, documents, read, exact, .. } = tally;
        println!("{name:28}{:>10}{documents:>10}{read:>10}{exact:>10}", answers.len());
    }
    for (name, tally) in &table {
        assert!(tally.documents > 0, "{name} changes nothing");
        let shown = tally.problems.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n\n");
        assert!(tally.problems.is_empty(), "{name}: {}\n{shown}", tally.problems.len());
    }
}

fn tally(answers: &[FromResponse], make: impl Fn(&FromResponse) -> Vec<Document>) -> Tally {
    let mut tally = Tally::default();
    for answer in answers {
        make(answer).iter().for_each(|document| tally.take(answer, document));
    }
    tally
}

#[test]
fn every_operation_has_an_example_of_its_answer_and_a_decoder() {
    let spec = Spec::bundled();
    let answers = spec.answers();
    let mut operations = Vec::new();
    let files: Vec<String> = crate::operations::index()
        .iter()
        .filter(|entry| entry["answer"] == "Download")
        .filter_map(|entry| entry["id"].as_str().map(str::to_owned))
        .collect();
    for (operation, _) in spec.operations().into_iter().filter(|(id, _)| !files.contains(id)) {
        let shown = |answer: &FromResponse| answer.operation == operation && !answer.is_composed;
        assert!(answers.iter().any(shown), "{operation} has no example");
        operations.push(operation);
    }
    let decoders: Vec<_> = inspect::DECODERS.iter().map(|decoder| decoder.operation().id).collect();
    assert_eq!(decoders, operations);
}
