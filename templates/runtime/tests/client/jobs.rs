//! What takes its time: queued writes, jobs, and their files.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use runtime::runtime::wire::Decimal;
use runtime::runtime::{FileOrStatus, JobHandle, Queued, Rng, SystemRng};

use crate::api::{Conversion, FOLLOWED, Job, Notes, PLAN, Submission, notes, notes_over};
use crate::fake::{Fake, Outcome};
use crate::server::{Server, json, response};

const TAKEN: &str =
    r#"{"Status":"QUEUED","QueuedUri":"/Accounts/A/Submissions/a%2Fb%20c?x=1","Other":1}"#;
const STARTED: &str = r#"{"Status":"QUEUED","QueuedUri":"/Accounts/A/Jobs/77"}"#;

fn over(texts: &[&str]) -> (Arc<Fake>, Notes) {
    let fake = Fake::answers(texts);
    (fake.clone(), notes_over(fake))
}

async fn submit(texts: &[&str]) -> (Arc<Fake>, Queued<Submission>) {
    let (fake, notes) = over(texts);
    let queued = notes.submit(Conversion::default()).await.unwrap();
    (fake, queued)
}

#[tokio::test]
async fn a_queued_write_leads_to_its_verdict() {
    let (fake, queued) = submit(&[
        TAKEN,
        r#"{"Status":"Queued"}"#,
        r#"{"Status":"In Progress"}"#,
        r#"{"Status":"Complete","ErrorType":"","ErrorReason":null}"#,
    ])
    .await;
    assert_eq!(queued.id(), "a/b c");
    assert!(queued.members().get("Other").is_some());
    let verdict = queued.follow().await.unwrap();
    assert_eq!(verdict.status.as_deref(), Some("Complete"));
    assert_eq!(fake.naps(), [2, 3]);
    let asked = fake.asked.lock().unwrap().clone();
    assert!(asked[1].ends_with("/Accounts/ACCOUNT-CANARY/Submissions/a%2Fb%20c"), "{asked:?}");
}

#[tokio::test]
async fn a_bad_verdict_is_a_rejection_with_its_codes() {
    let (_, queued) = submit(&[
        TAKEN,
        r#"{"Status":"complete","ErrorType":"Contract Error","ErrorReason":"NO_CLICK OLD_EVENT"}"#,
    ])
    .await;
    let error = queued.follow().await.unwrap_err();
    assert!(error.is_rejected() && error.may_have_been_sent());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.operation(), Some("getSubmission"));
    assert_eq!(error.codes().collect::<Vec<_>>(), ["Contract Error", "NO_CLICK", "OLD_EVENT"]);
    assert_eq!(error.fields()[1].field.as_deref(), Some("ErrorReason"));
}

#[tokio::test]
async fn one_look_shows_and_does_not_judge() {
    let (_, notes) = over(&[
        r#"{"Status":"ERROR"}"#,
        r#"{"Id":"5","Status":"ERROR","Message":"tried again"}"#,
        r#"{"Status":"ERROR","Message":"no such thing"}"#,
    ]);
    let queued = Queued::<Submission>::resume(&notes.client, &FOLLOWED, "5");
    assert_eq!(queued.id(), "5");
    for _ in 0..2 {
        assert_eq!(queued.poll().await.unwrap().status.as_deref(), Some("ERROR"));
    }
    // this is no state of anything
    assert_eq!(queued.poll().await.unwrap_err().message(), Some("no such thing"));
}

#[tokio::test]
async fn waiting_grows_is_capped_and_has_a_deadline() {
    let open = r#"{"Status":"Queued"}"#;
    let (fake, notes) = over(&[open; 40]);
    let queued = Queued::<Submission>::resume(&notes.client, &FOLLOWED, "5");
    let follow = queued.follow().deadline(Duration::from_secs(120));
    let error = follow.await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("still Queued"), "{error}");
    // 2 · 1.5ⁿ up to 30, and a last look at the deadline
    assert_eq!(fake.naps(), [2, 3, 5, 7, 10, 15, 23, 30, 26]);
    assert_eq!(fake.count(), 10);

    let (fake, notes) = over(&[open; 9]);
    let queued = Queued::<Submission>::resume(&notes.client, &FOLLOWED, "5");
    let follow = queued.follow().every(Duration::from_secs(1)).growth(2.0);
    let follow = follow.longest_interval(Duration::from_secs(3)).deadline(Duration::from_secs(8));
    follow.await.unwrap_err();
    assert_eq!(fake.naps(), [1, 2, 3, 2]);
}

#[tokio::test]
async fn an_answer_without_an_id_is_told_as_sent() {
    let (_, notes) = over(&[r#"{"Status":"QUEUED"}"#]);
    let error = notes.submit(Conversion::default()).await.unwrap_err();
    assert!(error.is_decode() && error.may_have_been_sent());
    assert_eq!(error.operation(), Some("submit"));
}

#[tokio::test]
async fn a_job_is_awaited_through_its_errors_and_saved() {
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
    let keep = seen.clone();
    let wait =
        handle.wait().on_progress(move |progress| keep.lock().unwrap().push(progress.clone()));
    let finished = wait.await.unwrap();
    assert_eq!(finished.id(), "77");
    assert_eq!(finished.job().status.as_deref(), Some("COMPLETED"));
    {
        let seen = seen.lock().unwrap();
        let states: Vec<_> = seen.iter().filter_map(|progress| progress.state.clone()).collect();
        assert_eq!(states, ["QUEUED", "ERROR", "RUNNING", "COMPLETED"]);
        assert_eq!(seen[1].message.as_deref(), Some("again soon"));
        assert_eq!(seen[2].percent, Some("62.5".parse::<Decimal>().unwrap()));
        assert_eq!(seen[3].looks, 4);
    }
    let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("report.csv");
    assert_eq!(finished.download_to(&path).await.unwrap(), 8);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a,b\n1,2\n");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(fake.asked.lock().unwrap()[5].ends_with("/Jobs/77/Download"));
}

#[tokio::test]
async fn a_failed_job_tells_why() {
    let (_, notes) =
        over(&[r#"{"Status":"FAILED","StatusMessage":"too many rows","CompletedDate":"x"}"#]);
    let handle = JobHandle::<Job>::resume(&notes.client, &PLAN, "77");
    let error = handle.wait().await.unwrap_err();
    assert!(error.is_rejected());
    assert_eq!(error.message(), Some("FAILED: too many rows"));
    assert!(error.to_string().contains("getJob"), "{error}");
}

#[tokio::test]
async fn a_job_can_be_run_again_and_looked_at() {
    let (fake, notes) = over(&[r#"{"Status":"ERROR"}"#, r#"{"Status":"QUEUED"}"#]);
    let handle = JobHandle::<Job>::resume(&notes.client, &PLAN, "77");
    assert_eq!(handle.poll().await.unwrap().status.as_deref(), Some("ERROR"));
    let again = handle.replay().await.unwrap();
    assert_eq!(again.id(), "77");
    assert!(fake.asked.lock().unwrap()[1].starts_with("PUT https://"));
}

#[tokio::test]
async fn a_file_that_is_not_there_yet_says_how_it_stands() {
    let not_ready = || json(202, r#"{"Id":"77","Status":"RUNNING"}"#);
    let file = response(200, &[("content-type", "text/csv")], "\u{feff}a,b");
    let server = Server::new([not_ready(), not_ready(), file]);
    let notes = notes(&server.url);
    match notes.file("77").await.unwrap() {
        FileOrStatus::NotReady(job) => assert_eq!(job.status.as_deref(), Some("RUNNING")),
        FileOrStatus::File(_) => panic!("there is no file"),
    }
    let error = notes.download("77").await.unwrap_err();
    assert!(error.is_not_ready());
    assert_eq!(error.status().unwrap(), 202);
    match notes.file("77").await.unwrap() {
        FileOrStatus::File(file) => assert_eq!(file.text().await.unwrap(), "a,b"),
        FileOrStatus::NotReady(_) => panic!("there is a file"),
    }
    assert_eq!(server.asked()[0].header("accept"), Some("application/octet-stream"));
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing_behind() {
    let cut = b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nhalf".to_vec();
    let server = Server::new([cut.clone(), cut]);
    let notes = notes(&server.url);
    let folder = std::env::temp_dir().join(format!("runtime-{:x}", SystemRng.next()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("report.csv");
    std::fs::write(&path, "old").unwrap();
    let handle = JobHandle::<Job>::resume(&notes.client, &PLAN, "77");
    let error = handle.download_to(&path).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
    // nor is half a file taken for a whole one in memory
    let mut download = handle.download().await.unwrap();
    assert_eq!(download.content_length(), Some(100));
    let mut pieces = Vec::new();
    let error = loop {
        match download.next().await.unwrap() {
            Ok(piece) => pieces.extend_from_slice(&piece),
            Err(error) => break error,
        }
    };
    assert_eq!(pieces, b"half");
    assert_eq!(error.operation(), Some("download"));
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_a_local_failure() {
    let server = Server::new([response(200, &[], "x")]);
    let notes = notes(&server.url);
    let handle = JobHandle::<Job>::resume(&notes.client, &PLAN, "77");
    let error = handle.download_to("/does/not/exist/report.csv").await.unwrap_err();
    assert!(!error.is_decode() && !error.is_server());
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[tokio::test]
async fn a_download_has_a_name_and_can_be_written_anywhere() {
    let names = [
        (r#"attachment; filename="report.csv""#, Some("report.csv")),
        (r#"attachment; filename=plain.csv; size=3"#, Some("plain.csv")),
        (r#"attachment; filename="a;b.csv"; filename*=UTF-8''%C3%A4.csv"#, Some("ä.csv")),
        (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
        (r#"attachment; filename="C:\dir\x.csv""#, Some("x.csv")),
        (r#"attachment; filename="a\"b.csv""#, Some("a\"b.csv")),
        (r#"attachment; filename="..""#, None),
        (r#"attachment; filename="""#, None),
        ("attachment", None),
    ];
    for (header, expected) in names {
        let server = Server::new([response(200, &[("content-disposition", header)], "xyz")]);
        let download = notes(&server.url).download("77").await.unwrap();
        assert_eq!(download.file_name().as_deref(), expected, "{header}");
        let mut target = Vec::new();
        assert_eq!(download.write_to(&mut target).await.unwrap(), 3);
        assert_eq!(target, b"xyz");
    }
    let server = Server::new([response(200, &[], b"\xff")]);
    let error = notes(&server.url).download("77").await.unwrap().text().await.unwrap_err();
    assert!(error.is_decode());
}

#[tokio::test]
async fn a_download_may_take_long_but_not_for_ever() {
    let fake = Fake::new([Outcome::Stuck(200)]);
    let mut download = notes_over(fake).download("77").await.unwrap();
    assert!(download.next().await.unwrap().unwrap_err().is_timeout());
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn half_a_file_is_noticed_over_a_careless_transport_too() {
    let download = notes_over(Fake::new([Outcome::Short])).download("77").await.unwrap();
    let error = download.bytes().await.unwrap_err();
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("96 bytes"));
}
