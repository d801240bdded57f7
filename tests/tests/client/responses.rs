//! Every response of the spec in every spelling of the wire: it is decoded into its type without loss, and the report
//! lists exactly what was not as declared.

use std::collections::BTreeSet;

use generator::parallel;
use impact_brand::inspect;
use impact_brand::json::DecodeReport;
use tests::document::Document;
use tests::model::{self, Report};
use tests::shape::Shape;
use tests::spec::{ResponseExample, Spec};
use tests::transform;

/// The maximum number of failures in a message, and the maximum length of each.
const MAX_FAILURES: usize = 6;
const MAX_LENGTH: usize = 600;

/// The results under one transformation.
#[derive(Default)]
struct Count {
    responses: BTreeSet<String>,
    documents: usize,
    decoded: usize,
    lossless: usize,
    failures: Vec<String>,
}

impl Count {
    fn add(&mut self, response: &ResponseExample, document: &Document) {
        self.responses.insert(response.label.clone());
        self.documents += 1;
        match check(&response.operation, &response.shape, document) {
            Ok(_) => {
                self.decoded += 1;
                self.lossless += 1;
            }
            Err(Failure::Undecoded(message)) => self.fail(response, &message),
            Err(Failure::Different(message)) => {
                self.decoded += 1;
                self.fail(response, &message);
            }
        }
    }

    fn fail(&mut self, response: &ResponseExample, message: &str) {
        let message: String = message.chars().take(MAX_LENGTH).collect();
        self.failures.push(format!("{}: {message}", response.label));
    }
}

pub(super) enum Failure {
    Undecoded(String),
    Different(String),
}

/// Compares the document that the client encodes, and its report, with those of the model. Returns what the client
/// encodes, and its report.
pub(super) fn check(
    operation: &str,
    shape: &Shape,
    document: &Document,
) -> Result<(String, DecodeReport), Failure> {
    let text = document.to_string();
    let inspection = inspect::inspect(operation, text.as_bytes())
        .ok_or_else(|| Failure::Undecoded("there is no decoder".to_owned()))?;
    let encoded =
        inspection.encoded.map_err(|error| Failure::Undecoded(format!("{error}\n  in {text}")))?;
    let (expected, report) = model::decode(shape, document);
    let sorted = Document::parse(&encoded).sorted();
    if sorted != expected {
        let message = format!("expected {expected}\n  found {sorted}\n  in {text}");
        return Err(Failure::Different(message));
    }
    let found = comparable(inspection.report.clone());
    if found != report {
        let (missing, unexpected) = (report.without(&found), found.without(&report));
        let message = format!("not reported: {missing:?}\n  reported: {unexpected:?}\n  in {text}");
        return Err(Failure::Different(message));
    }
    Ok((encoded, inspection.report))
}

fn comparable(report: DecodeReport) -> Report {
    let coercions = report.coercions.into_iter().map(|it| (it.path, it.what.to_owned()));
    let unreadable = report.unreadable.into_iter().map(|it| (it.path, it.expected));
    Report {
        coercions: coercions.collect(),
        unknown_members: report.unknown_members,
        unknown_values: report.unknown_values,
        unreadable: unreadable.collect(),
    }
    .sorted()
}

#[test]
fn every_response_is_decoded_in_every_spelling() {
    let responses = Spec::bundled().responses();
    let all: Vec<&ResponseExample> = responses.iter().collect();
    // these have all members
    let composed: Vec<&ResponseExample> = responses.iter().filter(|it| it.is_composed).collect();
    let mut table = vec![("unchanged", count(&all, |it| vec![it.document.clone()]))];
    let of_all_values = transform::OF_ALL_VALUES.iter().map(|change| (change, &all));
    let of_one_value = transform::OF_ONE_VALUE.iter().map(|change| (change, &composed));
    let changes = of_one_value.chain(of_all_values).collect();
    table.extend(parallel::map(changes, |(change, responses)| {
        let apply = |it: &ResponseExample| change.documents(&it.shape, &it.document);
        (change.name, count(responses, apply))
    }));
    println!("{:28}{:>10}{:>10}{:>10}{:>10}", "", "responses", "documents", "decoded", "lossless");
    for (name, count) in &table {
        let Count { responses, documents, decoded, lossless, .. } = count;
        println!("{name:28}{:>10}{documents:>10}{decoded:>10}{lossless:>10}", responses.len());
    }
    for (name, count) in &table {
        assert!(count.documents > 0, "{name} changes nothing");
        let shown = count.failures.iter().take(MAX_FAILURES).cloned().collect::<Vec<_>>();
        let total = count.failures.len();
        assert!(count.failures.is_empty(), "{name}: {total}\n{}", shown.join("\n\n"));
    }
}

fn count(
    responses: &[&ResponseExample],
    apply: impl Fn(&ResponseExample) -> Vec<Document>,
) -> Count {
    let mut count = Count::default();
    for response in responses {
        apply(response).iter().for_each(|document| count.add(response, document));
    }
    count
}

#[test]
fn every_operation_has_an_example_of_its_response_and_a_decoder() {
    let spec = Spec::bundled();
    let responses = spec.responses();
    let mut operations = Vec::new();
    let files: Vec<String> = crate::operations::index()
        .iter()
        .filter(|entry| entry["response"] == "Download")
        .filter_map(|entry| entry["id"].as_str().map(str::to_owned))
        .collect();
    for (operation, _) in spec.operations().into_iter().filter(|(id, _)| !files.contains(id)) {
        let is_example = |it: &ResponseExample| it.operation == operation && !it.is_composed;
        assert!(responses.iter().any(is_example), "{operation} has no example");
        operations.push(operation);
    }
    let decoders: Vec<_> = inspect::DECODERS.iter().map(|decoder| decoder.operation().id).collect();
    assert_eq!(decoders, operations);
}
