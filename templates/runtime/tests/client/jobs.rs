//! Jobs and queued writes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::polling::{Acceptance, Queued};
use runtime::transport::{Rng, SystemRng};
use runtime::wire::Decimal;

use crate::api::notes_over;
use crate::fake::Fake;
use crate::notes::{Conversion, Notes, Submission};

const ACCEPTED: &str =
    r#"{"Status":"QUEUED","QueuedUri":"/Accounts/A/Submissions/a%2Fb%20c?x=1","Other":1}"#;
const STARTED: &str = r#"{"Status":"QUEUED","QueuedUri":"/Accounts/A/Jobs/77"}"#;

fn over(texts: &[&str]) -> (Fake, Notes) {
    let fake = Fake::bodies(texts);
    (fake.clone(), notes_over(fake))
}

async fn submit(texts: &[&str]) -> (Fake, Queued<Submission>) {
    let (fake, notes) = over(texts);
    let queued = notes.submit(Conversion::default()).await.unwrap();
    (fake, queued)
}

#[tokio::test]
async fn waiting_for_a_queued_write_returns_its_status() {
    let (fake, queued) = submit(&[
        ACCEPTED,
        r#"{"Status":"Queued"}"#,
        r#"{"Status":"In Progress"}"#,
        r#"{"Status":"Complete","ErrorType":"","ErrorReason":null}"#,
    ])
    .await;
    assert_eq!((queued.id(), queued.acceptance()), (Some("a/b c"), Acceptance::Queued));
    assert!(queued.members().get("Other").is_some());
    let status = queued.wait().await.unwrap();
    assert_eq!(status.status.as_deref(), Some("Complete"));
    assert_eq!(fake.sleeps(), [2, 3]);
    let received = fake.requests();
    assert!(
        received[1].ends_with("/Accounts/ACCOUNT-CANARY/Submissions/a%2Fb%20c"),
        "{received:?}"
    );
}

#[tokio::test]
async fn a_failed_queued_write_is_a_rejection_with_codes() {
    let (_, queued) = submit(&[
        ACCEPTED,
        r#"{"Status":"complete","ErrorType":"Contract Error","ErrorReason":"NO_CLICK OLD_EVENT"}"#,
    ])
    .await;
    let error = queued.wait().await.unwrap_err();
    assert!(error.is_rejected() && error.may_have_been_sent());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.operation(), Some("getSubmission"));
    assert_eq!(error.codes().collect::<Vec<_>>(), ["Contract Error", "NO_CLICK", "OLD_EVENT"]);
    assert_eq!(error.field_errors()[1].field.as_deref(), Some("ErrorReason"));
}

#[tokio::test]
async fn a_status_is_returned_whatever_it_is() {
    let (_, notes) = over(&[
        r#"{"Status":"ERROR"}"#,
        r#"{"Id":"5","Status":"ERROR","Message":"tried again"}"#,
        r#"{"Status":"ERROR","Message":"no such thing"}"#,
    ]);
    let queued = notes.queued("5");
    assert_eq!(queued.id(), Some("5"));
    for _ in 0..2 {
        assert_eq!(queued.status().await.unwrap().status.as_deref(), Some("ERROR"));
    }
    // an error body, not a status
    assert_eq!(queued.status().await.unwrap_err().message(), Some("no such thing"));
}

#[tokio::test]
async fn the_interval_grows_to_a_maximum_until_the_deadline() {
    let open = r#"{"Status":"Queued"}"#;
    let (fake, notes) = over(&[open; 40]);
    let queued = notes.queued("5");
    let wait = queued.wait().deadline(Duration::from_secs(120));
    let error = wait.await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("the last state is Queued"),
        "{error}"
    );
    assert_eq!(error.polls(), 10);
    // 2 · 1.5ⁿ up to 30, and a last poll at the deadline
    assert_eq!(fake.sleeps(), [2, 3, 5, 7, 10, 15, 23, 30, 26]);
    assert_eq!(fake.count(), 10);

    let (fake, notes) = over(&[open; 9]);
    let queued = notes.queued("5");
    let wait = queued.wait().poll_interval(Duration::from_secs(1)).multiplier(2.0);
    let wait = wait.max_interval(Duration::from_secs(3)).deadline(Duration::from_secs(8));
    wait.await.unwrap_err();
    assert_eq!(fake.sleeps(), [1, 2, 3, 2]);
}

#[tokio::test]
async fn a_job_without_an_id_is_an_error_after_sending() {
    let (_, notes) = over(&[r#"{"Status":"QUEUED"}"#]);
    let error = notes.export().await.unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent());
    assert!(error.to_string().contains("may have been started"), "{error}");
    assert_eq!(error.operation(), Some("export"));
}

#[tokio::test]
async fn a_job_may_report_errors_before_it_completes() {
    let (fake, notes) = over(&[
        STARTED,
        r#"{"Status":"QUEUED","PercentageComplete":"0"}"#,
        r#"{"Status":"ERROR","StatusMessage":"again soon","Message":"x","PercentageComplete":""}"#,
        r#"{"Status":"RUNNING","PercentageComplete":"62.5"}"#,
        r#"{"Id":"77","Status":"COMPLETED"}"#,
        "a,b\n1,2\n",
    ]);
    let handle = notes.export().await.unwrap();
    assert_eq!(handle.id(), "77");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = seen.clone();
    let wait =
        handle.wait().on_progress(move |progress| sink.lock().unwrap().push(progress.clone()));
    let finished = wait.await.unwrap();
    assert_eq!(finished.id(), "77");
    assert_eq!(finished.status().status.as_deref(), Some("COMPLETED"));
    {
        let seen = seen.lock().unwrap();
        let states: Vec<_> = seen.iter().filter_map(|progress| progress.state.clone()).collect();
        assert_eq!(states, ["QUEUED", "ERROR", "RUNNING", "COMPLETED"]);
        assert_eq!(seen[1].message.as_deref(), Some("again soon"));
        assert_eq!(seen[2].percent, Some("62.5".parse::<Decimal>().unwrap()));
        assert_eq!(seen[3].polls, 4);
    }
    let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("report.csv");
    assert_eq!(finished.save(&path).await.unwrap(), 8);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a,b\n1,2\n");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(fake.requests()[5].ends_with("/Jobs/77/Download"));
}

#[tokio::test]
async fn a_failed_job_is_an_error_with_its_message() {
    let (_, notes) =
        over(&[r#"{"Status":"FAILED","StatusMessage":"too many records","CompletedDate":"x"}"#]);
    let handle = notes.job("77");
    let error = handle.wait().await.unwrap_err();
    assert!(error.is_rejected());
    assert_eq!(error.message(), Some("FAILED: too many records"));
    assert!(error.to_string().contains("getJob"), "{error}");
}

#[tokio::test]
async fn a_job_without_an_id_is_not_requested() {
    let (fake, notes) = over(&[]);
    for id in ["", " "] {
        for error in
            [notes.job(id).wait().await.unwrap_err(), notes.queued(id).wait().await.unwrap_err()]
        {
            assert!(error.is_request() && !error.may_have_been_sent(), "{error:?}");
        }
    }
    assert_eq!(fake.count(), 0);
}

#[tokio::test]
async fn a_job_can_be_polled_and_run_again() {
    let (fake, notes) = over(&[r#"{"Status":"ERROR"}"#, r#"{"Status":"QUEUED"}"#]);
    let handle = notes.job("77");
    assert_eq!(handle.status().await.unwrap().status.as_deref(), Some("ERROR"));
    handle.replay().await.unwrap();
    assert_eq!(handle.id(), "77");
    assert!(fake.requests()[1].starts_with("PUT https://"));
}

#[tokio::test]
async fn a_replay_that_the_service_does_not_confirm_is_an_error() {
    for body in [
        "<html><title>Log in</title></html>",
        "ERROR",
        "false",
        "Service temporarily unavailable",
        r#"{"Status":"QUEU"#,
    ] {
        let (_, notes) = over(&[body]);
        let error = notes.job("77").replay().await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_sent(), "{body}: {error:?}");
        assert!(error.to_string().contains("the write may have been accepted"), "{error}");
        // the job is run again because it is old
        let (fake, notes) = over(&[r#"{"Id":"77","Status":"FAILED"}"#, body]);
        let error = notes.job("77").fresh().await.unwrap_err();
        assert!(error.is_decode() && fake.count() == 2, "{body}: {error:?}");
    }
    for body in [r#"{"Status":"ERROR","Message":"x"}"#, r#"{"error":"Access denied"}"#] {
        let (_, notes) = over(&[body]);
        assert!(notes.job("77").replay().await.unwrap_err().is_rejected(), "{body}");
    }
    for body in [
        r#"{"Id":"77","Status":"QUEUED"}"#,
        r#"{"Id":"77","Status":"FAILED","StatusMessage":"the last run"}"#,
        "<Job><Id>77</Id><Status>QUEUED</Status></Job>",
        "OK",
        "",
        "{}",
    ] {
        let (_, notes) = over(&[body]);
        notes.job("77").replay().await.unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}
