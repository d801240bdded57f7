//! Random responses of every operation, in every dialect of the wire: each is decoded as documented, and what the client
//! encodes is decoded to the same value again.

use generator::parallel;
use impact_brand::inspect;
use impact_brand::json::DecodeReport;
use tests::document::Document;
use tests::instance::{Dialect, Instances};
use tests::spec::{ResponseExample, Spec};

use super::responses::{self, Failure};

/// How many of 100 declared members a document has. No response type has a required member.
const PRESENCE: [usize; 3] = [100, 0, 50];

/// The documents of one response in one dialect with one presence.
const DOCUMENTS: usize = 4;

/// The maximum number of failures in a message, and the maximum length of each.
const MAX_FAILURES: usize = 6;
const MAX_LENGTH: usize = 1500;

/// What the documents of one dialect contain.
#[derive(Default)]
struct Count {
    documents: usize,
    coercions: usize,
    unknown_members: usize,
    unknown_values: usize,
    unreadable: usize,
    failures: Vec<String>,
}

impl Count {
    fn add(&mut self, dialect: Dialect, response: &ResponseExample, document: &Document) {
        self.documents += 1;
        if let Err(message) = self.check(dialect, response, document) {
            let message: String = message.chars().take(MAX_LENGTH).collect();
            self.failures.push(format!("{}: {message}", response.label));
        }
    }

    fn check(
        &mut self,
        dialect: Dialect,
        response: &ResponseExample,
        document: &Document,
    ) -> Result<(), String> {
        let ResponseExample { operation, shape, .. } = response;
        let (encoded, first) = match responses::check(operation, shape, document) {
            Ok(checked) => checked,
            Err(Failure::Undecoded(message) | Failure::Different(message)) => return Err(message),
        };
        let (again, second) = report(operation, &encoded)?;
        if again != encoded {
            return Err(format!("encoded {encoded}\n  then {again}\n  in {document}"));
        }
        // a value that cannot be read is kept as it is; every other value is encoded as declared
        let unreadable = |report: &DecodeReport| report.unreadable.len();
        if unreadable(&first) != unreadable(&second) || !second.coercions.is_empty() {
            return Err(format!("reported {first:?}\n  then {second:?}\n  in {document}"));
        }
        if dialect == Dialect::Exact && !first.is_empty() {
            return Err(format!("reported {first:?}\n  in {document}"));
        }
        self.coercions += first.coercions.len();
        self.unknown_members += first.unknown_members.len();
        self.unknown_values += first.unknown_values.len();
        self.unreadable += first.unreadable.len();
        Ok(())
    }

    /// Returns `true` if the documents contain what their dialect is about.
    fn covers(&self, dialect: Dialect) -> bool {
        let (is_coerced, is_unreadable) = (self.coercions > 0, self.unreadable > 0);
        let is_newer = self.unknown_members > 0 && self.unknown_values > 0;
        match dialect {
            Dialect::Exact => true,
            Dialect::Strings | Dialect::Native | Dialect::Empty | Dialect::Wrapped => {
                is_coerced && !is_unreadable
            }
            Dialect::Newer => is_newer && !is_coerced && !is_unreadable,
            Dialect::Unreadable => is_unreadable,
            Dialect::Mixed => is_coerced && is_newer && is_unreadable,
        }
    }
}

/// Decodes the response of an operation, and returns it as encoded again, with the report.
fn report(operation: &str, text: &str) -> Result<(String, DecodeReport), String> {
    let inspection = inspect::inspect(operation, text.as_bytes()).ok_or("there is no decoder")?;
    let encoded = inspection.encoded.map_err(|error| format!("{error}\n  in {text}"))?;
    Ok((encoded, inspection.report))
}

fn count(responses: &[ResponseExample], dialect: Dialect) -> Count {
    let mut count = Count::default();
    for (seed, response) in (1..).zip(responses) {
        for presence in PRESENCE {
            let mut instances = Instances::new(seed, dialect, presence);
            for _ in 0..DOCUMENTS {
                count.add(dialect, response, &instances.document(&response.shape));
            }
        }
    }
    count
}

#[test]
fn random_responses_are_decoded_without_loss_in_every_dialect() {
    let mut responses = Spec::bundled().responses();
    responses.retain(|response| response.is_composed);
    let responses = responses.as_slice();
    let count = |dialect| (dialect, count(responses, dialect));
    let counts = parallel::map(Dialect::ALL.to_vec(), count);
    println!("{:12}{:>10}{:>10}{:>10}", "", "documents", "failures", "covered");
    for (dialect, count) in &counts {
        let name = format!("{dialect:?}");
        let failures = count.failures.len();
        println!("{name:12}{:>10}{failures:>10}{:>10}", count.documents, count.covers(*dialect));
    }
    for (dialect, count) in &counts {
        let shown = count.failures.iter().take(MAX_FAILURES).cloned().collect::<Vec<_>>();
        assert!(count.failures.is_empty(), "{dialect:?}:\n{}", shown.join("\n\n"));
        assert!(count.covers(*dialect), "the documents do not cover {dialect:?}");
    }
}
