//! Elements of idempotent operations, which are sent again if they may have been received.

use std::fs;

use runtime::bulk::{BulkWrite, OutcomeState};
use runtime::polling::{Acceptance, Queued};
use runtime::retry::RetryPolicy;
use runtime::runtime::api::{Encoding, Method, Operation, RetrySafety};
use runtime::runtime::bulk::BulkSpec;
use runtime::transport::TransportError;

use crate::api::{BASE, SUBMISSION_POLL, notes_over};
use crate::bulk_api::{Fault, Ledgered, conversion};
use crate::bulk_ledger::{Folder, Random, outcomes_until_killed};
use crate::fake::{Fake, Outcome as Response};
use crate::notes::{Note, Submission};

/// A write of an order that can be repeated.
static REPEAT: Operation = Operation {
    id: "repeat",
    method: Method::Put,
    path: "/Accounts/{AccountSID}/Orders",
    encoding: Encoding::Form,
    retry_safety: RetrySafety::Idempotent,
    ..BASE
};

static REPEAT_BULK: BulkSpec = BulkSpec {
    operation: &REPEAT,
    key: &["OrderId"],
    qualifiers: &[],
    chunk: None,
    poll: &SUBMISSION_POLL,
    settle: None,
};

#[tokio::test]
async fn a_failure_of_a_later_run_leaves_open_what_may_have_been_received() {
    let folder = Folder::new();
    let refused = r#"{"Status":"ERROR","Message":"already updated"}"#;
    let fake = Fake::new([
        Response::Response(503, String::new()),
        Response::Response(400, refused.to_owned()),
        Response::Error(TransportError::connect("refused")),
        Response::Response(200, refused.to_owned()),
        Response::Response(200, "OK".to_owned()),
    ]);
    let notes = notes_over(fake.clone());
    for is_accepted in [false, false, false, false, true] {
        let element = Note { id: Some("1".into()), ..Note::default() };
        let outcome = notes.update_all([element]).ledger(folder.ledger()).next().await;
        let outcome = outcome.unwrap().unwrap();
        match &outcome.state {
            OutcomeState::Accepted(()) => assert!(is_accepted),
            OutcomeState::Unknown(error) => assert!(error.may_have_been_sent() && !is_accepted),
            other => panic!("{other:?}"),
        }
        let last = match is_accepted {
            true => "accepted 1800000000 Id=1 unspecified",
            false => "unknown 1800000000 Id=1",
        };
        assert_eq!(folder.lines().pop().unwrap(), last);
    }
}

#[tokio::test]
async fn an_element_that_the_service_has_decided_about_is_accepted_and_not_sent_again() {
    let (folder, service) = (Folder::new(), Ledgered::new());
    let notes = service.notes();
    let changes = |count| ["1", "2"].into_iter().take(count).map(|id| notes.change(id));
    assert!(notes.change_all(changes(0)).ledger(folder.ledger()).next().await.is_none());
    let mut text = fs::read_to_string(folder.ledger()).unwrap();
    for (id, decision) in [("1", "processed ActionId=1 7"), ("2", "rejected ActionId=2 200 :OLD")] {
        text.push_str(&format!("sending 1800000000 ActionId={id}\n{decision}\n"));
    }
    fs::write(folder.ledger(), text).unwrap();
    let mut write = notes.change_all(changes(2)).ledger(folder.ledger());
    while let Some(outcome) = write.next().await {
        let OutcomeState::Accepted(queued) = outcome.unwrap().state else { panic!() };
        assert_eq!((queued.id(), queued.acceptance()), (None, Acceptance::Unspecified));
    }
    assert_eq!(service.totals(), (0, 0));
}

#[tokio::test]
async fn runs_that_are_killed_never_report_a_failure_of_what_was_received() {
    const FAULTS: [Fault; 7] = [
        Fault::Refused,
        Fault::Limited,
        Fault::ResetAfter,
        Fault::ResetBefore,
        Fault::Slow,
        Fault::Invalid,
        Fault::Unavailable,
    ];
    let ids: Vec<String> = (0..40).map(|id| id.to_string()).collect();
    for seed in 0..40_u64 {
        let (folder, service) = (Folder::new(), Ledgered::new());
        let mut random = Random(seed);
        for id in &ids {
            let count = random.below(6);
            let faults: Vec<Fault> = (0..count).map(|_| FAULTS[random.below(7) as usize]).collect();
            service.fault(id, faults);
        }
        let mut outcomes = Vec::new();
        while outcomes.len() < ids.len() {
            let policies = [RetryPolicy::default(), RetryPolicy::none()];
            let notes = service.notes_with(policies[random.below(2) as usize]);
            let write: BulkWrite<'_, Queued<Submission>> = notes.request(&REPEAT).bulk(
                &REPEAT_BULK,
                ids.iter().map(|id| conversion(id.as_str())),
                |request, body| request.clone().record(&body),
            );
            let write = write.concurrency(7).ledger(folder.ledger());
            let polls = random.below(100) as usize;
            outcomes = outcomes_until_killed(write, polls).await;
        }
        for (id, outcome) in ids.iter().zip(&outcomes) {
            let received = service.received(id);
            match &outcome.state {
                OutcomeState::Accepted(_) => assert!(received > 0, "seed {seed}: {id}"),
                OutcomeState::Unknown(_) => {}
                failed => assert_eq!(received, 0, "seed {seed}: {id}: {failed:?}"),
            }
        }
    }
}
