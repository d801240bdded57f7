//! Jobs that are run again if the service returns an old one.

use crate::api::{EXPORT_JOB, notes_over};
use crate::fake::{Fake, Outcome};
use crate::notes::{Job, Notes};

const REPLAYED: &str = r#"{"Id":"77","Status":"QUEUED"}"#;

fn ok(body: &str) -> Outcome {
    Outcome::Response(200, body.to_owned())
}

/// Returns the response to the start, with the time of the service.
fn started(date: Option<&str>) -> Outcome {
    let headers = date.map(|date| ("date", date.to_owned())).into_iter().collect();
    let body = r#"{"Status":"QUEUED","QueuedUri":"/Accounts/A/Jobs/77"}"#;
    Outcome::File(200, headers, body.to_owned(), false)
}

fn status(state: &str, created: &str) -> Outcome {
    ok(&format!(r#"{{"Id":"77","Status":"{state}","CreatedDate":"{created}"}}"#))
}

/// Returns the methods of the requests until the job was started, and run again if necessary.
async fn start(outcomes: impl IntoIterator<Item = Outcome>) -> String {
    let fake = Fake::new(outcomes);
    let notes: Notes = notes_over(fake.clone());
    let job = notes.export().0.start_fresh::<Job>(&EXPORT_JOB).await.unwrap();
    assert_eq!(job.id(), "77");
    let methods = fake.requests();
    let methods = methods.iter().map(|line| line.split(' ').next().unwrap());
    methods.collect::<Vec<_>>().join(" ")
}

const NOW: Option<&str> = Some("Fri, 15 Jan 2027 08:00:00 GMT");

#[tokio::test]
async fn an_old_job_is_run_again() {
    for (state, created, date) in [
        ("COMPLETED", "2027-01-15T07:59:58Z", NOW),
        ("COMPLETED", "2026-12-01T00:00:00-08:00", NOW),
        ("FAILED", "2027-01-14T08:00:00Z", NOW),
        ("CANCELLED", "2027-01-14T08:00:00Z", NOW),
        // the time is not known
        ("COMPLETED", "", NOW),
        ("COMPLETED", "soon", NOW),
        ("COMPLETED", "2027-01-15T08:00:00Z", None),
        ("COMPLETED", "2027-01-15T08:00:00Z", Some("today")),
        // an offset that was left out
        ("COMPLETED", "2027-01-15T13:00:00", NOW),
        ("COMPLETED", "2027-01-15T08:00:00", NOW),
        ("COMPLETED", "2027-01-15", Some("Fri, 15 Jan 2027 00:00:00 GMT")),
    ] {
        let requests = start([started(date), status(state, created), ok(REPLAYED)]).await;
        assert_eq!(requests, "GET GET PUT", "{state} {created} {date:?}");
    }
}

#[tokio::test]
async fn a_new_job_and_one_in_progress_are_not_run_again() {
    for (state, created) in [
        ("QUEUED", "2026-01-01T00:00:00Z"),
        ("RUNNING", "2026-01-01T00:00:00Z"),
        ("ERROR", "2026-01-01T00:00:00Z"),
        ("COMPLETED", "2027-01-15T08:00:00Z"),
        ("COMPLETED", "2027-01-15T00:00:00-08:00"),
        ("COMPLETED", "2027-01-15T07:59:59Z"),
        ("COMPLETED", "2027-01-15T08:00:01Z"),
    ] {
        let requests = start([started(NOW), status(state, created)]).await;
        assert_eq!(requests, "GET GET", "{state} {created}");
    }
    let requests = start([started(NOW), Outcome::Response(404, String::new())]).await;
    assert_eq!(requests, "GET GET");
}

#[tokio::test]
async fn a_job_that_cannot_be_run_again_is_an_error() {
    let fake = Fake::new([
        started(NOW),
        status("COMPLETED", "2026-01-01T00:00:00Z"),
        Outcome::Response(403, String::new()),
    ]);
    let notes = notes_over(fake);
    let error = notes.export().0.start_fresh::<Job>(&EXPORT_JOB).await.unwrap_err();
    assert!(error.is_forbidden() && error.operation() == Some("replayJob"), "{error:?}");
}

#[tokio::test]
async fn the_handle_of_a_job_runs_it_again_if_it_is_final() {
    for (state, expected) in
        [("COMPLETED", 2), ("FAILED", 2), ("CANCELLED", 2), ("ERROR", 1), ("RUNNING", 1)]
    {
        let fake = Fake::new([status(state, "2027-01-15T08:00:00Z"), ok(REPLAYED)]);
        let job = notes_over(fake.clone()).job("77").fresh().await.unwrap();
        assert_eq!((job.id(), fake.count()), ("77", expected), "{state}");
    }
}
