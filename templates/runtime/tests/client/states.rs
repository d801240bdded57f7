//! Final states: in every spelling, in every place, and in every format.

use std::time::Duration;

use crate::api::notes_over;
use crate::fake::{Fake, Outcome};

const RUNNING: &str = r#"{"Status":"RUNNING"}"#;

#[tokio::test]
async fn a_complete_job_is_recognized_in_every_form() {
    for body in [
        r#"{"id":"77","status":"COMPLETED"}"#,
        r#"{"Id":"77","STATUS":" completed "}"#,
        r#"{"Job":{"Id":"77","Status":"COMPLETED"}}"#,
        r#"{"@uri":"/x","Response":{"Job":{"id":"77","status":"Completed"}}}"#,
        r#"{"Jobs":[{"Id":"77","Status":"COMPLETED"}]}"#,
        r#"[{"Id":"77","Status":"COMPLETED"}]"#,
        r#"{"Id":"77","Status":"Complete"}"#,
        "<Job><Id>77</Id><Status>COMPLETED</Status></Job>",
        "<?xml version=\"1.0\"?><R uri=\"/x\"><Job><Id>77</Id><Status>COMPLETED</Status></Job></R>",
        r#"<Job id="77" status="COMPLETED"/>"#,
    ] {
        let fake = Fake::bodies(&[RUNNING, body, body]);
        let job = notes_over(fake.clone()).job("77");
        let finished = job.wait().await.unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(finished.status().id.as_deref(), Some("77"), "{body}");
        assert_eq!(fake.count(), 2, "{body}");
        // the status of the handle has the same members
        assert_eq!(job.status().await.unwrap().id.as_deref(), Some("77"), "{body}");
    }
}

#[tokio::test]
async fn a_failed_job_is_recognized_in_every_form() {
    for body in [
        r#"{"status":"FAILED","statusMessage":"no records"}"#,
        r#"{"Job":{"Status":"Canceled","StatusMessage":"no records"}}"#,
        r#"{"Status":"EXPIRED","StatusMessage":"no records"}"#,
        "<Job><Status>cancelled</Status><StatusMessage>no records</StatusMessage></Job>",
    ] {
        let fake = Fake::bodies(&[RUNNING, body]);
        let error = notes_over(fake.clone()).job("77").wait().await.unwrap_err();
        assert!(error.is_rejected() && !error.is_retryable(), "{body}: {error:?}");
        assert!(error.message().unwrap().ends_with(": no records"), "{body}: {error}");
        assert_eq!((error.polls(), fake.count()), (2, 2), "{body}");
    }
}

#[tokio::test]
async fn a_processed_write_is_recognized_in_every_form() {
    for body in [
        r#"{"status":"Complete"}"#,
        r#"{"APISubmission":{"Status":"Complete"}}"#,
        r#"{"Status":"Completed"}"#,
        "<APISubmission><Status>Complete</Status></APISubmission>",
        r#"{"Status":"Complete","ErrorType":"None","ErrorReason":"null"}"#,
        r#"{"Status":"Complete","ErrorType":0,"ErrorReason":false}"#,
    ] {
        let fake = Fake::bodies(&[r#"{"Status":"Queued"}"#, body]);
        let status = notes_over(fake.clone()).queued("5").wait().await;
        let status = status.unwrap_or_else(|error| panic!("{body}: {error}"));
        assert!(status.status.unwrap().starts_with("Complete"), "{body}");
        assert_eq!(fake.count(), 2, "{body}");
    }
}

#[tokio::test]
async fn a_rejected_write_is_recognized_in_every_form() {
    for (body, state) in [
        (r#"{"Status":"Failed","ErrorReason":"NO_ITEM"}"#, "Failed"),
        (r#"{"Status":"ERROR","ErrorReason":"NO_ITEM"}"#, "ERROR"),
        (r#"{"status":"complete","errorReason":"NO_ITEM"}"#, "complete"),
        (r#"{"Status":"","ErrorReason":"NO_ITEM"}"#, ""),
        (r#"{"APISubmission":{"Status":"Complete","ErrorReason":"NO_ITEM"}}"#, "Complete"),
        (r#"<S><Status>Complete</Status><ErrorReason>NO_ITEM</ErrorReason></S>"#, "Complete"),
    ] {
        let fake = Fake::bodies(&[r#"{"Status":"Queued"}"#, body]);
        let error = notes_over(fake).queued("5").wait().await.unwrap_err();
        assert!(error.is_rejected() && error.may_have_been_sent(), "{body}: {error:?}");
        let message = format!("{state}: NO_ITEM");
        assert_eq!(error.message(), Some(message.trim_start_matches(": ")), "{body}");
        assert_eq!(error.codes().collect::<Vec<_>>(), ["NO_ITEM"], "{body}");
    }
}

#[tokio::test]
async fn a_state_that_is_not_described_is_waited_for_and_named_with_its_reason() {
    // a write with a reason that is still being processed, and one in a state without a reason
    for (body, expected) in [
        (r#"{"Status":"In Progress","ErrorReason":"NO_ITEM"}"#, "In Progress: NO_ITEM"),
        (r#"{"Status":"ERROR"}"#, "the last state is ERROR"),
        // a member of the status, although it is an object with a state
        (r#"{"Status":"","Details":{"Status":"Complete"}}"#, "the last state is unknown"),
        (r#"{"ErrorType":"","Details":{"Status":"Complete"}}"#, "the last state is unknown"),
    ] {
        let fake = Fake::new((0..9).map(|_| Outcome::Response(200, body.to_owned())));
        let wait = notes_over(fake).queued("5").wait().deadline(Duration::from_secs(5));
        let error = wait.await.unwrap_err();
        assert!(error.is_timeout() && !error.is_retryable(), "{body}: {error:?}");
        assert!(error.to_string().contains(expected), "{body}: {error}");
    }
}

#[tokio::test]
async fn a_page_in_place_of_a_status_ends_waiting() {
    let fake = Fake::bodies(&["<html><title>Log in</title></html>"]);
    let error = notes_over(fake).job("77").wait().await.unwrap_err();
    assert!(error.is_decode() && error.polls() == 1, "{error:?}");
}
